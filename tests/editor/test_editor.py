"""The editor's commands, tried as an editor would: start, rename, withdraw, ask what rests on what, tell
what changed."""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import json
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
import zipfile
from functools import cache, partial
from pathlib import Path

import jsonschema
import pytest
import yaml

from conftest import DAY, ROOT, call_handbook, fork_handbook, run_handbook
from handbook.checks import check_all
from handbook.cli import main
from handbook.editor.chinese_usage import reference
from handbook.editor.release import changes_in_words, pack, sign, unreleased
from handbook.editor.report import impact as impact_module
from handbook.editor.report.content_diff import as_markdown, as_yaml, content_diff
from handbook.editor.report.impact import impact, report
from handbook.editor.report.laws_due import due
from handbook.editor.revise import changes, fix, move
from handbook.editor.revise.move import rename, withdraw
from handbook.editor.revise.new import start
from handbook.editor.schema import schema_files
from handbook.model.items.item import ReviewStage
from handbook.problems import HandbookError, errors
from handbook.site.pages.updates import UpdateGroup, feed, updates
from handbook.site.redirects import redirects
from handbook.sources.kinds import KINDS, Kind
from handbook.sources.load import load_sources
from handbook.verbs import VERBS
from support import real
from support.cases import Loader
from support.programs import git, run_program

ANSWERS = {
    "item": {
        "名称": "消防通道",
        "网址名": "fire-lane",
        "方面": "甲方面",
        "一句话": "消防车开得进来。",
        "适用": "出租方",
    },
    "form": {
        "名称": "交接班记录",
        "代号": "shift-log",
        "分组": "人员和培训",
        "用途": "两班之间交接。",
        "谁填": "两班的班组长",
        "何时填": "每次交接班",
        "栏目": "日期、班次、设备情况: 好坏",
    },
    "page": {
        "文件夹": "standards",
        "文件名": "lamps",
        "标题": "灯: 怎么挂",
        "简介": "灯挂在哪里。",
        "给谁看": "电工",
    },
    "law": {
        "名称": "测试条例",
        "简称": "测试条例",
        "代号": "ceshi-tiaoli",
        "类别": "地方性法规",
        "文号": "",
        "制定机关": "",
        "地区": "江苏省",
        "施行": "2026-01-01",
        "官方网址": "https://example.org/a?b=1#c",
    },
}


def wrong(project: Path) -> list[str]:
    return [problem.render() for problem in errors(check_all(load_sources(project, DAY)))]


@pytest.mark.parametrize("kind", ANSWERS)
def test_something_new_passes_the_check(project: Path, kind: str) -> None:
    files = start(project, DAY, kind, ANSWERS[kind], None)
    assert files and all((project / name).exists() for name in files)
    assert wrong(project) == []


@pytest.mark.parametrize("kind", ANSWERS)
def test_questions_are_asked_again_until_the_answer_does(project: Path, kind: str) -> None:
    bad = {
        "网址名": "中文",
        "代号": "有 空格",
        "文件名": "A.md",
        "施行": "去年",
        "方面": "丙方面",
        "类别": "通知",
        "分组": "别的",
        "文件夹": "checklists",
    }
    asked: list[str] = []

    def ask(prompt: str, choices: tuple[str, ...], default: str) -> str:
        asked.append(prompt)
        key = next(iter([k for k in ANSWERS[kind] if k not in done]), "")
        if key in bad and key not in tried:
            tried.add(key)
            return bad[key]
        done.append(key)
        return ANSWERS[kind][key]

    done: list[str] = ["编号"] if kind == "item" else []
    tried: set[str] = set()
    start(project, DAY, kind, {"编号": "03"} if kind == "item" else {}, ask)
    assert len(asked) == len(ANSWERS[kind]) + len(tried)
    assert wrong(project) == []


def test_a_new_thing_that_does_not_pass_leaves_no_trace(project: Path) -> None:
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    with pytest.raises(HandbookError) as told:
        start(project, DAY, "item", ANSWERS["item"] | {"编号": "01"}, None)
    assert "用过了" in str(told.value)
    with pytest.raises(HandbookError):
        start(project, DAY, "law", ANSWERS["law"] | {"简称": "测试安全法"}, None)
    with pytest.raises(HandbookError):
        start(project, DAY, "item", {"名字": "x"}, None)
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before


def test_renaming_keeps_id_and_old_address(project: Path) -> None:
    rename(project, DAY, "01", "way-out")
    assert wrong(project) == []
    sources = load_sources(project, DAY)
    book = sources.handbook()
    assert book.item_by_id["01"].stem == "01-way-out"
    assert (project / "docs/checklists/01-way-out.md").exists() and not (
        project / "docs/checklists/01-exit.md"
    ).exists()
    assert (
        redirects(book)["checklists/01-exit.html"]
        == "checklists/01-way-out.html"
        == redirects(book)["q/01.html"]
    )
    assert "01-way-out.md" in (project / "docs/index.md").read_text(encoding="utf-8")
    rename(project, DAY, "01", "exits")
    assert set(load_sources(project, DAY).handbook().item_by_id["01"].former_slugs) == {"exit", "way-out"}
    rename(project, DAY, "01", "exit")  # back to where it was: no redirect onto itself
    table = redirects(load_sources(project, DAY).handbook())
    assert (
        "checklists/01-exit.html" not in table
        and table["checklists/01-exits.html"] == "checklists/01-exit.html"
    )


def test_a_withdrawn_point_takes_its_questions_along_and_its_id_stays_used(project: Path) -> None:
    path = project / "data/items/01-exit.yml"
    text = path.read_text(encoding="utf-8")
    extra = (
        text[text.index("  - 编号: 01-5") : text.index("问答:")]
        .replace("01-5", "01-6")
        .replace("    轻微不罚: 未如实记录\n", "")
    )
    asked = "  - {编号: 01-Q3, 对象: 负责人, 题型: 判断, 问: 夜里可以锁出口。, 答: 错, 解析: 有人就不锁。, 要点: 01-1}\n"
    text = text.replace("问答:", extra + "问答:").replace("相关:", asked + "相关:")
    path.write_text(text, encoding="utf-8")
    with (project / "data/permanent-ids.txt").open("a", encoding="utf-8") as ids:
        ids.write("01-6\n01-Q3\n")
    assert wrong(project) == []
    withdraw(project, DAY, "01-6", "并到要点五里了", "01-5")
    assert wrong(project) == []
    item = load_sources(project, DAY).handbook().item_by_id["01"]
    assert [gone.id for gone in item.withdrawn] == ["01-6"] and len(item.points) == 5
    withdraw(project, DAY, "01-Q3", "问法不好，重新出题")
    item = load_sources(project, DAY).handbook().item_by_id["01"]
    assert sorted(gone.id for gone in item.withdrawn) == ["01-6", "01-Q3"]
    path.write_text(path.read_text(encoding="utf-8").replace("编号: 01-3", "编号: 01-6"), encoding="utf-8")
    assert any("D118" in line for line in wrong(project))


@pytest.mark.parametrize("typed", ["1.9", "１．９", "01－9", "1—9", "1条9", "第1条第9点", "第 1 条 9"])
def test_a_point_is_withdrawn_by_whatever_way_its_number_is_typed(
    typed: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given: list[str] = []
    for verb in ("withdraw", "rename"):
        monkeypatch.setattr(move, verb, lambda root, today, *said: given.extend(said) or ["好了"])
    assert main(["withdraw", typed, "--see", re.sub("[9９]", "Q3", typed), "--why", "并到别处了"]) == 0
    assert given == ["01-9", "并到别处了", "01-Q3"]
    assert main(["rename", "第1条", "way-out"]) == 0
    assert given[3:] == ["01", "way-out"]
    assert reference("7q3") == "07-Q3"
    # Left as typed, and so told: a list, a length, a day are no point.
    assert [reference(text) for text in ("1、9", "139点", "13~15", "2026-11")] == [
        "1、9",
        "139点",
        "13~15",
        "2026-11",
    ]


def test_withdrawing_what_others_need_is_refused_and_changes_nothing(project: Path) -> None:
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    with pytest.raises(HandbookError) as told:
        withdraw(project, DAY, "01-1", "不再需要了")  # the item would be left with four points
    assert "什么都没有改" in str(told.value)
    with pytest.raises(HandbookError):
        withdraw(project, DAY, "01-9", "没有这个要点")
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before


def test_a_command_that_is_stopped_half_way_changes_nothing(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk at the last of several files, Ctrl+C while the outcome is checked, a name left empty."""
    with (project / "docs" / "index.md").open("a", encoding="utf-8") as page:
        page.write("\n门锁着，人出不去。门锁着，人出不去。\n")  # which is mended
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    write, looked = Path.write_bytes, []

    def full(path: Path, data: bytes) -> int:
        if "pages.yml" in path.name:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(path, data)

    def stopped(sources: object) -> list[object]:
        looked.append(sources)
        if len(looked) == 2:
            raise KeyboardInterrupt
        return []

    with monkeypatch.context() as patch, pytest.raises(HandbookError, match="磁盘满了"):
        patch.setattr(Path, "write_bytes", full)
        rename(project, DAY, "01", "way-out")
    for module, command in (
        (changes, partial(rename, project, DAY, "01", "way-out")),
        (fix, partial(fix.fix, project, DAY)),
    ):
        looked.clear()
        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr(module, "check_all", stopped)
            command()
    with pytest.raises(HandbookError, match="“人”是空的"):
        sign(project, DAY, ["02", "01"], ReviewStage.LEGAL, "")
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before


def test_a_withdrawn_item_leaves_its_addresses_alive(project: Path) -> None:
    start(project, DAY, "item", ANSWERS["item"], None)
    withdraw(project, DAY, "03", "并到第一条里了", "01")
    assert wrong(project) == []
    book = load_sources(project, DAY).handbook()
    assert set(book.item_by_id) == {"01", "02"}
    assert (
        redirects(book)["q/03.html"]
        == redirects(book)["checklists/03-fire-lane.html"]
        == "checklists/01-exit.html"
    )
    with pytest.raises(HandbookError):
        start(project, DAY, "item", ANSWERS["item"] | {"编号": "03"}, None)
    start(project, DAY, "item", ANSWERS["item"] | {"网址名": "fire-lanes"}, None)
    assert set(load_sources(project, DAY).handbook().item_by_id) == {"01", "02", "04"}


@pytest.mark.slow
def test_impact_finds_everything_that_rests_on_an_article(project: Path) -> None:
    shutil.copytree(ROOT / "overrides", project / "overrides")
    sources = load_sources(project, DAY)
    found = impact(sources, "测试安全法 第四条")
    assert set(found.points) == {"01-1", "01-2", "01-3"}
    assert list(found.pages) == ["docs/index.md"]
    assert any(product.path.startswith("downloads/pocket-book") for product in found.products)
    assert set(impact(sources, "测试安全法 第四条第二款").points) == {"01-1", "01-2", "01-3"}
    assert set(impact(sources, "测试安全法 第五条第二项").points) == set()
    assert set(impact(sources, "GB/T 99999-2020").points) == {"01-1"}
    assert [p.reference.text for p in impact(sources, "测试安全法").penalties]
    assert set(impact(sources, "01").points) == {f"01-{n}" for n in range(1, 6)}
    assert [question.id for question in impact(sources, "01-1").questions] == ["01-Q1", "01-Q2"]
    assert impact(sources, "测试新规定").empty
    with pytest.raises(HandbookError, match="最后一条是第"):
        impact(sources, "测试安全法 第九百条")
    with pytest.raises(HandbookError):
        impact(sources, "没有这部法")


@pytest.mark.slow
def test_impact_on_the_real_handbook_names_the_books() -> None:
    found = impact(real.sources(), "安全生产法 第四十九条")
    assert len(found.points) > 10 and found.forms and found.pages and found.penalties
    assert any("pocket-book" in product.path for product in found.products)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("安全生产法第四十九条", "《安全生产法》第四十九条"),
        ("《安全生产法》第49条", "《安全生产法》第四十九条"),
        ("安全生产法 第49条第2款", "《安全生产法》第四十九条第二款"),
        ("安全生产法49", "《安全生产法》第四十九条"),
        ("消防法 60条", "《消防法》第六十条"),
        ("7-3", "要点 07-3"),
        ("7．3", "要点 07-3"),
        ("7条3", "要点 07-3"),
        ("GB50140", "GB 50140-2005"),
        ("xiaofang-fa", "《消防法》"),
        ("7", "第 07 条"),
    ],
)
@pytest.mark.slow
def test_impact_understands_what_people_type(typed: str, meant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(impact_module, "_products", lambda *_: [])  # asked for above
    assert impact(real.sources(), typed).what.startswith(meant)


def test_impact_hints_at_what_was_meant() -> None:
    with pytest.raises(HandbookError) as caught:
        impact(real.sources(), "GB 50140-1990")
    assert "GB 50140-2005" in caught.value.problems[0].hint


@pytest.mark.slow
def test_impact_of_a_point_names_questions_slides_posters_and_papers() -> None:
    found = impact(real.sources(), "21-7")
    assert found.questions and {question.point for question in found.questions} == {"21-7"}
    assert any(words.startswith("讲课") and "21-7" in words for words in found.taught) and any(
        words.startswith("海报") for words in found.taught
    )
    told = report(found)
    assert "题目" in told and "片子和海报" in told
    paths = [product.path for product in found.products]
    assert any("slides" in path or "lesson" in path for path in paths) and "考试" in {
        product.group for product in found.products
    }
    assert len(told.splitlines()) < 60  # not one line for every file


def test_laws_due_tells_what_ends_begins_and_grows_old(project: Path) -> None:
    rows = due(load_sources(project, dt.date(2027, 5, 20)).handbook())
    told = {(row.heading[0], row.what) for row in rows}
    assert ("二", "测试新规定") in {(heading, what.split("（")[0]) for heading, what in told} and (
        "四",
        "测试安全法",
    ) in told
    assert [row.heading[0] for row in rows] == sorted(
        (row.heading[0] for row in rows), key="一二三四五".index
    )
    # The made-up item was never reviewed legally; nothing else is due.
    now = due(load_sources(project, DAY).handbook(), days=0)
    assert {row.heading[0] for row in now} == {"五"}


def test_diff_tells_by_item_what_changed(project: Path, tmp_path: Path) -> None:
    shutil.copytree(project, tmp_path / "old")
    path = project / "data/items/01-exit.yml"
    path.write_text(
        path.read_text(encoding="utf-8")
        .replace("期限: 3日", "期限: 7日")
        .replace("问: 生产的时候，出口的门能不能锁？", "问: 生产的时候，出口能不能锁？"),
        encoding="utf-8",
    )
    page = project / "docs/checklists/01-exit.md"
    page.write_text(
        page.read_text(encoding="utf-8").replace("门锁着，人出不去。\n", "门锁着，人就出不去。\n"),
        encoding="utf-8",
    )
    law = project / "data/penalties/ceshi-anquan-fa.yml"
    law.write_text(law.read_text(encoding="utf-8").replace("首次: ", "首次: 责令改正，", 1), encoding="utf-8")
    changes = content_diff(load_sources(tmp_path / "old", DAY), load_sources(project, DAY))
    assert [(c.item, c.text) for c in changes][:3] == [
        ("01", "要点 01-2 改“建议期限”"),
        ("01", "题目 01-Q1 改“问”"),
        ("01", "文字改了 1 段"),
    ]
    assert changes[0].old == "3日" and changes[0].new == "7日"
    assert any(c.group == "罚则目录" for c in changes)
    assert content_diff(load_sources(project, DAY), load_sources(project, DAY)) == []
    assert "### 第 01 条 安全出口" in as_markdown(changes, "变化")
    (project / "data/changes").mkdir()
    edition = load_sources(project, DAY).handbook().edition.id
    (project / f"data/changes/{edition}.yml").write_text(as_yaml(changes, edition), encoding="utf-8")
    assert wrong(project) == []
    book = load_sources(project, DAY).handbook()
    assert any("要点 01-2 改“建议期限”" in line for group in updates(book)[0].groups for line in group.lines)


def test_diff_reads_revisions_of_git(small_built: Path) -> None:
    small = small_built
    git(small, "init", "-q")
    git(small, "add", "data", "docs", "mkdocs.yml", "overrides", "scripts")
    git(small, "commit", "-qm", "first")
    git(small, "tag", "v2026-11")
    path = small / "data/items/01-exit.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("期限: 3日", "期限: 7日"), encoding="utf-8")
    rows = json.loads(call_handbook(small, "diff", "2026-11", "--format", "json").stdout)
    assert [(row["item"], row["old"], row["new"]) for row in rows] == [("01", "3日", "7日")]
    fork_handbook(small, "build", "--no-pdf")
    fork_handbook(small, "changed-pages", "v2026-11", "--into", str(small / "preview"))
    listed = (small / "preview/CHANGED.md").read_text(encoding="utf-8")
    assert "- checklists/01-exit.html" in listed and "- laws/ceshi-biaozhun.html" not in listed
    assert (small / "preview/downloads/pocket-book-2026-11.pdf").is_file()
    run = call_handbook(small, "diff", "nowhere")
    assert run.returncode == 1 and "C003" in run.stderr and "Traceback" not in run.stderr


def test_updates_page_and_feed_tell_the_same(project: Path) -> None:
    book = load_sources(project, DAY).handbook()
    channel = ElementTree.fromstring(feed(book)["updates.xml"]).find("channel")
    assert channel is not None
    items = channel.findall("item")
    assert [item.findtext("title") for item in items] == [row.edition.name for row in updates(book)]
    assert "首次编写" in str(items[0].findtext("description"))
    assert all(str(item.findtext("link")).startswith(book.site.address + "updates.html#") for item in items)


def test_changes_of_the_whole_book_stand_each_for_itself_an_items_in_one_row(project: Path) -> None:
    item = load_sources(project, DAY).handbook().items[0]
    lines = ("改短。", "加了表。")
    assert UpdateGroup(None, lines).rows == lines
    assert UpdateGroup(item, lines).rows == ("改短；加了表。",)


def test_release_refuses_what_is_not_reviewed(project: Path) -> None:
    sources = load_sources(project, DAY)
    assert {problem.rule for problem in unreleased(sources)} == {"B050", "B051"}
    path = project / "data/items/01-exit.yml"
    text = path.read_text(encoding="utf-8")
    stages = "".join(
        f"  - {{阶段: {stage}, 人: 张三, 日期: 2026-11-20}}\n" for stage in ("起草", "法制审核", "发布")
    )
    path.write_text(text + "审核:\n" + stages, encoding="utf-8")
    # A name and a day alone do not say which text was read.
    assert [p.file for p in unreleased(load_sources(project, DAY))] == [
        "data/items/01-exit.yml",
        "data/items/02-lines.yml",
    ]
    for stage in (ReviewStage.LEGAL, ReviewStage.RELEASED):
        sign(project, DAY, ["01"], stage, "李四")
    assert [p.file for p in unreleased(load_sources(project, DAY))] == ["data/items/02-lines.yml"]
    signed = path.read_text(encoding="utf-8")
    changed = signed.replace("要点: 工人说得出最近的两个出口。", "要点: 工人说得出最近的三个出口。")
    assert changed != signed
    path.write_text(changed, encoding="utf-8")
    (told,) = [p for p in unreleased(load_sources(project, DAY)) if p.file.endswith("01-exit.yml")]
    assert told.rule == "B051" and "文字又变了" in told.message
    path.write_text(signed, encoding="utf-8")
    # A change after the review asks for a new one.
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            "日期: 2026-11-01, 内容: 首次编写。", "日期: 2026-11-22, 内容: 改了要点。"
        ),
        encoding="utf-8",
    )
    assert [p.rule for p in unreleased(load_sources(project, DAY)) if p.file.endswith("01-exit.yml")] == [
        "B051"
    ]


def test_whoever_does_what_the_release_says_step_by_step_gets_through(project: Path) -> None:
    """The command that each refusal names is typed as it stands, until nothing is refused."""
    (project / "data/items/02-lines.yml").unlink()
    for _ in ReviewStage:
        waiting = unreleased(load_sources(project, DAY))
        (said,) = {match[1] for p in waiting if (match := re.search("运行 review (.+?)；", p.hint))}
        run = call_handbook(project, "review", *said.replace("姓名", "李四").split())
        assert run.returncode == 0, run.stderr
    assert unreleased(load_sources(project, DAY)) == []


def test_several_items_are_signed_at_once_or_none(project: Path) -> None:
    item = project / "data/items/01-exit.yml"
    before = item.read_text(encoding="utf-8")
    run = call_handbook(project, "review", "1,99", "--stage", "起草", "--who", "李四")
    assert run.returncode == 1 and "99" in run.stderr and item.read_text(encoding="utf-8") == before
    run = call_handbook(project, "review", "1，01", "1", "--stage", "起草", "--who", "李四")
    assert run.returncode == 0 and item.read_text(encoding="utf-8").count("阶段: 起草") == 1


def test_the_note_of_a_release_is_a_list_of_whole_sentences() -> None:
    lines = changes_in_words(real.book())
    assert len(lines) > 5 and [line for line in lines if re.search("。[；。]|：$", line[:-1])] == []
    assert lines[0] == "- 全书：" and all(line.endswith(("。", "：")) for line in lines)


def test_release_packs_everything_with_checksums(small_built: Path) -> None:
    small = small_built
    shutil.rmtree(small / "site")  # only what was made for it is left, to be put together anew
    run = call_handbook(small, "release")
    assert run.returncode == 1 and "B051" in run.stderr and not (small / "site").exists()
    run_handbook(small, "release", "--allow-draft")
    folder = small / "build/release"
    names = {path.name for path in folder.iterdir()}
    assert {"SHA256SUMS", "RELEASE-NOTE.md", "handbook-site-2026-11.zip", "pocket-book-2026-11.pdf"} <= names
    for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, _, name = line.partition("  ")
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    with zipfile.ZipFile(folder / "handbook-site-2026-11.zip") as packed:
        assert "index.html" in packed.namelist() and packed.testzip() is None
    assert all(
        path.name in names or "-".join(path.relative_to(small / "site/downloads").parts) in names
        for path in (small / "site/downloads").rglob("*.pdf")
        if path.name != "index.pdf"
    )
    pack(small / "site", small / "again.zip", DAY)
    assert (small / "again.zip").read_bytes() == (folder / "handbook-site-2026-11.zip").read_bytes()


def test_schemas_are_in_step_with_the_model() -> None:
    for name, text in schemas().items():
        assert (ROOT / name).read_text(encoding="utf-8") == text, f"{name}: run scripts/run.py schema"


def _plain_yaml(text: str) -> object:
    """YAML as VS Code reads it: dates stay text."""

    class Plain(Loader):
        yaml_implicit_resolvers = {
            key: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
            for key, pairs in Loader.yaml_implicit_resolvers.items()
        }

    return yaml.load(text, Plain)


@cache
def schemas() -> dict[str, str]:
    return schema_files()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_schema_accepts_the_data_and_speaks_chinese(kind: Kind) -> None:
    schema = json.loads(schemas()[f".vscode/schemas/{kind.name}.json"])
    assert schema["title"] == kind.title
    validator = jsonschema.Draft7Validator(schema)
    for path in (ROOT / "data").glob(kind.pattern):
        assert [
            error.message for error in validator.iter_errors(_plain_yaml(path.read_text(encoding="utf-8")))
        ] == [], path

    def words(node: object) -> None:
        if isinstance(node, dict):
            for key, value in node.items():
                if key in ("title", "description") and isinstance(value, str):
                    assert not value.isascii(), value
                words(value)
        elif isinstance(node, list):
            for value in node:
                words(value)

    words(schema)


def test_schema_refuses_an_unknown_key(project: Path) -> None:
    schema = json.loads(schemas()[".vscode/schemas/items.json"])
    data = _plain_yaml((project / "data/items/01-exit.yml").read_text(encoding="utf-8"))
    assert isinstance(data, dict)
    assert list(jsonschema.Draft7Validator(schema).iter_errors(data | {"要点们": []}))


@pytest.mark.parametrize(
    "arguments",
    [
        ("impact", "没有"),
        ("new", "item"),
        ("new", "item", "--set", "x"),
        ("rename", "99", "a"),
        ("rename", "01", "大写"),
        ("withdraw", "01-99", "--why", "没有这个"),
        ("fix", "--rule", "S007"),
        ("fix", "no-such-file.md"),
        ("diff", "-x"),
        ("diff", "nowhere"),
    ],
)
def test_wrong_use_is_told_without_a_traceback(project: Path, arguments: tuple[str, ...]) -> None:
    run = call_handbook(project, *arguments)
    assert run.returncode in (1, 2) and "Traceback" not in run.stderr + run.stdout


def test_the_check_of_the_whole_handbook_finds_no_error_and_tells_its_reminders_as_json(built: Path) -> None:
    """Where it was built most of the check is kept: it is as long as a build by itself where nothing is."""
    run = call_handbook(built, "check", "--json")
    rows = json.loads(run.stdout)
    assert run.returncode == 0 and {row["severity"] for row in rows} <= {"warning"}
    assert all(
        set(row) == {"file", "line", "column", "severity", "rule", "message", "expected", "hint"}
        and row["message"]
        for row in rows
    )


def test_an_item_that_cannot_be_read_is_told_once(project: Path) -> None:
    page = project / "docs/index.md"
    page.write_text(
        page.read_text(encoding="utf-8").replace("01-exit.md", "01-exit.md#p01-1"), encoding="utf-8"
    )
    assert wrong(project) == []
    path = project / "data/items/01-exit.yml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("方法: [看, 测]", "方法: [量]"), encoding="utf-8"
    )
    assert [line.split()[2] for line in wrong(project)] == ["D008"]


def test_pipelines_are_pinned() -> None:
    """Every action by its commit, every image and tool by its version."""
    for path in (ROOT / ".github/workflows").glob("*.yml"):
        text = path.read_text(encoding="utf-8")
        assert isinstance(yaml.safe_load(text), dict)
        for use in re.findall(r"uses: (\S+)", text):
            assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", use), use
        for image in re.findall(r"(?:container|runs-on): (\S+)", text):
            assert re.search(r"\d+\.\d+", image) and "latest" not in image
    owners = (ROOT / ".github/CODEOWNERS").read_text(encoding="utf-8").splitlines()
    assert all(
        line.startswith("#") or not re.search(r"@(?:handbook|example|org)\b", line) for line in owners
    )  # nobody is made up
    for name in (".gitlab-ci.yml", ".workflow/check.yml", ".pre-commit-config.yaml"):
        assert isinstance(yaml.safe_load((ROOT / name).read_text(encoding="utf-8")), dict)
    for name in ("requirements.txt", "requirements-test.txt"):
        rows = [
            line
            for line in (ROOT / name).read_text(encoding="utf-8").splitlines()
            if line and not line.startswith(("#", "-r"))
        ]
        assert all(re.fullmatch(r"[\w.-]+==[\w.]+", row) for row in rows)


def test_verbs_of_the_pipelines_exist() -> None:
    known = {verb.name for verb in VERBS}
    asked: set[str] = set()
    for path in [
        *(ROOT / ".github/workflows").glob("*.yml"),
        ROOT / ".gitlab-ci.yml",
        ROOT / ".workflow/check.yml",
        ROOT / ".githooks/pre-commit",
    ]:
        asked |= set(re.findall(r"scripts/run\.py ([a-z-]+)", path.read_text(encoding="utf-8")))
    assert {"check", "test", "build"} <= asked <= known


def test_commit_hook_stops_an_error(small: Path) -> None:
    shutil.copytree(ROOT / ".githooks", small / ".githooks")
    (small / ".venv/bin").mkdir(parents=True)
    (small / ".venv/bin/python").write_text(
        f'#!/bin/sh\n[ "$1" = -c ] && exit 0\nshift\nexec env PYTHONPATH=scripts {sys.executable} -m handbook "$@"\n'
    )
    (small / ".venv/bin/python").chmod(0o755)
    for command in (["init", "-q"], ["config", "core.hooksPath", ".githooks"], ["add", "data", "docs"]):
        git(small, *command)
    commit = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-qm", "x"]
    page = small / "docs/index.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("01-exit.md", "09-none.md"), encoding="utf-8")
    git(small, "add", "docs")
    page.write_text(text, encoding="utf-8")  # mended, but what would be committed is not
    run = run_program(commit, cwd=small)
    assert run.returncode == 1 and "docs/index.md:8:3: 错误 L001" in run.stderr
    git(small, "add", "docs")
    page.write_text(text.replace("01-exit.md", "09-none.md"), encoding="utf-8")  # not to be committed
    assert subprocess.run(commit, cwd=small, capture_output=True).returncode == 0


def test_what_the_older_state_holds_in_an_unknown_form_is_not_told_as_new(
    project: Path, tmp_path: Path
) -> None:
    old = shutil.copytree(project, tmp_path / "old")
    for name in ("items/01-exit.yml", "penalties/ceshi-anquan-fa.yml"):
        path = old / "data" / name
        text = path.read_text(encoding="utf-8")
        path.write_text(
            text.replace("  怎么查: 走到门口", "  从前叫法: 走到门口").replace("  首次:", "  旧名:"), "utf-8"
        )
    told = [change.text for change in content_diff(load_sources(old, DAY), load_sources(project, DAY))]
    assert not [words for words in told if words.startswith("新增")]
    assert [words for words in told if "没有比" in words] == [
        f"旧版的{which}是以前的写法，现在的程序读不了，没有比"
        for which in ("这一条", " data/penalties/ceshi-anquan-fa.yml ")
    ]

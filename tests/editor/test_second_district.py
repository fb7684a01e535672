"""Another district takes the handbook over by the four steps of docs/editing/district.md: the small handbook,
built as a whole, and the real one, whose every page and book is read for the first district's names."""

from __future__ import annotations

import html
import io
import json
import re
import shutil
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pymupdf
import pytest
from pptx import Presentation

from conftest import DAY, ROOT, call_handbook, copy_small, fork_handbook, with_program
from handbook.books.content.chapter_book import BOOKS, chapter_volume
from handbook.books.content.manual_book import manual_volume
from handbook.books.content.one_page import sheet, sheet_volume
from handbook.books.content.pocket_book import pocket_volume
from handbook.checks import check_all
from handbook.editor.report.district import REGISTERED, own_names, places
from handbook.markdown.includes import includes
from handbook.problems import errors
from handbook.site.stage import stage
from handbook.sources import kinds
from handbook.sources.load import Sources, load_sources
from support.programs import run_program

SECOND = """名称: 示范区小微工业企业安全手册
地区: 示范市示范区
省: 示范省
地区简称: 示范区
网址: https://second.example.org/handbook/
演示: true
简介: 给示范区小微工业企业的安全手册，只用来测试换区。
编写: 示范区手册编写组
联系: 有错请写信给示范区手册编写组。
声明: 建议稿，供企业自查与学习使用，非行政检查事项清单。
条目数: 2
"""


#: What the made-up handbook calls its first district, and what the real one is called, as programs and file
#: names write it, too.
MADE_UP = ("测试区", "测试市", "handbook.example.org")
WRITTEN = ("铜山", "徐州", "tongshan", "xuzhou")


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small handbook taken over by the guide: names, no campaign, and what the list of places names."""
    root = with_program(copy_small(tmp_path_factory.mktemp("second") / "project"))
    (root / "data/site.yml").write_text(SECOND, encoding="utf-8")
    (root / "data/campaign.yml").unlink()
    for place in places(load_sources(root, DAY), ("测试区", "测试市")):
        file = root / place.file
        rows = file.read_text(encoding="utf-8").split("\n")
        rows[place.line - 1] = rows[place.line - 1].replace("测试区安全手册", "示范区小微工业企业安全手册")
        file.write_text("\n".join(rows), encoding="utf-8")
    fork_handbook(root, "build", "--no-pdf")
    return root


def test_every_page_bears_the_second_districts_name(second: Path) -> None:
    pages = [
        path for path in (second / "site").rglob("*.html") if "<article" in path.read_text(encoding="utf-8")
    ]
    assert len(pages) > 20
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert "示范区小微工业企业安全手册" in text, path
        assert "测试区安全手册" not in text, path


def test_the_first_districts_name_is_nowhere(second: Path) -> None:
    """In no file of the site: pages, lists for search, scripts, and the insides of downloads."""
    looked_at: Counter[str] = Counter()
    found = []
    for path in sorted((second / "site").rglob("*")):
        if path.is_file():
            looked_at[path.suffix] += 1
            name = path.relative_to(second / "site").as_posix()
            found += [f"{name}: {word}" for word in said_in(name, path.read_bytes(), (*MADE_UP, *WRITTEN))]
    assert found == []
    for kind in (".html", ".pdf", ".docx", ".xlsx", ".pptx", ".epub", ".zip", ".ics", ".xml", ".json", ".js"):
        assert looked_at[kind], kind
    assert (second / "site/404.html").is_file() and (second / "site/service-worker.js").is_file()


def said_in(name: str, data: bytes, words: tuple[str, ...]) -> list[str]:
    """Those of ``words`` that a file says: in its name, its text, its properties, the files inside it."""
    texts = [name, data.decode("utf-8", "ignore")]
    if data[:4] == b"PK\3\4":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            inside = [(info.filename, archive.read(info)) for info in archive.infolist()]
        return sorted({word for part in inside for word in said_in(*part, words)})
    if data[:4] == b"%PDF":
        with pymupdf.open(stream=data) as pdf:
            texts += [*map(str, (pdf.metadata or {}).values()), pdf.get_xml_metadata()]
            texts += ["".join(page.get_text().split()) for page in pdf]
    plain = " ".join(texts)
    # A name may stand in pieces, as office programs leave them behind.
    plain += re.sub(r"<[^<>]*>\s*", "", texts[1]) if "</" in texts[1] else ""
    # As a reader sees it, however the letters are written down.
    plain += html.unescape(plain) + re.sub(r"\\u([0-9a-fA-F]{4})", lambda one: chr(int(one[1], 16)), plain)
    said = plain.lower()
    return [word for word in words if word in said]


def _leave_in_slides(path: Path) -> None:
    slides = Presentation(str(path))
    box = slides.slides[0].shapes.add_textbox(0, 0, 9, 9).text_frame.paragraphs[0]
    box.add_run().text, box.add_run().text = "测试", "区"
    slides.save(str(path))


def _leave_in_slide_notes(path: Path) -> None:
    slides = Presentation(str(path))
    slides.slides[0].notes_slide.notes_text_frame.text = "测试区"
    slides.save(str(path))


def _leave_in_workbook(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book.worksheets[-1]["Z99"] = "测试区"
    book.save(path)


def _leave_in_name_of_sheet(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book.worksheets[-1].title = "测试市"
    book.save(path)


def _leave_in_document(path: Path) -> None:
    document = docx.Document(str(path))
    header = document.sections[0].header.paragraphs[0]
    header.add_run("测试").bold = True
    header.add_run("市")
    document.save(str(path))


def _leave_in_properties(path: Path) -> None:
    document = docx.Document(str(path))
    document.core_properties.author = "测试区"
    document.save(str(path))


def _leave_in_chapter(path: Path) -> None:
    """Of an electronic book, with the name in two pieces."""
    with zipfile.ZipFile(path) as book:
        parts = [(info, book.read(info)) for info in book.infolist()]
    name = next(
        info.filename for info, data in parts if info.filename.endswith("html") and b"</body>" in data
    )
    with zipfile.ZipFile(path, "w") as book:
        for info, data in parts:
            added = "<p>测<em>试</em>区</p></body>".encode()
            book.writestr(info, data.replace(b"</body>", added) if info.filename == name else data)


@pytest.mark.parametrize(
    ("ending", "leave"),
    [
        (".pptx", _leave_in_slides),
        (".pptx", _leave_in_slide_notes),
        (".xlsx", _leave_in_workbook),
        (".xlsx", _leave_in_name_of_sheet),
        (".docx", _leave_in_document),
        (".docx", _leave_in_properties),
        (".epub", _leave_in_chapter),
    ],
)
def test_a_name_left_in_an_office_file_is_seen(
    second: Path, tmp_path: Path, ending: str, leave: Callable[[Path], None]
) -> None:
    """Else the test above could pass because it reads past it."""
    made = next(path for path in sorted((second / "site/downloads").rglob(f"*{ending}")))
    copy = tmp_path / made.name
    shutil.copy(made, copy)
    assert said_in(copy.name, copy.read_bytes(), MADE_UP) == []
    leave(copy)
    assert said_in(copy.name, copy.read_bytes(), MADE_UP) != []


def test_books_bear_name_and_address(second: Path) -> None:
    pdf = next((second / "site/downloads").glob("pocket-book-*[0-9].pdf"))
    text = run_program(["pdftotext", str(pdf), "-"]).stdout
    flat = "".join(text.split())
    assert "示范市示范区" in flat and "second.example.org/handbook" in flat
    assert "铜山" not in flat and "测试市" not in flat


def test_feed_and_map_bear_the_address(second: Path) -> None:
    assert "https://second.example.org/handbook/updates.html" in (second / "site/updates.xml").read_text(
        encoding="utf-8"
    )
    assert "https://second.example.org/handbook/" in (second / "site/sitemap.xml").read_text(encoding="utf-8")
    assert json.loads((second / "site/downloads/manifest.json").read_text(encoding="utf-8"))["downloads"]


#: What a district takes over unchanged: everything but what the guide changes, and who keeps the project.
_PROGRAM = ("scripts", "overrides", "deploy", ".github", ".workflow", ".vscode", ".githooks", "mkdocs.yml")
_PROGRAM += (".gitlab-ci.yml", "Makefile", "package.json", "pyproject.toml", "eslint.config.mjs")


def test_program_and_templates_do_not_know_the_first_district() -> None:
    """Nor its city, in Chinese letters or in Latin ones: neither code nor comments, nor help for editors."""
    files = [
        path
        for name in _PROGRAM
        for path in ((ROOT / name).rglob("*") if (ROOT / name).is_dir() else [ROOT / name])
        if path.is_file() and "__pycache__" not in path.parts
    ]
    assert len(files) > 400
    known = [
        path.relative_to(ROOT).as_posix()
        for path in files
        if any(word in path.read_bytes().decode("utf-8", "ignore").lower() for word in WRITTEN)
    ]
    assert known == []


#: What is said once more of the first district, in files of every kind: ``old`` becomes ``new``.
LEFT = [
    ("docs/drawings/07-hot-work.svg", "</svg>", "<title>铜山区动火</title></svg>"),
    ("data/posters/hot-work.yml", "副题: ", "副题: 铜山区"),
    ("data/lessons/drills.yml", "收尾: ", "收尾: 徐州的，"),
    ("data/forms/roll-call.yml", "用途: ", "用途: 铜山区用，"),
    ("mkdocs.yml", "theme:", "theme:  # 铜山"),
]


@pytest.mark.slow
def test_a_name_left_anywhere_is_listed_with_its_line(real: Path) -> None:
    """The list is of the files as they are, so nothing that is left can hide from it."""
    before = {(place.file, place.line) for place in places(_sources(real), FIRST)}
    left = set()
    for file, old, new in LEFT:
        head, found, rest = (real / file).read_text(encoding="utf-8").partition(old)
        assert found, file
        (real / file).write_text(head + new + rest, encoding="utf-8", newline="\n")
        left.add((file, head.count("\n") + 1))
    after = {(place.file, place.line) for place in places(_sources(real), FIRST)}
    assert after - before == left


# ---------- The real handbook, by the guide ----------

#: What the first district is called; 江苏 is its province.
FIRST, PROVINCE = ("铜山", "徐州"), "江苏"


def _sources(root: Path) -> Sources:
    return load_sources(root, DAY)


@pytest.fixture
def real(tmp_path: Path) -> Path:
    """The content of the real handbook, to be changed."""
    for name in ("data", "docs", "overrides", "scripts/mkdocs_adapter"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("mkdocs.yml", "README.md", "requirements.txt"):
        shutil.copy2(ROOT / name, tmp_path / name)
    return tmp_path


def _rename(root: Path, province: str) -> None:
    """Step 1."""
    file = root / "data/site.yml"
    text = file.read_text(encoding="utf-8")
    for old, new in {"徐州市": "示范市", "铜山区": "示范区", "省: 江苏省": f"省: {province}"}.items():
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")


def _without_campaign(root: Path) -> None:
    """Step 2: nothing but the files the guide names is deleted, and the lines the check then names."""
    for name in (
        "data/campaign.yml",
        "data/stars.yml",
        "docs/standards/stars.md",
        "docs/standards/7544.md",
    ):
        (root / name).unlink()
    wrong = [p for p in errors(check_all(_sources(root))) if p.rule in ("D040", "L001")]
    for name in {p.file for p in wrong}:
        lines = (root / name).read_text(encoding="utf-8").splitlines(keepends=True)
        for number in {p.line for p in wrong if p.file == name}:
            lines[number - 1] = ""
        (root / name).write_text("".join(lines), encoding="utf-8")


def _printed(sources: Sources) -> dict[str, str]:
    """Everything that is staged for the site, and everything the books are set from, by name."""
    book = sources.handbook()
    parts = includes(book)
    texts = dict(stage(book))
    volumes = [pocket_volume(book, role=None), manual_volume(book)]
    volumes += [volume for plan in BOOKS if (volume := chapter_volume(book, plan, parts))]
    volumes.append(sheet_volume(book, [sheet(book, item) for item in book.items]))
    assert len(volumes) > 4
    for volume in volumes:
        texts[f"book {volume.title}"] = json.dumps(volume.data, ensure_ascii=False, default=str)
    for kind in ("lessons", "posters", "forms", "pack", "ledger", "ledger_sheets"):
        texts[f"data {kind}"] = repr(getattr(book, kind))
    return texts


@pytest.mark.slow
def test_the_real_handbook_forgets_its_first_district(real: Path) -> None:
    _rename(real, "江苏省")
    _without_campaign(real)
    sources = _sources(real)
    assert errors(check_all(sources)) == []
    texts = _printed(sources)
    assert len(texts) > 250
    assert {name for name, text in texts.items() if any(word in text for word in FIRST)} == set()
    assert "docs/overview/campaign.md" not in texts
    assert [n for n, text in texts.items() if n.endswith(".md") and "年10月报道" in text] == []
    assert "示范区小微工业企业安全手册" in texts["docs/index.md"]
    left = {place.file for place in places(sources, FIRST) if place.group != REGISTERED}
    assert left == {"README.md"}  # the repository's own page, which nobody prints


@pytest.mark.slow
def test_a_campaign_of_ones_own_takes_the_place_of_the_first(real: Path) -> None:
    """Statements are asked for where pages take them in; the rest of the file may be as one likes."""
    _rename(real, "江苏省")
    file = real / "data/campaign.yml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("铜山区", "示范区").replace("374", "12"), encoding="utf-8"
    )
    sources = _sources(real)
    assert errors(check_all(sources)) == []
    assert "示范区指导12家企业" in stage(sources.handbook())["docs/standards/zoning/index.md"]


@pytest.mark.slow
def test_another_province_is_told_of_every_rule_that_does_not_hold_there(real: Path) -> None:
    _rename(real, "示范省")
    _without_campaign(real)
    sources = _sources(real)
    wrong = errors(check_all(sources))
    assert {problem.rule for problem in wrong} == {"R051"}  # once a law, at the register
    told = " ".join(problem.message for problem in wrong)
    assert "江苏省安全生产条例" in told and "徐州" not in told
    # Laws that nobody cites are gone by themselves.
    ids = {law.id for law in sources.handbook().laws}
    assert "xz-xiaofang-tiaoli" not in ids and "db32t-4444-2023" not in ids and "anquan-shengchan-fa" in ids
    # Nothing that says the province's name is missing from the list: every page of the stage that says it is
    # made from a place that the list names.
    listed = {place.file for place in places(sources, (PROVINCE, *FIRST))}
    hand_written = {
        f"docs/{entry.page.path}"
        for entry in sources.pages
        if PROVINCE in entry.page.body and not entry.page.path.startswith("editing/")
    }
    assert hand_written and hand_written <= listed
    for kind, entries in sources.entries.items():
        for entry in entries:
            if PROVINCE in repr(entry.value) and kind != "site":
                assert entry.tree.source.name in listed, kind


def test_the_list_finds_citations_that_do_not_say_the_province(real: Path) -> None:
    """A rule of a place is found by where it holds, not by its name alone."""
    register = real / "data/register/laws.yml"
    text = register.read_text(encoding="utf-8")
    text = text.replace("  简称: [江苏省安全生产条例]", "  简称: [安全条例, 江苏省安全生产条例]")
    register.write_text(text, encoding="utf-8")
    item = next((real / "data/items").glob("03-*.yml"))
    text = item.read_text(encoding="utf-8")
    item.write_text(text.replace("条文: 江苏省安全生产条例 ", "条文: 安全条例 "), encoding="utf-8")
    number = next(
        n for n, line in enumerate(item.read_text(encoding="utf-8").splitlines(), 1) if "安全条例 " in line
    )
    found = {(place.file, place.line) for place in places(_sources(real), (PROVINCE,))}
    assert (f"data/items/{item.name}", number) in found


@pytest.mark.slow
def test_the_verb_lists_and_says_when_nothing_is_left(real: Path) -> None:
    site = _sources(ROOT).values(kinds.SITE)[0]
    assert own_names(site) == ("江苏", "徐州", "铜山")
    run = call_handbook(real, "district", *FIRST)
    assert run.returncode == 1 and "data/site.yml:2:" in run.stdout and "行动数据" in run.stdout
    _rename(real, "江苏省")
    _without_campaign(real)
    readme = real / "README.md"
    readme.write_text(
        readme.read_text(encoding="utf-8").replace("徐州市铜山区", "").replace("铜山区", ""), encoding="utf-8"
    )
    run = call_handbook(real, "district", *FIRST)
    assert run.returncode == 0 and "data/register/laws.yml" in run.stdout
    assert call_handbook(real, "district", "没有这个地方").stdout.strip() == "没有一处再提到没有这个地方。"

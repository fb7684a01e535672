"""Official texts as people get them: Word files of the national database, saved pages, plain text, and
rubbish."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import docx
import pytest

from handbook.checks.law.verify import report, verify
from handbook.cli import main
from handbook.markdown.includes import includes
from handbook.problems import HandbookError
from handbook.sources import kinds
from handbook.sources.load import load_sources
from handbook.sources.official.law_texts import LawTexts, open_texts
from support import real

DAY = dt.date(2026, 11, 23)
HEAD = (
    "中华人民共和国测试安全法",
    "（2019年12月1日测试大会通过 根据2020年1月1日的决定修正）",
    "目　　录",
    "第一章　总则",
    "第二章　处罚",
)
ARTICLES = (
    "第一章　总则",
    "第一条　为了测试，制定本法。",
    "第二条　本法只用于测试。",
    "第三条　轻微并及时改正的，不予处罚。",
    "第四条　生产经营单位应当设置出口和标志灯。",
    "　　出口的门在生产时不得上锁，每班检查，通道里不得堆放货物。",
    "第五条　有下列情形之一的，应当判定为隐患：",
    "　　（一）在可燃物旁边动火，电焊四周没有清理的；",
    "　　（二）其他情形。",
    "第六条　工人应当知道最近的两个出口。",
    "第七条　（略）",
    "第八条　（略）",
    "第二章　处罚",
    "第九条　有下列行为之一的，责令限期改正，处五万元以下的罚款，对责任人处一万元以下的罚款；逾期未改正的，责令停产停业整顿：",
    "　　（一）没有设置出口的；",
    "　　（二）锁住出口的。",
    "第十条　本法规定的处罚，由应急管理部门决定。",
)
FOOT = ("扫一扫在手机打开当前页", "版权所有：测试部　网站标识码 bm00000000")


def word(path: Path, lines: tuple[str, ...]) -> None:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(path))


def saved_page(lines: tuple[str, ...]) -> str:
    body = "\n".join(f"<p>{line.replace('　', '&emsp;')}</p>" for line in lines)
    return (
        '<!DOCTYPE html><html><head><meta charset="gbk"><title>测试</title><style>p{}</style></head><body>'
        f"<nav><ul><li>首页</li><li>第一条 不是条文</li></ul></nav><div id=zoom>{body}</div>"
        f"<div>{''.join(f'<div>{line}</div>' for line in FOOT)}</div><script>var a='第二条';</script></body></html>"
    )


def wrapped(lines: tuple[str, ...]) -> str:
    """Plain text broken every twenty characters, with page numbers, as copied from a PDF."""
    rows: list[str] = []
    for line in lines:
        rows += [line[at : at + 20] for at in range(0, len(line), 20)]
        rows += ["— 3 —"]
    return "\n".join(rows)


def texts_of(project: Path, folder: Path) -> tuple[LawTexts, object]:
    sources = load_sources(project, DAY)
    return open_texts(project, folder, sources.values(kinds.LAWS)), sources


FORMS = {
    "flk-docx": ("中华人民共和国测试安全法_20200101.docx", "docx"),
    "short-name-docx": ("测试安全法.docx", "docx"),
    "id-page-in-gbk": ("ceshi-anquan-fa.html", "html"),
    "told-by-title-only": ("下载 (3).htm", "html"),
    "text-in-gbk": ("《测试安全法》（2020年修正）.txt", "gbk"),
    "text-in-utf16": ("测试安全法.txt", "utf-16"),
    "wrapped-text": ("测试安全法.txt", "wrapped"),
}


@pytest.mark.parametrize(("name", "form"), FORMS.values(), ids=FORMS.keys())
def test_every_form_gives_the_same_articles(project: Path, tmp_path: Path, name: str, form: str) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    lines = (*HEAD, *ARTICLES)
    if form == "docx":
        word(folder / name, lines)
    elif form == "html":
        (folder / name).write_bytes(saved_page(lines).encode("gbk"))
    elif form == "wrapped":
        (folder / name).write_text(wrapped(lines), encoding="utf-8")
    else:
        (folder / name).write_bytes("\r\n".join(lines).encode(form))
    texts, sources = texts_of(project, folder)
    given = LawTexts(project / "law-texts", sources.values(kinds.LAWS)).get("ceshi-anquan-fa")
    text = texts.get("ceshi-anquan-fa")
    assert texts.problems == [] and texts.strangers == []
    assert text is not None and given is not None and text.complete
    for reference in ("第四条第二款", "第五条第二项", "第九条第一款第二项", "第十条"):
        place = sources.reader(f"测试安全法 {reference}")
        assert text.place(place) == given.place(place), reference
    assert text.newest == dt.date(2020, 1, 1)
    result = verify(sources, texts)
    assert result.problems == [] and len(result.checked) == 18


RUBBISH = {
    "binary": (b"\x00\x01\x02\xff" * 99, "编码认不出"),
    "old-word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "另存为 .docx"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
    "broken-docx": (b"PK\x03\x04 not a zip", "重新下载"),
    "no-headings": ("这里没有条文，只有说明。".encode("gbk"), "第几条"),
    "empty": (b"", "第几条"),
    "empty-page": (b"<html><body></body></html>", "第几条"),
    "picture": (b"\x89PNG\r\n\x1a\n", "图片"),
}


@pytest.mark.parametrize(("data", "told"), RUBBISH.values(), ids=RUBBISH.keys())
@pytest.mark.parametrize("ending", [".docx", ".txt", ".md", ".html"])
def test_what_cannot_be_read_is_told_with_a_way_out(
    project: Path, tmp_path: Path, data: bytes, told: str, ending: str
) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / f"测试安全法{ending}").write_bytes(data)
    with pytest.raises(HandbookError) as caught:
        texts_of(project, folder)
    words = str(caught.value)
    assert "V007" in words and told in words and "V000" in words


def test_an_empty_folder_and_names_nobody_knows_are_told(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    command = ["verify", "--root", str(project), "--texts", str(folder), "--date", "2026-11-23"]
    assert main(command) == 1
    assert "文件夹是空的" in capsys.readouterr().err
    word(folder / "某某法.docx", ("某某办法", "第一条 甲。", "第二条 乙。"))
    assert main(command) == 1
    assert "没有一个认得出是哪一部：某某法.docx" in capsys.readouterr().err


def test_older_missing_and_double_texts_are_told(project: Path, tmp_path: Path) -> None:
    word(tmp_path / "测试安全法.docx", ("测试安全法", "（2011年1月1日通过）", *ARTICLES))
    word(tmp_path / "ceshi-anquan-fa.docx", (*HEAD, *ARTICLES[:-1]))
    texts, sources = texts_of(project, tmp_path)
    result = verify(sources, texts)
    assert [problem.rule for problem in texts.problems] == ["V008"]
    assert "V011" in {problem.rule for problem in result.problems}  # nine articles of ten
    (tmp_path / "ceshi-anquan-fa.docx").unlink()
    texts, sources = texts_of(project, tmp_path)
    result = verify(sources, texts)
    assert {problem.rule for problem in result.problems} == {"V009"}
    assert "没有官方文本" in report(result) and "存成 ceshi-anquan-fa.docx" in report(result)


def test_the_guide_lists_each_law_to_fetch_with_its_address_file_and_use() -> None:
    book = real.book()
    table = includes(book)["editing/official-texts.md"]
    row = next(line for line in table.splitlines() if "| `xiaofang-fa.docx` |" in line)
    assert "中华人民共和国消防法" in row and "2021年4月29日施行" in row and "<https://flk.npc.gov.cn" in row
    assert "罚则" in row and "读过全文" in row
    assert "gongmao-youxian-kongjian-guiding-59" not in table  # repealed


def test_facts_come_from_any_form(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    word(tmp_path / "测试安全法.docx", (*HEAD, *ARTICLES))
    command = ["article-facts", "--root", str(project), "--texts", str(tmp_path), "--date", "2026-11-23"]
    assert main(command) == 0
    assert "没有变化" in capsys.readouterr().out

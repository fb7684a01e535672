"""The one reader of pages: what it finds, where it stands, and that nobody else reads pages by patterns of
their own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conftest import DAY, ROOT
from handbook.books.content.book_data import chapter_data
from handbook.editor.report.changed_pages import changed
from handbook.markdown.page_standing import standing
from handbook.page_text.changed import deeper, joined, relinked
from handbook.page_text.front_matter import split_front_matter
from handbook.page_text.page import read
from handbook.site.stage import stage
from handbook.sources.load import load_sources
from support import real
from support.source_code import patterns

PAGE = """# 灯 {#lamp}

看[图](../a.md#b "题")、`[码](x.md)`、[引][r]。

!!! note "框"
    里面有[链接](in.md)。

| 甲 | 乙 |
|---|---|
| 一 | [乙](t.md)、[丙](u.md) |

![一张 **图**](drawings/a.svg)

<p><a class="c" href="q.html?x=1#y">去</a></p>

```
--8<-- "code.md"
# 不是标题
[码](code.md)
```

--8<-- "one.md" \t
 --8<-- "two.md"

## 说 `码` 和 [链接](s.md)

## 说 码 和 链接

[r]: ref.md
"""


def test_links_and_pictures_are_found_where_they_stand() -> None:
    links = read(PAGE).links
    assert [(link.target, link.line, link.column) for link in links] == [
        ("../a.md#b", 3, 2),
        ("ref.md", 3, 33),
        ("in.md", 6, 8),
        ("t.md", 10, 7),
        ("u.md", 10, 17),
        ("drawings/a.svg", 12, 1),
        ("q.html?x=1#y", 14, 4),
        ("s.md", 25, 12),
    ]
    for link in links:
        assert PAGE[link.start] == ("<" if link.tag else "!" if link.picture else "[")
    assert [link.text for link in read(PAGE).pictures] == ["一张 **图**"]
    assert (links[0].path, links[0].anchor, links[6].path) == ("../a.md", "b", "q.html")


def test_headings_have_the_ids_of_the_generator() -> None:
    assert [(heading.level, heading.text, heading.id) for heading in read(PAGE).headings] == [
        (1, "灯", "lamp"),
        (2, "说 码 和 链接", "说-码-和-链接"),
        (2, "说 码 和 链接", "说-码-和-链接_1"),
    ]


def test_ids_are_those_of_the_generator_on_all_real_pages() -> None:
    from markdown import Markdown

    extensions = ["admonition", "attr_list", "footnotes", "tables", "toc", "pymdownx.superfences"]
    from pymdownx.slugs import slugify

    settings = {"toc": {"slugify": slugify(case="lower")}}
    for path in sorted((ROOT / "docs").rglob("*.md")):
        body = split_front_matter(path.read_text(encoding="utf-8"))[1]
        text = joined(body, {})
        found = re.findall(
            r'<h[1-6] id="([^"]+)"', Markdown(extensions=extensions, extension_configs=settings).convert(text)
        )
        assert [heading.id for heading in read(text).headings] == found, path


def test_an_include_line_may_have_spaces_behind_it_and_stands_at_the_margin() -> None:
    page = read(PAGE)
    assert [(include.name, include.line, include.column) for include in page.includes] == [("one.md", 22, 9)]
    assert page.failed_includes == (23,)
    text = joined(PAGE, {"one.md": "甲\n乙\n"})
    assert "\n甲\n乙\n" in text and '--8<-- "code.md"' in text and "one.md" not in text
    assert joined('a\n\n--8<-- "no.md"\n\nb', {}) == "a\n\n\n\nb"


def test_front_matter_ends_at_its_rule() -> None:
    assert split_front_matter("---\na: 1\n--- \n正文\n---\n") == ("a: 1", "正文\n---\n", 3)
    assert split_front_matter("---\n没有完\n") == ("", "---\n没有完\n", 0)


def test_links_are_rewritten_and_headings_put_deeper() -> None:
    assert relinked("[a](b.md) ![c](d.svg)", lambda link: link.text) == "a c"
    assert relinked("[a](b.md)", lambda link: None) == "[a](b.md)"
    assert deeper("# 一\n\n```\n# 码\n```\n## 二", 2) == "### 一\n\n```\n# 码\n```\n#### 二"


@pytest.mark.parametrize("behind", [" ", "   ", "\t"])
def test_a_space_behind_an_include_line_changes_nothing(project: Path, behind: str) -> None:
    before = stage(load_sources(project, DAY).handbook())
    page = project / "docs/checklists/01-exit.md"
    page.write_text(
        re.sub('^(--8<-- ".*")$', rf"\1{behind}", page.read_text(encoding="utf-8"), flags=re.MULTILINE),
        encoding="utf-8",
        newline="\n",
    )
    assert f'points.md"{behind}\n' in page.read_text(encoding="utf-8")
    sources = load_sources(project, DAY)
    assert stage(sources.handbook()) == before
    assert 'id="p01-1"' in before["docs/checklists/01-exit.md"]


@pytest.mark.slow
def test_the_stage_is_plain_markdown() -> None:
    files = real.staged()
    assert {name.partition("/")[0] for name in files} == {"docs", "generator.yml"}
    assert [name for name, text in files.items() if name.endswith(".md") and read(text).includes] == []
    assert "snippets" not in (ROOT / "mkdocs.yml").read_text(encoding="utf-8")


def test_a_changed_drawing_shows_its_pages_and_books_to_the_reviewer(small: Path) -> None:
    project = small
    old = load_sources(project, DAY)
    assert changed(project, old, load_sources(project, DAY)) == ([], [])
    drawing = next((project / "docs/drawings").glob("*.svg"))
    drawing.write_text(drawing.read_text(encoding="utf-8") + "<!-- -->", encoding="utf-8")
    pages, downloads = changed(project, old, load_sources(project, DAY))
    assert any("pocket-book" in path for path in downloads) and not any("exam" in path for path in downloads)
    assert pages and all(
        drawing.name in (project / "docs" / page.replace(".html", ".md")).read_text(encoding="utf-8")
        for page in pages
    )


#: Who may know the marks of Markdown besides the reader: what is *not* Markdown is told by the checks of
#: slips, official texts are no pages, and the tokens of citations pass over marks in pages and data alike.
_OTHERS = {
    "page_text/parser.py",
    "books/formats/epub_chapters.py",  # the text that a program wrote for pandoc, no page
    "checks/markdown/renderer_differences.py",
    "checks/markdown/headings.py",
    "checks/markdown/markup.py",
    "sources/official/law_texts.py",
    "model/law/prose_citations.py",
}
_MARKS = (r"8<", r"\A---", r"^---", r"\]\(", r"(#{", r"\{\s*#")


def test_nobody_else_reads_pages_by_patterns_of_their_own() -> None:
    package = ROOT / "scripts" / "handbook"
    found = {
        (path.relative_to(package).as_posix(), pattern)
        for path in sorted(package.rglob("*.py"))
        for pattern in patterns(path)
        if any(mark in pattern for mark in _MARKS) or pattern.lstrip("(").startswith("^#")
    }
    assert {entry for entry in found if entry[0] not in _OTHERS} == set()
    assert any(name == "page_text/parser.py" for name, _ in found)


def test_a_page_and_its_chapter_say_once_whom_the_page_is_for() -> None:
    pages = [page for page in real.book().pages if page.front.audience]
    assert len(pages) > 50
    for page in pages:
        line = "\u00a0· ".join([f"**{standing(page.front)[0]}**", *standing(page.front)[1:]])
        body = split_front_matter(real.staged()[f"docs/{page.path}"])[1]
        opening, *others = re.split(r"\n\s*\n", body.strip())[1:3]
        assert others[0].startswith(line) and body.count("给谁看：") == 1, page.path
        assert opening[0] not in "*#|<!", page.path
        assert len(chapter_data("a", 1, page, [])["status"]) == 3

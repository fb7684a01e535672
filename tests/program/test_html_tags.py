"""Tags of finished HTML, found and changed in one place."""

from __future__ import annotations

import re

from mkdocs.structure.pages import _RawHTMLPreprocessor

from conftest import ROOT
from handbook.markdown.html_tags import (
    Tag,
    ids_in,
    start_tags,
    with_links,
    with_tags,
    with_words,
    without_blank_lines,
)
from support import real
from support.source_code import patterns

PAGE = (
    "<!-- <a href='no'> --><script src=\"x.js\">var a = '<a href=no>'</script>"
    '<p title="a > b"><A HREF="q.html?a=1&amp;b=2#c" class=x>去</A> <img src=\'y.svg\' alt/><abbr href="no">'
)


def test_tags_are_those_a_browser_sees() -> None:
    assert [
        (tag.name, tag.get("href"), tag.get("src")) for tag in start_tags(PAGE, "a", "img", "script")
    ] == [
        ("script", None, "x.js"),
        ("a", "q.html?a=1&b=2#c", None),
        ("img", None, "y.svg"),
    ]
    (picture,) = start_tags(PAGE, "img")
    assert picture.get("alt") == "" and picture.get("width") is None


def test_a_change_leaves_everything_else_as_it_was() -> None:
    assert with_tags(PAGE, ("a", "img", "script"), lambda tag: tag) == PAGE
    changed = with_tags(PAGE, ("a",), lambda tag: tag.with_attribute("href", 'r.html?"&'))
    assert changed == PAGE.replace('HREF="q.html?a=1&amp;b=2#c"', 'href="r.html?&quot;&amp;"')
    assert with_tags(PAGE, ("script",), lambda tag: None).count("var a") == 1
    assert with_tags("a<img>b", ("img",), lambda tag: None) == "ab"
    assert Tag("img", "<img src=a />").with_attribute("loading", "lazy").text == '<img src=a loading="lazy"/>'


def test_blank_lines_go_where_nobody_sees_them() -> None:
    assert without_blank_lines("<p>\n\n   甲 乙\n  </p>\n \n") == "<p>\n甲 乙\n</p>\n"
    for kept in ("<pre>a\n\n  b</pre>", "<textarea>\n\n</textarea>", "<SCRIPT>`\n\n`</SCRIPT >"):
        assert without_blank_lines(f"{kept}\n\n") == f"{kept}\n"


def test_nobody_else_finds_tags_by_patterns_of_their_own() -> None:
    others = {"markdown/html_tags.py", "page_text/page.py", "page_text/words.py", "checks/markdown/markup.py"}
    package = ROOT / "scripts" / "handbook"
    marks = ("<a\\b", "<img", "<(?:a|", "<(?:script", "<script", "<link")
    found = {
        (path.relative_to(ROOT / "scripts").as_posix(), pattern)
        for folder in (package, ROOT / "scripts" / "mkdocs_adapter")
        for path in sorted(folder.rglob("*.py"))
        for pattern in patterns(path)
        if any(mark in pattern for mark in marks)
    }
    assert {entry for entry in found if entry[0].removeprefix("handbook/") not in others} == set()


def test_a_link_is_known_by_its_whole_text() -> None:
    page = '<a href="x>y">07-1</a>、<a href="z">07-1 门</a><a><b>07-1</b></a>'
    changed = with_links(page, re.compile(r"\d\d-\d"), lambda tag: tag.with_attribute("class", "hb-id"))
    assert changed == page.replace('"x>y"', '"x>y" class="hb-id"')


def test_words_are_wrapped_in_running_text_only() -> None:
    page = (
        '<p title="07-1">07-1、<b>22-10</b>，见2026-11-28 <a class="hb-id" href="#p07-1">07-1</a></p>'
        "<svg><title>07-2</title></svg><script>a = '07-3'</script><!-- 07-4 --><code>07-5</code>"
    )
    changed = with_words(page, re.compile(r"(?<![\d-])\d\d-\d{1,2}(?![\d-])"), "hb-id")
    span = '<span class="hb-id">{}</span>'.format
    assert changed == page.replace('"07-1">07-1、', f'"07-1">{span("07-1")}、').replace(
        "22-10", span("22-10")
    )


def test_places_are_those_that_the_generator_would_find() -> None:
    """MkDocs reads each page once more to find them; what it is given instead must not miss one."""
    odd = [
        "a <b id=one title='>'>x</b> <A NAME=\"two\">y</a>",
        "<!-- <p id='three'> --><p ID='four'><i name=five data-id='six'>",
        "<script id='seven'>if (a<b) '<p id=eight>'</script><p class='id'><p id>",
    ]
    pages = [text for path, text in real.staged().items() if path.startswith("docs/checklists/")]
    found = 0
    for page in [*odd, *pages]:
        noter = _RawHTMLPreprocessor()
        noter.run(page.split("\n"))
        assert ids_in(page) == {name or "" for name in noter.present_anchor_ids}
        found += len(noter.present_anchor_ids)
    assert found > 500

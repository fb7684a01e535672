"""What is printed of a page of the site: finished HTML without the site's furniture, its links leading to
the PDFs of other pages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import PurePosixPath
from posixpath import join, normpath
from urllib.parse import unquote, urljoin

from handbook.markdown.html_tags import Tag, with_tags
from handbook.problems import HandbookError, Problem

#: What is printed stands between these two comments (overrides/material/main.html writes them).
PRINT_BEGIN, PRINT_END = "<!-- hb:print -->", "<!-- /hb:print -->"

#: Address under which WeasyPrint sees the site. Never asked over the network (``.invalid`` cannot exist);
#: being the same on every machine, it keeps folders of the build machine out of the PDF.
SITE_URL = "https://site.invalid/"


#: The last two characters of a cell and of a longer paragraph or list's item, or a number or unit and what
#: follows it, with the marks behind: they stay together, so that no last line is one character.
_TWO = r"(?P<two>(?:[\u4e00-\u9fff）]|[0-9A-Za-z]{1,4} ?)[\u4e00-\u9fff][。；：？！，、）》”…*]*)"
_LAST_TWO = [
    re.compile(
        rf"(?<=[^<>\n]{{{before}}}){_TWO}"
        rf"(?=(?:</(?:a|b|em|small|span|strong)>)*[。；：？！）》”]*\s*(?:{end}))"
    )
    for before, end in (
        (2, r"(?:</p>\s*)?</(?:td|th|dt)>"),
        (8, r"</(?:p|li|dd|small|summary|figcaption|h[1-6])>|<(?:ul|ol|br)\b"),
    )
]


class _Head(HTMLParser):
    """Reads of a page's <head> what the PDF needs: language, title, description, stylesheets for print."""

    def __init__(self) -> None:
        super().__init__()
        self.lang = self.title = self.description = ""
        self.sheets: list[str] = []
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.lang = values.get("lang", "")
        elif tag == "title":
            self._in_title = True
        elif tag == "meta" and values.get("name") == "description":
            self.description = values.get("content", "")
        elif (
            tag == "link"
            and "stylesheet" in values.get("rel", "").split()
            and "screen" not in values.get("media", "")
        ):
            self.sheets.append(values.get("href", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data


def print_html(page: str, *, url: str, source: str, author: str, pdfs: Iterable[str]) -> str:
    """The HTML that is printed of a finished page: no site furniture, so a change in the menu changes no PDF.

    ``url`` is the page's address relative to the site (``items/01.html``), ``pdfs`` the PDFs the site will
    have (``items/01.pdf``): links to pages lead to their PDFs. Raises HandbookError when the page does not
    come from the handbook's template.
    """
    head_text, _, _ = page.partition("</head>")
    head = _Head()
    head.feed(head_text)
    _before, begin, rest = page.partition(PRINT_BEGIN)
    body, end, _after = rest.rpartition(PRINT_END)
    if not (begin and end) or PRINT_BEGIN in rest or not head.sheets:
        right = "页面用 overrides/material/main.html 的外壳"
        mend = "模板要以 main.html 为底，不要改写 styles 和 content 两块"
        raise HandbookError(Problem.whole(source, "P001", "页面里找不到要打印的内容或打印样式", right, mend))
    sheets = "".join(
        f'<link rel="stylesheet" href="{_quote(_site_address(sheet, url))}">' for sheet in head.sheets
    )
    known = frozenset(pdfs)
    paper = with_tags(body, ("a", "img", "source"), lambda tag: _for_paper(tag, url, known))
    for last in _LAST_TWO:
        paper = last.sub(r'<span class="hb-nowrap">\g<two></span>', paper)
    return (
        f'<!doctype html><html lang="{_quote(head.lang)}"><head><meta charset="utf-8">'
        f"<title>{_quote(head.title.strip())}</title>"
        f'<meta name="author" content="{_quote(author)}"><meta name="description" content="{_quote(head.description)}">'
        f"{sheets}</head><body><article>{paper}</article></body></html>"
    )


def _for_paper(tag: Tag, url: str, pdfs: frozenset[str]) -> Tag:
    """The tag with its link turned to the neighbour's PDF and its picture's address made complete."""
    source = tag.get("src")
    if source is not None:
        tag = tag.with_attribute("src", _site_address(source, url))
    path, mark, place = (tag.get("href") or "").partition("#")
    if not path.endswith(".html") or "?" in path:
        return tag
    target = normpath(join(str(PurePosixPath(url).parent), unquote(path)))
    if target == url and mark:
        return tag.with_attribute("href", mark + place)
    if target.removesuffix(".html") + ".pdf" in pdfs:
        # The place within the neighbour is dropped: readers of PDF do not agree on how to name one.
        return tag.with_attribute("href", path.removesuffix(".html") + ".pdf")
    return tag


def _site_address(address: str, url: str) -> str:
    return urljoin(urljoin(SITE_URL, url), address)


def _quote(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")

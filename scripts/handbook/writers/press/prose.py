"""The editor's Markdown as Typst markup, by pandoc: all pages in one call."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pypandoc

_JOINT = re.compile(r'^--8<-- "[^"]+"\s*$', re.MULTILINE)
_ADMONITION = re.compile(r'^!!! \w+(?: "(?P<title>[^"]*)")?\n(?P<body>(?:\n|    .*(?:\n|\Z))*)', re.MULTILINE)
_LINK = re.compile(r"(?<!!)\[(?P<text>[^\]]+)\]\((?P<target>[^)\s]+)\)")
_ATTRIBUTES = re.compile(r"^(#+ .*?)\s*\{[^}]*\}\s*$", re.MULTILINE)
_FORMAT = "markdown-citations-raw_html-raw_tex-tex_math_dollars-implicit_figures-smart-auto_identifiers-example_lists-subscript-superscript-raw_attribute-task_lists+pipe_tables"
_SPLIT = "qqHANDBOOKSPLITqq"


def to_typst(pages: Mapping[str, str], *, shift: int = 0) -> dict[str, str]:
    """Typst markup for each Markdown text; headings one level deeper for each ``shift``.

    Links to items become ``handbook:iNN``, which the templates lead to the item's page in the book; other
    links inside the site become plain words, since paper cannot follow them.
    """
    if not pages:
        return {}
    joined = f"\n\n{_SPLIT}\n\n".join(_plain(text) for text in pages.values())
    output = pypandoc.convert_text(joined, "typst", format=_FORMAT, extra_args=["--wrap=none", f"--shift-heading-level-by={shift}"])
    parts = output.replace("\r\n", "\n").split(_SPLIT)
    assert len(parts) == len(pages), "pandoc lost a page"
    return {name: _tidy(part) for name, part in zip(pages, parts, strict=True)}


def _plain(text: str) -> str:
    text = _JOINT.sub("", text)
    text = _ADMONITION.sub(_quote, text)
    text = _ATTRIBUTES.sub(r"\1", text)
    return _LINK.sub(_link, text)


def _quote(match: re.Match[str]) -> str:
    body = re.sub(r"^    ", "", match["body"], flags=re.MULTILINE).strip()
    title = f"**{match['title']}**\n\n" if match["title"] else ""
    return "\n" + "\n".join("> " + line for line in (title + body).split("\n")) + "\n\n"


def _link(match: re.Match[str]) -> str:
    target = match["target"]
    item = re.match(r"(?:.*/)?(\d\d)-[a-z0-9.-]+\.md(?:#p(?P<point>[\d-]+))?$", target)
    if item:
        return f"[{match['text']}](handbook:{'p' + item['point'] if item['point'] else 'i' + item[1]})"
    if re.match(r"[a-z]+:", target):
        return match[0]
    return match["text"]


def _tidy(markup: str) -> str:
    # Pandoc labels headings and sets column widths to fit the words; paper wants neither.
    markup = re.sub(r"^(=+ .*)\n<[^>\n]+>$", r"\1", markup, flags=re.MULTILINE)
    markup = re.sub(r"#box\((image\([^()]*(?:\([^()]*\)[^()]*)*\))\)", r"#\1", markup)
    return markup.strip()

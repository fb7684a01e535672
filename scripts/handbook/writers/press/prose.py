"""The editor's Markdown as Typst markup, by pandoc: all pages in one call."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import pypandoc

_JOINT = re.compile(r'^--8<-- "[^"]+"\s*$', re.MULTILINE)
_ADMONITION = re.compile(r'^!!! \w+(?: "(?P<title>[^"]*)")?\n(?P<body>(?:\n|    .*(?:\n|\Z))*)', re.MULTILINE)
_LINK = re.compile(r"(?<!!)\[(?P<text>[^\]]+)\]\((?P<target>[^)\s]+)\)")
_ATTRIBUTES = re.compile(r"^(#+ .*?)\s*\{[^}]*\}\s*$", re.MULTILINE)
_FORMAT = "markdown-citations-raw_html-raw_tex-tex_math_dollars-implicit_figures-smart-auto_identifiers-example_lists-subscript-superscript-raw_attribute-task_lists+pipe_tables"
_IMAGE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<address>[^)\s]*drawings/[^)\s]+)\)")
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


def pictures(bodies: Iterable[str]) -> dict[str, dict[str, str]]:
    """For each picture address in the Markdown ``bodies``: where Typst finds it, from the project's root, and its words."""
    found: dict[str, dict[str, str]] = {}
    for body in bodies:
        for alt, address in _IMAGE.findall(body):
            name = address.split("drawings/", 1)[-1]
            found[address] = {"path": f"/build/stage/docs/drawings/{name}", "alt": alt}
    return found


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
    # Pandoc labels headings, boxes pictures and lets columns fit the words; paper wants none of it.
    markup = re.sub(r"^(=+ .*)\n<[^>\n]+>$", r"\1", markup, flags=re.MULTILINE)
    markup = re.sub(r"#box\((image\([^()]*(?:\([^()]*\)[^()]*)*\))\)", r"#\1", markup)
    markup = re.sub(r"^(\s*columns: )(\d+),$", lambda m: f"{m[1]}({'1fr, ' * int(m[2])}),", markup, flags=re.MULTILINE)
    return markup.strip()

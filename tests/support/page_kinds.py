"""Which pages together hold every kind of element that the site has.

Looking at each of hundreds of pages with a slow tool finds the same faults over and over: pages come from a
few templates. What a tool like axe judges by hangs on the kind of an element (its tag, classes and
attributes, what it stands in, whether it says anything), so the pages here are as good as all of them.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

from lxml import html

_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "circle",
        "col",
        "ellipse",
        "hr",
        "img",
        "input",
        "line",
        "link",
        "meta",
        "path",
        "polygon",
        "polyline",
        "rect",
        "use",
        "wbr",
    ]
)
#: Attributes whose presence tells nothing of the kind.
_OF_ONE = frozenset(("class", "href", "id", "style", "title"))
#: What opening a page takes, in tags of a page that is looked at.
_OPENED = 1000

Kind = tuple[tuple[str, str], tuple[str, str], tuple[str, ...], bool]


def kinds(text: str) -> set[Kind]:
    """Every kind of element in a page: what it stands in, itself, its attributes, whether there is text in
    it."""
    found: set[Kind] = set()

    def says(node: Any, parent: tuple[str, str]) -> bool:
        own = (node.tag, " ".join(sorted(node.get("class", "").split())))
        said = node.tag in _VOID or bool((node.text or "").strip())
        for child in node:
            inside = isinstance(child.tag, str) and says(child, own)
            said = inside or bool((child.tail or "").strip()) or said
        found.add((parent, own, tuple(sorted({*node.attrib} - _OF_ONE)), said))
        return said

    says(html.document_fromstring(text), ("", ""))
    return found


def pages_with_every_kind(site: Path, names: Collection[str] = ()) -> list[str]:
    """Addresses of pages that hold among them every kind of element of all pages, or of those in ``names``,
    short and few as they are."""
    found, tags = {}, {}
    for path in sorted(site / name for name in names) or sorted(site.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        if 'http-equiv="refresh"' not in text:
            name = path.relative_to(site).as_posix()
            found[name], tags[name] = kinds(text), text.count("<")
    left = set().union(*found.values())
    chosen = []
    while left:
        best = max(found, key=lambda name: len(found[name] & left) / (_OPENED + tags[name]))
        chosen.append(best)
        left -= found[best]
    return chosen

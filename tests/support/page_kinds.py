"""Which pages together hold every kind of element that the site has.

Looking at each of hundreds of pages with a slow tool finds the same faults over and over: pages come from a
few templates. What a tool like axe judges by hangs on the kind of an element (its tag, classes and
attributes, what it stands in, whether it says anything), so the pages here are as good as all of them.
"""

from __future__ import annotations

from collections.abc import Collection
from html.parser import HTMLParser
from pathlib import Path

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


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.kinds: set[Kind] = set()
        self._open: list[tuple[str, str]] = [("", "")]
        self._kinds: list[tuple[tuple[str, str], tuple[str, str], tuple[str, ...]] | None] = [None]
        self._says: list[bool] = [True]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        own = (tag, " ".join(sorted((values.get("class") or "").split())))
        kind = (self._open[-1], own, tuple(sorted(name for name in values if name not in _OF_ONE)))
        if tag in _VOID:
            self._says[-1] = True
            self.kinds.add((*kind, True))
            return
        self._open.append(own)
        self._kinds.append(kind)
        self._says.append(False)

    def handle_data(self, data: str) -> None:
        if data.strip():
            self._says[-1] = True

    def handle_endtag(self, tag: str) -> None:
        if tag not in [own[0] for own in self._open]:
            return
        while self._open[-1][0] != tag:
            self._close()
        self._close()

    def _close(self) -> None:
        self._open.pop()
        kind, says = self._kinds.pop(), self._says.pop()
        self._says[-1] |= says
        if kind:
            self.kinds.add((*kind, says))


def kinds(html: str) -> set[Kind]:
    """Every kind of element in ``html``: what it stands in, itself, its attributes, whether there is text in
    it."""
    reader = _Reader()
    reader.feed(html)
    return reader.kinds


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

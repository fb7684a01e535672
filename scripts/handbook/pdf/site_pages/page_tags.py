"""The tags of a page's PDF: a table is one table however many pages it takes, and no tag says nothing.

WeasyPrint tags sheet by sheet: a table over three sheets becomes three, each with its head, and a reader is
told of three tables. It also puts each line of text into a ``Span`` of its own, which says nothing and is
more than half of all tags; in a long page they weigh as much as its words. Here the pieces are joined (a
table's head that is printed again becomes an artifact, ISO 14289-1, 7.1), and a tag without meaning is left
out: its text belongs to the tag around it.

What it leaves against ISO 14289-1 is mended: heads and feet of the sheets are artifacts (7.1), a list holds
items alone, a term is the label of what it means (7.2), each head of a table says what it heads (7.5), a link
has one note, held by its ``Link`` (7.18.5), that is printed too.

WeasyPrint has no public place for this; its version is pinned and the tests look into the files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any, cast

import pydyf
from weasyprint.pdf import tags

#: Tags that a reader hears once though the sheet ends in the middle of what they hold.
_JOINED = frozenset({"/Art", "/Sect", "/L", "/Table", "/TBody", "/TR", "/TH", "/TD"})
#: Tags that say nothing of what they hold, and those in which text may not stand by itself.
_MEANINGLESS = frozenset({"/Span", "/NonStruct"})
_WITHOUT_TEXT = frozenset({"/Document", "/L", "/LI", "/Table", "/THead", "/TBody", "/TR"})
#: Tags that hold other tags together and say nothing of them.
_AROUND = frozenset({"/Div", "/NonStruct"})
#: Tags that say something though nothing is in them.
_EMPTY_TOO = frozenset({"/TD", "/TH", "/TR", "/Figure", "/Link"})
_PLAIN_KEYS = frozenset({"Type", "S", "K", "Pg", "P"})

_REFERENCE = re.compile(rb"(\d+) 0 R")
_build_box_tree = tags._build_box_tree


def install() -> None:
    """From now on it is noted which piece of the page each tag was made of."""
    cast(Any, tags)._build_box_tree = _noting


def _noting(box: Any, parent: Any, pdf: Any, *rest: Any) -> Iterator[Any]:
    made_of = vars(pdf).setdefault("made_of", {})
    for element in _build_box_tree(box, parent, pdf, *rest):
        if box.element is not None:
            made_of.setdefault(element.number, box.element)
        yield element


def tidy(pdf: Any) -> None:
    """Join the tags of ``pdf`` that belong together and leave out those that say nothing."""
    if "StructTreeRoot" in pdf.catalog:
        _without(pdf, _Tags(pdf).tidy())


def _without(pdf: Any, dropped: Set[int]) -> None:
    """Take the objects ``dropped`` out of ``pdf``: each would cost ten bytes in its indexes."""
    kept = [item for item in pdf.objects if item.number not in dropped]
    numbers = {item.number: place for place, item in enumerate(kept)}
    for item in kept:
        item.number = numbers[item.number]
        _renumber(item.extra if isinstance(item, pydyf.Stream) else item, numbers)
    pdf.objects[:] = kept


def _renumber(value: Any, numbers: Mapping[int, int]) -> Any:
    """``value`` with its references to objects (``b"12 0 R"``, or its three words in a list) in new
    numbers."""
    if isinstance(value, dict):
        for name, held in value.items():
            value[name] = _renumber(held, numbers)
    elif isinstance(value, list):
        for place, held in enumerate(value):
            value[place] = _renumber(held, numbers)
        for place in (place - 2 for place, held in enumerate(value) if held == "R"):
            value[place] = numbers[value[place]]
    elif isinstance(value, (bytes, str)):
        text = value if isinstance(value, bytes) else value.encode()
        if found := _REFERENCE.fullmatch(text):
            return b"%d 0 R" % numbers[int(found[1])]
    return value


class _Tags:
    """The structure tree of one PDF, and the marked text on its sheets."""

    def __init__(self, pdf: Any) -> None:
        self.pdf = pdf
        self.by_reference = {item.reference: item for item in pdf.objects}
        root = self.by_reference[pdf.catalog["StructTreeRoot"]]
        self.document = self.by_reference[root["K"][0]]
        self.numbers = numbers = self.by_reference[root["ParentTree"]]["Nums"]
        self.made_of: Mapping[int, Any] = vars(pdf).get("made_of", {})
        self.sheets = pdf.page_references
        #: By sheet: the tag that each marked piece of text belongs to.
        self.owners: dict[bytes, list[Any]] = {
            sheet: numbers[2 * place + 1] for place, sheet in enumerate(self.sheets)
        }
        self.dropped: set[int] = set()
        self.marks = {sheet: self._marks(sheet) for sheet in self.sheets}

    def tidy(self) -> Set[int]:
        """The numbers of the objects that are no longer needed."""
        self._heads_and_feet()
        self._join()
        for element in list(self._elements(self.document)):
            if element["S"] == "/L":
                self._items_alone(element)
            elif element["S"] == "/Link":
                self._one_note(element)
            elif element["S"] == "/TH":
                element["A"]["Scope"] = "/Row" if self._source(element, "scope") == "row" else "/Column"
        self._flatten(self.document)
        return self.dropped

    def _source(self, element: Any, attribute: str) -> str:
        """An attribute of the piece of the page that ``element`` was made of, or nothing."""
        made_of = self.made_of.get(element.number)
        return "" if made_of is None else str(made_of.attrib.get(attribute, ""))

    # ---------- What stands on every sheet ----------

    def _heads_and_feet(self) -> None:
        """WeasyPrint marks them as text and gives the marks tags that are in no tree."""
        known = {element.number for element in self._elements(self.document)}
        for sheet, owners in self.owners.items():
            for mark, owner in enumerate(owners):
                element = self._element(owner)
                if element is not None and element.number not in known:
                    self._to_artifact(sheet, mark)
        for element in filter(None, map(self._element, self.by_reference)):
            if element.number not in known:
                self.dropped.add(element.number)

    # ---------- Lists and links ----------

    def _items_alone(self, whole: Any) -> None:
        """The items of ``whole`` without the boxes around them; what a term means stands in the term's
        item."""
        kept: list[Any] = []
        for item in self._items(whole):
            made_of = self.made_of.get(item.number)
            kind = "" if made_of is None else str(made_of.tag)
            if kind == "dt":
                for body in self._kids(item):
                    body["S"] = "/Lbl"
            if kind == "dd" and kept:
                for body in self._kids(item):
                    body["P"] = kept[-1].reference
                kept[-1]["K"].extend(item["K"])
                self.dropped.add(item.number)
            else:
                item["P"] = whole.reference
                kept.append(item)
        whole["K"] = pydyf.Array([item.reference for item in kept])

    def _items(self, element: Any) -> Iterator[Any]:
        for kid in self._kids(element):
            if kid["S"] in _AROUND and not self._has_text(kid):
                self.dropped.add(kid.number)
                yield from self._items(kid)
            else:
                yield kid

    def _one_note(self, link: Any) -> None:
        """WeasyPrint makes a note of the link for each piece of its text; those inside say it again."""
        inside = [element for element in self._elements(link) if element is not link]
        if not any(self._note(item) for item in link["K"]):
            return
        for element in inside:
            for item in [item for item in element["K"] if self._note(item)]:
                element["K"].remove(item)
                note = self.by_reference[self._note(item)["Obj"]]
                self.by_reference[element["Pg"]]["Annots"].remove(note.reference)
                place = self.numbers.index(note["StructParent"], 2 * len(self.sheets))
                del self.numbers[place : place + 2]
                self.dropped |= {self.by_reference[item].number, note.number}

    def _note(self, item: object) -> Any:
        """What says which link a tag holds, if ``item`` is that."""
        found = self.by_reference.get(item) if isinstance(item, bytes) else None
        return found if isinstance(found, dict) and found.get("Type") == "/OBJR" else None

    # ---------- One table, one list ----------

    def _join(self) -> None:
        first: dict[tuple[object, str], Any] = {}
        for element in list(self._elements(self.document)):
            kind, source = element["S"], self.made_of.get(element.number)
            if kind not in _JOINED or source is None or element.number in self.dropped:
                continue
            known = first.setdefault((source, kind), element)
            if known is element or known["Pg"] == element["Pg"] or self._has_text(element):
                continue
            if kind == "/Table":
                self._drop_second_head(known, element)
            self._move(element, known)

    def _move(self, piece: Any, whole: Any) -> None:
        for kid in self._kids(piece):
            kid["P"] = whole.reference
        whole["K"].extend(piece["K"])
        self._remove(piece)

    def _drop_second_head(self, whole: Any, piece: Any) -> None:
        """The head on the next sheet is there for the eye; the cells below it belong to the first head."""
        heads = [next((k for k in self._kids(t) if k["S"] == "/THead"), None) for t in (whole, piece)]
        if heads[0] is None or heads[1] is None:
            return
        inside = list(self._elements(heads[1]))
        if any(element["S"] == "/Link" for element in inside):
            return
        names = {
            again["ID"].data: once["ID"]
            for once, again in zip(self._named(heads[0]), self._named(heads[1]), strict=True)
        }
        for cell in self._elements(piece):
            attributes = cell.get("A")
            if attributes and "Headers" in attributes:
                attributes["Headers"] = pydyf.Array(
                    [names.get(name.data, name) for name in attributes["Headers"]]
                )
        for element in inside:
            for mark in (kid for kid in element["K"] if isinstance(kid, int)):
                self._to_artifact(element["Pg"], mark)
            self.dropped.add(element.number)
        self._remove(heads[1])

    def _named(self, head: Any) -> list[Any]:
        return [element for element in self._elements(head) if "ID" in element]

    # ---------- Tags that say nothing ----------

    def _flatten(self, element: Any) -> None:
        for kid in self._kids(element):
            self._flatten(kid)
        kept: list[Any] = []
        for item in element["K"]:
            kid = self._element(item)
            if kid is not None and not kid["K"] and kid["S"] not in _EMPTY_TOO:
                self.dropped.add(kid.number)
                continue
            if kid is None or not self._says_nothing(kid, element):
                kept.append(self._in_place(item))
                continue
            for mark in kid["K"]:
                if self._shows(kid["Pg"], mark):
                    self.owners[kid["Pg"]][mark] = element.reference
                    kept.append(mark)
            self.dropped.add(kid.number)
        element["K"] = pydyf.Array(kept)

    def _in_place(self, item: Any) -> Any:
        """A note of which link an element holds stands where it is used, not in an object of its own."""
        found = self._note(item)
        if found is None:
            return item
        self.dropped.add(found.number)
        self.by_reference[found["Obj"]]["F"] = 4  # printed, as what it lies on is
        return found

    def _says_nothing(self, kid: Any, parent: Any) -> bool:
        return (
            kid["S"] in _MEANINGLESS
            and not set(kid) - _PLAIN_KEYS
            and parent["S"] not in _WITHOUT_TEXT
            and kid["Pg"] == parent["Pg"]
            and all(isinstance(mark, int) for mark in kid["K"])
        )

    # ---------- Marked text ----------

    def _marks(self, sheet: bytes) -> dict[int, tuple[Any, int]]:
        """By number: the stream of a sheet and the place in it where the mark begins."""
        stream = self.by_reference[self.by_reference[sheet]["Contents"]]
        return {
            item["MCID"]: (stream, place)
            for place, item in enumerate(stream.stream)
            if isinstance(item, pydyf.Dictionary) and "MCID" in item
        }

    def _shows(self, sheet: bytes, mark: int) -> bool:
        """Whether something is drawn within a mark. One round nothing is taken away."""
        if mark not in self.marks[sheet]:
            return True
        stream, place = self.marks[sheet][mark]
        end = stream.stream.index(b"EMC", place)
        inside = stream.stream[place + 2 : end]
        if any(not (item in (b"BT", b"ET") or _sets_colour(item)) for item in inside):
            return True
        left = [item for item in inside if _sets_colour(item)]
        stream.stream[place - 1 : end + 1] = left + [b""] * (end + 2 - place - len(left))
        self.owners[sheet][mark] = b"null"
        return False

    def _to_artifact(self, sheet: bytes, mark: int) -> None:
        self.owners[sheet][mark] = b"null"
        if mark in self.marks[sheet]:
            stream, place = self.marks[sheet][mark]
            stream.stream[place - 1 : place + 2] = [b"/Artifact", b"BMC", b""]

    # ---------- The tree ----------

    def _element(self, item: object) -> Any:
        found = self.by_reference.get(item) if isinstance(item, bytes) else None
        return found if isinstance(found, dict) and found.get("Type") == "/StructElem" else None

    def _kids(self, element: Any) -> Sequence[Any]:
        return [kid for item in element["K"] if (kid := self._element(item)) is not None]

    def _elements(self, element: Any) -> Iterator[Any]:
        """``element`` and all below it, in reading order."""
        yield element
        for kid in self._kids(element):
            yield from self._elements(kid)

    def _has_text(self, element: Any) -> bool:
        return any(isinstance(item, int) for item in element["K"])

    def _remove(self, element: Any) -> None:
        self.by_reference[element["P"]]["K"].remove(element.reference)
        self.dropped.add(element.number)


def _sets_colour(item: object) -> bool:
    return isinstance(item, bytes) and item.endswith((b" gs", b" rg", b" RG", b" g", b" G"))

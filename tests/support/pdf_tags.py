"""The tags of a PDF, and what ISO 14289-1 asks of them that a program can see fast enough for every file."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf


def tags(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """All tags of the structure tree, in no order."""
    todo = [pdf.Root.StructTreeRoot]
    while todo:
        node = todo.pop()
        if isinstance(node, pikepdf.Array):
            todo += list(node)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                yield node
            todo += [node.K] if "/K" in node else []


def keeps_the_rules(pdf: pikepdf.Pdf, every: list[pikepdf.Dictionary], name: str) -> None:
    """Lists hold items, heads say what they head, each link has one note in its tag; what is drawn belongs to
    a tag that is read or is an artifact."""
    notes = 0
    for tag in every:
        kind, kids = str(tag.S), _list(tag.get("/K", []))
        inside = {str(kid.S) for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid}
        held = [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR"]
        notes += len(held)
        assert kind in ("/Link", "/Form") or not held, f"{name}: a note of a link in {kind}"
        assert kind != "/L" or inside <= {"/LI", "/L", "/Caption"}, f"{name}: {inside} in a list"
        assert kind != "/LI" or (str(tag.P.S) == "/L" and inside <= {"/Lbl", "/LBody"}), f"{name}: {inside}"
        if kind == "/TH":
            scopes = {str(part.get("/Scope")) for part in _list(tag.A)}
            assert scopes & {"/Column", "/Row", "/Both"}, f"{name}: a head of nothing"
    every_note = [note for page in pdf.pages for note in page.get("/Annots", [])]
    assert len(every_note) == notes and all(int(note.get("/F", 0)) & 4 for note in every_note), name
    read = {tag.objgen for tag in every}
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.get("/Nums", []))
    for owners in numbers[1::2]:
        owned = [owner for owner in _list(owners) if isinstance(owner, pikepdf.Dictionary)]
        assert {owner.objgen for owner in owned} <= read, f"{name}: drawn and never read"


def _list(value: object) -> list[pikepdf.Object]:
    return list(value) if isinstance(value, (pikepdf.Array, list)) else [value]  # type: ignore[list-item]

"""Whether the first page of a PDF looks as it did."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pikepdf

#: What of a page does not show: where it stands in the file and in the book's outline, and where links lead.
_UNSEEN = frozenset({"/Parent", "/StructParents", "/StructParent", "/Annots", "/Tabs", "/Metadata"})


def first_page(file: Path) -> str:
    """Digest of all that the first page of the PDF ``file`` shows, with the fonts it is set in."""
    state = hashlib.sha256()
    seen: set[tuple[int, int]] = set()

    def add(value: Any) -> None:
        if isinstance(value, pikepdf.Object) and value.is_indirect:
            if value.objgen in seen:
                return
            seen.add(value.objgen)
        if isinstance(value, pikepdf.Stream):
            state.update(hashlib.sha256(value.read_raw_bytes()).digest())
        if isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
            for name in sorted(set(value.keys()) - _UNSEEN):
                state.update(name.encode())
                add(value[name])
        elif isinstance(value, pikepdf.Array):
            state.update(b"[")
            for part in value:
                add(part)
            state.update(b"]")
        else:
            state.update(f"{value!r} ".encode())

    with pikepdf.open(file) as pdf:
        add(pdf.pages[0].obj)
    return state.hexdigest()

"""Font files in the PDFs of Typst without hints.

Typst takes over of each glyph in use what helps screens of coarse pixels, too: a sixth of all font data, and
fonts are half of a book. Readers of PDF draw Chinese with smooth edges and printers print finely, both leave
hints aside.
"""

from __future__ import annotations

import struct

import pikepdf
import uharfbuzz
from pikepdf import Name

#: Type and length of what an operator of a CFF dictionary is told before it (Adobe Technical Note 5176,
#: section 4).
_CHAR_STRINGS = 17
_REAL = 30
_END_OF_REAL = 0xF


def drop_hints(pdf: pikepdf.Pdf) -> None:
    """Take the hints out of all fonts of ``pdf`` that are bare CFF data, in place."""
    for font in pdf.objects:
        if not isinstance(font, pikepdf.Dictionary) or "/FontFile3" not in font:
            continue
        file = font.FontFile3
        if file.get("/Subtype") == Name.CIDFontType0C:
            file.write(_without_hints(file.read_bytes()))


def _without_hints(cff: bytes) -> bytes:
    count = _glyph_count(cff)
    wish = uharfbuzz.SubsetInput()
    wish.flags = uharfbuzz.SubsetFlags.NO_HINTING | uharfbuzz.SubsetFlags.RETAIN_GIDS
    wish.sets(uharfbuzz.SubsetInputSets.GLYPH_INDEX).update(range(count))
    small = uharfbuzz.subset(uharfbuzz.Face(_font(cff, count)), wish)
    return bytes(small.reference_table("CFF ").data)


def _font(cff: bytes, count: int) -> bytes:
    """An OpenType font of ``cff`` with ``count`` glyphs: its list of tables, the glyphs, their number."""
    glyphs = struct.pack(">IH", 0x00005000, count)
    head = 12 + 2 * 16
    place = head + len(glyphs) + 2  # tables begin at multiples of four
    return b"".join(
        (
            struct.pack(">4sHHHH", b"OTTO", 2, 32, 1, 0),
            struct.pack(">4sIII", b"CFF ", 0, place, len(cff)),
            struct.pack(">4sIII", b"maxp", 0, head, len(glyphs)),
            glyphs + b"\0\0",
            cff,
        )
    )


def _glyph_count(cff: bytes) -> int:
    """How many glyphs the font in ``cff`` has: the number before its list of them, to which the first
    dictionary leads."""
    place = _index(cff, cff[2])[1]  # behind the names
    (place, end), _ = _index(cff, place)
    told = 0
    while place < end:
        first = cff[place]
        place += 1
        if first == _CHAR_STRINGS:
            return int.from_bytes(cff[told : told + 2], "big")
        if first == 12:  # the first half of an operator
            place += 1
        elif first == 28:
            told, place = int.from_bytes(cff[place : place + 2], "big"), place + 2
        elif first == 29:
            told, place = int.from_bytes(cff[place : place + 4], "big"), place + 4
        elif first == _REAL:
            while cff[place] & _END_OF_REAL != _END_OF_REAL:
                place += 1
            place += 1
        elif 32 <= first <= 246:
            told = first - 139
        elif first >= 247:
            told = (first - 247) * 256 + cff[place] + 108
            place += 1
    raise ValueError("the font names no glyphs")


def _index(cff: bytes, start: int) -> tuple[tuple[int, int], int]:
    """Begin and end of the first entry of the INDEX structure at ``start``, and where the structure ends."""
    count, size = int.from_bytes(cff[start : start + 2], "big"), cff[start + 2]
    base = start + 2 + (count + 1) * size

    def offset(number: int) -> int:
        place = start + 3 + number * size
        return base + int.from_bytes(cff[place : place + size], "big")

    return (offset(0), offset(1)), offset(count)

"""Font files in the PDFs of pages that hold the glyphs in use and nothing else.

WeasyPrint lets HarfBuzz cut a font down, but keeps the number of every glyph: of a Chinese font remain
tables for 65,535 glyphs, a quarter of a megabyte on a page with two faces. Noto's CFF data is keyed by
character ids, which stay with the glyphs when they are renumbered, and a PDF reader looks glyphs up by
these ids (ISO 32000-2, 9.7.4.2). So the bare CFF data of the glyphs in use is enough. Other fonts are left
to WeasyPrint.

WeasyPrint has no public place for this; its version is pinned and the tests look into the files.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import pydyf
from weasyprint.pdf.fonts import Font
from weasyprint.text.ffi import ffi, harfbuzz, harfbuzz_subset

_CFF = b"\x01\x00"  # version 1.0
_ROS = b"\x0c\x1e"  # the operator that a font keyed by character ids begins with
#: Where it stands at the latest: after three numbers of five bytes.
_ROS_WITHIN = 17
_weasyprint_subset = Font._harfbuzz_subset

#: Tables that tell of glyphs of the same character; HarfBuzz would keep those too.
_OF_OTHER_GLYPHS = frozenset({b"cmap", b"GSUB", b"GPOS", b"GDEF", b"BASE", b"VORG", b"vhea", b"vmtx"})

ffi.cdef(
    """
    typedef hb_blob_t * (*hb_reference_table_func_t) (hb_face_t *face, hb_tag_t tag, void *user_data);
    hb_face_t * hb_face_create_for_tables (hb_reference_table_func_t function, void *user_data, void *destroy);
    """
)


def install() -> None:
    """From now on fonts are cut down as told above."""
    font_class = cast(Any, Font)
    font_class._harfbuzz_subset = _subset
    font_class.type = property(_type)


def finish(pdf: Any) -> None:
    """Before the PDF is written: names the bare font data what it is."""
    for value in pdf.objects:
        if isinstance(value, pydyf.Stream) and _is_bare(value.stream[0] if value.stream else b""):
            value.extra["Subtype"] = "/CIDFontType0C"
        if isinstance(value, pydyf.Dictionary) and value.get("Subtype") == "/CIDFontType0":
            value.pop("CIDToGIDMap", None)  # belongs to TrueType fonts alone


def _is_bare(data: object) -> bool:
    return isinstance(data, bytes) and data.startswith(_CFF)


def _type(font: Any) -> str:
    return "otf" if font.file_content.startswith((b"OTTO", _CFF)) else "ttf"


def _subset(font: Any, to_unicode: dict[int, str], hinting: bool) -> None:
    data = b"" if font.missing or hinting else _glyphs(font.hb_face, sorted(to_unicode))
    if data.startswith(_CFF) and _keyed_by_ids(data):
        font.file_content = data
    else:
        _weasyprint_subset(font, to_unicode, hinting)


def _glyphs(face: Any, glyphs: list[int]) -> bytes:
    """The CFF table of ``face`` with ``glyphs`` alone; empty when it has none."""
    wish = ffi.gc(harfbuzz_subset.hb_subset_input_create_or_fail(), harfbuzz_subset.hb_subset_input_destroy)
    kept = harfbuzz_subset.hb_subset_input_glyph_set(wish)
    harfbuzz.hb_set_add_sorted_array(kept, ffi.new("hb_codepoint_t[]", glyphs), len(glyphs))
    harfbuzz_subset.hb_subset_input_set_flags(
        wish,
        harfbuzz_subset.HB_SUBSET_FLAGS_NO_HINTING
        | harfbuzz_subset.HB_SUBSET_FLAGS_DESUBROUTINIZE,  # smaller once compressed
    )
    with _without_other_glyphs(face) as bare:
        small = harfbuzz_subset.hb_subset_or_fail(bare, wish)
    if small == ffi.NULL:
        return b""
    small = ffi.gc(small, harfbuzz.hb_face_destroy)
    blob = ffi.gc(
        harfbuzz.hb_face_reference_table(small, harfbuzz.hb_tag_from_string(b"CFF ", -1)),
        harfbuzz.hb_blob_destroy,
    )
    length = ffi.new("unsigned int *")
    data = harfbuzz.hb_blob_get_data(blob, length)
    return bytes(ffi.unpack(data, length[0])) if length[0] else b""


@contextmanager
def _without_other_glyphs(face: Any) -> Iterator[Any]:
    """``face`` seen without the tables that lead from one glyph to others."""
    hidden = {harfbuzz.hb_tag_from_string(tag, -1) for tag in _OF_OTHER_GLYPHS}

    @ffi.callback("hb_reference_table_func_t")  # type: ignore[untyped-decorator]
    def table(_face: Any, tag: int, _data: Any) -> Any:
        return ffi.NULL if tag in hidden else harfbuzz.hb_face_reference_table(face, tag)

    bare = harfbuzz.hb_face_create_for_tables(table, ffi.NULL, ffi.NULL)
    try:
        yield bare
    finally:
        harfbuzz.hb_face_destroy(bare)


def _keyed_by_ids(cff: bytes) -> bool:
    """Whether the font in ``cff`` is keyed by character ids: its first dictionary says so before anything
    else."""
    names = cff[2]
    top = _index_end(cff, names)
    count, size = int.from_bytes(cff[top : top + 2], "big"), cff[top + 2]
    first = top + 3 + (count + 1) * size
    return _ROS in cff[first : first + _ROS_WITHIN]


def _index_end(cff: bytes, start: int) -> int:
    """Where the INDEX structure that begins at ``start`` ends (Adobe Technical Note 5176, section 5)."""
    count = int.from_bytes(cff[start : start + 2], "big")
    if not count:
        return start + 2
    size = cff[start + 2]
    last = start + 3 + count * size
    return last + size - 1 + int.from_bytes(cff[last : last + size], "big")

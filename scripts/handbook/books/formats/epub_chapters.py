"""Chapters of an EPUB that are as they were are taken from the last build: two thirds of the work is words.

What becomes of a chapter rests on its own words and, for where links lead and what is counted, on the bones
of the whole book: its headings, places and pictures. So pandoc gets the bones of what is known, and
the words of the rest.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from hashlib import sha256

from handbook.recipes.disk_cache import lookup, store

#: Headings; places that links lead to; pictures.
_BONE = re.compile(r"^ {0,3}#{1,6} .*$|(?<=\])\{#[^}\s]+\}|!\[[^\]]*\]\([^)\s]+\)", re.MULTILINE)
#: The edge of a box, or a heading.
_EDGE = re.compile(r"^ {0,3}(?:(?P<edge>:{3,}) *(?P<opens>\S)?|#{1,6} )", re.MULTILINE)
#: What is counted or led to through the whole book and is no bone, or could hold what only looks like one:
#: notes and addresses at the foot, code, comments, headings by underlines, drawings and scripts as tags.
_WHOLE = re.compile(
    r"\[\^|^ {0,3}\[[^\]]+\]:|```|~~~|<!--|^ {0,3}(?:=+|-+)[ \t]*$|<(?:svg|math|script|img)\b", re.MULTILINE
)


def converted(
    title: str, markdown: str, split: int, convert: Callable[[str], bytes]
) -> tuple[bytes, dict[str, str]]:
    """The EPUB of ``markdown`` as ``convert`` makes it, and those of its files, by their names, that are not
    in it but known from before.

    ``split``: level of the headings that begin a new file.
    """
    before, *chapters = re.split(rf"^(?=#{{1,{split}}} )", markdown, flags=re.MULTILINE)
    bones = ["".join(map(_alone, _BONE.findall(chapter))) for chapter in chapters]
    lost = "".join(bones).count("{#") != markdown.count("{#")
    if lost or before.strip() or _WHOLE.search(markdown) or _heading_in_a_box(markdown):
        return convert(markdown), {}
    frame = sha256("\n".join([title, str(split), *bones]).encode()).hexdigest()
    names = [f"EPUB/text/ch{number:03}.xhtml" for number in range(1, len(chapters) + 1)]
    rows = {name: (f"{title} {name}", frame + text) for name, text in zip(names, chapters, strict=True)}
    known = {name: found[0] for name, row in rows.items() for found in [lookup("epub", *row)] if found}
    texts = zip(names, bones, chapters, strict=True)
    made = convert("".join(bare if name in known else text for name, bare, text in texts))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        if [name for name in sorted(archive.namelist()) if name.startswith("EPUB/text/ch")] != names:
            return convert(markdown) if known else made, {}  # pandoc sees other chapters
        for name in names:
            if name not in known:
                store("epub", *rows[name], archive.read(name).decode("utf-8"))
    return made, known


def _heading_in_a_box(markdown: str) -> bool:
    """Whether there is one: if the contents name it hangs on what stands before it in the box."""
    depth = 0
    for found in _EDGE.finditer(markdown):
        if found["edge"]:
            depth += 1 if found["opens"] else -1
        elif depth > 0:
            return True
    return False


def _alone(bone: str) -> str:
    """``bone`` as a paragraph."""
    return f"[]{bone}\n\n" if bone.startswith("{") else f"{bone}\n\n"

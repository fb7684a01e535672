"""From the colours of a screen to the inks of a press, in files for a print shop.

Typst writes every colour as grey or RGB with a profile of the screen, in the same few words each time. Those
words are looked for in the pages: to take all that a page paints apart and put it together again would take
longer than to set the page.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import Any

import pikepdf
from pikepdf import Name

from handbook.problems import HandbookError, Problem

#: Colours whose parts differ by less than this are greys: black ink alone prints them, without a cast.
_NEUTRAL = 0.05
#: Darker greys are lines and words of a drawing: full black, so that no screen breaks them up.
_LINE_BLACK = 0.85
#: What full inks look like on white paper in the light of an sRGB screen (offset, coated paper): none,
#: cyan, magenta, cyan on magenta, yellow, cyan on yellow, magenta on yellow, all three.
_PRINTED = tuple(
    tuple(part / 255 for part in colour)
    for colour in (
        (255, 255, 255),
        (0, 158, 224),
        (229, 0, 125),
        (49, 39, 130),
        (255, 236, 0),
        (0, 151, 64),
        (227, 6, 19),
        (54, 54, 57),
    )
)
#: How much light black ink takes away.
_BLACK_TAKES = 0.89
#: Ink costs money and drying time: of two mixtures that look alike the one with less of the colours is
#: printed.
_COST = (0.004, 0.004, 0.004, 0.001)

Inks = tuple[float, float, float, float]


@cache
def inks(red: float, green: float, blue: float) -> Inks:
    """Cyan, magenta, yellow and black, from 0 to 1, for an sRGB colour, never more than 300 % in all.

    Greys are black ink alone. For a colour the mixture is sought that looks most like it by Neugebauer's
    equations (each ink covers a share of the paper, and where they lie on each other the overprint shows),
    with as much black in place of the three colours as can be: colours then stay steady when a press
    drifts.
    """
    if max(red, green, blue) - min(red, green, blue) < _NEUTRAL:
        black = 1 - (red + green + blue) / 3
        return 0.0, 0.0, 0.0, 1.0 if black >= _LINE_BLACK else round(black, 3)
    wanted = (red, green, blue)

    def misses(mixture: Sequence[float]) -> float:
        return sum((a - b) ** 2 for a, b in zip(_seen(mixture), wanted, strict=True)) + sum(
            part * cost for part, cost in zip(mixture, _COST, strict=True)
        )

    best = [1 - red, 1 - green, 1 - blue, 0.0]
    least, step = misses(best), 0.25
    while step > 0.004:
        # Black for the three colours is a move of its own; one ink at a time would never find it.
        moves = [
            (
                sign * step * (index == 0),
                sign * step * (index == 1),
                sign * step * (index == 2),
                sign * step * (index == 3),
            )
            for index in range(4)
            for sign in (1, -1)
        ]
        moves += [(-step, -step, -step, step), (step, step, step, -step)]
        tried = [
            [min(max(part + change, 0.0), 1.0) for part, change in zip(best, move, strict=True)]
            for move in moves
        ]
        found = min(tried, key=misses)
        if misses(found) < least:
            best, least = found, misses(found)
        else:
            step /= 2
    # A breath of another ink only makes a bright colour dirty.
    cyan, magenta, yellow, black = (round(part, 2) if part >= 0.04 else 0.0 for part in best)
    return cyan, magenta, yellow, black


def _seen(mixture: Sequence[float]) -> tuple[float, ...]:
    """The sRGB colour that a mixture of inks looks like."""
    cyan, magenta, yellow, black = mixture
    shares = [
        (cyan if index & 1 else 1 - cyan)
        * (magenta if index & 2 else 1 - magenta)
        * (yellow if index & 4 else 1 - yellow)
        for index in range(len(_PRINTED))
    ]
    return tuple(
        (1 - _BLACK_TAKES * black)
        * sum(share * colour[part] for share, colour in zip(shares, _PRINTED, strict=True))
        for part in range(3)
    )


#: Words in a darker grey than this (1 is white) are full black: a tint is screened, and small strokes
#: break up.
_WORDS_BLACK = 0.5
#: How Typst sets a colour, in a colour space of the page's; what comes behind when it is that of words.
_SET = re.compile(rb"/\w+ (?:cs|CS) ([\d.]+(?: [\d.]+ [\d.]+)?) (scn|SCN)\b(\s+BT\b)?")


def ink_colours(pdf: pikepdf.Pdf, black: Collection[str] = ()) -> None:
    """Change all colours in ``pdf``, whose pages are set by Typst, to inks, in place.

    Words in grey become full black, and so does all that has one of the colours ``black`` (#rrggbb). Raises
    HandbookError for what cannot be changed, photographs, shades, transparency, and for tiles, whose seams
    show on paper.
    """
    dark = frozenset(black)

    @cache
    def inked(values: bytes, operator: bytes, words: bytes | None) -> bytes:
        red, green, blue = _parts(values)
        full = _hexadecimal(values) in dark or (words and red == green == blue < _WORDS_BLACK)
        mixture = (0.0, 0.0, 0.0, 1.0) if full else inks(red, green, blue)
        numbers = " ".join(f"{part:g}" for part in mixture)
        return f" {numbers} {'k' if operator == b'scn' else 'K'}".encode() + (words or b"")

    def changed(content: bytes) -> bytes:
        return _SET.sub(lambda match: inked(*match.groups()), content)

    for page in pdf.pages:
        page.contents_coalesce()
        page.Contents = pdf.make_stream(changed(page.Contents.read_bytes()))
        _forget_profiles(page.obj)
    for stream in _streams(pdf):
        stream.write(changed(stream.read_bytes()))
        _forget_profiles(stream)
    if any(_screen_only(found) for found in pdf.objects):
        raise HandbookError(
            Problem.whole(
                "docs/drawings",
                "B025",
                "印厂版里有换不成油墨的颜色：图里有照片、渐变、铺的花纹或者半透明",
                "纯色的线和面",
                "用纯色重画",
            )
        )


@cache
def _parts(values: bytes) -> tuple[float, float, float]:
    """Red, green and blue, from 0 to 1, of one number or three as they stand in a page."""
    parts = [float(value) for value in values.split()]
    red, green, blue = parts if len(parts) == 3 else parts * 3
    return red, green, blue


@cache
def _hexadecimal(values: bytes) -> str:
    """The same as #rrggbb."""
    return "#" + "".join(f"{round(part * 255):02x}" for part in _parts(values))


def _streams(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Stream]:
    """Drawings that pages refer to."""
    for found in pdf.objects:
        if isinstance(found, pikepdf.Stream) and found.get("/Subtype") == Name.Form:
            yield found


def _forget_profiles(holder: Any) -> None:
    """Each colour names its inks now: a colour space needs no word."""
    resources = holder.get("/Resources")
    if resources is not None and "/ColorSpace" in resources:
        del resources["/ColorSpace"]


def _screen_only(found: Any) -> bool:
    if not isinstance(found, (pikepdf.Dictionary, pikepdf.Stream)):
        return False
    if any(float(found.get(key, 1)) < 1 for key in ("/ca", "/CA")) or found.get(
        "/SMask", Name("/None")
    ) != Name("/None"):
        return True
    return "/ShadingType" in found or "/PatternType" in found or found.get("/Subtype") == Name.Image


#: What paints, and what paints in black alone, as :func:`ink_colours` writes it; in a text it may mean
#: something else.
_PAINTED, _BLACK_ALONE = re.compile(rb" [kK]\b"), re.compile(rb" 0 0 0 [\d.]+ [kK]\b")


def _may_be_coloured(content: Any) -> bool:
    streams = content.obj.get("/Contents", ()) if isinstance(content, pikepdf.Page) else content
    parts = [streams] if isinstance(streams, pikepdf.Stream) else list(streams)
    data = b"\n".join(part.read_bytes() for part in parts)
    return len(_PAINTED.findall(data)) > len(_BLACK_ALONE.findall(data))


def colour_pages(pdf: pikepdf.Pdf) -> list[int]:
    """Numbers, from 1, of the pages of inks that need more than black."""
    known: dict[tuple[int, int], bool] = {}
    return [number for number, page in enumerate(pdf.pages, 1) if _coloured(page.obj, page, known)]


def _coloured(holder: Any, content: Any, known: dict[tuple[int, int], bool]) -> bool:
    """Whether ``content``, or a drawing that it shows, is painted in colours; ``known``: drawings looked
    at."""
    # Most pages are black alone: only those are read instruction by instruction that may have more.
    for instruction in pikepdf.parse_content_stream(content) if _may_be_coloured(content) else ():
        if str(instruction.operator) in ("k", "K") and any(
            float(part) for part in list(instruction.operands)[:3]
        ):
            return True
    resources = holder.get("/Resources") or {}
    for shown in dict(resources.get("/XObject", {})).values():
        if not isinstance(shown, pikepdf.Stream):
            continue
        key = shown.objgen
        if key not in known:
            known[key] = _coloured(shown, shown, known)
        if known[key]:
            return True
    return False

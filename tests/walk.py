"""A random walk of edits over the real pages, looking for what the check lets pass and the site and the books
read differently, and for what ends in a traceback.

``python tests/walk.py 1800`` puts every line of ``cases/walk.yml`` in every place given there, and then walks
for half an hour, from a seed of its own each time; a seed as second argument walks the same way again.
Hypothesis makes the edits, and shows of each find the smallest page that still has it.
"""

from __future__ import annotations

import re
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "tests")]

from handbook.checks.markdown import markup, renderer_differences  # noqa: E402
from handbook.page_text.front_matter import split_front_matter  # noqa: E402
from handbook.problems import HandbookError, errors  # noqa: E402
from handbook.sources.source_file import SourceFile  # noqa: E402
from support.cases import cases  # noqa: E402
from support.readings import Piece, book_readings, web_reading  # noqa: E402

#: What editors write, well and badly: lines, put in as they are or below a blank line; and places for them,
#: each with ``{}`` once or more.
_WRITTEN = cases("walk.yml")
LINES, PLACES = _WRITTEN["行"], _WRITTEN["地方"]
BITS = (
    *"甲*_`#|-+>[](){}!~=^:\\<&@$%\n 1.、：“”（）①，。",
    *("**", "  ", "    ", "\n\n", "- ", "1. ", "[^1]", "](", "--", "|---|"),
)
#: Pages in one example: pandoc takes as long to start as to read this many.
TOGETHER = 30


@lru_cache(maxsize=1)
def sections() -> list[str]:
    """Stretches of the real pages, from a heading to the next, the shortest first, with none of the lines
    that take in what data say."""
    found = []
    for path in sorted((ROOT / "docs").rglob("*.md")):
        if path.relative_to(ROOT / "docs").as_posix() == "index.md":
            continue  # its cards are HTML, and no book has them
        body = split_front_matter(path.read_text(encoding="utf-8"))[1]
        body = "\n".join(line for line in body.split("\n") if "8<" not in line)
        found += [f"## {part.strip()}\n" for part in body.split("\n## ")[1:] if len(part) < 1500]
    return sorted(found, key=len)


def placed(place: str, line: str) -> str:
    """``line`` in ``place``; where it has more rows, they begin as the place does."""
    rows = place.split("\n")
    for number, row in enumerate(rows):
        begun = re.match(r"[\s>]*", row)
        assert begun
        rows[number] = row.replace("{}", line.replace("\n", "\n" + begun[0]))
    return "\n".join(rows) + "\n"


@st.composite
def pages(draw: st.DrawFn) -> str:
    """Lines below one another, each in a place of its own; or a stretch of a real page after one to three
    edits. A line now and then is left out; where a find is made smaller, all that it does not need."""
    if draw(st.booleans()):
        lines = draw(
            st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(LINES)), min_size=2, max_size=4)
        )
        return draw(st.sampled_from(("", "\n"))).join(placed(place, line) for place, line in lines)
    rows = draw(st.sampled_from(sections())).split("\n")
    text = "\n".join(row for row in rows if draw(st.integers(0, 30)))
    for _ in range(draw(st.integers(1, 3))):
        text = draw(edited(text))
    return text


@st.composite
def edited(draw: st.DrawFn, text: str) -> str:
    """``text`` with lines or a sign put in somewhere, or a few signs taken out."""
    place = draw(st.integers(0, len(text)))
    line = text.rfind("\n", 0, place) + 1
    match draw(st.sampled_from(("paragraph", "line", "paste", "sign", "sign at the margin", "cut"))):
        case "paragraph":
            return f"{text[:line]}\n{draw(st.sampled_from(LINES))}\n\n{text[line:]}"
        case "line":
            return f"{text[:line]}{draw(st.sampled_from(LINES))}\n{text[line:]}"
        case "paste":
            copied = draw(st.sampled_from(draw(st.sampled_from(sections())).split("\n")))
            return f"{text[:line]}{copied}\n{text[line:]}"
        case "sign":
            return text[:place] + draw(st.sampled_from(BITS)) + text[place:]
        case "sign at the margin":
            return text[:line] + draw(st.sampled_from(BITS)) + text[line:]
        case _:
            return text[:place] + text[place + draw(st.integers(1, 4)) :]


def told(text: str) -> bool:
    """Whether the check says of the page that it is wrong."""
    source = SourceFile("docs/walk.md", _page(text))
    return bool(
        errors([*markup.problems_of_page(source, is_item=False), *renderer_differences.problems_of(source)])
    )


def _page(text: str) -> str:
    return f"# 题\n\n{text}"


def difference(web: Sequence[Piece], book: Sequence[Piece]) -> str:
    for one, other in zip(web, book, strict=False):
        if one != other:
            return f"网页：{one}\n书：  {other}"
    rest = web[len(book) :] or book[len(web) :]
    return f"{'书' if len(web) > len(book) else '网页'}里少了 {rest[0]}" if rest else ""


def find(texts: Sequence[str]) -> str:
    """The first of the pages that the check lets pass and that is not read alike, and how; "" when all are
    well."""
    shown = "\n——\n".join(texts)
    try:
        passed = [text for text in dict.fromkeys(texts) if not told(text)]
        whole = [_page(text) for text in passed]
        read = zip(passed, map(web_reading, whole), book_readings(whole), strict=True)
        differing = ((text, difference(web, book)) for text, web, book in read)
        return next((f"{text}\n{wrong}" for text, wrong in differing if wrong), "")
    except HandbookError as error:
        return f"{shown}\n{error}"
    except Exception:
        return f"{shown}\n{traceback.format_exc()}"


def walk(start: int, examples: int) -> str:
    """The smallest find of ``examples`` times up to ``TOGETHER`` pages, from the seed ``start``; "" when
    there is none."""

    @seed(start)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
        print_blob=False,
    )
    @given(st.integers(1, TOGETHER).flatmap(lambda many: st.tuples(*[pages()] * many)))
    def are_read_alike(texts: tuple[str, ...]) -> None:
        walked.update(map(hash, texts))
        if found := find(texts):
            raise AssertionError(found)

    try:
        are_read_alike()
    except AssertionError as found:
        return str(found)
    return ""


def every_line_everywhere() -> Iterator[str]:
    """What is found of each line in each place."""
    texts = [placed(place, line) for place in PLACES for line in LINES]
    for start in range(0, len(texts), 300):
        part = texts[start : start + 300]
        walked.update(map(hash, part))
        if find(part):
            yield from filter(None, (find([text]) for text in part))


#: Hashes of the pages tried.
walked: set[int] = set()


def main() -> int:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 1800.0
    start = int(sys.argv[2]) if len(sys.argv) > 2 else int(time.time())
    found = 0
    for shown in every_line_everywhere():
        found += 1
        print(f"—— 一行在一处\n{shown}\n", flush=True)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if shown := walk(start, 25):
            found += 1
            print(f"—— 种子 {start}\n{shown}\n", flush=True)
        start += 1
    print(f"走了 {len(walked)} 页，找到 {found} 处。", flush=True)
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main())

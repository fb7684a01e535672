"""A random walk of edits over the real pages, looking for what the check lets pass and the site and the books
read differently, and for what ends in a traceback.

``python tests/walk.py 1800`` walks for half an hour from a new seed each time; a seed as second argument
walks the same way again. Each find is told with the edits that led to it, made as few as they can be.
"""

from __future__ import annotations

import random
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "tests")]

from handbook.checks.markdown import alike, markup  # noqa: E402
from handbook.page_text import split_front_matter  # noqa: E402
from handbook.problems import HandbookError, errors  # noqa: E402
from handbook.sources.source_file import SourceFile  # noqa: E402
from support.readings import Piece, book_readings, web_reading  # noqa: E402

#: What editors write, well and badly: lines, put in as they are or below a blank line.
LINES = yaml.safe_load((ROOT / "tests" / "cases" / "walk.yml").read_text(encoding="utf-8"))
BITS = (
    *"*_`#|-+>[](){}!~=^:\\<&@$%\n 1.、：“”（）①，。",
    *("**", "  ", "    ", "\n\n", "- ", "1. ", "甲", "[^1]", "](", "--", "|---|"),
)


@dataclass(frozen=True)
class Edit:
    """``cut`` characters at ``at`` (0 to 1 of the text) give way to ``words``; at the begin of a line if
    ``line``."""

    at: float
    cut: int
    words: str
    line: bool

    def done(self, text: str) -> str:
        place = int(self.at * len(text))
        if self.line:
            place = text.rfind("\n", 0, place) + 1
        return text[:place] + self.words + text[place + self.cut :]


def edits(chance: random.Random) -> list[Edit]:
    found = []
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3))):
        at = chance.random()
        match chance.randrange(10):
            case 0 | 1 | 2 | 3:
                found.append(Edit(at, 0, f"\n{chance.choice(LINES)}\n\n", True))
            case 4 | 5:
                found.append(Edit(at, 0, f"{chance.choice(LINES)}\n", True))
            case 6 | 7:
                found.append(Edit(at, 0, chance.choice(BITS), False))
            case 8:
                found.append(Edit(at, 0, chance.choice(BITS), True))
            case _:
                found.append(Edit(at, chance.randint(1, 4), "", chance.random() < 0.3))
    return found


def sections() -> list[str]:
    """Stretches of the real pages, from a heading to the next, with none of the lines that take in what data
    say."""
    found = []
    for path in sorted((ROOT / "docs").rglob("*.md")):
        if path.relative_to(ROOT / "docs").as_posix() == "index.md":
            continue  # its cards are HTML, and no book has them
        body = split_front_matter(path.read_text(encoding="utf-8"))[1]
        body = "\n".join(line for line in body.split("\n") if "8<" not in line)
        found += [f"## {part.strip()}\n" for part in body.split("\n## ")[1:] if len(part) < 1500]
    return found


def told(text: str) -> bool:
    """Whether the check says of the page that it is wrong."""
    source = SourceFile("docs/walk.md", f"# 题\n\n{text}")
    return bool(errors([*markup.problems_of_page(source, is_item=False), *alike.problems_of(source)]))


def difference(web: Sequence[Piece], book: Sequence[Piece]) -> str:
    for one, other in zip(web, book, strict=False):
        if one != other:
            return f"网页：{one}\n书：  {other}"
    rest = web[len(book) :] or book[len(web) :]
    return f"{'书' if len(web) > len(book) else '网页'}里少了 {rest[0]}" if rest else ""


def outcome(text: str) -> str:
    """What is wrong with a page that the check lets pass; "" when the site and the books read the same."""
    try:
        if told(text):
            return ""
        web = web_reading(text)
    except Exception:
        return traceback.format_exc()
    try:
        (book,) = book_readings([text])
    except HandbookError as error:
        return str(error)
    return difference(web, book)


def fewer(text: str, made: list[Edit]) -> tuple[str, list[Edit]]:
    """The page with as few edits and as few paragraphs as still show the find."""
    for index in range(len(made) - 1, -1, -1):
        less = made[:index] + made[index + 1 :]
        if less and outcome(_edited(text, less)):
            made = less
    page = _edited(text, made)
    size = 8
    while size:
        parts, at = page.split("\n"), 0
        while at < len(parts):
            less_parts = parts[:at] + parts[at + size :]
            if less_parts and outcome("\n".join(less_parts)):
                parts = less_parts
            else:
                at += size
        page, size = "\n".join(parts), size // 2
    return page, made


def _edited(text: str, made: Sequence[Edit]) -> str:
    for edit in made:
        text = edit.done(text)
    return text


def walk(seed: int, steps: int) -> Iterator[tuple[str, str]]:
    """Finds of ``steps`` edited pages: the page, made small, and what is wrong. Books read many pages at
    once."""
    chance = random.Random(seed)
    bases = sections()
    pages: list[tuple[str, list[Edit], str]] = []
    for _ in range(steps):
        base, made = chance.choice(bases), edits(chance)
        text = _edited(base, made)
        try:
            if not told(text):
                pages.append((base, made, text))
        except Exception:
            yield text, traceback.format_exc()
    try:
        readings = book_readings([text for _, _, text in pages])
        found = [page for page, book in zip(pages, readings, strict=True) if web_reading(page[2]) != book]
    except Exception:
        found = pages
    for base, made, text in found:
        if outcome(text):
            small, _ = fewer(base, made)
            yield small, outcome(small)


def main() -> int:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 1800.0
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else int(time.time())
    end, tried, found = time.monotonic() + seconds, 0, 0
    while time.monotonic() < end:
        for page, wrong in walk(seed, 40):
            found += 1
            print(f"—— 第 {seed} 步\n{page}\n{wrong}\n", flush=True)
        tried, seed = tried + 40, seed + 1
    print(f"走了 {tried} 页，找到 {found} 处。", flush=True)
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main())

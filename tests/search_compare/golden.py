"""The golden questions (tests/cases/search/*.yml), and what counts as an answer."""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote

from support import cases

CASES = cases.FOLDER / "search"

#: What a search box gives for a question: addresses from the site's root, best first; and the milliseconds
#: it took.
Answer = tuple[list[str], float]


@dataclass(frozen=True)
class Question:
    """What somebody types, and the places that answer it."""

    text: str
    kind: str
    answers: tuple[str, ...]
    file: str

    def is_answered_by(self, address: str, *, exact: bool = True) -> bool:
        """Whether ``address`` is one of the places; with ``exact`` off the right page is enough."""
        return any(_matches(answer, unquote(address), exact) for answer in self.answers)


def _matches(answer: str, address: str, exact: bool) -> bool:
    page, _, anchor = address.partition("#")
    if re.fullmatch(r"\d\d", answer):
        return page.startswith(f"checklists/{answer}-")
    if re.fullmatch(r"\d\d-\d+", answer):
        return page.startswith(f"checklists/{answer[:2]}-") and (not exact or anchor == f"p{answer}")
    wanted, _, place = answer.partition("#")
    if page not in (f"{wanted}.html", f"{wanted}/index.html"):
        return False
    return not place or not exact or re.fullmatch(rf"x?{re.escape(place)}(-.*)?", anchor) is not None


def questions() -> list[Question]:
    """All golden questions in the order of their files."""
    found = []
    for path in sorted(CASES.glob("*.yml")):
        for row in cases.read_yaml(path):
            found.append(Question(str(row["问"]), row["类"], tuple(map(str, row["答"])), path.stem))
    return found


@dataclass
class Figures:
    """How one engine did."""

    name: str
    asked: int = 0
    first: int = 0  # the first result answers
    third: int = 0  # one of the first three answers
    first_page: int = 0  # the first result is on a page that answers
    third_page: int = 0
    nothing: int = 0  # no result at all
    times: list[float] = field(default_factory=list)  # milliseconds from the input to the shown results
    missed: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)  # told as what the handbook does not hold
    note: str = ""

    def share(self, count: int) -> float:
        return count / self.asked if self.asked else 0.0

    @property
    def p95(self) -> float:
        """Milliseconds within which 95 of 100 answers were shown."""
        return statistics.quantiles(self.times, n=20)[18] if len(self.times) > 1 else 0.0

    @property
    def median(self) -> float:
        return statistics.median(self.times) if self.times else 0.0

    def line(self) -> str:
        """One line for people."""
        if not self.asked:
            return f"{self.name}：{self.note}"
        return (
            f"{self.name}：{self.asked} 问，第一条就对 {self.share(self.first):.1%}，前三条里有 {self.share(self.third):.1%}，"
            f"只看页面 {self.share(self.first_page):.1%} / {self.share(self.third_page):.1%}，没有结果 {self.nothing} 问，"
            f"中位 {self.median:.0f} 毫秒，95% 在 {self.p95:.0f} 毫秒以内{'。' + self.note if self.note else ''}"
        )


def grade(name: str, asked: Sequence[Question], ask: Callable[[str], Answer], note: str = "") -> Figures:
    """Put every question to ``ask`` and count."""
    figures = Figures(name, note=note)
    for question in asked:
        results, milliseconds = ask(question.text)
        figures.asked += 1
        figures.times.append(milliseconds)
        figures.nothing += not results
        right = [question.is_answered_by(address) for address in results[:3]]
        pages = [question.is_answered_by(address, exact=False) for address in results[:3]]
        figures.first += any(right[:1])
        figures.third += any(right)
        figures.first_page += any(pages[:1])
        figures.third_page += any(pages)
        if not any(right[:1]):
            figures.missed.append(
                f"{question.text} → {'、'.join(results[:3]) or '（没有结果）'}，应为 {'、'.join(question.answers)}"
            )
    return figures

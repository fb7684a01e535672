"""What an article provides, in figures: its paragraphs and items, its amounts, who imposes them on whom.

The facts are taken from official texts by ``article-facts`` and kept in data/articles/, so that every check
can compare with them where the texts themselves are not at hand. They hold no sentence of a law.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property
from typing import Annotated

from pydantic import Field, StringConstraints

from handbook.model.base import ShortText, Source, WebName, WorkDay
from handbook.model.law.register import Reference
from handbook.model.numbers.amount import Range, ranges
from handbook.model.numbers.period import Period, period_of

#: 49, or 134-1 for 第一百三十四条之一.
ArticleKey = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,3}(-[1-9][0-9]?)?$")]
#: Items of each paragraph: 7/0/0 is three paragraphs, seven items in the first; ? where the text does not
#: mark paragraphs, 7/? where it may lack its end.
Shape = Annotated[str, StringConstraints(pattern=r"^(\?|[0-9]{1,3}(/[0-9]{1,3})*(/\?)?)$")]

#: A length of time: 1季度, 6个月, 24学时.
PeriodText = Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+)?[^0-9 ]{1,3}$")]

#: Amounts that are compared. Days and years stand in an article for many other things.
FINE_UNITS = frozenset({"元", "倍", "%"})


class Stage(StrEnum):
    FIRST = "首次"
    LATER = "逾期"


class Target(StrEnum):
    UNIT = "单位"
    PERSON = "个人"


class Amount(Source):
    """One amount of an article."""

    article: ArticleKey = Field(alias="条")
    paragraph: int = Field(alias="款", ge=1)
    item: int = Field(0, alias="项", description="只属于这一项的；不写就是整款")
    sentence: int = Field(1, alias="句", ge=1, description="一款里分开罚几种行为的，第几句")
    low: float | None = Field(None, alias="下限")
    high: float | None = Field(None, alias="上限")
    unit: str = Field(alias="单位")
    stage: Stage = Field(alias="阶段")
    target: Target = Field(alias="对象")

    @property
    def range(self) -> Range:
        return Range(self.low, self.high, self.unit)


class Authority(Source):
    """Authorities that an article names as acting."""

    article: ArticleKey = Field(alias="条")
    paragraph: int = Field(alias="款", ge=1)
    item: int = Field(0, alias="项")
    names: tuple[ShortText, ...] = Field(alias="部门", min_length=1)


class Borrowed(Source):
    """A paragraph that punishes 依照前款规定: its amounts are those of another paragraph."""

    article: ArticleKey = Field(alias="条")
    paragraph: int = Field(alias="款", ge=1)
    from_paragraph: int = Field(alias="同款", ge=1)


class Periods(Source):
    """Lengths of time that a place names: how often, within how long, for how long."""

    article: ArticleKey = Field(alias="条")
    paragraph: int = Field(alias="款", ge=1)
    item: int = Field(0, alias="项")
    words: tuple[PeriodText, ...] = Field(alias="期", min_length=1)


class Terms(Source):
    """What a penal place lays down that is no figure, by the names of ``penal_terms``."""

    article: ArticleKey = Field(alias="条")
    paragraph: int = Field(alias="款", ge=1)
    item: int = Field(0, alias="项")
    names: tuple[ShortText, ...] = Field(alias="有", min_length=1)


class ArticleFacts(Source):
    """The facts of one law's articles."""

    law: WebName = Field(alias="法规", description="登记册里的代号")
    effective: dt.date | None = Field(None, alias="版本", description="所读文本的施行日期")
    read: WorkDay = Field(alias="读于", description="从官方文本读出的日期")
    complete: bool = Field(alias="全文", description="文本是不是全文；节录的，没有的条不能说没有")
    shapes: dict[ArticleKey, Shape] = Field(alias="条款", description="每条有几款，每款有几项")
    amounts: tuple[Amount, ...] = Field((), alias="数额")
    authorities: tuple[Authority, ...] = Field((), alias="部门")
    borrowed: tuple[Borrowed, ...] = Field((), alias="依照")
    periods: tuple[Periods, ...] = Field((), alias="期限", description="多久一次、多少日内、多少学时")
    sanctions: tuple[Terms, ...] = Field((), alias="处理", description="罚款以外的处理：吊销、拘留、处分等")
    limits: tuple[Terms, ...] = Field((), alias="限定", description="所罚行为的限定：按规定、直接关系等")

    @property
    def last_article(self) -> int:
        """The highest number of an article that was read."""
        return max((int(article.partition("-")[0]) for article in self.shapes), default=0)

    def has_article(self, reference: Reference) -> bool | None:
        """Whether there is the cited article; None where the text read was an extract without it."""
        if key(reference) in self.shapes:
            return True
        return False if self.complete else None

    def has_place(self, reference: Reference) -> bool | None:
        """Whether the cited paragraph and item are in the article; None where that is not known."""
        items = self.items(key(reference))
        if items is None:
            return None
        if reference.paragraph:
            if reference.paragraph > len(items):
                return None if self.shapes[key(reference)].endswith("?") else False
            items = items[reference.paragraph - 1 : reference.paragraph]
        last = reference.item_to or reference.item
        return not last or any(last <= count for count in items)

    def items(self, article: str) -> list[int] | None:
        """Number of items of each paragraph; None where the text shows no paragraphs."""
        shape = self.shapes.get(article, "?")
        return None if shape == "?" else [int(count) for count in shape.removesuffix("/?").split("/")]

    def amounts_at(self, reference: Reference) -> list[Amount]:
        """Amounts that the cited place sets, those it borrows included."""
        article = key(reference)
        paragraphs = {reference.paragraph} if reference.paragraph else self._paragraphs_with(reference)
        for row in self.borrowed:
            if row.article == article and row.paragraph in paragraphs:
                paragraphs = {*paragraphs, row.from_paragraph}
        return [
            row
            for row in self._amounts.get(article, ())
            if (not paragraphs or row.paragraph in paragraphs)
            and (not row.item or not reference.item or _within(row.item, reference))
        ]

    def authorities_at(self, reference: Reference) -> list[str]:
        """Names of the authorities that the cited place (or its whole article, for an article) names."""
        article = key(reference)
        return [
            name
            for row in self.authorities
            if row.article == article
            and (not reference.paragraph or row.paragraph == reference.paragraph)
            and (not row.item or not reference.item or _within(row.item, reference))
            for name in row.names
        ]

    def periods_at(self, reference: Reference) -> set[Period]:
        """Lengths of time that the cited place (or its whole article, for an article) names. What stands
        before the items of a paragraph holds for each of them."""
        article = key(reference)
        return {
            period_of(words)
            for row in self.periods
            if row.article == article
            and (not reference.paragraph or row.paragraph == reference.paragraph)
            and (not row.item or not reference.item or _within(row.item, reference))
            for words in row.words
        }

    def sanctions_at(self, reference: Reference) -> list[str]:
        """Sanctions besides fines that the cited place (or its whole article, for an article) lays down."""
        return [
            name
            for row in self.sanctions
            if row.article == key(reference)
            and (not reference.paragraph or row.paragraph == reference.paragraph)
            and (not row.item or not reference.item or _within(row.item, reference))
            for name in row.names
        ]

    def limits_at(self, reference: Reference) -> tuple[str, ...]:
        """Limits of the one act that the cited place punishes; none where it punishes several."""
        items = self.items(key(reference)) or []
        paragraph = reference.paragraph or (1 if len(items) == 1 else 0)
        if (reference.item_to or reference.item) != reference.item:
            return ()
        return tuple(
            name
            for row in self.limits
            if row.article == key(reference)
            and row.paragraph == paragraph
            and row.item == (reference.item or 0)
            for name in row.names
        )

    @cached_property
    def _amounts(self) -> dict[str, list[Amount]]:
        found: dict[str, list[Amount]] = {}
        for row in self.amounts:
            found.setdefault(row.article, []).append(row)
        return found

    def _paragraphs_with(self, reference: Reference) -> set[int]:
        """Paragraphs that hold the cited item; none where no item is cited."""
        items = self.items(key(reference))
        if not reference.item or items is None:
            return set()
        return {number for number, count in enumerate(items, 1) if reference.item <= count}


def key(reference: Reference) -> str:
    """The article as the facts name it: 49, 134-1."""
    return f"{reference.article}" + (f"-{reference.suffix}" if reference.suffix else "")


def _within(item: int, reference: Reference) -> bool:
    assert reference.item
    return reference.item <= item <= (reference.item_to or reference.item)


_SANCTION = re.compile("责令|处|给予|没收|警告|吊销|暂停|暂扣|可以")
_LATER = re.compile(r"逾期|拒不|情节(?:特别)?严重|情节较重|造成[^，；。]{0,14}后果|再次|仍不|导致发生")
_PERSON = re.compile(
    r"对[^，；。]{0,36}?(?:主管人员|责任人员|主要负责人|负责人|投资人|控制人|有关人员|责任人|个人)"
)
_UNIT = re.compile(r"(?:对|并对|责令)[^，；。]{0,20}?(?:单位|企业|机构)(?:处|停|，|和)")


_MARKS = (
    ("sanction", _SANCTION),
    ("later", _LATER),
    ("gravest", re.compile("情节特别严重")),
    ("person", _PERSON),
    ("unit", _UNIT),
)


def sentences(text: str) -> list[str]:
    """Sentences of a paragraph; acts named anew, ；有前款第…项, count as one. Items on lines of their own
    belong to the sentence before."""
    found: list[str] = []
    for line in text.split("\n"):
        parts = [part for part in re.split(r"(?<=。)|(?<=；)(?=有前款第)", line) if part.strip()]
        if found and re.match(r"[（(][一二三四五六七八九十]+[）)]", line):
            found[-1] += "\n" + line
        else:
            found += parts
    return found


def tagged(
    text: str, stage: Stage = Stage.FIRST, target: Target = Target.UNIT, later_at_once: bool = False
) -> Iterator[tuple[Range, Stage, Target, str]]:
    """Amounts of ``text`` with the stage and the person they are set for, and their words.

    The stage is later after a word such as 逾期 that follows a first sanction; a person is one whom a
    clause names after 对. With ``later_at_once`` the word needs no sanction before it.
    """
    for sentence in sentences(text):
        now, who = stage, target
        sanctioned = later_at_once
        marks: list[tuple[int, str, tuple[Range, str] | None]] = [
            (at, "amount", (value, words)) for at, value, words in ranges(sentence)
        ]
        for kind, pattern in _MARKS:
            marks += [(match.start(), kind, None) for match in pattern.finditer(sentence)]
        marks += [(at, "end", None) for at, char in enumerate(sentence) if char == "；"]
        for _, kind, amount in sorted(marks, key=lambda mark: (mark[0], mark[1])):
            if kind == "sanction":
                sanctioned = True
            elif kind == "later" and sanctioned:
                now, who = Stage.LATER, target
            elif kind == "gravest":
                now = Stage.LATER
            elif kind == "person":
                who = Target.PERSON
            elif kind == "unit":
                who = Target.UNIT
            elif kind == "end":
                who = target
            elif amount and amount[0].unit in FINE_UNITS:
                yield amount[0], now, who, amount[1]

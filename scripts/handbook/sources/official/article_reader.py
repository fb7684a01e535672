"""The facts of a law's articles, read from its official text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from handbook.model.law.article_facts import (
    Amount,
    ArticleFacts,
    Authority,
    Borrowed,
    Periods,
    Terms,
    sentences,
    tagged,
)
from handbook.model.law.penal_terms import limits, sanctions
from handbook.model.law.penalty import Body
from handbook.model.law.register import Law
from handbook.model.numbers.chinese_number import to_chinese
from handbook.model.numbers.period import periods
from handbook.sources.official.law_texts import LawText, split_items, split_paragraphs

# An authority told, one named only to be left out, and the police who lock up do not decide of fines.
_NOT_ACTING = (
    re.compile(r"除[^。；]*?外，?"),
    re.compile(r"(?:向|报)[^，。；]{0,24}?(?:部门|机构|机关)"),
    re.compile(r"[^。；]*(?:治安管理处罚|拘留)[^。；]*[。；]?"),
)
#: Articles in which an authority decides of something: the others need not be kept.
_ACTS = re.compile("罚|责令|强制拆除|监督管理")
#: A paragraph that punishes: what is done, then what follows.
_PUNISHES = re.compile(
    r"(?P<act>.*?)的，[^。]{0,60}?(?:责令|处|给予|罚款|警告|依照|没收|提请|吊销|限期)", re.DOTALL
)
#: A paragraph that adds sanctions to the acts of the one before it, whatever came of them.
_ALSO = re.compile("对?有前款(?:规定|违法)*行为的[^，。]{0,20}，(?!.{0,4}导致)")
#: Shares and multiples that are fines. Elsewhere they are of wages, pensions, staff: art. 64's cap at 300%.
_SHARES = frozenset({"%", "倍"})
_FINES = re.compile("罚|滞纳金")
_BORROWS = re.compile(
    r"依照(?:本条)?(?P<which>前款|第[一二三四五六七八九十]款)的?规定(?:予以|处以)?(?:处罚|处理|罚款)"
)


def read_facts(law: Law, text: LawText, bodies: Iterable[Body], today: dt.date) -> ArticleFacts:
    """The facts of every article of ``text``; ``bodies`` are the authorities that are looked for."""
    names = {name: body.name for body in bodies for name in (body.name, *body.called)}
    shapes: dict[str, str] = {}
    amounts: list[Amount] = []
    authorities: list[Authority] = []
    borrowed: list[Borrowed] = []
    lengths: list[Periods] = []
    consequences: list[Terms] = []
    bounds: list[Terms] = []
    for (article, suffix), words in sorted(text.articles.items()):
        key = f"{article}-{suffix}" if suffix else f"{article}"
        paragraphs = split_paragraphs(words)
        shape = "/".join(str(_count(p)) for p in paragraphs)
        if (article, suffix) in text.unmarked:
            shape = "?"
        elif (article, suffix) in text.partial:
            shape += "/?"
        shapes[key] = shape
        for number, paragraph in enumerate(paragraphs, 1):
            amounts += _amounts(key, number, paragraph)
            lengths += _periods(key, number, paragraph)
            consequences += _consequences(key, number, paragraph)
            bounds += _limits(key, number, paragraph)
            if _ACTS.search(words):
                authorities += _authorities(key, number, paragraph, names)
            borrows = _BORROWS.search(paragraph)
            if borrows and number > 1:
                which = borrows["which"]
                source = number - 1 if which == "前款" else _ordinal(which)
                borrowed.append(Borrowed.model_validate({"条": key, "款": number, "同款": source}))
    return ArticleFacts.model_validate(
        {
            "法规": law.id,
            "版本": law.effective,
            "读于": today,
            "全文": text.complete,
            "条款": shapes,
            "数额": tuple(amounts),
            "部门": tuple(authorities),
            "依照": tuple(borrowed),
            "期限": tuple(lengths),
            "处理": tuple(consequences),
            "限定": tuple(bounds),
        }
    )


def _ordinal(which: str) -> int:
    return next(number for number in range(1, 30) if which == f"第{to_chinese(number)}款")


def _count(paragraph: str) -> int:
    """Number of items of a paragraph, which must run from one; else none can be told."""
    numbers = sorted(split_items(paragraph))
    return len(numbers) if numbers == list(range(1, len(numbers) + 1)) else max(numbers)


def _parts(paragraph: str) -> Iterator[tuple[int, str]]:
    """The paragraph without its items (0), and each item with its number."""
    items = split_items(paragraph)
    own = set(items.values())
    yield 0, "\n".join(line for line in paragraph.split("\n") if line not in own)
    yield from items.items()


def _amounts(article: str, number: int, paragraph: str) -> Iterator[Amount]:
    for item, words in _parts(paragraph):
        several = [s for s in sentences(words) if any(tagged(s))]
        for index, sentence in enumerate(several, 1):
            for value, stage, target in dict.fromkeys(row[:3] for row in tagged(sentence)):
                if value.unit in _SHARES and not _FINES.search(paragraph):
                    continue
                row = {"条": article, "款": number, "项": item, "句": index, "单位": value.unit}
                bounds = {"下限": value.low, "上限": value.high, "阶段": stage, "对象": target}
                yield Amount.model_validate(row | bounds)


def _periods(article: str, number: int, paragraph: str) -> Iterator[Periods]:
    for item, words in _parts(paragraph):
        found = tuple(dict.fromkeys(period.text for period, _, _ in periods(words)))
        if found:
            yield Periods.model_validate({"条": article, "款": number, "项": item, "期": found})


def _consequences(article: str, number: int, paragraph: str) -> Iterator[Terms]:
    """What follows besides fines; an item and what stands before 的 tell what is done, not what follows."""
    punishes = _PUNISHES.match(paragraph)
    if punishes:
        _, words = next(_parts(paragraph[punishes.end("act") :]))
        found = sanctions(_NOT_ACTING[0].sub("", words))
        if found:
            yield Terms.model_validate({"条": article, "款": number, "有": found})
    if number > 1 and _ALSO.match(paragraph):
        found = sanctions(paragraph)
        if found:
            yield Terms.model_validate({"条": article, "款": number - 1, "有": found})


def _limits(article: str, number: int, paragraph: str) -> Iterator[Terms]:
    punishes = _PUNISHES.match(paragraph)
    acts = split_items(paragraph) or ({0: punishes["act"]} if punishes else {})
    for item, act in acts.items() if punishes else ():
        found = limits(act)
        if found:
            yield Terms.model_validate({"条": article, "款": number, "项": item, "有": found})


def _authorities(article: str, number: int, paragraph: str, names: dict[str, str]) -> Iterator[Authority]:
    for item, words in _parts(paragraph):
        acting = words
        for pattern in _NOT_ACTING:
            acting = pattern.sub("", acting)
        found = []
        for name in sorted(names, key=len, reverse=True):
            if name in acting:
                found.append(names[name])
                acting = acting.replace(name, "")
        if found:
            order = list(dict.fromkeys(names.values()))
            kept = tuple(sorted(dict.fromkeys(found), key=order.index))
            yield Authority.model_validate({"条": article, "款": number, "项": item, "部门": kept})

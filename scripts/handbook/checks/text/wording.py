"""Words of duty where a rule demands, words of advice where none does; amounts only in the catalogue; what is
said to be demanded by law, and the duty that a question teaches, names its law."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from handbook.model.items.item import Item
from handbook.model.law.article_facts import ArticleFacts
from handbook.model.law.prose_citations import Mention
from handbook.model.law.register import Reference
from handbook.model.law.resolve import sentences_in
from handbook.model.numbers.amount import ranges
from handbook.problems import Problem
from handbook.sources import kinds, prose
from handbook.sources.load import Sources

_DUTY = re.compile("应当|必须|不得|严禁")
_BAN = re.compile("禁止|不应|不许|罚")
#: Words that lean on the law as a whole.
_CLAIM = re.compile("(?:法律|法规|条例|强制标准)(?:的要求|有要求|有规定)|江苏(?:要求|规定)")
_N = r"[零一二两三四五六七八九十百千万亿\d](?: ?[零一二两三四五六七八九十百千万亿\d.,])*"
#: A fine, however it is written: 罚款五万元, 最多罚 50 万元, 处 5 万元以上罚款, 五万元以下.
_AMOUNT = re.compile(
    rf"(?:罚|处以|并处|可处|处)[^。；|\n\d零一二两三四五六七八九十百千万亿]{{0,16}}?{_N}\s?(?:元|倍)"
    rf"(?:以上{_N}\s?(?:元|倍)以下)?"
    rf"|{_N}\s?元[^。；|\n]{{0,8}}?罚|{_N}\s?元以(?:上{_N}\s?元以下|[上下])"
)
#: Data in which amounts have their place, or which speaks of them as a register does.
_WITH_AMOUNTS = frozenset({"penalties", "laws", "articles"})


def check(sources: Sources) -> Iterator[Problem]:
    yield from _duties(sources)
    yield from _taught(sources)
    facts: dict[str, ArticleFacts] = {row.law: row for row in sources.values(kinds.ARTICLES)}
    for kind, entries in sources.entries.items():
        for entry in entries if kind not in _WITH_AMOUNTS else ():
            for path, text, beside in sentences_in(entry.value):
                for match in _AMOUNT.finditer(text):
                    mentions = sources.reader.find_in_text(text, beside.law if beside else None)
                    # A word explained may tell its article's amount; a point leaves it to the catalogue.
                    own = beside if kind != "items" else None
                    problem = _amount_problem(match, text, mentions, facts, own)
                    if problem:
                        yield entry.problem(path, *problem)
    for page in sources.pages:
        for match in _AMOUNT.finditer(page.page.body):
            body = page.page.body
            problem = _amount_problem(match, body, sources.reader.find_in_text(body), facts)
            if problem:
                yield page.problem(match.start(), *problem)


def _amount_problem(
    match: re.Match[str],
    text: str,
    mentions: Iterable[Mention],
    facts: dict[str, ArticleFacts],
    beside: Reference | None = None,
) -> tuple[str, str, str, str] | None:
    """What is wrong with an amount outside the catalogue: no article in its sentence bears it."""
    start = max(text.rfind(mark, 0, match.start()) for mark in "。\n") + 1
    ends = [at for mark in "。\n" if (at := text.find(mark, match.end())) >= 0]
    end = min(ends) if ends else len(text)
    # The whole range, also where only its upper bound was found: 二万元以上十万元以下.
    sentence, at = text[start:end], match.start() - start
    values = {
        value
        for place, value, words in ranges(sentence)
        if place < at + len(match[0]) and at < place + len(words)
    }
    cited = [m.found for m in mentions if start <= m.offset < end and isinstance(m.found, Reference)]
    cited += [beside] if beside else []
    stated = {
        row.range
        for reference in cited
        if reference.article and reference.law_id in facts
        for row in facts[reference.law_id].amounts_at(reference)
    }
    if values & stated:
        return None
    shown = match[0].strip()
    if stated:
        listed = "、".join(sorted(value.text for value in stated))
        return ("S202", f"数额“{shown}”和同一句引的条文对不上", f"条文里有：{listed}", "照条文改")
    return (
        "S202",
        f"处罚金额“{shown}”写在罚则目录外面",
        "只写违法行为和条文",
        "金额在 data/penalties/ 里，这里引条文就行；非写不可的，同一句里写明《法规》第…条",
    )


def _duties(sources: Sources) -> Iterator[Problem]:
    for entry in sources.of(kinds.ITEMS):
        item: Item = entry.value
        for index, point in enumerate(item.points):
            for key, text in (("要点", point.requirement), ("算合格", point.met)):
                match = _DUTY.search(text)
                if match and not point.is_duty:
                    said = f"{point.id} 没有直接依据，却写了“{match[0]}”"
                    mend = "找到要求这件事的条文写成直接依据；没有就改成“建议”"
                    yield entry.problem(("要点", index, key), "S201", said, "建议、可以、通常做法", mend)


def _taught(sources: Sources) -> Iterator[Problem]:
    """Questions whose reason speaks of a duty, and sentences that lean on the law, and name none."""
    for entry in sources.of(kinds.ITEMS):
        item: Item = entry.value
        for index, question in enumerate(item.questions):
            match = _DUTY.search(question.why) or _BAN.search(question.why)
            taught = f"{question.answer}。{question.why}"
            if match and not any(sources.reader.find_in_text(taught)):
                said = f"{question.id} 写了“{match[0]}”，没有写明哪一部法规、标准"
                right = "《安全生产法》第四十二条第二款：……"
                mend = f"照要点 {question.point} 的依据补上；没有依据的，换成“建议”“通常做法”"
                yield entry.problem(("问答", index, "解析"), "S204", said, right, mend)
    for entry, (path, text, beside) in prose.of_ours(sources):
        for words, _ in _leaning(text, sources) if beside is None else ():
            yield entry.problem(path, *_unnamed(words))
    for page in sources.pages:
        for words, at in _leaning(page.page.body, sources):
            yield page.problem(at, *_unnamed(words))


def _leaning(text: str, sources: Sources) -> Iterator[tuple[str, int]]:
    """Words of ``text`` that lean on the law in a sentence without one, each with its place."""
    for sentence in prose.SENTENCE.finditer(text) if _CLAIM.search(text) else ():
        match = _CLAIM.search(sentence[0])
        if match and not any(sources.reader.find_in_text(sentence[0])):
            yield match[0], sentence.start() + match.start()


def _unnamed(words: str) -> tuple[str, str, str, str]:
    return (
        "S204",
        f"写了“{words}”，没有写明哪一部法规、标准",
        "是《安全生产法》第四十二条第二款的要求",
        "写出法规和条；没有条文的，换成“建议”“通常做法”",
    )

"""Test papers from the question bank: which questions, in which order, with which options. Pure functions,
no clock, no chance.

Order comes from SHA-256 of seed and id instead of :mod:`random`: the same on every machine and every
version of Python, and a question added to the bank does not shake up the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from handbook.markdown.escape import one_line
from handbook.model.handbook import Handbook
from handbook.model.items import exam
from handbook.model.items.item import Audience, Item, Question, QuestionForm
from handbook.model.items.trade import Trade
from handbook.problems import HandbookError, Problem

VARIANTS = ("A", "B")
LETTERS = "ABCD"
_TRADE_SEED = 1
#: Forms in the order of a paper, with the heading of their part.
PARTS = ((QuestionForm.TRUE_FALSE, "判断题"), (QuestionForm.CHOICE, "选择题"), (QuestionForm.OPEN, "问答题"))
_NUMERALS = "一二三"


@dataclass(frozen=True, slots=True)
class Entry:
    """One question on a paper. ``answer`` is a letter for choices, 对 or 错, or the answer's sentence."""

    number: int
    id: str
    form: QuestionForm
    text: str
    options: tuple[str, ...]
    answer: str
    answer_text: str
    why: str
    point: str
    worth: int = 0


@dataclass(frozen=True, slots=True)
class PaperPart:
    """The questions of one form, under their heading."""

    heading: str
    form: QuestionForm
    entries: tuple[Entry, ...]

    @property
    def worth(self) -> str:
        """What its questions are worth: 每题 5 分，共 40 分."""
        each = sorted({entry.worth for entry in self.entries})
        several = "" if self.even else "，题后写着"
        whole = sum(entry.worth for entry in self.entries)
        return f"每题 {' 或 '.join(map(str, each))} 分{several}，共 {whole} 分"

    @property
    def even(self) -> bool:
        """Whether all its questions are worth the same; if not, each says what it is worth."""
        return len({entry.worth for entry in self.entries}) == 1


@dataclass(frozen=True, slots=True)
class Paper:
    """A variant of a paper. ``code`` names it: the same code is always the same paper of one edition."""

    name: str
    variant: str
    code: str
    parts: tuple[PaperPart, ...]

    @property
    def title(self) -> str:
        return f"{self.name} {self.variant} 卷"

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(entry for part in self.parts for entry in part.entries)

    @property
    def full(self) -> int:
        """Points of all questions together."""
        return sum(entry.worth for entry in self.entries)

    @property
    def scoring(self) -> tuple[str, ...]:
        """How it is marked, of the forms that it asks in."""
        closed = "、".join(
            f"{part.form.value}题" for part in self.parts if part.form is not QuestionForm.OPEN
        )
        asks_open = any(part.form is QuestionForm.OPEN for part in self.parts)
        return (
            *([f"{closed}：{_CLOSED}"] if closed else []),
            *([_OPEN] if asks_open else []),
            _PASSED,
            f"{'；'.join(f'{part.form.value}题：{part.worth}' for part in self.parts)}。",
        )

    @property
    def terms(self) -> str:
        """Points, pass mark and time in one line."""
        return exam.terms(self.full, (entry.form for entry in self.entries))


#: What the standard papers are called.
NAMES = {Audience.OFFICER: "安全员必问", Audience.MANAGER: "负责人必考"}

#: How questions are marked: those with one right answer, those answered in words, and the whole.
_CLOSED = "和答案一样得满分，不一样、空着、多勾都不得分。"
_OPEN = "问答题：意思对就给分，不扣字眼。答案里用逗号、分号隔开的几层意思，说全得满分，说出一半以上得一半（半分照算），说错方向不得分。"
_PASSED = "到合格分就合格，合格线是本手册建议的；不合格的讲一遍再考另一卷，两次成绩都记进培训记录。"


def choose(
    book: Handbook, audience: Audience, *, items: Iterable[str] | None = None, count: int, seed: int
) -> tuple[tuple[Item, Question], ...]:
    """``count`` questions for ``audience``, spread over the items as evenly as it goes.

    ``items``: ids to choose from, None for all. Raises HandbookError when an item does not exist or there
    are too few questions.
    """
    wanted = set(items) if items is not None else set(book.item_by_id)
    unknown = sorted(wanted - set(book.item_by_id))
    if unknown:
        right, mend = f"{book.items[0].id} 到 {book.items[-1].id}", "写两位数字，用逗号隔开：07,14"
        raise HandbookError(Problem.whole("--items", "C002", f"没有第 {'、'.join(unknown)} 条", right, mend))
    bank = [(item, question) for item, question in book.questions(audience) if item.id in wanted]
    if not 1 <= count <= len(bank):
        raise HandbookError(
            Problem.whole(
                "--count",
                "C011",
                f"要 {count} 道题，{audience.value}的题有 {len(bank)} 道",
                f"1 到 {len(bank)}",
                "减少题数，或者多选几条",
            )
        )
    queues: dict[str, list[tuple[Item, Question]]] = {}
    for item, question in sorted(bank, key=lambda pair: _order(seed, "choose", pair[1].id)):
        queues.setdefault(item.id, []).append((item, question))
    # One question of each item in turn, so that no item is left out while another is asked twice.
    turns = [
        queue[turn]
        for turn in range(max(map(len, queues.values())))
        for queue in queues.values()
        if turn < len(queue)
    ]
    return tuple(turns[:count])


def papers(
    book: Handbook, audience: Audience, *, items: Iterable[str] | None = None, count: int, seed: int
) -> tuple[Paper, ...]:
    """The variants for ``audience``, of ``count`` questions that :func:`choose` chooses."""
    chosen = choose(book, audience, items=items, count=count, seed=seed)
    return variants(NAMES[audience], [q for _, q in chosen], code=f"{book.edition.id}-{seed}", seed=seed)


def trade_papers(book: Handbook, trade: Trade) -> tuple[Paper, ...]:
    """The variants that ask the trade's own questions."""
    chosen = [book.question_by_id[id][1] for id in trade.questions]
    return variants(trade.name, chosen, code=f"{book.edition.id}-{trade.id}", seed=_TRADE_SEED)


def variants(name: str, chosen: Iterable[Question], *, code: str, seed: int) -> tuple[Paper, ...]:
    """Papers that ask ``chosen``: the same questions, in another order, the options in another order."""
    chosen = tuple(chosen)
    by_form = [
        (heading, form, sorted((q for q in chosen if q.form is form), key=lambda q: _order(seed, "A", q.id)))
        for form, heading in PARTS
    ]
    worth = _worths([question.id for _, _, questions in by_form for question in questions])
    made: list[Paper] = []
    for variant in VARIANTS:
        parts: list[PaperPart] = []
        number = 1
        for heading, form, questions in by_form:
            ordered = questions if variant == VARIANTS[0] else _other_order(questions, seed, variant)
            if ordered:
                entries = tuple(
                    _entry(question, number + index, seed, variant, worth[question.id])
                    for index, question in enumerate(ordered)
                )
                parts.append(PaperPart(f"{_NUMERALS[len(parts)]}、{heading}", form, entries))
                number += len(entries)
        made.append(Paper(name, variant, code, tuple(parts)))
    return tuple(made)


def _worths(ids: Sequence[str]) -> dict[str, int]:
    """Points of each question: the full mark shared out; what does not divide falls to the last."""
    each, left = divmod(exam.FULL, len(ids)) if len(ids) <= exam.FULL else (1, 0)
    return {id: each + (place >= len(ids) - left) for place, id in enumerate(ids)}


def _other_order(questions: list[Question], seed: int, variant: str) -> list[Question]:
    """Another order of ``questions``; one that differs in the first place too, so that neighbours see it at
    once."""
    other = sorted(questions, key=lambda q: _order(seed, variant, q.id))
    return [*other[1:], other[0]] if other and other[0] is questions[0] else other


def _entry(question: Question, number: int, seed: int, variant: str, worth: int) -> Entry:
    options: tuple[str, ...] = ()
    answer = one_line(question.answer)
    if question.form is QuestionForm.CHOICE:
        options = _options(question, seed, variant)
        answer = LETTERS[options.index(one_line(question.answer))]
    return Entry(
        number,
        question.id,
        question.form,
        one_line(question.text),
        options,
        answer,
        one_line(question.answer),
        one_line(question.why),
        question.point,
        worth,
    )


def _options(question: Question, seed: int, variant: str) -> tuple[str, ...]:
    all_options = [one_line(option) for option in (question.answer, *question.wrong)]
    first = sorted(all_options, key=lambda text: _order(seed, question.id, text))
    if variant == VARIANTS[0]:
        return tuple(first)
    # Turned by one to three places: never the order of A, and the right letter is another one.
    turn = 1 + int(_order(seed, variant, question.id), 16) % (len(first) - 1)
    return tuple(first[turn:] + first[:turn])


def _order(seed: int, *names: str) -> str:
    return sha256("\0".join((str(seed), *names)).encode()).hexdigest()

"""How a question is worded, as a sign that the handbook does not answer it: a weight for each character, pair
and triple. A logistic regression learns them from what people ask here (data/asked/) and elsewhere
(data/elsewhere.yml), where forms of questions are filled with words of the handbook, so that the weight lies
on the form and not on the word; and a question is weighed twice, the second time with the known words in it
put as one. The reader's browser adds the weights up (search/untold.js)."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from handbook.model.asked import Elsewhere
from handbook.recipes.disk_cache import cached_value
from handbook.site.out_of_scope_counts import folded, speller

#: Places of the table; a prime, so that :func:`place` spreads. What shares a place is weighed together.
PLACES = 65_521
#: Factors of :func:`place`; as in search/untold.js.
_FACTORS = (7_919, 104_729, 1_299_709)
#: A weight is told in steps; how many above and below nothing, and the sign of the lowest.
STEP, _MOST, _ZERO = 0.25, 7, ord("0")
#: What stands for a word of the handbook in a form, and with how many words each form is filled.
SLOT, FILLINGS = "〇", 12
#: How often all questions are gone through, and how far a step goes at first (Adagrad).
_ROUNDS, _PACE = 4, 0.15


def place(gram: str) -> int:
    """Place of one to three characters in the table."""
    return sum(map(int.__mul__, map(ord, gram), _FACTORS)) % PLACES


def weights_table(
    topics: Sequence[Elsewhere],
    asked: Iterable[str],
    words: Iterable[str],
    names: Iterable[str],
    said: Iterable[tuple[str, str]],
) -> dict[str, object]:
    """``weights``: a sign for each place, ``0`` for the lowest weight; ``step`` from one to the next. No
    weights without topics.

    ``asked``: what people ask here; ``words`` of the handbook, to fill forms with; ``names``: what the
    reader's browser knows as a word; ``said`` as of :meth:`~handbook.model.speech.Speech.spelling`: questions
    are weighed as they are looked for."""
    pairs, here, fillings = list(said), list(asked), sorted(set(words))
    known = sorted({folded(name) for name in names if len(name) > 1 and name.isalnum()})
    given = repr([pairs, here, fillings, known, *topics])
    return cached_value("search", "wording", given, partial(_table, topics, here, fillings, known, pairs))


def _table(
    topics: Sequence[Elsewhere],
    asked: Sequence[str],
    words: Sequence[str],
    names: Sequence[str],
    said: Sequence[tuple[str, str]],
) -> dict[str, object]:
    # The longest that stands at a place is the word; "$^" stands nowhere.
    known = re.compile(f"(?:{'|'.join(sorted(names, key=len, reverse=True)) or '$^'})+")
    spelt = speller(said)
    questions = [(_places(spelt(text), known), False) for text in asked]
    for topic in topics:
        told = (*topic.questions, *_filled(topic.forms, words), *topic.words.split())
        questions += [(_places(spelt(text), known), True) for text in told]
    steps = (max(-_MOST, min(_MOST, round(weight / STEP))) for weight in _fitted(questions))
    return {"step": STEP, "weights": "".join(chr(_ZERO + _MOST + step) for step in steps) if topics else ""}


def _filled(forms: Iterable[str], words: Sequence[str]) -> Iterator[str]:
    """Each form with some of the words, always the same."""
    chance = random.Random(1)
    for form in forms:
        for word in chance.sample(words, min(FILLINGS, len(words))):
            yield form.replace(SLOT, word)


def _fitted(questions: Sequence[tuple[Sequence[int], bool]]) -> list[float]:
    """The weight of each place, more than nothing when it tells for what is asked elsewhere. What a question
    weighs is their sum divided by the root of their number."""
    weights, seen, bias, bias_seen = [0.0] * PLACES, [0.01] * PLACES, 0.0, 0.01
    order, chance = [one for one in questions if one[0]], random.Random(1)
    for _ in range(_ROUNDS):
        chance.shuffle(order)
        for places, elsewhere in order:
            share = len(places) ** -0.5
            total = sum([weights[where] for where in places]) * share + bias
            error = 1 / (1 + math.exp(-max(-30.0, min(30.0, total)))) - elsewhere
            bias_seen += error * error
            bias -= _PACE * error / bias_seen**0.5
            slope = error * share
            for where in places:
                seen[where] += slope * slope
                weights[where] -= _PACE * slope / seen[where] ** 0.5
    return weights


def _places(text: str, known: re.Pattern[str]) -> list[int]:
    """Places of each character, pair and triple of ``text`` once, its ends marked and all digits alike, and
    of those that hold a ``known`` word when it is put as one character."""
    marked = f"^{''.join('0' if sign.isdigit() else sign for sign in text)}$"
    grams = _grams(marked) | {gram for gram in _grams(known.sub(SLOT, marked)) if SLOT in gram}
    return sorted({place(gram) for gram in grams - {"^", "$"}})


def _grams(text: str) -> set[str]:
    return {text[at : at + size] for size in (1, 2, 3) for at in range(len(text) - size + 1)}

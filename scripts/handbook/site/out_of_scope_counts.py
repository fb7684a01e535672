"""What tells a question that the handbook does not answer: how often each character and pair of characters
stands in the questions and words of data/elsewhere.yml. The reader's browser compares that with how often it
stands in the handbook itself (search/question.js): naive Bayes with two classes, of which only this one is
shipped."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from handbook.model.asked import Elsewhere
from handbook.recipes.disk_cache import cached_value

#: Places of the table; a prime, so that :func:`place` spreads. What shares a place is counted together: at
#: 12,000 characters and pairs every sixth place is taken.
PLACES = 65_521
#: Factors of :func:`place`; as in search/question.js.
_FIRST, _SECOND = 7_919, 104_729
#: Counts are told in powers of two, the next below: 0, 1, 2, 4 … 64.
_LEVELS = 8
#: Sign of the count 0 of the first telephone; the others follow it in Unicode.
_ZERO = ord("0")


def place(gram: str) -> int:
    """Place of one or two characters in the table."""
    return (ord(gram[0]) * _FIRST + (ord(gram[1]) if len(gram) > 1 else 0) * _SECOND) % PLACES


def counts_table(topics: Sequence[Elsewhere], said: Iterable[tuple[str, str]]) -> dict[str, object]:
    """``counts``: a sign for each place, 8 × the telephone most asked with it + the level of the count;
    ``total``: of all counts; ``phones``: the numbers by their place. ``said`` as of
    :meth:`~handbook.model.speech.Speech.spelling`: questions are counted as they are looked for."""
    pairs = list(said)
    asked = repr([pairs, *topics])
    return cached_value("search", "untold", asked, partial(_table, topics, pairs))


def _table(topics: Sequence[Elsewhere], pairs: Sequence[tuple[str, str]]) -> dict[str, object]:
    phones = list(dict.fromkeys(topic.phone for topic in topics))
    found: dict[int, Counter[int]] = {}
    spelt = speller(pairs)
    for topic in topics:
        for question in (*topic.questions, *topic.words.split()):
            for gram in _grams(spelt(question)):
                found.setdefault(place(gram), Counter())[phones.index(topic.phone)] += 1
    signs = [chr(_ZERO)] * PLACES
    for where, counts in found.items():
        phone = counts.most_common(1)[0][0]
        level = min(_LEVELS - 1, counts.total().bit_length())
        signs[where] = chr(_ZERO + _LEVELS * phone + level)
    total = sum(counts.total() for counts in found.values())
    return {"phones": phones, "total": total, "counts": "".join(signs) if total else ""}


def folded(text: str) -> str:
    """``text`` as ``fold`` of search/words.js puts it: no crane (行车) stands in a bicycle."""
    return unicodedata.normalize("NFKC", text).lower().replace("自行车", "自行車")


def speller(said: Iterable[tuple[str, str]]) -> Callable[[str], str]:
    """Puts a question as ``fold``, ``plain`` and ``speller`` of search/words.js read what is typed."""
    written = dict(said)
    spoken = re.compile("|".join(re.escape(way).replace(r"\$", "$") for way in written) or "$^")

    def put(match: re.Match[str]) -> str:
        word = match.group()
        return written.get(word) or (written[f"{word}$"] if match.start() else word)

    def spelt(question: str) -> str:
        text = spoken.sub(put, folded(question))
        return "".join(sign for sign in text if sign.isalnum() and ord(sign) <= 0xFFFF)

    return spelt


def _grams(text: str) -> Iterator[str]:
    """Each character and pair of ``text`` once."""
    return iter(dict.fromkeys([*text, *(text[at : at + 2] for at in range(len(text) - 1))]))

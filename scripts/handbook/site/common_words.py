"""Words in common use: what a question says that the handbook never does (search/untold.js).

From the frequency dictionary of ``jieba`` (MIT, counted in newspapers and novels), with what
data/elsewhere.yml lists. They are shipped as a Bloom filter: a bit for each of a word's hashes, so that
23,000 words weigh 34 KB, and three in a thousand that are none of them are taken for one.
"""

from __future__ import annotations

import base64
import importlib.util
import re
from collections.abc import Iterable
from functools import cache, partial
from pathlib import Path

from handbook.recipes.disk_cache import cached_value

#: How often a noun and a verb must stand in what the dictionary was counted from: rare ones are mostly
#: misread, and verbs of daily use say little of what is asked.
NOUN, VERB = 50, 200
#: Bits of the filter for each word, and hashes of a word; as in search/untold.js.
BITS, HASHES = 12, 8
_SEEDS, _PRIME = (2_166_136_261, 84_696_351), 16_777_619


def common_words(listed: Iterable[str]) -> str:
    """The filter in base64. ``listed``: words to add, of two to four characters; others are left out."""
    words = sorted(set(listed))
    return cached_value("search", "common", "\n".join(words), partial(_filter, words))


def _filter(listed: Iterable[str]) -> str:
    words = _dictionary() | {word for word in listed if re.fullmatch("[一-鿿]{2,4}", word)}
    bits = bytearray(len(words) * BITS // 8 + 1)
    for word in words:
        first, step = (_hash(word, seed) for seed in _SEEDS)
        for number in range(HASHES):
            bit = (first + number * step) % (8 * len(bits) - 1)
            bits[bit >> 3] |= 1 << (bit & 7)
    return base64.b64encode(bytes(bits)).decode("ascii")


def _hash(word: str, seed: int) -> int:
    for sign in word:
        seed = (seed ^ ord(sign)) * _PRIME & 0xFFFFFFFF
    return seed


@cache
def _dictionary() -> frozenset[str]:
    """Nouns but for names of people, and frequent verbs; a longer word that holds one of them says no more.

    Each line of the dictionary is a word, how often it was counted, and its part of speech.
    """
    spec = importlib.util.find_spec("jieba")  # not imported: it reads the whole dictionary into a tree
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("jieba")
    found: list[str] = []
    for line in (Path(spec.origin).parent / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, often, part = line.split(" ")
        count = int(often)
        noun = part == "vn" or (part[:1] == "n" and part[:2] != "nr")
        if 2 <= len(word) <= 4 and count >= (NOUN if noun else VERB) and (noun or part[:1] == "v"):
            found.append(word)
    short = {word for word in found if len(word) == 2}
    return frozenset(
        word
        for word in found
        if word in short or not any(word[at : at + 2] in short for at in range(len(word) - 1))
    )

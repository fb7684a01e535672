"""Chinese words in the order of a dictionary: by their sound."""

from __future__ import annotations

from functools import partial

from handbook.recipes.disk_cache import cached_value


def sound(word: str) -> str:
    """The syllables of ``word`` in Latin letters, without tones; the key to sort it by."""
    return cached_value("sounds", word, word, partial(_spelled, word))


def _spelled(word: str) -> str:
    from pypinyin import lazy_pinyin  # takes long to load, and is seldom wanted

    return " ".join(lazy_pinyin(word)).lower()

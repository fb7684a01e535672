"""Words of the law with those that people say."""

from __future__ import annotations

from pydantic import Field

from handbook.model.base import PointId, Sentence, ShortText, Source
from handbook.model.law.resolve import Citation


class Term(Source):
    """A word of the law and the everyday words people say and search for."""

    term: ShortText = Field(alias="术语")
    aliases: tuple[ShortText, ...] = Field((), alias="俗称")
    meaning: Sentence = Field(alias="释义")
    reference: Citation | None = Field(None, alias="条文")
    points: tuple[PointId, ...] = Field((), alias="要点", description="最能回答的要点")

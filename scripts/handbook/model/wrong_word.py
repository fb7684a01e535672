"""Words that are often written wrongly."""

from __future__ import annotations

from pydantic import Field

from handbook.model.base import ShortText, Source


class WrongWord(Source):
    """A slip of the hand and what was meant (data/wrong-words.yml)."""

    wrong: ShortText = Field(alias="错", description="哪里都算错的词")
    right: ShortText = Field(alias="写", description="该写成什么")
    but: tuple[ShortText, ...] = Field((), alias="不算", description="含有这几个字、却没有错的词")

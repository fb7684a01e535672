"""What people type when they look for something, and the place that answers it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from handbook.model.base import Source

#: ``14`` an item, ``14-1`` a point, ``drills/script`` a page, ``drills/script#119-报警词`` a place on it.
AnswerPlace = Annotated[
    str, StringConstraints(pattern=r"^(\d{2,4}(-\d{1,2})?|[a-z0-9][a-z0-9./-]*(#[^\s#]+)?)$", max_length=80)
]

#: What people type: a word, or a sentence that still fits into the box.
Phrase = Annotated[str, StringConstraints(min_length=2, max_length=16, pattern=r"^[^\n]*$")]


class Asked(Source):
    """Everyday phrasings for one place of the site (data/asked/*.yml)."""

    place: AnswerPlace = Field(
        alias="答", description="在哪里答：14 是第14条，14-1 是要点，drills/script 是一页，后面可以加 #位置"
    )
    phrases: tuple[Phrase, ...] = Field(
        alias="问", min_length=1, description="人们会打的话，一个词到一句话，每句 2 到 16 个字"
    )

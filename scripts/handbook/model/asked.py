"""What people type when they look for something, and the place that answers it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from handbook.model.base import ShortText, Source

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
    urgent: bool = Field(
        False,
        alias="急事",
        description="写着出了事先做什么的地方：有人打急事的字（data/site.yml），它排在前面",
    )


#: A way to ask, with 〇 in the place of a word of the handbook.
PhraseForm = Annotated[str, StringConstraints(min_length=2, max_length=16, pattern=r"^[^\n〇]*〇[^\n〇]*$")]


class Elsewhere(Source):
    """Things that people ask and the handbook does not tell: the search says so, and whom to ring."""

    name: ShortText = Field(alias="事", description="这一类事叫什么")
    phone: ShortText = Field(alias="电话", description="data/site.yml 的“电话”里已有的号码")
    questions: tuple[Phrase, ...] = Field(
        alias="问", min_length=1, description="人们会打的话，一个词到一句话，每句 2 到 16 个字"
    )
    forms: tuple[PhraseForm, ...] = Field(
        (), alias="句式", description="手册不答的问法，〇 代替手册里的一个词，例如“〇多少钱一个”"
    )
    words: str = Field(
        "", alias="词", description="这一类里手册没有的词，空格分开；见到它，多半问的是手册不写的事"
    )

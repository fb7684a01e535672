"""How people speak, apart from what the handbook is about: what the site search reads a question by."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from handbook.model.base import Source

#: A word or turn of speech.
Spoken = Annotated[str, StringConstraints(min_length=1, max_length=12, pattern=r"^\S+$")]
#: A word that stands for another: a single character stands in too many words to be one.
Alike = Annotated[str, StringConstraints(min_length=2, max_length=12, pattern=r"^\S+$")]


class Wording(Source):
    """What speech says otherwise than writing, and what is so often miswritten that it is no slip."""

    written: Spoken = Field(alias="写", description="手册里写的话")
    spoken: tuple[Spoken, ...] = Field(alias="说", min_length=1, description="人们说的话，都换成“写”的那句")
    at_end: bool = Field(False, alias="句末", description="只在一句话的最后才换")


class Amount(Source):
    """How one asks for a number of a kind, and the units in which the handbook would tell it."""

    asked: tuple[Spoken, ...] = Field(alias="问", min_length=1, description="问这种数的说法")
    units: tuple[Spoken, ...] = Field(alias="写", min_length=1, description="手册写这种数用的单位")


class Habits(Source):
    """How people ask, which is grammar and not vocabulary (that is the glossary's)."""

    often: tuple[Spoken, ...] = Field((), alias="多久", description="问多久一次、到什么时候")
    fine: tuple[Spoken, ...] = Field((), alias="罚款", description="问不做的后果")
    licence: tuple[Spoken, ...] = Field((), alias="证件", description="问要什么证")
    dealings: tuple[Spoken, ...] = Field(
        (), alias="罚后", description="问罚了以后怎么办，哪一行都一样：行业的名字不算问的东西"
    )
    paper: tuple[Spoken, ...] = Field((), alias="纸张", description="问用哪张表")
    price: tuple[Spoken, ...] = Field((), alias="价钱", description="问东西卖多少钱，手册不写")
    turns: tuple[Spoken, ...] = Field((), alias="外事", description="问买卖、选型、修理，手册多半不写")
    places: tuple[Spoken, ...] = Field((), alias="外地", description="别处的地名，手册不写别处的事")
    sites: tuple[Spoken, ...] = Field((), alias="场所", description="不是工厂的地方，手册多半不写")
    calm: tuple[Spoken, ...] = Field(
        (), alias="平常", description="问的是演练、处罚、表格，不是正在出事，不先说打 119、120"
    )
    happening: tuple[Spoken, ...] = Field(
        (), alias="正在", description="有这些字就当正在出事，先说打 119、120"
    )
    idle: tuple[Spoken, ...] = Field((), alias="虚字", description="只是问的口气，找的时候不看")

    def by_kind(self) -> dict[str, list[str]]:
        """What the search asks for by name, longest first: a phrase may hold a shorter one."""
        return {kind: sorted(phrases, key=len, reverse=True) for kind, phrases in self}


class Speech(Source):
    """Habits of speech (data/speech.yml). ``alike``: words of about the same meaning, of which the text has
    one and the question another."""

    wordings: tuple[Wording, ...] = Field((), alias="口语", description="说的话换成写的话，长的先换")
    habits: Habits = Field(Habits(), alias="问法", description="问一件事的说法，长的先认")
    amounts: tuple[Amount, ...] = Field(
        (), alias="数量", description="问一个数的说法和单位；找到的地方没有这种数，就是手册没有写"
    )
    alike: tuple[Annotated[tuple[Alike, ...], Field(min_length=2)], ...] = Field(
        (), alias="近义", description="一行是意思差不多的几个词；术语和俗称写在词语对照里"
    )

    def spelling(self) -> list[tuple[str, str]]:
        """``(spoken, written)``, longest first; ``$`` behind what is only meant at the end of a question."""
        pairs = [(spoken + "$" * row.at_end, row.written) for row in self.wordings for spoken in row.spoken]
        return sorted(pairs, key=lambda pair: -len(pair[0]))

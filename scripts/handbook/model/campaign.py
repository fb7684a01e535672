"""What was published of the campaign."""

from __future__ import annotations

import re

from pydantic import Field, model_validator

from handbook.model.asked import Asked
from handbook.model.base import ItemId, Sentence, ShortText, Source, WebName, wrong

#: How a statement of the campaign names a number: {drill-firms}.
NUMBER_NAME = re.compile(r"\{([^{}]*)\}")


class CampaignFact(Source):
    """A published number of the campaign (counts only)."""

    id: WebName = Field(alias="代号")
    label: ShortText = Field(alias="事项")
    value: int | None = Field(None, alias="数量")
    unit: str = Field("", alias="单位")
    qualifier: str = Field("", alias="限定", description="例如 超过、新建")
    item: ItemId | None = Field(None, alias="条目")
    note: str = Field("", alias="说明")

    @property
    def told(self) -> str:
        """The number as a sentence says it: 超过11,700 m², 374家."""
        number = f"{self.value:,}" if self.value is not None else ""
        gap = " " if self.unit[:1].isascii() and self.unit else ""
        return f"{self.qualifier}{number}{gap}{self.unit}"


class Statement(Source):
    """A sentence of the report that a page takes in by the line ``--8<-- "campaign/<代号>.md"``."""

    id: WebName = Field(alias="代号", description="接入行里的名字")
    text: Sentence = Field(
        alias="说", description="“据……报道，”由程序写；数字写成 {数字的代号}，从上面的“数字”来"
    )


class Campaign(Source):
    """The campaign's numbers with their source (data/campaign.yml)."""

    source: Sentence = Field(alias="来源")
    date: ShortText = Field(alias="日期")
    method: tuple[ShortText, ...] = Field(alias="四步")
    principles: tuple[ShortText, ...] = Field(alias="原则")
    facts: tuple[CampaignFact, ...] = Field(alias="数字")
    note: str = Field("", alias="说明", description="行动数据页末尾的一句话：报道没有说什么、什么没有公开")
    statements: tuple[Statement, ...] = Field(
        (), alias="说法", description="各页接入的一句话；没有行动数据的区，这些话自己消失"
    )
    asked: tuple[Asked, ...] = Field(
        (), alias="搜索", description="只和这次行动有关的搜索说法，写法同 data/asked/"
    )

    @model_validator(mode="after")
    def _named_once(self) -> Campaign:
        for key, rows in (("数字", self.facts), ("说法", self.statements)):
            ids = [row.id for row in rows]
            for index, name in enumerate(ids):
                if name in ids[:index]:
                    said = f"代号“{name}”写了两遍"
                    raise wrong(said, "每个只用一次", "改一个代号", key, index, "代号")
        return self

    def said(self, statement: Statement) -> str:
        """``statement`` with its source and its numbers: 据某年某月报道，某区督促253家…. A name that no
        number bears stays as it is: the check tells of it."""
        told = {fact.id: fact.told for fact in self.facts}
        return f"据{self.date}报道，" + NUMBER_NAME.sub(lambda m: told.get(m[1], m[0]), statement.text)

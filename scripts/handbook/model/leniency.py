"""When a breach of the law goes unpunished."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from handbook.model.base import ItemId, Sentence, ShortText, Source
from handbook.model.law.resolve import Citation


class NamedMinorAct(Source):
    name: ShortText = Field(alias="名称")
    item: ItemId = Field(alias="条目")
    note: str = Field("", alias="说明")


class ProvincialList(Source):
    name: ShortText = Field(alias="名称")
    effective: dt.date = Field(alias="施行")
    until: dt.date = Field(alias="截止")
    acts: int = Field(alias="项数")
    conditions: tuple[Sentence, ...] = Field(alias="前提")
    note: Sentence = Field(alias="说明")


class LeniencyCase(Source):
    """One rule of leniency in the law's own conditions."""

    reference: Citation = Field(alias="条文")
    condition: Sentence = Field(alias="条件")
    effect: Sentence = Field(alias="结果")


class Leniency(Source):
    """When a breach goes unpunished or is punished less (data/leniency.yml)."""

    cases: tuple[LeniencyCase, ...] = Field(alias="规定", min_length=1)
    provincial: ProvincialList | None = Field(None, alias="省级清单", description="省里没有清单的，整段不写")
    named: tuple[NamedMinorAct, ...] = Field((), alias="点名行为")

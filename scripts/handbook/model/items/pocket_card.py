"""Cards for the pocket of who does the work: a few steps, those that are law with the article."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from handbook.model.base import ItemId, ShortText, Source, WebName
from handbook.model.law.resolve import Citation


class CardStep(Source):
    text: Annotated[str, StringConstraints(min_length=4, max_length=40)] = Field(
        alias="话", description="一步，一句话，不超过 40 个字；条文的条件不能丢"
    )
    reference: Citation | None = Field(
        None, alias="条文", description="条文就要求这一步的才写；是通行做法的不写，卡上印“建议”"
    )


class PocketCard(Source):
    """A card of 105 by 74 mm, eight on a sheet of A4 (data/pocket-cards.yml)."""

    id: WebName = Field(alias="代号")
    name: ShortText = Field(alias="名称")
    whom: ShortText = Field(alias="给谁")
    code_item: ItemId = Field(alias="扫码条目")
    steps: tuple[CardStep, ...] = Field(alias="步骤", min_length=3, max_length=8)

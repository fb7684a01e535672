"""The special hazards of firms."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from handbook.model.base import Sentence, ShortText, Source, WebName


class Hazard(Source):
    """A special hazard a firm may have; decides which points apply to it."""

    id: WebName = Field(alias="代号")
    name: ShortText = Field(alias="名称")
    short: Annotated[str, StringConstraints(max_length=4)] = Field(
        "", alias="简称", description="口袋书括号里用，不超过 4 个字；名称本来就短的不写"
    )
    ask: Sentence = Field(alias="怎么问", description="自查向导里问企业的一句话")
    examples: Sentence = Field(alias="例如")
    features: tuple[ShortText, ...] = Field(
        (), alias="判定特征", description="重大隐患条款里的“特征”，有这个专项的企业才可能有"
    )

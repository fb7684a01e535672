"""Words of an article that mislead when told without the others beside them."""

from __future__ import annotations

from pydantic import Field

from handbook.model.base import ShortText, Source
from handbook.model.law.resolve import Citation


class Inseparable(Source):
    """A condition that travels with its rule (data/conditions.yml): a sentence that says ``said`` says one
    of ``also``, too."""

    said: ShortText = Field(alias="说到", description="一句话里出现的字，照条文写")
    also: tuple[ShortText, ...] = Field(
        alias="同句要有", min_length=1, description="少了它意思就变的字；写了几个的，有一个就行"
    )
    reference: Citation = Field(alias="条文", description="条件出自哪一条")

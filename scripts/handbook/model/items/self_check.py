"""How a self-check asks: one question an item, what owners of their own building are not asked, how much
comes first."""

from __future__ import annotations

from pydantic import Field

from handbook.model.base import ItemId, PointId, Sentence, Source


class QuickQuestion(Source):
    """The one question that stands for an item; yes means that all of it is done."""

    item: ItemId = Field(alias="条目")
    text: Sentence = Field(alias="问", description="一句能答是或不是的话，只写这一条要点说过的事")


class SelfCheckPlan(Source):
    """How the self-check asks (data/self-check.yml)."""

    first: int = Field(alias="每条先问", ge=1, le=10, description="常查时，每一条先问最要紧的几个要点")
    quick: tuple[QuickQuestion, ...] = Field(alias="快查")
    not_for_owners: tuple[PointId, ...] = Field(
        alias="自有厂房不问", description="只有出租、承租才有的要点；用自己厂房的企业不问"
    )

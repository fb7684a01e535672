"""Items that are no longer in the list."""

from __future__ import annotations

from pydantic import Field

from handbook.model.base import ItemId, Sentence, ShortText, Source, WebName, WorkDay


class WithdrawnItem(Source):
    """An item that is no longer in the list. Its number, ids and addresses are never used again."""

    id: ItemId = Field(alias="编号", description="永久编号，要加引号")
    slug: WebName = Field(alias="网址名")
    name: ShortText = Field(alias="名称")
    day: WorkDay = Field(alias="日期", description="撤掉的日期")
    why: Sentence = Field(alias="原因")
    successor: ItemId | None = Field(
        None, alias="改看", description="代替它的条目编号；没有就不写，旧地址转到检查事项目录"
    )
    former_slugs: tuple[WebName, ...] = Field((), alias="曾用网址名")

    @property
    def stem(self) -> str:
        return f"{self.id}-{self.slug}"

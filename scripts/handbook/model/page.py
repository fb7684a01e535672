"""Hand-written pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from pydantic import Field, model_validator

from handbook.model.base import ItemId, Sentence, ShortText, Source, WorkDay, wrong


class PageState(StrEnum):
    """Standing of a page's text."""

    DRAFT = "建议稿"
    OFFICIAL = "官方文本"
    UNWRITTEN = "待编写"
    AWAITED = "待官方发布"


class PagePart(StrEnum):
    """What the theme can leave out of a page."""

    MENU = "navigation"
    CONTENTS = "toc"
    TRAIL = "path"
    NEIGHBOURS = "footer"


class FrontMatter(Source):
    """What stands between the two lines of ``---`` at the head of a page."""

    title: ShortText | None = Field(None, alias="title", description="页面的标题，像数字的要加英文双引号")
    description: Sentence | None = Field(
        None, alias="description", description="一句话：讲什么；搜索结果里看得到"
    )
    order: int = Field(99, alias="次序", ge=0, le=999, description="在菜单里排第几，写数字")
    state: PageState = Field(
        PageState.DRAFT, alias="状态", description="官方文本、待编写、待官方发布；不写就是建议稿"
    )
    audience: ShortText | None = Field(
        None, alias="给谁看", description="谁要读这一页；和状态、核验日期一起印在标题下面"
    )
    verified: WorkDay | None = Field(
        None, alias="核验日期", description="最近一次对着依据核对这一页的日期，如 2026-11-23"
    )
    item: ItemId | None = Field(None, alias="条目", description='条目页写条目的编号，加英文双引号："07"')
    related: tuple[ItemId, ...] = Field((), alias="相关条目", description='条目编号的列表，如 ["07", "14"]')
    hide: tuple[PagePart, ...] = Field((), alias="hide", description="不显示的部分：navigation、toc")

    @model_validator(mode="after")
    def _told_together(self) -> FrontMatter:
        """The three are one line below the title."""
        if self.audience is None and (self.verified is not None or "state" in self.model_fields_set):
            at = "状态" if self.verified is None else "核验日期"
            raise wrong(f"写了{at}，没有写给谁看", "给谁看: 安全员、班组长", "加上这一行", at)
        if self.audience is not None and self.verified is None:
            hint = "写最近一次对着依据核对的日期"
            raise wrong("写了给谁看，没有写核验日期", "核验日期: 2026-11-23", hint, "给谁看")
        return self


@dataclass(frozen=True)
class Page:
    """A hand-written page. ``path`` is relative to ``docs/``."""

    path: str
    title: str
    front: FrontMatter = field(compare=False)
    body: str = field(compare=False)

    @property
    def address(self) -> str:
        """Address of the built page, relative to the site's root."""
        return self.path.removesuffix(".md") + ".html"

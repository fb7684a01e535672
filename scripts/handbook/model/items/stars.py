"""The ten stars and the scheme called 7544: what is public of them, and empty places for what is not."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field, model_validator

from handbook.model.base import ItemId, Sentence, ShortText, Source, WorkDay, wrong


class StarState(StrEnum):
    """How much of a star is public. Only the authority's own text is ever 官方文本."""

    AWAITED = "待官方发布"
    NAMED = "名称已公开"
    OFFICIAL = "官方文本"


class Star(Source):
    """One of the ten places. An awaited star has neither name nor items: nothing is guessed."""

    number: int = Field(alias="序", ge=1, le=10)
    state: StarState = Field(alias="状态", description="待官方发布、名称已公开、官方文本")
    name: ShortText | None = Field(None, alias="名称", description="待官方发布的不写")
    items: tuple[ItemId, ...] = Field(
        (), alias="自评条目", description="自评时看哪几条，是编写组的建议；待官方发布的不写"
    )
    why: Sentence | None = Field(None, alias="说明", description="为什么看这几条")
    standard: Sentence | None = Field(
        None, alias="官方标准", description="官方公布的评定标准；状态是“官方文本”时写"
    )

    @model_validator(mode="after")
    def _state_fits(self) -> Star:
        if self.state is StarState.AWAITED and (self.name or self.items or self.why or self.standard):
            said = f"第 {self.number} 颗星待官方发布，却写了内容"
            raise wrong(said, "只写 序 和 状态", "没有公布的不编；公布了就改“状态”")
        if self.state is not StarState.AWAITED and not self.name:
            raise wrong(f"第 {self.number} 颗星没有名称", "名称: 责任星", "补上公布的名称")
        if (self.state is StarState.OFFICIAL) != bool(self.standard):
            said = f"第 {self.number} 颗星的“状态”和“官方标准”对不上"
            raise wrong(said, "官方文本 才写官方标准", "抄录公布的标准，或者改“状态”")
        return self


class Digit(Source):
    """A digit of the scheme's name and what it stands for, once that is published."""

    digit: int = Field(alias="数字", ge=0, le=9)
    meaning: Sentence | None = Field(None, alias="含义", description="官方公布以后才写")


class Stars(Source):
    """Grading by stars, and the scheme 7544 (data/stars.yml)."""

    source: Sentence = Field(alias="来源")
    checked: WorkDay = Field(alias="核验日期")
    rule: Sentence = Field(alias="自评办法", description="怎么算一颗星自评点亮，不是官方办法")
    stars: tuple[Star, ...] = Field(alias="星", min_length=1)
    digits: tuple[Digit, ...] = Field(
        alias="数字方案", min_length=1, description="“7544”的四个数字，一个一行"
    )

    @model_validator(mode="after")
    def _in_order(self) -> Stars:
        numbers = [star.number for star in self.stars]
        if numbers != list(range(1, len(numbers) + 1)):
            raise wrong("星的“序”不连续", "1、2、3……一个不缺、不重复", "照顺序改")
        return self

"""Worked trades: a small plant of each kind, its steps, risks and rhythm, and which points count there."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from handbook.model.base import (
    HazardName,
    ItemId,
    PlanId,
    PlantName,
    PointId,
    QuestionId,
    Sentence,
    ShortText,
    Source,
    WebName,
    wrong,
)
from handbook.model.items.item import Role, Sector
from handbook.model.law.resolve import Citation
from handbook.model.lesson import ON_A_WALL, DrawingName, on_wall

#: Division, group or class of GB/T 4754: C21, C211, C2110.
IndustryNumber = Annotated[str, StringConstraints(pattern=r"^[A-T][0-9]{2,4}$")]


#: What stands before what comes first, on a wall.
FIRST = "先做"
_BRACKETS = re.compile("（[^）]*）")


class RiskLevel(StrEnum):
    """Levels of risk of the provincial rules, dangerous first."""

    MAJOR = "重大"
    GREATER = "较大"
    ORDINARY = "一般"
    LOW = "低"


class TradeFile(StrEnum):
    """What is offered for a trade, by the end of its file's name."""

    LEAFLET = ".pdf"
    EXAM = "-exam.pdf"
    EXAM_TEXT = "-exam.docx"
    LESSON = "-lesson.pdf"
    SLIDES = "-lesson.pptx"


class Industry(Source):
    """A class of the national classification of industries."""

    number: IndustryNumber = Field(alias="代码", description="门类字母加数字，如 C211")
    name: ShortText = Field(alias="名称")


class Plant(Source):
    """The made-up plant that the example is drawn and told on."""

    people: int = Field(alias="人数", ge=1, le=99)
    story: Sentence = Field(alias="说明", description="几个人、租多大、做什么、一天怎么干活")
    plan: PlanId | None = Field(None, alias="平面图", description="data/plans/ 里的代号；没有就不写")


#: The gravest that can hurt and what comes first, as they stand on a wall.
WallHarm = Annotated[str, StringConstraints(min_length=2, max_length=14, pattern=r"^[^\n]*$")]
WallFirst = Annotated[str, StringConstraints(min_length=2, max_length=18, pattern=r"^[^\n]*$")]


class Step(Source):
    """A step of the work: what can hurt, what is usually there, what comes first."""

    name: ShortText = Field(alias="工序")
    work: Sentence = Field(alias="做什么")
    harm: Sentence = Field(alias="会伤人的", description="会怎么伤、怎么烧、怎么炸")
    usual: Sentence = Field(alias="常见的样子", description="小厂里通常是什么样")
    first: Sentence = Field(alias="先做")
    wall: tuple[WallHarm, WallFirst] | None = Field(
        None,
        alias="上墙",
        description="讲课的片子上写什么：[最险的一样，14 个字以内, 先做的一样，18 个字以内]；"
        f"不写就写“会伤人的”和“先做”，那两句连工序的名称最多 {ON_A_WALL} 个字",
    )
    drawing: DrawingName | None = Field(
        None,
        alias="图",
        description="片子和行业页上放的图，正好画这一步的才放；片子上的裁法照方面的片子",
    )
    who: ShortText = Field(alias="谁做")
    when: ShortText = Field(alias="何时")
    points: tuple[PointId, ...] = Field(alias="要点", min_length=1)

    @property
    def shown(self) -> tuple[str, str]:
        """What stands on the wall: what hurts, what comes first; what is in brackets is only said."""
        if self.wall:
            return self.wall
        return self.harm, _BRACKETS.sub("", self.first)

    @model_validator(mode="after")
    def _is_read_from_the_last_row(self) -> Step:
        told = on_wall(self.name, *self.shown)
        if told > ON_A_WALL - len(FIRST):
            said = f"工序“{self.name}”上墙的话有 {told} 个字，坐后排的人看不完"
            right = f"名称、会伤人的、先做一起最多 {ON_A_WALL - len(FIRST)} 个字"
            raise wrong(said, right, "补一行“上墙: [最险的一样, 先做的一样]”")
        return self


class Risk(Source):
    """A line of the risk list with the eight things that 05-4 asks for."""

    name: ShortText = Field(alias="风险名称")
    source: ShortText = Field(alias="风险点")
    place: ShortText = Field(alias="位置")
    level: RiskLevel = Field(alias="等级", description="示例的等级；本厂照本行业的目录定")
    accident: ShortText = Field(alias="事故类型")
    measures: Sentence = Field(alias="管控措施")
    department: ShortText = Field(alias="责任部门")
    person: ShortText = Field(alias="责任人", description="写岗位，不写姓名")


class NotHere(Source):
    """An item that this trade usually can leave out, and why."""

    item: ItemId = Field(alias="条目")
    why: Sentence = Field(alias="为什么")


class Rhythm(Source):
    """Something that comes round in the year of this trade, beyond what the points already ask."""

    when: ShortText = Field(alias="何时", description="每天开工、周五下班前、梅雨以前……")
    task: Sentence = Field(alias="做什么")
    rules: tuple[Citation, ...] = Field(
        (),
        alias="规定",
        max_length=2,
        description="规定要在这个时候做的条文；没有写的，印“建议”。一行里有规定有建议的，分成两行",
    )
    points: tuple[PointId, ...] = Field((), alias="要点")


class Trade(Source):
    """One worked trade (data/trades/<代号>.yml)."""

    id: WebName = Field(alias="代号", description="小写英文，和文件名一致，定了不改")
    order: int = Field(alias="次序", ge=1, le=99)
    name: ShortText = Field(alias="名称")
    lead: Sentence = Field(alias="一句话")
    aliases: tuple[ShortText, ...] = Field(alias="俗称", min_length=1, description="人们怎么叫、怎么搜")
    industries: tuple[Industry, ...] = Field((), alias="行业", description="GB/T 4754 的代码和名称")
    sectors: tuple[Sector, ...] = Field(
        (),
        alias="判定行业",
        description="重大隐患判定标准分的行业：冶金、有色、机械、轻工、纺织、商贸……；"
        "说不准的把可能的都写上，先当适用；不写就各行业的都标",
    )
    role: Role | None = Field(None, alias="适用", description="只给一方的写")
    plant: Plant = Field(alias="样板厂")
    hazards: tuple[HazardName, ...] = Field(alias="专项", description="这一行通常都有的，名称见 hazards.yml")
    open_hazards: tuple[HazardName, ...] = Field((), alias="可能有", description="有的厂有，要问一句的专项")
    plants_without: tuple[PlantName, ...] = Field(
        (),
        alias="没有的设施",
        description="重大隐患条款里的“设施”，这一行的厂不会有的；自查里不为它标 ▲，说不准的不写",
    )
    steps: tuple[Step, ...] = Field(alias="工序", min_length=1)
    risks: tuple[Risk, ...] = Field(alias="风险清单", min_length=1)
    first: tuple[PointId, ...] = Field(alias="先看", min_length=1, description="这一行最要紧的要点，先后有序")
    left_out: tuple[NotHere, ...] = Field((), alias="多半用不上")
    rhythm: tuple[Rhythm, ...] = Field(alias="节律", min_length=1)
    questions: tuple[QuestionId, ...] = Field(alias="题", min_length=1, description="考这一行的题目编号")

    @property
    def address(self) -> str:
        """Address of the page, relative to the site's root."""
        return f"trades/{self.id}.html"

    def file(self, kind: TradeFile, edition: str) -> str:
        """Path of a download of the trade, relative to the site's root; ``edition``: the edition's id."""
        return f"downloads/trades/{self.id}-{edition}{kind}"

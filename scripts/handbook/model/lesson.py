"""Lessons of the round and posters for the wall: which drawing or question is shown, and what is said
beside it."""

from __future__ import annotations

import html
import re
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from handbook.model.base import (
    AspectName,
    ItemId,
    LineId,
    PointId,
    QuestionId,
    Sentence,
    ShortText,
    Source,
    WebName,
    wrong,
)
from handbook.model.law.resolve import Citation

#: Characters that are read on a wall while somebody speaks; marks of lists are not counted.
ON_A_WALL = 45
#: Slides that are written for a deck, at most: in a lesson of a quarter of an hour; in a meeting of half an
#: hour and more.
MAX_SLIDES, MAX_SLIDES_LONG = 10, 18
#: Minutes up to which a deck is a short one.
SHORT_MINUTES = 20

#: Name of a drawing below docs/drawings, or ``generated/…`` for one made from data/lines.yml and data/plans.
DrawingName = Annotated[
    str, StringConstraints(pattern=r"^(generated/)?[a-z0-9]+(-[a-z0-9]+)*\.svg$", max_length=80)
]
_WORDS = re.compile(r"<(title|desc)\b[^>]*>(.*?)</\1>", re.DOTALL)
#: Part of a drawing: left, top, width, height in drawing units (a drawing is 720 wide).
Part = tuple[float, float, float, float]
#: The one thought of a slide.
Headline = Annotated[str, StringConstraints(min_length=2, max_length=24, pattern=r"^[^\n]*$")]
#: A line on a slide of words; five of them are still seen from the last row.
SlideLine = Annotated[str, StringConstraints(min_length=4, max_length=24, pattern=r"^[^\n]*$")]
_MARK = re.compile(r"^[0-9A-Z]{1,2}　")
#: Where one stops on a round of the plant.
Stop = Annotated[str, StringConstraints(min_length=2, max_length=5, pattern=r"^[^\n]*$")]
#: A page of the handbook by its path without the ending.
PagePath = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+(/[a-z0-9-]+)*$", max_length=80)]
#: A line on a wall, large.
Line = Annotated[str, StringConstraints(min_length=1, max_length=22, pattern=r"^[^\n]*$")]


def on_wall(*lines: str) -> int:
    """Characters of ``lines`` without the marks of a list and without spaces."""
    return sum(len("".join(_MARK.sub("", line).split())) for line in lines)


class Slide(Source):
    """One thought with one drawing or a few lines, or one question. What is said stands in the notes."""

    title: Headline | None = Field(
        None, alias="标题", description="一个意思，最多 24 个字；题目、方面的片子不写"
    )
    drawing: DrawingName | None = Field(
        None, alias="图", description="docs/drawings/ 里的图名，或者 generated/ 里由数据画的图"
    )
    part: Part | None = Field(
        None, alias="裁", description="只用图的一块：[左, 上, 宽, 高]，图宽 720；字才够大"
    )
    lines: tuple[LineId, ...] = Field(
        (), alias="线", max_length=4, description="data/lines.yml 里线的代号，最多 4 种，画成大样"
    )
    question: QuestionId | None = Field(
        None, alias="题", description="题目编号，如 07-Q1；题面、选项、答案由条目里来"
    )
    words: tuple[SlideLine, ...] = Field(
        (),
        alias="话",
        min_length=2,
        max_length=5,
        description=f"没有图的片子：二到五行，连标题最多 {ON_A_WALL} 个字；细的写进“讲”",
    )
    aspect: AspectName | None = Field(
        None, alias="方面", description="方面的名称，如“责任制度”；列出这个方面的条目，标题自动做"
    )
    leniency: tuple[Citation, ...] = Field(
        (), alias="从宽", max_length=3, description="从宽规定的条文；条件和结果由 data/leniency.yml 里来"
    )
    route: bool = Field(False, alias="路线", description="true：把后面写了“站”的片子按次序画成一条路线")
    stop: Stop | None = Field(
        None, alias="站", description="现场观摩走到哪里看这一样，二到五个字；只有放图的片子写，按次序编号"
    )
    points: tuple[PointId, ...] = Field((), alias="要点", description="讲的是哪些要点；放图的片子要写")
    basis: tuple[Citation, ...] = Field((), alias="依据", description="讲到的条文，写在备注里")
    say: Sentence | None = Field(None, alias="讲", description="讲课人说什么，写在备注里")
    ask: Sentence = Field(alias="问", description="问听课的人什么")
    point_at: Sentence = Field(alias="指", description="指图上、现场的哪里")

    @model_validator(mode="after")
    def _one_thing(self) -> Slide:
        shown = {
            "图": self.drawing,
            "线": self.lines,
            "题": self.question,
            "话": self.words,
            "方面": self.aspect,
            "从宽": self.leniency,
            "路线": self.route,
        }
        if sum(map(bool, shown.values())) != 1:
            raise wrong(
                "一张片子只放一样：一幅图、几行话，或者一道题", "、".join(shown) + "选一样", "分成两张"
            )
        if (self.drawing or self.lines) and (self.title is None or self.say is None or not self.points):
            raise wrong("放图的片子少了标题、要点或者讲", "标题、要点、讲都写", "补上")
        if (self.words or self.leniency or self.route) and (self.title is None or self.say is None):
            raise wrong("没有图的片子少了标题或者讲", "标题、讲都写；要点可以不写", "补上")
        if self.aspect and self.title:
            mend = "删掉标题" if self.say else "删掉标题，补上讲"
            raise wrong("列方面的片子只写讲，不写标题", "标题由方面的名称和条数做成", mend)
        if self.aspect and self.say is None:
            raise wrong("列方面的片子少了“讲”", "讲: 一句话", "补上讲什么")
        if self.question is not None and (self.title or self.points):
            raise wrong("题目片子不写标题和要点", "题面和要点由条目里来", "删掉标题和要点")
        told = on_wall(self.title or "", *self.words)
        if self.words and told > ON_A_WALL:
            said = f"这张片子有 {told} 个字，坐后排的人看不完"
            raise wrong(said, f"连标题最多 {ON_A_WALL} 个字，行首的编号不算", "留下要点，细的挪到“讲”")
        if self.stop is not None and self.drawing is None:
            raise wrong("只有放图的片子写“站”", "一站看一幅图", "删掉“站”，或者放一幅图")
        if self.part is not None and (
            self.drawing is None
            or min(self.part) < 0
            or self.part[0] + self.part[2] > 720
            or min(self.part[2:]) < 100
        ):
            right = "[左, 上, 宽, 高]，都不小于 0，左加宽不超过 720，宽和高至少 100"
            raise wrong("“裁”不在图里", right, "照图上的位置改")
        return self


class Deck(Source):
    """The slides of one lesson. The cover and the slides at the end are made from the fields here."""

    id: WebName = Field(alias="代号", description="小写英文，和文件名一致；下载地址用它，定了不改")
    name: ShortText = Field(alias="名称")
    order: int = Field(alias="次序", ge=1, le=99)
    lead: Line = Field(alias="一句话", description="写在网页上和第一张的备注里，最多 22 个字")
    minutes: int = Field(alias="时长", ge=5, le=45, description="建议讲几分钟")
    items: tuple[ItemId, ...] = Field(alias="条目", min_length=1, description="讲哪几条")
    opening: QuestionId = Field(alias="开场题", description="第一张上问大家的题，选现场就能答的")
    opening_notes: Sentence = Field(alias="开场", description="怎么开场，写在第一张的备注里")
    slides: tuple[Slide, ...] = Field(
        alias="片子",
        min_length=1,
        max_length=MAX_SLIDES_LONG,
        description=f"最多 {MAX_SLIDES} 张，时长超过 {SHORT_MINUTES} 分钟的最多 {MAX_SLIDES_LONG} 张；"
        "第一张、结尾的题和最后一张自动做",
    )
    closing: tuple[QuestionId, ...] = Field(
        alias="结尾题", min_length=3, max_length=3, description="结尾一张一道的三道题，从讲过的条目里选"
    )
    closing_notes: Sentence = Field(alias="收尾", description="怎么收尾，写在最后一张的备注里")
    code_item: ItemId | None = Field(
        None, alias="扫码条目", description="最后一张的二维码打开哪一条；不写就打开全部条目的目录"
    )
    code_page: PagePath | None = Field(
        None,
        alias="扫码页面",
        description="最后一张的二维码打开哪一页，如 enterprises/leniency；和“扫码条目”二选一",
    )
    plays: bool = Field(
        False, alias="自放", description="true：再做一份带字幕、自己会放的，PPTX 和网页各一份；图不裁"
    )

    @model_validator(mode="after")
    def _fits_together(self) -> Deck:
        if self.minutes <= SHORT_MINUTES and len(self.slides) > MAX_SLIDES:
            right = f"时长 {SHORT_MINUTES} 分钟以内的，“片子”最多 {MAX_SLIDES} 张"
            raise wrong(f"{self.minutes} 分钟讲不完 {len(self.slides)} 张片子", right, "删几张，或者改时长")
        if self.code_item and self.code_page:
            raise wrong("“扫码条目”和“扫码页面”写了两样", "二选一", "删掉一样")
        if self.plays and any(slide.part or slide.lines or slide.route for slide in self.slides):
            said = "自己会放的片子只用整幅的图"
            raise wrong(said, "不写“裁”“线”“路线”；网页上放整幅的图", "删掉“裁”，或者删掉“自放”")
        if any(slide.route for slide in self.slides) != any(slide.stop for slide in self.slides):
            raise wrong("“路线”和“站”要一起写", "一张“路线”，后面的片子写“站”", "补上一样，或者删掉另一样")
        return self

    @property
    def stops(self) -> tuple[str, ...]:
        """Where one stops on the round, in order."""
        return tuple(slide.stop for slide in self.slides if slide.stop)

    @property
    def play_page(self) -> str:
        """Path of the page that plays the deck by itself."""
        return f"lessons/{self.id}.md"


class PosterStep(Source):
    """One step or rule on a poster: a word to see from afar and what it means."""

    word: Annotated[str, StringConstraints(min_length=1, max_length=4)] = Field(
        alias="字", description="一到四个字，老远看得见"
    )
    text: Line = Field(alias="话")


class Poster(Source):
    """A poster for the wall: a few large words, a drawing or the lines of the floor, a few steps."""

    id: WebName = Field(alias="代号", description="小写英文，和文件名一致；下载地址用它，定了不改")
    name: ShortText = Field(alias="名称")
    order: int = Field(alias="次序", ge=1, le=99)
    words: Annotated[str, StringConstraints(min_length=2, max_length=8)] = Field(
        alias="大字", description="最多 8 个字，三米外看得见"
    )
    lead: Line = Field(alias="副题")
    drawing: DrawingName | None = Field(None, alias="图")
    part: Part | None = Field(None, alias="裁", description="只用图的一块：[左, 上, 宽, 高]")
    lines: bool = Field(False, alias="画线", description="true：画出 data/lines.yml 的全部线")
    steps: tuple[PosterStep, ...] = Field((), alias="步骤", max_length=6)
    where: Sentence = Field(alias="贴在哪里")
    note: str = Field(
        "",
        alias="附注",
        max_length=48,
        pattern=r"^[^\n]*$",
        description="哪几样是规定，哪几样是通常做法；小字印在下面",
    )
    points: tuple[PointId, ...] = Field(alias="要点", min_length=1)
    code_item: ItemId = Field(alias="扫码条目")

    @model_validator(mode="after")
    def _something_to_see(self) -> Poster:
        if self.lines == bool(self.steps):
            raise wrong("海报要么画线，要么写步骤", "“画线: true”或者“步骤”二选一", "补上一样，或者删掉一样")
        return self


def words_of_drawing(svg: str) -> str:
    """What the drawing says of itself to those who do not see it."""
    return "。".join(html.unescape(text).strip(" 。\n") for _, text in _WORDS.findall(svg))

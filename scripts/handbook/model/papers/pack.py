"""The firm's own papers (一企一册): documents of paragraphs, each with when it is needed and what it rests
on."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from handbook.model.base import FormId, HazardName, PointId, Sentence, ShortText, Source, TradeId, WebName
from handbook.model.items.item import Role
from handbook.model.law.resolve import Citation

#: What a firm writes about itself, and how the margin calls it while it is missing.
FIELDS = {
    "企业": "企业名称",
    "地址": "地址",
    "人数": "从业人员人数",
    "行业": "行业",
    "主要负责人": "主要负责人是谁",
    "安全员": "安全员是谁",
    "另一方": "出租方（承租方）的名称",
    "集合点": "集合点在哪里",
    "出口": "安全出口有哪几个",
    "叫谁": "出事叫谁、电话多少",
}
#: What is only known where a paper is made once for each post or hazard.
POST_FIELDS = {"岗位": "岗位名称", "姓名": "这个岗位是谁"}
HAZARD_FIELDS = {"专项": "", "地点": "在厂里的什么地方", "机器": "用什么机器、什么东西"}
#: A place in a text that the firm's own words take: {企业}.
FIELD = re.compile(r"\{([^{}]*)\}")


class PostKind(StrEnum):
    """Kinds of posts that a small firm has; each has its own duties."""

    HEAD = "主要负责人"
    OFFICER = "安全员"
    LEADER = "班组长"
    WORKER = "操作工"
    LICENSED = "持证作业"
    STORE = "仓管"


class Each(StrEnum):
    """What a document is made once for."""

    POST = "岗位"
    HAZARD = "专项"


class Rows(StrEnum):
    """Where the rows of a table come from: the firm, its trade, or its self-check."""

    POSTS = "岗位"
    RISKS = "风险"
    FOUND = "隐患"
    EXITS = "出口"
    CALLS = "电话"
    PLACES = "专项"


#: What a column may take from each kind of row; a column that takes nothing is left for the pen.
COLUMNS: dict[Rows, frozenset[str]] = {
    Rows.POSTS: frozenset({"岗位", "姓名"}),
    Rows.RISKS: frozenset(
        {"风险名称", "风险点", "位置", "等级", "事故类型", "管控措施", "责任部门", "责任人"}
    ),
    Rows.FOUND: frozenset({"日期", "隐患", "要点", "怎么改", "谁改", "期限", "复查"}),
    Rows.EXITS: frozenset({"出口"}),
    Rows.CALLS: frozenset({"谁", "电话"}),
    Rows.PLACES: frozenset({"专项", "地点", "机器"}),
}


class When(Source):
    """Who needs it. Every line that is written must hold; of the words in one line, one is enough."""

    roles: tuple[Role, ...] = Field((), alias="方", description="承租方、出租方；用自己厂房的两样都不是")
    hazards: tuple[HazardName, ...] = Field((), alias="专项", description="名称见 hazards.yml，有一样就算")
    trades: tuple[TradeId, ...] = Field((), alias="行业", description="data/trades/ 里的代号")
    posts: tuple[PostKind, ...] = Field((), alias="岗位类", description="只在“每个: 岗位”的文件里写")
    least: int | None = Field(None, alias="人数起", ge=1, le=9999)
    most: int | None = Field(None, alias="人数止", ge=1, le=9999)

    @model_validator(mode="after")
    def _order(self) -> When:
        if self.least and self.most and self.least > self.most:
            raise ValueError("“人数起”比“人数止”大")
        return self


class Row(Source):
    """A row that stands in the table for every firm that needs it."""

    cells: tuple[Annotated[str, StringConstraints(max_length=240)], ...] = Field(
        alias="格", min_length=1, description="从左到右，一格一段；留给手写的写空的一格"
    )
    when: When = Field(default_factory=When, alias="何时")
    basis: tuple[Citation, ...] = Field((), alias="依据")


class Column(Source):
    name: ShortText = Field(alias="栏")
    width: float = Field(alias="宽", gt=0, le=20, description="几份宽，各栏相比")
    takes: str = Field("", alias="取", description="从行里取什么；留给手写的不写")


class PackTable(Source):
    """A table of a document."""

    columns: tuple[Column, ...] = Field(alias="栏目", min_length=2, max_length=8)
    source: Rows | None = Field(None, alias="来源", description="岗位、风险、隐患、出口、电话、专项")
    rows: tuple[Row, ...] = Field((), alias="行")
    empty: int = Field(0, alias="空行", ge=0, le=20)


class Block(Source):
    """A piece of a document: one of heading, paragraph, numbered line, table, signatures."""

    heading: ShortText | None = Field(None, alias="标题")
    text: Sentence | None = Field(None, alias="写", description="一段话；{企业} 这样的位置填企业自己的")
    line: Sentence | None = Field(None, alias="条", description="标题下面编号的一条")
    table: PackTable | None = Field(None, alias="表")
    signatures: tuple[ShortText, ...] = Field((), alias="签")
    when: When = Field(default_factory=When, alias="何时")
    basis: tuple[Citation, ...] = Field((), alias="依据")
    points: tuple[PointId, ...] = Field((), alias="要点", description="手册里说这件事的要点")

    @model_validator(mode="after")
    def _one_kind(self) -> Block:
        kinds = (self.heading, self.text, self.line, self.table, self.signatures or None)
        if not any(kind is not None for kind in kinds):
            raise ValueError("标题、写、条、表、签一样也没有；写一样，或者整块删掉")
        if sum(kind is not None for kind in kinds) > 1:
            raise ValueError("一块只能是标题、写、条、表、签中的一样，多的另起一块，以“- ”开头")
        return self

    @property
    def words(self) -> str:
        """What the block says, without its table."""
        return self.heading or self.text or self.line or ""


class PackDocument(Source):
    """One paper of the pack (data/pack/<代号>.yml)."""

    id: WebName = Field(alias="代号", description="小写英文，和文件名一致，定了不改：封面的二维码用它")
    order: int = Field(alias="次序", ge=1, le=99)
    name: ShortText = Field(alias="名称")
    why: Sentence = Field(alias="为什么", description="这家企业为什么要有它，一句话")
    when: When = Field(default_factory=When, alias="何时", description="哪些企业要有；都要有的不写")
    each: Each | None = Field(None, alias="每个", description="每个岗位或每个专项写一遍的")
    basis: tuple[Citation, ...] = Field((), alias="依据")
    points: tuple[PointId, ...] = Field((), alias="要点")
    forms: tuple[FormId, ...] = Field((), alias="表格", description="照着它填的空白表，data/forms/ 里的代号")
    blocks: tuple[Block, ...] = Field(alias="内容", min_length=1)

    def fields(self) -> dict[str, str]:
        """Every name that a text of this document may put into braces, and its words in the margin."""
        own = {Each.POST: POST_FIELDS, Each.HAZARD: HAZARD_FIELDS}
        return FIELDS | (own[self.each] if self.each else {})

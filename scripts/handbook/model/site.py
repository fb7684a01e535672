"""The handbook's own identity, and the small vocabularies of its data."""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints, field_validator, model_validator

from handbook.model.asked import Asked, Phrase
from handbook.model.base import (
    DownloadName,
    ItemId,
    PastItemId,
    PointId,
    Sentence,
    ShortText,
    Source,
    WebName,
    wrong,
)
from handbook.model.law.resolve import Citation

#: How a statement of the campaign names a number: {drill-firms}.
NUMBER_NAME = re.compile(r"\{([^{}]*)\}")
#: Stands where nobody has yet said what belongs there.
TO_FILL = "待填"


class Imprint(Source):
    """What a booklet printed as 内部资料 says of its printing (内部资料性出版物管理办法 第十四条)."""

    permit: ShortText = Field(
        TO_FILL, alias="准印证号", description="新闻出版部门发的《准印证》编号，没有就写 待填"
    )
    office: ShortText = Field(TO_FILL, alias="编印单位")
    recipients: ShortText = Field(TO_FILL, alias="发送对象")
    printer: ShortText = Field(TO_FILL, alias="印刷单位")
    printed: ShortText = Field(TO_FILL, alias="印刷日期")
    copies: ShortText = Field(TO_FILL, alias="印数")

    @property
    def rows(self) -> list[tuple[str, str]]:
        """Names and values of the fields in the order in which they are printed."""
        return [
            ("准印证号", self.permit),
            ("编印单位", self.office),
            ("发送对象", self.recipients),
            ("印刷单位", self.printer),
            ("印刷日期", self.printed),
            ("印数", self.copies),
        ]


class Phone(Source):
    """A number to ring. Local numbers that nobody has given yet stay empty and are shown as 待填."""

    name: ShortText = Field(alias="名称")
    number: Annotated[
        str, StringConstraints(pattern=r"^([0-9]{3,5}|[0-9]{3,4}-?[0-9]{7,8}|1[0-9]{10})?$")
    ] = Field("", alias="号码", description='还没有的写空：""；不编、不抄没有核实的')
    use: Sentence = Field(alias="什么事", description="什么事打这个号码")
    urgent: tuple[ShortText, ...] = Field(
        (), alias="急事", description="正在出事的人会打的字；搜索里有这些字，先说打这个号码"
    )


class Feedback(Source):
    """Where a reader says that something is wrong or missing; what is empty is shown as 待填."""

    mail: Annotated[str, StringConstraints(pattern=r"^([\w.+-]+@[\w-]+(\.[\w-]+)+)?$")] = Field(
        "", alias="邮箱"
    )
    phone: Annotated[str, StringConstraints(pattern=r"^[0-9-]{0,20}$")] = Field("", alias="电话")
    form: Annotated[str, StringConstraints(pattern=r"^(https://\S+)?$", max_length=200)] = Field(
        "", alias="网上填", description="在线表单的网址，https 开头"
    )


class SiteIdentity(Source):
    """Everything another district changes to make the handbook its own (data/site.yml)."""

    name: ShortText = Field(alias="名称", description="网站和书的名称")
    district: ShortText = Field(alias="地区", description="例如 某市某区")
    province: Annotated[str, StringConstraints(pattern="^.{2,}(省|自治区|市)$", max_length=60)] = Field(
        alias="省",
        description="地区所在的省、自治区、直辖市，例如 江苏省",
    )
    short_district: ShortText = Field(alias="地区简称", description="例如 某区")
    address: Annotated[str, StringConstraints(pattern=r"^https?://[!-.0-~]+(/[!-~]*)?/$", max_length=80)] = (
        Field(alias="网址", description="网站地址，以 / 结尾")
    )
    demonstration: bool = Field(alias="演示", description="网址还是演示用的写 true，书的封面会印“样张”")
    description: Sentence = Field(alias="简介")
    publisher: ShortText = Field(alias="编写", description="谁编的，印在书上；不写没有授权的机关名")
    contact: Sentence = Field(alias="联系", description="有错怎么告诉我们")
    disclaimer: Sentence = Field(alias="声明", description="每页、每张表、每张片子都印的一句话")
    item_count: int = Field(alias="条目数", ge=1, description="检查条目的总数，少一条多一条构建都会停")
    phones: tuple[Phone, ...] = Field((), alias="电话", description="首页列的电话，全国的和本地的")
    feedback: Feedback = Field(Feedback(), alias="反馈", description="写错了、没找到，往哪里说")
    imprint: Imprint = Field(
        Imprint(), alias="印制", description="印成内部资料时书上要写的几项，没定的写 待填"
    )

    def within(self, area: str) -> bool:
        """Whether a rule of ``area`` (a province, a city, a district; nothing: the whole country) holds
        here."""
        return not area or area == self.province or self.district.startswith(area)


class Shape(StrEnum):
    """The ground that a pictogram stands on: told apart without colour."""

    CIRCLE = "圆"
    HEXAGON = "六边"
    SQUARE = "方"
    SHIELD = "盾"


class Aspect(Source):
    """One of the four aspects of the list."""

    id: WebName = Field(alias="代号")
    name: ShortText = Field(alias="名称")
    number: ShortText = Field(alias="序号", description="一、二、三、四")
    scope: Sentence = Field(alias="一句话")
    count: int = Field(alias="条目数", ge=1)
    shape: Shape = Field(Shape.SQUARE, alias="形状", description="图标的底形：圆、六边、方、盾")
    colour: Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")] = Field(
        "#4a5360", alias="颜色", description="图标的底色，写 #0b4a7a 这样；要深，白线条压在上面看得清"
    )

    @field_validator("colour")
    @classmethod
    def _dark(cls, colour: str) -> str:
        red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        # About what the eye takes for brightness: white lines on it stand out 4.5 to 1.
        if 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2 > 0.183:
            raise wrong(
                f"“颜色”太浅：“{colour}”，白线条压在上面看不清", '深色，如 "#0b4a7a"', "换深一些的颜色"
            )
        return colour


class Icon(Source):
    """The pictogram of an item: lines on a grid of 24 by 24, without colour and without words."""

    item: ItemId = Field(alias="条目")
    shows: ShortText = Field(alias="图", description="画的是什么")
    path: Annotated[str, StringConstraints(pattern=r"^M[MmLlHhVvCcSsQqTtAaZz0-9 .,-]+$", max_length=400)] = (
        Field(alias="画", description="SVG 路径，24×24 的格子，以 M 开头")
    )

    @field_validator("path")
    @classmethod
    def _on_the_grid(cls, path: str) -> str:
        far = next((number for number in re.findall(r"\d+(?:\.\d+)?", path) if float(number) > 24), None)
        if far:
            raise wrong(f"“画”里的 {far} 在 24×24 的格子外面", "0 到 24 的数", "照格子改，或者把图缩小")
        return path


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


class Edition(Source):
    """A dated edition of everything that is printed."""

    id: Annotated[str, StringConstraints(pattern=r"^20\d\d-(0[1-9]|1[0-2])(-\d)?$")] = Field(
        alias="代号", description="如 2026-11"
    )
    name: ShortText = Field(alias="名称", description="如 2026年11月版")
    day: dt.date = Field(alias="日期", ge=dt.date(2020, 1, 1))
    note: Sentence = Field(alias="说明")
    commit: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{40}$")] | None = Field(
        None, alias="提交", description="这一版的提交号（40 位）；有了它，在任何一份克隆里都能和这一版比"
    )


class NamedMinorAct(Source):
    name: ShortText = Field(alias="名称")
    item: ItemId = Field(alias="条目")
    note: str = Field("", alias="说明")


class ProvincialList(Source):
    name: ShortText = Field(alias="名称")
    effective: dt.date = Field(alias="施行")
    until: dt.date = Field(alias="截止")
    acts: int = Field(alias="项数")
    conditions: tuple[Sentence, ...] = Field(alias="前提")
    note: Sentence = Field(alias="说明")


class LeniencyCase(Source):
    """One rule of leniency in the law's own conditions."""

    reference: Citation = Field(alias="条文")
    condition: Sentence = Field(alias="条件")
    effect: Sentence = Field(alias="结果")


class Leniency(Source):
    """When a breach goes unpunished or is punished less (data/leniency.yml)."""

    cases: tuple[LeniencyCase, ...] = Field(alias="规定", min_length=1)
    provincial: ProvincialList | None = Field(None, alias="省级清单", description="省里没有清单的，整段不写")
    named: tuple[NamedMinorAct, ...] = Field((), alias="点名行为")


#: A way to ask, with 〇 in the place of a word of the handbook.
Form = Annotated[str, StringConstraints(min_length=2, max_length=16, pattern=r"^[^\n〇]*〇[^\n〇]*$")]


class Elsewhere(Source):
    """Things that people ask and the handbook does not tell: the search says so, and whom to ring."""

    name: ShortText = Field(alias="事", description="这一类事叫什么")
    phone: ShortText = Field(alias="电话", description="data/site.yml 的“电话”里已有的号码")
    questions: tuple[Phrase, ...] = Field(
        alias="问", min_length=1, description="人们会打的话，一个词到一句话，每句 2 到 16 个字"
    )
    forms: tuple[Form, ...] = Field(
        (), alias="句式", description="手册不答的问法，〇 代替手册里的一个词，例如“〇多少钱一个”"
    )
    words: str = Field(
        "", alias="词", description="这一类里手册没有的词，空格分开；见到它，多半问的是手册不写的事"
    )


class Term(Source):
    """A word of the law and the everyday words people say and search for."""

    term: ShortText = Field(alias="术语")
    aliases: tuple[ShortText, ...] = Field((), alias="俗称")
    meaning: Sentence = Field(alias="释义")
    reference: Citation | None = Field(None, alias="条文")
    points: tuple[PointId, ...] = Field((), alias="要点", description="最能回答的要点")


class CampaignFact(Source):
    """A published number of the campaign (counts only)."""

    id: WebName = Field(alias="代号")
    label: ShortText = Field(alias="事项")
    value: int | None = Field(None, alias="数量")
    unit: str = Field("", alias="单位")
    qualifier: str = Field("", alias="限定", description="例如 超过、新建")
    item: ItemId | None = Field(None, alias="条目")
    note: str = Field("", alias="说明")

    @property
    def told(self) -> str:
        """The number as a sentence says it: 超过11,700 m², 374家."""
        number = f"{self.value:,}" if self.value is not None else ""
        gap = " " if self.unit[:1].isascii() and self.unit else ""
        return f"{self.qualifier}{number}{gap}{self.unit}"


class Statement(Source):
    """A sentence of the report that a page takes in by the line ``--8<-- "campaign/<代号>.md"``."""

    id: WebName = Field(alias="代号", description="接入行里的名字")
    text: Sentence = Field(
        alias="说", description="“据……报道，”由程序写；数字写成 {数字的代号}，从上面的“数字”来"
    )


class Campaign(Source):
    """The campaign's numbers with their source (data/campaign.yml)."""

    source: Sentence = Field(alias="来源")
    date: ShortText = Field(alias="日期")
    method: tuple[ShortText, ...] = Field(alias="四步")
    principles: tuple[ShortText, ...] = Field(alias="原则")
    facts: tuple[CampaignFact, ...] = Field(alias="数字")
    note: str = Field("", alias="说明", description="行动数据页末尾的一句话：报道没有说什么、什么没有公开")
    statements: tuple[Statement, ...] = Field(
        (), alias="说法", description="各页接入的一句话；没有行动数据的区，这些话自己消失"
    )
    asked: tuple[Asked, ...] = Field(
        (), alias="搜索", description="只和这次行动有关的搜索说法，写法同 data/asked/"
    )

    @model_validator(mode="after")
    def _named_once(self) -> Campaign:
        for key, rows in (("数字", self.facts), ("说法", self.statements)):
            ids = [row.id for row in rows]
            for index, name in enumerate(ids):
                if name in ids[:index]:
                    said = f"代号“{name}”写了两遍"
                    raise wrong(said, "每个只用一次", "改一个代号", key, index, "代号")
        return self

    def said(self, statement: Statement) -> str:
        """``statement`` with its source and its numbers: 据某年某月报道，某区督促253家…. A name that no
        number bears stays as it is: the check tells of it."""
        told = {fact.id: fact.told for fact in self.facts}
        return f"据{self.date}报道，" + NUMBER_NAME.sub(lambda m: told.get(m[1], m[0]), statement.text)


class EditionChange(Source):
    """One line of what is new in an edition."""

    item: PastItemId | None = Field(None, alias="条目", description="哪一条；全书的变化不写")
    text: Sentence = Field(alias="内容", description="改了什么，一句话")


class EditionChanges(Source):
    """What changed from the edition before (data/changes/<版次>.yml)."""

    edition: Annotated[str, StringConstraints(pattern=r"^20\d\d-(0[1-9]|1[0-2])(-\d)?$")] = Field(
        alias="版次", description="版次的代号，如 2026-12，加引号；和文件名一致"
    )
    changes: tuple[EditionChange, ...] = Field((), alias="变化")


class WithdrawnItem(Source):
    """An item that is no longer in the list. Its number, ids and addresses are never used again."""

    id: ItemId = Field(alias="编号", description="永久编号，要加引号")
    slug: WebName = Field(alias="网址名")
    name: ShortText = Field(alias="名称")
    day: dt.date = Field(alias="日期", description="撤掉的日期")
    why: Sentence = Field(alias="原因")
    successor: ItemId | None = Field(
        None, alias="改看", description="代替它的条目编号；没有就不写，旧地址转到检查事项目录"
    )
    former_slugs: tuple[WebName, ...] = Field((), alias="曾用网址名")

    @property
    def stem(self) -> str:
        return f"{self.id}-{self.slug}"


class MovedDownload(Source):
    """A file for download that is no longer offered under its name, and the one that is offered instead.

    Names are paths below downloads/ without the edition; one without an ending stands for all formats.
    """

    former: DownloadName = Field(
        alias="曾用名", description="原来的名字：downloads/ 后面的路径，去掉版次；各种格式都换了的不写扩展名"
    )
    successor: DownloadName = Field(alias="改看", description="现在的名字，写法一样")

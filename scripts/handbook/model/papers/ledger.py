"""The register of firms (底数): the sheets of its workbook, its rules, its words (data/ledger/)."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from handbook.model.base import HazardId, Sentence, ShortText, Source, WebName, WorkDay, wrong

#: The pages made from the register, relative to the site's documents: the one that works with workbooks,
#: the dictionary of columns and rules, and the one that puts self-checks together.
TOOL_PAGE, FIELDS_PAGE = "officers/register.md", "officers/register-fields.md"
COLLECTED_PAGE = "officers/collected.md"

#: The sheets that the register's program works with, by id.
PROGRAM_SHEETS = ("plants", "buildings", "firms", "contacts", "events", "visits", "problems")

RuleId = Annotated[str, StringConstraints(pattern=r"^G[0-9]{3}$")]
Words = Annotated[str, StringConstraints(min_length=2, max_length=400)]


class Kind(StrEnum):
    """What a column holds; decides how a cell is read, checked and offered to be filled in."""

    TEXT = "文字"
    NAME = "编号"  # capital letters, digits and hyphens, never reused
    WHOLE = "整数"
    NUMBER = "数"
    DATE = "日期"
    CHOICE = "选项"
    CREDIT = "信用代码"  # unified social credit code, GB 32100
    INDUSTRY = "行业代码"  # four digits of GB/T 4754
    POINT = "要点"  # id of a check point of the handbook
    BODY = "执法主体"  # a name of data/bodies.yml
    HAZARDS = "专项"  # one column for each hazard of data/hazards.yml
    PHONE = "电话"


class Column(Source):
    """One column of a sheet. ``why`` says what the answer is needed for: what nobody needs is not asked."""

    name: ShortText = Field(alias="名称", description="表头，不带括号")
    kind: Kind = Field(alias="类型", description="、".join(kind.value for kind in Kind))
    required: bool = Field(False, alias="必填")
    options: tuple[ShortText, ...] = Field((), alias="选项", description="类型是“选项”的才写")
    least: float | None = Field(None, alias="最小")
    most: float | None = Field(None, alias="最大")
    longest: int = Field(60, alias="最长", ge=1, le=500, description="最多几个字")
    unit: str = Field("", alias="单位", max_length=10)
    width: int = Field(10, alias="宽", ge=4, le=60, description="列宽，按汉字的个数")
    also: tuple[ShortText, ...] = Field((), alias="也叫", description="别的表里常见的表头")
    how: Sentence = Field(alias="怎么填")
    why: Sentence = Field(alias="为什么要")
    personal: bool = Field(False, alias="个人信息", description="写 true 的只在自己的表里，不进任何报告")

    @model_validator(mode="after")
    def _options_fit(self) -> Column:
        if (self.kind is Kind.CHOICE) != bool(self.options):
            said = f"“{self.name}”的类型和选项对不上"
            raise wrong(said, "类型是“选项”才写选项，写了选项类型就是“选项”", "补上选项，或者改类型", "类型")
        if self.least is not None and self.most is not None and self.least > self.most:
            said = f"“{self.name}”的最小 {self.least:g} 比最大 {self.most:g} 还大，填什么都不对"
            raise wrong(said, "最小不超过最大", "两个数换过来", "最小")
        return self


class LedgerSheet(Source):
    """One sheet of the workbook (data/ledger/sheets/*.yml)."""

    id: WebName = Field(alias="代号")
    order: int = Field(alias="序", ge=1, le=20)
    name: ShortText = Field(alias="名称", description="工作表的名字")
    about: Sentence = Field(alias="一句话", description="这张表装什么，一行是什么")
    needed: bool = Field(False, alias="必有", description="没有这张表就不能往下算的写 true")
    key: tuple[ShortText, ...] = Field(
        (), alias="主键", description="哪一列（或哪几列合起来）在整张表里不能重复"
    )
    columns: tuple[Column, ...] = Field(alias="列", min_length=2)

    @model_validator(mode="after")
    def _columns_fit(self) -> LedgerSheet:
        names = [column.name for column in self.columns]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            last = len(names) - 1 - names[::-1].index(twice[0])
            said = f"表“{self.name}”的列重名：{'、'.join(twice)}"
            raise wrong(said, "每列一个名称", "改掉一个", "列", last, "名称")
        for number, column in enumerate(self.columns):
            for index, other in enumerate(column.also):
                rest = (one for one in self.columns if one is not column)
                if owner := next((one for one in rest if other in (one.name, *one.also)), None):
                    said = f"“{column.name}”也叫“{other}”，可“{other}”指“{owner.name}”"
                    raise wrong(said, "一个表头只指一列", "删掉一个", "列", number, "也叫", index)
        unknown = [name for name in self.key if name not in names]
        if unknown:
            said = f"主键里的“{unknown[0]}”不是这张表的列"
            raise wrong(said, "、".join(names), "照列的名称写", "主键", self.key.index(unknown[0]))
        return self


class RuleLevel(StrEnum):
    """An error must be mended before the figures count; a notice is to be looked at."""

    ERROR = "错误"
    NOTICE = "提醒"


class RuleKind(StrEnum):
    """What a rule looks at. The first group is about files, the second about one cell, the third about
    rows."""

    NOT_XLSX = "不是工作簿"
    OLD_FORMAT = "旧格式"
    TEXT_FILE = "文本文件"
    TOO_LARGE = "文件太大"
    UNFOLDS = "解开太大"
    TOO_MANY_ROWS = "行太多"
    DAMAGED = "文件坏了"
    SHEET_MISSING = "缺工作表"
    SHEET_UNKNOWN = "多出工作表"
    HEAD_MISSING = "没有表头"
    COLUMN_MISSING = "缺列"
    COLUMN_UNKNOWN = "多出列"
    COLUMN_TWICE = "列重复"
    HIDDEN_ROWS = "隐藏行"
    MERGED = "合并单元格"
    FOOT = "表尾"
    REQUIRED = "必填"
    FORMULA = "公式没有结果"
    CELL_ERROR = "公式出错"
    SPOILT = "数字变形"
    TOO_LONG = "太长"
    OPTION = "选项"
    NOT_NUMBER = "不是数"
    NOT_WHOLE = "不是整数"
    RANGE = "超出范围"
    NOT_DATE = "不是日期"
    NAME = "编号写法"
    CREDIT_SHAPE = "信用代码写法"
    CREDIT_DIGIT = "信用代码校验"
    INDUSTRY_SHAPE = "行业代码写法"
    INDUSTRY_UNKNOWN = "没有这个行业"
    CLASS_UNKNOWN = "没有这个小类"
    POINT = "没有这个要点"
    PHONE_SHAPE = "电话写法"
    IDENTITY = "身份证号"
    PHONE_ASTRAY = "电话放错"
    UNIQUE = "重复"
    REFERENCE = "对不上"
    NOT_ABOVE = "不大于"
    NOT_FUTURE = "不晚于今天"
    FRESH = "太久"
    NEEDS = "要填"
    CLASS_ABOVE = "等级不高于"
    BUILDING = "没有这一幢"
    HAS_EVENT = "有变动"
    LAST_EVENT = "变动以后"
    SIZE = "规模"
    HAZARD = "行业专项"
    SAME = "同值"
    EVENTS_KEPT = "旧变动"
    OVERDUE = "逾期"

    @property
    def told_by_the_program(self) -> bool:
        """Whether the program meets this by itself in a file or a cell, and needs words for it."""
        kinds = list(RuleKind)
        return kinds.index(self) <= kinds.index(RuleKind.PHONE_ASTRAY)


class Rule(Source):
    """One rule: what it looks at and what is said (data/ledger/rules.yml). Numbers are never reused.

    ``words`` and ``mend`` may hold {表} {列} {值} {另值} {名} {应为} {数}; the program fills them in.
    """

    id: RuleId = Field(alias="编号", description="G加三位数字；用过的不改意思")
    level: RuleLevel = Field(alias="程度", description="错误、提醒")
    kind: RuleKind = Field(alias="查法", description="程序认识的查法；换查法要改程序，话可以随便改")
    sheet: str = Field("", alias="表", max_length=20)
    column: str = Field("", alias="列", max_length=20)
    other_sheet: str = Field("", alias="另一表", max_length=20)
    other: str = Field("", alias="另一列", max_length=20)
    when: str = Field("", alias="看哪列", max_length=20, description="只在这一列是下面的值时才查")
    values: tuple[str, ...] = Field((), alias="值")
    unless: str = Field("", alias="除非列", max_length=20, description="这一列是“除非值”里的值时不查")
    unless_values: tuple[str, ...] = Field((), alias="除非值")
    days: int = Field(0, alias="天数", ge=0, le=3650)
    words: Words = Field(alias="话", description="错在哪里")
    mend: Words = Field(alias="改法")


class SizeClass(Source):
    """The lower limits of a size class; both must be met, else the next class down."""

    name: ShortText = Field(alias="名称")
    people: int = Field(alias="人数", ge=0)
    revenue: int = Field(alias="营收", ge=0, description="万元")


class SizeRule(Source):
    """How firms are put into size classes for statistics."""

    source: Sentence = Field(alias="来源")
    address: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")] = Field(alias="网址")
    checked: WorkDay = Field(alias="核验日期")
    state: Sentence = Field(alias="说明")
    sections: tuple[ShortText, ...] = Field(alias="门类", description="这几个门类才算，别的不划")
    classes: tuple[SizeClass, ...] = Field(alias="档", min_length=2, description="从大到小")
    lowest: ShortText = Field(alias="最低档")


#: A class (小类): its code and its name.
IndustryClass = Annotated[str, StringConstraints(pattern=r"^[0-9]{4} \S+$", max_length=60)]


class Division(Source):
    """A division (大类) of the national classification."""

    code: Annotated[str, StringConstraints(pattern=r"^[0-9]{2}$")] = Field(alias="代码")
    name: ShortText = Field(alias="名称")
    hazards: tuple[HazardId, ...] = Field(
        (), alias="常有专项", description="这一行里常见的专项代号；一样都没有勾就提醒看一眼"
    )
    classes: tuple[IndustryClass, ...] = Field(
        (),
        alias="小类",
        description="四位代码、空一格、名称，从小到大；一个都不写的大类只看前两位",
    )

    @model_validator(mode="after")
    def _classes_fit(self) -> Division:
        codes = [one[:4] for one in self.classes]
        astray = [code for code in codes if code[:2] != self.code]
        if astray:
            said = f"小类 {astray[0]} 不是大类 {self.code} 的"
            raise wrong(said, f"{self.code} 开头的四位数字", "移到它自己的大类里，或者改代码")
        if codes != sorted(set(codes)):
            later = next(code for code, before in zip(codes[1:], codes, strict=False) if code <= before)
            raise wrong(f"小类 {later} 写了两次，或者次序不对", "从小到大，一个代码一次", "删掉或者移好")
        return self


class Section(Source):
    """A section (门类) with its divisions."""

    code: Annotated[str, StringConstraints(pattern=r"^[A-Z]$")] = Field(alias="门类")
    name: ShortText = Field(alias="名称")
    divisions: tuple[Division, ...] = Field(alias="大类", min_length=1)


class Industries(Source):
    """Sections, divisions and classes of GB/T 4754 (data/ledger/industries.yml)."""

    source: Sentence = Field(alias="来源")
    checked: WorkDay = Field(alias="核验日期")
    state: Words = Field(alias="说明")
    sections: tuple[Section, ...] = Field(alias="门类表", min_length=1)

    @cached_property
    def names(self) -> dict[str, str]:
        """The name of each number with its section's letter: C21, C2110, and of groups between those that
        have one class, which is called alike (C211); "" of other groups, whose names are not kept here."""
        found = {}
        for section in self.sections:
            for division in section.divisions:
                found[section.code + division.code] = division.name
                for number, _, name in (one.partition(" ") for one in division.classes):
                    found[section.code + number] = name
                    found[section.code + number[:3]] = name if number.endswith("0") else ""
        return found


class StateWord(Source):
    """A state of a firm: whether it counts as being there."""

    name: ShortText = Field(alias="名称")
    present: bool = Field(alias="在册")


class EventWord(Source):
    """A kind of change: how it moves the number of firms of a town (+1, -1 or 0)."""

    name: ShortText = Field(alias="名称")
    moves: int = Field(alias="增减", ge=-1, le=1)


class GateStep(Source):
    """A step on the way in or out: the column that must be filled, the papers of this handbook for it."""

    name: ShortText = Field(alias="名称")
    column: ShortText = Field(alias="列")
    good: tuple[ShortText, ...] = Field((), alias="合格值", description="不写就是有日期就行")
    forms: tuple[ShortText, ...] = Field((), alias="用到", description="表格代号或要点编号")


class SpokenWord(Source):
    """What people write every day for an option or a unit of a column, and which one it counts as."""

    name: ShortText = Field(alias="算作", description="某一列的选项或者单位")
    also: tuple[ShortText, ...] = Field(alias="写成", min_length=1)


class Limits(Source):
    """What the page takes in; the command takes more."""

    megabytes: int = Field(alias="文件", ge=1, description="一个文件最大几 MB")
    unfolded: int = Field(alias="解开", ge=1, description="解开以后最大几 MB")
    rows: int = Field(alias="行数", ge=100)


class Ledger(Source):
    """Everything of the register that is neither a column nor a rule (data/ledger/ledger.yml)."""

    title: ShortText = Field(alias="名称")
    file: WebName = Field(alias="文件名")
    head: Sentence = Field(alias="页眉", description="每张打印件顶上的话")
    purpose: Words = Field(alias="目的")
    limits: Limits = Field(alias="上限")
    not_seen: int = Field(alias="没看天数", ge=1, le=366, description="多少天没看过就排进计划")
    small_base: int = Field(alias="最少户数", ge=1, description="少于这个数不算百分比")
    hide_below: int = Field(alias="隐去", ge=2, le=10, description="公开版里小于这个数的格子不写")
    states: tuple[StateWord, ...] = Field(alias="状态", min_length=2)
    events: tuple[EventWord, ...] = Field(alias="变动", min_length=2)
    fire_classes: tuple[ShortText, ...] = Field(alias="火灾危险性", description="从高到低")
    spoken: tuple[SpokenWord, ...] = Field((), alias="也写", description="天天这样写的，照哪个选项、单位算")
    way_in: tuple[GateStep, ...] = Field(alias="进驻")
    way_out: tuple[GateStep, ...] = Field(alias="迁出")
    combinations: tuple[tuple[HazardId, HazardId], ...] = Field(
        alias="同幢组合", description="同一幢里两家凑到一起要留意的专项"
    )
    guide: tuple[Words, ...] = Field(alias="填表说明")
    definitions: tuple[Words, ...] = Field(alias="口径", description="报告第一节")
    size: SizeRule = Field(alias="规模")

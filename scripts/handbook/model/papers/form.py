"""Blank forms and letters that firms fill in: what stands on them, who fills them, and on what basis."""

from __future__ import annotations

import re
from enum import StrEnum
from itertools import zip_longest
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from handbook.model.base import HazardName, PointId, Sentence, ShortText, Source, WebName, wrong
from handbook.model.items.item import Basis, BasisRole, Role
from handbook.model.law.register import BINDING_KINDS
from handbook.model.law.resolve import Citation

#: What one cell or clause says: up to a short paragraph.
CellText = Annotated[str, StringConstraints(max_length=400)]
#: A blank in a clause.
BLANK = re.compile(r"__+")
ClauseText = Annotated[str, StringConstraints(min_length=2, max_length=600)]


class FormGroup(StrEnum):
    """Where a form stands in the list of forms, in this order."""

    CHECK = "检查和整改"
    WORK = "危险作业"
    PEOPLE = "人员和培训"
    RISK = "风险"
    LEASE = "租赁和外来单位"
    EMERGENCY = "演练和应急"
    FIRE = "消防"
    SERVICE = "检查服务"


class FormType(StrEnum):
    """A form to fill in cell by cell, or a text whose blanks are filled in (agreement, letter)."""

    FORM = "表格"
    LETTER = "文书"


class Orientation(StrEnum):
    PORTRAIT = "纵"
    LANDSCAPE = "横"


class CellKind(StrEnum):
    """What is written into a cell. NUMBERING counts the rows."""

    NUMBERING = "序号"
    TEXT = "文字"
    DATE = "日期"
    TIME = "时刻"
    NUMBER = "数字"
    CHOICE = "选项"


class FormField(Source):
    """A labelled blank."""

    name: ShortText = Field(alias="名称")
    kind: CellKind = Field(CellKind.TEXT, alias="类型", description="文字、日期、时刻、数字、选项")
    options: tuple[ShortText, ...] = Field((), alias="选项", description="类型是选项时，写可以打勾的几项")
    several: bool = Field(False, alias="多选", description="可以勾几样的写 true；电子表格里不给单选的下拉框")
    width: int = Field(2, alias="宽", ge=1, le=4, description="占一行的四分之几：1 到 4")
    lines: int = Field(1, alias="行数", ge=1, le=30, description="留几行的高度")
    hint: CellText = Field("", alias="提示", description="印在空格里的小字")
    basis: tuple[Citation, ...] = Field((), alias="依据", description="要求记这一项的条文")
    example: CellText = Field(
        "", alias="示例", description="填好的样子；人和厂是编的，电话写 000-0000；多选的用顿号分开"
    )


class FormColumn(Source):
    """A column of a table. Widths are shares of the type area, at best millimetres."""

    name: ShortText = Field(alias="名称")
    kind: CellKind = Field(CellKind.TEXT, alias="类型", description="序号、文字、日期、时刻、数字、选项")
    options: tuple[ShortText, ...] = Field((), alias="选项")
    several: bool = Field(False, alias="多选", description="一格里可以勾几样的写 true")
    width: int = Field(alias="宽", ge=4, le=200, description="毫米；纵向一共 180 左右，横向一共 267 左右")
    basis: tuple[Citation, ...] = Field((), alias="依据", description="要求记这一栏的条文")


class FormRow(Source):
    """A row with something printed in it; columns not named stay blank."""

    cells: dict[str, CellText] = Field(alias="内容", description="栏目名称: 印好的文字")
    basis: tuple[Citation, ...] = Field(
        (), alias="依据", description="这一行的条文，小字印在这一行第一格印好的字下面"
    )


class FormClause(Source):
    """A clause of an agreement or a paragraph of a letter."""

    text: ClauseText = Field(alias="条款", description="空白处写两个以上下划线")
    basis: tuple[Citation, ...] = Field((), alias="依据")
    example: tuple[CellText, ...] = Field(
        (), alias="示例", description="每处空白填什么，照先后写；条款里有几处空白就写几项"
    )

    @model_validator(mode="after")
    def _fills(self) -> FormClause:
        blanks = len(BLANK.findall(self.text))
        if self.example and len(self.example) != blanks:
            said = f"条款有 {blanks} 处空白，示例写了 {len(self.example)} 项"
            raise wrong(said, f"{blanks} 项示例", "一处空白一项，照先后写")
        return self


class FormSection(Source):
    """A part of a form: labelled blanks, or a table, or clauses."""

    title: str = Field("", alias="标题", max_length=60)
    note: str = Field("", alias="说明", max_length=240)
    fields: tuple[FormField, ...] = Field((), alias="字段")
    columns: tuple[FormColumn, ...] = Field((), alias="栏目", max_length=20)
    rows: tuple[FormRow, ...] = Field((), alias="行")
    example: tuple[dict[str, CellText], ...] = Field(
        (), alias="示例行", description="从第一行起填好的样子：栏目名称: 填什么；印好的栏目不写"
    )
    blank: int = Field(0, alias="空行", ge=0, le=60, description="表格末尾的空行数")
    clauses: tuple[FormClause, ...] = Field((), alias="正文")
    numbered: bool = Field(True, alias="编号", description="正文要不要编 1、2、3")

    @model_validator(mode="after")
    def _whole(self) -> FormSection:
        self._one_kind()
        self._names_of_columns()
        self._example_rows()
        self._choices()
        self._no_count_outside_a_table()
        return self

    def _one_kind(self) -> None:
        kinds = (self.fields, self.columns, self.clauses)
        if sum(map(bool, kinds)) != 1:
            right, mend = "字段、栏目、正文三选一", "分成几个部分；每个部分以“- 标题: ”开头"
            raise wrong("一个部分只写字段、栏目、正文中的一种", right, mend)
        if self.columns and not self.rows and not self.blank:
            raise wrong("表格没有行", "“行”或者“空行”", "加一行“空行: 10”")

    def _names_of_columns(self) -> None:
        """Each blank and each column once; printed rows fill columns of this table."""
        blanks = [field.name for field in self.fields]
        names = [column.name for column in self.columns]
        for key, what, given in (("字段", "格", blanks), ("栏目", "栏", names)):
            for index, name in enumerate(given):
                if name in given[:index]:
                    said = f"“{name}”这一{what}写了两遍"
                    raise wrong(said, f"每一{what}的名称不同", "改一个名称", key, index, "名称")
        for index, name in ((i, name) for i, row in enumerate(self.rows) for name in row.cells):
            if name not in names:
                said, right = f"“行”里的“{name}”不是本表的栏目", "、".join(names) or "先写栏目"
                raise wrong(said, right, "照栏目的名称写", "行", index, "内容", name)

    def _example_rows(self) -> None:
        """An example fills what is still empty in its row."""
        if len(self.example) > len(self.rows) + self.blank:
            said, place = "示例行比表里的行多", len(self.rows) + self.blank
            raise wrong(said, "不多于印好的行加空行", "删几行示例，或者加空行", "示例行", place)
        names = {column.name for column in self.columns}
        for number, (filled, row) in enumerate(zip_longest(self.example, self.rows), 1):
            printed = row.cells if row else {}
            for name in filled or ():
                if name in names and name not in printed:
                    continue
                raise wrong(
                    f"“示例行”第 {number} 行的“{name}”{'已经印好' if name in printed else '不是本表的栏目'}",
                    "本表里还空着的栏目",
                    "照栏目的名称写，印好的不写",
                    *("示例行", number - 1, name),
                )

    def _choices(self) -> None:
        """What is chosen from has two options or more, and an example is one of them, or several."""
        parts: list[tuple[FormField | FormColumn, tuple[str, int]]] = [
            *((field, ("字段", index)) for index, field in enumerate(self.fields)),
            *((column, ("栏目", index)) for index, column in enumerate(self.columns)),
        ]
        for part, at in parts:
            if (part.kind is CellKind.CHOICE) != bool(part.options) or len(part.options) == 1:
                said, right = f"“{part.name}”的类型和选项对不上", "类型是选项的，写两个以上选项"
                raise wrong(said, right, "补上选项，或者改类型；别的类型不写选项", *at)
            given = [(part.example, (*at, "示例"))] if isinstance(part, FormField) else []
            if isinstance(part, FormColumn):
                rows = enumerate(self.example)
                given += [(row.get(part.name, ""), ("示例行", index, part.name)) for index, row in rows]
            for value, place in given:
                ticked = value.split("、") if part.several else [value]
                if value and part.options and not {*ticked} <= {*part.options}:
                    said = f"示例“{value}”不是“{part.name}”的选项"
                    raise wrong(said, "、".join(part.options), "照选项的字写", *place)

    def _no_count_outside_a_table(self) -> None:
        """A number that counts rows is no labelled blank."""
        for field in self.fields:
            if field.kind is CellKind.NUMBERING:
                said = f"字段“{field.name}”不能是{field.kind.value}"
                raise wrong(said, "文字、日期、时刻、数字、选项", "改类型")


class Form(Source):
    """One form, described once and written as page, PDF, DOCX and XLSX."""

    id: WebName = Field(alias="代号", description="小写英文，和文件名一致；网页地址和下载地址用它，定了不改")
    name: ShortText = Field(alias="名称")
    group: FormGroup = Field(alias="分组", description="、".join(group.value for group in FormGroup))
    order: int = Field(alias="次序", ge=1, le=99, description="同一组里的先后")
    type: FormType = Field(FormType.FORM, alias="种类", description="表格、文书")
    purpose: Sentence = Field(alias="用途")
    who: Sentence = Field(alias="谁填")
    when: Sentence = Field(alias="何时填")
    keep: str = Field("", alias="保存", max_length=120, description="填好以后放在哪里、留多久")
    roles: tuple[Role, ...] = Field((), alias="适用", description="只给一方用时写")
    hazards: tuple[HazardName, ...] = Field(
        (), alias="专项", description="只有涉及这些专项的企业才用，名称见 data/hazards.yml"
    )
    basis: tuple[Basis, ...] = Field(
        (), alias="依据", description="规定要有这份表、要记这些内容的条文；没有就不写，页面会说明是通行做法"
    )
    points: tuple[PointId, ...] = Field((), alias="页面", description="用得上这份表的检查要点，如 20-8")
    orientation: Orientation = Field(Orientation.PORTRAIT, alias="方向", description="纵、横")
    per_page: int = Field(1, alias="每页份数", ge=1, le=2, description="一张 A4 印几份，裁开用")
    large: bool = Field(False, alias="大字", description="张贴用的，字放大")
    signed_to_minute: bool = Field(
        False,
        alias="签到时分",
        description="签字处印年月日时分；次序要看到一天里的先后的审批单写 true",
    )
    sections: tuple[FormSection, ...] = Field(alias="部分", min_length=1)
    signatures: tuple[ShortText, ...] = Field((), alias="签字", description="谁签字，一人一项")
    signed: tuple[ShortText, ...] = Field((), alias="签字示例", description="示例里谁签的字，和签字一样多")
    notes: tuple[Sentence, ...] = Field((), alias="说明", description="印在表下面的填表说明")

    @model_validator(mode="after")
    def _ranks(self) -> Form:
        if self.signed and len(self.signed) != len(self.signatures):
            said = f"签字有 {len(self.signatures)} 人，签字示例有 {len(self.signed)} 人"
            raise wrong(said, "一样多", "补上或者删去", "签字示例")
        for index, basis in enumerate(self.basis):
            if basis.role is BasisRole.DIRECT and basis.reference.law.kind not in BINDING_KINDS:
                said = f"{basis.reference.law.kind.value}“{basis.reference.law.name}”不能作直接依据"
                mend = "找到要求这件事的法律、法规、规章；没有就写参照"
                raise wrong(said, "辅助 或 参照", mend, *("依据", index, "作用"))
        return self

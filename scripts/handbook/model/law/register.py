"""Laws and standards of the register, and references into them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property, total_ordering
from typing import Annotated

from pydantic import Field, StringConstraints, field_validator, model_validator

from handbook.model.base import ItemId, ShortText, Source, WebName, WorkDay, wrong
from handbook.model.numbers.chinese_number import to_chinese


class LawKind(StrEnum):
    """Rank of a document. Only the kinds in :data:`PENALTY_KINDS` can carry a penalty
    (行政处罚法 第十条 to 第十六条)."""

    LAW = "法律"
    STATE_REGULATION = "行政法规"
    LOCAL_REGULATION = "地方性法规"
    DEPARTMENT_RULE = "部门规章"
    GOVERNMENT_RULE = "地方政府规章"
    NORMATIVE = "规范性文件"
    MANDATORY_STANDARD = "强制性标准"
    RECOMMENDED_STANDARD = "推荐性标准"
    TECHNICAL_CODE = "特种设备安全技术规范"


PENALTY_KINDS = frozenset(
    {
        LawKind.LAW,
        LawKind.STATE_REGULATION,
        LawKind.LOCAL_REGULATION,
        LawKind.DEPARTMENT_RULE,
        LawKind.GOVERNMENT_RULE,
    }
)

#: Kinds that can oblige a firm: the basis of a duty told with 应当/必须/不得.
BINDING_KINDS = PENALTY_KINDS | {LawKind.MANDATORY_STANDARD, LawKind.TECHNICAL_CODE}

#: Days after which the standing of a cited law, and the bases of an item, are looked at again.
RECHECK_DAYS = 180

#: Kinds that hold only where the body that made them has a say.
LOCAL_KINDS = frozenset({LawKind.LOCAL_REGULATION, LawKind.GOVERNMENT_RULE})

#: Kinds cited by clause number (6.1.2) instead of 条款项.
CLAUSE_KINDS = frozenset({LawKind.MANDATORY_STANDARD, LawKind.RECOMMENDED_STANDARD, LawKind.TECHNICAL_CODE})


class LawState(StrEnum):
    """What a document is on a given day."""

    IN_FORCE = "现行有效"
    NOT_YET = "尚未施行"
    REPEALED = "已经失效"
    UNKNOWN = "效力待核"


class PenaltyChapter(StrEnum):
    """How much of a law's provisions on penalties is in hand."""

    ALL = "已取得"
    PART = "部分"
    NONE = "未取得"


#: A clause of a standard, and behind a space the lengths of time it names: 4.6.2 每年、每半年.
SeenClause = Annotated[
    str,
    StringConstraints(pattern=r"^(([A-Z]|[0-9]+)(\.[0-9]+)*|表[0-9A-Z.]+)( [^ ].{0,40})?$", max_length=60),
]


class UnreadJudging(Source):
    """A text that judges major hazards and of which no clause was had: what it may concern, and whom to ask.
    Without it a point that has no ▲ would seem to be none."""

    items: tuple[ItemId, ...] = Field(alias="条目", min_length=1)
    ask: ShortText = Field(alias="问谁", description="定得了是不是重大隐患的部门")


class Law(Source):
    """One law, rule or standard in the edition that is cited."""

    id: WebName = Field(
        alias="代号", description="永久代号，小写字母、数字、连字符和点；网页地址用它，定了不改"
    )
    title: ShortText = Field(alias="名称", description="正式名称，一字不差；标准写中文名称，不带编号")
    names: tuple[ShortText, ...] = Field(
        alias="简称",
        min_length=1,
        description="引用时可以写的名字，第一个用来显示；标准写编号，如 GB 2894-2025",
    )
    number: str = Field("", alias="文号", description="令号、公告号或标准编号")
    kind: LawKind = Field(
        alias="类别",
        description="法律、行政法规、地方性法规、部门规章、地方政府规章、规范性文件、强制性标准、推荐性标准、特种设备安全技术规范",
    )
    issuer: str = Field("", alias="制定机关")
    area: Annotated[str, StringConstraints(pattern=r"^(\S+(省|自治区|市|区|县|旗|州))?$")] = Field(
        "",
        alias="地区",
        description="只在一个省、一个市、一个区有效的，写那里的名称，如某省、某市；全国的不写",
    )
    adopted: dt.date | None = Field(None, alias="通过", description="通过或公布日期，写成 2021-06-10")
    effective: dt.date | None = Field(
        None, alias="施行", description="所引版本的施行日期；查不到就不写，构建会当作效力待核"
    )
    repealed: dt.date | None = Field(None, alias="失效", description="失效或被替代之日")
    superseded_by: str | None = Field(None, alias="被替代", description="替代它的文件的代号")
    last_article: int | None = Field(
        None, alias="条数", ge=1, description="最后一条的条号，阿拉伯数字；标准不写"
    )
    url: str = Field("", alias="官方网址", description="官方公布的网页地址")
    checked: WorkDay = Field(alias="核对", description="最近一次核对效力的日期")
    text_at_hand: str = Field(
        "无", alias="原文", pattern="^(全文|节录|无)$", description="编写时手头有没有官方文本：全文、节录、无"
    )
    reprinted: tuple[int, ...] = Field(
        (), alias="转载条", description="手头的文本只见于转载、不是官方原文的条，阿拉伯数字；不算对过原文"
    )
    seen_clauses: tuple[SeenClause, ...] = Field(
        (),
        alias="见条",
        description="标准里见过文字的条（转载也算），一条一个字符串；那一条写了多久的，空一格写在后面："
        "5.4、4.6.2 每年、每半年",
    )
    penalties_stated: PenaltyChapter | None = Field(
        None,
        alias="罚则",
        description="罚则取得了没有：已取得、部分、未取得；不写就按“原文”推：全文已取得，节录部分，无未取得",
    )
    unread_judging: UnreadJudging | None = Field(
        None,
        alias="未见判定",
        description="判定重大隐患的文件，条文没有取得、没有取全的，写它可能判到哪些条目、问谁；"
        "那些条目说明没有标 ▲ 不等于不是",
    )
    reserve: bool = Field(False, alias="备查", description="没有被引用、只备查的写“备查: true”")
    note: str = Field("", alias="说明")

    @field_validator("title", "names")
    @classmethod
    def _without_marks(cls, value: str | tuple[str, ...]) -> str | tuple[str, ...]:
        for index, name in enumerate((value,) if isinstance(value, str) else value):
            if name.startswith("《") and name.endswith("》"):
                said, right = f"“{name}”带着书名号", name[1:-1]
                at = () if isinstance(value, str) else (index,)
                raise wrong(said, right, "删掉书名号，要用的地方自己会加", *at)
        return value

    @model_validator(mode="after")
    def _days_in_order(self) -> Law:
        """It is adopted, comes into force, and ends."""
        key, told = "", ("", "")
        if self.effective and self.repealed and self.repealed <= self.effective:
            key, told = "失效", (f"失效日期 {self.repealed} 不在施行日期以后", f"晚于 {self.effective}")
        elif self.adopted and self.effective and self.effective < self.adopted:
            key, told = "施行", (f"施行日期 {self.effective} 在通过日期以前", f"不早于 {self.adopted}")
        if key:
            raise wrong(*told, "查对两个日期", key)
        return self

    @field_validator("url")
    @classmethod
    def _https_only(cls, value: str) -> str:
        if value and not value.startswith(("https://", "http://")):
            raise ValueError("网址要以 https:// 开头")
        if not re.fullmatch("[!-~]*", value):
            raise ValueError("网址里没有空格和汉字")
        return value

    @property
    def penalties_had(self) -> PenaltyChapter:
        """How much of its provisions on penalties was read. What was not read may hold a penalty."""
        by_text = {"全文": PenaltyChapter.ALL, "节录": PenaltyChapter.PART, "无": PenaltyChapter.NONE}
        return self.penalties_stated or by_text[self.text_at_hand]

    def seen(self, clause: str) -> str | None:
        """The lengths of time that ``clause`` of a standard names, in words (often none: empty); None where
        its wording was not had."""
        return self._seen.get(clause)

    @cached_property
    def _seen(self) -> dict[str, str]:
        rows = (row.partition(" ") for row in self.seen_clauses)
        return {clause: words for clause, _, words in rows}

    @property
    def judges(self) -> bool:
        """Whether it only judges what is a 重大隐患; such a text sets no duty."""
        return "判定" in self.title

    @property
    def name(self) -> str:
        """The short name shown in references."""
        return self.names[0]

    def state_on(self, day: dt.date) -> LawState:
        """State on ``day``; a missing effective date is :attr:`LawState.UNKNOWN`."""
        if self.repealed and self.repealed <= day:
            return LawState.REPEALED
        if self.effective is None:
            return LawState.UNKNOWN
        return LawState.NOT_YET if self.effective > day else LawState.IN_FORCE


@total_ordering
@dataclass(frozen=True, slots=True)
class Reference:
    """A place in a law: article, paragraph, item; or a clause of a standard.

    ``suffix`` counts 之一, 之二 … (0: none). ``item`` is the number in （一）;
    ``item_to`` ends a range (第一项至第十项) and equals ``item`` otherwise.
    """

    law: Law = field(compare=False)
    article: int | None = None
    suffix: int = 0
    paragraph: int | None = None
    item: int | None = None
    item_to: int | None = None
    clause: str = ""
    law_id: str = ""

    @property
    def is_beyond_last(self) -> bool:
        """Whether the law has not so many articles, as far as the register counts them."""
        return (self.article or 0) > (self.law.last_article or 10_000)

    def _key(self) -> tuple[object, ...]:
        clause = tuple(
            (0, int(part), "") if part.isdigit() else (1, 0, part) for part in self.clause.split(".") if part
        )
        return (
            self.law_id,
            self.article or 0,
            self.suffix,
            self.paragraph or 0,
            self.item or 0,
            self.item_to or 0,
            clause,
        )

    def __lt__(self, other: Reference) -> bool:
        return self._key() < other._key()

    def overlaps(self, other: Reference) -> bool:
        """Whether ``other`` lies in this place or holds it: a change of one is a reason to look at the
        other."""
        if self.law_id != other.law_id:
            return False
        if self.clause or other.clause:
            a, b = self.clause, other.clause
            return not a or not b or a == b or a.startswith(b + ".") or b.startswith(a + ".")
        if self.article is None or other.article is None:
            return True
        if (self.article, self.suffix) != (other.article, other.suffix):
            return False
        if self.paragraph and other.paragraph and self.paragraph != other.paragraph:
            return False
        if self.item and other.item:
            return self.item <= (other.item_to or other.item) and other.item <= (self.item_to or self.item)
        return True

    @property
    def place(self) -> str:
        """The place alone: 第四十九条第二款, 第 6.1.1 条, or nothing for a whole document."""
        if self.clause:
            return f"第 {self.clause} 条"
        if self.article is None:
            return ""
        text = f"第{to_chinese(self.article)}条"
        if self.suffix:
            text += f"之{to_chinese(self.suffix)}"
        if self.paragraph:
            text += f"第{to_chinese(self.paragraph)}款"
        if self.item:
            text += f"第{to_chinese(self.item)}项"
            if self.item_to and self.item_to != self.item:
                text += f"至第{to_chinese(self.item_to)}项"
        return text

    @property
    def article_place(self) -> str:
        """The article without paragraph and item."""
        if self.article is None:
            return self.place
        return f"第{to_chinese(self.article)}条" + (f"之{to_chinese(self.suffix)}" if self.suffix else "")

    @property
    def text(self) -> str:
        """Full citation as printed: 《安全生产法》第四十九条第二款; GB 50140-2005 第 6.1.1 条."""
        if self.law.kind in CLAUSE_KINDS:
            return f"{self.law.name} {self.place}".rstrip()
        return f"《{self.law.name}》{self.place}"

    def __str__(self) -> str:
        return self.text


def together(references: Iterable[Reference]) -> list[str]:
    """The citations with each law named once: 《安全生产法》第二十五条第一款第三项、第五项.

    Laws stand in the order in which they are first cited, places in the order given. What a place shares with
    the one before it (the article, the article and paragraph) is not repeated.
    """
    by_law: dict[str, list[Reference]] = {}
    for reference in references:
        by_law.setdefault(reference.law_id, []).append(reference)
    return ["、".join([cited[0].text, *map(_continued, cited, cited[1:])]) for cited in by_law.values()]


def _continued(before: Reference, after: Reference) -> str:
    """The place of ``after`` as one says it behind ``before`` of the same law."""
    if after.article is None or after.clause or after.article_place != before.article_place:
        return after.place
    if after.paragraph and before.paragraph:
        shared = after.article_place
        if after.item and before.item and after.paragraph == before.paragraph:
            shared += f"第{to_chinese(after.paragraph)}款"
        return after.place.removeprefix(shared)
    return after.place

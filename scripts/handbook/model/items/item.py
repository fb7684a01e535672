"""The check items: what must be so, how it is looked at, what it costs, how it is mended."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from typing import Annotated

from pydantic import Field, StringConstraints

from handbook.model.base import (
    ActName,
    AspectName,
    FeatureName,
    HazardName,
    ItemId,
    OwnPointId,
    PointId,
    QuestionId,
    Sentence,
    ShortText,
    Source,
    WebName,
    WorkDay,
)
from handbook.model.law.register import BINDING_KINDS, Reference
from handbook.model.law.resolve import Citation


class Role(StrEnum):
    """Who has a duty in a shared plant."""

    LANDLORD = "出租方"
    TENANT = "承租方"


class Method(StrEnum):
    """How one looks: papers, eyes, question, measure or try."""

    PAPERS = "查"
    EYES = "看"
    ASK = "问"
    MEASURE = "测"


class BasisRole(StrEnum):
    """How a reference bears on a point: it demands it, supports it, or is technical reference."""

    DIRECT = "直接"
    SUPPORTING = "辅助"
    REFERENCE = "参照"


class Audience(StrEnum):
    """Whom a question is put to."""

    OFFICER = "安全员"
    MANAGER = "负责人"


class QuestionForm(StrEnum):
    CHOICE = "选择"
    TRUE_FALSE = "判断"
    OPEN = "问答"


class TextStatus(StrEnum):
    """Standing of an item's text. Only the authority's own text is ever 官方文本."""

    DRAFT = "建议稿"
    OFFICIAL = "官方文本"
    UNWRITTEN = "待编写"


class ReviewStage(StrEnum):
    """Steps an item's text goes through before it is released."""

    DRAFTED = "起草"
    LEGAL = "法制审核"
    RELEASED = "发布"


class Basis(Source):
    """One legal or technical basis of a point."""

    reference: Citation = Field(
        alias="条文", description="法规简称 + 空格 + 条款项，例如：安全生产法 第四十九条第二款"
    )
    role: BasisRole = Field(
        alias="作用", description="直接（条文就要求这件事）、辅助（从旁支持）、参照（技术参考）"
    )
    note: str = Field("", alias="说明", max_length=120, description="适用范围等一句话说明，可不写")


class PenaltyUse(Source):
    """A penalty that may follow when the point is not met; the amounts stand in the catalogue."""

    reference: Citation = Field(alias="条文", description="罚则条文，必须在 data/penalties/ 里有")
    act: Sentence = Field(alias="行为", description="针对本要点的违法行为，一句话")
    who: Role | None = Field(None, alias="针对", description="只针对一方时写出租方或承租方")


class Sector(StrEnum):
    """Sectors by which the standard for judging major hazards applies
    (工贸企业重大事故隐患判定标准 第二条). 工贸 stands for all of them, 不限 for any firm."""

    METALLURGY = "冶金"
    NON_FERROUS = "有色"
    BUILDING_MATERIALS = "建材"
    MACHINERY = "机械"
    LIGHT = "轻工"
    TEXTILE = "纺织"
    TOBACCO = "烟草"
    COMMERCE = "商贸"
    ALL_TRADES = "工贸"
    ANY = "不限"


class MajorHazard(Source):
    """When the point, unmet, is a 重大事故隐患: the clause, all its conditions in words, and as data whom and
    what it concerns."""

    reference: Citation = Field(alias="条文")
    condition: Sentence = Field(alias="情形", description="写全条文的全部条件")
    sectors: tuple[Sector, ...] = Field(
        alias="行业",
        min_length=1,
        description="条文管哪些行业：冶金、有色、建材、机械、轻工、纺织、烟草、商贸；八个都管写工贸，不按行业写不限",
    )
    feature: FeatureName = Field("", alias="特征", description="行业里哪些企业，如“粉尘爆炸危险”；都管就不写")
    plant: ShortText = Field("", alias="设施", description="只说哪些设备、场所、工艺")

    @property
    def everywhere(self) -> bool:
        """Whether the clause is not limited to some sectors of industry."""
        return bool({"工贸", "不限"} & set(self.sectors))


class Remedy(Source):
    """How to put it right."""

    today: Sentence = Field(alias="今天", description="今天就能做的")
    today_short: Annotated[str, StringConstraints(max_length=32)] = Field(
        "", alias="今天简写", description="今天怎么改的短写法，不超过 32 个字；口袋书用"
    )
    lasting: Sentence = Field(alias="长久", description="管长久的做法")
    term: Annotated[str, StringConstraints(pattern=r"^(当场|[1-9][0-9]{0,2}日)$")] = Field(
        alias="期限", description="建议期限：当场、3日、7日、15日、30日…"
    )

    @property
    def days(self) -> int:
        """Suggested period in days; 0 is 当场."""
        return 0 if self.term == "当场" else int(self.term.removesuffix("日"))


class Recurring(Source):
    """Something a rule wants done again and again: feeds the calendar of the year."""

    every: Annotated[str, StringConstraints(pattern="^每(班|日|周|月|季度|半年|年)$")] = Field(
        alias="频次", description="每班、每日、每周、每月、每季度、每半年、每年"
    )
    task: Sentence = Field(alias="事项")
    month: int = Field(
        0, alias="月份", ge=0, le=12, description="每年、每半年的事放在几月做合适；手机日历从这个月提醒"
    )
    reference: Citation | None = Field(None, alias="条文", description="规定这个频次的条文；是通行做法的不写")


class CheckPoint(Source):
    """One thing that is or is not so."""

    id: PointId = Field(alias="编号", description="永久编号，如 07-3；删掉的编号不再用")
    requirement: Sentence = Field(alias="要点", description="一件能说是或不是的事，从那件东西说起")
    short: Annotated[str, StringConstraints(max_length=16)] = Field(
        "", alias="简称", description="短名，不超过 16 个字；清单、目录、口袋书用"
    )
    roles: tuple[Role, ...] = Field((), alias="适用", description="只管一方时写；不写就跟条目一样")
    hazards: tuple[HazardName, ...] = Field(
        (),
        alias="专项",
        description="只有涉及这些专项的企业才查（名称见 data/hazards.yml）；条目已写的不用再写",
    )
    methods: tuple[Method, ...] = Field(
        alias="方法", min_length=1, description="查（资料）、看（现场）、问（人）、测（量或试）"
    )
    how: Sentence = Field(alias="怎么查", description="站在哪里、看什么、问谁、量什么、翻哪本资料")
    met: Sentence = Field(alias="算合格", description="看得见的状态，或者有出处的数字")
    met_short: Annotated[str, StringConstraints(max_length=48)] = Field(
        "", alias="合格简写", description="算合格的短写法，不超过 48 个字，条件和数字不能丢；口袋书用"
    )
    remedy: Remedy = Field(alias="怎么改")
    basis: tuple[Basis, ...] = Field(alias="依据", min_length=1)
    penalties: tuple[PenaltyUse, ...] = Field((), alias="处罚")
    major: tuple[MajorHazard, ...] = Field((), alias="重大隐患")
    leniency: ActName | None = Field(
        None, alias="轻微不罚", description="省级轻微不罚清单里点名的行为，名称见 data/leniency.yml"
    )
    recurring: Recurring | None = Field(None, alias="周期")
    no_form: str = Field(
        "", alias="不用表", max_length=80, description="查材料、却没有表可发时，写材料从哪里来"
    )

    @property
    def references(self) -> tuple[Reference, ...]:
        """Every reference of the point, basis first, once."""
        found = [basis.reference for basis in self.basis]
        found += [use.reference for use in self.penalties]
        found += [major.reference for major in self.major]
        if self.recurring and self.recurring.reference:
            found.append(self.recurring.reference)
        return tuple(dict.fromkeys(found))

    @property
    def is_duty(self) -> bool:
        """Whether a binding rule demands it (必须); otherwise it is advice (建议)."""
        return any(b.role is BasisRole.DIRECT and b.reference.law.kind in BINDING_KINDS for b in self.basis)


class Question(Source):
    """A question of the round: for the safety officer or the person in charge."""

    id: QuestionId = Field(alias="编号", description="永久编号，如 07-Q1")
    audience: Audience = Field(alias="对象", description="安全员（现场的事）或负责人（职责、钱、人、后果）")
    form: QuestionForm = Field(alias="题型", description="选择、判断、问答")
    text: Sentence = Field(alias="问")
    answer: Sentence | str = Field(
        alias="答", description="选择题写正确选项；判断题写 对 或 错；问答题写一两句话"
    )
    wrong: tuple[str, ...] = Field(
        (), alias="错项", description="选择题的错误选项，写人们真会犯的错，2 至 3 个"
    )
    why: Sentence = Field(alias="解析", description="一两句话说为什么")
    point: OwnPointId = Field(alias="要点", description="出自哪个要点")

    @property
    def options(self) -> list[str]:
        """Options of a choice question in an order that does not give the answer away and never changes."""
        options = [self.answer, *self.wrong]
        # Rotated by the id: no random order, so two builds agree and the right one is not always first.
        turn = sum(map(ord, self.id)) % len(options)
        return options[turn:] + options[:turn]


class Review(Source):
    stage: ReviewStage = Field(alias="阶段", description="起草、法制审核、发布")
    who: ShortText = Field(alias="人")
    day: WorkDay = Field(alias="日期")
    text: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12}$")] | None = Field(
        None, alias="文本", description="审的是哪一份文字，由 review 命令写；文字一变，这次审核就不算了"
    )


class Revision(Source):
    """A note for the page 本版修订."""

    day: WorkDay = Field(alias="日期")
    text: Sentence = Field(alias="内容")


class Related(Source):
    item: ItemId = Field(alias="条目")
    why: ShortText = Field(alias="关系", description="一句话说为什么有关")


class Withdrawn(Source):
    """A point or question no longer in the list; its id is never used again."""

    id: PointId | QuestionId = Field(alias="编号")
    day: WorkDay = Field(alias="日期")
    why: Sentence = Field(alias="原因")
    successor: PointId | None = Field(None, alias="改看")


class Item(Source):
    """One of the 22 check items."""

    id: ItemId = Field(alias="编号", description='永久编号，两位数字，要加引号："07"')
    slug: WebName = Field(alias="网址名", description="小写英文，和文件名一致")
    aspect: AspectName = Field(alias="方面", description="责任制度、重点领域、现场管理、应急处置")
    name: ShortText = Field(alias="名称")
    scope: Sentence = Field(alias="一句话", description="这一条管什么")
    roles: tuple[Role, ...] = Field(alias="适用", min_length=1)
    hazards: tuple[HazardName, ...] = Field((), alias="专项", description="只有涉及这些专项的企业才查整条")
    status: TextStatus = Field(alias="状态", description="建议稿、官方文本、待编写")
    verified: WorkDay = Field(alias="核验日期", description="最近一次把依据和官方文本逐条对过的日期")
    reviews: tuple[Review, ...] = Field((), alias="审核")
    aliases: tuple[ShortText, ...] = Field((), alias="俗称", description="人们平时怎么叫、怎么搜")
    points: tuple[CheckPoint, ...] = Field((), alias="要点")
    questions: tuple[Question, ...] = Field((), alias="问答")
    related: tuple[Related, ...] = Field((), alias="相关")
    revisions: tuple[Revision, ...] = Field((), alias="修订")
    withdrawn: tuple[Withdrawn, ...] = Field((), alias="已撤")
    former_slugs: tuple[WebName, ...] = Field(
        (), alias="曾用网址名", description="改过网址名的，旧名写在这里，旧地址会自动转到新地址"
    )

    @cached_property
    def digest(self) -> str:
        """Short digest of what a reviewer reads: the item without its reviews, revision notes and day of
        comparison."""
        told = self.model_dump_json(exclude={"reviews", "revisions", "verified", "former_slugs", "slug"})
        return sha256(told.encode("utf-8")).hexdigest()[:12]

    @property
    def stem(self) -> str:
        """File name of the page without extension: ``07-hot-and-risky-work``."""
        return f"{self.id}-{self.slug}"

    @property
    def is_written(self) -> bool:
        return self.status is not TextStatus.UNWRITTEN

    @property
    def changed(self) -> dt.date | None:
        """Day of the last noted change, None where none is noted."""
        return max((revision.day for revision in self.revisions), default=None)

    @property
    def legally_reviewed(self) -> dt.date | None:
        """Day of a legal review of the text as it stands, not older than the last noted change; else None."""
        days = [r.day for r in self.reviews if r.stage is ReviewStage.LEGAL and r.text == self.digest]
        return max((day for day in days if self.changed is None or day >= self.changed), default=None)

    @property
    def standing(self) -> str:
        """Its status as readers see it: 建议稿，未经法制审核."""
        unreviewed = self.is_written and self.legally_reviewed is None
        return self.status.value + ("，未经法制审核" if unreviewed else "")

    def roles_of(self, point: CheckPoint) -> tuple[Role, ...]:
        return point.roles or self.roles

    def hazards_of(self, point: CheckPoint) -> tuple[str, ...]:
        return point.hazards or self.hazards

    @property
    def references(self) -> tuple[Reference, ...]:
        """Every reference of the item, in order of appearance, once."""
        found: dict[Reference, None] = {}
        for point in self.points:
            found |= dict.fromkeys(point.references)
        return tuple(found)

"""How a self-check asks: one question an item, what owners of their own building are not asked, how much
comes first."""

from __future__ import annotations

from pydantic import Field

from handbook.model.base import HazardName, ItemId, PointId, Sentence, ShortText, Source, WebName


class QuickQuestion(Source):
    """A question that stands for an item, or for a part of it; yes means that all of it is done."""

    item: ItemId = Field(alias="条目")
    point: PointId | None = Field(
        None, alias="要点", description="只问要查这个要点的企业；不写，查这一条的都问"
    )
    #: A tired owner answers it in ten seconds.
    text: str = Field(
        alias="问",
        min_length=4,
        max_length=40,
        description="一句能答是或不是的短话，只写这一条要点说过的事",
    )


class Staffing(Source):
    """What a point asks of a firm of so many people; a number outside is not told anything by this row."""

    point: PointId = Field(alias="要点")
    least: int = Field(1, alias="从", ge=1, description="从业人员从几人起，派遣工也算")
    most: int = Field(99999, alias="到", ge=1, description="到几人止")
    text: Sentence = Field(
        alias="问", description="这么多人的企业，这个要点要的是什么；只写要点的依据说过的数"
    )


class AskedElsewhere(Source):
    """A point that the usual check leaves folded, since one of another item asks the same of the same people;
    whoever opens the item, and the whole check, ask it all the same."""

    point: PointId = Field(alias="要点")
    other: PointId = Field(alias="在", description="问的是同一件事的另一个要点；常查问它")


class Circumstance(Source):
    """What a point takes for granted by its own words (a shared crane, agency workers): firms that say they
    have none of it are not asked the point. Nobody is taken to have none who has not said so, but a trade
    whose plants the clauses of the points cannot mean."""

    id: WebName = Field(alias="代号", description="小写英文，定了不改：存下来的自查里有它")
    name: ShortText = Field(alias="名称", description="没有的，写进自查范围的短话")
    ask: ShortText = Field(alias="问", description="打勾的那一行：说的是什么算有")
    points: tuple[PointId, ...] = Field(alias="要点", min_length=1, description="没有就不问的要点")
    hazard: HazardName | None = Field(
        None, alias="只对专项", description="只问有这个专项的企业；没有，要点也只是不再因为这个专项问"
    )
    unless: tuple[HazardName, ...] = Field(
        (), alias="有专项就有", description="有其中一个专项的企业就有这个情形：不用问，要点照查"
    )
    by_clauses: bool = Field(
        False,
        alias="看条款",
        description="true：要点只说重大隐患条款里的设施；行业用不上那些条款的，不问",
    )


class SelfCheckPlan(Source):
    """How the self-check asks (data/self-check.yml)."""

    first: int = Field(alias="每条先问", ge=1, le=10, description="常查时，每一条先问最要紧的几个要点")
    quick: tuple[QuickQuestion, ...] = Field(alias="快查")
    staffing: tuple[Staffing, ...] = Field(
        (), alias="按人数", description="人数不同要求就不同的要点：填了人数，只问自己那一档"
    )
    elsewhere: tuple[AskedElsewhere, ...] = Field(
        (), alias="别条问过", description="常查里别的条问过同一件事的要点，不再问一遍"
    )
    circumstances: tuple[Circumstance, ...] = Field(
        (), alias="没有就不问", description="要点自己写着前提：企业说没有，就不问"
    )
    not_for_owners: tuple[PointId, ...] = Field(
        alias="自有厂房不问", description="只有出租、承租才有的要点；用自己厂房的企业不问"
    )
    not_at_tenants: tuple[PointId, ...] = Field(
        (), alias="去租户那里不问", description="看得到、却是租户自己管理的账；房东去查租户不问"
    )

"""One view of a check point: what is said of it on a page, in a book, on a sheet and in the self-check, in
one wording.

The words stand here; how they look is left to the templates. Texts are on one line and not yet glued for
paper.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from handbook.markdown.escape import one_line
from handbook.model.items.item import Basis, BasisRole, CheckPoint, Item, Sector
from handbook.model.law.register import BINDING_KINDS, PENALTY_KINDS, Law, PenaltyChapter, Reference, together


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign with its words, so that grey paper and those who hear the page lose nothing. ``kind`` names
    its style."""

    kind: str
    sign: str
    words: str
    meaning: str

    def __str__(self) -> str:
        return f"{self.sign} {self.words}"

    @property
    def legend(self) -> str:
        return f"“{self}”是{self.meaning}"


MUST = Mark("must", "●", "必须", "法律、法规、规章或强制性标准直接要求的")
ADVICE = Mark("advice", "○", "建议", "通常做法")
MAJOR = Mark("major", "▲", "可能是重大事故隐患", "可能构成重大事故隐患的，要对全判定标准的全部条件")
MARKS = (MUST, ADVICE, MAJOR)

#: Before the words of a point that was found not met.
UNMET = "没有做到："

NO_PENALTY = "手头的条文里没有查到专门的罚则，重在提醒和改正"
_UNREAD = {PenaltyChapter.NONE: "没有取得", PenaltyChapter.PART: "没有全部取得"}
NO_FIRST_FINE = "条文没有规定首次罚款"
COMMON_PRACTICE = "通行做法"


def role_note(role: BasisRole, law: Law) -> str:
    """The role of a basis in ``law`` in the words that stand behind it in brackets. A recommended
    standard and a paper without the rank of a rule are no ground of a penalty, and that stands with
    them; of a mandatory standard it may not be said: 消防法 第六十条 and 安全生产法 第九十九条 punish
    what does not meet one."""
    unbinding = role is BasisRole.REFERENCE and law.kind not in BINDING_KINDS
    return f"{role}，不作处罚依据" if unbinding else str(role)


def unread_judging_note(law: Law, what: str = "这一条") -> str:
    """That ``law`` may judge ``what`` a major hazard though no ▲ stands there, and whom to ask."""
    assert law.unread_judging is not None
    had = "没有取全" if law.seen_clauses else "没有取得"
    return (
        f"《{law.title}》（{law.name}）也可能判到{what}，判定条文{had}："
        f"没有标 ▲，不等于不是，问{law.unread_judging.ask}。"
    )


def basis_text(bases: Iterable[Basis]) -> str:
    """The places of each law together, with their role where that is not the direct one, which goes without
    saying."""
    alike: dict[tuple[str, BasisRole], list[Reference]] = {}
    for basis in bases:
        alike.setdefault((basis.reference.law_id, basis.role), []).append(basis.reference)
    return "；".join(
        "".join(together(references))
        + ("" if role is BasisRole.DIRECT else f"（{role_note(role, references[0].law)}）")
        for (_, role), references in alike.items()
    )


def references_text(references: Iterable[Reference]) -> str:
    """References beside a row or clause, each law named once: one that does not bind says so."""
    by_law: dict[str, list[Reference]] = {}
    for reference in references:
        by_law.setdefault(reference.law_id, []).append(reference)
    return "；".join(
        "".join(together(cited))
        + (
            ""
            if cited[0].law.kind in BINDING_KINDS
            else f"（{role_note(BasisRole.REFERENCE, cited[0].law)}）"
        )
        for cited in by_law.values()
    )


@dataclass(frozen=True)
class PointView:
    """What every output says of ``point``, a point of ``item``."""

    item: Item
    point: CheckPoint

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """▲ with those it may apply to, then must or advice."""
        major = (replace(MAJOR, words=MAJOR.words + self.major_for),) if self.point.major else ()
        return (*major, MUST if self.point.is_duty else ADVICE)

    @property
    def major_for(self) -> str:
        """To which firms ▲ may apply, in brackets: （限冶金、有色、机械）; empty when to any firm."""
        whom: dict[str, set[str]] = {}
        for major in self.point.major:
            for sector in major.sectors:
                whom.setdefault(sector.value, set()).add(major.feature)
        if Sector.ANY.value in whom:
            return ""
        # 工贸 without more holds every sector and feature beside it.
        if "" in whom.get(Sector.ALL_TRADES.value, ()):
            whom = {Sector.ALL_TRADES.value: {""}}
        named = [
            name if "" in features else f"{name}：{'、'.join(sorted(features))}"
            for name, features in whom.items()
        ]
        return f"（限{'、'.join(named)}）" if named else ""

    @property
    def roles(self) -> str:
        """Whose duty it is: 出租方、承租方."""
        return "、".join(role.value for role in self.item.roles_of(self.point))

    @property
    def hazards(self) -> str:
        """For whom only: 涉及动火作业才查; empty when for all."""
        names = self.item.hazards_of(self.point)
        return f"涉及{'、'.join(names)}才查" if names else ""

    @property
    def only(self) -> str:
        """In what the point is narrower than its item: 只管出租方，涉及动火作业才查; empty when in
        nothing."""
        roles = "、".join(role.value for role in self.point.roles)
        hazards = self.item.hazards_of(self.point)
        narrower = self.hazards if hazards != self.item.hazards else ""
        if narrower:
            return f"{roles}，{narrower}" if roles else narrower
        return f"只管{roles}" if roles else ""

    @property
    def methods(self) -> str:
        return "、".join(method.value for method in self.point.methods)

    @property
    def name(self) -> str:
        """What it is called where there is little room; the whole requirement where it has no short name."""
        return one_line(self.point.short or self.point.requirement)

    @property
    def met_short(self) -> str:
        return one_line(self.point.met_short or self.point.met)

    @property
    def today_short(self) -> str:
        return one_line(self.point.remedy.today_short or self.point.remedy.today)

    @property
    def how(self) -> str:
        return one_line(self.point.how)

    @property
    def met(self) -> str:
        return one_line(self.point.met)

    @property
    def today(self) -> str:
        return one_line(self.point.remedy.today)

    @property
    def lasting(self) -> str:
        return one_line(self.point.remedy.lasting)

    @property
    def term(self) -> str:
        return self.point.remedy.term

    @property
    def basis(self) -> str:
        return basis_text(self.point.basis)

    @property
    def no_penalty(self) -> str:
        """What is said where the point shows no penalty: a text not in hand is not taken for none; empty when
        it shows some."""
        if self.point.penalties:
            return ""
        unread: dict[str, list[str]] = {}
        for basis in self.point.basis:
            law = basis.reference.law
            if basis.role is BasisRole.DIRECT and law.kind in PENALTY_KINDS and law.penalties_had in _UNREAD:
                names = unread.setdefault(_UNREAD[law.penalties_had], [])
                names += [law.name] if law.name not in names else []
        told = "，".join(
            f"{''.join(f'《{name}》' for name in names)}的罚则{how}" for how, names in unread.items()
        )
        return f"{told}，可能有处罚" if told else NO_PENALTY

    @property
    def major(self) -> tuple[str, ...]:
        """The conditions that make it a major hazard, each with its place."""
        return tuple(f"{one_line(major.condition)}（{major.reference.text}）" for major in self.point.major)

    @property
    def recurring(self) -> str:
        """How often what is to be done, and who says so; empty when not recurring."""
        again = self.point.recurring
        if again is None:
            return ""
        source = again.reference.text if again.reference else COMMON_PRACTICE
        return f"{again.every}：{one_line(again.task)}（{source}）"

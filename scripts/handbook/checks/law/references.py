"""References on the day of the build: in force, existing, of the right rank, and with a penalty entry."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from functools import partial

from pydantic_core import PydanticCustomError

from handbook.model.items.item import BasisRole, CheckPoint, Item, MajorHazard
from handbook.model.law.penalty import Penalty
from handbook.model.law.register import (
    BINDING_KINDS,
    CLAUSE_KINDS,
    LOCAL_KINDS,
    PENALTY_KINDS,
    LawKind,
    LawState,
    Reference,
)
from handbook.problems import Problem, Severity, nearest
from handbook.sources import kinds, prose
from handbook.sources.load import Entry, Sources

#: What is cited by its articles: a duty that rests on a whole act rests on nothing.
_BY_ARTICLE = frozenset(
    {LawKind.LAW, LawKind.STATE_REGULATION, LawKind.LOCAL_REGULATION, LawKind.GOVERNMENT_RULE}
)
_SOON, _STALE = dt.timedelta(days=90), dt.timedelta(days=180)


def check(sources: Sources) -> Iterator[Problem]:
    cited: set[str] = set()
    for name, entry, path, reference in prose.references(sources):
        if name != "penalties":
            cited.add(reference.law_id)
        line, column = entry.tree.position((*entry.path, *path))
        yield from _state_problems(sources, reference, entry.tree.source.name, line, column)
        if reference.article is None and reference.law.kind in _BY_ARTICLE and name != "penalties":
            said = f"没有写到哪一条：{reference}"
            mend = "翻开法规，写上条号；整部法规都是依据的，挑最要紧的一条"
            yield Problem(entry.tree.source.name, line, column, "R054", said, "法规名 第几条第几款", mend)
    for place in prose.everywhere(sources):
        if place.reference:
            cited.add(place.reference.law_id)
        yield from _prose_problems(sources, place)
    for page in sources.pages:
        for law in sources.values(kinds.LAWS):
            if law.title in page.page.body or any(name in page.page.body for name in law.names):
                cited.add(law.id)
    yield from _ranks(sources)
    yield from _same_conditions(sources)
    yield from _register(sources, cited)
    yield from _areas(sources)


def _areas(sources: Sources) -> Iterator[Problem]:
    """A local rule says where it holds; one of another province or city is told once, with how many places
    still rest on it. Its own penalties and facts go with it and do not count."""
    foreign = sources.foreign_laws
    used = uses_of(sources, foreign)
    for entry in sources.of(kinds.LAWS):
        law = entry.value
        if not law.area and (law.kind in LOCAL_KINDS or law.number.startswith("DB")):
            mend = "加一行“地区”，写它在哪个省、哪个市有效"
            yield entry.problem(("代号",), "R050", f"“{law.name}”没有写地区", "地区: 江苏省", mend)
        if law.id in foreign and used.get(law.id):
            here = next(iter(sources.values(kinds.SITE))).district
            said = f"“{law.name}”只在{law.area}有效，这本手册给{here}用，还有 {used[law.id]} 处引了它"
            mend = f"运行 district {law.area} 看是哪些地方，一处一处换；没有人引了，它自己就不出现"
            yield entry.problem(("地区",), "R051", said, "本省、本市的规定，或者全国的规定", mend)


def uses_of(sources: Sources, laws: Collection[str]) -> Counter[str]:
    """How many places of data and pages cite each of ``laws`` (ids), the laws' own penalties left out."""
    counts: Counter[str] = Counter()
    if not laws:
        return counts
    for name, entry, _, reference in prose.references(sources):
        own = name == "penalties" and entry.value.reference.law_id in laws
        if reference.law_id in laws and not own:
            counts[reference.law_id] += 1
    for place in prose.everywhere(sources):
        if place.reference and place.reference.law_id in laws:
            counts[place.reference.law_id] += 1
    lists = [leniency.provincial.name for leniency in sources.values(kinds.LENIENCY) if leniency.provincial]
    for law in sources.values(kinds.LAWS):
        if law.id in laws and law.title in lists:
            counts[law.id] += 1
    return counts


def _prose_problems(sources: Sources, place: prose.Cited) -> Iterator[Problem]:
    """What is wrong with a law named in prose. A law past or to come may be named where the sentence says
    so."""
    where = (place.file, place.line, place.column)
    found = place.mention.found
    if isinstance(found, PydanticCustomError):
        context = found.context or {}
        told, words = str(context.get("message", "")), place.mention.words
        if words not in told:
            told = f"“{words}”：{told}"
        yield Problem(
            *where, found.type, told, str(context.get("expected", "")), str(context.get("hint", ""))
        )
        return
    if found.place:
        yield from _state_problems(sources, found, *where)
        return
    for problem in _state_problems(sources, found, *where):
        if problem.rule == "R011" and not place.mention.told_as_past:
            yield replace(problem, hint=f"{problem.hint}；要说它已经废止，就在同一句里写明")
        elif problem.rule == "R012" and not place.mention.told_as_coming:
            yield replace(problem, hint=f"{problem.hint}；要预告它，就在同一句里写明什么时候施行")


def _state_problems(
    sources: Sources, reference: Reference, file: str, line: int, column: int
) -> Iterator[Problem]:
    """What is wrong with citing ``reference`` on the day of the build. What ended after the day of the
    edition is told and does not stop: that edition is still printed as it was, and the pages say what
    ended."""
    problem = partial(Problem, file, line, column)
    law, today = reference.law, sources.today
    state = law.state_on(today)
    if state is LawState.REPEALED:
        successor = (
            f"改引接替它的那一部（登记册里代号是 {law.superseded_by}），先读新条文"
            if law.superseded_by
            else "删掉，或者改引现行的规定"
        )
        said, right = f"《{law.name}》已于 {law.repealed} 失效", "现行有效的规定"
        editions = (one for one in sources.values(kinds.EDITIONS) if one.day <= today)
        edition = max(editions, key=lambda one: one.day, default=None)
        if edition and law.state_on(edition.day) is not LawState.REPEALED:
            said += f"，{edition.name}（{edition.day}）那天还有效：书照那天印，网页写明它失效了"
            yield problem("R011", said, right, f"{successor}，再开新的一版", Severity.WARNING)
        else:
            yield problem("R011", said, right, successor)
    elif state is LawState.NOT_YET and law.effective:
        said = f"《{law.name}》{law.effective} 才施行，构建日是 {today}"
        yield problem("R012", said, "已经施行的规定", "先引现行的规定；到施行日再改")
    elif state is LawState.UNKNOWN:
        right, mend = "登记册里有施行日期", f"到官方页面查明后写进 data/register/ 的“{law.id}”"
        yield problem("R013", f"《{law.name}》的施行日期没有登记，效力待核", right, mend, Severity.WARNING)
    if law.repealed and today < law.repealed <= today + _SOON:
        yield problem(
            "R014", f"《{law.name}》将于 {law.repealed} 失效", "", "准备改引新规定", Severity.WARNING
        )
    if reference.is_beyond_last:
        said = f"《{law.name}》没有{reference.article_place}"
        yield problem("R015", said, f"最后一条是第 {law.last_article} 条", "打开法规原文，核对条号")
    if reference.article and law.kind in CLAUSE_KINDS:
        said = f"{law.name} 是标准，不按“第几条”引"
        yield problem("R016", said, "标准编号 + 空格 + 条号，如 GB 50140-2005 6.1.1", "改写条号")


#: What a superior or a court may mean for a person; no administrative penalty.
_SANCTION = "处分"


def _ranks(sources: Sources) -> Iterator[Problem]:
    """What may punish, what may oblige, and that a point's penalty punishes one of its own duties."""
    penalties: dict[Reference, Penalty] = {p.reference: p for p in sources.values(kinds.PENALTIES)}
    bodies = [body.name for body in sources.values(kinds.BODIES)]
    # An article that is not there is told; the one meant is not listed for that reason alone.
    all_listed = "penalties" not in sources.broken and not any(one.is_beyond_last for one in penalties)
    for listed in sources.of(kinds.PENALTIES):
        yield from _listed_penalty(listed, bodies)
    for entry in sources.of(kinds.ITEMS):
        for index, point in enumerate(entry.value.points):
            yield from _bases_of_duty(entry, index, point)
            yield from _penalties_of_duty(entry, index, point, penalties, all_listed=all_listed)


def _listed_penalty(listed: Entry[Penalty], bodies: list[str]) -> Iterator[Problem]:
    penalty = listed.value
    if (kind := penalty.reference.law.kind) not in PENALTY_KINDS:
        mend = "删掉这一条；标准和文件只能作义务的参照"
        yield listed.problem(("条文",), "R021", f"{kind.value}不能设定处罚", "法律、法规、规章", mend)
    # A 处分 of a person is none of the penalties that the bodies named here impose.
    if _SANCTION in penalty.words and _SANCTION not in penalty.note:
        said, mend = "写了“处分”，没有说由谁给予", "处分不是行政处罚，执法主体那几家不给处分；翻开条文看"
        yield listed.problem(("条文",), "R055", said, "说明里一句话：由谁给予，或者条文没有写", mend)
    for index, body in enumerate(penalty.bodies):
        if bodies and body not in bodies:
            said, right = f"没有“{body}”这个执法主体", "data/bodies.yml 里的名称"
            yield listed.problem(("执法主体", index), "R022", said, right, nearest(body, bodies))


def _bases_of_duty(entry: Entry[Item], index: int, point: CheckPoint) -> Iterator[Problem]:
    for number, basis in enumerate(point.basis):
        if basis.role is not BasisRole.DIRECT:
            continue
        law, where = basis.reference.law, ("要点", index, "依据", number, "作用")
        if law.kind not in BINDING_KINDS:
            mend = "找到要求这件事的法律、法规、规章；没有就写参照，要点写“建议”"
            yield entry.problem(where, "R023", f"{law.kind.value}不能作直接依据", "辅助 或 参照", mend)
        if law.judges:
            right, mend = "辅助，或者写在“重大隐患”里", "找到要求这件事的条文写成直接依据；这一处改成辅助"
            yield entry.problem(where, "R026", f"《{law.name}》只判定是不是重大隐患，不设义务", right, mend)


def _penalties_of_duty(
    entry: Entry[Item],
    index: int,
    point: CheckPoint,
    penalties: dict[Reference, Penalty],
    *,
    all_listed: bool,
) -> Iterator[Problem]:
    direct = [basis.reference for basis in point.basis if basis.role is BasisRole.DIRECT]
    if any(basis.is_beyond_last for basis in direct):
        return  # told there; the duty may be the one meant
    for number, use in enumerate(point.penalties):
        where = ("要点", index, "处罚", number, "条文")
        listed = penalties.get(use.reference)
        if listed is None:
            if all_listed:
                yield entry.problem(where, "R024", *_not_listed(use.reference, penalties))
        elif listed.duties and not any(duty.overlaps(basis) for duty in listed.duties for basis in direct):
            duties = "、".join(duty.text for duty in listed.duties)
            said = f"{use.reference}罚的是违反{duties}，直接依据里没有"
            mend = "把要求这件事的条文写进依据；这个要点没有这项义务的，删掉这处处罚"
            yield entry.problem(where, "R025", said, "依据里有它罚的那一条，作用写直接", mend)


def _not_listed(reference: Reference, penalties: Iterable[Reference]) -> tuple[str, str, str]:
    """What is wrong, what was expected and how to mend it."""
    same = [
        listed.text
        for listed in penalties
        if listed.law_id == reference.law_id and listed.article == reference.article
    ]
    hint = f"同一条里有：{'、'.join(same)}" if same else "先在 data/penalties/ 里登记这一条罚则"
    return f"罚则目录里没有 {reference}", "data/penalties/ 里有的条款项", hint


def _same_conditions(sources: Sources) -> Iterator[Problem]:
    """One clause on major hazards concerns the same firms wherever it is used."""
    first: dict[Reference, tuple[str, MajorHazard]] = {}
    for entry in sources.of(kinds.ITEMS):
        for index, point in enumerate(entry.value.points):
            for number, major in enumerate(point.major):
                reference = major.reference
                if not (reference.item or reference.clause):
                    continue
                where, same = first.setdefault(reference, (point.id, major))
                if (set(same.sectors), same.feature) != (set(major.sectors), major.feature):
                    yield entry.problem(
                        ("要点", index, "重大隐患", number, "行业"),
                        "R027",
                        f"{reference}管哪些企业，和 {where} 写的不一样",
                        "、".join(same.sectors) + (f"，{same.feature}" if same.feature else ""),
                        "打开条文，两处写成一样",
                    )


def _names(sources: Sources) -> Iterator[Problem]:
    """A standard is called by its number, and a law has as many articles as its text, where that was read
    whole."""
    whole = {facts.law: facts.last_article for facts in sources.values(kinds.ARTICLES) if facts.complete}
    for entry in sources.of(kinds.LAWS):
        law = entry.value
        if law.kind in CLAUSE_KINDS and law.number and law.number not in law.names:
            said = f"简称里没有文号“{law.number}”，引它的地方都找不到"
            yield entry.problem(("简称",), "R060", said, f"[{law.number}]", "简称、文号哪一个错了，改哪一个")
        # Too few are told where an article beyond them is cited.
        if law.last_article and law.last_article > whole.get(law.id, law.last_article):
            said = f"写的是 {law.last_article} 条，读到的全文有 {whole[law.id]} 条"
            hint = "对着原文数；换了新的文本，运行 article-facts 重新读"
            yield entry.problem(("条数",), "R061", said, str(whole[law.id]), hint)


def _register(sources: Sources, cited: set[str]) -> Iterator[Problem]:
    laws = Counter(law.id for law in sources.values(kinds.LAWS))
    foreign = sources.foreign_laws
    stale: list[str] = []
    yield from _names(sources)
    for entry in sources.of(kinds.LAWS):
        law = entry.value
        if law.superseded_by and (law.superseded_by not in laws or law.superseded_by == law.id):
            itself = law.superseded_by == law.id
            if laws[law.id] > 1:
                continue  # an id given twice is told as that
            said = "接替它的写成了它自己" if itself else f"登记册里没有代号“{law.superseded_by}”"
            hint = "写新版的代号" if itself else nearest(law.superseded_by, laws)
            yield entry.problem(("被替代",), "R031", said, "已登记的代号", hint)
        in_catalogue = any(p.reference.law_id == law.id for p in sources.values(kinds.PENALTIES))
        live = law.state_on(sources.today) in (LawState.IN_FORCE, LawState.UNKNOWN)
        if (
            not {"items", "penalties"} & sources.broken
            and live
            and law.id not in cited
            and not in_catalogue
            and not law.reserve
            and law.id not in foreign
        ):
            said, mend = f"“{law.name}”没有被引用，也没有标明备查", "加一行“备查: true”，或者删掉这一条"
            yield entry.problem(("代号",), "R032", said, "备查: true", mend, severity=Severity.WARNING)
        if (
            law.state_on(sources.today) is LawState.NOT_YET
            and law.effective
            and law.effective <= sources.today + _SOON
        ):
            said, mend = f"“{law.name}”将于 {law.effective} 施行", "对照新条文，准备修改引用它的要点"
            yield entry.problem(("施行",), "R033", said, "", mend, severity=Severity.WARNING)
        if law.checked + _STALE < sources.today and law.id in cited:
            stale.append(law.name)
            message = f"“{law.name}”已有 {(sources.today - law.checked).days} 天没有核对效力"
            mend = "到官方页面核对后，改“核对”日期"
            yield entry.problem(("核对",), "R034", message, "180 天内核对过", mend, severity=Severity.WARNING)
        if law.checked > sources.today:
            yield entry.problem(
                ("核对",), "R035", f"核对日期 {law.checked} 还没到", "不晚于今天的日期", "改成真实的日期"
            )

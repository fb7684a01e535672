"""What is cited and what is said of it, against the facts of the articles (data/articles/).

The facts stand in the repository, so these rules hold where no official text is at hand.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import partial

from handbook.model.items.item import Item
from handbook.model.law.article_facts import Amount, ArticleFacts, Stage, Target, tagged
from handbook.model.law.article_facts import key as article_key
from handbook.model.law.penal_terms import lost_limits, sanctions
from handbook.model.law.penalty import Penalty
from handbook.model.law.register import Reference
from handbook.model.numbers.amount import Range
from handbook.problems import Problem, nearest
from handbook.sources import kinds, prose
from handbook.sources.load import Sources

_REGENERATE = "有官方文本的，运行 article-facts 重新读；没有的，引到看得准的一级"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a value: the key it stands under, the rule, and the words of the problem."""

    key: str
    rule: str
    message: str
    expected: str
    hint: str


@dataclass(frozen=True, slots=True)
class _Said:
    key: str
    range: Range
    stage: Stage
    target: Target
    words: str


def check(sources: Sources) -> Iterator[Problem]:
    facts: dict[str, ArticleFacts] = {row.law: row for row in sources.values(kinds.ARTICLES)}
    bodies = {body.name for body in sources.values(kinds.BODIES)}
    yield from _files(sources)
    for _, entry, path, reference in prose.references(sources):
        line, column = entry.tree.position((*entry.path, *path))
        yield from place_problems(reference, facts, entry.tree.source.name, line, column)
    for place in prose.everywhere(sources):
        if place.reference:
            yield from place_problems(place.reference, facts, place.file, place.line, place.column)
    for entry in sources.of(kinds.PENALTIES):
        for found in penalty_findings(entry.value, facts, bodies):
            yield entry.problem((found.key,), found.rule, found.message, found.expected, found.hint)
    yield from _acts_of_points(sources, facts)


def _acts_of_points(sources: Sources, facts: dict[str, ArticleFacts]) -> Iterator[Problem]:
    """Acts that a point shows a penalty for, told wider than the article punishes them."""
    premises = {entry.reference: entry.premise or "" for entry in sources.values(kinds.PENALTIES)}
    for entry in sources.of(kinds.ITEMS):
        item: Item = entry.value
        for index, point in enumerate(item.points):
            for number, use in enumerate(point.penalties):
                row = facts.get(use.reference.law_id)
                said = use.act + premises.get(use.reference, "")
                for name in lost_limits(row.limits_at(use.reference), said) if row else ():
                    path = ("要点", index, "处罚", number, "行为")
                    yield entry.problem(path, *_limit_lost(use.reference, name))


def _limit_lost(reference: Reference, name: str) -> tuple[str, str, str, str]:
    return (
        "R058",
        f"{reference.place}罚的行为有一个限定，这里漏了：{name}",
        "行为里有这个限定",
        "翻开条文，把“没有按照规定”“直接关系生产安全的”这类字写进行为",
    )


def _files(sources: Sources) -> Iterator[Problem]:
    laws = {law.id: law for law in reversed(sources.values(kinds.LAWS))}
    places = {entry.value.id: entry for entry in reversed(sources.of(kinds.LAWS))}
    last = {row.law: row.last_article for row in sources.values(kinds.ARTICLES)}
    for listed in sources.of(kinds.LAWS):
        claimed, there = listed.value.last_article, last.get(listed.value.id, 0)
        if laws[listed.value.id] is listed.value and claimed and there > claimed:
            said = f"“条数”是 {claimed}，data/articles/ 里读到了第 {there} 条"
            yield listed.problem(
                ("条数",), "R015", said, "最后一条的条号", f"翻开法规看最后一条；是的，写成 {there}"
            )
    for entry in sources.of(kinds.ARTICLES):
        row: ArticleFacts = entry.value
        law = laws.get(row.law)
        if law is None:
            if "laws" not in sources.broken:
                yield entry.problem(
                    ("法规",),
                    "R049",
                    f"登记册里没有代号“{row.law}”",
                    "已登记的代号",
                    nearest(row.law, laws) or "登记册里的代号改了的，改回来；不再登记的，删掉这个文件",
                )
        elif law.effective != row.effective:
            at = places[row.law].problem(("施行",), "R048", "").place
            yield entry.problem(
                ("版本",),
                "R048",
                f"条文事实读的是 {row.effective or '没有写日期的'} 版，登记册里是 {law.effective or '没有日期'}（{at}）",
                "同一个版本",
                "登记册里写错的，改回去；真的换了版本，拿到现行文本以后，运行 article-facts 重新读",
            )


def place_problems(
    reference: Reference, facts: dict[str, ArticleFacts], file: str, line: int, column: int
) -> Iterator[Problem]:
    """Articles, paragraphs and items that the law has not."""
    problem = partial(Problem, file, line, column)
    row = facts.get(reference.law_id)
    law = reference.law
    if row is None or reference.article is None or (law.last_article or 9999) < reference.article:
        return
    if row.has_article(reference) is False:
        yield problem(
            "R041", f"《{law.name}》没有{reference.article_place}", "原文里有的条", "打开原文，改成对的条号"
        )
        return
    items = row.items(article_key(reference)) or []
    shown = "、".join(
        f"第{number}款" + (f"（{count} 项）" if count else "") for number, count in enumerate(items, 1)
    )
    if row.has_place(reference) is False:
        said, right = f"《{law.name}》没有{reference.place}", f"{reference.article_place}有：{shown}"
        yield problem("R042", said, right, f"打开原文，数清是第几款、第几项；{_REGENERATE}")
    elif reference.item and not reference.paragraph and len(items) > 1:
        said = f"《{law.name}》{reference.place}没有写是哪一款的"
        yield problem("R057", said, f"{reference.article_place}有：{shown}", "打开原文，在项的前面写上第几款")


def penalty_findings(
    penalty: Penalty, facts: dict[str, ArticleFacts], known: Collection[str]
) -> Iterator[Finding]:
    """Amounts and authorities of an entry of the catalogue that the cited place does not bear, or has more.

    ``known`` are the names of the authorities; others are told by another rule.
    """
    said = list(_said(penalty))
    for one in said:
        if one.range.inverted:
            right = "小的写在前面"
            yield Finding(one.key, "R043", f"“{one.words}”上下限写反了", right, "打开条文，照抄下限和上限")
    row = facts.get(penalty.reference.law_id)
    if row is None or row.has_article(penalty.reference) is not True:
        return
    yield from _terms(penalty, row)
    if penalty.kind == "刑事责任":
        return
    yield from _amounts(penalty, said, row.amounts_at(penalty.reference))
    yield from _bodies(penalty, facts, known)


def _terms(penalty: Penalty, row: ArticleFacts) -> Iterator[Finding]:
    told = sanctions(penalty.words + penalty.note)
    left = [name for name in dict.fromkeys(row.sanctions_at(penalty.reference)) if name not in told]
    if left and not re.search("依照(?!刑法)", penalty.first or ""):
        said = f"{penalty.reference.place}还写了“{'”“'.join(left)}”，这里漏了"
        right = "首次、逾期、责任人或者说明里有"
        yield Finding("首次", "R056", said, right, "翻开条文，照写；不是这个行为的，在说明里说清楚")
    for name in lost_limits(row.limits_at(penalty.reference), penalty.act + (penalty.premise or "")):
        yield Finding("行为", *_limit_lost(penalty.reference, name))


def _said(penalty: Penalty) -> Iterator[_Said]:
    fields = (
        ("首次", penalty.first, Stage.FIRST, Target.UNIT, False),
        ("逾期", penalty.later, Stage.LATER, Target.UNIT, False),
        ("责任人", penalty.persons, Stage.FIRST, Target.PERSON, True),
    )
    for key, text, stage, target, at_once in fields:
        for value, when, who, words in tagged(text or "", stage, target, at_once):
            yield _Said(key, value, when, who, words)


def _amounts(penalty: Penalty, said: list[_Said], stated: list[Amount]) -> Iterator[Finding]:
    persons = bool(re.search("人|员", penalty.target)) and not re.search("单位|企业", penalty.target)
    place = penalty.reference.place
    listed = "、".join(dict.fromkeys(_shown(row) for row in stated)) or "没有数额"
    matched: set[Amount] = set()
    wrong = 0
    for one in said:
        if one.range.inverted:
            wrong += 1
            continue
        same = [row for row in stated if row.range == one.range]
        fit = [r for r in same if r.stage is one.stage and (r.target is one.target or persons)]
        matched |= set(fit)
        if fit:
            continue
        if same:
            matched |= set(same)
            where = "、".join(dict.fromkeys(f"{r.stage.value}、{r.target.value}" for r in same))
            yield Finding(
                one.key,
                "R044",
                f"数额“{one.words}”写成了{one.stage.value}、{one.target.value}的，{place}写的是{where}的",
                f"条文里有：{listed}",
                "照条文分清首次和逾期、单位和个人",
            )
        else:
            wrong += 1
            right = "打开条文，照这一款的数额写；法改了，照编辑手册“法规变了怎么办”做"
            yield Finding(one.key, "R044", f"数额“{one.words}”不在{place}里", f"条文里有：{listed}", right)
    groups: dict[tuple[int, int, int], list[Amount]] = {}
    for row in stated:
        groups.setdefault((row.paragraph, row.item, row.sentence), []).append(row)
    told = any(rows and matched & set(rows) for rows in groups.values())
    for rows in groups.values():
        left = [row for row in rows if row not in matched]
        if len(left) > wrong and (matched & set(rows) or not told):
            yield Finding(
                "首次",
                "R045",
                f"{place}还写了{'、'.join(dict.fromkeys(_shown(row) for row in left))}，这里漏了",
                f"条文里有：{listed}",
                "把漏掉的罚款补上，写在首次、逾期或者责任人里",
            )
            if not told:
                return


def _shown(row: Amount) -> str:
    return f"{row.range.text}（{row.stage.value}、{row.target.value}）"


def _bodies(penalty: Penalty, facts: dict[str, ArticleFacts], known: Collection[str]) -> Iterator[Finding]:
    sources = [penalty.reference, *([penalty.body_basis] if penalty.body_basis else [])]
    named = {name for ref in sources if ref.law_id in facts for name in facts[ref.law_id].authorities_at(ref)}
    if not named:
        return
    words = penalty.words
    for body in penalty.bodies:
        if body not in known or body in named or (body == "公安机关" and re.search("拘留|治安", words)):
            continue
        said = f"{'、'.join(ref.text for ref in sources)}没有把这项处罚交给“{body}”"
        mend = "照条文写执法主体；另有规定交给它的，把那一条写进“主体依据”"
        yield Finding("执法主体", "R046", said, "、".join(sorted(named)), mend)

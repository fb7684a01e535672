"""Comparison of every reference with the official texts.

An article, paragraph or item that the text has not, and an amount that the article does not state, are
errors. Words that hardly occur in the cited place make the reference doubtful: a person looks. Words are
those of the point or of the note that says how the article bears on it, whichever fit better; an article that
punishes by naming others is read together with them. A general duty (消除事故隐患) shares no word with what
it is cited for: where the point shows the penalty for that very duty, the pair vouches for itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from handbook.checks.law.article_facts import penalty_findings
from handbook.model.items.item import CheckPoint, Item
from handbook.model.law.article_facts import FINE_UNITS, ArticleFacts
from handbook.model.law.evidence import Grade, evidence
from handbook.model.law.penalty import Penalty
from handbook.model.law.register import CLAUSE_KINDS, Law, Reference
from handbook.model.law.resolve import references_in
from handbook.model.numbers.amount import amounts
from handbook.model.numbers.chinese_number import from_chinese
from handbook.problems import Problem, Severity
from handbook.sources import kinds, prose
from handbook.sources.load import Entry, Sources
from handbook.sources.official.article_reader import read_facts
from handbook.sources.official.law_texts import LawText, LawTexts
from handbook.sources.yaml.tree import Path

EXCEPTIONS = "data/verify-exceptions.yml"
#: Share of a claim's word pairs found in the cited text below which a person should look again.
DOUBTFUL = 0.25


_ARTICLE_NAMED = re.compile(
    r"第(?P<article>[零一二三四五六七八九十百]+)条(?:之(?P<suffix>[一二三四五六七八九十]+))?"
)


@dataclass(frozen=True)
class Use:
    """One use of a reference: where it stands, what it is said to bear, amounts included."""

    reference: Reference
    where: str  # 07-2 直接, 07-2 处罚, 罚则目录 …
    claim: str
    file: str
    line: int
    column: int
    amounts_in: str = ""  # text whose amounts must stand in the article
    units: frozenset[str] = frozenset({"元", "倍", "%", "日", "年", "个月"})  # which amounts are compared
    note: str = ""  # how the place bears on the claim, in the editor's words
    paired: bool = False  # the point shows the penalty for this duty
    penalty: Penalty | None = None  # whose amounts, stages and authorities the place must bear


#: Supporting and technical references bear on a point without its words; only the others are compared by
#: words.
_LOOSE = ("辅助", "参照")


@dataclass(frozen=True)
class Doubt:
    """A use whose words share little with the article cited; ``score``: what share, 0 to 1."""

    use: Use
    score: float


@dataclass
class Outcome:
    """What a verification found. ``without_text`` are references for which no official text is at hand."""

    checked: list[Use]
    without_text: list[Use]
    exceptions: list[tuple[Use, str]]
    problems: list[Problem]
    doubts: list[Doubt]  # the paired ones last
    strangers: list[str] = field(default_factory=list)  # files that belong to no registered law
    extracts: frozenset[str] = frozenset()  # laws of which the folder holds a text that is not outdated

    @property
    def missing(self) -> list[tuple[Law, int, tuple[str, ...]]]:
        """Cited laws of which no text, or not the article, was had: the number of places that rest on each
        and, where the folder holds an extract, the articles it has not; most places first."""
        places: dict[str, list[Reference]] = {}
        for use in self.without_text:
            places.setdefault(use.reference.law_id, []).append(use.reference)
        rows = []
        for law_id, references in places.items():
            articles = sorted({(r.article or 0, r.suffix, r.article_place) for r in references})
            lacking = tuple(place for _, _, place in articles if place) if law_id in self.extracts else ()
            rows.append((references[0].law, len(references), lacking))
        return sorted(rows, key=lambda row: (-row[1], row[0].id))


def verify(sources: Sources, texts: LawTexts) -> Outcome:
    """Compare every reference of ``sources`` with the official ``texts``."""
    outcome = Outcome([], [], [], [], [], texts.strangers)
    exceptions, problems = _read_exceptions(sources)
    outcome.problems += [*problems, *texts.problems]
    facts = _facts_of_texts(sources, texts, outcome)
    outcome.extracts = frozenset(facts)
    used: set[tuple[str, str]] = set()
    for use in uses(sources):
        if use.reference.law.kind in CLAUSE_KINDS or use.reference.article is None:
            outcome.without_text.append(use)
            continue
        text = texts.get(use.reference.law_id)
        if (
            text is None
            or use.reference.law_id not in facts
            or (text.article(use.reference) is None and not text.complete)
            or use.reference.article in use.reference.law.reprinted
        ):
            outcome.without_text.append(use)
            continue
        outcome.checked.append(use)
        found = list(_compare(use, text, facts))
        reason = exceptions.get((use.reference.text, use.where))
        if reason:
            used.add((use.reference.text, use.where))
            outcome.exceptions.append((use, reason))
            continue
        outcome.problems += found
        if not found and not use.where.endswith(_LOOSE):
            place = text.place(use.reference) or text.article(use.reference) or ""
            place += named_in(place, use.reference, text)
            score = max(overlap(use.claim, place), overlap(use.note, place) if use.note else 0)
            if score < DOUBTFUL:
                outcome.doubts.append(Doubt(use, score))
    for key in exceptions.keys() - used:
        outcome.problems.append(
            Problem.whole(EXCEPTIONS, "V005", f"例外“{key[0]}（{key[1]}）”已经用不上", "", "删掉这一条例外")
        )
    outcome.doubts.sort(key=lambda doubt: (doubt.use.paired, doubt.score))
    outcome.problems.sort()
    return outcome


def _use(
    entry: Entry[Any], path: Path, reference: Reference, where: str, claim: str = "", **more: Any
) -> Use:
    line, column = entry.tree.position((*entry.path, *path))
    return Use(reference, where, claim, entry.tree.source.name, line, column, **more)


def uses(sources: Sources) -> Iterator[Use]:
    """Every reference with an article or clause in data and prose."""
    catalogue = {penalty.reference.text: penalty for penalty in sources.values(kinds.PENALTIES)}
    for entry in sources.of(kinds.ITEMS):
        for index, point in enumerate(entry.value.points):
            yield from _of_point(entry, ("要点", index), point, catalogue)
    for listed in sources.of(kinds.PENALTIES):
        penalty = listed.value
        yield _use(listed, ("条文",), penalty.reference, "罚则目录", penalty.act, penalty=penalty)
        body = (penalty.body_basis,) if penalty.body_basis else ()
        for key, references in (("主体依据", body), ("义务", penalty.duties), ("另见", penalty.see_also)):
            for reference in references:
                yield _use(listed, (key,), reference, f"罚则目录 {key}")
    for name, entries in sources.entries.items():
        if name in ("items", "penalties", "laws"):
            continue
        for other in entries:
            file = other.tree.source.name.removeprefix("data/").removesuffix(".yml")
            for path, reference in references_in(other.value):
                yield _use(other, path, reference, file)
    cited = [c for c in prose.everywhere(sources) if c.reference and c.reference.place]
    beside = Counter((c.file, c.mention.sentence) for c in cited)
    for place in cited:
        assert place.reference is not None
        # Amounts in a sentence that cites one place alone must be the article's.
        alone = place.page and beside[(place.file, place.mention.sentence)] == 1
        yield Use(
            place.reference,
            "文字页" if place.page else f"{place.kind} 文字",
            "",
            place.file,
            place.line,
            place.column,
            place.mention.sentence if alone else "",
            # A sentence may tell other days and years than the article; money it tells must be the article's.
            FINE_UNITS,
        )


def _of_point(
    entry: Entry[Item], at: Path, point: CheckPoint, catalogue: Mapping[str, Penalty]
) -> Iterator[Use]:
    claim = point.requirement + point.met
    shown = [catalogue[use.reference.text] for use in point.penalties if use.reference.text in catalogue]
    for number, basis in enumerate(point.basis):
        paired = any(duty.overlaps(basis.reference) for penalty in shown for duty in penalty.duties)
        where = f"{point.id} {basis.role.value}"
        path = (*at, "依据", number, "条文")
        yield _use(entry, path, basis.reference, where, claim, note=basis.note, paired=paired)
    for number, use in enumerate(point.penalties):
        yield _use(entry, (*at, "处罚", number, "条文"), use.reference, f"{point.id} 处罚", use.act)
    for number, major in enumerate(point.major):
        path = (*at, "重大隐患", number, "条文")
        yield _use(entry, path, major.reference, f"{point.id} 重大隐患", major.condition)
    if point.recurring and point.recurring.reference:
        task = point.recurring.task
        yield _use(entry, (*at, "周期", "条文"), point.recurring.reference, f"{point.id} 周期", task)


def _facts_of_texts(sources: Sources, texts: LawTexts, outcome: Outcome) -> dict[str, ArticleFacts]:
    """Facts read from the texts at hand. A text older than the register, an incomplete one, and facts in
    data/articles/ that differ are told."""
    kept = {entry.value.law: entry for entry in sources.of(kinds.ARTICLES)}
    facts: dict[str, ArticleFacts] = {}
    for law in sources.values(kinds.LAWS):
        text = texts.get(law.id)
        if text is None:
            continue
        name = texts.files[law.id].name
        since = law.adopted or law.effective
        if text.newest and since and text.newest < since:
            said = f"《{law.name}》的文本是 {text.newest} 的，登记册里是 {since} 的"
            mend = f"到官方页面下载现行文本{f'：{law.url}' if law.url else ''}"
            outcome.problems.append(Problem.whole(name, "V009", said, "和登记册同一个版本", mend))
            continue
        facts[law.id] = read_facts(law, text, sources.values(kinds.BODIES), sources.today)
        last = max((article for article, _ in text.articles), default=0)
        if text.complete and law.last_article and last != law.last_article:
            said = f"《{law.name}》读到第 {last} 条，登记册里有 {law.last_article} 条"
            right, mend = f"{law.last_article} 条", "看看文本全不全；版本换了的，先改登记册"
            outcome.problems.append(Problem.whole(name, "V011", said, right, mend, Severity.WARNING))
        entry = kept.get(law.id)
        if entry and _figures(entry.value) != _figures(facts[law.id]):
            outcome.problems.append(
                entry.problem(
                    ("条款",),
                    "V010",
                    f"《{law.name}》存下来的条文数字和文本 {name} 不一样",
                    "从同一份官方文本读出",
                    "确认文本是现行的，再运行 article-facts",
                    severity=Severity.WARNING,
                )
            )
    return facts


def _figures(facts: ArticleFacts) -> ArticleFacts:
    return facts.model_copy(update={"read": None})


def _compare(use: Use, text: LawText, facts: dict[str, ArticleFacts]) -> Iterator[Problem]:
    reference, place = use.reference, (use.file, use.line, use.column)
    article = text.article(reference)
    if article is None:
        yield Problem(
            *place,
            "V001",
            f"{use.where}：《{reference.law.name}》原文里没有{reference.article_place}",
            "原文里有的条",
            "打开原文，改成对的条号",
        )
        return
    if (reference.paragraph or 0) > 1 and (reference.article or 0, reference.suffix) in text.partial:
        yield Problem(
            *place,
            "V002",
            f"{use.where}：手头的{reference.article_place}可能不全，款数靠不住",
            reference.article_place + "，或第一款",
            "只引到条，或者取得全文后再写款",
        )
    elif text.place(reference) is None:
        said = "打开原文，数清是第几款、第几项"
        yield Problem(*place, "V003", f"{use.where}：原文里没有{reference.place}", "原文里有的款、项", said)
    if use.penalty:
        for found in penalty_findings(use.penalty, facts, ()):
            yield Problem(*place, "V004", f"{use.where}：{found.message}", found.expected, found.hint)
    stated = amounts(text.place(reference) or article) or amounts(article)
    for key, words in amounts(use.amounts_in).items():
        if key not in stated and key[1] in use.units:
            yield Problem(
                *place,
                "V004",
                f"{use.where}：数额“{words}”不在{reference.place}里",
                "条文里有的数额：" + ("、".join(stated.values()) or "没有"),
                "照条文改",
            )


def named_in(place: str, reference: Reference, text: LawText) -> str:
    """What ``place`` leans on: articles of the same law that it names (违反本法第十六条、第二十一条第二款…),
    and its whole article where it says 前款, 本条."""
    keys = {
        (from_chinese(found["article"]), from_chinese(found["suffix"]) if found["suffix"] else 0)
        for found in _ARTICLE_NAMED.finditer(re.sub(r"《[^》]*》[^，。；]*", "", place))
    }
    if re.search(r"前款|本条", place):
        keys.add((reference.article or 0, reference.suffix))
    return "".join(f"\n{text.articles[key]}" for key in sorted(keys) if key in text.articles)


def overlap(claim: str, text: str) -> float:
    """Share of the pairs of Han characters of ``claim`` that occur in ``text``; 1.0 for an empty claim."""
    pairs = {
        claim[i : i + 2]
        for i in range(len(claim) - 1)
        if re.fullmatch(r"[\u4e00-\u9fff]{2}", claim[i : i + 2])
    }
    if not pairs:
        return 1.0
    return sum(pair in text for pair in pairs) / len(pairs)


def _read_exceptions(sources: Sources) -> tuple[dict[tuple[str, str], str], list[Problem]]:
    path = sources.root / EXCEPTIONS
    if not path.exists():
        return {}, []
    rows = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    found: dict[tuple[str, str], str] = {}
    problems = []
    for number, row in enumerate(rows, 1):
        if isinstance(row, dict) and {"条文", "位置", "原因"} <= row.keys():
            found[(str(row["条文"]), str(row["位置"]))] = str(row["原因"])
        else:
            said = f"第 {number} 条例外写法不对"
            problems.append(Problem.whole(EXCEPTIONS, "V006", said, "条文、位置、原因三行", "补齐"))
    return found, problems


def _doubt_row(doubt: Doubt) -> str:
    use = doubt.use
    return f"  {doubt.score:>4.0%}  {use.where:<10} {use.reference.text}  ←  {use.claim[:36]}"


def report(outcome: Outcome, limit: int = 40) -> str:
    """The outcome in words for an editor: counts, then doubtful references, worst first, then what is
    missing."""
    second = sum(evidence(use.reference, {}).grade is Grade.SECOND_HAND for use in outcome.without_text)
    lines = [
        f"核对了 {len(outcome.checked)} 处引用；例外 {len(outcome.exceptions)} 处；"
        f"没有官方文本可对的 {len(outcome.without_text)} 处"
        f"（只见二手的 {second} 处，没有见到的 {len(outcome.without_text) - second} 处）。",
    ]
    doubts = [doubt for doubt in outcome.doubts if not doubt.use.paired]
    paired = [doubt for doubt in outcome.doubts if doubt.use.paired]
    if doubts:
        lines.append(f"\n存疑 {len(doubts)} 处（用词和条文对不上，最该看的在前），请人再看一眼：")
        lines += [_doubt_row(doubt) for doubt in doubts[:limit]]
        if len(doubts) > limit:
            lines.append(f"  还有 {len(doubts) - limit} 处，用 --all 看全部。")
    if paired:
        lines.append(
            f"\n用词对不上、但要点写了罚这一条义务的罚则的 {len(paired)} 处，"
            + ("如“消除事故隐患”这类管得宽的义务：" if len(paired) <= limit else "用 --all 看全部。")
        )
        lines += [_doubt_row(doubt) for doubt in paired] if len(paired) <= limit else []
    laws = [row for row in outcome.missing if row[0].kind not in CLAUSE_KINDS]
    standards = [row for row in outcome.missing if row[0].kind in CLAUSE_KINDS]
    if laws:
        lines.append(f"\n这 {len(laws)} 部没有官方文本，或者只有节录、转载、缺要用的条（用到多的在前）：")
        for law, count, lacking in laws[:limit]:
            where = law.url or "官方网址没有登记"
            kept = f"有节录，缺{'、'.join(lacking)}" if lacking else f"存成 {law.id}.docx"
            lines.append(f"  {count:>4} 处  {law.name}  {kept}  {where}")
        if len(laws) > limit:
            lines.append(f"  还有 {len(laws) - limit} 部，用 --all 看全部。")
    if standards:
        told = "、".join(f"{law.name}（{count} 处）" for law, count, _ in standards[:limit])
        lines.append(f"\n标准不按条对，请人看标准原文：{told}")
    if outcome.strangers:
        lines.append(
            f"\n认不出是哪一部、没有用的文件 {len(outcome.strangers)} 个：{'、'.join(outcome.strangers)}"
        )
    return "\n".join(lines)

"""What changed between two states of the handbook, told item by item in words an editor understands.

The list feeds the book's revision page, the site's page of updates and the release note
(``data/changes/<版次>.yml``, see :mod:`handbook.site.pages.updates`).
"""

from __future__ import annotations

import datetime as dt
import difflib
import io
import json
import re
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from handbook.model.items.item import CheckPoint, Item, Question
from handbook.model.law.penalty import Penalty
from handbook.model.law.register import Law
from handbook.model.page import Page
from handbook.model.papers.form import Form
from handbook.problems import HandbookError, Problem, errors
from handbook.sources import kinds
from handbook.sources.kinds import KINDS, Kind
from handbook.sources.load import Sources, load_sources

T = TypeVar("T")

#: Said of what an older state holds in a form that this program does not know any more.
UNREAD = "是以前的写法，现在的程序读不了，没有比"


@dataclass(frozen=True, slots=True)
class Change:
    """One change: ``group`` it is told under (第 07 条 …, 法规和标准 …), ``text`` in a sentence, ``old``
    and ``new`` words if any.

    ``item`` is the item's number, empty for what belongs to none.
    """

    group: str
    item: str
    text: str
    old: str = ""
    new: str = ""


def sources_at(root: Path, revision: str, today: dt.date) -> Sources:
    """The sources as they stood at ``revision``: a git revision, or an edition's code (2026-11, tagged
    v2026-11).

    Raises HandbookError when the project's history has no such revision or cannot be asked.
    """
    editions = load_sources(root, today).values(kinds.EDITIONS)
    commits = [edition.commit for edition in editions if edition.id == revision and edition.commit]
    for name in (revision, f"v{revision}", *commits):
        if revision.startswith("-"):
            break
        try:
            run = subprocess.run(
                ["git", "archive", "--format=tar", name, "data", "docs"], cwd=root, capture_output=True
            )
        except OSError as error:
            raise HandbookError(
                Problem.whole("版次或提交", "C010", "这台电脑上没有 Git", hint="装好 Git 再试")
            ) from error
        if run.returncode == 0:
            with tempfile.TemporaryDirectory() as folder:
                with tarfile.open(fileobj=io.BytesIO(run.stdout)) as archive:
                    archive.extractall(folder, filter="data")
                return load_sources(Path(folder), today)
    hint = "data/editions.yml 看有哪些版次，git log --oneline 看提交号；只克隆了最近几次提交的，先运行 git fetch --unshallow"
    if revision in [edition.id for edition in editions] and not commits:
        hint = "这一版在 data/editions.yml 里还没有“提交”：发布以后补上 40 位提交号；现在先用提交号来比"
    expected = "版次代号（2026-11）、标签或提交号"
    raise HandbookError(Problem.whole("版次或提交", "C003", f"版本库里没有“{revision}”", expected, hint))


def content_diff(old: Sources, new: Sources) -> list[Change]:
    """All changes from ``old`` to ``new`` in the order of the handbook. A file of ``old`` that this program
    cannot read any more is told as such: what stands in it is not taken for new."""
    changes: list[Change] = []
    unread = {problem.file for problem in errors(old.problems) if problem.file.startswith("data/")}
    olds = {item.id: item for item in old.values(kinds.ITEMS)}
    pages = {page.page.path: page.page for page in old.pages}
    new_pages = {page.page.path: page.page for page in new.pages}
    news = {item.id: item for item in new.values(kinds.ITEMS)}
    for item_id in sorted({*olds, *news}):
        before, after = olds.get(item_id), news.get(item_id)
        if after is None and before is not None:
            changes.append(Change(_heading(before), item_id, "整条撤掉"))
        elif before is None and after is not None:
            gone = any(name.startswith(f"data/items/{item_id}-") for name in unread)
            words = f"旧版的这一条{UNREAD}" if gone else f"新增这一条，{len(after.points)} 个要点"
            changes.append(Change(_heading(after), item_id, words))
        elif before is not None and after is not None:
            changes += _item(before, after)
            prose = _prose(
                pages.get(f"checklists/{before.stem}.md"), new_pages.get(f"checklists/{after.stem}.md")
            )
            if prose:
                changes.append(Change(_heading(after), item_id, f"文字{prose}"))
    stems = {f"checklists/{item.stem}.md" for item in (*olds.values(), *news.values())}
    changes += _penalties(*_readable(old, new, kinds.PENALTIES, unread))
    changes += _laws(*_readable(old, new, kinds.LAWS, unread))
    changes += _forms(*_readable(old, new, kinds.FORMS, unread))
    told = {file for kind in (kinds.PENALTIES, kinds.LAWS, kinds.FORMS) for file in _files(new, kind)}
    changes += [Change("没有比的", "", f"旧版的 {name} {UNREAD}") for name in sorted(told & unread)]
    for path in sorted(({*pages, *new_pages}) - stems):
        was, now = pages.get(path), new_pages.get(path)
        title = (now or was).title  # type: ignore[union-attr]
        if was is None:
            changes.append(Change("其他页面", "", f"新增“{title}”"))
        elif now is None:
            changes.append(Change("其他页面", "", f"撤掉“{title}”"))
        elif words := _prose(was, now):
            changes.append(Change("其他页面", "", f"“{title}”文字{words}"))
    changes += _others(old, new)
    return changes


def _readable(old: Sources, new: Sources, kind: Kind[T], unread: set[str]) -> tuple[list[T], list[T]]:
    """The values of ``kind`` in either state, without the files that the older one cannot be read from."""
    kept = [
        [entry.value for entry in sources.of(kind) if entry.tree.source.name not in unread]
        for sources in (old, new)
    ]
    return kept[0], kept[1]


def _files(sources: Sources, kind: Kind[Any]) -> set[str]:
    return {entry.tree.source.name for entry in sources.of(kind)}


def _heading(item: Item) -> str:
    return f"第 {item.id} 条 {item.name}"


#: Fields of a point in the words of the page.
_POINT_FIELDS: tuple[tuple[str, Callable[[CheckPoint], Any]], ...] = (
    ("要点", lambda p: p.requirement),
    ("适用", lambda p: "、".join(r.value for r in p.roles)),
    ("专项", lambda p: "、".join(p.hazards)),
    ("方法", lambda p: "、".join(m.value for m in p.methods)),
    ("怎么查", lambda p: p.how),
    ("算合格", lambda p: p.met),
    ("今天怎么改", lambda p: p.remedy.today),
    ("长久怎么改", lambda p: p.remedy.lasting),
    ("建议期限", lambda p: p.remedy.term),
    ("依据", lambda p: "；".join(f"{b.reference.text}（{b.role.value}）" for b in p.basis)),
    ("处罚", lambda p: "；".join(f"{u.reference.text} {u.act}" for u in p.penalties)),
    ("重大事故隐患", lambda p: "；".join(f"{m.reference.text} {m.condition}" for m in p.major)),
    ("轻微不罚", lambda p: p.leniency or ""),
    ("多久一次", lambda p: f"{p.recurring.every} {p.recurring.task}" if p.recurring else ""),
)
_ITEM_FIELDS: tuple[tuple[str, Callable[[Item], Any]], ...] = (
    ("名称", lambda i: i.name),
    ("方面", lambda i: i.aspect),
    ("一句话", lambda i: i.scope),
    ("适用", lambda i: "、".join(r.value for r in i.roles)),
    ("专项", lambda i: "、".join(i.hazards)),
    ("状态", lambda i: i.status.value),
    ("网址名", lambda i: i.slug),
    ("核验日期", lambda i: i.verified.isoformat()),
    ("俗称", lambda i: "、".join(i.aliases)),
    ("审核", lambda i: "；".join(f"{r.stage.value} {r.who} {r.day}" for r in i.reviews)),
)
_QUESTION_FIELDS: tuple[tuple[str, Callable[[Question], Any]], ...] = (
    ("问", lambda q: q.text),
    ("答", lambda q: q.answer),
    ("错项", lambda q: "；".join(q.wrong)),
    ("解析", lambda q: q.why),
    ("对象", lambda q: q.audience.value),
    ("题型", lambda q: q.form.value),
)


def _fields(
    group: str,
    item: str,
    label: str,
    before: Any,
    after: Any,
    fields: Iterable[tuple[str, Callable[[Any], Any]]],
) -> list[Change]:
    rows = []
    for name, read in fields:
        was, now = _flat(read(before)), _flat(read(after))
        if was != now:
            verb = "新写" if not was else "删掉" if not now else "改"
            rows.append(Change(group, item, f"{label}{verb}“{name}”", was, now))
    return rows


def _flat(value: Any) -> str:
    return " ".join(str(value).split())


def _item(before: Item, after: Item) -> list[Change]:
    group, rows = _heading(after), []
    rows += _fields(group, after.id, "", before, after, _ITEM_FIELDS)
    gone = {entry.id: entry for entry in after.withdrawn}
    olds, news = {p.id: p for p in before.points}, {p.id: p for p in after.points}
    for point_id in sorted({*olds, *news}, key=_order):
        if point_id not in news:
            why = f"：{gone[point_id].why}" if point_id in gone else ""
            rows.append(
                Change(group, after.id, f"撤掉要点 {point_id}{why}", _flat(olds[point_id].requirement))
            )
        elif point_id not in olds:
            rows.append(
                Change(group, after.id, f"新增要点 {point_id}", "", _flat(news[point_id].requirement))
            )
        else:
            rows += _fields(
                group, after.id, f"要点 {point_id} ", olds[point_id], news[point_id], _POINT_FIELDS
            )
    old_questions, new_questions = {q.id: q for q in before.questions}, {q.id: q for q in after.questions}
    for question_id in sorted({*old_questions, *new_questions}, key=_order):
        if question_id not in new_questions:
            rows.append(
                Change(group, after.id, f"撤掉题目 {question_id}", _flat(old_questions[question_id].text))
            )
        elif question_id not in old_questions:
            rows.append(
                Change(group, after.id, f"新增题目 {question_id}", "", _flat(new_questions[question_id].text))
            )
        else:
            rows += _fields(
                group,
                after.id,
                f"题目 {question_id} ",
                old_questions[question_id],
                new_questions[question_id],
                _QUESTION_FIELDS,
            )
    return rows


def _order(text: str) -> list[tuple[int, int, str]]:
    return [
        (0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.findall(r"\d+|[^\d-]+", text)
    ]


def _prose(before: Page | None, after: Page | None) -> str:
    """How much of a page's text changed, in words; nothing when none did."""
    if before is None and after is None:
        return ""
    was = [line.strip() for line in (before.body if before else "").split("\n") if line.strip()]
    now = [line.strip() for line in (after.body if after else "").split("\n") if line.strip()]
    if was == now:
        return ""
    if not was:
        return "新写"
    added = removed = changed = 0
    for tag, a, b, c, d in difflib.SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        changed += min(b - a, d - c) if tag == "replace" else 0
        added += max(0, (d - c) - (b - a)) if tag in ("replace", "insert") else 0
        removed += max(0, (b - a) - (d - c)) if tag in ("replace", "delete") else 0
    return "，".join(
        part
        for part in (
            changed and f"改了 {changed} 段",
            added and f"加了 {added} 段",
            removed and f"删了 {removed} 段",
        )
        if part
    )


def _penalties(before: Iterable[Penalty], after: Iterable[Penalty]) -> list[Change]:
    group, rows = "罚则目录", []
    olds, news = {p.reference: p for p in before}, {p.reference: p for p in after}
    fields: tuple[tuple[str, Callable[[Penalty], Any]], ...] = (
        ("首次", lambda p: p.first or ""),
        ("逾期", lambda p: p.later or ""),
        ("责任人", lambda p: p.persons or ""),
        ("前提", lambda p: p.premise or ""),
        ("行为", lambda p: p.act),
        ("罚谁", lambda p: p.target),
        ("执法主体", lambda p: "、".join(p.bodies)),
        ("说明", lambda p: p.note),
    )
    for reference in sorted({*olds, *news}):
        if reference not in news:
            rows.append(Change(group, "", f"删掉 {reference.text}"))
        elif reference not in olds:
            rows.append(Change(group, "", f"新增 {reference.text}", "", news[reference].act))
        else:
            rows += _fields(group, "", f"{reference.text} ", olds[reference], news[reference], fields)
    return rows


def _laws(before: Iterable[Law], after: Iterable[Law]) -> list[Change]:
    group, rows = "法规和标准", []
    olds, news = {law.id: law for law in before}, {law.id: law for law in after}
    fields: tuple[tuple[str, Callable[[Law], Any]], ...] = (
        ("名称", lambda law: law.title),
        ("简称", lambda law: "、".join(law.names)),
        ("施行", lambda law: law.effective or ""),
        ("失效", lambda law: law.repealed or ""),
        ("被替代", lambda law: law.superseded_by or ""),
        ("条数", lambda law: law.last_article or ""),
    )
    for law_id in sorted({*olds, *news}):
        if law_id not in news:
            rows.append(Change(group, "", f"删掉 {olds[law_id].name}"))
        elif law_id not in olds:
            effective = news[law_id].effective
            rows.append(
                Change(
                    group, "", f"新登记 {news[law_id].name}" + (f"，{effective} 施行" if effective else "")
                )
            )
        else:
            rows += _fields(group, "", f"{news[law_id].name} ", olds[law_id], news[law_id], fields)
    return rows


def _forms(before: Iterable[Form], after: Iterable[Form]) -> list[Change]:
    group, rows = "表格", []
    olds, news = {form.id: form for form in before}, {form.id: form for form in after}
    for form_id in sorted({*olds, *news}):
        if form_id not in news:
            rows.append(Change(group, "", f"撤掉“{olds[form_id].name}”"))
        elif form_id not in olds:
            rows.append(Change(group, "", f"新增“{news[form_id].name}”"))
        elif olds[form_id].model_dump() != news[form_id].model_dump():
            rows.append(Change(group, "", f"改“{news[form_id].name}”"))
    return rows


def _others(old: Sources, new: Sources) -> list[Change]:
    """Kinds of data that changed and are not told by themselves."""
    return [
        Change("其他数据", "", f"改了{kind.title}")
        for kind in KINDS
        if not kind.told
        and kind.name not in old.broken
        and [value.model_dump() for value in old.values(kind)]
        != [value.model_dump() for value in new.values(kind)]
    ]


def as_text(changes: list[Change]) -> str:
    """For the command line: groups, changes, and the words before and after."""
    if not changes:
        return "内容没有变化。"
    lines, group = [f"内容有 {len(changes)} 处变化。"], ""
    for change in changes:
        if change.group != group:
            group = change.group
            lines += ["", group]
        lines.append(f"  {change.text}")
        if change.old:
            lines.append(f"      原来：{change.old}")
        if change.new:
            lines.append(f"      现在：{change.new}")
    return "\n".join(lines)


def _in_a_line(change: Change) -> str:
    """The change with the words themselves where they are few."""
    if change.old and change.new and len(change.old) + len(change.new) <= 40:
        return f"{change.text}：{change.old} → {change.new}"
    return change.text + (f"：{change.new}" if change.new and not change.old else "")


def as_markdown(changes: list[Change], title: str) -> str:
    """For the release note."""
    lines, group = [f"## {title}", ""], ""
    for change in changes:
        if change.group != group:
            group = change.group
            lines += ["", f"### {group}", ""]
        lines.append(f"- {_in_a_line(change)}")
    return (
        "\n".join(line for index, line in enumerate(lines) if line or (index and lines[index - 1])) + "\n"
        if changes
        else f"## {title}\n\n内容没有变化。\n"
    )


def as_yaml(changes: list[Change], edition: str) -> str:
    """For ``data/changes/<版次>.yml``: what the book's revision page and the page of updates tell."""
    lines = [
        "# 由 diff 命令写出，可以改成更好懂的话。条目留空的是全书的变化。",
        f"版次: {json.dumps(edition)}",
        "变化:" if changes else "变化: []",
    ]
    for change in changes:
        words = _in_a_line(change) if change.item else f"{change.group}：{_in_a_line(change)}"
        item = f"条目: {json.dumps(change.item)}, " if change.item else ""
        lines.append(f"  - {{{item}内容: {json.dumps(words[:240], ensure_ascii=False)}}}")
    return "\n".join(lines) + "\n"

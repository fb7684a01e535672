"""Ids, names and numbers: unique, permanent, and pointing at things that exist."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from handbook.checks.data.names import given_twice
from handbook.model.campaign import NUMBER_NAME
from handbook.model.items.item import Item, QuestionForm
from handbook.problems import Problem, Severity, nearest
from handbook.sources import kinds
from handbook.sources.load import Entry, Sources
from handbook.sources.source_file import read_source
from handbook.sources.yaml.slips import CONFLICT

PERMANENT_IDS = "data/permanent-ids.txt"


def check(sources: Sources) -> Iterator[Problem]:
    yield from _unique(sources, "penalties", "条文", lambda penalty: [penalty.reference.text])
    yield from _unique(sources, "aspects", "序号", lambda aspect: [aspect.number])
    if not misnamed_items(sources):  # a copy left behind is told by its name
        yield from _unique(sources, "items", "编号", lambda item: [item.id])
    yield from _unique(sources, "glossary", "术语", lambda term: [term.term])
    yield from _unique(sources, "glossary", "俗称", lambda term: list(term.aliases))
    yield from _unique(sources, "icons", "条目", lambda icon: [icon.item])
    yield from _unique(sources, "changes", "版次", lambda changes: [changes.edition])
    yield from _editions(sources)
    yield from _items(sources)
    yield from _campaign_numbers(sources)
    yield from _edition_of_the_day(sources)
    yield from _totals(sources)
    yield from _record(sources)
    yield from _permanent(sources)
    yield from _looks(sources)


def misnamed_items(sources: Sources) -> list[Entry[Item]]:
    """Items whose file is not called after their number and address."""
    return [
        entry
        for entry in sources.of(kinds.ITEMS)
        if entry.tree.source.name != f"data/items/{entry.value.stem}.yml"
    ]


def _unique(sources: Sources, name: str, key: str, ids: Callable[[Any], list[str]]) -> Iterator[Problem]:
    first: dict[str, Entry[Any]] = {}
    for entry in sources.entries.get(name, ()):
        for value in ids(entry.value):
            if value in first:
                yield given_twice(entry, first[value], key, value)
            first.setdefault(value, entry)


def _items(sources: Sources) -> Iterator[Problem]:
    recorded = _by_item(recorded_ids(sources.root))
    misnamed = misnamed_items(sources)
    for entry in sources.of(kinds.ITEMS):
        if entry in misnamed:
            expected = f"data/items/{entry.value.stem}.yml"
            mend = "改文件名，或者改这里；是多出来的副本就删掉。改网址名用 rename 命令"
            yield entry.problem(("网址名",), "D102", "文件名和编号、网址名对不上", expected, mend)
        yield from _item(entry, recorded)
        yield from _own_ids(entry, recorded)
        yield from _points(entry)
        yield from _questions(entry, recorded)
        yield from _days(entry, sources.today)


def _by_item(ids: Iterable[str]) -> Mapping[str, set[str]]:
    """``ids`` of points and questions by the item that they begin with; looked for once, not for each
    item."""
    found: dict[str, set[str]] = {}
    for used in ids:
        found.setdefault(used.partition("-")[0], set()).add(used)
    return found


def _lost_ids(item: Item, recorded: Mapping[str, set[str]]) -> set[str]:
    """Ids of ``item`` once used that are neither there nor withdrawn; their loss is told by itself."""
    there = (
        {point.id for point in item.points}
        | {question.id for question in item.questions}
        | {gone.id for gone in item.withdrawn}
    )
    return recorded.get(item.id, set()) - there


def _item(entry: Entry[Item], recorded: Mapping[str, set[str]]) -> Iterator[Problem]:
    item: Item = entry.value
    if item.is_written and not item.points:
        yield entry.problem(
            (), "D104", f"第 {item.id} 条没有要点", "5 到 10 个要点，或者“状态: 待编写”", "补写要点"
        )
    point_lost = any("Q" not in used for used in _lost_ids(item, recorded))
    if item.is_written and item.points and not point_lost and not 5 <= len(item.points) <= 10:
        said = f"第 {item.id} 条有 {len(item.points)} 个要点"
        yield entry.problem(("要点",), "D105", said, "5 到 10 个", "太多就并到别的条目，太少就补")
    for index, related in enumerate(item.related):
        if related.item == item.id:
            yield entry.problem(
                ("相关", index, "条目"), "D127", "条目和自己相关", "别的条目的编号", "删掉这一项"
            )


def _own_ids(entry: Entry[Item], recorded: Mapping[str, set[str]]) -> Iterator[Problem]:
    """Ids of an item's points and questions: its own, and each once."""
    item: Item = entry.value
    ids = [(("要点", index, "编号"), point.id) for index, point in enumerate(item.points)]
    ids += [(("问答", index, "编号"), question.id) for index, question in enumerate(item.questions)]
    foreign = [(where, used) for where, used in ids if not used.startswith(item.id + "-")]
    many = len(foreign) > 2  # of an item copied with its numbers, the first stands for all
    for where, used in foreign[:1] if many else foreign:
        more = f" 等 {len(foreign)} 个" if many else " "
        said = f"编号 {used}{more}不是第 {item.id} 条的"
        right = f"{item.id}-{'序号' if where[0] == '要点' else 'Q序号'}"
        yield entry.problem(where, "D106", said, right, "改成本条的编号")
    seen: set[str] = set()
    for where, used in ids:
        if used in seen:
            hint = _other_number(item, recorded)
            yield entry.problem(where, "D101", f"编号“{used}”重复", "每个只用一次", hint)
        seen.add(used)


def _points(entry: Entry[Item]) -> Iterator[Problem]:
    item: Item = entry.value
    for index, point in enumerate(item.points):
        where = ("要点", index)
        for role in point.roles:
            if role not in item.roles:
                said, right = f"要点管“{role.value}”，条目的“适用”里却没有", "条目的适用包括要点的适用"
                yield entry.problem((*where, "适用"), "D107", said, right, "在条目的“适用”里加上，或者改要点")


def _questions(entry: Entry[Item], recorded: Mapping[str, set[str]]) -> Iterator[Problem]:
    item: Item = entry.value
    point_ids = {point.id for point in item.points}
    for index, question in enumerate(item.questions):
        where = ("问答", index)
        if question.point not in point_ids | _lost_ids(item, recorded):
            said = f"本条没有要点 {question.point}"
            right = "、".join(sorted(point_ids))
            yield entry.problem((*where, "要点"), "D109", said, right, "写答案出自的要点编号")
        if question.form is QuestionForm.CHOICE and not 2 <= len(question.wrong) <= 3:
            said = f"选择题有 {len(question.wrong)} 个错误选项"
            yield entry.problem((*where, "错项"), "D110", said, "2 到 3 个", "写人们真会犯的错")
        if question.form is not QuestionForm.CHOICE and question.wrong:
            said = f"{question.form.value}题不写错项"
            yield entry.problem((*where, "错项"), "D110", said, "", "删掉错项，或者把题型改成选择")
        if question.form is QuestionForm.TRUE_FALSE and question.answer not in ("对", "错"):
            yield entry.problem(
                (*where, "答"), "D111", f"判断题的答案写成了“{question.answer}”", "对 或 错", "理由写在解析里"
            )
        if question.form is QuestionForm.CHOICE and re.fullmatch("[A-Da-d]", question.answer):
            said = f"答案写成了字母“{question.answer}”，选项的次序是印的时候排的"
            yield entry.problem((*where, "答"), "D158", said, "正确的那一项，写全", "把那一项的字写在这里")
        if question.form is QuestionForm.CHOICE and question.answer in question.wrong:
            yield entry.problem((*where, "错项"), "D112", "正确答案也在错误选项里", "", "删掉一个")


def _days(entry: Entry[Item], today: dt.date) -> Iterator[Problem]:
    item: Item = entry.value
    days: list[tuple[dt.date, tuple[str | int, ...]]] = [(item.verified, ("核验日期",))]
    days += [(revision.day, ("修订", index, "日期")) for index, revision in enumerate(item.revisions)]
    days += [(review.day, ("审核", index, "日期")) for index, review in enumerate(item.reviews)]
    for day, where in days:
        if day > today:
            yield entry.problem(where, "D114", *_not_yet(day, today))


#: Names of the day on which something was last held against its source.
_LAST_LOOK = ("核验日期", "核对")


def _looks(sources: Sources) -> Iterator[Problem]:
    """Nothing was held against its source on a day that is still to come."""
    entries = [
        entry for kind in kinds.KINDS if kind not in (kinds.ITEMS, kinds.LAWS) for entry in sources.of(kind)
    ]
    for entry in entries:
        for name, field in type(entry.value).model_fields.items():
            day = getattr(entry.value, name)
            if field.alias in _LAST_LOOK and day is not None and day > sources.today:
                yield entry.problem((field.alias,), "D114", *_not_yet(day, sources.today))
    for page in sources.pages:
        day = page.page.front.verified
        if day is not None and day > sources.today:
            yield page.front.problem(("核验日期",), "D114", *_not_yet(day, sources.today))


def _not_yet(day: dt.date, today: dt.date) -> tuple[str, str, str]:
    return f"日期 {day} 还没到（构建日 {today}）", "不晚于今天的日期", "改成真实的日期"


def _other_number(item: Item, recorded: Mapping[str, set[str]]) -> str:
    """A hint for an id written twice: the one that went missing in its place, else any new one."""
    lost = sorted(_lost_ids(item, recorded))
    return f"这里原来是不是 {lost[0]}？改回来" if len(lost) == 1 else "换一个没用过的序号"


def _editions(sources: Sources) -> Iterator[Problem]:
    """Changes are of editions that exist; withdrawn items are not in use."""
    editions = [edition.id for edition in sources.values(kinds.EDITIONS)]
    items = {item.id for item in sources.values(kinds.ITEMS)}
    for before, later in itertools.pairwise(sources.of(kinds.EDITIONS)):
        if later.value.day <= before.value.day:
            said = f"“{later.value.id}”的日期不比前一版“{before.value.id}”晚，会当成旧的一版"
            yield later.problem(("日期",), "D159", said, f"晚于 {before.value.day}", "改日期，或者改先后")
    for entry in sources.of(kinds.CHANGES):
        if entry.tree.source.name != f"data/changes/{entry.value.edition}.yml":
            right = f"data/changes/{entry.value.edition}.yml"
            yield entry.problem(("版次",), "D102", "文件名和版次对不上", right, "改文件名，或者改这里")
        if editions and entry.value.edition not in editions:
            said, right = f"没有“{entry.value.edition}”这个版次", "data/editions.yml 里的代号"
            yield entry.problem(("版次",), "D121", said, right, nearest(entry.value.edition, editions))
    if "items" in sources.broken:
        return
    for gone in sources.of(kinds.WITHDRAWN_ITEMS):
        if gone.value.id in items:
            said = f"第 {gone.value.id} 条已经撤掉，又有同号的条目"
            yield gone.problem(("编号",), "D118", said, "编号只用一次", "新条目换一个没用过的编号")


def _campaign_numbers(sources: Sources) -> Iterator[Problem]:
    """What the campaign says names only numbers that are listed."""
    for campaign in sources.of(kinds.CAMPAIGN):
        known = [fact.id for fact in campaign.value.facts]
        for index, statement in enumerate(campaign.value.statements):
            for name in NUMBER_NAME.findall(statement.text):
                if name not in known:
                    yield campaign.problem(
                        ("说法", index, "说"),
                        "D115",
                        f"“数字”里没有代号“{name}”",
                        "、".join(known),
                        nearest(name, known) or "改代号，或者在“数字”里加一行",
                    )


def _edition_of_the_day(sources: Sources) -> Iterator[Problem]:
    """There is an edition for the day of the build."""
    editions = sources.of(kinds.EDITIONS)
    if editions and all(entry.value.day > sources.today for entry in editions):
        said = f"到构建日 {sources.today} 还没有一个版次"
        yield editions[0].problem(("日期",), "D120", said, "至少一个不晚于构建日的版次", "改版次的日期")


def _totals(sources: Sources) -> Iterator[Problem]:
    if {"items", "site", "aspects"} & sources.broken:
        return
    items: tuple[Item, ...] = sources.values(kinds.ITEMS)
    site = sources.of(kinds.SITE)[0]
    if sources.once(lost_items) or misnamed_items(sources) or copied_items(sources):
        return  # told as that
    if len(items) != site.value.item_count:
        said = f"data/items/ 里有 {len(items)} 条，这里写的是 {site.value.item_count} 条"
        yield site.problem(("条目数",), "D116", said, "两处一样", "补上缺的条目文件，或者改条目数")
    aspects = {aspect.name for aspect in sources.values(kinds.ASPECTS)}
    if any(item.aspect not in aspects for item in items):
        return  # told at the item
    for entry in sources.of(kinds.ASPECTS):
        count = sum(item.aspect == entry.value.name for item in items)
        if count != entry.value.count:
            said = f"“{entry.value.name}”有 {count} 条，这里写的是 {entry.value.count} 条"
            yield entry.problem(("条目数",), "D116", said, "两处一样", "改条目的“方面”，或者改条目数")


_ID = re.compile(r"\d{2,4}-Q?\d{1,2}")


def _record(sources: Sources) -> Iterator[Problem]:
    """The list of ids once used: one a line, each once."""
    path = sources.root / PERMANENT_IDS
    if not path.exists():
        if any(item.points for item in sources.values(kinds.ITEMS)):
            hint = "从版本库里找回它；新的手册运行 register-ids"
            yield Problem.whole(PERMANENT_IDS, "D030", "缺少这个文件", PERMANENT_IDS, hint)
        return
    source, problems = read_source(sources.root, path)
    yield from problems
    seen: dict[str, int] = {}
    for number, line in enumerate(source.text.split("\n") if source else (), 1):
        used = line.strip()
        if CONFLICT.match(line):
            said, hint = "合并时的冲突没有处理完", "两边的编号都留下，删掉“<<<<<<<”“=======”“>>>>>>>”几行"
            yield Problem(PERMANENT_IDS, number, 1, "Y129", said, "一行一个编号，如 07-3", hint)
            return
        if used in seen:
            said = f"编号 {used} 登记了两遍，第一遍在第 {seen[used]} 行"
            yield Problem(PERMANENT_IDS, number, 1, "D153", said, "一个编号一行", "删掉这一行")
        elif used and not _ID.fullmatch(used):
            said = f"“{used[:20]}”不是一个编号"
            yield Problem(
                PERMANENT_IDS, number, 1, "D153", said, "一行一个编号，如 07-3", "拆成几行，或者删掉"
            )
        if used:
            seen.setdefault(used, number)
    if source and not seen and any(item.points for item in sources.values(kinds.ITEMS)):
        hint = "从版本库里的上一版找回；新的手册运行 register-ids"
        yield Problem(PERMANENT_IDS, 1, 1, "Y111", "文件是空的", "一行一个编号，如 07-3", hint)


def _permanent(sources: Sources) -> Iterator[Problem]:
    """Ids once used stay: present, or listed under 已撤; a new id is entered in the list."""
    if "items" in sources.broken:
        return
    recorded = recorded_ids(sources.root)
    if not recorded:
        return  # told by the check of the list itself
    by_item = _by_item(recorded)
    for entry in sources.of(kinds.ITEMS):
        yield from _ids_of_item(entry, by_item.get(entry.value.id, set()))
    there = {item.id for item in sources.values(kinds.ITEMS)} | {
        gone.id for gone in sources.values(kinds.WITHDRAWN_ITEMS)
    }
    missing: dict[str, int] = {}
    for line, used in enumerate(recorded, 1):
        missing.setdefault(used.split("-")[0], line)
    for item_id, line in missing.items():
        if item_id not in there:
            said = f"第 {item_id} 条的编号用过，现在整条不见了"
            right = "条目一直在，或者写在 data/withdrawn-items.yml"
            mend = "把文件找回来；要撤掉整条，运行 withdraw 命令"
            yield Problem(PERMANENT_IDS, line, 1, "D117", said, right, mend)


def _ids_of_item(entry: Entry[Item], recorded: set[str]) -> Iterator[Problem]:
    item: Item = entry.value
    places: dict[str, tuple[str | int, ...]] = {}
    for index, point in enumerate(item.points):
        places.setdefault(point.id, ("要点", index, "编号"))
    for index, question in enumerate(item.questions):
        places.setdefault(question.id, ("问答", index, "编号"))
    withdrawn = {gone.id for gone in item.withdrawn}
    lost = sorted(recorded - set(places) - withdrawn)
    new = [used for used in places if used not in recorded and used not in withdrawn]
    for used in places:
        if used in withdrawn:
            yield entry.problem(
                places[used], "D118", f"编号 {used} 已经撤掉，不能再用", "没用过的编号", "换一个新的序号"
            )
    # An id that was changed shows twice, as one lost and one new; one written twice or with a wrong number
    # as one lost.
    changed = [
        (old, used)
        for old, used in zip(lost, new, strict=False)
        if len(lost) == len(new) and used.startswith(item.id + "-")
    ]
    for old, used in changed:
        said = f"编号 {old} 改成了 {used}；编号印在书上，用过的不能改"
        mend = f"改回 {old}；真要撤掉它，先改回来，再运行 withdraw {old}"
        yield entry.problem(places[used], "D117", said, old, mend)
    if changed:
        return
    told_otherwise = (
        len(item.points)
        + len(item.questions)
        - len(places)
        + sum(not used.startswith(item.id + "-") for used in places)
    )
    for used in lost if len(lost) != told_otherwise else ():
        hint = f"从这个文件的上一版里抄回来；真要撤掉，先抄回来，再运行 withdraw {used}。编号印在书上，不能再给别的要点用"
        yield entry.problem(
            (), "D117", f"编号 {used} 用过，现在不见了", "编号一直在，或者写在条目的“已撤”里", hint
        )
    if own := [used for used in new if used.startswith(item.id + "-")]:
        said, right = f"新编号 {'、'.join(own)} 还没有登记", f"在 {PERMANENT_IDS} 里一行一个"
        mend = "运行 python scripts/run.py register-ids"
        yield entry.problem(places[own[0]], "D119", said, right, mend, severity=Severity.WARNING)


def recorded_ids(root: Path) -> list[str]:
    """Ids ever used, as the list has them; none when it is not there or cannot be read."""
    path = root / PERMANENT_IDS
    words = path.read_text(encoding="utf-8-sig", errors="replace").split() if path.is_file() else []
    return [word for word in words if _ID.fullmatch(word)]


def known_ids(sources: Sources) -> set[str]:
    """Ids of points and questions one may name: those there are, and those lost, whose loss is told once by
    itself."""
    items = sources.values(kinds.ITEMS)
    present = {point.id for item in items for point in item.points} | {
        question.id for item in items for question in item.questions
    }
    withdrawn = {gone.id for item in items for gone in item.withdrawn}
    whole = {item.id for item in sources.values(kinds.WITHDRAWN_ITEMS)}
    return present | {
        used
        for used in recorded_ids(sources.root)
        if used not in withdrawn and used.split("-")[0] not in whole
    }


def lost_items(sources: Sources) -> set[str]:
    """Numbers of whole items that were used and are neither there nor withdrawn; told once by itself."""
    there = {item.id for item in sources.values(kinds.ITEMS)}
    withdrawn = {item.id for item in sources.values(kinds.WITHDRAWN_ITEMS)}
    return {used.split("-")[0] for used in recorded_ids(sources.root)} - there - withdrawn


def known_items(sources: Sources) -> set[str]:
    """Numbers of items one may name: those there are, and those lost."""
    return sources.once(lost_items) | {item.id for item in sources.values(kinds.ITEMS)}


def copied_items(sources: Sources) -> list[Entry[Item]]:
    """Items whose points all bear the numbers of another: a copy that nobody has numbered yet."""
    return [
        entry
        for entry in sources.of(kinds.ITEMS)
        if entry.value.points
        and not any(point.id.startswith(f"{entry.value.id}-") for point in entry.value.points)
    ]

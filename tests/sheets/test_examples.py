"""The made-up firms behind the blanks agree with each other from form to form: a reader lays several side by
side."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator

from handbook.model.papers.form import Form
from support import real

#: Where a day to come is written: a term, an end, what is planned.
AHEAD = re.compile("到|期限|下次|下一次|打算|报废|哪天|补考")
DAY = re.compile(r"(\d{4}|\d\d) 年 (\d+) 月 (\d+) 日")
NUMBER = r"000-\d{4}"
NAMED = re.compile(rf"([\u4e00-\u9fff]{{2,3}})[，]? ?(?:电话 ?)?({NUMBER})")


def filled(form: Form) -> Iterator[tuple[str, str]]:
    """What is filled in, each with the name of its place."""
    for section in form.sections:
        yield from ((field.name, field.example) for field in section.fields if field.example)
        yield from ((name, value) for row in section.example for name, value in row.items())
        yield from ((clause.text, value) for clause in section.clauses for value in clause.example)
    yield from (("签字", value) for value in form.signed)


def calls(form: Form) -> Iterator[tuple[str, str]]:
    """Who is reached at which number: in one entry, in a row, in fields side by side."""
    for _, said in filled(form):
        yield from NAMED.findall(said)
    for section in form.sections:
        rows = [*section.example, {field.name: field.example for field in section.fields}]
        for row in rows:
            names = [row[key] for key in row if re.search("姓名|点名人$|报告谁", key)]
            numbers = [row[key] for key in row if re.search("^(他的)?电话|手机", key)]
            if names and numbers and names[0] and numbers[0]:
                yield names[0].split(" ")[-1], numbers[0][:8]


def test_a_number_reaches_one_person() -> None:
    reached: dict[str, set[str]] = defaultdict(set)
    numbers: dict[str, set[str]] = defaultdict(set)
    for form in real.book().forms:
        for name, number in calls(form):
            if not name.endswith(("公司", "金厂")):  # a firm is reached at its manager's
                reached[number].add(name)
                numbers[name].add(number)
    assert len(reached) > 12
    assert {number: names for number, names in reached.items() if len(names) > 1} == {}
    assert {name: known for name, known in numbers.items() if len(known) > 1} == {}


def test_what_is_filled_in_has_happened() -> None:
    """A record of a day to come would be one made up in advance, the fault that the forms are to prevent."""
    book = real.book()
    for form in book.forms:
        for name, said in filled(form):
            for year, month, day in DAY.findall(said):
                date = dt.date(int(year) % 100 + 2000, int(month), int(day))
                assert date <= book.edition.day or AHEAD.search(name), f"{form.id} {name}: {said}"


def example(form_id: str) -> dict[str, str]:
    return dict(filled(named(form_id)))


def named(form_id: str) -> Form:
    return next(form for form in real.book().forms if form.id == form_id)


def test_examples_keep_the_rules_of_their_forms() -> None:
    power, fire = example("temporary-power-permit"), example("hot-work-permit")
    assert fire["监护人"] not in power["现场管理的人"], "who watches the fire does nothing else"
    assert minutes(power["拆除时刻"]) <= minutes(power["到（年月日时分）"])
    drill, report = example("drill-assessment"), example("rectification-reply")
    assert drill["演练日期"] == drill["评估日期"]
    assert report["复查结果"] == "还有没改好的" and example("landlord-check-record")["复查结果"] == "还没有"
    space = named("confined-space-permit")
    tested = max(
        minutes(row["时刻"]) for section in space.sections for row in section.example[:3] if "时刻" in row
    )
    entered = min(
        minutes(row["进（时分）"])
        for section in space.sections
        for row in section.example
        if "进（时分）" in row
    )
    _, *approved = map(minutes, space.signed)
    assert all(tested <= time <= entered for time in approved), "signed for on what was measured"
    rolled, recorded = example("roll-call"), named("drill-record")
    firms = [row for section in recorded.sections for row in section.example if "点名人" in row]
    (own,) = [row for row in firms if row["企业或部门"] == rolled["企业名称"]]
    assert (own["当班应到"], own["实到"]) == (rolled["当班应到"], rolled["实到"])
    for form in real.book().forms:  # sums
        for section in form.sections:
            spent = [row["打算花（元）"] for row in section.example if "打算花（元）" in row]
            if spent:
                assert str(sum(map(int, spent))) in example(form.id)["年度和预算总数（元）"]


def minutes(said: str) -> int:
    hour, minute = re.findall(r"(\d+) 时 (\d+) 分", said)[-1]
    return int(hour) * 60 + int(minute)

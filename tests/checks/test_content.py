"""What the 22 items promise, held against the real content."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest

from conftest import DAY, ROOT
from handbook.checks.links import lost_parts
from handbook.model.generated_names import MADE_PARTS
from handbook.model.items.item import Audience, BasisRole, Item, QuestionForm, Role
from handbook.model.law.register import BINDING_KINDS, PENALTY_KINDS, LawState
from support import real

BOOK = real.book()
BODIES = {page.path: page.body for page in BOOK.pages}
SVG = "{http://www.w3.org/2000/svg}"

each_item = pytest.mark.parametrize("item", BOOK.items, ids=lambda item: item.id)


def prose(item: Item) -> str:
    return BODIES[f"checklists/{item.stem}.md"]


def han(text: str) -> int:
    """Number of Han characters in running text: pictures' words and joints do not count."""
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)|^--8<--.*$", "", text, flags=re.MULTILINE)
    return len(re.findall(r"[\u4e00-\u9fff]", text))


def test_twenty_two_items_in_four_aspects() -> None:
    assert [item.id for item in BOOK.items] == [f"{n:02d}" for n in range(1, 23)]
    assert Counter(item.aspect for item in BOOK.items) == {
        "责任制度": 6,
        "重点领域": 6,
        "现场管理": 6,
        "应急处置": 4,
    }
    assert BOOK.unwritten == ()


@each_item
def test_item_has_its_points_and_questions(item: Item) -> None:
    assert 5 <= len(item.points) <= 10
    asked = Counter(question.audience for question in item.questions)
    assert asked[Audience.OFFICER] >= 2 and asked[Audience.MANAGER] >= 2
    for question in item.questions:
        if question.form is QuestionForm.CHOICE:
            assert len({question.answer, *question.wrong}) == len(question.wrong) + 1 >= 3, question.id


@each_item
def test_prose_is_of_reading_length(item: Item) -> None:
    assert 600 <= han(prose(item)) <= 1500
    for heading in ("出事", "怎么做对", "花什么", "错法", "老板常问"):
        assert re.search(rf"^## .*{heading}", prose(item), re.MULTILINE), heading


@each_item
def test_prose_has_a_drawing_with_words(item: Item) -> None:
    pictures = re.findall(r"!\[([^\]]+)\]\(\.\./drawings/([^)]+)\)", prose(item))
    assert pictures
    for words, name in pictures:
        assert han(words) == 0 or len(words) >= 10, name


@pytest.mark.parametrize(
    "path", sorted((ROOT / "docs" / "drawings").glob("*.svg")), ids=lambda path: path.stem
)
def test_drawing_is_legible_and_self_contained(path: Path) -> None:
    root = ElementTree.parse(path).getroot()
    width = float(root.attrib["viewBox"].split()[2])
    assert root.find(f"{SVG}title") is not None and root.find(f"{SVG}desc") is not None
    for element in root.iter():
        assert element.tag not in {
            SVG + name for name in ("script", "foreignObject", "image", "filter", "animate")
        }
        for name, value in element.attrib.items():
            assert not name.endswith("href") or value.startswith("#"), value
            assert "url(http" not in value
        size = element.attrib.get("font-size")
        if size:
            # 360 px phones show the drawing about 330 px wide: 11 px there is the least a reader can bear.
            assert float(size) * 330 / width >= 11, f"font-size {size} in a width of {width}"


def test_a_duty_rests_on_a_binding_rule_and_a_penalty_on_law() -> None:
    for entry in BOOK.points():
        for basis in entry.point.basis:
            if basis.role is BasisRole.DIRECT:
                assert basis.reference.law.kind in BINDING_KINDS, entry.point.id
            assert basis.reference.law.state_on(DAY) is not LawState.REPEALED
        for use in entry.point.penalties:
            penalty = BOOK.penalty(use.reference)
            assert penalty.reference.law.kind in PENALTY_KINDS
            assert penalty.bodies
            assert all(body in BOOK.body_by_name for body in penalty.bodies)


def test_what_a_person_is_fined_for_too_is_said_beside_the_firms_fine() -> None:
    """消防法 第六十条第二款 fines a person for the acts in items two to five of its first paragraph."""
    too = {f"《消防法》第六十条第一款第{item}项" for item in "二三四五"}
    cited = {entry.point.id: {use.reference.text for use in entry.point.penalties} for entry in BOOK.points()}
    assert sum(bool(used & too) for used in cited.values()) > 8
    for point, used in cited.items():
        assert not used & too or "《消防法》第六十条第二款" in used, point


def test_no_penalty_contradicts_itself() -> None:
    """A penalty that reaches only the persons after the deadline is not said to provide nothing more
    (消防法 67)."""
    for penalty in BOOK.penalties:
        if penalty.persons is None and "主管人员" not in penalty.target:  # else told that persons pay nothing
            assert "主管人员" not in f"{penalty.first}{penalty.later}", penalty.reference.text
        if re.search("逾期|拒不", penalty.persons or ""):
            assert "未另行规定" not in penalty.later_words, penalty.reference.text


def test_major_hazards_rest_on_a_criterion_and_name_its_conditions() -> None:
    for entry in BOOK.points():
        for major in entry.point.major:
            assert re.search("判定标准|判定准则|判定规则", major.reference.law.title), entry.point.id
            assert len(major.condition) >= 10


def test_every_clause_of_the_criterion_for_factories_is_at_some_point() -> None:
    """工贸企业重大事故隐患判定标准: its 64 items, and article 14, each with the point where one looks."""
    facts = BOOK.facts["gongmao-zhongda-yinhuan-biaozhun"]
    items = {(int(key), n) for key, shape in facts.shapes.items() for n in range(1, int(shape) + 1)}
    cited = {
        (major.reference.article, major.reference.item or 0)
        for entry in BOOK.points()
        for major in entry.point.major
        if major.reference.law_id == facts.law
    }
    assert len(items) == 64
    assert items | {(14, 0)} == cited


def test_landlord_and_tenant_each_have_their_list() -> None:
    assert len(BOOK.points_for(role=Role.LANDLORD)) >= 50
    assert len(BOOK.points_for(role=Role.TENANT)) >= 100
    only = [e for e in BOOK.points() if e.item.roles_of(e.point) == (Role.LANDLORD,)]
    assert len(only) >= 10


def test_no_law_of_the_register_is_cited_after_its_end() -> None:
    cited = {reference.law_id for item in BOOK.items for reference in item.references}
    for law_id in cited:
        assert BOOK.law_by_id[law_id].state_on(DAY) in (LawState.IN_FORCE, LawState.UNKNOWN)


def test_the_law_desk_knows_this_years_changes() -> None:
    """The changes of 2024 to 2026 that a handbook of November 2026 must have."""
    dates = {law.id: law.effective for law in BOOK.laws}
    for law_id, day in {
        "weixian-huaxuepin-anquan-fa": "2026-05-01",
        "js-anquan-fengxian-guanli-tiaoli": "2024-11-01",
        "tezhong-zuoye-guiding-19": "2026-06-01",
        "gb-2894-2025": "2026-03-01",
    }.items():
        assert str(dates[law_id]) == day
    for old in ("GB 2893-2008", "GB 2894-2008", "GB 7231-2003"):
        law = next(law for law in BOOK.laws if old in law.names)
        assert law.state_on(DAY) is LawState.REPEALED and law.superseded_by


def test_every_part_that_is_made_has_the_page_that_it_was_written_for() -> None:
    """And is taken in there today: whoever deletes the line is told at that page."""
    taken = {
        (include.name, entry.page.path) for entry in real.sources().pages for include in entry.facts.includes
    }
    assert lost_parts.PAGES.keys() == MADE_PARTS
    assert set(lost_parts.PAGES.items()) <= taken

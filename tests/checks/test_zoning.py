"""Lines, plans and tables: one source, sound geometry, legible drawings."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import MISSING, fields, replace
from functools import cache
from pathlib import Path

import pytest
from pydantic import ValidationError

from conftest import DAY, ROOT
from handbook.drawing import drawings
from handbook.drawing.floor.geometry import Rect, amounts, pieces
from handbook.drawing.floor.legend import line_words
from handbook.drawing.floor.plan_faults import plan_faults
from handbook.drawing.svg import MIN_TEXT, Canvas, bands, text_width, wrapped
from handbook.markdown.zoning_tables import partials
from handbook.model.floor.plan import Plan
from handbook.model.floor.zoning import Comparison, Confidence, Ground, Origin, Pattern, Zoning, metres
from handbook.model.handbook import Handbook
from handbook.sources import kinds
from support import real

SVG = "{http://www.w3.org/2000/svg}"
PAGES = sorted((ROOT / "docs" / "standards" / "zoning").glob("*.md"))


@cache
def book() -> Handbook:
    """The real data as far as the drawings need it; problems elsewhere in the sources do not matter here."""
    sources = real.sources()
    mine = [
        p.render() for p in sources.problems if p.file == "data/lines.yml" or p.file.startswith("data/plans/")
    ]
    assert not mine, "\n".join(mine)
    return Handbook(**_fields(sources))


def _fields(sources: object) -> dict[str, object]:
    values: dict[str, object] = {
        field.name: ()
        for field in fields(Handbook)
        if field.default is MISSING and field.default_factory is MISSING
    }
    values |= {
        "today": DAY,
        "zoning": sources.values(kinds.ZONING)[0],
        "plans": tuple(sorted(sources.values(kinds.PLANS), key=lambda plan: plan.order)),
    }
    return values


def zoning() -> Zoning:
    value = book().zoning
    assert value is not None
    return value


@cache
def files() -> dict[str, str]:
    return drawings(book())


def plan_ids() -> list[str]:
    return sorted(path.stem for path in (ROOT / "data" / "plans").glob("*.yml"))


def plan(plan_id: str) -> Plan:
    return next(plan for plan in book().plans if plan.id == plan_id)


def replaced(model: object, **changes: object) -> object:
    return model.model_copy(update=changes)  # type: ignore[attr-defined]


# ---------- Data ----------


def test_advice_carries_no_citation_and_rules_do() -> None:
    for group, name, ground in zoning().grounds:
        cited = ground.reference is not None
        assert cited == (ground.origin not in (Origin.PRACTICE, Origin.OWN)), f"{group} {name}"
        if cited:
            assert ground.confidence is not Confidence.LOW, f"{group} {name}"


@pytest.mark.parametrize(
    ("origin", "confidence", "said"),
    [("强制标准", "高", "没有写依据"), ("推荐标准", "中", "没有写依据"), ("法律法规", "高", "没有写依据")],
)
def test_a_rule_without_citation_is_refused(origin: str, confidence: str, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Ground.model_validate({"来源": origin, "把握": confidence})


def test_common_practice_cannot_wear_a_standard() -> None:
    reference = zoning().stack("wall").ground.reference
    with pytest.raises(ValidationError, match="却写了依据"):
        Ground.model_validate({"来源": "通行做法", "依据": reference, "把握": "低"})
    with pytest.raises(ValidationError, match="把握低的数"):
        Ground.model_validate({"来源": "强制标准", "依据": reference, "把握": "低"})
    with pytest.raises(ValidationError, match="来源却写"):
        Ground.model_validate({"来源": "法律法规", "依据": reference, "把握": "高"})


def test_a_name_that_does_not_exist_is_refused() -> None:
    raw = zoning().model_dump(by_alias=True)
    raw["区"][0]["边线"] = "no-such-line"
    with pytest.raises(ValidationError, match="no-such-line"):
        Zoning.model_validate(raw, context={"citation": _reference_back})


def test_a_name_used_twice_is_refused() -> None:
    raw = zoning().model_dump(by_alias=True)
    raw["线"] = [*raw["线"], raw["线"][0]]
    with pytest.raises(ValidationError, match="用了两次"):
        Zoning.model_validate(raw, context={"citation": _reference_back})


def _reference_back(text: str) -> object:
    """References are dumped as printed; here only a reference of the right law is needed."""
    found = {ground.reference.text: ground.reference for _, _, ground in zoning().grounds if ground.reference}
    for group in (zoning().zones, zoning().aisles, zoning().clearances):
        found |= {rule.reference.text: rule.reference for value in group for rule in value.rules}
    return found[text]


@pytest.mark.parametrize(
    ("value", "text"),
    [(1000, "1 m"), (1800, "1.8 m"), (80, "80 mm"), (100, "0.1 m"), (1050, "1.05 m"), (300, "0.3 m")],
)
def test_lengths_are_told_as_people_say_them(value: int, text: str) -> None:
    assert metres(value) == text


def test_over_is_not_at_least() -> None:
    lane, wall = zoning().aisle("forklift"), zoning().stack("wall")
    assert lane.comparison is Comparison.OVER and not lane.holds(1800) and lane.holds(1801)
    assert wall.holds(500) and not wall.holds(499)


# ---------- Plans ----------


def _spoilt() -> Iterator[tuple[str, Plan, str]]:
    good = plan("machine-shop")
    after = good.after
    blocking = replaced(after.machines[0], box=(5000, 200, 900, 900))
    short = replaced(after.routes[0], points=after.routes[0].points[:-1])
    yield (
        "blocked exit",
        replaced(good, after=replaced(after, machines=(*after.machines, blocking))),
        "禁占区被“车床”占了",
    )
    yield (
        "route ends early",
        replaced(good, after=replaced(after, routes=(short, *after.routes[1:]))),
        "没有走到安全出口",
    )
    yield (
        "no route",
        replaced(good, after=replaced(after, routes=after.routes[:2])),
        "没有路线走到安全出口“北出口”",
    )
    yield (
        "small exit",
        replaced(good, doors=(replaced(good.doors[0], end=(5700, 0)), *good.doors[1:])),
        "宽 700 mm，要不小于 1.1 m",
    )
    yield (
        "exit to the open as narrow as one upstairs",
        replaced(good, doors=(replaced(good.doors[0], end=(6000, 0)), *good.doors[1:])),
        "宽 1000 mm，要不小于 1.1 m",
    )
    storey = plan("shared-storey")
    yield (
        "a firm without a route",
        replaced(
            storey,
            after=replaced(storey.after, routes=tuple(r for r in storey.after.routes if r.name != "乙厂")),
        ),
        "没有路线从“乙厂”出发",
    )


@pytest.mark.parametrize("name", [name for name, _, _ in _spoilt()])
def test_a_wrong_plan_is_told(name: str) -> None:
    spoilt, said = next((p, text) for n, p, text in _spoilt() if n == name)
    assert any(said in fault.text for fault in plan_faults(spoilt, zoning()))


@pytest.mark.parametrize("plan_id", plan_ids())
def test_no_line_is_laid_twice_or_outside(plan_id: str) -> None:
    shown = plan(plan_id)
    shell = Rect(0, 0, shown.width, shown.depth)
    laid: set[tuple[object, ...]] = set()
    for piece in pieces(shown, shown.after, zoning()):
        (x0, y0), (x1, y1) = sorted((piece.start, piece.end))
        assert Rect(x0, y0, x1 - x0, y1 - y0).inside(shell)
        assert piece.length > 0
        key = (x0, y0, x1, y1)
        assert key not in laid
        laid.add(key)


def test_amounts_are_those_of_the_drawing() -> None:
    for shown in book().plans:
        counted = {amount.line: amount for amount in amounts(shown, zoning())}
        for line in {piece.line for piece in pieces(shown, shown.after, zoning())}:
            total = sum(piece.length for piece in pieces(shown, shown.after, zoning()) if piece.line == line)
            assert counted[line].metres == pytest.approx(total / 1000)


# ---------- Drawings ----------


def test_all_drawings_are_there() -> None:
    names = set(files())
    assert {"zoning-legend.svg", "zoning-zones.svg", "zoning-signs.svg"} <= names
    assert {f"zoning-plan-{i}-{when}.svg" for i in plan_ids() for when in ("before", "after")} <= names
    assert sum(name.startswith("zoning-section-") for name in names) >= 5


def test_drawings_are_the_same_every_time() -> None:
    assert drawings(book()) == files()


@pytest.mark.parametrize("name", sorted(files()))
def test_drawing_is_well_formed_described_and_legible(name: str) -> None:
    root = ET.fromstring(files()[name])
    width, height = (float(part) for part in root.attrib["viewBox"].split()[2:])
    assert width == 720 and 300 < height < 2000
    for tag in ("title", "desc"):
        element = root.find(SVG + tag)
        assert element is not None and element.text and re.search("[\u4e00-\u9fff]", element.text), tag
    for text in root.iter(SVG + "text"):
        size = float(text.attrib["font-size"])
        assert size >= MIN_TEXT, text.text
        left, wide = float(text.attrib["x"]), text_width(text.text or "", size)
        start = left - {"middle": wide / 2, "end": wide}.get(text.attrib.get("text-anchor", "start"), 0)
        # The estimate takes every Latin sign as wide; a few units over the edge are not really there.
        assert start >= -6 and start + wide <= width + 14, f"{text.text!r} stands out of the picture"
        assert 0 < float(text.attrib["y"]) <= height, text.text


@pytest.mark.parametrize("name", sorted(name for name in files() if "-plan-" in name))
def test_no_number_or_start_of_a_way_lies_on_a_name(name: str) -> None:
    """A ring three units into a name is a character that is not read."""
    root = ET.fromstring(files()[name])
    rings = [
        tuple(float(ring.attrib[key]) for key in ("cx", "cy", "r")) for ring in root.iter(SVG + "circle")
    ]
    for text in root.iter(SVG + "text"):
        words, size = text.text or "", float(text.attrib["font-size"])
        wide, x, y = text_width(words, size), float(text.attrib["x"]), float(text.attrib["y"])
        left = x - {"middle": wide / 2, "end": wide}.get(text.attrib.get("text-anchor", "start"), 0)
        for across, down, radius in rings:
            near = max(left - across, 0, across - left - wide), max(y - 0.8 * size - down, 0, down - y)
            own = abs(left + wide / 2 - across) < 2 and words.isdigit()
            assert own or near[0] ** 2 + near[1] ** 2 >= max(radius - 3, 0) ** 2, words


@pytest.mark.parametrize("name", sorted(files()))
def test_drawing_uses_only_plain_shapes(name: str) -> None:
    tags = {element.tag.removeprefix(SVG) for element in ET.fromstring(files()[name]).iter()}
    assert tags <= {"svg", "title", "desc", "rect", "line", "circle", "path", "text"}
    assert "http" not in files()[name].replace("http://www.w3.org/2000/svg", "")


def test_legend_shows_every_line_in_its_own_colour_and_width() -> None:
    legend = files()["zoning-legend.svg"]
    for line in zoning().lines:
        assert line.name in legend and line_words(line) in legend
        assert zoning().colour(line.colour) in legend
        if line.second:
            assert zoning().colour(line.second) in legend


def test_changing_a_colour_or_width_changes_drawing_and_table() -> None:
    """One source: a change in the data is a change everywhere."""
    old = zoning()
    lines = tuple(replaced(line, width=80) if line.id == "main-aisle-edge" else line for line in old.lines)
    colours = tuple(
        replaced(colour, hex="#123456") if colour.name == "黄" else colour for colour in old.colours
    )
    changed = replace(book(), zoning=replaced(old, lines=lines, colours=colours))
    new_files = drawings(changed)
    assert (
        "#123456" in new_files["zoning-legend.svg"] and old.colour("黄") not in new_files["zoning-legend.svg"]
    )
    assert "#123456" in new_files["zoning-plan-machine-shop-after.svg"]
    assert old.colour("黄") not in "".join(new_files.values())
    assert "80 mm" in partials(changed)["standards/zoning/lines.md"]


def test_right_and_wrong_are_said_in_words() -> None:
    for name, text in files().items():
        if name.endswith("-before.svg"):
            assert ">错" in text and ">对" not in text
        elif name.endswith("-after.svg"):
            assert ">对" in text and ">错" not in text


def test_small_text_is_refused() -> None:
    with pytest.raises(ValueError, match="legible"):
        Canvas().text((0, 0), "小字", MIN_TEXT - 1)


def test_text_is_escaped() -> None:
    canvas = Canvas(height=100)
    canvas.text((0, 50), '<script>&"')
    root = ET.fromstring(canvas.render("标题", "说明"))
    assert [text.text for text in root.iter(SVG + "text")] == ['<script>&"']


def test_a_drawing_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="title"):
        Canvas(height=10).render(" ", "说明")


def test_stripes_stay_inside_and_cover_half() -> None:
    for down in (False, True):
        cut = bands((10, 20, 300, 200), 10, 10, down=down)
        covered = 0.0
        for polygon in cut:
            assert all(10 - 1e-6 <= x <= 310 + 1e-6 and 20 - 1e-6 <= y <= 220 + 1e-6 for x, y in polygon)
            ring = [*polygon, polygon[0]]
            covered += (
                abs(
                    sum(
                        ring[i][0] * ring[i + 1][1] - ring[i + 1][0] * ring[i][1] for i in range(len(polygon))
                    )
                )
                / 2
            )
        assert covered == pytest.approx(300 * 200 / 2, rel=0.05)


def test_wrapped_lines_fit_and_lose_nothing() -> None:
    text = "配电箱前划黄黑斜纹，消火栓、灭火器、报警按钮前划红白斜纹。"
    lines = wrapped(text, 26, 300)
    assert "".join(lines) == text
    assert all(text_width(line.rstrip("，。、"), 26) <= 300 for line in lines)
    assert not any(line[0] in "，。、" for line in lines)
    assert wrapped("粉末每班扫，有直通室外的出口。", 26, 12 * 26)[-1] == "的出口。", "nothing alone"


# ---------- Tables and pages ----------


def test_every_table_is_whole() -> None:
    """Well-formed, one block for Markdown, and every row has a cell for every head."""
    for name, text in partials(book()).items():
        assert "\n\n" not in text, name
        table = ET.fromstring(text.replace("<br>", "<br/>"))
        heads = len(table.findall(".//thead/tr/th"))
        rows = table.findall(".//tbody/tr")
        assert rows and all(len(list(row)) == heads for row in rows), name
        assert all(cell.attrib["data-label"] for row in rows for cell in row), name


def test_table_text_is_escaped() -> None:
    zone = replaced(zoning().zones[0], name="<b>*区*</b>")
    tables = partials(replace(book(), zoning=replaced(zoning(), zones=(zone, *zoning().zones[1:]))))
    assert "&lt;b&gt;&#42;区&#42;&lt;/b&gt;" in tables["standards/zoning/zones.md"]


def test_every_table_is_used_and_every_joint_line_is_served() -> None:
    wanted = {
        match
        for page in PAGES
        for match in re.findall(r'^--8<-- "([^"]+)"$', page.read_text(encoding="utf-8"), re.MULTILINE)
        if not match.startswith("campaign/")  # what the campaign says of zoning stands in its own file
    }
    assert wanted == set(partials(book()))


def test_pages_show_only_drawings_that_exist() -> None:
    shown = {
        match
        for page in PAGES
        for match in re.findall(r"drawings/generated/([\w.-]+)\)", page.read_text(encoding="utf-8"))
    }
    trades = (path.read_text(encoding="utf-8") for path in (ROOT / "data" / "trades").glob("*.yml"))
    shown |= {
        f"zoning-plan-{plan}-{state}.svg"
        for trade in trades
        for plan in re.findall(r"^  平面图: (\S+)$", trade, re.MULTILINE)
        for state in ("before", "after")
    }
    assert shown == set(files())


def test_the_list_of_plans_counts_them_and_names_each() -> None:
    text = partials(book())["standards/zoning/plan-list.md"]
    assert f">{len(plan_ids())} 张样图<" in text
    assert all(plan.name in text for plan in book().plans)


def test_what_a_plan_takes_is_shown_for_three_sizes_of_floor() -> None:
    text = partials(book())["standards/zoning/materials.md"]
    areas = sorted(book().plans, key=lambda plan: plan.width * plan.depth)
    head = text.partition("</thead>")[0]
    assert head.count("<th ") == 2 + 3
    assert areas[0].name in head and areas[-1].name in head


def test_numbers_with_units_on_the_pages_come_from_the_data() -> None:
    """Running text repeats no measure: lengths and speeds stand in tables and drawings, or carry their
    clause."""
    for page in PAGES:
        for line in page.read_text(encoding="utf-8").splitlines():
            if line.startswith(("|", "!")):
                continue
            for found in re.findall(r"\d[\d.]*\s?(?:mm|cm|km/h|m²|米|厘米|毫米|m)(?![a-z])", line):
                assert re.search(r"(GB|XF|AQ)[/ ]", line), f"{page.name}: {found} in {line}"


def test_advice_is_called_advice_in_the_tables() -> None:
    tables = partials(book())
    for measure in (*zoning().aisles, *zoning().stacks, *zoning().sizes, *zoning().clearances):
        if measure.value is None or measure.ground.origin.binds:
            continue
        row = next(
            row
            for name in ("aisles", "stacks", "sizes", "clearances")
            for row in tables[f"standards/zoning/{name}.md"].splitlines()
            if f">{measure.name}</th>" in row
        )
        called = "设计时" if measure.ground.origin is Origin.DESIGN else "建议"
        assert f"{called}{measure.comparison.value}" in row and "hb-badge--advice" in row, measure.name


def test_stripes_always_have_two_colours() -> None:
    for line in zoning().lines:
        assert (line.pattern is Pattern.STRIPES) <= bool(line.second), line.name


def test_no_drawing_is_left_in_the_sources() -> None:
    """Generated drawings are made at build time and never lie beside the hand-drawn ones."""
    folder = Path(ROOT / "docs" / "drawings")
    assert not {path.name for path in folder.glob("*.svg")} & set(files())

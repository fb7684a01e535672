"""The A6 pocket book: four pages an item, short and true, and the cut of each side."""

from __future__ import annotations

import datetime as dt
import itertools
import re
import shutil
from pathlib import Path

import pymupdf as fitz
import pytest

from conftest import ROOT
from handbook.books.content import gravest_penalties
from handbook.books.content.book_data import points_of
from handbook.books.content.pocket_book import (
    consequence_groups,
    pocket_item,
    pocket_volume,
    short_places,
    worst_of,
)
from handbook.books.formats.screen import screen_pdf
from handbook.books.products import plans
from handbook.day import day_epoch
from handbook.markdown import brief_clause
from handbook.model.items.item import Role
from handbook.model.law.penalty import Penalty
from handbook.model.numbers.amount import amounts, to_number
from handbook.pipeline.catalogue import all_products
from handbook.pipeline.stage_files import write_drawings
from handbook.product import BuildContext
from handbook.recipes.disk_cache import cache_below, lookup, store
from handbook.sources.load import load_sources
from support import real
from support.text import squeeze

BOOK = real.book()
MM = 72 / 25.4
CUTS = {"pocket-book-landlord": Role.LANDLORD, "pocket-book-tenant": Role.TENANT}
USED = [
    BOOK.penalty(use.reference) for item in BOOK.items for point in item.points for use in point.penalties
]
CLAUSES = sorted({part for entry in USED for part in (entry.first, entry.later, entry.persons) if part})


def opened(shelf: Path, name: str) -> fitz.Document:
    return fitz.open(shelf / f"{name}-{BOOK.edition.id}.pdf")


def starts(pdf: fitz.Document) -> dict[str, int]:
    return {title[:2]: number for _, title, number in pdf.get_toc() if re.match(r"\d\d ", title)}


def drawn_words() -> str:
    """The words of all drawings."""
    return squeeze(
        "".join(
            re.sub(r"<[^>]+>", "", path.read_text(encoding="utf-8"))
            for path in sorted((ROOT / "docs" / "drawings").glob("*.svg"))
        )
    )


# The short writing of the law


def _numbers(text: str) -> set[tuple[float, str]]:
    """Every amount with its unit; ranges in figures count as two amounts, shares of a hundred as per cent."""
    text = re.sub(r"([\d.]+[万千]?)～([\d.]+[万千]?)元", r"\1元\2元", text)
    text = re.sub(r"([\d.]+)%～([\d.]+)%", r"\1% \2%", text)
    text = re.sub(r"(\d+(?:\.\d+)?)千", lambda found: f"{float(found[1]) * 1000:g}", text)
    return set(amounts(text))


@pytest.mark.parametrize("text", CLAUSES)
def test_short_writing_keeps_every_amount_and_condition(text: str) -> None:
    short = brief_clause.clause(text)
    assert _numbers(short) == _numbers(text), short
    assert len(short) <= len(text) + 1
    for word in (
        "可以",
        "情节",
        "违法所得",
        "拒不",
        "构成犯罪",
        "停产",
        "吊销",
        "没收",
        "拘留",
        "主要负责人",
    ):
        kept = "可" if word == "可以" else word
        assert (word in text) <= (kept in short), f"{word}：{short}"
    assert ("逾期" in text) <= ("逾期" in short) and ("第一次" in text) <= ("首次" in short)


@pytest.mark.parametrize(
    ("long", "short"),
    [
        ("责令限期改正，可以处一万元以上三万元以下罚款", "限期改正，可罚1万～3万元"),
        ("处五千元以上五万元以下罚款", "罚5千～5万元"),
        (
            "逾期未改正的，对直接负责的主管人员和其他直接责任人员处二万元以上五万元以下的罚款",
            "逾期不改，责任人员罚2万～5万元",
        ),
        ("可以自作出责令改正之日的次日起，按照原处罚数额按日连续处罚",) * 2,
        ("由市场监督管理部门责令办理经营范围变更登记",) * 2,
    ],
)
def test_short_writing(long: str, short: str) -> None:
    assert brief_clause.clause(long) == short


def test_citations_in_figures_name_the_same_place() -> None:
    assert brief_clause.citation("《安全生产法》第一百零三条第二款") == "安全生产法第103条第2款"
    assert brief_clause.citation("《刑法》第一百三十四条之一第二项") == "刑法第134条之一第2项"
    assert (
        short_places(
            ["安全生产法第97条第3项", "安全生产法第97条第7项", "安全生产法第99条第1项", "消防法第67条"]
        )
        == "安全生产法第97条第3、7项、第99条第1项、消防法第67条"
    )
    items = [f"危险化学品安全法第101条第1款第{n}项" for n in (15, 8, 10, 12, 11)]
    assert short_places(items) == "危险化学品安全法第101条第1款第8、10～12、15项"


def test_every_penalty_stands_with_its_body_and_every_article() -> None:
    """No penalty of an item is lost, and none is told with the amounts or the body of another."""
    for item in BOOK.items:
        groups = consequence_groups(BOOK, item.points)
        for point in item.points:
            for use in point.penalties:
                entry = BOOK.penalty(use.reference)
                number = re.findall(r"第([零一二三四五六七八九十百]+)条", use.reference.text)[0]
                matching = [
                    group
                    for group in groups
                    if f"第{to_number(number):g}条" in group["places"]
                    and point.id in group["points"]
                    and group["bodies"] == [BOOK.body_by_name[body].short for body in entry.bodies]
                    and group["first"] == brief_clause.clause(entry.first or "")
                    and group["premise"] == " ".join((entry.premise or "").split())
                ]
                assert matching, f"{point.id} {use.reference.text}"


def test_a_persons_fine_is_not_told_as_the_firms() -> None:
    acts = [act for group in consequence_groups(BOOK, BOOK.item_by_id["07"].points) for act in group["acts"]]
    assert any(act.endswith("使用明火（条文没写罚谁）") for act in acts)
    assert not [act for act in acts if act.startswith("没有") and "（罚" in act]


def test_what_is_grave_is_not_told_as_what_follows_a_deadline() -> None:
    """情节严重的，处五日以下拘留 waits for no deadline: only what comes after one is called 不改."""
    for item in BOOK.items:
        for group in consequence_groups(BOOK, item.points):
            grave = group["later"].startswith(("情节", "后果", "提请"))
            assert group["later-name"] == ("更重" if grave else "不改"), (item.id, group["places"])


def test_the_cut_of_one_side_holds_no_penalty_of_the_other() -> None:
    text = next(page.body for page in BOOK.pages if page.path.startswith("checklists/01-"))
    values = pocket_item(BOOK, BOOK.item_by_id["01"], text, Role.TENANT)
    assert not any("（出租方）" in act for group in values["consequences"] for act in group["acts"])
    assert all("出租方" not in point["only"] for point in values["points"])


def test_a_clause_keeps_its_number_on_the_line() -> None:
    """第 4.10 条 of a standard, with its two spaces, is one word in the list of major hazards."""
    places = [row["articles"] for row in pocket_volume(BOOK).plain["major"]]
    assert any("第\u00a04.7\u00a0条" in text for text in places)
    assert not [text for text in places if re.search(r"第 \d|\d 条", text)]


# The books


def test_four_pages_an_item_ninety_six_in_all(shelf: Path) -> None:
    with opened(shelf, "pocket-book") as pdf:
        assert len(pdf) <= 96
        pages = [starts(pdf)[item.id] for item in BOOK.items]
        assert all(page % 2 == 0 for page in pages), "an item opens on the left: its points face each other"
        assert {after - before for before, after in itertools.pairwise(pages)} == {4}


def test_no_item_ends_on_an_empty_page(shelf: Path) -> None:
    """What its words and pictures leave of an item's last page is ruled for notes."""
    with opened(shelf, "pocket-book") as pdf:
        for item in BOOK.items:
            page = pdf[starts(pdf)[item.id] + 2]
            lines = [d["rect"] for d in page.get_drawings() if d["rect"].width > 60 * MM]
            inked = [fitz.Rect(block["bbox"]) for block in page.get_text("dict")["blocks"]]
            foot = page.rect.y1 - 14 * MM
            lowest = max(rect.y1 for rect in (*lines, *inked) if rect.y1 < foot)
            assert lowest > page.rect.y0 + 0.6 * page.rect.height, f"{item.id} page {page.number + 1}"


#: Where a line may not end, when the next goes on so: inside the number of an article, a paragraph, an item.
_TORN = re.compile(r"第[\d零〇一二三四五六七八九十百千]*(?:[、至～—][\d一二三四五六七八九十]*)?$")
_REST = re.compile(r"[\d零〇一二三四五六七八九十百千、至～—]*[条款项章节]")
#: What no line may begin with.
_FIRST = tuple("；：、，。）～")
#: Bold words before the amounts and before what counts, which the eye looks for.
_STEPS = ("前提", "首次", "不改", "更重", "个人", "合格", "今天")


@pytest.mark.parametrize("name", ["pocket-book", *CUTS])
def test_lines_keep_numbers_of_articles_and_signs_whole(shelf: Path, name: str) -> None:
    wrong = []
    with opened(shelf, name) as pdf:
        for page in pdf:
            for block in page.get_text("dict")["blocks"]:
                rows = [line["spans"] for line in block.get("lines", [])]
                lines = ["".join(span["text"] for span in spans) for spans in rows]
                for (before, spans), (above, below) in zip(
                    itertools.pairwise(rows), itertools.pairwise(lines), strict=True
                ):
                    bold = "Bold" in before[-1]["font"] and "Bold" in spans[0]["font"]
                    if bold and above[-1:] + below[:1] in _STEPS:
                        wrong.append(f"p. {page.number + 1}: {above[-12:]}|{below[:8]}")
                    torn = _TORN.search(above.rstrip()) and _REST.match(below.lstrip())
                    # A listed word of whom a point bears on; and an amount that pulls a character down to it.
                    torn = (
                        torn
                        or _ALONE.match(below)
                        or (_ONLY.search(above) and "）" in below and above[-1] not in "、 ")
                    )
                    if torn or below.lstrip().startswith(_FIRST):
                        wrong.append(f"p. {page.number + 1}: {above[-12:]}|{below[:8]}")
    assert wrong == []


_ONLY = re.compile(r"^\d\d-\d.*（[^）]+$")
_ALONE = re.compile(r"正，罚[^，；]*元(以下)?\s*$")


#: What the type area of a page among the items may begin with: a heading, a point or a row of consequences.
_BEGINS = re.compile(r"\d\d |\d\d-\d|[①-⑳]|做错了什么|不做的后果|今天怎么改|记一笔")


@pytest.mark.parametrize("name", ["pocket-book", *CUTS])
def test_no_card_and_no_consequence_is_torn_by_the_end_of_a_page(shelf: Path, name: str) -> None:
    with opened(shelf, name) as pdf:
        begins = {}
        for page in list(pdf)[3:]:
            text = page.get_text(clip=fitz.Rect(4 * MM, 11.5 * MM, page.rect.x1 - 7 * MM, page.rect.y1))
            if "罚则怎么读" in text:
                break
            begins[page.number + 1] = re.sub(r"^\d\d?\n", "", text.strip())[:30]  # without the tab's number
            rows = re.findall(r"做错了什么，怎么罚\s*谁罚\s*(\S)", text)
            assert all("①" <= row <= "⑳" for row in rows), page.number + 1
    assert len(begins) > 40
    torn = {page: text for page, text in begins.items() if text and not _BEGINS.match(text)}
    drawn = drawn_words()
    assert {page: text for page, text in torn.items() if squeeze(text.split("\n")[0]) not in drawn} == {}


@pytest.mark.parametrize("name", ["pocket-book", *CUTS])
def test_consequences_are_a_table_with_the_body(shelf: Path, name: str) -> None:
    with opened(shelf, name) as pdf:
        firsts = [*starts(pdf).values(), next(n for _, title, n in pdf.get_toc() if title == "罚则怎么读")]
        role = CUTS.get(name)
        for (item_id, first), after in zip(starts(pdf).items(), firsts[1:], strict=True):
            points = points_of(BOOK.item_by_id[item_id], role)
            text = squeeze("".join(pdf[n].get_text() for n in range(first - 1, after)))
            for group in consequence_groups(BOOK, points, role):
                assert "谁罚" in text and squeeze("；".join(group["acts"])) in text, item_id
                assert "、".join(group["bodies"]) in text, f"{item_id} {group['mark']}"


def test_what_to_do_today_stands_on_one_page(shelf: Path) -> None:
    with opened(shelf, "pocket-book") as pdf:
        found = 0
        for item in BOOK.items:
            for number in range(starts(pdf)[item.id] - 1, starts(pdf)[item.id] + 3):
                _, heading, below = pdf[number].get_text().partition("今天怎么改")
                if heading:
                    found += 1
                    assert [point.id for point in item.points if point.id not in below] == [], item.id
    assert found == len(BOOK.items)


def test_short_names_of_hazards_are_told_apart_and_explained(shelf: Path) -> None:
    short = [hazard.short or hazard.name for hazard in BOOK.hazards]
    assert len(set(short)) == len(short)
    for name in ("pocket-book", *CUTS):
        with opened(shelf, name) as pdf:
            told = squeeze(pdf[1].get_text())
            text = "".join(squeeze(page.get_text()) for page in pdf)
        for hazard in BOOK.hazards:
            used = hazard.short and re.search(rf"（(?:[^（）]*、)?{hazard.short}(?:、[^（）]*)?）", text)
            assert not used or f"{hazard.short}是{hazard.name}" in told, f"{name}: {hazard.short}"


@pytest.mark.parametrize("name", CUTS)
def test_drawings_of_a_cut_stand_with_their_items(shelf: Path, name: str) -> None:
    """At the foot of a page, never before their item has begun nor when the next has the whole page."""
    bodies = {page.path: page.body for page in BOOK.pages}
    found = set()
    with opened(shelf, name) as pdf:
        begins = starts(pdf)
        ends = [*list(begins.values())[1:], next(n for _, title, n in pdf.get_toc() if title == "罚则怎么读")]
        pages = [squeeze(page.get_text()) for page in pdf]
        for (item_id, first), after in zip(begins.items(), ends, strict=True):
            item = BOOK.item_by_id[item_id]
            for picture in pocket_item(BOOK, item, bodies[f"checklists/{item.stem}.md"], CUTS[name])[
                "pictures"
            ]:
                svg = (ROOT / "docs/drawings" / Path(picture["src"]).name).read_text(encoding="utf-8")
                words = max(map(squeeze, re.findall(r"<text[^>]*>([^<]+)</text>", svg)), key=len)
                shown = {number for number, text in enumerate(pages, 1) if words in text}
                found |= {item_id} if shown else set()
                assert shown <= set(range(first, after + 1)), f"{item_id} {words} on {shown}"
    assert len(found) >= 10


#: Sanctions by words of the articles; each that a point may bring is told of it.
SANCTIONS = [re.compile(words) for words in ("徒刑", "拘留", "关闭", "吊销", "拆除", "停产停业|停止使用")]


def yuan(*clauses: str | None) -> float:
    found = amounts("；".join(filter(None, clauses)))
    return max((number for number, unit in found if unit == "元"), default=0)


def fines(penalty: Penalty) -> tuple[float, float]:
    """Highest fine of the firm and of a person, in yuan."""
    steps = yuan(penalty.first, penalty.later)
    unit = re.search("单位|企业|用户", penalty.target)
    return (steps, yuan(penalty.persons)) if unit else (0, max(steps, yuan(penalty.persons)))


@pytest.mark.parametrize("name", CUTS)
def test_a_cut_tells_the_worst_of_each_point_and_how_many_more(shelf: Path, name: str) -> None:
    """In each respect: what is left out threatens no sanction and no sum that is not told of the point."""
    role = CUTS[name]
    with opened(shelf, name) as pdf:
        text = squeeze("".join(page.get_text() for page in pdf))
    assert squeeze(gravest_penalties.GRAVEST) in text
    for item in BOOK.items:
        left = 0
        for point in points_of(item, role):
            every = [BOOK.penalty(use.reference) for use in point.penalties if use.who in (None, role)]
            told = [BOOK.penalty(use.reference) for _, use in worst_of(BOOK, [point], role)]
            left += len(every) - len(told)
            for words in SANCTIONS:
                assert any(words.search(p.words) for p in told) == any(words.search(p.words) for p in every)
            for which in (0, 1):
                assert max((fines(p)[which] for p in told), default=0) == max(
                    (fines(p)[which] for p in every), default=0
                ), point.id
            assert all(p in told for p in every if p.takes_liberty), point.id
        assert not left or f"另有{left}项" in text, item.id


@pytest.mark.parametrize(
    ("point_id", "gravest", "worst"),
    [
        # As high, but the Jiangsu article has a least fine.
        ("03-3", ["江苏省安全生产条例 第六十九条"], ["江苏省安全生产条例 第六十九条"]),
        # One for firms of dangerous chemicals alone does not stand for what meets any firm.
        (
            "05-2",
            [
                "江苏省生产经营单位安全风险管理条例 第二十四条第一款第二项",
                "江苏省安全生产条例 第六十八条",
                "危险化学品安全法 第一百零三条第一款第九项",
            ],
            ["江苏省生产经营单位安全风险管理条例 第二十四条第一款第二项"],
        ),
        # Closing down weighs more than any fine, which is told where there is room; prison is always.
        (
            "06-7",
            [
                "安全生产法 第一百零一条第五项",
                "安全生产法 第一百零二条",
                "安全生产法 第一百一十三条第一项",
                "刑法 第一百三十四条之一第二项",
            ],
            ["安全生产法 第一百一十三条第一项", "刑法 第一百三十四条之一第二项"],
        ),
        # Shut at once, or when it is not mended; the second has the fine of persons.
        (
            "10-7",
            ["安全生产法 第一百零五条第一项", "消防法 第六十一条第一款"],
            ["消防法 第六十一条第一款"],
        ),
    ],
)
def test_the_gravest_is_judged_by_more_than_the_fine(
    point_id: str, gravest: list[str], worst: list[str]
) -> None:
    (point,) = (entry.point for entry in BOOK.points() if entry.point.id == point_id)
    for judge, expected in ((gravest_penalties.gravest, gravest), (gravest_penalties.worst, worst)):
        told = [use.reference.text for _, use in worst_of(BOOK, [point], judge=judge)]
        assert [text.replace("《", "").replace("》", " ") for text in told] == expected


@pytest.mark.parametrize("name", CUTS)
def test_a_cut_can_be_stapled(shelf: Path, name: str) -> None:
    with opened(shelf, name) as pdf:
        assert len(pdf) <= 64
        text = squeeze("".join(page.get_text() for page in pdf))
    for item in BOOK.items:
        for point in item.points:
            assert (f"{point.id}{squeeze(point.short or point.requirement)}" in text) == (
                CUTS[name] in item.roles_of(point)
            ), point.id


@pytest.mark.parametrize("name", ["pocket-book", *CUTS, "one-page"])
def test_a_semicolon_between_words_has_its_whole_width(shelf: Path, name: str) -> None:
    """But before a quotation mark, whose own room it is. Behind an amount that stays whole it had half."""
    tight = []
    with opened(shelf, name) as pdf:
        for page in pdf:
            signs = [
                (sign["origin"], sign["c"], span["size"])
                for block in page.get_text("rawdict")["blocks"]
                for line in block.get("lines", [])
                for span in line["spans"]
                for sign in span["chars"]
                if sign["c"].strip()
            ]
            for ((x, y), mark, size), ((after, there), follows, _) in itertools.pairwise(signs):
                if mark == "；" and abs(y - there) < 0.5 and follows not in "“《（「":
                    tight += [f"{page.number + 1}: ；{follows}"] if 0 < after - x < 0.95 * size else []
    assert tight == []


@pytest.mark.parametrize("name", ["pocket-book", *CUTS])
def test_nothing_is_set_under_nine_points(shelf: Path, name: str) -> None:
    """But the ruler's figures, codes' addresses on the covers, and the words of drawings, which are
    pictures."""
    with opened(shelf, name) as pdf:
        small = {
            span["text"]: (page.number + 1, round(span["size"], 1))
            for page in list(pdf)[2:-1]
            for block in page.get_text("dict")["blocks"]
            for line in block.get("lines", [])
            for span in line["spans"]
            if span["text"].strip() and span["size"] < 8.95
        }
    drawn = drawn_words()
    assert {word: where for word, where in small.items() if squeeze(word) not in drawn} == {}


def test_each_item_shows_its_points_with_box_and_what_counts(shelf: Path) -> None:
    with opened(shelf, "pocket-book") as pdf:
        for item in BOOK.items:
            first = starts(pdf)[item.id] - 1
            text = squeeze("".join(pdf[number].get_text() for number in range(first, first + 4)))
            for point in item.points:
                assert f"{point.id}{squeeze(point.short or point.requirement)}" in text
                assert squeeze(point.met_short or point.met) in _across(text), point.id
                assert squeeze(point.remedy.today_short or point.remedy.today) in _across(text), point.id
            # Where there is much to tell, what to do today stands with each point.
            assert "不做的后果" in text and ("今天怎么改" in text or text.count("今天") >= len(item.points))


def _across(text: str) -> str:
    """Text without running heads and feet."""
    return re.sub(r"\d*20\d\d年\d+月版·建议稿\d*", "", text)


@pytest.mark.parametrize("name", CUTS)
def test_every_page_of_a_cut_names_its_item_at_the_top(shelf: Path, name: str) -> None:
    """In the running head, or as the title of the item that begins there; an item that begins further down
    leaves the head to the one before."""
    with opened(shelf, name) as pdf:
        first = starts(pdf)
        after = next(number for _, title, number in pdf.get_toc() if title.startswith("罚则"))
        for page in list(pdf)[min(first.values()) - 1 : after - 1]:
            number = page.number + 1
            top = squeeze(page.get_text(clip=fitz.Rect(-20, 0, page.rect.x1, 20 * MM)))
            before = [item.name for item in BOOK.items if first.get(item.id, number) < number][-1:]
            begin = [item.name for item in BOOK.items if first.get(item.id) == number][:1]
            assert any(squeeze(item) in top for item in before + begin), number


def test_numbers_stand_at_the_outer_edge(shelf: Path) -> None:
    """The running head names the item away from the fold, and so does the tab."""
    with opened(shelf, "pocket-book") as pdf:
        for item in BOOK.items:
            for number in range(starts(pdf)[item.id], starts(pdf)[item.id] + 3):
                page = pdf[number]  # the three after the opening
                middle = (page.rect.x0 + page.rect.x1) / 2
                right = (number + 1) % 2 == 1
                head = page.search_for(item.name, clip=fitz.Rect(-20, 0, page.rect.x1, 11 * MM))
                assert head and (head[0].x0 > middle) == right, f"{item.id} page {number + 1}"


def test_penalty_page_explains_itself_and_keeps_the_conditions_of_leniency(shelf: Path) -> None:
    with opened(shelf, "pocket-book") as pdf:
        text = squeeze("".join(page.get_text() for page in list(pdf)[-6:]))
    for line in brief_clause.LEGEND:
        assert squeeze(line) in text
    for case in BOOK.leniency.cases:
        if case.reference.place.startswith("第三十三条"):
            assert squeeze(case.condition) in text and squeeze(case.effect) in text
    for body in {body for entry in USED for body in entry.bodies}:
        assert squeeze(f"{BOOK.body_by_name[body].short}是{body}") in text


def test_major_hazards_telephones_imprint_and_ruler(shelf: Path) -> None:
    with opened(shelf, "pocket-book") as pdf:
        text = squeeze("".join(page.get_text() for page in list(pdf)[-6:]))
        for entry in BOOK.points():
            if entry.point.major:
                assert f"{entry.point.id}{squeeze(entry.point.short)}" in text
        for line in BOOK.site.phones:
            assert squeeze(line.name) in text and line.number in text
        front = squeeze(pdf[1].get_text())
        for name, value in BOOK.site.imprint.rows:
            assert name + value in front
        ticks = [d["rect"] for d in pdf[-1].get_drawings() if d["rect"].width < 0.1 and d["rect"].height > 4]
        assert max(rect.x0 for rect in ticks) - min(rect.x0 for rect in ticks) == pytest.approx(
            90 * MM, abs=0.3
        )


def test_only_national_numbers_are_printed() -> None:
    """Telephones are national or left open: a local number without a published source is not invented."""
    assert {line.number for line in BOOK.site.phones} <= {"119", "120", "110", "12350", "12345", "12333", ""}


@pytest.mark.slow
def test_an_edition_prints_the_same_book_whatever_day_it_is_made_on() -> None:
    """Products rest on the edition's day, not on the clock; the law is judged and said for that day."""
    day = BOOK.edition.day
    books = [load_sources(ROOT, day + dt.timedelta(days=late)).handbook() for late in (0, 3)]
    assert {book.edition.id for book in books} == {BOOK.edition.id}
    marks = [
        {
            product.path: product.fingerprint
            for product in all_products(BuildContext(ROOT, book.as_printed, day_epoch(book.edition.day)))
        }
        for book in books
    ]
    assert marks[0] == marks[1]
    late = pocket_volume(books[1].as_printed).plain
    assert late["today"] == late["date"]


def test_a_plan_of_the_pocket_book_that_was_kept_makes_the_same_pages(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "overrides" / "typst", tmp_path / "overrides" / "typst")
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    write_drawings(tmp_path, BOOK)
    spec = pocket_volume(BOOK, items=["02", "14"])
    measures = plans(BuildContext(tmp_path, BOOK, 0), spec)

    def made(kept: str) -> bytes:
        with cache_below(tmp_path / kept):
            return screen_pdf(tmp_path, spec.template, spec.data, spec.page, measures, epoch=0)

    first = made("kept")
    assert made("kept") == first, "lengths are told otherwise than they were measured"
    items = [item for aspect in spec.plain["aspects"] for item in aspect["items"]]
    items[1]["points"][0]["met"] += "四周不堆东西，白天也不锁。" * 2
    (same, told), again = measures.values(), plans(BuildContext(tmp_path, BOOK, 0), spec)
    assert again["plan-02"] == same and again["plan-14"] != told, "each item's plan rests on its own words"
    measures = again
    second = made("kept")
    assert second == made("anew") != first
    with cache_below(tmp_path / "kept"):
        (plan,) = lookup("measures", "plan-14", measures["plan-14"])
        store("measures", "plan-14", measures["plan-14"], plan | {"chosen": None})
    assert made("kept") != second, "what was kept is not used"

"""The sheet of a visit: one leaf of A4 with what saves lives, the items, the problems and the questions."""

from __future__ import annotations

from handbook.markdown.escape import one_line
from handbook.markdown.point_view import PointView
from handbook.model.addresses import short_address
from handbook.model.handbook import Handbook
from handbook.model.items.item import Item, Method
from handbook.model.items.visit_sheet import VisitSheet
from handbook.model.papers.form import CellKind
from handbook.sheets.layout import Blank, Cell, Codes, Column, Fields, Row, Sheet, Table, field_rows

BOX = "□"
#: Lines to write problems on, and their least height in mm; the place to write is wider than 60 mm.
PROBLEMS, PROBLEM_HEIGHT = 8, 12.5
#: Ways of looking that have a box on the line of an item.
_WAYS = (Method.PAPERS, Method.EYES, Method.ASK)

_HEAD = (
    Blank("单位", span=4),
    Blank("统一社会信用代码", span=2),
    Blank("电话", span=2),
    Blank("在场的人、职务", span=2),
    Blank("日期", CellKind.DATE, span=2),
)
_SIGNED = (
    Blank("检查的人签名", span=2),
    Blank("在场的人签名", span=2),
    Blank("复查日期", CellKind.DATE, span=2),
    Blank("复查的人签名", span=2),
)


def visit_sheet(book: Handbook, sheet: VisitSheet) -> Sheet:
    """``sheet`` with the names of the points, items and questions it picks."""
    address = book.site.address
    return Sheet(
        id=f"visit-{sheet.id}",
        title=sheet.name,
        subject=one_line(sheet.purpose),
        landscape=False,
        blocks=(
            Fields("", "", field_rows(_HEAD)),
            _first(book, sheet),
            _items(book, sheet),
            _problems(),
            _questions(book, sheet),
            Fields("", "", field_rows(_SIGNED)),
            Codes(
                "",
                "扫哪一条，就看哪一条的要点、怎么改、不做的后果；"
                f"不扫码的，打开 {address}{short_address('条号')}",
                tuple((address + short_address(item.id), item.id) for item in book.items),
                per_row=11,
                side=15.0,
            ),
        ),
        signatures=(),
        notes=(),
        basis="",
        edition=book.edition.name,
        disclaimer=book.site.disclaimer,
        publisher=book.site.publisher,
        notice=sheet.official,
        turn=3,
    )


def _first(book: Handbook, sheet: VisitSheet) -> Table:
    """The points that save lives, in two columns."""
    half = (len(sheet.points) + 1) // 2
    columns = (
        Column("编号", CellKind.TEXT, 11),
        Column("先看这些", CellKind.TEXT, 38),
        Column("符合", CellKind.TEXT, 12),
        Column("不符合", CellKind.TEXT, 14.5),
        Column("不适用", CellKind.TEXT, 14.5),
    )

    def cells(number: int) -> tuple[Cell, ...]:
        if number >= len(sheet.points):
            return (Cell(),) * len(columns)
        found = book.located[sheet.points[number]]
        return (Cell(found.point.id), Cell(PointView(found.item, found.point).name), *(Cell(BOX),) * 3)

    rows = tuple(Row((*cells(number), *cells(half + number))) for number in range(half))
    title = f"先看要命的 {len(sheet.points)} 样（有一样不符合，先停、先撤、先改，再往下看）"
    return Table(title, "", (*columns, *columns), rows, row=5.9)


def _items(book: Handbook, sheet: VisitSheet) -> Table:
    """All items, a line each."""
    return Table(
        f"{len(book.items)} 条逐条过（怎么看的画勾；有问题的，写到背面去）",
        "",
        (
            Column("条", CellKind.TEXT, 9),
            Column("名称", CellKind.TEXT, 54),
            *(Column(way.value, CellKind.TEXT, 9) for way in _WAYS),
            Column("符合", CellKind.TEXT, 13),
            Column("不符合", CellKind.TEXT, 15),
            Column("不适用", CellKind.TEXT, 15),
            Column("背面第几行、简记", CellKind.TEXT, 47),
        ),
        tuple(_line(sheet, item) for item in book.items),
        row=5.7,
    )


def _line(sheet: VisitSheet, item: Item) -> Row:
    """An item; what only the other side has to do is told to be so."""
    theirs = [point for point in item.points if set(item.roles_of(point)) & set(sheet.roles)]
    if not theirs:
        others = "、".join(role.value for role in item.roles)
        return Row((Cell(item.id), Cell(item.name), *(Cell(),) * 5, Cell("√"), Cell(f"是{others}的事")))
    used = {method for point in theirs for method in point.methods}
    return Row(
        (
            Cell(item.id),
            Cell(item.name),
            *(Cell(BOX if way in used else "") for way in _WAYS),
            *(Cell(BOX),) * 3,
            Cell(),
        )
    )


def _problems() -> Table:
    """Lines to write on."""
    return Table(
        "发现的问题",
        "",
        (
            Column("行", CellKind.NUMBERING, 8),
            Column("要点编号", CellKind.TEXT, 18),
            Column("问题（在哪里、看到什么）", CellKind.TEXT, 84),
            Column("谁改", CellKind.TEXT, 25),
            Column("哪天改好", CellKind.TEXT, 20),
            Column("复查", CellKind.TEXT, 25),
        ),
        tuple(Row((Cell(str(number)), *(Cell() for _ in range(5)))) for number in range(1, PROBLEMS + 1)),
        row=PROBLEM_HEIGHT,
    )


def _questions(book: Handbook, sheet: VisitSheet) -> Table:
    def rows(group: str, asked: tuple[str, ...]) -> list[Row]:
        return [
            Row(
                (Cell(name), Cell(one_line(question.text), note=_answer(question.answer)), Cell()),
                group,
            )
            for name in asked
            for _, question in [book.question_by_id[name]]
        ]

    return Table(
        "",
        "",
        (
            Column("题号", CellKind.TEXT, 14),
            Column("问什么", CellKind.TEXT, 128),
            Column("答得", CellKind.CHOICE, 38, ("对", "不全", "不对")),
        ),
        (
            *rows("安全员问（问三道）", sheet.officer_questions),
            *rows("负责人考（考三道）", sheet.manager_questions),
        ),
    )


def _answer(answer: str) -> str:
    return f"答：{one_line(answer)}"

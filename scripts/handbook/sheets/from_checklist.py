"""A list of check points as a sheet: the form people carry on the round."""

from __future__ import annotations

from handbook.markdown.escape import one_line
from handbook.markdown.point_view import ADVICE, MAJOR, MUST, PointView, basis_text
from handbook.model.checklist import RESULTS, TOGETHER, Checklist
from handbook.model.handbook import Handbook
from handbook.model.items.item import BasisRole, CheckPoint, Item
from handbook.model.papers.form import CellKind
from handbook.sheets.layout import Blank, Cell, Column, Fields, Row, Sheet, Table, field_rows

#: The one column table of all formats; widths in mm of A4 landscape.
COLUMNS = (
    Column("序号", CellKind.TEXT, 12),
    Column("要点", CellKind.TEXT, 55),
    Column("方法", CellKind.TEXT, 90),
    Column("依据", CellKind.TEXT, 56, paper=False),
    Column("结果", CellKind.CHOICE, 17.5, RESULTS, strict=True),
    Column("问题", CellKind.TEXT, 60),
    Column("建议期限", CellKind.TEXT, 14, paper=False),
    Column("期限", CellKind.DATE, 17),
    Column("复查", CellKind.TEXT, 15.5),
)

_HEAD = (
    Blank("被查单位", span=2),
    Blank("地址、楼栋", span=2),
    Blank("检查日期", CellKind.DATE, span=1),
    Blank("检查人员", span=1),
    Blank("陪同人员和电话", span=1),
    Blank("身份", CellKind.CHOICE, ("出租方", "承租方"), span=1),
)


#: What a round turns up besides the points; on paper it keeps the signatures company.
_OTHER = (Blank("现场其他情况和处理", span=4, lines=2),)


def checklist_sheet(book: Handbook, checklist: Checklist) -> Sheet:
    """The printed form of ``checklist``: one row a point, under the headings of the items."""
    # On the list of a special hazard it goes without saying that the hazard is there.
    special = checklist.id.startswith("hazard-") and checklist.id != TOGETHER
    rows = tuple(
        Row(_cells(group.item, point, special=special), f"{group.item.id} {group.item.name}")
        for group in checklist.groups
        for point in group.points
    )
    return Sheet(
        id=f"check-{checklist.id}",
        title=checklist.title,
        subject=one_line(checklist.lead),
        landscape=True,
        blocks=(
            Fields("", "", field_rows(_HEAD)),
            Table("", "", COLUMNS, rows, group_name="条目"),
            Fields("", "", field_rows(_OTHER)),
        ),
        signatures=("检查人员", "被查单位负责人", "复查人员"),
        notes=(
            f"共 {len(rows)} 个要点。怎样算合格、怎么改、不做的后果，看手册里同一编号的要点。",
            f"{MUST.legend}，{ADVICE.legend}。“{MAJOR.sign}”是{MAJOR.meaning}。"
            "没有写“只管”的，出租方、承租方都查。",
            "方法下面的依据，有直接依据的只印直接依据。小字或者“建议期限”一栏是建议的整改期限。",
        ),
        basis="",
        notes_first=True,
        edition=book.edition.name,
        disclaimer=book.site.disclaimer,
        publisher=book.site.publisher,
    )


def _cells(item: Item, point: CheckPoint, *, special: bool) -> tuple[Cell, ...]:
    view = PointView(item, point)
    return (
        Cell(point.id),
        Cell(one_line(point.requirement), note=_marks(item, point, special=special)),
        # On paper the law stands small below the method: the finding needs the room of a column.
        Cell(f"（{view.methods}）{view.how}", hint=f"依据：{_basis(point)}"),
        Cell(_basis(point)),
        Cell(),
        Cell(),
        Cell(point.remedy.term),
        Cell(hint=_hint(point)),
        Cell(),
    )


def _hint(point: CheckPoint) -> str:
    return point.remedy.term if point.remedy.days == 0 else f"建议{point.remedy.term}"


def _marks(item: Item, point: CheckPoint, *, special: bool) -> str:
    """Must or advice, whose duty where it is not both sides', and for whom only: in words, so that grey paper
    loses nothing."""
    view = PointView(item, point)
    roles = item.roles_of(point)
    whose = f"只管{roles[0].value}" if len(roles) == 1 else ""
    marks = [*map(str, view.marks), whose, "" if special else view.hazards]
    return " · ".join(filter(None, marks))


def _basis(point: CheckPoint) -> str:
    """Direct references; where there are none, the others with their role."""
    direct = [basis for basis in point.basis if basis.role is BasisRole.DIRECT]
    return basis_text(direct or point.basis)

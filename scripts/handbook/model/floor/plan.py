"""Plans of shop floors: walls, doors, machines, zones and ways, before and after.

Lengths are whole millimetres; the origin is the inner north-west corner, x grows to the east (right), y to
the south (down).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from handbook.model.base import Sentence, ShortText, Source, WebName

#: A place: x, y in mm.
Place = tuple[int, int]
#: A rectangle: x, y, width, depth in mm.
Box = tuple[int, int, int, int]


class Side(StrEnum):
    """Towards which side a thing on a wall faces."""

    NORTH = "北"
    SOUTH = "南"
    EAST = "东"
    WEST = "西"


class DoorKind(StrEnum):
    EXIT = "安全出口"
    GATE = "大门"
    ROOM = "房门"
    SHUTTER = "防火卷帘"


class Door(Source):
    """An opening in an outer wall or partition: a straight stretch along the wall's line."""

    name: ShortText = Field(alias="名称")
    kind: DoorKind = Field(alias="种类", description="安全出口、大门、房门、防火卷帘")
    start: Place = Field(alias="从")
    end: Place = Field(alias="到")

    @property
    def width(self) -> int:
        return abs(self.end[0] - self.start[0]) + abs(self.end[1] - self.start[1])


class Wall(Source):
    """A partition; drawn on its centre line."""

    start: Place = Field(alias="从")
    end: Place = Field(alias="到")


class Room(Source):
    """One firm's part of a shared floor. Every room must have a route of its own to an exit."""

    name: ShortText = Field(alias="名称")
    box: Box = Field(alias="范围")
    label: Place | None = Field(None, alias="写在", description="名称写在哪一点；不写就不写名称")


class Machine(Source):
    name: ShortText = Field(alias="名称")
    box: Box = Field(alias="范围")


class Zone(Source):
    kind: WebName = Field(alias="种类", description="区的代号，照 data/lines.yml")
    box: Box = Field(alias="范围")
    name: ShortText | None = Field(None, alias="名称", description="和区的名称不一样时写")


class Aisle(Source):
    """A stretch of aisle. ``box`` is the clear width between the lines."""

    kind: WebName = Field(alias="种类", description="通道的代号，照 data/lines.yml")
    box: Box = Field(alias="范围")
    ruler: int | None = Field(None, alias="量在", description="从起头算多远处标宽度，毫米；不写就不标")


class Placed(Source):
    """A fixture on a wall: the middle of its back, and the side it faces."""

    kind: WebName = Field(alias="种类", description="设施的代号，照 data/lines.yml，如 panel")
    at: Place = Field(alias="位置")
    faces: Side = Field(alias="朝向", description="朝北、南、东、西哪一边开")


class Route(Source):
    name: ShortText = Field(alias="名称")
    points: tuple[Place, ...] = Field(alias="点", min_length=2)


class Remark(Source):
    """A numbered remark: right on the plan afterwards, wrong on the plan before."""

    text: Annotated[str, StringConstraints(min_length=4, max_length=44)] = Field(
        alias="文", description="一句短话，44 个字以内"
    )
    short: Annotated[str, StringConstraints(min_length=2, max_length=8)] | None = Field(
        None, alias="上墙", description="讲课的片子上写什么，8 个字以内；不写就写整句"
    )
    at: Place = Field(alias="位置")


class Layout(Source):
    """What stands on the floor, before or after."""

    machines: tuple[Machine, ...] = Field((), alias="机器")
    zones: tuple[Zone, ...] = Field((), alias="区")
    aisles: tuple[Aisle, ...] = Field((), alias="通道")
    routes: tuple[Route, ...] = Field((), alias="路线")
    fixtures: tuple[Placed, ...] = Field((), alias="设施")
    clutter: tuple[Machine, ...] = Field((), alias="杂物", description="乱放的东西，只在整改前有")
    remarks: tuple[Remark, ...] = Field(alias="标注", min_length=2)


class Plan(Source):
    """A shop floor to scale, before and after (data/plans/<代号>.yml)."""

    id: WebName = Field(alias="代号", description="和文件名一致")
    order: int = Field(alias="次序", ge=1, le=99)
    name: ShortText = Field(alias="名称")
    scope: Sentence = Field(alias="一句话")
    width: int = Field(alias="宽", ge=4000, le=40000, description="东西向净宽，毫米")
    depth: int = Field(alias="深", ge=4000, le=60000, description="南北向净深，毫米")
    ground: bool = Field(True, alias="首层", description="楼上的写 false；首层直通室外的安全出口要更宽")
    doors: tuple[Door, ...] = Field(alias="门", min_length=1)
    walls: tuple[Wall, ...] = Field((), alias="隔墙")
    rooms: tuple[Room, ...] = Field((), alias="房间")
    columns: tuple[Box, ...] = Field((), alias="柱")
    fixtures: tuple[Placed, ...] = Field((), alias="设施", description="整改前后都在的")
    before: Layout = Field(alias="整改前")
    after: Layout = Field(alias="整改后")

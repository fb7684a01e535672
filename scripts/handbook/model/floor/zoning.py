"""Floor lines, zones and signs.

One file (``data/lines.yml``) holds every colour, width and distance; drawings, tables, print and slides
are made from it and can therefore not disagree. Lengths are whole millimetres.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Annotated, TypeVar

from pydantic import Field, StringConstraints, model_validator

from handbook.model.base import Sentence, ShortText, Source, WebName, WorkDay, wrong
from handbook.model.law.register import PENALTY_KINDS, LawKind
from handbook.model.law.resolve import Citation

HexColour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-F]{6}$")]


# ---------- Where a value comes from ----------


class Origin(StrEnum):
    """What stands behind a value. Only the first two can oblige a firm."""

    LAW = "法律法规"
    MANDATORY = "强制标准"
    DESIGN = "国标设计要求"
    RECOMMENDED = "推荐标准"
    NORMATIVE = "规范性文件"
    PRACTICE = "通行做法"
    OWN = "本手册建议"

    @property
    def binds(self) -> bool:
        return self in (Origin.LAW, Origin.MANDATORY)


class Confidence(StrEnum):
    """How sure the editors are that the source says so."""

    HIGH = "高"
    MEDIUM = "中"
    LOW = "低"


#: Kinds of documents each origin may cite. What a mandatory standard asks of the design (worded 应 or 宜)
#: is neither advice nor a limit that an old plant must meet today: it has an origin of its own.
_KINDS: dict[Origin, frozenset[LawKind]] = {
    Origin.LAW: PENALTY_KINDS,
    Origin.MANDATORY: frozenset({LawKind.MANDATORY_STANDARD, LawKind.TECHNICAL_CODE}),
    Origin.DESIGN: frozenset({LawKind.MANDATORY_STANDARD}),
    Origin.RECOMMENDED: frozenset({LawKind.RECOMMENDED_STANDARD}),
    Origin.NORMATIVE: frozenset({LawKind.NORMATIVE}),
    Origin.PRACTICE: frozenset(),
    Origin.OWN: frozenset(),
}


class Ground(Source):
    """Where a value comes from. Common practice and our own advice carry no citation: they are not law."""

    origin: Origin = Field(
        alias="来源",
        description="法律法规、强制标准、国标设计要求、推荐标准、规范性文件、通行做法、本手册建议",
    )
    reference: Citation | None = Field(None, alias="依据", description="通行做法和本手册建议不写，别的都写")
    confidence: Confidence = Field(alias="把握", description="高、中、低；低的只能是通行做法或本手册建议")
    note: str = Field("", alias="说明", max_length=160)

    @model_validator(mode="after")
    def _honest(self) -> Ground:
        kinds = _KINDS[self.origin]
        if not kinds and self.reference is not None:
            said = f"来源是“{self.origin.value}”，却写了依据"
            raise wrong(said, "不写依据", "有条文的改写来源；条文只是相近的，写进“相关规定”")
        if kinds and self.reference is None:
            said = f"来源是“{self.origin.value}”，没有写依据"
            raise wrong(said, "依据: 标准编号或条文", "补上条文；找不到条文的，来源改成通行做法")
        if self.reference is not None and self.reference.law.kind not in kinds:
            said = f"“{self.reference}”是{self.reference.law.kind.value}，来源却写“{self.origin.value}”"
            raise wrong(said, "来源和依据的类别一致", "改来源，或者改依据")
        if kinds and self.confidence is Confidence.LOW:
            said = "把握低的数不能写成标准或法规的要求"
            raise wrong(said, "把握: 高 或 中", "查到可靠来源再写；查不到就改成通行做法")
        return self


class Rule(Source):
    """What a cited rule says about the same thing."""

    reference: Citation = Field(alias="条文")
    content: Sentence = Field(alias="内容", description="条文要求什么，用自己的话写一句")


# ---------- Colours, lines, zones, signs ----------


class Colour(Source):
    name: ShortText = Field(alias="名称")
    hex: HexColour = Field(alias="色值", description='屏幕和印刷用的近似色，写成 "#F5C400"，引号是英文的')
    meaning: Sentence = Field(alias="含义")
    ground: Ground = Field(alias="出处")


class Pattern(StrEnum):
    """How a line is laid."""

    SOLID = "实线"
    DASHED = "虚线"
    STRIPES = "斜纹"
    CORNERS = "四角"
    FILL = "满铺"
    ARROW = "箭头"


class LineKind(Source):
    """A kind of floor marking. ``width`` is the line's, for 斜纹 that of one stripe; None: as the aisle or
    as needed."""

    id: WebName = Field(alias="代号")
    name: ShortText = Field(alias="名称")
    use: Sentence = Field(alias="用途")
    colour: ShortText = Field(alias="颜色", description="颜色的名称")
    second: ShortText | None = Field(None, alias="第二色", description="斜纹、箭头的另一种颜色")
    pattern: Pattern = Field(alias="线型", description="实线、虚线、斜纹、四角、满铺、箭头")
    width: int | None = Field(None, alias="宽", ge=20, le=300, description="毫米；斜纹写一条的宽")
    gap: int | None = Field(None, alias="间隔", ge=20, le=1000, description="毫米；斜纹写两条之间的距离")
    needed: Ground = Field(alias="要不要划", description="该不该有这种线，谁说的")
    drawn: Ground = Field(alias="怎么划", description="颜色、线型、线宽，谁说的")
    note: str = Field("", alias="说明", max_length=160)

    @model_validator(mode="after")
    def _complete(self) -> LineKind:
        if self.pattern is Pattern.STRIPES and not (self.second and self.width and self.gap):
            raise wrong(f"斜纹“{self.name}”少了第二色、宽或间隔", "三样都写")
        if self.pattern in (Pattern.SOLID, Pattern.DASHED, Pattern.CORNERS) and not self.width:
            raise wrong(f"“{self.name}”没有写宽", "宽: 100")
        return self

    @property
    def width_text(self) -> str:
        """``100 mm``; for stripes both numbers; for fills and arrows words instead of a width."""
        if self.pattern is Pattern.STRIPES:
            return f"{self.width} mm 条、{self.gap} mm 间隔，45°"
        if self.pattern is Pattern.FILL:
            return "宽随通道"
        return f"{self.width} mm" if self.width else "大小不限"

    @property
    def colour_text(self) -> str:
        return f"{self.colour}{self.second}相间" if self.pattern is Pattern.STRIPES else self.colour


class Texture(StrEnum):
    """What fills a zone on a plan, so that zones differ in grey print too."""

    PLAIN = "空白"
    DOTS = "点"
    RIGHT = "右斜线"
    LEFT = "左斜线"
    LEVEL = "横线"
    UPRIGHT = "竖线"
    CROSS = "交叉线"


class ZoneKind(Source):
    id: WebName = Field(alias="代号")
    name: ShortText = Field(alias="名称")
    use: Sentence = Field(alias="用途")
    line: WebName = Field(alias="边线", description="线的代号")
    texture: Texture = Field(Texture.PLAIN, alias="底纹", description="图上的底纹，现场不画")
    keep: Sentence = Field(alias="管好", description="这个区怎样算管好了")
    rules: tuple[Rule, ...] = Field((), alias="相关规定")


class SignClass(StrEnum):
    """Classes of signs in the usual order of hanging, then fire signs and plates with words only."""

    WARNING = "警告"
    PROHIBITION = "禁止"
    MANDATORY = "指令"
    INFORMATION = "提示"
    FIRE = "消防"
    WORDS = "文字牌"


class SignKind(Source):
    id: WebName = Field(alias="代号")
    name: ShortText = Field(alias="名称")
    kind: SignClass = Field(alias="类别", description="警告、禁止、指令、提示、消防、文字牌")
    place: Sentence = Field(alias="设在")
    ground: Ground = Field(alias="出处", description="为什么要设")


# ---------- Measures ----------


class Comparison(StrEnum):
    OVER = "大于"
    AT_LEAST = "不小于"
    AT_MOST = "不大于"


class Unit(StrEnum):
    MILLIMETRE = "mm"
    SQUARE_METRE = "m²"
    SPEED = "km/h"
    TIMES = "倍"


def metres(length: int) -> str:
    """A length in mm as people say it: ``1.8 m``, ``1 m``, ``80 mm`` below ten centimetres."""
    if length < 100:
        return f"{length} mm"
    return f"{length / 1000:.2f}".rstrip("0").rstrip(".") + " m"


class Measure(Source):
    """One number with its comparison, unit and source. None: no number is known, the note says what to do."""

    id: WebName = Field(alias="代号")
    name: ShortText = Field(alias="名称")
    comparison: Comparison = Field(alias="比较", description="大于、不小于、不大于")
    value: int | None = Field(
        alias="值", ge=1, description="毫米、平方米、公里每小时或倍，整数；没有数写 null"
    )
    unit: Unit = Field(Unit.MILLIMETRE, alias="单位")
    ground: Ground = Field(alias="出处")
    rules: tuple[Rule, ...] = Field((), alias="相关规定")
    note: str = Field("", alias="说明", max_length=160)

    @property
    def amount(self) -> str:
        """The number with its unit, or nothing."""
        if self.value is None:
            return ""
        return metres(self.value) if self.unit is Unit.MILLIMETRE else f"{self.value} {self.unit.value}"

    @property
    def text(self) -> str:
        """``大于 1.8 m``; ``没有统一的数`` without a number."""
        return f"{self.comparison.value} {self.amount}" if self.value is not None else "没有统一的数"

    def holds(self, value: float) -> bool:
        """Whether ``value`` (in :attr:`unit`) satisfies the measure; true when there is no number."""
        if self.value is None:
            return True
        return {
            Comparison.OVER: value > self.value,
            Comparison.AT_LEAST: value >= self.value,
            Comparison.AT_MOST: value <= self.value,
        }[self.comparison]


class AisleWidth(Measure):
    line: WebName = Field(alias="边线", description="线的代号")
    fill: WebName | None = Field(None, alias="底", description="满铺的线的代号，不铺就不写")


class Clearance(Measure):
    """What must stay free before or around a thing. Without a number the depth follows the thing's own
    width."""

    line: WebName = Field(alias="画法", description="斜纹的线的代号")


class Fixture(Source):
    """A kind of thing on the wall that plans show. Its size is only for drawing."""

    id: WebName = Field(alias="代号")
    name: ShortText = Field(alias="名称")
    sign: Annotated[str, StringConstraints(min_length=1, max_length=1)] = Field(
        alias="字", description="图上写的一个字"
    )
    width: int = Field(alias="宽", ge=200, le=3000)
    depth: int = Field(alias="厚", ge=100, le=1500)
    clearance: WebName | None = Field(None, alias="禁占", description="禁占尺寸的代号")


class MissingNameError(LookupError):
    """data/lines.yml has nothing called ``name`` under ``group``, which a drawing wants."""

    def __init__(self, group: str, name: str) -> None:
        super().__init__(f"“{group}”里没有“{name}”，画图要用它")
        self.group = group


_Value = TypeVar("_Value", LineKind, ZoneKind, AisleWidth, Clearance, Measure, Fixture)


def _with_id(values: Sequence[_Value], id: str, group: str) -> _Value:
    found = next((value for value in values if value.id == id), None)
    if found is None:
        raise MissingNameError(group, id)
    return found


class Zoning(Source):
    """The whole of data/lines.yml."""

    checked: WorkDay = Field(alias="核对", description="最近一次把数字和来源对过的日期")
    colours: tuple[Colour, ...] = Field(alias="颜色", min_length=1)
    lines: tuple[LineKind, ...] = Field(alias="线", min_length=1)
    zones: tuple[ZoneKind, ...] = Field(alias="区", min_length=1)
    aisles: tuple[AisleWidth, ...] = Field(alias="通道", min_length=1)
    clearances: tuple[Clearance, ...] = Field(alias="禁占", min_length=1)
    stacks: tuple[Measure, ...] = Field(alias="堆放", min_length=1)
    #: Of doors, heights of extinguishers, speed.
    sizes: tuple[Measure, ...] = Field(alias="尺寸", min_length=1)
    signs: tuple[SignKind, ...] = Field(alias="标志", min_length=1)
    fixtures: tuple[Fixture, ...] = Field(alias="设施", min_length=1)

    @model_validator(mode="after")
    def _names_known(self) -> Zoning:
        for label, ids in self._ids():
            twice = next((one for one in ids if ids.count(one) > 1), None)
            if twice:
                second = [index for index, one in enumerate(ids) if one == twice][1]
                said = f"“{label}”里代号或名称“{twice}”用了两次"
                raise wrong(said, "每个只用一次", "改一个，写重了的删掉", label, second)
        colours, lines = {c.name for c in self.colours}, {line.id for line in self.lines}
        clearances = {c.id for c in self.clearances}
        for what, name, known, at in self._uses(colours, lines, clearances):
            if name is not None and name not in known:
                said = f"“{what}”的“{at[-1]}”写了“{name}”，没有这个"
                raise wrong(said, "、".join(sorted(known)), "从应为的几项里选", *at)
        return self

    def _ids(self) -> Iterator[tuple[str, list[str]]]:
        yield "颜色", [c.name for c in self.colours]
        for label, values in (
            ("线", self.lines),
            ("区", self.zones),
            ("通道", self.aisles),
            ("禁占", self.clearances),
            ("堆放", self.stacks),
            ("尺寸", self.sizes),
            ("标志", self.signs),
            ("设施", self.fixtures),
        ):
            yield label, [value.id for value in values]

    def _uses(
        self, colours: set[str], lines: set[str], clearances: set[str]
    ) -> Iterator[tuple[str, str | None, set[str], tuple[str | int, ...]]]:
        """Who names what: its own name, the name given, those there are, and the place."""
        for index, line in enumerate(self.lines):
            yield line.name, line.colour, colours, ("线", index, "颜色")
            yield line.name, line.second, colours, ("线", index, "第二色")
        for index, zone in enumerate(self.zones):
            yield zone.name, zone.line, lines, ("区", index, "边线")
        for index, aisle in enumerate(self.aisles):
            yield aisle.name, aisle.line, lines, ("通道", index, "边线")
            yield aisle.name, aisle.fill, lines, ("通道", index, "底")
        for index, clearance in enumerate(self.clearances):
            yield clearance.name, clearance.line, lines, ("禁占", index, "画法")
        for index, fixture in enumerate(self.fixtures):
            yield fixture.name, fixture.clearance, clearances, ("设施", index, "禁占")

    def colour(self, name: str) -> str:
        """Hex value of the colour called ``name``."""
        found = next((c.hex for c in self.colours if c.name == name), None)
        if found is None:
            raise MissingNameError("颜色", name)
        return found

    def line(self, id: str) -> LineKind:
        return _with_id(self.lines, id, "线")

    def zone(self, id: str) -> ZoneKind:
        return _with_id(self.zones, id, "区")

    def aisle(self, id: str) -> AisleWidth:
        return _with_id(self.aisles, id, "通道")

    def clearance(self, id: str) -> Clearance:
        return _with_id(self.clearances, id, "禁占")

    def stack(self, id: str) -> Measure:
        return _with_id(self.stacks, id, "堆放")

    def size(self, id: str) -> Measure:
        return _with_id(self.sizes, id, "尺寸")

    def fixture(self, id: str) -> Fixture:
        return _with_id(self.fixtures, id, "设施")

    @property
    def grounds(self) -> Iterator[tuple[str, str, Ground]]:
        """Every source with the group and name of what rests on it."""
        for colour in self.colours:
            yield "颜色", colour.name, colour.ground
        for line in self.lines:
            yield "要不要划", line.name, line.needed
            yield "怎么划", line.name, line.drawn
        for group, values in (
            ("通道宽", self.aisles),
            ("禁占", self.clearances),
            ("堆放", self.stacks),
            ("尺寸", self.sizes),
        ):
            for value in values:
                yield group, value.name, value.ground
        for sign in self.signs:
            yield "标志", sign.name, sign.ground

"""The aspects of the list, and the pictograms of its items."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints, field_validator

from handbook.model.base import ItemId, Sentence, ShortText, Source, WebName, wrong


class Shape(StrEnum):
    """The ground that a pictogram stands on: told apart without colour."""

    CIRCLE = "圆"
    HEXAGON = "六边"
    SQUARE = "方"
    SHIELD = "盾"


class Aspect(Source):
    """One of the four aspects of the list."""

    id: WebName = Field(alias="代号")
    name: ShortText = Field(alias="名称")
    number: ShortText = Field(alias="序号", description="一、二、三、四")
    scope: Sentence = Field(alias="一句话")
    count: int = Field(alias="条目数", ge=1)
    shape: Shape = Field(Shape.SQUARE, alias="形状", description="图标的底形：圆、六边、方、盾")
    colour: Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")] = Field(
        "#4a5360", alias="颜色", description="图标的底色，写 #0b4a7a 这样；要深，白线条压在上面看得清"
    )

    @field_validator("colour")
    @classmethod
    def _dark(cls, colour: str) -> str:
        red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        # About what the eye takes for brightness: white lines on it stand out 4.5 to 1.
        if 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2 > 0.183:
            raise wrong(
                f"“颜色”太浅：“{colour}”，白线条压在上面看不清", '深色，如 "#0b4a7a"', "换深一些的颜色"
            )
        return colour


class Icon(Source):
    """The pictogram of an item: lines on a grid of 24 by 24, without colour and without words."""

    item: ItemId = Field(alias="条目")
    shows: ShortText = Field(alias="图", description="画的是什么")
    path: Annotated[str, StringConstraints(pattern=r"^M[MmLlHhVvCcSsQqTtAaZz0-9 .,-]+$", max_length=400)] = (
        Field(alias="画", description="SVG 路径，24×24 的格子，以 M 开头")
    )

    @field_validator("path")
    @classmethod
    def _on_the_grid(cls, path: str) -> str:
        far = next((number for number in re.findall(r"\d+(?:\.\d+)?", path) if float(number) > 24), None)
        if far:
            raise wrong(f"“画”里的 {far} 在 24×24 的格子外面", "0 到 24 的数", "照格子改，或者把图缩小")
        return path

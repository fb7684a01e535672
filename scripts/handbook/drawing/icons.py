"""The pictogram of each item: white lines on a ground whose shape and colour tell the aspect.

One source for the site, the books, the sheets and the slides: data/icons.yml holds the lines,
data/aspects.yml the ground. In grey the shape still tells the aspect; the name of the item always stands
beside the pictogram.
"""

from __future__ import annotations

from xml.sax.saxutils import escape

from handbook.model.handbook import Handbook
from handbook.model.items.aspect import Shape
from handbook.model.items.item import Item

#: Side of the grid of a whole pictogram; the lines stand in its middle on a grid of 24.
SIZE = 40
_GROUNDS = {
    Shape.CIRCLE: "M20 0a20 20 0 1 1-.01 0z",
    Shape.HEXAGON: "M20 0l18.5 10v20L20 40 1.5 30V10z",
    Shape.SQUARE: "M6 1h28a5 5 0 0 1 5 5v28a5 5 0 0 1-5 5H6a5 5 0 0 1-5-5V6a5 5 0 0 1 5-5z",
    Shape.SHIELD: "M2 3h36v20c0 9-9 14-18 17C11 37 2 32 2 23z",
}


def icon_parts(book: Handbook, item: Item) -> str:
    """The drawing of ``item`` without the ``svg`` around it, on a grid of :data:`SIZE`."""
    aspect = book.aspect_of(item)
    ground = f'<path d="{_GROUNDS[aspect.shape]}" fill="{aspect.colour}"/>'
    icon = book.icon_by_item.get(item.id)
    if icon is None:
        return ground
    lines = (
        f'<path d="{escape(icon.path)}" transform="translate(6.2 6.2) scale(1.15)" fill="none" stroke="#fff" stroke-width="2"'
        ' stroke-linecap="round" stroke-linejoin="round"/>'
    )
    return ground + lines


def icon_inline(book: Handbook, item: Item) -> str:
    """For the middle of a page: hidden from screen readers, because the item's name stands beside it."""
    return (
        f'<svg class="hb-icon" viewBox="0 0 {SIZE} {SIZE}" width="{SIZE}" height="{SIZE}"'
        f' aria-hidden="true" focusable="false">{icon_parts(book, item)}</svg>'
    )


def icon_shapes(book: Handbook, item: Item) -> dict[str, str]:
    """Ground, lines and colour for templates that paint them in inks of their own (``icon`` in base.typ)."""
    aspect = book.aspect_of(item)
    icon = book.icon_by_item.get(item.id)
    return {
        "ground": _GROUNDS[aspect.shape],
        "lines": icon.path if icon else "",
        "colour": aspect.colour,
    }

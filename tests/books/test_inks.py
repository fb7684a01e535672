"""Colours as inks."""

from __future__ import annotations

import pikepdf
import pytest

from handbook.pdf.prepress.inks import ink_colours, inks


@pytest.mark.parametrize(
    "colour",
    [
        "#138A4B",
        "#00703c",
        "#1f5fa8",
        "#b3261e",
        "#F7C600",
        "#0b4a7a",
        "#7a3e00",
        "#e07b00",
        "#fdecea",
        "#000001",
        "#00ff00",
        "#ff00ff",
        "#0000ff",
    ],
)
def test_inks_look_like_the_colour(colour: str) -> None:
    """Printed colours are those of the screen as near as four inks can: greens stay green, and yellow gets
    no blue."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    mixture = inks(red, green, blue)
    assert sum(mixture) <= 3 and all(0 <= part <= 1 for part in mixture)
    cyan, magenta, yellow, _ = mixture
    assert min(cyan, magenta, yellow) < 0.1, "grey is left to the black ink"
    order = {"r": red, "g": green, "b": blue}
    missing = {"r": cyan, "g": magenta, "b": yellow}
    if max(order.values()) - min(order.values()) > 0.15:
        assert missing[max(order, key=order.__getitem__)] == min(missing.values()), (
            "least of the ink that eats the strongest light"
        )


@pytest.mark.parametrize(
    ("colour", "black"),
    [
        ((0.0, 0.0, 0.0), 1.0),
        ((0.1, 0.1, 0.1), 1.0),
        ((0.12, 0.14, 0.16), 1.0),
        ((1.0, 1.0, 1.0), 0.0),
        ((0.5, 0.5, 0.5), 0.5),
        ((0.79, 0.81, 0.83), 0.19),
    ],
)
def test_greys_are_black_ink_alone(colour: tuple[float, float, float], black: float) -> None:
    assert inks(*colour) == (0, 0, 0, pytest.approx(black, abs=0.01))


def test_ink_colours_leave_patterns_and_print_words_and_the_colours_of_labels_black() -> None:
    typst = b"q/c0 cs 0.043137256 0.2901961 0.47843137 scn 0 0 m f Q q/c1 cs 0.4 scn\nBT ET Q/c1 CS 0.4 SCN/Pattern cs/p0 scn f"
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        page.Contents = pdf.make_stream(typst)
        ink_colours(pdf, ["#0b4a7a"])
        assert page.Contents.read_bytes().split() == (
            b"q 0 0 0 1 k 0 0 m f Q q 0 0 0 1 k BT ET Q 0 0 0 0.6 K/Pattern cs/p0 scn f".split()
        )

"""What PDF/UA-1 asks of a tagged PDF and a program can see (Matterhorn protocol), on one download of every
kind: title shown, language, no doubt about the tags, tables with heads, figures with words, headings in
order."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from support import real
from support.pdf_tags import keeps_the_rules, tags

EDITION = real.book().edition.id
#: One of each kind. Sheets for a printing machine (PRINT, SHOP) are pictures of pages and have no tags.
KINDS = [
    *(
        f"{name}-{EDITION}.pdf"
        for name in (
            "pocket-book",
            "pocket-book-tenant",
            "manual",
            "drill-book",
            "zoning-book",
            "key-areas-book",
            "one-page",
        )
    ),
    f"pocket-book-{EDITION}-job.pdf",
    "forms/hot-work-permit.pdf",
    "forms/hazard-ledger.pdf",
    "forms/lease-agreement.pdf",
    "forms/check-all.pdf",
    "forms/visit-officer.pdf",
    "cards/pocket.pdf",
    f"cards/officer-{EDITION}.pdf",
    f"exam/manager-{EDITION}-a.pdf",
    f"exam/manager-{EDITION}-answer-sheet.pdf",
    f"exam/manager-{EDITION}-key.pdf",
    f"posters/hot-work-{EDITION}-a3.pdf",
    f"lessons/briefing-{EDITION}.pdf",
    f"lessons/briefing-{EDITION}-notes.pdf",
    f"trades/food-{EDITION}.pdf",
    f"trades/food-{EDITION}-exam.pdf",
]


@pytest.mark.slow
@pytest.mark.parametrize("name", KINDS)
def test_a_download_is_tagged_as_readers_of_screens_need_it(site: Path, name: str) -> None:
    with pikepdf.open(site / "downloads" / name) as pdf:
        root = pdf.Root
        assert root.ViewerPreferences.DisplayDocTitle and str(root.Lang).startswith("zh")
        assert root.MarkInfo.Marked and "/Suspects" not in root.MarkInfo
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] and metadata["pdfuaid:part"] == "1"
        for page in pdf.pages:
            assert "/Annots" not in page.obj or page.obj.get("/Tabs") == pikepdf.Name.S
            for note in page.obj.get("/Annots", []):
                assert note.get("/Contents"), "a link says where it leads"
        roots = root.StructTreeRoot.K
        tags = list(_tags(roots if isinstance(roots, pikepdf.Array) else [roots]))
        tables = [tag for tag in tags if tag.S == "/Table"]
        for table in tables:
            inside = list(_tags([table.K]))
            heads = [tag for tag in inside if tag.S == "/TH"]
            assert heads, "a table without a head: a grid of fields is none"
            for head in heads:
                assert _attribute(head, "/Scope") in ("/Column", "/Row", "/Both")
        for page, drawn in _as_read(roots).items():
            numbers = [number for number, _ in drawn]
            assert sorted(numbers) == list(range(len(numbers))), f"{page}: each piece of a page is read once"
            words = [number for number, in_figure in drawn if not in_figure]
            assert words == sorted(words), f"{page}: read in the order in which it is set"
        for figure in (tag for tag in tags if tag.S in ("/Figure", "/Formula")):
            assert str(figure.get("/Alt", "")).strip()
        levels = [int(str(tag.S)[2]) for tag in tags if str(tag.S) in {f"/H{n}" for n in range(1, 7)}]
        assert levels and levels[0] == 1
        assert all(deeper - level <= 1 for level, deeper in itertools.pairwise(levels))
        if len(pdf.pages) > 8:
            assert "/Outlines" in root, "bookmarks in what is long"


@pytest.mark.slow
def test_every_download_keeps_the_rules_of_tags(site: Path) -> None:
    """Not only one of each kind. What goes to a printing machine has no tags."""
    tagged = 0
    for path in sorted((site / "downloads").rglob("*.pdf")):
        with pikepdf.open(path) as pdf:
            if "/StructTreeRoot" in pdf.Root:
                tagged += 1
                keeps_the_rules(pdf, list(tags(pdf)), path.name)
            else:
                assert any(word in path.name for word in ("-print", "-shop", "-cover", "-a4x4")), path
    assert tagged > 150


@pytest.mark.slow
def test_sheets_for_a_printer_say_their_title(site: Path) -> None:
    for name in (f"pocket-book-{EDITION}-print.pdf", f"posters/hot-work-{EDITION}-a4x4.pdf"):
        with pikepdf.open(site / "downloads" / name) as pdf:
            assert pdf.Root.ViewerPreferences.DisplayDocTitle
            assert pdf.Root.ViewerPreferences.PrintScaling == pikepdf.Name("/None")
            with pdf.open_metadata() as metadata:
                assert metadata["dc:title"] == str(pdf.docinfo["/Title"])


def _tags(nodes: list[pikepdf.Object] | pikepdf.Array) -> Iterator[pikepdf.Dictionary]:
    """All tags under ``nodes`` in reading order."""
    for node in nodes:
        if isinstance(node, pikepdf.Array):
            yield from _tags(node)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            yield node
            if "/K" in node:
                yield from _tags([node.K])


def _as_read(
    node: object,
    page: object = None,
    found: dict[object, list[tuple[int, bool]]] | None = None,
    in_figure: bool = False,
) -> dict[object, list[tuple[int, bool]]]:
    """For each page its marked content in reading order: number, as it is counted where the page is drawn,
    and whether it is a figure's, which may stand at the foot of a page while its words are further up."""
    found = {} if found is None else found
    if isinstance(node, pikepdf.Array):
        for part in node:
            _as_read(part, page, found, in_figure)
    elif not isinstance(node, pikepdf.Dictionary):
        found.setdefault(page, []).append((int(node), in_figure))
    elif node.get("/Type") != "/OBJR":
        page = node.Pg.objgen if "/Pg" in node else page
        content = node.get("/MCID", node.get("/K", pikepdf.Array()))
        _as_read(content, page, found, in_figure or node.get("/S") in ("/Figure", "/Formula"))
    return found


def _attribute(tag: pikepdf.Dictionary, name: str) -> str | None:
    """The attribute ``name`` of ``tag``, however its attributes are kept."""
    kept = tag.get("/A", [])
    for part in kept if isinstance(kept, pikepdf.Array) else [kept]:
        if isinstance(part, pikepdf.Dictionary) and name in part:
            return str(part[name])
    return None

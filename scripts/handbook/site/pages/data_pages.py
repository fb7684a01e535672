"""Markdown of the site: pages made from data alone."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.markdown.evidence_text import evidence_text
from handbook.markdown.front_matter import FILTER_PROGRAM, NO_PDF, OUTSIDE_MENU, front_matter
from handbook.markdown.templates import render
from handbook.model.addresses import place_id
from handbook.model.checklist import ALL_POINTS, ROLE_SLUGS, checklists, printed_lists
from handbook.model.generated_names import MadePage
from handbook.model.handbook import Handbook
from handbook.model.law.register import Law, LawKind, Reference
from handbook.model.papers.download_names import sheet_path


def unwritten_pages(book: Handbook, parts: Mapping[str, str]) -> dict[str, str]:
    """A plain page for each item that has no hand-written page yet."""
    have = {page.path for page in book.pages}
    return {
        f"checklists/{item.stem}.md": parts[f"checklists/{item.id}/points.md"]
        for item in book.items
        if f"checklists/{item.stem}.md" not in have
    }


def checklist_pages(book: Handbook) -> dict[str, str]:
    """The pages of check lists and their index: paths below docs/ and their Markdown."""
    lists = checklists(book)
    papers = {paper.id: paper for paper in printed_lists(book)}
    # The leaf of a firm that is both sides goes with the list of everything.
    leaves = {
        ROLE_SLUGS[leaf.roles[0]] if len(leaf.roles) == 1 else ALL_POINTS: leaf
        for leaf in book.visit_sheets
        if not leaf.official
    }
    pages = {
        f"checklists/{entry.id}.md": front_matter(
            entry.title,
            entry.lead,
            hide=[*OUTSIDE_MENU, "toc"],
            scripts=[FILTER_PROGRAM],
            **(NO_PDF if entry.count else {}),
        )
        + render(
            "checklist.md.jinja",
            entry.address,
            book,
            title=entry.title,
            lead=entry.lead,
            groups=entry.groups,
            query=entry.query,
            sheet=papers.get(entry.paper),
            file=sheet_path(f"check-{entry.paper}", "pdf"),
            leaf=leaves.get(entry.id),
            leaf_file=sheet_path(f"visit-{leaves[entry.id].id}", "pdf") if entry.id in leaves else "",
        )
        for entry in lists
    }
    pages[MadePage.CHECKLISTS] = front_matter(
        "检查事项", "4个方面22条检查事项：要做到什么、怎么查、不做什么后果、怎么改。", **NO_PDF
    ) + render("checklists-index.md.jinja", "checklists/index.html", book, lists=lists)
    return pages


def _graded(book: Handbook, law: Law) -> dict[str, list[Reference]]:
    """Places that no point but other data cites, by how sure they are."""
    found: dict[str, list[Reference]] = {}
    for reference in book.places_elsewhere.get(law.id, ()):
        if place_id(reference):
            found.setdefault(evidence_text(book, reference), []).append(reference)
    return found


def law_pages(book: Handbook) -> dict[str, str]:
    """A page for each law of the register, and their index."""
    return {f"laws/{law.id}.md": _law_page(book, law) for law in book.laws} | {MadePage.LAWS: _laws(book)}


def _law_page(book: Handbook, law: Law) -> str:
    penalties = (p for p in book.penalties if p.reference.law_id == law.id)
    return front_matter(
        law.title,
        f"{law.name}：效力状态、官方网址，以及引用它的检查要点。",
        hide=OUTSIDE_MENU,
        **NO_PDF,
    ) + render(
        "law.md.jinja",
        f"laws/{law.id}.html",
        book,
        law=law,
        state=law.state_on(book.today),
        places=book.citations.get(law.id, {}),
        elsewhere=book.places_elsewhere.get(law.id, ()),
        successor=book.law_by_id.get(law.superseded_by or ""),
        penalties=sorted(penalties, key=lambda p: p.reference),
        pages=book.places_in_pages.get(law.id, {}),
        graded=_graded(book, law),
    )


def _laws(book: Handbook) -> str:
    def row(law: Law) -> dict[str, object]:
        citing = (entry for entries in book.citations.get(law.id, {}).values() for entry in entries)
        count = len({entry.point.id for entry in citing})
        return {"law": law, "state": law.state_on(book.today), "count": count}

    groups = [
        {"kind": kind.value, "rows": [row(law) for law in book.laws if law.kind is kind]} for kind in LawKind
    ]
    return front_matter(
        "法规和标准",
        "本手册引用的法律、法规、规章和标准的登记册。",
        hide=[*OUTSIDE_MENU, "toc"],
        scripts=[FILTER_PROGRAM],
        **NO_PDF,
    ) + render(
        "laws-index.md.jinja", "laws/index.html", book, groups=[group for group in groups if group["rows"]]
    )

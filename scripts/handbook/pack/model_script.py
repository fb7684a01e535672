"""What the page of the firm's own papers works with: documents, trades, hazards, points, and the blank
DOCX."""

from __future__ import annotations

import json
from base64 import b64encode
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from handbook.markdown.escape import one_line
from handbook.model.checklist import ROLE_SLUGS
from handbook.model.handbook import Handbook
from handbook.model.law.register import together
from handbook.model.papers.pack import (
    FIELDS,
    HAZARD_FIELDS,
    POST_FIELDS,
    Block,
    PackDocument,
    PackTable,
    PostKind,
    When,
)
from handbook.page_programs.data_script import script
from handbook.recipes.disk_cache import cached_value
from handbook.recipes.lazy import Late

if TYPE_CHECKING:
    from handbook.pack.template import template_bytes
else:  # loads a library that a build with the same tables has no use for
    template_bytes = Late("handbook.pack.template", "template_bytes")

MODEL, MODEL_GLOBAL = "assets/pack/model.js", "handbookPack"
TEMPLATE, TEMPLATE_GLOBAL = "assets/pack/template.js", "handbookPackTemplate"
CURRENT, CURRENT_GLOBAL = "assets/pack/current.js", "handbookPackCurrent"
#: The page behind the cover's QR code, which says what has changed since the papers were made.
CURRENT_PAGE = "q/pack.html"


def data_files(book: Handbook) -> dict[str, str]:
    """The script files of the page; nothing in a handbook without papers."""
    if not book.pack:
        return {}
    given = template_values(book)
    blank = cached_value(
        "pack", "template", json.dumps(given), lambda: b64encode(template_bytes(**given)).decode()
    )
    return {
        MODEL: script(MODEL_GLOBAL, model(book)),
        TEMPLATE: script(TEMPLATE_GLOBAL, blank),
        CURRENT: script(CURRENT_GLOBAL, current(book)),
    }


def template_values(book: Handbook) -> dict[str, Any]:
    """All that the blank DOCX is made of; tables by the name of their frame, with names and widths of
    columns."""
    return {
        "publisher": book.site.publisher,
        "disclaimer": book.site.disclaimer,
        "edition": book.edition.name,
        "current": book.site.address + CURRENT_PAGE,
        "tables": {
            _table_key(paper, number): [(column.name, column.width) for column in block.table.columns]
            for paper in book.pack
            for number, block in enumerate(paper.blocks)
            if block.table
        },
    }


def _table_key(paper: PackDocument, number: int) -> str:
    """Name of a table's frame in the DOCX template."""
    return f"t_{paper.id.replace('-', '_')}_{number}"


def model(book: Handbook) -> dict[str, Any]:
    """The papers as plain values; pack/core.js says how they are used."""
    hazard_id = _hazard_ids(book)
    return {
        "edition": {"id": book.edition.id, "name": book.edition.name, "day": book.edition.day.isoformat()},
        "site": {
            "name": book.site.name,
            "address": book.site.address,
            "publisher": book.site.publisher,
            "disclaimer": book.site.disclaimer,
        },
        "fields": FIELDS | POST_FIELDS | HAZARD_FIELDS,
        "kinds": [kind.value for kind in PostKind],
        "hazards": [{"id": one.id, "name": one.name, "ask": one_line(one.ask)} for one in book.hazards],
        "trades": [
            {
                "id": trade.id,
                "name": trade.name,
                "role": ROLE_SLUGS[trade.role] if trade.role else "",
                "have": [hazard_id[name] for name in trade.hazards],
                "risks": [
                    [risk.name, risk.source, risk.level.value, risk.accident, one_line(risk.measures)]
                    for risk in trade.risks
                ],
            }
            for trade in book.trades
        ],
        "points": {
            entry.point.id: [one_line(entry.point.requirement), one_line(entry.point.remedy.today)]
            for entry in book.points()
        },
        "documents": _papers(book),
    }


def current(book: Handbook) -> dict[str, Any]:
    """What the papers are today, and what was revised when: the QR code of a cover brings what they were."""
    papers = {}
    for paper, value in zip(book.pack, _papers(book), strict=True):
        items = sorted({point.partition("-")[0] for point in _points(paper)})
        papers[paper.id] = [paper.name, value["digest"], items]
    return {
        "edition": book.edition.id,
        "editions": {
            edition.id: [edition.name, edition.day.isoformat()]
            for edition in book.editions
            if edition.day <= book.today
        },
        "papers": papers,
        "items": {
            item.id: [
                item.name,
                f"checklists/{item.stem}.html",
                [[note.day.isoformat(), one_line(note.text)] for note in item.revisions],
            ]
            for item in book.items
            if any(item.id in entry[2] for entry in papers.values())
        },
    }


def _papers(book: Handbook) -> list[dict[str, Any]]:
    """The papers as plain values, each with a digest of four hexadecimal digits. It changes with the paper's
    words and law, and with what the points that it serves ask."""
    hazard_id = _hazard_ids(book)
    forms = {form.id: form.name for form in book.forms}
    asked = {
        entry.point.id: [entry.point.requirement, together(basis.reference for basis in entry.point.basis)]
        for entry in book.points()
    }
    papers = []
    for paper in book.pack:
        said = {
            "name": paper.name,
            "basis": together(paper.basis),
            "blocks": [_block(paper, number, block, hazard_id) for number, block in enumerate(paper.blocks)],
        }
        value = {
            "id": paper.id,
            "why": one_line(paper.why),
            "when": _when(paper.when, hazard_id),
            "each": paper.each.value if paper.each else "",
            "forms": [[forms[form], f"forms/{form}.html"] for form in paper.forms if form in forms],
            "digest": _digest([said, [asked.get(point, []) for point in _points(paper)]]),
        }
        papers.append(said | value)
    return papers


def _digest(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return sha256(text.encode()).hexdigest()[:4]


def _hazard_ids(book: Handbook) -> dict[str, str]:
    return {hazard.name: hazard.id for hazard in book.hazards}


def _points(paper: PackDocument) -> list[str]:
    """The points that the paper and its pieces serve, each once."""
    return list(dict.fromkeys([*paper.points, *(point for block in paper.blocks for point in block.points)]))


def _block(paper: PackDocument, number: int, block: Block, hazard_id: dict[str, str]) -> dict[str, Any]:
    kind = "h" if block.heading else "p" if block.text else "n" if block.line else "t" if block.table else "s"
    value: dict[str, Any] = {"kind": kind, "when": _when(block.when, hazard_id)}
    if block.table:
        value |= {"key": _table_key(paper, number)} | _table(block.table, hazard_id)
    elif block.signatures:
        value["labels"] = list(block.signatures)
    else:
        value["text"] = one_line(block.words)
    return value | {
        "basis": together(block.basis),
        "points": list(block.points),
    }


def _table(table: PackTable, hazard_id: dict[str, str]) -> dict[str, Any]:
    return {
        "columns": [[column.name, column.width, column.takes] for column in table.columns],
        "source": table.source.value if table.source else "",
        "rows": [
            {
                "cells": [one_line(cell) for cell in row.cells],
                "when": _when(row.when, hazard_id),
                "basis": together(row.basis),
            }
            for row in table.rows
        ],
        "empty": table.empty,
    }


def _when(when: When, hazard_id: dict[str, str]) -> dict[str, Any]:
    value = {
        "roles": [ROLE_SLUGS[role] for role in when.roles],
        "hazards": [hazard_id[name] for name in when.hazards],
        "trades": list(when.trades),
        "posts": [kind.value for kind in when.posts],
        "least": when.least,
        "most": when.most,
    }
    return {key: entry for key, entry in value.items() if entry}

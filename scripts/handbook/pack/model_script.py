"""What the page of the firm's own papers works with: documents, trades, hazards, points, and the blank DOCX."""

from __future__ import annotations

import json
from base64 import b64encode
from hashlib import sha256
from typing import Any

from handbook.data_script import script
from handbook.markdown.escape import one_line
from handbook.model.checklist import ROLE_SLUGS
from handbook.model.handbook import Handbook
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
from handbook.pack.template import table_key, template_bytes

MODEL, MODEL_GLOBAL = "assets/pack/model.js", "handbookPack"
TEMPLATE, TEMPLATE_GLOBAL = "assets/pack/template.js", "handbookPackTemplate"


def data_files(book: Handbook) -> dict[str, str]:
    """The script files of the page; nothing in a handbook without papers."""
    if not book.pack:
        return {}
    blank = b64encode(template_bytes(book)).decode()
    return {MODEL: script(MODEL_GLOBAL, model(book)), TEMPLATE: script(TEMPLATE_GLOBAL, blank)}


def model(book: Handbook) -> dict[str, Any]:
    """The papers as plain values; pack-core.js says how they are used."""
    hazard_id = {hazard.name: hazard.id for hazard in book.hazards}
    forms = {form.id: form.name for form in book.forms}
    documents = []
    for paper in book.pack:
        value = {
            "id": paper.id,
            "name": paper.name,
            "why": one_line(paper.why),
            "when": _when(paper.when, hazard_id),
            "each": paper.each.value if paper.each else "",
            "follows": paper.follows,
            "basis": [reference.text for reference in paper.basis],
            "forms": [[forms[form], f"forms/{form}.html"] for form in paper.forms if form in forms],
            "blocks": [_block(paper, number, block, hazard_id) for number, block in enumerate(paper.blocks)],
        }
        documents.append(value | {"digest": digest(value)})
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
            entry.point.id: [
                one_line(entry.point.requirement),
                one_line(entry.point.remedy.today),
                digest([entry.point.requirement, [basis.reference.text for basis in entry.point.basis]]),
                entry.anchor,
            ]
            for entry in book.points()
        },
        "documents": documents,
    }


def digest(value: object) -> str:
    """Eight hexadecimal digits that change with the value."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return sha256(text.encode()).hexdigest()[:8]


def _block(paper: PackDocument, number: int, block: Block, hazard_id: dict[str, str]) -> dict[str, Any]:
    kind = "h" if block.heading else "p" if block.text else "n" if block.line else "t" if block.table else "s"
    value: dict[str, Any] = {"kind": kind, "when": _when(block.when, hazard_id)}
    if block.table:
        value |= {"key": table_key(paper, number)} | _table(block.table, hazard_id)
    elif block.signatures:
        value["labels"] = list(block.signatures)
    else:
        value["text"] = one_line(block.words)
    return value | {
        "basis": [reference.text for reference in block.basis],
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
                "basis": [reference.text for reference in row.basis],
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

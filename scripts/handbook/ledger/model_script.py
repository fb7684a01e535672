"""What the register's program (assets/javascripts/ledger/) works with: sheets, rules, words,
industries, points."""

from __future__ import annotations

from typing import Any

from handbook.markdown.escape import one_line
from handbook.model.handbook import Handbook, Located
from handbook.model.papers.ledger import Column, GateStep, Kind, Ledger, LedgerSheet, Rule
from handbook.page_programs.data_script import script

MODEL = "assets/ledger/model.js"
MODEL_GLOBAL = "handbookLedger"
#: The names of the classes of industries, which the page loads when somebody asks for one.
CLASSES = "assets/ledger/industry-classes.js"
CLASSES_GLOBAL = "handbookIndustryClasses"


def data_files(book: Handbook) -> dict[str, str]:
    """The script files: the model, and the names of the industries; nothing in a handbook without a
    register."""
    if book.ledger is None:
        return {}
    return {MODEL: script(MODEL_GLOBAL, model(book)), CLASSES: script(CLASSES_GLOBAL, _classes(book))}


def model(book: Handbook) -> dict[str, Any]:
    """The whole register as plain values; ledger/core.js says how they are used."""
    ledger = book.ledger
    assert ledger is not None, "a handbook without a register"
    return {
        "title": ledger.title,
        "file": ledger.file,
        "head": ledger.head,
        "district": book.site.short_district,
        "site": book.site.name,
        "address": book.site.address,
        "edition": book.edition.name,
        "limits": {
            "megabytes": ledger.limits.megabytes,
            "unfolded": ledger.limits.unfolded,
            "rows": ledger.limits.rows,
        },
        "notSeen": ledger.not_seen,
        "smallBase": ledger.small_base,
        "hideBelow": ledger.hide_below,
        "states": [{"name": state.name, "present": state.present} for state in ledger.states],
        "events": [{"name": event.name, "moves": event.moves} for event in ledger.events],
        "fire": list(ledger.fire_classes),
        "spoken": {one.name: list(one.also) for one in ledger.spoken},
        "wayIn": [_step(book, step) for step in ledger.way_in],
        "wayOut": [_step(book, step) for step in ledger.way_out],
        "combinations": _combinations(book, ledger),
        "definitions": list(ledger.definitions),
        "size": {
            "source": ledger.size.source,
            "sections": list(ledger.size.sections),
            "classes": [
                {"name": one.name, "people": one.people, "revenue": one.revenue}
                for one in ledger.size.classes
            ],
            "lowest": ledger.size.lowest,
        },
        "industries": _industries(book),
        "hazards": [hazard.name for hazard in book.hazards],
        "sheets": [_sheet(book, sheet) for sheet in book.ledger_sheets],
        "rules": [_rule(rule) for rule in book.ledger_rules],
        "items": [{"id": item.id, "name": item.name, "short": one_line(item.scope)} for item in book.items],
        "points": {entry.point.id: _point(book, entry) for entry in book.points()},
        "bodies": [body.name for body in book.bodies],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "level": rule.level.value,
        "kind": rule.kind.value,
        "sheet": rule.sheet,
        "column": rule.column,
        "otherSheet": rule.other_sheet,
        "other": rule.other,
        "when": rule.when,
        "values": list(rule.values),
        "unless": rule.unless,
        "unlessValues": list(rule.unless_values),
        "days": rule.days,
        "words": rule.words,
        "mend": rule.mend,
    }


def columns_of(book: Handbook, sheet: LedgerSheet) -> list[Column]:
    """The columns as they stand in the workbook: one for each special hazard in the place of the column
    专项."""
    columns: list[Column] = []
    for column in sheet.columns:
        if column.kind is Kind.HAZARDS:
            columns += [column.model_copy(update={"name": hazard.name}) for hazard in book.hazards]
        else:
            columns.append(column)
    return columns


def options_of(book: Handbook, column: Column) -> tuple[str, ...]:
    """What the drop-down of a column offers; nothing where a person writes freely."""
    if column.kind is Kind.CHOICE:
        return column.options
    if column.kind is Kind.HAZARDS:
        return ("有",)
    if column.kind is Kind.BODY:
        return tuple(body.name for body in book.bodies)
    return ()


def _sheet(book: Handbook, sheet: LedgerSheet) -> dict[str, Any]:
    return {
        "id": sheet.id,
        "name": sheet.name,
        "needed": sheet.needed,
        "key": list(sheet.key),
        "columns": [
            {
                "name": column.name,
                "kind": column.kind.value,
                "required": column.required,
                "options": list(column.options),
                "least": column.least,
                "most": column.most,
                "longest": column.longest,
                "unit": column.unit,
                "width": column.width,
                "also": [] if column.kind is Kind.HAZARDS else list(column.also),
                "how": column.how,
            }
            for column in columns_of(book, sheet)
        ],
    }


def _step(book: Handbook, step: GateStep) -> dict[str, Any]:
    forms = {form.id: form.name for form in book.forms}
    papers = [
        {"text": forms[name], "address": f"forms/{name}.html"}
        if name in forms
        else {"text": f"要点 {name}", "address": book.located[name].anchor if name in book.located else ""}
        for name in step.forms
    ]
    return {"name": step.name, "column": step.column, "good": list(step.good), "papers": papers}


def _combinations(book: Handbook, ledger: Ledger) -> list[list[str]]:
    names = {hazard.id: hazard.name for hazard in book.hazards}
    return [[names[one], names[two]] for one, two in ledger.combinations if one in names and two in names]


def _industries(book: Handbook) -> list[dict[str, Any]]:
    assert book.industries is not None, "a register without industries"
    names = {hazard.id: hazard.name for hazard in book.hazards}
    return [
        {
            "code": section.code,
            "name": section.name,
            "divisions": [
                {
                    "code": division.code,
                    "name": division.name,
                    "hazards": [names[id] for id in division.hazards if id in names],
                    "classes": "".join(one[2:4] for one in division.classes),
                }
                for division in section.divisions
            ],
        }
        for section in book.industries.sections
    ]


def _classes(book: Handbook) -> list[str]:
    """All classes, each as its code, a space and its name."""
    assert book.industries is not None, "a register without industries"
    return [
        one
        for section in book.industries.sections
        for division in section.divisions
        for one in division.classes
    ]


def _point(book: Handbook, entry: Located) -> list[Any]:
    """Of a point: its name, whether it may be a major hazard, and who may impose a penalty for it."""
    bodies = dict.fromkeys(
        body for use in entry.point.penalties for body in book.penalty(use.reference).bodies
    )
    return [
        entry.point.short or one_line(entry.point.requirement),
        int(bool(entry.point.major)),
        list(bodies),
    ]

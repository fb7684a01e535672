"""What Python and the programs of the pages must agree on, in one generated script: patterns of ids, words of
results, roles and marks, what a spreadsheet would misread. Nothing of it is spelled in a program a second
time."""

from __future__ import annotations

from typing import Any

from handbook.markdown.point_view import ADVICE, MAJOR, MUST, UNMET
from handbook.model import base
from handbook.model.checklist import RESULTS, ROLE_SLUGS
from handbook.office import safe_text
from handbook.page_programs.data_script import script

#: Path in the site, and the global that the script sets. Pages load it before the programs that read it.
CONTRACT = "assets/data/contract.js"
CONTRACT_GLOBAL = "handbookContract"

#: Answers of a self-check as they are kept (y, n, -, nothing), in the words of a point and of an item's one
#: question.
_ANSWERS = ("y", "n", "-")
_NOT_ASKED = "没查"
_QUICK = ("做到了", "没做到", "不适用")
#: Whose points are asked besides those of one side.
_OTHER_ROLES = {"own": "用自己的厂房", "both": "出租方和承租方", "visit": "房东查租户"}


def contract_file() -> dict[str, str]:
    """The script by its path in the site."""
    return {CONTRACT: script(CONTRACT_GLOBAL, contract())}


def contract() -> dict[str, Any]:
    """The agreed values by name; overrides/types/data.d.ts gives their shapes to the checker of the
    programs."""
    return {
        "patterns": {
            name: _pattern(kind)
            for name, kind in {
                "point": base.PointId,
                "item": base.ItemId,
                "question": base.QuestionId,
                "webName": base.WebName,
            }.items()
        },
        "results": {**dict(zip(_ANSWERS, RESULTS, strict=True)), "": _NOT_ASKED},
        "quick": {**dict(zip(_ANSWERS, _QUICK, strict=True)), "": _NOT_ASKED},
        "roles": {**{slug: role.value for role, slug in ROLE_SLUGS.items()}, **_OTHER_ROLES},
        "marks": {mark.kind: {"sign": mark.sign, "text": str(mark)} for mark in (MUST, ADVICE, MAJOR)},
        "unmet": UNMET,
        "cells": {
            "control": safe_text.CONTROL,
            "formula": safe_text.FORMULA,
            "point": safe_text.POINT,
            "misread": safe_text.MISREAD,
            "pointWord": safe_text.POINT_WORD,
        },
    }


def _pattern(kind: Any) -> str:
    rule, *_ = kind.__metadata__
    return str(rule.pattern)

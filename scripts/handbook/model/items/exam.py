"""What a test comes to, what passes and how long it takes, by its questions."""

from __future__ import annotations

import math
from collections.abc import Iterable

from handbook.model.items.item import QuestionForm

#: Points a test comes to, and the share of them that passes.
FULL, PASS = 100, 0.8
#: Minutes a question takes, by its form.
_MINUTES = {QuestionForm.TRUE_FALSE: 0.75, QuestionForm.CHOICE: 1.0, QuestionForm.OPEN: 3.0}


def minutes(forms: Iterable[QuestionForm]) -> int:
    """Time to answer questions of these forms in minutes, in steps of five."""
    return 5 * max(1, round(sum(_MINUTES[form] for form in forms) / 5))


def pass_mark(full: int) -> int:
    """Points that pass, of ``full``."""
    return math.ceil(full * PASS)


def terms(full: int, forms: Iterable[QuestionForm]) -> str:
    """Points, pass mark and time in one line."""
    return f"满分 {full} 分，{pass_mark(full)} 分合格，{minutes(forms)} 分钟"

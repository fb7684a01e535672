"""The day of a build: an input, so that the same sources give the same bytes on any day."""

from __future__ import annotations

import datetime as dt
import os

from handbook.problems import HandbookError, Problem


def build_day(text: str | None = None) -> dt.date:
    """The day of the build: the option, else SOURCE_DATE_EPOCH (seconds, UTC), else today.

    Raises HandbookError for a day that cannot be read.
    """
    if text:
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            right, mend = "2026-11-23 这样的日期", "改成真实的日期"
            raise HandbookError(Problem.whole("--date", "C001", f"日期“{text}”不对", right, mend)) from None
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        try:
            return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()
        except (ValueError, OverflowError, OSError):
            raise HandbookError(
                Problem.whole(
                    "SOURCE_DATE_EPOCH", "C001", f"“{epoch}”不是秒数", "1970 年以来的秒数，如 1795392000"
                )
            ) from None
    return dt.date.today()


def day_epoch(day: dt.date) -> int:
    """Seconds since 1970 of the build: noon UTC of ``day``, so that every time zone prints the same date."""
    return int(dt.datetime(day.year, day.month, day.day, 12, tzinfo=dt.UTC).timestamp())

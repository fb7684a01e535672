"""Times of whole actions, and how they are printed."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable


def timed(action: Callable[[], object], runs: int = 3) -> float:
    """Median seconds of ``runs`` runs."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def line(label: str, seconds: float, note: str = "") -> None:
    """One row for people: label, seconds, note."""
    print(f"  {label}{'　' * max(0, 17 - len(label))}{seconds:>8.2f} 秒   {note}", flush=True)


def heading(text: str) -> None:
    print(f"\n{text}", flush=True)

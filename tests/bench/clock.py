"""Times of whole actions, and how they are printed."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path

#: How often what is quick is done; the tests that try the bench itself are content with once.
RUNS = 3


def timed(action: Callable[[], object], runs: int = 0) -> float:
    """Median seconds of ``runs`` runs, :data:`RUNS` when not told."""
    times = []
    for _ in range(runs or RUNS):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def spent(action: Callable[[], object]) -> tuple[float, float]:
    """Seconds that ``action`` takes, and those of processors that the processes which it runs spend."""
    import resource  # Windows has none

    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    action()
    seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def line(label: str, seconds: float, note: str = "") -> None:
    """One row for people: label, seconds, note."""
    print(f"  {label}{'　' * max(0, 17 - len(label))}{seconds:>8.2f} 秒   {note}", flush=True)


def changed_item(root: Path, number: str) -> Path:
    """The item whose change is measured: ``number``, or the first in a handbook that has no such."""
    items = sorted((root / "data" / "items").glob("*.yml"))
    return next((path for path in items if path.name.startswith(f"{number}-")), items[0])


def heading(text: str) -> None:
    print(f"\n{text}", flush=True)

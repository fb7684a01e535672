"""Making what changed: each product whose fingerprint is another than last time, on all cores."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import asdict
from pathlib import Path

from handbook.checks.grouping import group_by_cause
from handbook.disk import write_whole
from handbook.pipeline.manifest import FileFacts, facts_of
from handbook.pipeline.worker_pool import Made, result_of, worker_pool
from handbook.problems import HandbookError, Problem
from handbook.product import BuildContext, Product


class _Ledger:
    """Which fingerprint each file was made with and what it came to, kept in ``build/products.json``."""

    def __init__(self, context: BuildContext) -> None:
        self._output = context.output
        self._file = context.root / "build" / "products.json"
        self._rows: dict[str, dict[str, object]] = {}
        if self._file.exists():
            with contextlib.suppress(OSError, ValueError):  # unreadable: everything is made anew
                self._rows = dict(json.loads(self._file.read_text(encoding="utf-8")))
        self.facts: dict[str, FileFacts] = {}

    def is_current(self, product: Product) -> bool:
        """Whether the file there is what the product's fingerprint stands for; the file itself is looked
        at."""
        row = self._rows.get(product.path, {})
        return row.get("fingerprint") == product.fingerprint and self._is_whole(product)

    def state(self, product: Product) -> str:
        """The state (see :meth:`Product.state`) in which the file there was made; empty when there is
        none."""
        return str(self._rows[product.path].get("state", "")) if self._is_whole(product) else ""

    def _is_whole(self, product: Product) -> bool:
        row, file = self._rows.get(product.path), self._output / product.path
        if row is None or not file.is_file():
            return False
        facts = FileFacts(**{name: row[name] for name in FileFacts.__slots__})  # type: ignore[arg-type]
        if facts.sha256 != hashlib.sha256(file.read_bytes()).hexdigest():
            return False
        self.facts[product.path] = facts
        return True

    def note(self, product: Product, made: Made) -> None:
        """Note what was ``made`` of ``product``, or that it may stay."""
        if not made.stays:
            self.facts[product.path] = facts_of(product.path, made.data)
        facts = asdict(self.facts[product.path])
        state = {"state": made.state} if made.state else {}
        self._rows[product.path] = {"fingerprint": product.fingerprint, **state, **facts}

    def save(self, known: set[str]) -> None:
        rows = {path: row for path, row in sorted(self._rows.items()) if path in known}
        write_whole(self._file, json.dumps(rows, indent=0).encode("utf-8"))


#: What every other product would meet, too: a disk that is full, processes that were ended.
_WOULD_STOP_ALL = ("B001", "B031")


def make_products(
    context: BuildContext,
    products: list[Product],
    tell: Callable[[str], None],
    meanwhile: Callable[[], object] = lambda: None,
) -> tuple[int, Mapping[str, FileFacts]]:
    """Bring the files of ``products`` up to date; how many were made, and the facts of all.

    ``meanwhile``: other work for this process, done when all others are at work. Raises HandbookError with
    the problems of all products that could not be made; the others are kept.
    """
    ledger = _Ledger(context)
    stale = [product for product in products if not ledger.is_current(product)]
    problems: list[Problem] = []
    count = 0
    try:
        if stale:
            count = _make_all(context, stale, ledger, problems, tell, meanwhile)
    finally:
        try:
            ledger.save({product.path for product in products})
        except HandbookError:
            if not problems:  # else it is the same disk
                raise
    if problems:
        raise HandbookError(group_by_cause(problems))
    return count, ledger.facts


def _make_all(
    context: BuildContext,
    stale: list[Product],
    ledger: _Ledger,
    problems: list[Problem],
    tell: Callable[[str], None],
    meanwhile: Callable[[], object],
) -> int:
    """Make what is ``stale``; how many were made, for what others look like may show that some may stay."""
    # Those that others wait for come first: no core is idle at the end while one long file is made.
    wanted = {path for product in stale for path in product.after}
    waiting = {product.path: product for product in sorted(stale, key=lambda one: one.path not in wanted)}
    lost: set[str] = set()
    idle, count = True, 0
    with worker_pool(stale) as start:
        running: dict[Future[Made], Product] = {}
        while waiting or running:
            for product in list(waiting.values()):
                if lost.intersection(product.after):
                    lost.add(waiting.pop(product.path).path)
                elif not any(path in waiting or path in _paths(running) for path in product.after):
                    running[start(waiting.pop(product.path), ledger.state(product))] = product
            if idle:
                idle = False
                meanwhile()
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                product = running.pop(future)
                made = result_of(product, future)
                wrong = made.problems
                if not wrong and not made.stays:
                    wrong = _written(context.output / product.path, made.data)
                if wrong:
                    problems += wrong
                    lost.add(product.path)
                if any(problem.rule in _WOULD_STOP_ALL for problem in wrong):
                    for other in running:
                        other.cancel()
                    return count
                if not wrong:
                    ledger.note(product, made)
                if not wrong and not made.stays:
                    count += 1
                    tell(f"      {product.title}（{product.kind}）")
    return count


def _paths(running: Mapping[Future[Made], Product]) -> set[str]:
    return {product.path for product in running.values()}


def _written(path: Path, data: bytes) -> list[Problem]:
    try:
        write_whole(path, data)
    except HandbookError as error:
        return error.problems
    return []

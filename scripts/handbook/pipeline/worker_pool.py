"""Making products on all cores: processes that know every product and make them by name.

Forked, so that they inherit the products with the model behind them and nothing has to be sent but the
finished bytes. They must be started before anything is typeset in this process: the typesetter's threads do
not survive a fork. Where there is no fork (Windows), products are made in this process, two at a time.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from handbook.disk import disk_problem_of
from handbook.pdf.typst_pdf import only_templates
from handbook.pipeline.error_reports import crash_problem, ended_by_the_system
from handbook.problems import HandbookError, Problem
from handbook.processes import end_with_parent, worker_count
from handbook.product import Product
from handbook.recipes.disk_cache import saving_cache

#: What the forked processes make; set just before they are started.
_products: Mapping[str, Product] = {}


@dataclass(frozen=True, slots=True)
class Made:
    """Bytes of a product, or the problems that stood in the way.

    ``state``: that of a product that has one. ``stays``: it was made in this state before.
    """

    data: bytes
    problems: list[Problem]
    state: str = ""
    stays: bool = False


#: Begins to make a product, of which there is a file made in a state; empty: there is none.
Start = Callable[[Product, str], "Future[Made]"]


@contextmanager
def worker_pool(products: Iterable[Product]) -> Iterator[Start]:
    """A function that begins to make one of ``products`` on the next free core."""
    global _products
    _products = {product.path: product for product in products}
    for product in _products.values():  # what is loaded now is loaded once
        getattr(getattr(product.make, "func", None), "__wrapped__", None)
    if sys.platform != "linux":
        with ThreadPoolExecutor(worker_count()) as threads:
            yield lambda product, before: threads.submit(_make, product.path, before)
        return
    workers = min(worker_count(), len(_products) or 1)
    with (
        # What a library puts aside goes away with the pool, however its processes end.
        tempfile.TemporaryDirectory(prefix="handbook-") as aside,
        ProcessPoolExecutor(
            workers, mp_context=multiprocessing.get_context("fork"), initializer=_begin, initargs=(aside,)
        ) as pool,
    ):
        pool.submit(os.getpid).result()  # all processes are forked now, while this one has no other thread
        yield lambda product, before: _submitted(pool, product, before)


def _submitted(pool: ProcessPoolExecutor, product: Product, before: str) -> Future[Made]:
    try:
        return pool.submit(_make, product.path, before)
    except BrokenProcessPool as error:  # since the last one was finished
        lost: Future[Made] = Future()
        lost.set_exception(error)
        return lost


def result_of(product: Product, future: Future[Made]) -> Made:
    """What came of ``product``; a process that died is told as a problem."""
    try:
        return future.result()
    except BrokenProcessPool:
        return Made(b"", [ended_by_the_system(product.path, "B031", f"做“{product.title}”")])


def _begin(aside: str) -> None:
    """A worker's first steps. ``aside``: the folder for what libraries put aside."""
    end_with_parent()
    tempfile.tempdir = os.environ["TMPDIR"] = aside
    sys.unraisablehook = _unless_the_disk_is_full
    # Garbage is looked for in this process's own values; what it was born with stays until the end.
    gc.freeze()
    gc.enable()


def _unless_the_disk_is_full(said: sys.UnraisableHookArgs) -> None:
    """What a library complains of as it tidies up is an echo of the full disk, which is told."""
    if disk_problem_of(repr(said.exc_value), Path()) is None:
        sys.__unraisablehook__(said)


def _make(path: str, before: str) -> Made:
    product = _products[path]
    try:
        state = saving_cache(product.state) if product.state else ""
        if state and state == before:
            return Made(b"", [], state, stays=True)
        with only_templates(product.recipe.templates):
            return Made(product.make(), [], state)
    except HandbookError as error:
        return Made(b"", error.problems)
    except Exception as error:  # each library has a name of its own for a full disk
        if full := disk_problem_of(str(error), Path(path)):
            return Made(b"", full.problems)
        return Made(b"", [crash_problem(path, error)])

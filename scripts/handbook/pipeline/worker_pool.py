"""Making products on all cores: processes that know every product and make them by name.

Forked, so that they inherit the products with the model behind them and nothing has to be sent but the finished
bytes. They must be started before anything is typeset in this process: the typesetter's threads do not survive a
fork. Where there is no fork (Windows), products are made in this process, two at a time.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Protocol

from handbook.problems import HandbookError, Problem
from handbook.product import Product

#: What the forked processes make; set just before they are started.
_products: Mapping[str, Product] = {}


class Maker(Protocol):
    """Makes one product; its bytes, or the problems."""

    def __call__(self, product: Product) -> tuple[bytes, list[Problem]]: ...


@contextmanager
def worker_pool(products: list[Product]) -> Iterator[Maker]:
    """A maker for ``products`` that works on as many at a time as it is called from threads."""
    global _products
    if sys.platform != "linux":
        yield _make
        return
    _products = {product.path: product for product in products}
    with ProcessPoolExecutor(worker_count(), mp_context=multiprocessing.get_context("fork")) as pool:
        pool.submit(os.getpid).result()  # all processes are forked now, while this one has no other thread

        def make(product: Product) -> tuple[bytes, list[Problem]]:
            try:
                return pool.submit(_make_by_path, product.path).result()
            except BrokenProcessPool:
                return b"", [
                    Problem(
                        product.path,
                        0,
                        0,
                        "B031",
                        f"做“{product.title}”的进程中途退出",
                        hint="多半是内存不够；关掉别的程序再试一次",
                    )
                ]

        yield make


def worker_count() -> int:
    """How many products are made at a time: one a core, four at most."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(2, min(usable, 4))


def _make_by_path(path: str) -> tuple[bytes, list[Problem]]:
    return _make(_products[path])


def _make(product: Product) -> tuple[bytes, list[Problem]]:
    try:
        return product.make(), []
    except HandbookError as error:
        return b"", error.problems

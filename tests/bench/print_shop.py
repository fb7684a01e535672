"""Every book, form, poster, deck and paper: made alone, cold and once more; and what one changed item
costs."""

from __future__ import annotations

import io
import re
import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pikepdf

from bench import clock
from bench.clock import changed_item, heading, line
from conftest import DAY
from handbook.day import day_epoch
from handbook.product import BuildContext, Product
from support.forked import loaded_program

T = TypeVar("T")


def all_together(root: Path, *, sample: bool = False) -> None:
    """All products as the build makes them, on all cores: cold, after one item changed, and with nothing to
    do. ``sample``: only the first of each kind of file, both changes at once and not back again."""
    heading("二、全部印刷品和表格（用全部的核；不含网页）")
    (root / "build" / "products.json").unlink(missing_ok=True)
    line("冷", *_products_stage(root, sample))
    path = changed_item(root, "14")
    original = path.read_text(encoding="utf-8")
    text = original
    for label, pattern, words in (
        ("改一个要点的“怎么查”以后", r"(怎么查: [^。\n]+)。", r"\1，一处不漏。"),
        ("再改一道题以后", r"(问: .+?)？", r"\1呢？"),
    ):
        changed = re.sub(pattern, words, text, count=1)
        assert changed != text, "条目改了样子，这里的替换找不到原来的话"
        path.write_text(changed, encoding="utf-8")
        if text is not original or not sample:
            line(label, *_products_stage(root, sample))
        text = changed
    line("什么都没改", *_products_stage(root, sample))
    path.write_text(original, encoding="utf-8")
    if not sample:
        line("都改回来以后", *_products_stage(root, sample))


def _products_stage(root: Path, sample: bool) -> tuple[float, str]:
    """Seconds of the build's step for downloads in a fresh process, and how many it made."""
    row = _fresh(_together, root, sample)
    return row["seconds"], f"做了 {row['made']} 个，沿用 {row['kept']} 个"


def _fresh(work: Callable[..., T], *arguments: object) -> T:
    """What ``work`` gives in a process that has loaded the program and done nothing yet."""
    with ProcessPoolExecutor(1, mp_context=loaded_program()) as process:
        return process.submit(work, *arguments).result()


def one_by_one(root: Path, *, sample: bool = False) -> None:
    """Each kind of product made alone in one fresh process: the first time, and the median of three more."""
    heading("三、一样一样做（一个进程；第一次含读字体，之后是再做一遍）")
    for row in _fresh(_rows, root, 0 if sample else clock.RUNS, sample):
        pages, first, again = row["pages"], row["first"], row["again"]
        each = (
            f"{pages} 页，每页 {first / pages * 1000:.1f} 毫秒，再做每页 {again / pages * 1000:.1f} 毫秒"
            if pages
            else f"{row['files']} 个，每个 {first / row['files'] * 1000:.0f} 毫秒，再做每个 {again / row['files'] * 1000:.0f} 毫秒"
        )
        line(row["name"], first, each)


def _together(root: Path, sample: bool) -> dict[str, float]:
    """Make all that is not as it should be, as the build does."""
    from handbook.page_programs import libraries
    from handbook.pipeline.products import make_products
    from handbook.pipeline.thumbnails import preview_products

    libraries.fetch(root)
    context, products = _products(root, sample)
    products = [*products, *preview_products(context, products)]
    start = time.perf_counter()
    made, _ = make_products(context, products, lambda text: None)
    return {"seconds": time.perf_counter() - start, "made": made, "kept": len(products) - made}


def _products(root: Path, sample: bool) -> tuple[BuildContext, list[Product]]:
    from handbook.pipeline.catalogue import all_products
    from handbook.pipeline.stage_files import checked_handbook, write_drawings

    book, _ = checked_handbook(root, DAY)
    write_drawings(root, book)
    context = BuildContext(root, book.as_printed, day_epoch(book.edition.day))
    products = all_products(context)
    if sample:
        products = list({Path(product.path).suffix: product for product in reversed(products)}.values())
    return context, products


def _rows(root: Path, runs: int, sample: bool) -> list[dict[str, Any]]:
    """Each kind of product: seconds of the first time and the median of ``runs`` more, if any."""
    context, all_of_them = _products(root, sample)
    groups: dict[str, list[Product]] = defaultdict(list)
    for product in all_of_them:
        name = (
            product.title
            if product.kind in ("READ", "PRINT", "SHOP", "EPUB")
            and "/" not in product.path.removeprefix("downloads/")
            else f"{product.group}（{product.kind}）"
        )
        groups[name].append(product)
    rows: list[dict[str, Any]] = []
    for name, products in groups.items():
        seconds, pages = _make(context.output, products)
        more = [_make(context.output, products)[0] for _ in range(runs)]
        again = statistics.median(more or [seconds])
        rows.append({"name": name, "files": len(products), "pages": pages, "first": seconds, "again": again})
    return rows


def _make(folder: Path, products: list) -> tuple[float, int]:  # type: ignore[type-arg]
    seconds, pages = 0.0, 0
    for product in products:
        start = time.perf_counter()
        data = product.make()
        seconds += time.perf_counter() - start
        (folder / product.path).parent.mkdir(parents=True, exist_ok=True)
        (folder / product.path).write_bytes(data)
        if product.path.endswith(".pdf"):
            with pikepdf.open(io.BytesIO(data)) as pdf:
                pages += len(pdf.pages)
    return seconds, pages

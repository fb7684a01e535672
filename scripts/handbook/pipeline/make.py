"""The whole build: check, drawings, products, stage, site, and only then the swap into ``site/``.

Each step rests on those before it, so that nothing is patched afterwards.
"""

from __future__ import annotations

import datetime as dt
import importlib
import re
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from handbook import libraries
from handbook.checks import check_all
from handbook.day import day_epoch
from handbook.disk import disk_problem, write_whole
from handbook.markdown.includes import includes
from handbook.model.handbook import Handbook
from handbook.pipeline.beside import beside
from handbook.pipeline.commit import clean_commit
from handbook.pipeline.files import digest, link_tree, recover, swap_in
from handbook.pipeline.generator import build_site
from handbook.pipeline.manifest import manifest_rows, manifest_text
from handbook.pipeline.one_build import only_build
from handbook.pipeline.products import FileFacts, facts_of, make_products
from handbook.pipeline.stage_files import write_drawings, write_stage
from handbook.problems import HandbookError, Problem, errors
from handbook.product import BuildContext, Download, Product
from handbook.recipes.recipe import program_state
from handbook.site import offline_package, service_worker
from handbook.site.machine_files import EDITION, ROBOTS, SITEMAP, edition_text, robots_text, sitemap_text
from handbook.site.moved_downloads import misled
from handbook.site.pages.download_page import Offer
from handbook.sources import kinds
from handbook.sources.load import Sources, load_sources

Tell = Callable[[str], None]
_CATALOGUE = "handbook.pipeline.catalogue"


def build(
    root: Path,
    today: dt.date,
    *,
    pdf: bool = True,
    downloads: bool = True,
    forks: bool = False,
    tell: Tell = print,
) -> Path:
    """Build everything into ``root/site``; the folder. Raises HandbookError and leaves the last good site
    otherwise.

    ``pdf``: a PDF of every page. ``downloads``: books, forms and the rest. ``forks``: check in a process of its own
    meanwhile, which is quicker for a process that builds once; one that builds again remembers what it checked.
    """
    started = time.perf_counter()
    recover(root / "site")
    sources = load_sources(root, today)
    check = (beside if forks else cache)(partial(check_all, sources))
    if errors(sources.problems if forks else check()):
        raise HandbookError(check())
    book = sources.handbook()
    _checked(check, partial(_thought_ahead, book))
    tell(
        f"[1/4] 内容检查通过：{len(book.items)} 条、{len(book.located)} 个要点，{len(check())} 个提醒（make check 可看）"
    )
    if book.unwritten:
        tell(f"      还有 {len(book.unwritten)} 条待编写：{'、'.join(item.id for item in book.unwritten)}")
    with only_build(root):
        site = _make(root, today, sources, book, pdf=pdf, downloads=downloads, tell=tell)
    tell(f"完成，用时 {time.perf_counter() - started:.1f} 秒。打开 {site / 'index.html'}")
    return site


def _checked(check: Callable[[], list[Problem]], work: Callable[[], None]) -> None:
    """Do ``work``, which writes nothing, while the sources are checked. Raises HandbookError with all problems when the
    check found errors, whatever became of the work."""
    try:
        work()
    except Exception:
        if errors(check()):
            raise HandbookError(check()) from None
        raise
    if errors(check()):
        raise HandbookError(check())


def _thought_ahead(book: Handbook) -> None:
    """What can be done before it is known whether all is right: ``book`` remembers the texts that books and pages take
    in, and loading every library that writes a format takes as long."""
    importlib.import_module(_CATALOGUE)
    includes(book.as_printed)


def _make(
    root: Path, today: dt.date, sources: Sources, book: Handbook, *, pdf: bool, downloads: bool, tell: Tell
) -> Path:
    """Everything that is made of the checked ``book``; the folder of the site."""
    # Here and not above, where the check would wait for it: see _thought_ahead.
    from handbook.pipeline.catalogue import all_products
    from handbook.pipeline.thumbnails import preview_products

    if book.ledger is not None or book.pack:
        libraries.fetch(root)
    write_drawings(root, book)
    # What is printed is of its edition; the pages are of today.
    context = BuildContext(root, book.as_printed, day_epoch(book.edition.day))
    epoch = day_epoch(today)
    products = all_products(context) if downloads else []
    rows_of_names = [(entry.value, entry.problem) for entry in sources.of(kinds.MOVED_DOWNLOADS)]
    if products and (wrong := misled(rows_of_names, [product.path for product in products])):
        raise HandbookError(wrong)  # names of downloads are known here, and nothing is made yet
    pictures = preview_products(context, products)
    tell(f"[2/4] 制作下载件（{len(products)} 个，没变的不重做）")
    begun = time.perf_counter()
    made = 0
    facts: Mapping[str, FileFacts] = {}
    if downloads:  # what was made before stays there for the next build that wants it
        made, facts = make_products(context, [*products, *pictures], tell)
        _remove_stale(context, [*products, *pictures])
    tell(
        f"      做了 {made} 个，沿用 {len(products) + len(pictures) - made} 个，用时 {time.perf_counter() - begun:.1f} 秒（连同 {len(pictures)} 幅首页小图）"
    )
    rows = manifest_rows(book, products, facts)
    write_stage(root, book, Offer(rows, {picture.after[0]: picture.path for picture in pictures}))
    tell("[3/4] 生成网页" + ("和每页的 PDF" if pdf else ""))
    web = root / "build" / "web"
    state = _state(root, epoch, pdf)
    stamp = root / "build" / "web.sha256"
    if not (stamp.exists() and stamp.read_text() == state and web.exists()):
        stamp.unlink(missing_ok=True)
        build_site(root, web, pdf=pdf, epoch=epoch)
        _leave_out(web)
        write_whole(stamp, state.encode())
    tell("[4/4] 换上新的成品")
    return _assemble(root, web, context, rows, state, epoch)


def _remove_stale(context: BuildContext, products: list[Product]) -> None:
    wanted = {product.path for product in products} | {
        offline_package.package_path(context.book),
    }
    for path in context.output.rglob("*"):
        if path.is_file() and path.relative_to(context.output).as_posix() not in wanted:
            path.unlink()


def _state(root: Path, epoch: int, pdf: bool) -> str:
    """Digest of everything the web pages rest on."""
    files = [root / "mkdocs.yml"]
    for folder in ("build/stage", "overrides/material"):
        files += sorted(path for path in (root / folder).rglob("*") if path.is_file())
    names = "\n".join(path.relative_to(root).as_posix() for path in files)
    adapter = [
        f"mkdocs_adapter.{path.stem}" for path in (root / "scripts" / "mkdocs_adapter").glob("[!_]*.py")
    ]
    return digest(names, f"{epoch} {pdf}", program_state(adapter, generator=True), *files)


#: What the generator writes and no reader's browser asks for: source maps; the theme's own search, which is
#: switched off; and a sitemap that carries the build's clock (the plain one says the same).
_NOT_ASKED_FOR = re.compile(r"\.map$|^assets/javascripts/(lunr|workers)/|^sitemap\.xml\.gz$")


def _leave_out(web: Path) -> None:
    for path in sorted(web.rglob("*"), reverse=True):
        if _NOT_ASKED_FOR.search(path.relative_to(web).as_posix()) and path.is_file():
            path.unlink()


def _package_row(context: BuildContext, web: Path, state: str, epoch: int) -> dict[str, Any]:
    """The whole site as one file, with its row of the manifest; it holds the pages, so they cannot tell its
    size."""
    path = offline_package.package_path(context.book)
    carried = offline_package.carried(context.output)
    state = digest(state, program_state([offline_package.__name__]), *carried.values())
    stamp = context.root / "build" / "offline.sha256"
    if not (stamp.exists() and stamp.read_text() == state and (context.output / path).exists()):
        stamp.unlink(missing_ok=True)
        write_whole(context.output / path, offline_package.package(web, context.book, epoch, carried))
        write_whole(stamp, state.encode())
    note = "整个网站，解压后双击 index.html，没有网也能查、能自查"
    download = Download(path=path, title="离线包", kind="ZIP", group="离线包", note=note)
    return manifest_rows(context.book, [download], {path: facts_of(path, context.read(path))})[0]


def _assemble(
    root: Path, web: Path, context: BuildContext, rows: Sequence[Mapping[str, Any]], state: str, epoch: int
) -> Path:
    new = root / "build" / "site.new"
    try:
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(parents=True)
    except OSError as error:
        raise disk_problem(new, error) from error
    link_tree(web, new)
    if rows:
        rows = [*rows, _package_row(context, web, state, epoch)]
        link_tree(context.output, new)
    write_whole(new / "downloads" / "manifest.json", manifest_text(context.book, rows).encode("utf-8"))
    write_whole(new / service_worker.MANIFEST, service_worker.manifest_text(context.book).encode("utf-8"))
    write_whole(
        new / service_worker.WORKER,
        service_worker.worker_text(context.book, offline_package.page_files(new)).encode("utf-8"),
    )
    stage = root / "build" / "stage" / "docs"
    pages = [path.relative_to(stage).with_suffix(".html").as_posix() for path in stage.rglob("*.md")]
    write_whole(new / SITEMAP, sitemap_text(context.book, pages).encode("utf-8"))
    write_whole(new / ROBOTS, robots_text(context.book).encode("utf-8"))
    digests = {
        path.relative_to(new).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in new.rglob("*")
        if path.is_file()
    }
    told = edition_text(context.book, digests, context.book.edition.commit or clean_commit(root))
    write_whole(new / EDITION, told.encode("utf-8"))  # last: it tells of all the others
    swap_in(new, root / "site")
    return root / "site"

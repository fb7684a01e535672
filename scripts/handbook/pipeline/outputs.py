"""All that is made of a handbook: drawings, downloads, stage, pages, the package, and the swap into
``site/``.

Each step rests on those before it, so that nothing is patched afterwards.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from handbook.day import day_epoch
from handbook.disk import disk_problem, write_whole
from handbook.markdown.includes import includes
from handbook.model.handbook import Handbook
from handbook.page_programs import libraries
from handbook.pipeline.background import in_background, in_turn
from handbook.pipeline.commit import clean_commit
from handbook.pipeline.files import digest, digests, link, link_tree, swap_in
from handbook.pipeline.generator import Waiting, begin_site, build_site, end_site
from handbook.pipeline.manifest import MANIFEST, NOT_MADE, FileFacts, facts_of, manifest_rows, manifest_text
from handbook.pipeline.stage_files import write_drawings, write_stage
from handbook.product import BuildContext, Download, Product
from handbook.recipes.disk_cache import saving_cache
from handbook.recipes.recipe import program_state
from handbook.site import offline_package, service_worker
from handbook.site.pages.download_page import PAGE, Offer
from handbook.site.site_metadata import (
    EDITION,
    ROBOTS,
    SITEMAP,
    edition_text,
    list_digest,
    robots_text,
    sitemap_text,
)
from handbook.site.stage import SEARCH, Prepared, prepared, search, stage_but_search

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Plan:
    """What is to be made of ``book``; ``products`` is empty for a site without downloads. ``prepared``: the
    part of the stage that is made without them; ``search``: the part that no page shows."""

    book: Handbook
    context: BuildContext
    products: list[Product]
    pictures: list[Product]
    prepared: Callable[[], Prepared]
    search: Callable[[], dict[str, str]]

    def make(self, today: dt.date, generator: Waiting, *, pdf: bool, tell: Tell) -> Path:
        """Make it, the pages by ``generator``, and put it in the place of the last site; the folder. Raises
        HandbookError and leaves the last good site otherwise."""
        book, root = self.book, self.context.root
        if book.ledger is not None or book.pack:
            libraries.fetch(root)
        epoch = day_epoch(today)
        web, stamp = root / "build" / "web", root / "build" / "web.sha256"
        begun = False

        def begin(late: str = "") -> None:
            nonlocal begun
            begun = True
            stamp.unlink(missing_ok=True)
            begin_site(generator, root, web, late=late)

        def meanwhile() -> None:
            """Begin with the pages while downloads are made; the page that tells of these comes last."""
            self._stage({product.path: NOT_MADE for product in self.products})
            begin(late=PAGE)

        rows, changed = self._stage(self._downloads(tell, meanwhile))
        found_later = [web / name.removeprefix("docs/") for name in SEARCH]
        tell("[3/4] 生成网页" + ("和每页的 PDF" if pdf else ""))
        outdated = begun and not set(changed) <= {f"docs/{PAGE}"}  # somebody changed a drawing meanwhile
        if changed and not begun:
            begin()
        state = _state(root, epoch, pdf)
        with _unless_made(stamp, state, web, but=found_later) as made:
            if made.anew:
                if outdated:
                    generator.kill()
                    generator.wait()
                    build_site(root, web, pdf=pdf, epoch=epoch)
                else:
                    if not begun:
                        begin_site(generator, root, web)
                    saving_cache(self.search)  # while the pages are made, this process would only wait
                    end_site(generator, web)
                _leave_out(web)
        found = self.search()
        for name, text in found.items():
            write_whole(root / "build" / "stage" / name, text.encode("utf-8"))
            write_whole(web / name.removeprefix("docs/"), text.encode("utf-8"))
        tell("[4/4] 换上新的成品")
        pages = {name.removeprefix(f"{web.name}/"): told for name, told in made.digests.items()}
        return _assemble(root, web, self.context, rows, digest(state, *found.values()), epoch, pages)

    def _stage(self, facts: Mapping[str, FileFacts]) -> tuple[list[dict[str, Any]], list[str]]:
        """Bring the stage up to date; the rows of the manifest, and the names that changed."""
        rows = manifest_rows(self.book, self.products, facts)
        offer = Offer(rows, {picture.after[0]: picture.path for picture in self.pictures})
        texts = stage_but_search(self.book, offer, self.prepared())
        return rows, write_stage(self.context.root, self.book, texts)

    def _downloads(self, tell: Tell, meanwhile: Callable[[], None]) -> Mapping[str, FileFacts]:
        """Bring the files up to date; their facts. ``meanwhile``: other work of this process, if any is
        made."""
        tell(f"[2/4] 制作下载件（{len(self.products)} 个，没变的不重做）")
        begun = time.perf_counter()
        files = [*self.products, *self.pictures]
        made = 0
        facts: Mapping[str, FileFacts] = {}
        if files:  # what was made before stays there for the next build that wants it
            from handbook.pipeline.products import make_products  # as in _all_files

            made, facts = make_products(self.context, files, tell, meanwhile)
            _remove_stale(self.context, files)
        tell(
            f"      做了 {made} 个，沿用 {len(files) - made} 个，用时 {time.perf_counter() - begun:.1f} 秒（连同 {len(self.pictures)} 幅首页小图）"
        )
        return facts


def planned(root: Path, book: Handbook, *, downloads: bool, forks: bool) -> Plan:
    """The plan for ``book``. Brings the drawings up to date, on which downloads rest; nothing else is
    written. ``forks``: let a process of its own prepare the stage meanwhile."""
    write_drawings(root, book)
    # What is printed is of its edition; the pages are of today.
    context = BuildContext(root, book.as_printed, day_epoch(book.edition.day))
    if downloads:
        includes(context.book)  # of one and the same day pages and books take in the same
    works = (partial(saving_cache, partial(part, book)) for part in (prepared, search))
    made = in_turn(*works) if forks else map(cache, works)
    products, pictures = _all_files(context) if downloads else ([], [])
    return Plan(book, context, products, pictures, *made)


def _all_files(context: BuildContext) -> tuple[list[Product], list[Product]]:
    """All downloads, and the pictures of them."""
    # Here and not above: pages alone have no use for the libraries that write all formats.
    from handbook.pipeline.catalogue import all_products
    from handbook.pipeline.thumbnails import preview_products

    products = all_products(context)
    return products, preview_products(context, products)


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
    late = {root / "build" / "stage" / name for name in SEARCH}
    for folder in ("build/stage", "overrides/material"):
        files += sorted(path for path in (root / folder).rglob("*") if path.is_file() and path not in late)
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


@dataclass
class _Made:
    """Whether something is to be made ``anew``; what it consists of when it is made, by path from the folder
    in which it lies."""

    anew: bool
    digests: dict[str, str]


@contextmanager
def _unless_made(stamp: Path, state: str, made: Path, but: Sequence[Path] = ()) -> Iterator[_Made]:
    """Whether ``made``, a file or folder, is to be made of ``state``: it was not, or was changed since: the
    site has links to its files. ``stamp`` notes it after the block. ``but``: files in it of which others take
    care."""

    def content() -> dict[str, str]:
        return digests(made.parent, {made, *made.rglob("*")}.difference(but))

    known = stamp.read_text() if stamp.exists() else ""
    found = content() if known.startswith(state) else {}
    if known == f"{state} {list_digest(found)}":
        yield _Made(False, found)
        return
    stamp.unlink(missing_ok=True)
    yield (told := _Made(True, {}))
    told.digests = content()
    write_whole(stamp, f"{state} {list_digest(told.digests)}".encode())


def _package_row(context: BuildContext, web: Path, state: str, epoch: int) -> dict[str, Any]:
    """The whole site as one file, with its row of the manifest; it holds the pages, so they cannot tell its
    size."""
    path = offline_package.package_path(context.book)
    carried = offline_package.carried(context.output)
    state = digest(state, program_state([offline_package.__name__]), *carried.values())
    place = context.output / path
    with _unless_made(context.root / "build" / "offline.sha256", state, place) as made:
        if made.anew:
            write_whole(place, offline_package.package(web, context.book, epoch, carried, place))
    note = "整个网站，解压后双击 index.html，没有网也能查、能自查"
    download = Download(path=path, title="离线包", kind="ZIP", group="离线包", note=note)
    return manifest_rows(context.book, [download], {path: facts_of(path, context.read(path))})[0]


def _assemble(
    root: Path,
    web: Path,
    context: BuildContext,
    rows: Sequence[Mapping[str, Any]],
    state: str,
    epoch: int,
    pages: Mapping[str, str],
) -> Path:
    """Put everything together and in the place of the last site; the folder. ``pages``: digests of files of
    ``web`` that are known."""
    new = root / "build" / "site.new"
    try:
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(parents=True)
    except OSError as error:
        raise disk_problem(new, error) from error
    path = offline_package.package_path(context.book)
    link_tree(web, new)
    if rows:
        link_tree(context.output, new, skip=[path])
    package = (
        in_background(partial(saving_cache, partial(_package_row, context, web, state, epoch)))
        if rows
        else None
    )
    write_whole(new / service_worker.MANIFEST, service_worker.manifest_text(context.book).encode("utf-8"))
    made = dict(pages)
    made |= digests(new, (path for path in new.rglob("*") if path.relative_to(new).as_posix() not in made))
    worker = service_worker.worker_text(context.book, offline_package.page_files(new), made)
    write_whole(new / service_worker.WORKER, worker.encode("utf-8"))
    stage = root / "build" / "stage" / "docs"
    names = [path.relative_to(stage).with_suffix(".html").as_posix() for path in stage.rglob("*.md")]
    write_whole(new / SITEMAP, sitemap_text(context.book, names).encode("utf-8"))
    write_whole(new / ROBOTS, robots_text(context.book).encode("utf-8"))
    if package:
        rows = [*rows, package()]
        link(context.output / path, new / path)
    write_whole(new / MANIFEST, manifest_text(context.book, rows).encode("utf-8"))
    made |= digests(new, [new / name for name in (service_worker.WORKER, SITEMAP, ROBOTS, path, MANIFEST)])
    told = edition_text(context.book, made, clean_commit(root))
    write_whole(new / EDITION, told.encode("utf-8"))  # last: it tells of all the others
    swap_in(new, root / "site")
    return root / "site"

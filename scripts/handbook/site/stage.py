"""The complete Markdown tree of the site, ready for MkDocs or a successor.

Hand-written pages with what their include lines take in, generated pages, drawings, redirects and
navigation in one folder: plain Markdown that any site generator can read without a plugin.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from handbook.drawing import drawings
from handbook.ledger.model_script import data_files as ledger_data
from handbook.ledger.pages import ledger_pages
from handbook.markdown.front_matter import NO_PDF, front_matter
from handbook.markdown.includes import includes
from handbook.markdown.page_standing import with_standing
from handbook.model.handbook import Handbook
from handbook.model.page import Page
from handbook.pack.model_script import data_files as pack_data
from handbook.pack.pages import pack_page
from handbook.page_programs.contract import contract_file
from handbook.page_text.changed import joined
from handbook.site import folds, moved_downloads, redirects, search_index, security_policy
from handbook.site.navigation import navigation
from handbook.site.pages import data_pages as site_pages
from handbook.site.pages import edition_pages, overview_pages, quiz, self_check, updates, visit_sheet_data
from handbook.site.pages.download_page import NOTHING, Offer, download_page
from handbook.site.pages.form_pages import form_pages
from handbook.site.pages.lesson_pages import lesson_pages
from handbook.site.pages.trade_pages import trade_pages

#: Where in the stage the search lies.
SEARCH = tuple(f"docs/{path}" for path in search_index.LIMITS)


def stage(book: Handbook) -> dict[str, str]:
    """Every text of the stage by path: ``docs/…`` for the site, ``generator.yml`` for what mkdocs.yml
    leaves open."""
    return stage_but_search(book, NOTHING, prepared(book)) | search(book)


def stage_but_search(book: Handbook, offer: Offer, made: Prepared) -> dict[str, str]:
    """The same without what the search looks through, which takes long to make and which no page shows.

    ``offer``: the downloads, which are made before. ``made``: what :func:`prepared` gave.
    """
    pages = made.pages | _folded(download_page(book, offer))
    files = made.files | {f"docs/{path}": text for path, text in pages.items()}
    moved = moved_downloads.data_files(book, [row["path"] for row in offer.rows], pages)
    files |= {f"docs/{path}": text for path, text in moved.items()}
    files["generator.yml"] = yaml.safe_dump(
        generator_settings(book, set(pages)), allow_unicode=True, sort_keys=False, width=200
    )
    return files


@dataclass(frozen=True, slots=True)
class Prepared:
    """The stage without the search and what tells of the downloads: ``pages`` by path below ``docs/``, and
    the other ``files`` by path."""

    pages: dict[str, str]
    files: dict[str, str]


def prepared(book: Handbook) -> Prepared:
    """What of the stage can be made before the downloads are; remembered."""
    return book.once(_prepared)


def search(book: Handbook) -> dict[str, str]:
    """What the search looks through, by path in the stage (:data:`SEARCH`)."""
    # It knows the page of downloads by its head alone, which says nothing of them.
    pages = prepared(book).pages | download_page(book, NOTHING)
    searched = {f"docs/{path}": text for path, text in pages.items()}
    found = search_index.search_files(book, searched, includes(book))
    return {f"docs/{path}": text for path, text in found.items()}


def _prepared(book: Handbook) -> Prepared:
    parts = includes(book)
    pages: dict[str, str] = {page.path: staged_page(book, page, parts) for page in book.pages}
    pages |= site_pages.checklist_pages(book) | site_pages.law_pages(book)
    pages |= site_pages.unwritten_pages(book, parts)
    pages |= overview_pages.overview_pages(book) | form_pages(book) | edition_pages.edition_pages(book)
    pages |= trade_pages(book) | lesson_pages(book)
    pages |= updates.update_page(book) | quiz.quiz_page(book) | self_check.self_check_page(book)
    pages |= ledger_pages(book) | pack_page(book)
    pages = _folded(pages)
    data = contract_file() | self_check.data_files(book) | ledger_data(book) | pack_data(book)
    data |= visit_sheet_data.data_files(book) | updates.feed(book)
    files = {f"docs/{path}": text for path, text in data.items()}
    files |= {f"docs/{path}": text for path, text in redirects.redirect_pages(book).items()}
    files |= {f"docs/drawings/generated/{name}": text for name, text in drawings(book).items()}
    return Prepared(pages, files)


def _folded(pages: Mapping[str, str]) -> dict[str, str]:
    return {path: folds.fold_drawings(folds.fold_long_tables(text)) for path, text in pages.items()}


def generator_settings(book: Handbook, pages: set[str]) -> dict[str, object]:
    """What the site generator must be told beyond mkdocs.yml, in its own terms."""
    return {
        "site_name": book.site.name,
        "site_url": book.site.address,
        "site_description": book.site.description,
        "site_author": book.site.publisher,
        "copyright": f"{book.site.publisher} · {book.edition.name} · 文字 CC BY 4.0，代码 MIT · {book.site.disclaimer}",
        "nav": navigation(book, pages),
        "extra": {
            "content_security_policy": security_policy.page_policy(),
            "generator": False,
            "feedback_mail": book.site.feedback.mail,
        },
    }


def staged_page(book: Handbook, page: Page, parts: Mapping[str, str]) -> str:
    """The page with ``parts`` in the place of its include lines.

    Title and description in its front matter are taken from data where the editor wrote none.
    """
    meta = page.front.model_dump(mode="json", by_alias=True, exclude_unset=True)
    item = book.item_by_page.get(page.path)
    if item is not None:
        meta.setdefault("title", f"{item.id} {item.name}")
        meta.setdefault("description", item.scope)
    meta.setdefault("description", book.site.description)
    if page.path.startswith(("editing/", "index.md")):  # nobody prints these
        meta |= NO_PDF
    if page.path == "index.md":
        meta["scripts"] = [self_check.RESUME]
    body = folds.fold_answers(page.body) if item is None else folds.fold_sections(page.body)
    body = with_standing(body, page.front, "{ .hb-status }")
    head = front_matter(meta.pop("title", page.title), meta.pop("description"), **meta)
    return head + joined(body, parts).lstrip()


def static_files(docs: Path) -> dict[str, Path]:
    """Files under ``docs/`` that are copied as they are, by path in the stage."""
    return {
        f"docs/{path.relative_to(docs).as_posix()}": path
        for path in sorted(docs.rglob("*"))
        if path.is_file() and path.suffix != ".md" and not path.name.startswith(".")
    }

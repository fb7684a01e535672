"""The Jinja environment of all HTML partials: strict about names, escaping everything."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from handbook.drawing.icons import icon_inline
from handbook.markdown.escape import escape, one_line
from handbook.markdown.evidence_text import evidence_text, lapse_text
from handbook.markdown.point_view import (
    ADVICE,
    COMMON_PRACTICE,
    MAJOR,
    MUST,
    NO_FIRST_FINE,
    PointView,
    role_note,
    unread_judging_note,
)
from handbook.markdown.typography import date_text
from handbook.model.addresses import law_address, place_id, relative
from handbook.model.handbook import Handbook
from handbook.model.items.item import BasisRole, CheckPoint, Item
from handbook.model.law.register import LawKind
from handbook.model.page import Page
from handbook.recipes.compiled_templates import CompiledTemplates
from handbook.recipes.disk_cache import program_digest, tables

TEMPLATES = Path(__file__).resolve().parents[3] / "overrides" / "pages"


@cache
def environment() -> Environment:
    """The environment with its filters and globals; templates compiled in an earlier run are taken over."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters.update(md=lambda text: Markup(escape(text)), one_line=one_line, date=date_text)
    env.globals.update(
        relative=relative,
        law_address=law_address,
        place_id=place_id,
        sides_of=_sides_of,
        bodies_of=_bodies_of,
        icon=lambda book, item: Markup(icon_inline(book, item)),
        REFERENCE=BasisRole.REFERENCE,
        MUST=MUST,
        ADVICE=ADVICE,
        MAJOR=MAJOR,
        NO_FIRST_FINE=NO_FIRST_FINE,
        COMMON_PRACTICE=COMMON_PRACTICE,
        role_note=role_note,
        unread_judging_note=unread_judging_note,
        view=PointView,
        evidence_text=evidence_text,
        lapse_text=lapse_text,
        page_name=_page_name,
        RECOMMENDED=LawKind.RECOMMENDED_STANDARD,
    )
    env.bytecode_cache = compiled = CompiledTemplates(_compiled, program_digest())
    compiled.clear()
    return env


def _compiled() -> Path | None:
    folder = tables().folder
    return folder.parent / "page-templates" if folder else None


def _page_name(book: Handbook, page: Page) -> str:
    """Title of a hand-written page; that of an item is its name."""
    item = book.item_by_page.get(page.path)
    return f"{item.id} {item.name}" if item else page.title


def _sides_of(item: Item, points: Iterable[CheckPoint]) -> list[str]:
    """Whom the points bind, each once."""
    return list(dict.fromkeys(role.value for point in points for role in item.roles_of(point)))


def _bodies_of(book: Handbook, points: Iterable[CheckPoint]) -> list[str]:
    """Who may punish what the points ask, each once."""
    uses = (use for point in points for use in point.penalties)
    return list(dict.fromkeys(body for use in uses for body in book.penalty(use.reference).bodies))


def render(template: str, page: str, handbook: Handbook, **values: object) -> str:
    """``template`` filled for ``page`` (its address in the site, for relative links)."""
    return environment().get_template(template).render(page=page, book=handbook, **values)

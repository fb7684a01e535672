"""The Jinja environment of all HTML partials: strict about names, escaping everything."""

from __future__ import annotations

import datetime as dt
import posixpath
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from handbook.model.handbook import Handbook
from handbook.model.item import BasisRole, CheckPoint, Item, Question
from handbook.model.law import LawKind, Reference
from handbook.writers.markdown_text import escape, one_line

TEMPLATES = Path(__file__).resolve().parents[3] / "overrides" / "pages"


def date_text(day: dt.date) -> str:
    """2026年11月23日."""
    return f"{day.year}年{day.month}月{day.day}日"


def relative(target: str, page: str) -> str:
    """Address of ``target`` as seen from ``page``, both relative to the site's root; anchors are kept."""
    path, sharp, anchor = target.partition("#")
    return posixpath.relpath(path, posixpath.dirname(page) or ".") + sharp + anchor


def law_address(reference: Reference) -> str:
    """Where the page of the cited law shows the cited place."""
    anchor = place_id(reference)
    return f"laws/{reference.law_id}.html" + (f"#{anchor}" if anchor else "")


def place_id(reference: Reference) -> str:
    """Id of a cited place on its law's page: a49-2-1, c6.1.1; nothing for a whole document."""
    if reference.clause:
        return "c" + reference.clause.replace(" ", "")
    if reference.article is None:
        return ""
    parts = [f"a{reference.article}" + (f"z{reference.suffix}" if reference.suffix else "")]
    if reference.paragraph or reference.item:
        parts.append(str(reference.paragraph or 0))
    if reference.item:
        parts.append(str(reference.item))
    if reference.item_to and reference.item_to != reference.item:
        parts.append(str(reference.item_to))
    return "-".join(parts)


def shuffled_options(question: Question) -> list[str]:
    """Options of a choice question in an order that does not give the answer away and never changes."""
    options = [question.answer, *question.wrong]
    # Rotated by the id: no random order, so two builds agree and the right one is not always first.
    turn = sum(map(ord, question.id)) % len(options)
    return options[turn:] + options[:turn]


@cache
def environment() -> Environment:
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
        options=shuffled_options,
        REFERENCE=BasisRole.REFERENCE,
        RECOMMENDED=LawKind.RECOMMENDED_STANDARD,
    )
    return env


def render(template: str, page: str, handbook: Handbook, **values: object) -> str:
    """``template`` filled for ``page`` (its address in the site, for relative links)."""
    return environment().get_template(template).render(page=page, book=handbook, **values)


__all__ = ["CheckPoint", "Item", "date_text", "law_address", "relative", "render"]

"""Permanent addresses of pages and places, relative to the site's root. Printed ones never change."""

from __future__ import annotations

from functools import lru_cache

from handbook.model.edition import Edition
from handbook.model.law.register import Reference


@lru_cache(maxsize=1 << 16)
def relative(target: str, page: str) -> str:
    """Address of ``target`` as seen from ``page``, both relative to the site's root; anchors are kept."""
    path, sharp, anchor = target.partition("#")
    there, here = path.split("/"), page.split("/")
    same = 0  # folders that both lie in
    while same < min(len(there), len(here)) - 1 and there[same] == here[same]:
        same += 1
    return "/".join([".."] * (len(here) - 1 - same) + there[same:]) + sharp + anchor


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


def short_address(item_id: str) -> str:
    """The short address of an item, relative to the site's root: q/07.html."""
    return f"q/{item_id}.html"


def edition_address(edition: Edition) -> str:
    """Permanent address of an edition's page, relative to the site's root; printed in every book."""
    return f"q/edition-{edition.id}.html"

"""The real handbook and what is made of it in memory: each made once for all tests of a process, by the first
that asks."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from conftest import DAY, ROOT
from handbook.day import day_epoch
from handbook.model.handbook import Handbook
from handbook.pipeline.catalogue import all_products
from handbook.product import BuildContext, Product
from handbook.recipes.disk_cache import cache_below
from handbook.site.stage import stage
from handbook.sources.load import Sources, load_sources
from handbook.teaching.pictures import PictureRoom


@cache
def sources() -> Sources:
    with cache_below(ROOT):  # by a check or a test run before
        return load_sources(ROOT, DAY)


@cache
def book() -> Handbook:
    return sources().handbook()


@cache
def staged() -> Mapping[str, str]:
    """What the generator of the site is given, by path."""
    with cache_below(ROOT):
        return MappingProxyType(stage(book()))


@cache
def offered() -> tuple[Product, ...]:
    """All downloads, not yet made."""
    return tuple(all_products(BuildContext(ROOT, book(), day_epoch(DAY))))


@cache
def pictures() -> PictureRoom:
    return PictureRoom(ROOT, book())

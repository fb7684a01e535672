"""The whole build: load, check, and make everything of what is right; only then the swap into ``site/``.

What takes long to think of is thought of while the sources are checked.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from handbook.checks import check_all
from handbook.day import day_epoch
from handbook.model.handbook import Handbook
from handbook.pipeline.background import in_background
from handbook.pipeline.build_lock import build_lock
from handbook.pipeline.files import recover
from handbook.pipeline.generator import waiting_generator
from handbook.pipeline.overflow.overflow_check import at_their_place
from handbook.pipeline.up_to_date import SiteState
from handbook.problems import HandbookError, Problem, errors
from handbook.recipes.disk_cache import saving_cache
from handbook.sources.load import load_sources
from handbook.sources.prose import everywhere

if TYPE_CHECKING:
    from handbook.pipeline.outputs import Plan, Tell

T = TypeVar("T")


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

    ``pdf``: a PDF of every page. ``downloads``: books, forms and the rest. ``forks``: check in a process of
    its own meanwhile, which is quicker for a process that builds once; one that builds again remembers what
    it checked.
    """
    started = time.perf_counter()
    recover(root / "site")
    state = SiteState(root, today, pdf=pdf, downloads=downloads)
    with ExitStack() as stack:
        generator = partial(stack.enter_context, waiting_generator(root, pdf=pdf, epoch=day_epoch(today)))
        waiting = None if state.is_current else generator()
        sources = load_sources(root, today)
        if forks:
            everywhere(sources)  # which the check and the pages both want
        check = (in_background if forks else cache)(partial(saving_cache, partial(check_all, sources)))
        if errors(sources.problems if forks else check()):
            raise HandbookError(check())
        book = sources.handbook()
        with build_lock(root):
            if state.is_current and state.is_intact:
                _checked(check, lambda: None)
                _tell_checked(book, check(), tell)
                tell("      什么都没有改，上一次的成品就是这样，不重做")
            else:
                plan = _checked(check, partial(_planned, root, book, downloads=downloads, forks=forks))
                _tell_checked(book, check(), tell)
                try:
                    plan.make(today, waiting or generator(), pdf=pdf, tell=tell)
                except HandbookError as error:
                    raise HandbookError(at_their_place(sources, error.problems)) from error
                state.note()
    site = root / "site"
    tell(f"完成，用时 {time.perf_counter() - started:.1f} 秒。打开 {site / 'index.html'}")
    return site


def _tell_checked(book: Handbook, problems: list[Problem], tell: Tell) -> None:
    tell(
        f"[1/4] 内容检查通过：{len(book.items)} 条、{len(book.located)} 个要点，{len(problems)} 个提醒（make check 可看）"
    )
    if book.unwritten:
        tell(f"      还有 {len(book.unwritten)} 条待编写：{'、'.join(item.id for item in book.unwritten)}")


def _checked(check: Callable[[], list[Problem]], work: Callable[[], T]) -> T:
    """What ``work`` gives, done while the sources are checked. Raises HandbookError with all problems when
    the check found errors, whatever became of the work."""
    try:
        done = work()
    except Exception:
        if errors(check()):
            raise HandbookError(check()) from None
        raise
    if errors(check()):
        raise HandbookError(check())
    return done


def _planned(root: Path, book: Handbook, *, downloads: bool, forks: bool) -> Plan:
    """What is to be made of ``book``, be it right or wrong."""
    # Here and not above, where the check would wait for it: every library that writes a format is loaded.
    from handbook.pipeline.outputs import planned

    return planned(root, book, downloads=downloads, forks=forks)

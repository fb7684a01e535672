"""A browser for the parts of the bench that are run by the command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from conftest import CHROMIUM, CHROMIUM_PROGRAM


@contextmanager
def own_browser() -> Iterator[Browser]:
    """A Chromium of its own. Not to be opened in a test: Playwright runs once in a process, so that it would
    fail wherever the tests' own browser is open already."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM_PROGRAM, args=CHROMIUM)
        try:
            yield browser
        finally:
            browser.close()

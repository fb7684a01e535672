"""The page of the self-check as its tests use it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

PHONE, DESK = {"width": 360, "height": 780}, {"width": 1280, "height": 800}


def opened(context: BrowserContext, address: str) -> Page:
    """A new page that fails the test on any error of a program or of the policy."""
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"{address}: {error}"))
    page.on(
        "console",
        lambda message: (
            message.type == "error"
            and "favicon" not in message.text
            and pytest.fail(f"{address}: {message.text}")
        ),
    )
    page.goto(address)
    return page


def begin(page: Page, place: str = "") -> str:
    """Starts the check that the page offers; its id."""
    if place:
        page.click(".sc-start > details summary")
        page.fill("#sc-place", place)
    page.click("form.sc-start button[type=submit]")
    page.wait_for_selector(".sc-card")
    match = re.search(r"check=(c[0-9a-z]+)", page.url)
    assert match
    return match[1]


def unfold(page: Page, point: str) -> None:
    """Opens the item of the point, where a long list has it in a fold."""
    card = page.locator(f"#c{point}")
    if not card.is_visible():
        page.locator("details.sc-group", has=card).locator("summary").first.click()


def tick(page: Page, point: str, word: str) -> None:
    unfold(page, point)
    page.locator(f"#c{point} .sc-choice label", has_text=re.compile(rf"^\S? ?{word}$")).click()


def stored(page: Page) -> dict[str, Any]:
    """Checks in the browser's storage by id, the newer copy of each."""
    return page.evaluate("""() => {
      const store = new HB.SelfCheckStore(localStorage);
      return Object.fromEntries(store.list().checks.map(c => [c.id, c]));
    }""")

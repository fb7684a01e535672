"""The handbook's own search, asked through its box in Chromium."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from playwright.sync_api import Browser, Page

from search_compare.golden import Answer, Figures, Question, grade, questions

#: Notes the moment before and after the box works on an input, results laid out included.
_CLOCK = """() => {
    let began = 0;
    window.searchTimes = [];
    document.addEventListener('input', () => { began = performance.now(); }, true);
    document.addEventListener('input', () => {
        document.querySelector('.hb-search__panel').getBoundingClientRect();
        window.searchTimes.push(performance.now() - began);
    });
}"""

#: What typing (or a driver's ``fill``) comes to: the words stand in the box, which is told so; and what it
#: shows.
_ASK = """text => {
    const box = document.querySelector('#hb-search-input');
    box.value = text;
    box.dispatchEvent(new Event('input', { bubbles: true }));
    const links = [...document.querySelectorAll('#hb-search-list a')];
    return [links.map(link => link.href), window.searchTimes.pop() ?? 0];
}"""


def open_box(page: Page, address: str) -> None:
    """Go to a page of the site and turn to its search box; returns when the texts are loaded."""
    page.goto(address)
    if page.locator(".hb-search__open").is_visible():
        page.locator(".hb-search__open").click()
    page.locator("#hb-search-input").focus()
    page.wait_for_selector("[data-hb-search][data-whole]", state="attached")


def asker(page: Page, root: str) -> Callable[[str], Answer]:
    """A function that types a question into the open box and reads the results."""
    page.evaluate(_CLOCK)

    def ask(text: str) -> Answer:
        found = page.evaluate(_ASK, text)
        return [address.removeprefix(root) for address in found[0]], float(found[1])

    return ask


def measure(
    browser: Browser,
    root: str,
    name: str = "本站搜索",
    start: str = "index.html",
    asked: Sequence[Question] | None = None,
    heed: Callable[[Page, str], None] = lambda page, question: None,
) -> Figures:
    """Figures of ``asked``, or of all golden questions. ``root`` is the site's address and ends with a
    slash; ``heed`` sees the page after each question."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    open_box(page, root + start)
    try:
        ask = asker(page, root)

        def heeded(text: str) -> Answer:
            answer = ask(text)
            heed(page, text)
            return answer

        return grade(name, questions() if asked is None else asked, heeded)
    finally:
        context.close()


def file_address(site: Path) -> str:
    """Address of the site opened from its folder."""
    return site.resolve().as_uri() + "/"

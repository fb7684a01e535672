"""The handbook's own search, asked through its box in Chromium."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

from search_compare.golden import Answer, Figures, Question, grade, questions

#: Notes the moment before and after the box works on an input, results laid out included.
_CLOCK = """() => {
    if (window.searchTimes) return;
    let began = 0;
    window.searchTimes = [];
    document.addEventListener('input', () => { began = performance.now(); }, true);
    document.addEventListener('input', () => {
        document.querySelector('.hb-search__panel').getBoundingClientRect();
        window.searchTimes.push(performance.now() - began);
    });
}"""

#: What typing (or a driver's ``fill``) one text after the other comes to: the words stand in the box, which
#: is told so; and what it shows.
_ASK = """texts => texts.map(text => {
    const box = document.querySelector('#hb-search-input');
    box.value = text;
    box.dispatchEvent(new Event('input', { bubbles: true }));
    const links = [...document.querySelectorAll('#hb-search-list a')];
    const status = document.querySelector('.hb-search__status');
    return [links.map(link => link.href), window.searchTimes.pop() ?? 0, status.innerText];
})"""

#: How the status begins when the handbook does not hold what was asked.
REFUSED = "手册没有写"


def open_box(page: Page, address: str) -> None:
    """Go to a page of the site and turn to its search box; returns when the texts are loaded."""
    page.goto(address)
    if page.locator(".hb-search__open").is_visible():
        page.locator(".hb-search__open").click()
    page.locator("#hb-search-input").focus()
    page.wait_for_selector("[data-hb-search][data-whole]", state="attached")


@dataclass(frozen=True)
class Shown:
    """What the box shows for a text."""

    answer: Answer
    refused: bool  # it says that the handbook does not hold it


def shown(page: Page, root: str, texts: Sequence[str]) -> list[Shown]:
    """Types one text after the other into the open box and reads what it shows: all on one way to the
    browser and back."""
    page.evaluate(_CLOCK)
    return [
        Shown(
            ([address.removeprefix(root) for address in links], float(milliseconds)),
            status.startswith(REFUSED),
        )
        for links, milliseconds, status in page.evaluate(_ASK, list(texts))
    ]


def asker(page: Page, root: str) -> Callable[[str], Answer]:
    """A function that types a question into the open box and reads the results."""
    return lambda text: shown(page, root, [text])[0].answer


def measure(
    browser: Browser,
    root: str,
    name: str = "本站搜索",
    start: str = "index.html",
    asked: Sequence[Question] | None = None,
    timed: bool = True,
) -> Figures:
    """Figures of ``asked``, or of all golden questions. ``root`` is the site's address and ends with a
    slash. For times that a reader sees the browser draws each answer before it is asked on; without them all
    takes half as long."""
    asked = questions() if asked is None else asked
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    open_box(page, root + start)
    try:
        texts = [question.text for question in asked]
        runs = [[text] for text in texts] if timed else [texts]
        found = dict(zip(texts, (one for run in runs for one in shown(page, root, run)), strict=True))
        figures = grade(name, asked, lambda text: found[text].answer)
        figures.refused += [text for text, one in found.items() if one.refused]
        return figures
    finally:
        context.close()


def file_address(site: Path) -> str:
    """Address of the site opened from its folder."""
    return site.resolve().as_uri() + "/"

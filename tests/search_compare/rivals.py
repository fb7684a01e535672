"""Material's own search and Pagefind on the same pages and questions. Both need a web server: they fetch
files."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page

from search_compare.golden import Answer, Figures, grade, questions
from search_compare.measure import file_address, measure
from support.programs import run_program
from support.web import served

#: Material shows results some time after the input, from a worker: wait until the list has not changed for
#: a while.
_MATERIAL = """text => new Promise(done => {
    const box = document.querySelector('.md-search__input'), list = document.querySelector('.md-search-result');
    const began = performance.now(); let last = began, changed = false, timer = 0;
    const watch = new MutationObserver(() => { last = performance.now(); changed = true; clearTimeout(timer); timer = setTimeout(finish, 120); });
    function finish() {
        watch.disconnect();
        done([[...list.querySelectorAll('.md-search-result__link')].map(link => link.href), changed ? last - began : 0]);
    }
    watch.observe(list, {childList: true, subtree: true, characterData: true});
    timer = setTimeout(finish, 1500);
    box.value = text; box.focus(); box.dispatchEvent(new Event('input', {bubbles: true})); box.dispatchEvent(new KeyboardEvent('keyup', {bubbles: true, key: 'a'}));
})"""

_PAGEFIND = """async text => {
    const began = performance.now(), engine = window.pagefindEngine;
    const found = await engine.search(text), links = [];
    for (const row of found.results.slice(0, 3)) {
        const page = await row.data();
        // The place on the page that answers best stands for the page.
        const best = [...page.sub_results].sort((a, b) => b.weighted_locations.length - a.weighted_locations.length)[0];
        links.push((best || page).url);
    }
    return [links, performance.now() - began];
}"""


def compare(browser: Browser, project: Path, work: Path) -> list[Figures]:
    """Figures of the handbook's search from a folder and from a server, of Material's and of Pagefind's, in
    one run.

    ``project`` is a built project; copies of its site are made in ``work``.
    """
    figures = [measure(browser, file_address(project / "site"), "本站搜索（从文件夹打开）")]
    with served(project / "site") as server:
        figures.append(measure(browser, server.address, "本站搜索（从网上打开）"))
    figures.append(material(browser, project, work / "material"))
    figures.append(pagefind(browser, project / "site", work / "pagefind"))
    return figures


def material(browser: Browser, project: Path, target: Path) -> Figures:
    """Material for MkDocs with its search plug-in for Chinese (jieba), the same Markdown."""
    name = "Material 自带的搜索"
    config = project / "mkdocs-material-search.yml"
    # The theme as it comes: an empty folder in the place of the handbook's own templates.
    plain = target.with_name("material-templates")
    plain.mkdir(parents=True, exist_ok=True)
    config.write_text(
        f"INHERIT: mkdocs.yml\ntheme: {{custom_dir: {plain}, language: zh}}\nplugins:\n  - search: {{lang: [zh]}}\nsite_dir: {target}\n",
        encoding="utf-8",
    )
    environment = {
        **os.environ,
        "PYTHONPATH": str(project / "scripts"),
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONUTF8": "1",
    }
    try:
        run = run_program(
            [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(config)], cwd=project, env=environment
        )
    finally:
        config.unlink()
    if run.returncode:
        return Figures(name, note=f"没有做成：{run.stderr.strip()[-200:]}")
    size = (target / "search" / "search_index.json").stat().st_size

    def ready(page: Page) -> Callable[[str], Answer]:
        page.evaluate("document.querySelector('#__search').click()")
        page.wait_for_function(
            "document.querySelector('.md-search__input') && !document.querySelector('.md-search-result__meta').textContent.includes('Initializing')"
        )
        page.wait_for_timeout(3000)  # the worker prepares the index
        return lambda text: tuple(page.evaluate(_MATERIAL, text))

    return _ask_on_server(browser, target, name, ready, f"索引 {size / 1024:.0f} KB，没有压缩")


def pagefind(browser: Browser, site: Path, target: Path) -> Figures:
    """Pagefind's extended edition, which cuts Chinese into words, on a copy of the built site."""
    name = "Pagefind"
    if importlib.util.find_spec("pagefind_bin_extended") is None:
        return Figures(name, note="没有装（requirements-test.txt 里有）")
    shutil.copytree(site, target, ignore=shutil.ignore_patterns("*.pdf", "downloads", "q"))
    run = run_program(
        [
            sys.executable,
            "-m",
            "pagefind_bin_extended",
            "--site",
            str(target),
            "--root-selector",
            "article",
            "--force-language",
            "zh-cn",
        ]
    )
    if run.returncode:
        return Figures(name, note=f"没有做成：{(run.stdout + run.stderr).strip()[-200:]}")
    size = sum(path.stat().st_size for path in (target / "pagefind").rglob("*") if path.is_file())
    (target / "ask.html").write_text(
        "<!doctype html><html lang='zh-CN'><title>Pagefind</title>", encoding="utf-8"
    )

    def ready(page: Page) -> Callable[[str], Answer]:
        page.evaluate(
            "async () => { window.pagefindEngine = await import('/pagefind/pagefind.js'); await window.pagefindEngine.init(); }"
        )
        return lambda text: tuple(page.evaluate(_PAGEFIND, text))

    return _ask_on_server(
        browser,
        target,
        name,
        ready,
        f"索引和程序共 {size / 1024:.0f} KB，按需取用；直接调用它的接口，不经搜索框",
        start="ask.html",
    )


def _ask_on_server(
    browser: Browser,
    site: Path,
    name: str,
    ready: Callable[[Page], Callable[[str], Answer]],
    note: str,
    start: str = "index.html",
) -> Figures:
    with served(site) as server:
        context = browser.new_context(
            viewport={"width": 1280, "height": 800}, bypass_csp=True, service_workers="block"
        )
        page = context.new_page()
        page.goto(server.address + start)
        ask = ready(page)

        def relative(text: str) -> Answer:
            links, milliseconds = ask(text)
            return [_from_root(link, server.address) for link in links], float(milliseconds)

        started = time.perf_counter()
        figures = grade(name, questions(), relative, note)
        figures.note += f"，全部问完 {time.perf_counter() - started:.0f} 秒"
        context.close()
    return figures


def _from_root(link: str, root: str) -> str:
    address = link.removeprefix(root).lstrip("/")
    page, sharp, anchor = address.partition("#")
    return page.partition("?")[0] + sharp + anchor

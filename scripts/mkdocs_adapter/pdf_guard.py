"""Takes over the rendering of mkdocs-pdf-export-plugin and fails the build when a PDF is wrong.

The plugin prints an error for a page that fails and goes on; it also renders page by page in one process
and knows no cache. So its renderer is replaced by one that only notes the pages, and all of them are
rendered at the end (``handbook.pdf.site_pages.page_pdf``). The plugin keeps what it is good at: the switch by
environment variable, being called for every page, and the link to the PDF.

MkDocs calls the two functions of the same names (list this file under ``hooks``, or call them from one).
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path, PurePosixPath
from types import ModuleType
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError, PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

sys.path.insert(
    0, str(Path(__file__).resolve().parents[1])
)  # for ``mkdocs build`` by hand, without PYTHONPATH

from handbook.pdf.site_pages.page_faults import check_pdfs
from handbook.pdf.site_pages.page_pdf import PageJob, Report, render_pages
from handbook.pdf.site_pages.print_html import print_html
from handbook.problems import HandbookError, Problem
from handbook.recipes.disk_cache import cache_below, cached_value
from mkdocs_adapter import deferred_page

PLUGIN = "pdf-export"
CACHE = Path("build/cache/page-pdf")


class NotingRenderer:
    """Stands where the plugin's renderer stood. Notes each page; nothing is rendered yet.

    ``expected`` maps each page's source to its PDF, relative to the site.
    """

    def __init__(self, theme: ModuleType, site: Path, author: str, expected: dict[str, str]) -> None:
        self.theme = theme
        self.expected = expected
        self.pages: list[tuple[str, str, str]] = []
        self._site = site
        self._author = author
        self._sources = {pdf: source for source, pdf in expected.items()}
        self._has_pdf = True

    def write_pdf(self, content: str, base_url: str, filename: str) -> None:
        """Called by the plugin for a finished page; ``filename`` is where the PDF is to be. ``base_url`` is
        not needed."""
        pdf = PurePosixPath(Path(filename).relative_to(self._site).as_posix())
        self._has_pdf = str(pdf) in self._sources
        if self._has_pdf:
            self.pages.append((self._sources[str(pdf)], str(pdf), content))

    def jobs(self) -> list[PageJob]:
        """What is printed of the pages noted so far; of one that is as it was, what it was before. Raises
        HandbookError with every page's problems."""
        jobs: list[PageJob] = []
        problems: list[Problem] = []
        for source, pdf, content in self.pages:
            url = str(PurePosixPath(pdf).with_suffix(".html"))
            make = partial(
                print_html, content, url=url, source=source, author=self._author, pdfs=self._sources
            )
            asked = "\n".join([pdf, self._author, *self._sources, content])
            try:
                jobs.append(PageJob(source, cached_value("printed", source, asked, make), pdf))
            except HandbookError as error:
                problems += error.problems
        if problems:
            raise HandbookError(problems)
        return jobs

    def add_link(self, content: str, filename: str) -> str:
        """Called by the plugin right after ``write_pdf`` of the same page: the page with the link to its
        PDF, when it has one."""
        return str(self.theme.modify_html(content, filename)) if self._has_pdf else content


def on_env(env: Any, config: MkDocsConfig, files: Files) -> Any:
    """Put the noting renderer in place of the plugin's: what the front matter of pages says is read."""
    plugin = _active_plugin(config)
    if plugin:
        if Path(plugin.renderer.theme.__file__).name != "pdf_theme.py":
            raise ConfigurationError(
                "没有用上 scripts/mkdocs_adapter/pdf_theme.py：请在项目文件夹里运行，并检查 mkdocs.yml 的 theme_handler_path。"
            )
        site = Path(config.site_dir)
        expected = {
            f.src_uri: Path(f.abs_dest_path).relative_to(site).with_suffix(".pdf").as_posix()
            for f in files.documentation_pages()
            if f.page and _has_pdf(f.page)
        }
        plugin.renderer = NotingRenderer(
            plugin.renderer.theme, site, config.site_author or config.site_name, expected
        )
    return env


@event_priority(1)  # before the hook waits
def on_page_context(context: Any, page: Page, config: MkDocsConfig, nav: Any) -> Any:
    """While the text of the last page is waited for, what was noted is rendered: the build at the end finds
    it made, and tells of what is wrong."""
    if page.file.src_uri == deferred_page.name and (plugin := _active_plugin(config)):
        with suppress(HandbookError):
            _rendered(plugin.renderer, config)
    return context


def on_post_build(config: MkDocsConfig) -> None:
    """Render what was noted. Raises PluginError, which ends the build with exit status 1, for anything
    wrong."""
    plugin = _active_plugin(config)
    if not plugin:
        return
    noted: NotingRenderer = plugin.renderer
    site = Path(config.site_dir)
    problems: list[str] = []
    report = ""
    try:
        report = str(_rendered(noted, config))
    except HandbookError as error:
        problems.append(str(error))
    if plugin.num_errors:
        problems.append(f"PDF 插件报告了 {plugin.num_errors} 处错误，见上面以 Error converting 开头的行。")
    if not problems:
        problems = [problem.render() for problem in check_pdfs(site, noted.expected)]
    if problems:
        raise PluginError("每页的 PDF 没有全部做成：\n" + "\n".join(problems))
    print(report)


def _rendered(noted: NotingRenderer, config: MkDocsConfig) -> Report:
    root = Path(config.config_file_path).parent
    with cache_below(root):
        return render_pages(noted.jobs(), Path(config.site_dir), root / CACHE)


def _has_pdf(page: Page) -> bool:
    """Unless its front matter says ``pdf: false``: a page to look things up in, which nobody prints."""
    return page.meta.get("pdf", True) is not False


def _active_plugin(config: MkDocsConfig) -> Any:
    """The PDF plugin when it is switched on, else None. Raises ConfigurationError for a switch nobody
    understands."""
    plugin = config.plugins.get(PLUGIN)
    if plugin is None:
        return None
    name = plugin.config["enabled_if_env"]
    if name and os.environ.get(name, "") not in ("", "0", "1"):
        raise ConfigurationError(
            f"环境变量 {name} 只能是 1（做 PDF）或 0（不做），现在是“{os.environ[name]}”。"
        )
    return plugin if plugin.enabled else None

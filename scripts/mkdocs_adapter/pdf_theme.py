"""Theme handler of mkdocs-pdf-export-plugin (``theme_handler_path`` in mkdocs.yml).

The plugin has it put the link to the PDF into the page. It would also ask for extra styles; there are none,
print.css is linked in the page. Rendering is taken over by ``pdf_guard``.
"""

from __future__ import annotations

_ARTICLE = '<article class="md-content__inner md-typeset">'
_LINK = '<a class="md-content__button hb-pdf-link hb-screen" href="{href}" title="本页的 PDF，A4 纸，可打印">PDF</a>'


def get_stylesheet() -> str:
    """Never asked while ``pdf_guard`` is at work. Ends the build: without the guard the plugin would go on
    after errors."""
    # SystemExit, because the plugin catches every Exception and carries on.
    raise SystemExit("每页的 PDF 没有做：mkdocs.yml 的 hooks 里要有 scripts/mkdocs_adapter/pdf_guard.py。")


def modify_html(html: str, href: str) -> str:
    """The page with a link to its PDF, ``href`` relative to the page, unless its own text has one.

    Raises ValueError if the page has no place for it.
    """
    if f'href="{href}"' in html:
        return html
    if _ARTICLE not in html:
        raise ValueError(f"页面里没有 {_ARTICLE}，放不下 PDF 链接：Material 的外壳变了？")
    return html.replace(_ARTICLE, _ARTICLE + _LINK.format(href=href), 1)

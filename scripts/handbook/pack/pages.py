"""The page on which a firm makes its own papers."""

from __future__ import annotations

from handbook.markdown.front_matter import NO_PDF, OUTSIDE_MENU, front_matter, programs
from handbook.markdown.templates import render
from handbook.model.handbook import Handbook
from handbook.pack.model_script import CURRENT, CURRENT_PAGE, MODEL, TEMPLATE
from handbook.page_programs.contract import CONTRACT

PAGE = "pack.md"
LIBRARIES = ("assets/pack/qrcode.js",)
#: What only writing a DOCX needs, two thirds of the page's program: it comes when one is asked for.
WRITER = (TEMPLATE, "assets/pack/pizzip.js", "assets/pack/docxtemplater.js")

#: The page's program, in the order in which its files need each other.
PROGRAMS = ("pack/core", "pack/qr", "pack/docx", "files", "firm-profile", "pack/page")


def pack_page(book: Handbook) -> dict[str, str]:
    """The page, and that behind the QR code of a cover, by path relative to the site's documents; none in a
    handbook without papers."""
    if not book.pack:
        return {}
    return {
        PAGE: front_matter(
            "一企一册",
            "填几样自己厂里的事，得到这家企业要有的安全文件：只出用得上的，带依据，打印或者存成 DOCX。",
            hide=["navigation", "toc"],
            styles=["assets/stylesheets/pack.css"],
            print_styles=["assets/stylesheets/pack-print.css"],
            scripts=[
                CONTRACT,
                MODEL,
                *LIBRARIES,
                *programs(*PROGRAMS),
            ],
            **NO_PDF,
        )
        + render("pack.md.jinja", "pack.html", book, writer=WRITER),
        CURRENT_PAGE.removesuffix(".html") + ".md": front_matter(
            "一企一册：还是现行的吗",
            "扫封面的二维码到这里：手里的安全文件哪几份照现在的手册变了。",
            hide=OUTSIDE_MENU,
            search={"exclude": True},
            scripts=[CURRENT, *programs("pack/current")],
            **NO_PDF,
        )
        + render("pack-current.md.jinja", CURRENT_PAGE, book),
    }

"""The register's pages: the one that works with workbooks, and the dictionary of its columns and rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handbook.ledger.engine import CORE, INTAKE, TAKING
from handbook.ledger.model_script import CLASSES, MODEL
from handbook.ledger.workbook_plan import kind_text
from handbook.markdown.front_matter import NO_PDF, OUTSIDE_MENU, WIDE_STYLE, front_matter, programs
from handbook.markdown.templates import render
from handbook.model.handbook import Handbook
from handbook.model.papers.download_names import workbook_path
from handbook.model.papers.ledger import COLLECTED_PAGE, FIELDS_PAGE, TOOL_PAGE
from handbook.page_programs.contract import CONTRACT

LIBRARY = "assets/ledger/fflate.js"
#: The sheet of a visit, which site/pages/visit_sheet_data.py writes where the handbook has such sheets.
LEAF, LEAF_GLOBAL = "assets/ledger/visit-sheet.js", "handbookVisitSheet"

#: What the pages load at once: no more than shows where to choose files. The rest comes when files are
#: chosen or a document is asked for, from the addresses in ``data-…`` of the page's element.
PROGRAMS = ("files", "ledger/view", "ledger/page", "ledger/codes")
COLLECTING = ("files", "ledger/view", "ledger/collect-page")
DOCUMENT = ("ledger/docx",)
#: Data of the self-check that the collecting page needs (site/pages/self_check.py writes them).
SELF_CHECK_DATA = ("assets/self-check/points.js", "assets/self-check/guidance.js")


def _program_front(title: str, description: str, scripts: tuple[str, ...]) -> str:
    """Front matter of a page that is a program."""
    return front_matter(
        title,
        description,
        hide=["navigation", "toc"],
        styles=["assets/stylesheets/ledger.css"],
        print_styles=["assets/stylesheets/ledger-print.css", WIDE_STYLE],
        scripts=programs(*scripts),
        **NO_PDF,
    )


def ledger_pages(book: Handbook) -> dict[str, str]:
    """The pages by path relative to the site's documents; none in a handbook without a register."""
    if book.ledger is None:
        return {}
    tool, fields, collected = (
        path.removesuffix(".md") + ".html" for path in (TOOL_PAGE, FIELDS_PAGE, COLLECTED_PAGE)
    )
    values = {
        "ledger": book.ledger,
        "workbook": workbook_path(book.ledger.file),
        "tool": tool,
        "fields": fields,
        "classes": [CLASSES],
        "document": programs(*DOCUMENT),
    }
    return {
        TOOL_PAGE: _tool(book, tool, values),
        COLLECTED_PAGE: _collected(book, collected, values),
        FIELDS_PAGE: _fields(book, fields, values),
    }


def _tool(book: Handbook, address: str, values: Mapping[str, Any]) -> str:
    return _program_front(
        "底数：核对、收结果、周报",
        "厂中厂底数的工作簿在这一页核对、收检查结果、算周报、比两年；不保存、不上传，断网也能用。",
        PROGRAMS,
    ) + render(
        "ledger.md.jinja",
        address,
        book,
        work=[LIBRARY, MODEL, *programs(*CORE, "ledger/visit-sheet")],
        leaf=[LEAF],
        take=[CONTRACT, SELF_CHECK_DATA[0], *programs(*INTAKE[1:], "ledger/intake-page")],
        **values,
    )


def _collected(book: Handbook, address: str, values: Mapping[str, Any]) -> str:
    checks = ("self-check/core", "self-check/totals", "self-check/files", "self-check/exports")
    return _program_front(
        "收表汇总",
        "企业交来的自查文件放在一起看：最常见的十条、按哪一方、按行业、按镇街，讲课提纲。",
        COLLECTING,
    ) + render(
        "ledger-collected.md.jinja",
        address,
        book,
        work=[
            *(LIBRARY, CONTRACT, MODEL, *SELF_CHECK_DATA),
            *programs(*checks, *TAKING, "ledger/collect"),
        ],
        **values,
    )


def _fields(book: Handbook, address: str, values: Mapping[str, Any]) -> str:
    return front_matter(
        "底数数据字典",
        "厂中厂底数工作簿的每一张表、每一列写什么、怎么填、为什么要，核对的每一条规则。",
        hide=OUTSIDE_MENU,
    ) + render(
        "ledger-fields.md.jinja",
        address,
        book,
        sheets=book.ledger_sheets,
        rules=book.ledger_rules,
        industries=book.industries,
        kind_text=kind_text,
        **values,
    )

"""The sheet of a visit as data, for the register's page: there it is printed with the firm's head filled in.
The same sheet as the PDF's, so both say the same."""

from __future__ import annotations

from handbook.ledger.pages import LEAF, LEAF_GLOBAL
from handbook.model.handbook import Handbook
from handbook.page_programs.data_script import script
from handbook.sheets.from_visit import visit_sheet
from handbook.sheets.layout import Sheet
from handbook.sheets.page_data import page_data


def data_files(book: Handbook) -> dict[str, str]:
    """The script file with the leaf; nothing in a handbook without a register or without such a sheet."""
    sheet = officers_sheet(book)
    return {} if sheet is None else {LEAF: script(LEAF_GLOBAL, page_data(sheet))}


def officers_sheet(book: Handbook) -> Sheet | None:
    """The sheet that is filled in from the register; None in a handbook without a register or without such
    a sheet."""
    # What an officer carries is the one that may be taken for an inspection list.
    leaf = next((one for one in book.visit_sheets if one.official), None)
    return None if book.ledger is None or leaf is None else visit_sheet(book, leaf)

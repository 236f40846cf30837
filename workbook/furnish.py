"""What every sheet carries: a tab in the colour of its kind, how the checks stand, the way back to the front."""

from __future__ import annotations

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import ACCENT, BAD, GOOD, GREY, INK, INPUT
from xlclv.workbook.writer import Book

OKAY = "AllChecksOK"  # the name that every workbook gives to the result of its checks
_TABS = {
    "Assumptions": INPUT,
    "Pricing": INPUT,
    "Customers": GREY,
    "Flows": GREY,
    "Workings": GREY,
    "Data check": GREY,
    "Method": GOOD,
    "Checks": GOOD,
    "Sentences": GOOD,
}
_TITLE = 2.1  # units of width that a letter of the title takes


def furnish(book: Book, front: str, okay: str = OKAY) -> dict[str, set[tuple[int, int]]]:
    """Colour the tabs and lead back from every sheet but the front; gives the cells that show the checks' result."""
    apart = {}
    for title, sheet in book.sheets.items():
        sheet.ws.sheet_properties.tabColor = INK if title == front else _TABS.get(title, ACCENT)
        if title != front:
            column = _beside(sheet)
            text = f'=IF({okay},"All checks hold","A check failed")&": back to {front}"'
            sheet.link(1, column, front, text)
            failed = FormulaRule(formula=[f"NOT({OKAY})"], font=Font(bold=True, color=BAD))
            sheet.ws.conditional_formatting.add(f"{get_column_letter(column)}1", failed)
            apart[title] = {(1, column)}
    return apart


def _beside(sheet: Sheet) -> int:
    """The first column behind the title."""
    held = next((value for row, column, _, value in sheet.cells() if (row, column) == (1, 1)), sheet.title)
    needed, column, reached = len(str(held)) * _TITLE + 1, 1, 0.0
    while reached < needed:
        reached += sheet.ws.column_dimensions[get_column_letter(column)].width
        column += 1
    return column

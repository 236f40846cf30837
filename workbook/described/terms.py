"""The Assumptions sheet of a description: the margin is all that a reader may change."""

from __future__ import annotations

from openpyxl.worksheet.datavalidation import DataValidation

from xlclv.report.described import Described
from xlclv.terms.money import words_of
from xlclv.workbook.names import define
from xlclv.workbook.styles import PERCENT
from xlclv.workbook.writer import Book

TITLE = "Assumptions"
_ROW = 5


def build(book: Book, made: Described) -> str:
    """Lay out the sheet; gives the test for a margin that is as exported."""
    sheet, given = book.sheets[TITLE], made.assumptions
    sheet.title_block("Assumptions", "The yellow cell is yours to change: every figure of margin follows it.")
    sheet.widths((24, 13, 27, 13, 22, 66))
    sheet.headings(_ROW - 1, ("Input", "Value", "Unit", "As exported", "Source", "Note"), (2, 4))
    said = words_of(made)
    sheet.put(_ROW, 1, "Margin", "Text")
    live = sheet.put(_ROW, 2, given.margin, "Input", PERCENT)
    sheet.put(_ROW, 3, f"of {said.whole}", "Text")
    exported = sheet.put(_ROW, 4, given.margin, fmt=PERCENT)
    sheet.put(_ROW, 5, given.source("margin"), "Text")
    sheet.put(_ROW, 6, said.note, "Text")
    define(book, "Margin", live, f"Contribution share of {said.whole}; input")
    low, high = f"{min(0.0, given.margin):g}", "1"
    rule = DataValidation(type="decimal", operator="between", formula1=low, formula2=high, allow_blank=False,
                          showErrorMessage=True, errorTitle="Margin",
                          error=f"Enter a share of {said.whole} between 0% and 100%, such as 40%.")  # fmt: skip
    rule.add(live.here)
    sheet.ws.add_data_validation(rule)
    return f"{live.full}={exported.full}"

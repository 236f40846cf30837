"""The Data check sheet without money: every row read was used, or left out for a reason."""

from __future__ import annotations

from xlclv.errors import printable
from xlclv.orders.ledger import Ledger
from xlclv.report import Report
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import WHOLE
from xlclv.workbook.summary.data_check import TITLE, words
from xlclv.workbook.writer import Book

__all__ = ["TITLE", "build"]
_WIDTHS = (46, 14, 14, 60, 22, 14)


def build(book: Book, report: Report) -> None:
    """Lay out the sheet: the account of rows, the files, what was assumed and what deserves a look."""
    sheet, ledger = book.sheets[TITLE], report.ledger
    sheet.title_block("Data check", "Every row read was used, or left out for a reason given here.")
    sheet.widths(_WIDTHS)
    row = _files(sheet, ledger, _account(sheet, ledger) + 1)
    row = words(sheet, row + 1, "What was assumed about the files", ledger.assumed)
    cautions = (line[:1].upper() + line[1:] for line in report.cautions)
    words(sheet, row + 1, "What deserves a look", (*cautions, *ledger.warnings))
    sheet.repeat_rows(1, 2)


def _account(sheet: Sheet, ledger: Ledger) -> int:
    sheet.section(4, "The account", len(_WIDTHS))
    sheet.headings(5, ["Rows of all files", "Rows", "", "First places, as file:row", "", ""], (2,))
    lines = [("Read", ledger.rows_read, ""), ("Used", ledger.rows_used, "")]
    lines += [(f"Left out: {e.reason}", e.rows, ", ".join(e.first_rows)) for e in ledger.excluded]
    for row, (label, count, places) in enumerate(lines, 6):
        sheet.put(row, 1, label, "Text")
        sheet.put(row, 2, count, fmt=WHOLE)
        sheet.put(row, 4, places or None, "Text")
        sheet.fit(row, [(label, _WIDTHS[0]), (places, _WIDTHS[3])])
    row = 6 + len(lines)
    sheet.put(row, 1, "Used and left out", "Total label")
    sheet.live(row, 2, f"=SUM(B7:B{row - 1})", "Total", WHOLE)
    sheet.put(row + 1, 1, "Read, but not accounted for", "Text")
    sheet.live(row + 1, 2, f"=B6-B{row}", fmt=WHOLE)
    return row + 2


def _files(sheet: Sheet, ledger: Ledger, row: int) -> int:
    sheet.section(row, "Files", len(_WIDTHS))
    sheet.headings(row + 1, ["File", "Rows", "", "SHA-256, the file's fingerprint", "Sheet", "Bytes"], (2, 6))
    for at, file in enumerate(ledger.files, row + 2):
        name, within = printable(file.name), printable(file.sheet)
        sheet.put(at, 1, name, "Text")
        sheet.put(at, 2, file.rows, fmt=WHOLE)
        sheet.put(at, 4, file.sha256, "Text")
        sheet.put(at, 5, within, "Text")
        sheet.put(at, 6, file.bytes, fmt=WHOLE)
        sheet.fit(at, [(name, _WIDTHS[0]), (file.sha256, _WIDTHS[3] - 6)])
    return row + 2 + len(ledger.files)

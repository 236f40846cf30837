"""The sheet Checks of a template: every figure twice, in two ways, and whether they agree at any input."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlclv.workbook.calculation import Formula
from xlclv.workbook.cells import Ref
from xlclv.workbook.names import define
from xlclv.workbook.styles import color_truth
from xlclv.workbook.writer import Book

TITLE = "Checks"
_FIRST = 6
_TOLERANCE = 1e-6  # of the size of the figure: far above rounding, far below anything that matters


@dataclass(frozen=True, slots=True)
class Check:
    """One line: what is compared, and both sides, as formulas' texts or numbers."""

    words: str
    left: str | float
    right: str | float


@dataclass(frozen=True, slots=True)
class Verdict:
    """Where it stands whether all checks hold, and how many do not."""

    every: Ref
    failing: Ref
    count: int

    def sentence(self) -> Formula:
        """One line for the front page."""
        count = f"ROWS({TITLE}!$D${_FIRST}:$D${_FIRST + self.count - 1})"
        text = f'=IF(AllChecksOK,"All checks pass",{self.failing.full}&" of "&{count}&" checks fail")'
        return Formula(text)


def build(book: Book, checks: Sequence[Check]) -> Verdict:
    """Lay out the sheet, which must stand in the book already."""
    sheet = book.sheets[TITLE]
    sheet.title_block("Checks", "Each figure is worked out in two ways; OK means that they agree within the tolerance.")
    sheet.widths([88, 22, 22, 11])
    sheet.put(3, 1, "All checks", "Message")
    sheet.headings(_FIRST - 1, ["Check", "Left", "Right", "OK"], (2, 3))
    sheet.put(4, 1, "Tolerance, as a share of the figure", "Text")
    tolerance = sheet.put(4, 2, _TOLERANCE, fmt="0.000000%")
    for row, check in enumerate(checks, _FIRST):
        sheet.put(row, 1, check.words, "Text")
        for column, side in ((2, check.left), (3, check.right)):
            held = Formula(side) if isinstance(side, str) else side
            sheet.put(row, column, held, fmt="#,##0.000000")
        text = f"=IFERROR(ABS(B{row}-C{row})<={tolerance.fixed}*MAX(1,ABS(C{row})),FALSE)"
        sheet.live(row, 4, text, "Check")
    last = _FIRST + len(checks) - 1
    okay = f"D{_FIRST}:D{last}"
    every = sheet.live(3, 4, f"=AND({okay})", "Check")
    failing = Formula(f"=COUNTIFS({okay},FALSE)")
    fails = sheet.put(3, 3, failing, "Value", '0" failed"')
    define(book, "AllChecksOK", every, "TRUE when every check on this sheet holds")
    color_truth(sheet.ws, f"D3 {okay}")
    sheet.ws.freeze_panes = f"A{_FIRST}"
    sheet.ws.page_setup.fitToHeight = 1
    return Verdict(every, fails, len(checks))

"""The Equity movement sheet: how customer equity came from the opening to the closing, as for orders."""

from __future__ import annotations

from xlclv.contracts.report import Report
from xlclv.formulas.equity_movement import BEHAVIOUR, DATA, MODEL, NEW
from xlclv.workbook.contracts.checks import Check
from xlclv.workbook.summary import movement
from xlclv.workbook.writer import Book

TITLE = "Equity movement"
_WORDS = {
    **movement.WORDS,
    DATA: "Contracts, ends and notices dated up to the opening day that the earlier report had otherwise",
    BEHAVIOUR: "More or fewer renewed than expected, fees changed, or notice was given",
    NEW: "Who began or came back in the period, at the opening's curves",
    MODEL: "The curves fitted again to all contracts",
}


def build(book: Book, report: Report, found: list[Check]) -> None:
    """Lay out the sheet, if a movement was asked for."""
    if report.statements:
        worth = 0.0 if report.equity is None else report.equity.value  # nobody runs any more
        found += movement.lay(book, book.sheets[TITLE], report.statements, report.currency, worth, _WORDS)

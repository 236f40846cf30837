"""The Budget sheet of contracts: payments and margin by month, laid out and live as that of orders."""

from __future__ import annotations

from workbook.contracts.assumptions import UNCHANGED
from workbook.contracts.checks import Check, close
from workbook.summary import budget
from workbook.writer import Book
from xlclv.contracts.report import Report

TITLE = budget.TITLE
_WORDS = budget.Words(
    "Payments",
    "Fees",
    "First fee of a customer won",
    "Fees following, each",
    "Started",
    "start",
    "chance, parameters and the choice of curve. It moves with margin and season alone; curves and growth do not move.",
)


def build(book: Book, report: Report, found: list[Check]) -> None:
    """Lay out the sheet, after the customer equity that it shows beside."""
    if report.budget is None or report.equity is None:
        return
    laid = budget.lay(book, book.sheets[TITLE], report.budget, report.currency, _WORDS)
    whole = float(report.budget.total.sum()) * report.terms.margin
    own = f"=IF(AND({UNCHANGED},{laid.changed}),{laid.totals['H'].full},{whole!r})"
    found.append(budget.by_tier(laid.totals, report.equity.value))
    words = "Budget: margin of all months = the engine's, while nothing is changed"
    found.append(Check(words, own, whole, close(whole)))

"""The Method sheet of a description."""

from __future__ import annotations

from xlclv.report.described import Described
from xlclv.terms.money import words_of
from xlclv.workbook.summary.limits import REPRODUCE, versions
from xlclv.workbook.summary.method import topic
from xlclv.workbook.writer import Book

TITLE = "Method"


def build(book: Book, made: Described) -> None:
    """Lay out the sheet: why there is no model, what the figures are, how to reproduce them."""
    sheet = book.sheets[TITLE]
    sheet.title_block("Method", "Why nothing is predicted, and what the figures are.")
    sheet.widths((28, 118))
    row = 4
    for heading, lines in _topics(made):
        row = topic(sheet, row, heading, lines)


def _topics(made: Described) -> list[tuple[str, list[tuple[str, str]]]]:
    said = words_of(made)
    to_date = said.to_date.capitalize()
    return [
        ("Why there is no model", [
            ("Reason", f"{made.reason[:1].upper()}{made.reason[1:]}."),
            ("What it means", "A remaining value, a chance of still being a customer and what a customer may cost rest "
             "on a model of repeat buying. Without one they would be invented, so this workbook holds none."),
            ("What would help", "More orders: a longer history, more customers, or customers who have come back."),
        ]),
        ("The figures in words", [
            (to_date, f"All {said.money} of a customer so far, refunds included."),
            ("Margin to date", f"{to_date} x {said.share}; not discounted, and before the cost of winning a customer."),
            ("Orders", "Days on which a customer bought: orders of one day count once."),
            ("Concentration", f"All customers by {said.sales} so far, in ten equal groups, whatever is listed or "
             "sorted."),
            ("Cohorts", "Customers by the month of their first order, and who ordered in the months since."),
        ]),
        (REPRODUCE, versions(made)),
    ]  # fmt: skip

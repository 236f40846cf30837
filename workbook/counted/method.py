"""The Method sheet without money: what was computed, how, and what it cannot say."""

from __future__ import annotations

from xlclv.report import Report
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.summary.method import MODELS
from xlclv.workbook.writer import Book

TITLE = "Method"
_WIDTHS = (28, 118)


def build(book: Book, report: Report) -> None:
    """Lay out the sheet: a word and a paragraph a row."""
    sheet = book.sheets[TITLE]
    sheet.title_block("Method", "What was computed, how, on what, and what it cannot say.")
    sheet.widths(_WIDTHS)
    sheet.section(4, "The figures in words", len(_WIDTHS))
    row = _lines(sheet, 5, _figures(report))
    sheet.section(row + 1, "How to reproduce it", len(_WIDTHS))
    _lines(sheet, row + 2, [("Version", f"xlclv {report.version}"), ("Command", report.command or "not recorded")])


def _lines(sheet: Sheet, row: int, lines: list[tuple[str, str]]) -> int:
    for at, (word, text) in enumerate(lines, row):
        sheet.put(at, 1, word, "Text")
        sheet.put(at, 2, text, "Text")
        sheet.fit(at, [(word, _WIDTHS[0]), (text, _WIDTHS[1])])
    return row + len(lines)


def _figures(report: Report) -> list[tuple[str, str]]:
    model, given, why = report.model, report.assumptions, report.choice
    parameters = ", ".join(f"{e.name} = {e.value:.6g}" for e in model.estimates)
    return [
        (
            "Orders",
            "Every row counts as an order (a visit, a login) of its customer; those of one customer on one day are "
            "one. There is no money, so nothing is valued: run the command with a column of amounts for that.",
        ),
        ("Frequency, recency, T", "Orders after the first; the age at the last order; the age now. Times are weeks."),
        ("P(alive)", "The probability that the customer has not left for good by the as-of date."),
        (
            "Expected orders",
            f"Of each customer over {given.horizon:g} years, given the own history. {MODELS.get(model.name, '')}",
        ),
        (
            "Segments",
            f"Tiers by rank of orders to come, those far away counting less (by {given.rate:.1%} a year, as values are "
            "discounted).",
        ),
        (
            model.name,
            f"Maximum likelihood on {model.customers:,} customers: {model.status}. Log-likelihood "
            f"{model.log_likelihood:,.2f}. {parameters}.",
        ),
        *([("Choice of model", f"{why.sentence} {why.details}")] if why.sentence else []),
        (
            "What it cannot say",
            "The model knows the past rhythm alone: no season, campaign or closing is in it, and one customer may do "
            "quite otherwise. What deserves a look is on the Data check sheet.",
        ),
    ]

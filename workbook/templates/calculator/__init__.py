"""The calculator: the simple formula with its four numbers, then margin, discounting, retention and fair cost."""

from __future__ import annotations

from workbook.templates import new_book, verification
from workbook.templates.calculator import checks, front, workings
from workbook.templates.calculator.figures import STARTS
from workbook.writer import Book


def lay_out(currency: str = "", period: str = "year") -> Book:
    """The workbook in memory; `period` is the word for what rates and lifetimes are counted in."""
    if period not in STARTS:
        raise ValueError(f"{period!r} is none of {', '.join(STARTS)}")
    book, example = new_book("Customer lifetime value calculator"), STARTS[period]
    for title in (front.TITLE, workings.TITLE, verification.TITLE):
        book.sheet(title)
    page = front.inputs(book, currency, period, example)
    parts = workings.build(book, example, period)
    results = front.results(book, page, example)
    verdict = verification.build(book, checks.checks(example, parts, results))
    front.finish(book, page, example, parts, results, verdict)
    return book

"""The calculator: the simple formula with its four numbers, then margin, discounting, retention and fair cost."""

from __future__ import annotations

from xlclv.workbook.finish import finish
from xlclv.workbook.furnish import furnish
from xlclv.workbook.templates import verification
from xlclv.workbook.templates.calculator import checks, front, workings
from xlclv.workbook.templates.calculator.example import STARTS
from xlclv.workbook.templates.empty import new_book
from xlclv.workbook.writer import Book


def lay_out(currency: str = "", period: str = "year") -> Book:
    """The workbook in memory; `period` is the word for what rates and lifetimes are counted in."""
    if period not in STARTS:
        raise ValueError(f"{period!r} is none of {', '.join(STARTS)}")
    book = new_book("Customer lifetime value calculator")
    for title in (front.TITLE, workings.TITLE, verification.TITLE):
        book.sheet(title)
    page = front.inputs(book, currency, period, STARTS[period])
    parts = workings.build(book, period)
    results = front.results(book, page)
    verdict = verification.build(book, checks.checks(parts))
    front.finish(page, parts, results, verdict)
    furnish(book, front.TITLE)
    return finish(book)

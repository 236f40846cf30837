"""The workbook of orders that were counted (visits, logins): P(alive), orders to come, cohorts; nothing of money."""

from __future__ import annotations

from xlclv.report import Report
from xlclv.terms.titles import COUNTED
from xlclv.workbook import sentences
from xlclv.workbook.counted import customers, data_check, front, method
from xlclv.workbook.finish import finish
from xlclv.workbook.furnish import furnish
from xlclv.workbook.progress import Progress
from xlclv.workbook.summary import cohorts, tracking
from xlclv.workbook.summary.refusals import refuse_unfit
from xlclv.workbook.writer import Book


def lay_out(report: Report, tell: Progress) -> Book:
    """The workbook in memory; the customers' rows are only made when it is saved."""
    refuse_unfit(report)
    book = Book(
        report.assumptions.as_of,
        title=COUNTED,
        creator=f"xlclv {report.version}",
        subject="Repeat buying",
        footer=f"as of {report.assumptions.as_of:%Y-%m-%d}",
    )
    titles = (front.TITLE, cohorts.TITLE, tracking.TITLE, customers.TITLE, data_check.TITLE, method.TITLE)
    for title in (*titles, sentences.TITLE):
        if title != tracking.TITLE or report.holdout is not None:
            book.sheet(title)
    customers.build(book, report, tell)
    cohorts.build(book, report)
    tracking.build(book, report)
    data_check.build(book, report)
    method.build(book, report)
    front.build(book, report)
    sentences.follow_locale(book)
    furnish(book, front.TITLE)
    return finish(book)

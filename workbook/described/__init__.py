"""The workbook of orders that no model can be fitted to: what happened, checked, and nothing predicted."""

from __future__ import annotations

import os

from xlclv.report.described import Described
from xlclv.terms.titles import DESCRIBED
from xlclv.workbook import sentences
from xlclv.workbook.described import buyers, checks, concentration, front, method, terms
from xlclv.workbook.finish import finish
from xlclv.workbook.furnish import furnish
from xlclv.workbook.summary import cohorts, data_check
from xlclv.workbook.writer import Book

SHEETS = (
    front.TITLE,
    terms.TITLE,
    cohorts.TITLE,
    concentration.TITLE,
    buyers.TITLE,
    data_check.TITLE,
    method.TITLE,
    checks.TITLE,
    sentences.TITLE,
)


def write(made: Described, path: str | os.PathLike[str]) -> tuple[str, ...]:
    """Write the workbook, or raise OutputError and leave the target untouched; the checks that fail in it."""
    return lay_out(made).save(path)


def lay_out(made: Described) -> Book:
    """The workbook in memory."""
    book = Book(
        made.assumptions.as_of,
        title=DESCRIBED,
        creator=f"xlclv {made.version}",
        subject="Customers without a model",
        footer=f"as of {made.assumptions.as_of:%Y-%m-%d}",
    )
    for title in SHEETS:
        book.sheet(title)
    changed = terms.build(book, made)
    table = buyers.build(book, made)
    curve = concentration.build(book, made)
    shapes = cohorts.build(book, made)
    ledger = data_check.build(book, made)
    method.build(book, made)
    status = front.build(book, made, front.Parts(table, curve, shapes, ledger))
    sentences.follow_locale(book)
    apart = {front.TITLE: status, **furnish(book, front.TITLE, checks.EVERY.full)}
    checks.build(book, made, checks.Parts(table, curve, shapes, ledger, changed, apart))
    return finish(book)

"""The last hand on a workbook, once every sheet is laid out: columns as wide as their numbers, pages one can read."""

from __future__ import annotations

from xlclv.workbook.printed import print_readably
from xlclv.workbook.widths import widen
from xlclv.workbook.writer import Book


def finish(book: Book) -> Book:
    """Fit columns and pages of every sheet to what stands there; gives the book."""
    for sheet in book.sheets.values():
        widen(sheet)
        print_readably(sheet)
    return book

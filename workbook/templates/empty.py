"""The book that every template begins with."""

from __future__ import annotations

import datetime as dt

from xlclv import __version__
from xlclv.workbook.writer import Book

STAMP = dt.date(2026, 1, 1)  # a template has no as-of date; one day for all makes equal files equal


def new_book(title: str) -> Book:
    """An empty book with the words that all templates share."""
    return Book(STAMP, title=title, creator=f"xlclv {__version__}", subject="Customer lifetime value", footer="xlclv")

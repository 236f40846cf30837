"""The Customers sheet without money: one row a customer, streamed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlclv.report import Report
from xlclv.workbook.bulk import chunks, numbers, rows
from xlclv.workbook.calculation import Table as Long
from xlclv.workbook.calculation import Words
from xlclv.workbook.progress import Progress
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import DAY, DECIMAL, PERCENT, WHOLE
from xlclv.workbook.summary.customers import FIRST, HEAD, TABLE, Column, column, furnish, serials, template
from xlclv.workbook.writer import Book

TITLE = "Customers"
IDS, SEGMENT, ORDERS = column("Customer"), column("Segment"), column("Orders")
P_ALIVE, EXPECTED = column("P(alive)"), column("Expected orders")


def build(book: Book, report: Report, tell: Progress) -> None:
    """Lay out the sheet: the most orders to come first."""
    sheet, columns = book.sheets[TITLE], _columns(report)
    years = f"{report.assumptions.horizon:g} year{'' if report.assumptions.horizon == 1 else 's'}"
    listed = len(report.customers.id)
    others = "" if report.unlisted is None else f" of {report.customer_count:,}; the others are on Summary"
    sheet.title_block("Customers", f"{listed:,} customers{others}, most orders to come first. Expected over {years}.")
    sheet.height(3, 6)
    headers = [entry.header for entry in columns]
    sheet.headings(HEAD, headers, [i for i, entry in enumerate(columns, 1) if entry.numeric], 32)
    sheet.widths([entry.width for entry in columns])
    book.calculation.table(TABLE, TITLE, Long(HEAD, {entry.header: entry.values for entry in columns}, listed))
    _stream(book, sheet, columns, listed, tell)
    furnish(sheet, headers, HEAD + listed)


def _columns(report: Report) -> list[Column]:
    told = report.customers
    tiers = Words(tuple(segment.name for segment in report.segments), told.segment)
    names = [segment.name for segment in report.segments]
    return [
        Column("Customer", 24, "@", told.id, lambda i, j: told.id[i:j]),
        Column("Segment", 15, "@", tiers, lambda i, j: [names[k] for k in told.segment[i:j].tolist()]),
        _numbers("First order", 11, DAY, serials(told.first_order)),
        _numbers("Last order", 11, DAY, serials(told.last_order)),
        _numbers("Orders", 8, WHOLE, told.orders),
        _numbers("Frequency", 10, WHOLE, told.frequency),
        _numbers("Recency (weeks)", 10, DECIMAL, told.recency),
        _numbers("T (weeks)", 10, DECIMAL, told.T),
        _numbers("P(alive)", 9, PERCENT, told.p_alive),
        _numbers("Expected orders", 10, DECIMAL, told.expected_orders),
    ]


def _numbers(header: str, width: float, fmt: str, values: NDArray[Any]) -> Column:
    return Column(header, width, fmt, np.asarray(values), lambda i, j: numbers(values[i:j]))


def _stream(book: Book, sheet: Sheet, columns: Sequence[Column], listed: int, tell: Progress) -> None:
    row = template(book, columns)

    def streamed() -> Iterator[bytes]:
        for i, j in chunks(listed):
            tell("Writing customers", i, listed)
            insides = [entry.cells(book.strings, i, j) for entry in columns]
            yield rows(row, insides, FIRST + i)

    sheet.stream(streamed, HEAD + listed, len(columns))

"""The service levels on the Segments sheet: how many customers of each segment have earned which service."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from xlclv.places import places
from xlclv.report import SERVICES, Report
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import WHOLE
from xlclv.workbook.summary.check import Check
from xlclv.workbook.summary.customers import SEGMENT, SERVICE, CustomerTable
from xlclv.workbook.summary.segments import TITLE
from xlclv.workbook.writer import Book


def build(book: Book, report: Report, table: CustomerTable, row: int) -> list[Check]:
    """Lay out the table from `row`; gives the checks that hold each service's number to the engine's."""
    people = report.customers
    if people.service is None:
        return []
    sheet, width = book.sheets[TITLE], len(SERVICES) + 2
    sheet.section(row, "Service earned so far: customers by segment and service level, as the Method explains", width)
    sheet.headings(row + 1, ("Segment", *SERVICES, "All"), range(2, width + 1), 32)
    first, last = row + 2, row + 1 + len(report.segments)
    letters = "BCDEFGH"[: len(SERVICES)]
    others, below = None if report.unlisted is None else report.unlisted.services, last + 4 - first
    if others is not None:
        _beyond(sheet, report, others, last + 2)
    for at, segment in enumerate(report.segments, first):
        sheet.put(at, 1, segment.name, "Text")
        for column, letter in enumerate(letters, 2):
            here = f"COUNTIFS({SEGMENT},$A{at},{SERVICE},{letter}${row + 1})"
            beyond = "" if others is None else f"+{letter}{at + below}"
            sheet.live(at, column, f"={here}{beyond}", fmt=WHOLE)
        sheet.live(at, width, f"=SUM(B{at}:{letters[-1]}{at})", fmt=WHOLE)
    sheet.put(last + 1, 1, "All customers", "Total label")
    totals = [
        sheet.live(last + 1, column, f"=SUM({letter}{first}:{letter}{last})", "Total", WHOLE)
        for column, letter in enumerate("BCDEFGH"[: width - 1], 2)
    ]
    counts = np.bincount(places(people.service), minlength=len(SERVICES))
    if others is not None:
        counts = counts + others.sum(axis=0)
    every = zip(SERVICES, totals[:-1], counts.tolist(), strict=True)
    return [Check(f"Customers of the service level {name}", f"={cell.full}", count) for name, cell, count in every]


def _beyond(sheet: Sheet, report: Report, others: NDArray[np.int64], row: int) -> None:
    """The customers that are not listed, as exported: the table above counts them too."""
    sheet.put(row, 1, "Of these without a row on Customers, as exported", "Note")
    sheet.headings(row + 1, ("Segment", *SERVICES), range(2, len(SERVICES) + 2), 32)
    for at, (segment, counts) in enumerate(zip(report.segments, others.tolist(), strict=True), row + 2):
        sheet.put(at, 1, segment.name, "Text")
        for column, count in enumerate(counts, 2):
            sheet.put(at, column, count, fmt=WHOLE)

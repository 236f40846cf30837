"""The service levels on the Segments sheet: how many customers of each segment have earned which service."""

from __future__ import annotations

import numpy as np

from workbook.styles import WHOLE
from workbook.summary.check import Check
from workbook.summary.customers import SEGMENT, SERVICE, CustomerTable
from workbook.summary.segments import TITLE
from workbook.writer import Book
from xlclv.places import places
from xlclv.report import SERVICES, Report


def build(book: Book, report: Report, table: CustomerTable, row: int) -> list[Check]:
    """Lay out the table from `row`; gives the checks that hold each service's number to the engine's."""
    people = report.customers
    if people.service is None:
        return []
    sheet, width = book.sheets[TITLE], len(SERVICES) + 2
    whose = "customers listed" if table.rest else "customers"
    sheet.section(row, f"Service earned so far: {whose} by segment and service level, as the Method explains", width)
    sheet.headings(row + 1, ("Segment", *SERVICES, "All"), range(2, width + 1), 32)
    first, last = row + 2, row + 1 + len(report.segments)
    letters = "BCDEFGH"[: len(SERVICES)]
    for at, segment in enumerate(report.segments, first):
        sheet.put(at, 1, segment.name, "Text")
        for column, letter in enumerate(letters, 2):
            sheet.live(at, column, f"=COUNTIFS({SEGMENT},$A{at},{SERVICE},{letter}${row + 1})", fmt=WHOLE)
        sheet.live(at, width, f"=SUM(B{at}:{letters[-1]}{at})", fmt=WHOLE)
    sheet.put(last + 1, 1, "All customers" if not table.rest else "All customers listed", "Total label")
    totals = [
        sheet.live(last + 1, column, f"=SUM({letter}{first}:{letter}{last})", "Total", WHOLE)
        for column, letter in enumerate("BCDEFGH"[: width - 1], 2)
    ]
    counts = np.bincount(places(people.service), minlength=len(SERVICES)).tolist()
    every = zip(SERVICES, totals[:-1], counts, strict=True)
    return [Check(f"Customers of the service level {name}", f"={cell.full}", count) for name, cell, count in every]

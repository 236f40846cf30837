"""The service levels on the Segments sheet: how many customers of each segment have earned which service."""

from __future__ import annotations

import numpy as np

from workbook.sheet import formula
from workbook.styles import WHOLE
from workbook.summary.check import Check
from workbook.summary.customers import SEGMENT, SERVICE, CustomerTable
from workbook.summary.segments import TITLE
from workbook.writer import Book
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
    place = people.segment.astype(np.intp) * len(SERVICES) + people.service
    counts = np.bincount(place, minlength=len(report.segments) * len(SERVICES)).reshape(-1, len(SERVICES))
    first, last = row + 2, row + 1 + len(report.segments)
    for i, segment in enumerate(report.segments):
        at = first + i
        sheet.put(at, 1, segment.name, "Text")
        for j in range(len(SERVICES)):
            live = f"=COUNTIFS({SEGMENT},$A{at},{SERVICE},{'BCDEF'[j]}${row + 1})"
            sheet.put(at, 2 + j, formula(live, int(counts[i, j])), fmt=WHOLE)
        sheet.put(at, width, formula(f"=SUM(B{at}:F{at})", int(counts[i].sum())), fmt=WHOLE)
    sheet.put(last + 1, 1, "All customers" if not table.rest else "All customers listed", "Total label")
    checks = []
    for j, name in enumerate((*SERVICES, "All")):
        letter, total = "BCDEFG"[j], int(counts[:, j].sum() if j < len(SERVICES) else counts.sum())
        cell = sheet.put(last + 1, 2 + j, formula(f"=SUM({letter}{first}:{letter}{last})", total), "Total", WHOLE)
        if j < len(SERVICES):
            checks.append(Check(f"Customers of the service level {name}", formula(f"={cell.full}", total), total))
    return checks

"""The ten best customers on the Summary, by name, each with its value at the inputs now."""

from __future__ import annotations

from collections.abc import Sequence

from xlclv.report import Report
from xlclv.workbook import lookups
from xlclv.workbook.calculation import Formula
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import money
from xlclv.workbook.summary.customers import CLV, IDS

ROWS = 5  # of two customers each


def build(sheet: Sheet, report: Report, row: int, columns: Sequence[int]) -> None:
    """Two columns of names and values under a header, from `row`; the order is that of the export."""
    people, cash = report.customers, money(report.assumptions.currency, sign=True)
    best = people.id[: 2 * ROWS]
    clear = lookups.alone(best, people.id)
    sheet.height(row, 18)
    for column in range(columns[0], columns[-1] + 1):
        sheet.put(row, column, None, "Head")
    for at, (names, values) in enumerate((columns[:2], columns[2:])):
        sheet.put(row, names, ("Best customers, as exported", "and the next")[at], "Head")
        sheet.put(row, values, "Remaining CLV", "Head number")
        for i, name in enumerate(best[at * ROWS : (at + 1) * ROWS], at * ROWS):
            put = row + 1 + i - at * ROWS
            told = sheet.put(put, names, name, "Line", "@")
            sheet.put(put, values, _worth(told.here, clear[i]), "Value", cash)


def _worth(cell: str, clear: bool) -> Formula:
    """Looked up by name, wherever the table is sorted to."""
    return Formula(f"=INDEX({CLV},{lookups.place(cell, IDS, clear)})")

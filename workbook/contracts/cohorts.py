"""The Cohorts sheet: relationships by the month of their start, how many made each renewal, and what they paid."""

from __future__ import annotations

import numpy as np

from xlclv.contracts.cohorts import paid_so_far
from xlclv.contracts.periods import month_of
from xlclv.contracts.report import Report
from xlclv.workbook.contracts.checks import Check
from xlclv.workbook.styles import PERCENT, WHOLE, money
from xlclv.workbook.writer import Book

TITLE = "Cohorts"
_STEPS = (1, 2, 3, 6, 9, 12, 18, 24)


def build(book: Book, report: Report, found: list[Check]) -> None:
    """Lay out the sheet: a row a month of start. A share stands where every starter could have made the renewal."""
    sheet, them, contracts = book.sheets[TITLE], report.them, report.contracts
    sheet.title_block(
        "Cohorts",
        "By month of start: still running, and the share that made each renewal, of those for whom it fell due.",
    )
    heads = ["Start", "Relationships", "Lost", "Running", "Share running", *(f"Renewal {step}" for step in _STEPS)]
    heads += ["Paid a head", "Margin a head"]
    sheet.widths((12, 13, 10, 10, 10, *(10,) * len(_STEPS), 13, 13))
    sheet.headings(4, heads, range(2, len(heads) + 1), 32)
    month = month_of(them.start)
    paid = paid_so_far(report)
    cash, row = money(report.currency, cents=True), 5
    for start in np.unique(month).tolist():
        mine = month == start
        sheet.put(row, 1, str(np.datetime64(start, "M")), "Line", "@")
        sheet.put(row, 2, int(mine.sum()), fmt=WHOLE)
        sheet.put(row, 3, int(them.lost[mine].sum()), fmt=WHOLE)
        sheet.live(row, 4, f"=B{row}-C{row}", fmt=WHOLE)
        sheet.live(row, 5, f"=D{row}/B{row}", fmt=PERCENT)
        for column, step in enumerate(_STEPS, 6):
            due = mine & ((them.renewals >= step) | them.lost)
            if bool((due == mine).all()):
                sheet.put(row, column, float((them.renewals[mine] >= step).mean()), fmt=PERCENT)
        column = 6 + len(_STEPS)
        head = sheet.put(row, column, float(paid[mine].sum() / mine.sum()), fmt=cash)
        sheet.live(row, column + 1, f"={head.here}*Margin", fmt=cash)
        row += 1
    sheet.put(row, 1, "All", "Total label")
    for letter, column in (("B", 2), ("C", 3), ("D", 4)):
        sheet.live(row, column, f"=SUM({letter}5:{letter}{row - 1})", "Total", WHOLE)
    sheet.live(row, 5, f"=D{row}/B{row}", "Total", PERCENT)
    found.append(Check("Relationships of all cohorts = relationships", f"={TITLE}!B{row}", len(them)))
    found.append(Check("Running of all cohorts = running", f"={TITLE}!D{row}", int(them.running.sum())))
    sheet.put(
        row + 2, 1, f"{len(contracts.ids):,} customers; fees paid are those of every billing period begun.", "Note"
    )
    sheet.ws.freeze_panes = "B5"
    sheet.repeat_rows(4, 4)

"""The top group: the best customers by the share on Assumptions, and what they hold."""

from __future__ import annotations

import numpy as np

from workbook.cells import Ref, Value
from workbook.sheet import Sheet, formula
from workbook.spoken import rounded
from workbook.styles import PERCENT, WHOLE, money
from workbook.summary.customers import CLV, CustomerTable
from workbook.summary.figures import TOP_SHARE, Figures
from xlclv.report import Report


def top_group(
    sheet: Sheet, report: Report, figures: Figures, customers: CustomerTable, row: int
) -> tuple[Ref, Ref, Ref]:
    """The top customers whatever the inputs: ties at the floor count only as far as the group reaches."""
    cash = money(report.assumptions.currency, cents=True)
    number, all_ = max(1, int(rounded(TOP_SHARE * figures.whole.customers))), customers.every(CLV)
    most = "=MAX(1,ROUND(TopShare*CustomerCount,0))"
    if customers.rest:  # those on no row of their own cannot be told apart
        number, most = min(number, customers.listed), f"=MAX(1,MIN(ROWS({CLV}),ROUND(TopShare*CustomerCount,0)))"
    floor = float(np.sort(figures.clv)[-number])
    above, total = figures.clv > floor, figures.whole.clv
    value = float(figures.clv[above].sum()) + (number - int(above.sum())) * floor
    sheet.section(row, "Top group, by its share of customers on Assumptions", 4)
    lines: list[tuple[str, Value, str]] = [
        ("Customers in it", formula(most, number), WHOLE),
        ("Worth at least", formula(f"=LARGE({CLV},D{row + 1})", floor), cash),
        (
            "Their value",
            formula(f"=SUMPRODUCT(({CLV}>D{row + 2})*({CLV}-D{row + 2}))+D{row + 1}*D{row + 2}", value),
            cash,
        ),
        (
            "Share of the value",
            formula(f"=IF(SUM({all_})>0,D{row + 3}/SUM({all_}),0)", value / total if total > 0 else 0.0),
            PERCENT,
        ),
    ]
    for at, (label, _, _) in enumerate(lines, row + 1):
        sheet.put(at, 1, label, "Text")
    refs = [sheet.put(at, 4, shown_, "Value", fmt) for at, (_, shown_, fmt) in enumerate(lines, row + 1)]
    return refs[0], refs[1], refs[3]

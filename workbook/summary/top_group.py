"""The top group: the best customers by the share on Assumptions, and what they hold."""

from __future__ import annotations

from workbook.cells import Ref
from workbook.sheet import Sheet
from workbook.styles import PERCENT, WHOLE, money
from workbook.summary.customers import CLV, CustomerTable


def top_group(sheet: Sheet, currency: str, customers: CustomerTable, row: int) -> tuple[Ref, Ref, Ref]:
    """The top customers whatever the inputs: ties at the floor count only as far as the group reaches."""
    cash, every, number = money(currency, cents=True), customers.every(CLV), "ROUND(TopShare*CustomerCount,0)"
    if customers.rest:  # those on no row of their own cannot be told apart
        number = f"MIN(ROWS({CLV}),{number})"
    count, floor, value = (f"D{row + i}" for i in (1, 2, 3))
    sheet.section(row, "Top group, by its share of customers on Assumptions", 4)
    lines = (
        ("Customers in it", f"=MAX(1,{number})", WHOLE),
        ("Worth at least", f"=LARGE({CLV},{count})", cash),
        ("Their value", f"=SUMPRODUCT(({CLV}>{floor})*({CLV}-{floor}))+{count}*{floor}", cash),
        ("Share of the value", f"=IF(SUM({every})>0,{value}/SUM({every}),0)", PERCENT),
    )
    for at, (label, _, _) in enumerate(lines, row + 1):
        sheet.put(at, 1, label, "Text")
    refs = [sheet.live(at, 4, text, "Value", fmt) for at, (_, text, fmt) in enumerate(lines, row + 1)]
    return refs[0], refs[1], refs[3]

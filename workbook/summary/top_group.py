"""The top group: the best customers by the share on Assumptions, and what they hold."""

from __future__ import annotations

from xlclv.workbook.cells import Ref
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import PERCENT, WHOLE, money
from xlclv.workbook.summary.concentration import TOP_FLOOR, TOP_VALUE
from xlclv.workbook.summary.customers import CLV, CustomerTable


def top_group(sheet: Sheet, currency: str, customers: CustomerTable, row: int) -> tuple[Ref, Ref, Ref]:
    """The top customers whatever the inputs: ties at the floor count only as far as the group reaches."""
    cash, every = money(currency, cents=True), customers.every(CLV)
    count, floor, value = (f"D{row + i}" for i in (1, 2, 3))
    sheet.section(row, "Top group of all customers, by its share on Assumptions", 4)
    least, held = f"LARGE({CLV},{count})", f"SUMPRODUCT(({CLV}>{floor})*({CLV}-{floor}))+{count}*{floor}"
    if customers.rest:  # beyond the customers listed by hundredths as exported
        there = f"{count}>ROWS({CLV})"
        least = f"IF({there},{TOP_FLOOR}*CustomerEquity,{least})"
        sheet.live(row + 3, 5, f"={held}", fmt=cash)
        held = f"IF({there},{TOP_VALUE}*CustomerEquity,E{row + 3})"
    lines = (
        ("Customers in it", "=MAX(1,ROUND(TopShare*CustomerCount,0))", WHOLE),
        ("Worth at least", f"={least}", cash),
        ("Their value", f"={held}", cash),
        ("Share of the value", f'=IF(SUM({every})>0,{value}/SUM({every}),"")', PERCENT),
    )
    for at, (label, _, _) in enumerate(lines, row + 1):
        sheet.put(at, 1, label, "Text")
    refs = [sheet.live(at, 4, text, "Value", fmt) for at, (_, text, fmt) in enumerate(lines, row + 1)]
    return refs[0], refs[1], refs[3]

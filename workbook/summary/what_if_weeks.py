"""What scenarios of orders come to: each week's sales under the drivers, week by week below the sheet's picture."""

from __future__ import annotations

from openpyxl.utils import get_column_letter

from xlclv.planning.what_if import WhatIf
from xlclv.terms.money import Words
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import DECIMAL, money
from xlclv.workbook.summary.what_if import Begun

_FROM = 7  # column G: two columns a scenario


def lay(sheet: Sheet, found: WhatIf, begun: Begun, currency: str, said: Words) -> list[str]:
    """The weeks; gives the formulas of customer equity."""
    cash, head = money(currency), begun.below
    top, bottom = head + 2, head + 1 + len(found.steady)
    sheet.page_break(head)
    sheet.section(
        head, f"Week by week: the share of it inside the horizon, and its {said.sales} at their present value", 7
    )
    heads = ["From, years", "To, years", said.sales.capitalize(), "Without season, a day", "Slope"]
    sheet.headings(head + 1, heads, range(1, 6), 32)
    start = found.weekly.years - 0.5 * found.widths
    for i, row in enumerate(range(top, bottom + 1)):
        given = (float(start[i]), float(start[i] + found.widths[i]), float(found.weekly.amounts[i].sum()),
                 float(found.steady[i]), float(found.slopes[i]))  # fmt: skip
        for column, (number, fmt) in enumerate(
            zip(given, ("0.0000", "0.0000", cash, DECIMAL, "0.000000"), strict=True), 1
        ):
            sheet.put(row, column, number, fmt=fmt)
    return [_scenario(sheet, begun, at, (top, bottom), cash) for at in range(len(begun.told))]


def _scenario(sheet: Sheet, begun: Begun, at: int, rows: tuple[int, int], cash: str) -> str:
    """One scenario's columns; gives its customer equity."""
    (top, bottom), column = rows, _FROM + 2 * at
    inside, worth = get_column_letter(column), get_column_letter(column + 1)
    sheet.put(top - 1, column, "Inside", "Head number")
    sheet.put(top - 1, column + 1, "Present value", "Head number")
    rate, horizon, lost = (begun.driver(at, key) for key in ("rate", "horizon", "losses"))
    for row in range(top, bottom + 1):
        sheet.live(row, column, f"=MAX(0,MIN(1,({horizon}-$A{row})/($B{row}-$A{row})))", fmt="0%")
        share = f"({inside}{row}+$E{row}*({inside}{row}^2-{inside}{row})/2)"
        left = f"MAX(0,$D${top}-{lost}*($D${top}-$D{row}))/$D{row}"
        later = f"($A{row}+{inside}{row}*($B{row}-$A{row})/2)"
        sheet.live(row, column + 1, f"=$C{row}*{share}*{left}*(1+{rate})^-{later}", fmt=cash)
    times = "*".join(begun.driver(at, key).replace("$", "") for key in ("margin", "orders", "spend"))
    return f"={times}*SUM({worth}{top}:{worth}{bottom})"

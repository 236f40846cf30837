"""The Movement sheet: the MRR bridge by month, live sums, and the last twelve months in lines and as a waterfall."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from xlclv.contracts.report import Report
from xlclv.workbook.cells import Ref
from xlclv.workbook.charts import Line, line_chart, place
from xlclv.workbook.contracts.checks import Check
from xlclv.workbook.names import define
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import ACCENT, CONTRAST, GREY, PERCENT, WHOLE, in_brief, money
from xlclv.workbook.waterfall import HEADS, steps, waterfall_chart
from xlclv.workbook.writer import Book

TITLE = "Movement"
_HEAD = 22
_NAMES = ("opening", "new", "reactivated", "expansion", "contraction", "churned")
_HEADS = ("Month", "Opening", "New", "Reactivated", "Expansion", "Contraction", "Churned", "Closing", "As counted",
          "Customers", "Churned share", "Came and left", "Their fees")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bridge:
    """What the Summary shows of the movement."""

    labels: list[Ref]
    closing: list[Ref]
    last: int


def build(book: Book, report: Report, found: list[Check]) -> Bridge:
    """Lay out the sheet: the chart, then every month, the latest last."""
    sheet, cash = book.sheets[TITLE], money(report.currency, cents=True)
    sheet.title_block(
        "Movement",
        "MRR by month: customers at two month ends. Contracts that came and left between them stand beside it.",
    )
    sheet.widths((22, *(13,) * 12))
    sheet.section(_HEAD - 1, "Every month", len(_HEADS))
    sheet.headings(_HEAD, _HEADS, range(2, len(_HEADS) + 1), 32)
    labels, closing, churned, gained = [], [], [], []
    first = _HEAD + 1
    for row, month in enumerate(report.movement, first):
        name = str(np.datetime64(month.month, "M")) + ("" if month.complete else f" to {report.as_of:%d}")
        labels.append(sheet.put(row, 1, name, "Line", "@"))
        if row == first:
            sheet.put(row, 2, month.opening / 1e6, fmt=cash)
        else:
            sheet.live(row, 2, f"=H{row - 1}", fmt=cash)
        cells = [sheet.put(row, i, getattr(month, part) / 1e6, fmt=cash) for i, part in enumerate(_NAMES[1:], 3)]
        gained.append(cells[0])
        churned.append(cells[4])
        closing.append(sheet.live(row, 8, f"=SUM(B{row}:G{row})", fmt=cash))
        sheet.put(row, 9, month.closing / 1e6, fmt=cash)
        sheet.put(row, 10, month.customers, fmt=WHOLE)
        sheet.live(row, 11, f'=IF(B{row}=0,"",-G{row}/B{row})', fmt=PERCENT)
        sheet.put(row, 12, month.came_and_left, fmt=WHOLE)
        sheet.put(row, 13, month.came_and_left_fees / 1e6, fmt=cash)
    last = first + len(labels) - 1
    _total(sheet, first, last, cash)
    spread = f"SUMPRODUCT(ABS({TITLE}!H{first}:H{last}-{TITLE}!I{first}:I{last}))"
    tolerance = max(1e-6, 1e-12 * report.mrr / 1e6 * len(labels))
    found.append(Check("Movement: opening and changes = closing as counted, all months", f"={spread}", 0, tolerance))
    define(book, "MRR", sheet.live(last + 3, 2, f"=H{last}", fmt=cash), "Monthly recurring revenue on the as-of date")
    sheet.put(last + 3, 1, "MRR on the day", "Line")
    heads = [sheet.put(_HEAD, i, _HEADS[i - 1], "Head number") for i in (3, 7, 8)]
    recent = slice(max(0, len(labels) - 13), None)
    drawn = [
        Line(heads[2], closing[recent], ACCENT),
        Line(heads[0], gained[recent], GREY, 1.5),
        Line(heads[1], churned[recent], CONTRAST, 1.5),
    ]
    chart = line_chart(
        labels[recent], drawn, fmt=money(report.currency), x="Month", y="MRR", name="Movement",
        alt=f"Lines: MRR at each month end, new and churned MRR, the last {len(labels[recent])} months",
    )  # fmt: skip
    chart.y_axis.scaling.min = None
    chart.x_axis.tickLblPos = "low"
    place(sheet, chart, "A4", "G20")
    _year(sheet, report, last + 5, [first, last], cash)
    sheet.repeat_rows(1, 2)
    return Bridge(labels, closing, last)


def _year(sheet: Sheet, report: Report, row: int, rows: list[int], cash: str) -> None:
    """The last twelve months as one step each, and the waterfall beside the lines."""
    first, last = max(rows[0], rows[1] - 11), rows[1]
    sheet.section(row, f"The last {last - first + 1} months together", len(_HEADS))
    heads = sheet.headings(row + 1, ["Step", "MRR", *HEADS], range(2, 8))
    texts = [f"=B{first}", *(f"=SUM({letter}{first}:{letter}{last})" for letter in "CDEFG"), f"=H{last}"]
    names, amounts = [], []
    for at, (name, text) in enumerate(zip(_HEADS[1:8], texts, strict=True), row + 2):
        names.append(sheet.put(at, 1, name, "Line"))
        amounts.append(sheet.live(at, 2, text, fmt=cash))
    columns = steps(sheet, row + 2, 3, amounts, cash)
    fmt = in_brief(report.currency, max(abs(ref.number) for ref in columns[0]))
    told = "; ".join(f"{name.value} {amount.number:,.0f}" for name, amount in zip(names, amounts, strict=True))
    alt = f"Waterfall of MRR over the last {last - first + 1} months: {told}"
    place(sheet, waterfall_chart(names, heads[2:], columns, fmt=fmt, y="MRR", alt=alt), "H4", "N20")


def _total(sheet: Sheet, first: int, last: int, cash: str) -> None:
    """What came and went in all."""
    row = last + 1
    sheet.put(row, 1, "All months", "Total label")
    for column in (3, 4, 5, 6, 7, 13):
        letter = chr(64 + column)
        sheet.live(row, column, f"=SUM({letter}{first}:{letter}{last})", "Total", cash)
    sheet.live(row, 12, f"=SUM(L{first}:L{last})", "Total", WHOLE)

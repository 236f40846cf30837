"""The Flows sheet: expected sales by week and segment, which make the totals live in rate and horizon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from workbook.cells import Ref, span
from workbook.sheet import Sheet, formula
from workbook.styles import FACTOR, WHOLE, YEARS, money
from workbook.summary.assumptions import Inputs
from workbook.summary.figures import Figures
from workbook.writer import Book
from xlclv.report import Report

TITLE = "Flows"
_LIVE, _EXPORTED, _FACTOR, _HEAD = 4, 5, 6, 8
_FIRST = _HEAD + 1
_SEGMENTS_FROM = 9  # column I


@dataclass(frozen=True, slots=True)
class FlowCells:
    """Where the Segments sheet and the checks find their numbers."""

    names: str
    present_values: str
    rate_factors: str
    total_sales: str
    factors_exported: str
    starts: str
    midpoints: str
    ends: str
    inside: str
    years: str


def build(book: Book, report: Report, figures: Figures, inputs: Inputs) -> FlowCells:
    """Lay out the sheet: totals on top, weeks below."""
    sheet = book.sheets[TITLE]
    count, weeks = len(report.segments), len(figures.start)
    last = _FIRST + weeks - 1
    sheet.title_block(
        "Expected sales by week",
        f"Sales before margin, in {report.assumptions.currency or 'the data’s currency'}, of today's customers: "
        "given by the model, discounted here.",
    )
    sheet.widths([9, 9, 10, 9, 11, 10, 10, 11, *[15] * (count + 1)])
    words = [
        "Week",
        "From, years",
        "Midpoint, years",
        "To, years",
        "Share inside horizon",
        "Years discounted",
        "Discount factor",
        "Factor as exported",
        *[segment.name for segment in report.segments],
        "All segments",
    ]
    names = sheet.headings(_HEAD, words, range(1, len(words) + 1), 32)[_SEGMENTS_FROM - 1 :]
    for k, row in enumerate(range(_FIRST, last + 1)):
        _week_columns(sheet, row, k, figures, inputs)
    cash = money(report.assumptions.currency, cents=True)
    sales = [
        _sales_row(sheet, row, values, cash)
        for row, values in zip(range(_FIRST, last + 1), report.flows.sales, strict=True)
    ]
    _totals(book, report, figures, last)
    sheet.ws.freeze_panes = f"B{_FIRST}"
    sheet.repeat_rows(_HEAD, _HEAD)
    tail = _SEGMENTS_FROM + count - 1

    def across(row: int) -> str:
        return span(Ref(TITLE, row, _SEGMENTS_FROM, None), Ref(TITLE, row, tail, None))

    def down(letter: str) -> str:
        return f"{TITLE}!${letter}${_FIRST}:${letter}${last}"

    return FlowCells(
        names=span(names[0], names[count - 1]),
        present_values=across(_LIVE),
        rate_factors=across(_FACTOR),
        total_sales=span(sales[0], sales[-1]),
        factors_exported=down("H"),
        starts=down("B"),
        midpoints=down("C"),
        ends=down("D"),
        inside=down("E"),
        years=down("F"),
    )


def _week_columns(sheet: Sheet, row: int, k: int, figures: Figures, inputs: Inputs) -> None:
    sheet.put(row, 1, k + 1, fmt=WHOLE)
    middle = (figures.start[k] + figures.end[k]) / 2
    sheet.put(row, 2, float(figures.start[k]), fmt=YEARS)
    sheet.put(row, 3, float(middle), fmt=YEARS)
    sheet.put(row, 4, float(figures.end[k]), fmt=YEARS)
    inside = f"=MAX(0,MIN(1,(Horizon-B{row})/(D{row}-B{row})))"
    sheet.put(row, 5, formula(inside, float(figures.inside[k])), fmt="0%")
    sheet.put(row, 6, formula(f"=B{row}+E{row}*(C{row}-B{row})", float(figures.years[k])), fmt=YEARS)
    sheet.put(row, 7, formula(f"=E{row}*(1+DiscountRate)^-F{row}", float(figures.factor[k])), fmt=FACTOR)
    exported = f"=(1+{inputs.exported['DiscountRate'].full})^-C{row}"
    sheet.put(row, 8, formula(exported, float(figures.factor_exported[k])), fmt=FACTOR)


def _sales_row(sheet: Sheet, row: int, values: Sequence[float], cash: str) -> Ref:
    cells = [sheet.put(row, _SEGMENTS_FROM + i, float(value), fmt=cash) for i, value in enumerate(values)]
    total = f"=SUM({cells[0].here}:{cells[-1].here})"
    return sheet.put(row, _SEGMENTS_FROM + len(cells), formula(total, float(np.sum(values))), fmt=cash)


def _totals(book: Book, report: Report, figures: Figures, last: int) -> None:
    sheet, cash = book.sheets[TITLE], money(report.assumptions.currency, cents=True)
    sheet.put(_LIVE, 1, "Present value at the inputs now", "Line")
    sheet.put(_EXPORTED, 1, "Present value as exported", "Line")
    sheet.put(_FACTOR, 1, "Rate factor: now / as exported", "Line")
    for i, value in enumerate(figures.present_value):
        top, low = (Ref(TITLE, row, _SEGMENTS_FROM + i, None) for row in (_FIRST, last))
        letter = top.here.rstrip("0123456789")
        live = f"=SUMPRODUCT({letter}${top.row}:{letter}${low.row},$G${_FIRST}:$G${last})"
        sheet.put(_LIVE, top.column, formula(live, float(value)), fmt=cash)
        sheet.put(_EXPORTED, top.column, float(value), fmt=cash)
        factor = f"=IF({letter}{_EXPORTED}=0,1,{letter}{_LIVE}/{letter}{_EXPORTED})"
        sheet.put(_FACTOR, top.column, formula(factor, float(figures.rate_factor[i])), fmt="0.000000")

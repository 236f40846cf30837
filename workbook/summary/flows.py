"""The Flows sheet: expected sales by week and segment, which make the totals live in rate and horizon."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from openpyxl.utils import get_column_letter

from xlclv.planning.what_if import WhatIf
from xlclv.report import Report
from xlclv.terms.money import words_of
from xlclv.workbook.cells import Ref, span
from xlclv.workbook.names import define
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import DAY, DECIMAL, FACTOR, YEARS, money
from xlclv.workbook.summary.assumptions import Inputs
from xlclv.workbook.writer import Book

TITLE = "Flows"
_LIVE, _EXPORTED, _FACTOR, _WORDS, _HEAD = 4, 5, 6, 7, 8
_FIRST = _HEAD + 1
_SEGMENTS_FROM = 9  # column I
_OF_WEEKS = (
    "Week from", "From, years", "Midpoint, years", "To, years", "Share inside horizon", "Years discounted",
    "Discount factor", "Factor as exported",
)  # fmt: skip
_MORE = ("Left by the scenario shown", "{0} shown", "A day, without season", "Change in the week", "Inside horizon")
_NEWCOMER = "A new customer's, after the first order"
_NEW = " The last column is of one customer yet to be won."


@dataclass(frozen=True, slots=True)
class FlowCells:
    """Where the Segments sheet and the checks find their numbers."""

    names: str
    present_values: str
    rate_factors: str
    total_sales: str
    given: str
    factors: str
    factors_exported: str
    starts: str
    midpoints: str
    ends: str
    inside: str
    years: str
    following: str  # a new customer's, given; empty where there is none


def build(book: Book, report: Report, inputs: Inputs) -> FlowCells:
    """Lay out the sheet: totals on top, weeks below."""
    sheet = book.sheets[TITLE]
    count, last = len(report.segments), _FIRST + len(report.flows.midpoint) - 1
    new = report.new_customer is not None
    said = words_of(report)
    sheet.title_block(
        f"Expected {said.sales} by week",
        f"{said.given.capitalize()}, in {report.assumptions.currency or 'the data’s currency'}, of today's customers: "
        f"given by the model, discounted here.{_NEW if new else ''}",
    )
    sums = count + (1 if report.what_if is None else 1 + len(_MORE)) + new
    sheet.widths([12, 9, 10, 9, 11, 10, 10, 11, *[min(15, 108 / sums)] * sums])  # in all what a page can hold
    words = [*_OF_WEEKS, *(segment.name for segment in report.segments), "All segments"]
    more = None if report.what_if is None else _More(len(words), report.what_if)
    shown = [head.format(said.sales.capitalize()) for head in _MORE]
    words += [*(shown if more is not None else ()), *([_NEWCOMER] if new else [])]
    names = sheet.headings(_HEAD, words, range(1, len(words) + 1), 32)[_SEGMENTS_FROM - 1 :]
    cash = money(report.assumptions.currency, cents=True)
    _weeks(sheet, report, inputs, more)
    given = [
        _sales_row(sheet, row, values, cash)
        for row, values in zip(range(_FIRST, last + 1), report.flows.sales, strict=True)
    ]
    sales = given if more is None else [more.build(sheet, ref.row, at, cash) for at, ref in enumerate(given)]
    newcomer = _newcomer(sheet, report, len(words), last, cash)
    _totals(sheet, report, last)
    _in_words(book, sheet)
    sheet.ws.freeze_panes = f"B{_FIRST}"
    sheet.repeat_rows(_HEAD, _HEAD)
    return _cells(names[:count], given, sales, newcomer)


def _weeks(sheet: Sheet, report: Report, inputs: Inputs, more: _More | None) -> None:
    """When each week is, how much of it lies inside the horizon, and what it is discounted by."""
    day = report.assumptions.as_of + dt.timedelta(days=1)
    for row, (start, end) in enumerate(zip(*edges(report.flows.midpoint), strict=True), _FIRST):
        sheet.put(row, 1, day + dt.timedelta(weeks=row - _FIRST), fmt=DAY)
        _week_columns(sheet, row, float(start), float(end), inputs, more)


def _in_words(book: Book, sheet: Sheet) -> None:
    """The horizon as sentences of other sheets say it."""
    sheet.put(_WORDS, 1, "Horizon in words", "Line")
    told = sheet.live(_WORDS, _SEGMENTS_FROM, '=ROUND(Horizon,2)&" year"&IF(ROUND(Horizon,2)=1,"","s")', "Fixed")
    define(book, "HorizonInWords", told, "The horizon now, in words")


def _cells(names: Sequence[Ref], given: Sequence[Ref], sales: Sequence[Ref], newcomer: str) -> FlowCells:
    """Where all of it stands, for other sheets' formulas."""
    tail, last = _SEGMENTS_FROM + len(names) - 1, given[-1].row

    def across(row: int) -> str:
        return span(Ref(TITLE, row, _SEGMENTS_FROM, None), Ref(TITLE, row, tail, None))

    def down(letter: str) -> str:
        return f"{TITLE}!${letter}${_FIRST}:${letter}${last}"

    return FlowCells(
        names=span(names[0], names[-1]),
        present_values=across(_LIVE),
        rate_factors=across(_FACTOR),
        total_sales=span(sales[0], sales[-1]),
        given=span(given[0], given[-1]),
        factors=down("G"),
        factors_exported=down("H"),
        starts=down("B"),
        midpoints=down("C"),
        ends=down("D"),
        inside=down("E"),
        years=down("F"),
        following=newcomer,
    )


def _newcomer(sheet: Sheet, report: Report, column: int, last: int, cash: str) -> str:
    """The last column: what a customer yet to be won brings after the first order, week by week."""
    if report.new_customer is None:
        return ""
    weeks = enumerate(report.new_customer.weekly, _FIRST)
    cells = [sheet.put(row, column, week, fmt=cash) for row, week in weeks]
    assert cells[-1].row == last, "a new customer's weeks are those of the segments"
    return span(cells[0], cells[-1])


def edges(midpoint: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where each bucket starts and ends: all are one week wide but the last, which the horizon cuts."""
    start = np.concatenate([[0.0], midpoint[:-1] + midpoint[0]])
    return start, np.append(start[1:], 2 * midpoint[-1] - start[-1])


def _week_columns(sheet: Sheet, row: int, start: float, end: float, inputs: Inputs, more: _More | None) -> None:
    for column, years in enumerate((start, (start + end) / 2, end), 2):
        sheet.put(row, column, years, fmt=YEARS)
    inside = f"=MAX(0,MIN(1,(Horizon-B{row})/(D{row}-B{row})))"
    reach, kept = (f"E{row}", "") if more is None else (f"{more.inside}{row}", f"*{more.kept}{row}")
    # Where a scenario may cut a week, its sales are those of a rate that changes steadily.
    share = inside if more is None else f"={reach}+{more.slope}{row}*({reach}^2-{reach})/2"
    live = (
        (share, "0%"),
        (f"=B{row}+{reach}*(C{row}-B{row})", YEARS),
        (f"=E{row}*(1+DiscountRate)^-F{row}{kept}", FACTOR),
        (f"=(1+{inputs.exported['DiscountRate'].full})^-C{row}", FACTOR),
    )
    for column, (text, fmt) in enumerate(live, 5):
        sheet.live(row, column, text, fmt=fmt)
    if more is not None:
        sheet.live(row, more.column + 5, inside, fmt="0%")


class _More(NamedTuple):
    """Where a report with scenarios says what the one shown leaves of each week; columns beside the total's."""

    column: int  # the total's
    told: WhatIf

    @property
    def kept(self) -> str:
        return str(get_column_letter(self.column + 1))

    @property
    def slope(self) -> str:
        return str(get_column_letter(self.column + 4))

    @property
    def inside(self) -> str:
        return str(get_column_letter(self.column + 5))

    def build(self, sheet: Sheet, row: int, at: int, cash: str) -> Ref:
        """The week's cells beside those of its sales; gives the sales shown."""
        steady = get_column_letter(self.column + 3)
        first = f"${steady}${_FIRST}"
        text = f"=MAX(0,{first}-LossTimes*({first}-{steady}{row}))/{steady}{row}*OrdersTimes*SpendTimes"
        sheet.live(row, self.column + 1, text, fmt=FACTOR)
        sheet.put(row, self.column + 3, float(self.told.steady[at]), fmt=DECIMAL)
        sheet.put(row, self.column + 4, float(self.told.slopes[at]), fmt="0.000000")
        total = get_column_letter(self.column)
        return sheet.live(row, self.column + 2, f"={total}{row}*{self.kept}{row}", fmt=cash)


def _sales_row(sheet: Sheet, row: int, values: Sequence[float], cash: str) -> Ref:
    cells = [sheet.put(row, _SEGMENTS_FROM + i, float(value), fmt=cash) for i, value in enumerate(values)]
    return sheet.live(row, _SEGMENTS_FROM + len(cells), f"=SUM({cells[0].here}:{cells[-1].here})", fmt=cash)


def _totals(sheet: Sheet, report: Report, last: int) -> None:
    cash = money(report.assumptions.currency, cents=True)
    sheet.put(_LIVE, 1, "Present value at the inputs now", "Line")
    sheet.put(_EXPORTED, 1, "Present value as exported", "Line")
    sheet.put(_FACTOR, 1, "Rate factor: now / as exported", "Line")
    for column in range(_SEGMENTS_FROM, _SEGMENTS_FROM + len(report.segments)):
        letter = get_column_letter(column)
        text = f"=SUMPRODUCT({letter}${_FIRST}:{letter}${last},$G${_FIRST}:$G${last})"
        live = sheet.live(_LIVE, column, text, fmt=cash)
        # What the live value is now stays as exported: the factor is 1 until an input moves.
        sheet.put(_EXPORTED, column, live.number, fmt=cash)
        text = f"=IF({letter}{_EXPORTED}=0,1,{letter}{_LIVE}/{letter}{_EXPORTED})"
        sheet.live(_FACTOR, column, text, fmt="0.000000")
    for row in (_LIVE, _EXPORTED):
        first = get_column_letter(_SEGMENTS_FROM)
        sheet.live(row, column + 1, f"=SUM({first}{row}:{letter}{row})", fmt=cash)

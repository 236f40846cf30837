"""The Cohorts sheet: who came back, by calendar period of the first order and periods since."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from openpyxl.formatting.rule import ColorScaleRule
from openpyxl.utils import get_column_letter

from workbook.calculation import shown
from workbook.cells import Ref
from workbook.charts import Line, line_chart, place
from workbook.sheet import Sheet
from workbook.styles import ACCENT, CONTRAST, GREY, WHOLE, money
from workbook.writer import Book
from xlclv.report import CohortTable, Report
from xlclv.report.described import Described

TITLE = "Cohorts"
MOST = 36  # cohorts shown one by one: three years of months; more cannot be read
_FIRST = 6
_ENOUGH_FOR_HALVES = 6
_CHART_ROWS = 12
_SHRUNK = 1.6  # so many pages' width may go on one, made smaller
_PAGE_ROWS, _PAGE_WIDTH = 34, 146  # what a landscape page holds at full size: rows of 15 points, units of width


@dataclass(frozen=True, slots=True)
class Triangle:
    """What is shown: the latest cohorts, and the earlier ones folded into one first row."""

    labels: list[str]
    customers: list[int]
    active: NDArray[np.int64]
    revenue: NDArray[np.float64]
    note: str
    hidden: float = 0.0  # revenue of periods that are not shown


@dataclass(frozen=True, slots=True)
class CohortCells:
    """What the Summary and the checks need."""

    customers: str
    message: Ref
    labels: list[Ref]
    lines: list[Line]
    period: str
    active: str
    revenue: str
    every_sale: str


def build(book: Book, report: Report | Described) -> CohortCells:
    """Lay out the sheet: retention, its averages and chart, then the counts and money it comes from."""
    sheet, shape = book.sheets[TITLE], fold(report.cohorts)
    rows, width = shape.active.shape
    currency = report.assumptions.currency
    amounts = f" Revenue in {currency}, before margin." if currency and report.money else ""
    sheet.title_block(
        "Cohorts", f"Customers by {report.cohorts.period} of their first order.{amounts} {shape.note}".strip()
    )
    widest = max(7.0, len(f"{np.nanmax(np.where(shape.active >= 0, shape.revenue, 0)):,.0f}") + 1.5)
    sheet.widths([24, 11, *[widest] * width])
    averages = _FIRST + rows
    chart_row = averages + 4
    counts = chart_row + _CHART_ROWS + 2
    revenue, value = counts + rows + 3, counts + 2 * (rows + 3)
    people = _counts(sheet, shape, counts, report.cohorts.period)
    if report.money:
        _revenue(sheet, report, shape, revenue, value, counts)
    heads = _retention(sheet, shape, counts, report.cohorts.period)
    lines = _averages(sheet, shape, averages, counts)
    message = _message(sheet, shape, lines[0], heads, report.cohorts.period)
    if width > 1:
        place(
            sheet,
            retention_chart(heads, lines, report.cohorts.period),
            f"A{chart_row}",
            f"{get_column_letter(min(width, 13) + 3)}{chart_row + _CHART_ROWS}",
        )
    ends = [revenue - 2, value - 2, value + rows] if report.money else [counts + rows]
    pages = _pages_across(sheet, 35 + widest * width)
    _page_breaks(sheet, [chart_row, counts - 2, *ends], (35 + widest * width) / pages)
    sheet.ws.freeze_panes = "C4"
    sheet.repeat_rows(1, 3)
    return CohortCells(
        f"{TITLE}!{people[0].fixed}:{people[-1].fixed}",
        message,
        heads,
        lines,
        report.cohorts.period,
        _block(counts, rows, width),
        _block(revenue, rows, width),
        f"=SUM({_block(revenue, rows + 1, width)})",
    )


def _block(first: int, rows: int, width: int) -> str:
    return f"{TITLE}!$C${first}:${get_column_letter(width + 2)}${first + rows - 1}"


def _pages_across(sheet: Sheet, width: float) -> int:
    """Long triangles go over several pages, side by side, each with its cohorts: made smaller none could be read."""
    pages = math.ceil(width / (_PAGE_WIDTH * _SHRUNK))
    if pages > 1:
        sheet.ws.page_setup.fitToWidth = pages
        sheet.ws.print_title_cols = "A:B"
    return pages


def _page_breaks(sheet: Sheet, starts: list[int], width: float) -> None:
    """Begin a page where the next block would be cut; `starts` holds the first row of each, and the end."""
    top, page = 1, int(_PAGE_ROWS * max(1.0, width / _PAGE_WIDTH))  # a wide sheet is shrunk and holds more rows
    for start, end in pairwise(starts):
        if end - top > page:
            sheet.page_break(start)
            top = start - 3  # the title rows are repeated


def fold(table: CohortTable) -> Triangle:
    """The latest cohorts as they are; earlier ones in one row, so that every customer is still counted."""
    early = max(0, len(table.labels) - MOST)
    columns = min(table.active.shape[1], MOST + 1) if early else table.active.shape[1]
    labels, customers = list(table.labels[early:]), table.customers[early:].tolist()
    active, revenue = table.active[early:, :columns], table.revenue[early:, :columns]
    if not early:
        return Triangle(labels, customers, active, revenue, "")
    # Every earlier cohort is older than any column shown, so each cell of their sum is complete.
    late = table.active[:, columns:]
    hidden = float(np.where(late >= 0, table.revenue[:, columns:], 0).sum())
    note = f'Cohorts before {labels[0]} are one row, "earlier"; the revenue of periods not shown stands below.'
    return Triangle(
        [f"earlier, from {table.labels[0]}", *labels],
        [int(table.customers[:early].sum()), *customers],
        np.vstack([table.active[:early, :columns].sum(axis=0), active]),
        np.vstack([table.revenue[:early, :columns].sum(axis=0), revenue]),
        note,
        hidden,
    )


def retention_chart(labels: list[Ref], lines: list[Line], period: str):  # type: ignore[no-untyped-def]
    """Average retention by periods since the first order; the first point is always 100% and is left out."""
    drawn = [Line(line.name, line.points[1:], line.color, line.width, line.dash, line.marker) for line in lines]
    points = "; ".join(f"{i} {shown(ref.number * 100)}%" for i, ref in enumerate(lines[0].points[1:13], 1))
    alt = f"Lines: share of customers who order again, by {period}s since their first order. All cohorts: {points}"
    since = f"{period.capitalize()}s since the first order"
    return line_chart(
        labels[1:], drawn, fmt="0%", x=since, y="Customers who order", alt=alt, name="Cohort retention"
    )


def _head_row(sheet: Sheet, row: int, period: str, width: int) -> list[Ref]:
    sheet.height(row, 18)
    sheet.put(row, 1, f"First order, by {period}", "Head")
    sheet.put(row, 2, "Customers", "Head number")
    return [sheet.put(row, 3 + j, j, "Head number") for j in range(width)]


def _counts(sheet: Sheet, shape: Triangle, row: int, period: str) -> list[Ref]:
    width = shape.active.shape[1]
    sheet.section(row - 2, f"Customers with an order, by {period}s since their first", width + 2)
    _head_row(sheet, row - 1, period, width)
    people = []
    for i, label in enumerate(shape.labels):
        sheet.put(row + i, 1, label, "Text")
        people.append(sheet.put(row + i, 2, shape.customers[i], fmt=WHOLE))
        for j in np.flatnonzero(shape.active[i] >= 0).tolist():
            sheet.put(row + i, 3 + j, int(shape.active[i, j]), fmt=WHOLE)
    return people


def _retention(sheet: Sheet, shape: Triangle, counts: int, period: str) -> list[Ref]:
    width = shape.active.shape[1]
    sheet.section(_FIRST - 2, f"Retention: share of a cohort's customers who order in a {period}", width + 2)
    heads = _head_row(sheet, _FIRST - 1, period, width)
    for i, label in enumerate(shape.labels):
        row, source = _FIRST + i, counts + i
        sheet.put(row, 1, label, "Text")
        sheet.live(row, 2, f"=B{source}", fmt=WHOLE)
        for j in np.flatnonzero(shape.active[i] >= 0).tolist():
            letter = get_column_letter(3 + j)
            sheet.live(row, 3 + j, f"=IF($B{source}=0,0,{letter}{source}/$B{source})", fmt="0%")
    block = f"C{_FIRST}:{get_column_letter(width + 2)}{_FIRST + len(shape.labels) - 1}"
    scale = ColorScaleRule("num", 0, "FFFFFF", "num", 0.5, "B9CBEA", "num", 1, "7FA0D6")
    sheet.ws.conditional_formatting.add(block, scale)
    return heads


def _averages(sheet: Sheet, shape: Triangle, row: int, counts: int) -> list[Line]:
    """Over all cohorts that have reached the period, and over those of the older and newer half of the customers."""
    rows = len(shape.labels)
    parts = [("All cohorts", 0, rows, ACCENT, 2.75, "solid", "none")]
    if rows >= _ENOUGH_FOR_HALVES:
        running = np.cumsum(shape.customers)
        half = int(np.clip(np.searchsorted(running, running[-1] / 2) + 1, 1, rows - 1))  # of the customers
        parts.append(("Older half", 0, half, GREY, 1.5, "solid", "none"))
        parts.append(("Newer half", half, rows, CONTRAST, 1.5, "solid", "circle"))
    lines = []
    for at, (name, first, last, color, width, dash, marker) in enumerate(parts, row):
        label = sheet.put(at, 1, name, "Total label" if at == row else "Text")
        points = [_average(sheet, shape, at, j, counts, first, last, at == row) for j in range(shape.active.shape[1])]
        sheet.live(at, 2, f"=SUM(B{counts + first}:B{counts + last - 1})", "Total" if at == row else "Value", WHOLE)
        lines.append(Line(label, points, color, width, dash, marker))
    return lines


def _average(sheet: Sheet, shape: Triangle, row: int, j: int, counts: int, first: int, last: int, strong: bool) -> Ref:
    seen = shape.active[first:last, j] >= 0
    reached = int(np.array(shape.customers[first:last])[seen].sum())
    style = "Total" if strong else "Value"
    if not reached:
        return sheet.put(row, 3 + j, None, style)
    letter, top, low = get_column_letter(3 + j), counts + first, counts + last - 1
    block = f"{letter}{top}:{letter}{low}"
    return sheet.live(row, 3 + j, f'=SUM({block})/SUMIFS($B{top}:$B{low},{block},">=0")', style, "0%")


def _revenue(sheet: Sheet, report: Report | Described, shape: Triangle, row: int, value: int, counts: int) -> None:
    """The money as it came, and what one customer of the cohort has brought so far, at the margin now."""
    width, cash, period = shape.active.shape[1], money(report.assumptions.currency), report.cohorts.period
    sheet.section(row - 2, "Revenue of a cohort", width + 2)
    sheet.section(value - 2, f"Margin so far: revenue up to the {period} x margin, a customer of the cohort", width + 2)
    for at in (row - 1, value - 1):
        _head_row(sheet, at, period, width)
    if shape.hidden:
        _later(sheet, shape, row + len(shape.labels), cash)
    for i, label in enumerate(shape.labels):
        for at in (row + i, value + i):
            sheet.put(at, 1, label, "Text")
            sheet.live(at, 2, f"=B{counts + i}", fmt=WHOLE)
        for j in np.flatnonzero(shape.active[i] >= 0).tolist():
            letter = get_column_letter(3 + j)
            sheet.put(row + i, 3 + j, float(shape.revenue[i, j]), fmt=cash)
            sheet.live(
                value + i,
                3 + j,
                f"=IF($B{value + i}=0,0,SUM($C{row + i}:{letter}{row + i})*Margin/$B{value + i})",
                fmt="#,##0.0",
            )


def _later(sheet: Sheet, shape: Triangle, row: int, cash: str) -> None:
    """Below the revenue: what came in periods that have no column."""
    sheet.put(row, 1, "Later periods, not shown", "Text")
    sheet.put(row, 3, shape.hidden, fmt=cash)


def _message(sheet: Sheet, shape: Triangle, line: Line, heads: list[Ref], period: str) -> Ref:
    """A period far enough from the first order to mean something, near enough for most cohorts to have reached it."""
    reached = (shape.active >= 0).sum(axis=0) * 2 >= len(shape.labels)
    at = min(6 if period == "month" else 2, int(np.flatnonzero(reached)[-1]))
    point, when = line.points[at], heads[at]
    live = f'="Of 100 new customers, "&ROUND({point.here}*100,0)&" order in {period} "&{when.here}&" after the first"'
    return sheet.live(3, 1, live, "Message")

"""The Cohorts sheet: who came back, by calendar period of the first order and periods since."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from openpyxl.formatting.rule import ColorScaleRule, FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from xlclv.report import Report
from xlclv.report.described import Described
from xlclv.terms.money import words_of
from xlclv.workbook.calculation import shown
from xlclv.workbook.cells import Ref
from xlclv.workbook.charts import Line, line_chart, place
from xlclv.workbook.sheet import PAGE_WIDTH, Sheet
from xlclv.workbook.styles import GREY, WHOLE, money
from xlclv.workbook.summary import cohort_lines
from xlclv.workbook.summary.triangle import SMALLEST, Triangle, in_words, triangle
from xlclv.workbook.writer import Book

TITLE = "Cohorts"
_FIRST = 6
_LEAST = 3  # rows below the first of the lines: how many customers a cohort in them has
_CHART_ROWS = 12
_PAGE_ROWS = 34  # of 15 points that a landscape page holds at full size


@dataclass(frozen=True, slots=True)
class CohortCells:
    """What the Summary and the checks need."""

    customers: str
    message: Ref
    labels: list[Ref]
    lines: list[Line]
    period: str
    every_sale: str
    reached: str
    brought: str


def build(book: Book, report: Report | Described) -> CohortCells:
    """Lay out the sheet: retention, its averages and chart, then the counts and money it comes from."""
    sheet, shape = book.sheets[TITLE], triangle(report)
    rows, width = shape.active.shape
    currency, said = report.assumptions.currency, words_of(report)
    amounts = f" {said.revenue.capitalize()} in {currency}, {said.before}." if currency and report.money else ""
    sheet.title_block(
        "Cohorts", f"Customers by {report.cohorts.period} of their first order.{amounts} {shape.note}".strip()
    )
    widest = max(7.0, len(f"{np.nanmax(np.where(shape.active >= 0, shape.revenue, 0)):,.0f}") + 1.5)
    sheet.widths([24, 11, *[widest] * width])
    averages = _FIRST + rows
    chart_row = averages + _LEAST + 1
    counts = chart_row + _CHART_ROWS + 2
    revenue, value = counts + rows + 4, counts + 2 * (rows + 4)
    people = _counts(sheet, shape, counts, report.cohorts.period)
    if report.money:
        _revenue(sheet, report, shape, revenue, value, counts)
    heads = _retention(sheet, shape, counts, report.cohorts.period)
    least = sheet.put(averages + _LEAST, 2, shape.least, "Fixed", WHOLE)
    sheet.put(averages + _LEAST, 1, "Smallest cohort in these lines", "Line")
    sheet.put(averages + _LEAST, 3, in_words(shape, report), "Note")
    lines = cohort_lines.averages(sheet, shape, averages, counts, least.fixed)
    reached, brought = cohort_lines.counted(
        sheet, shape, counts, revenue, least.fixed, money(currency) if report.money else ""
    )
    message = _message(sheet, shape, lines[0], heads, report.cohorts.period)
    _greyed(sheet, shape, [_FIRST, counts, *([revenue, value] if report.money else [])])
    if width > 1:
        across = max(4, min(width, 13, int((PAGE_WIDTH - 35) / widest)))  # on one page, whole
        place(
            sheet,
            retention_chart(heads, lines, report.cohorts.period),
            f"C{chart_row}",  # what stands in the first columns is printed on every page
            f"{get_column_letter(across + 3)}{chart_row + _CHART_ROWS}",
        )
    ends = [revenue - 2, value - 2, value + rows] if report.money else [counts + rows + 1]
    pages = sheet.pages_across(35 + widest * width, "A:B")
    _page_breaks(sheet, [chart_row, counts - 2, *ends], (35 + widest * width) / pages)
    sheet.ws.freeze_panes = "C4"
    sheet.repeat_rows(1, 3)
    return CohortCells(
        f"{TITLE}!{people[0].fixed}:{people[-1].fixed}",
        message,
        heads,
        lines,
        report.cohorts.period,
        f"=SUM({TITLE}!$C${revenue}:${get_column_letter(width + 2)}${revenue + rows})",
        reached,
        brought,
    )


def _page_breaks(sheet: Sheet, starts: list[int], width: float) -> None:
    """Begin a page where the next block would be cut; `starts` holds the first row of each, and the end."""
    top, page = 1, int(_PAGE_ROWS * max(1.0, width / PAGE_WIDTH))  # a wide sheet is shrunk and holds more rows
    for start, end in pairwise(starts):
        if end - top > page:
            sheet.page_break(start)
            top = start - 3  # the title rows are repeated


def retention_chart(labels: list[Ref], lines: list[Line], period: str):  # type: ignore[no-untyped-def]
    """Average retention by periods since the first order; the first point is always 100% and is left out."""
    drawn = [Line(line.name, line.points[1:], line.color, line.width, line.dash, line.marker) for line in lines]
    known = [(i, ref) for i, ref in enumerate(lines[0].points[1:13], 1) if ref.value is not None]
    points = "; ".join(f"{i} {shown(ref.number * 100)}%" for i, ref in known)
    name = lines[0].name.value
    alt = f"Lines: share of customers who order again, by {period}s since their first order. {name}: {points}"
    since = f"{period.capitalize()}s since the first order"
    return line_chart(labels[1:], drawn, fmt="0%", x=since, y="Customers who order", alt=alt, name="Cohort retention")


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
            sheet.live(row, 3 + j, f'=IF($B{source}=0,"",{letter}{source}/$B{source})', fmt="0%")
    return heads


def _greyed(sheet: Sheet, shape: Triangle, blocks: list[int]) -> None:
    """Cells that cannot be read like the others: of a period that is not over, of a cohort of few customers."""
    rows, last = len(shape.labels), get_column_letter(shape.active.shape[1] + 2)
    look = {"font": Font(italic=True, color=GREY), "fill": PatternFill("lightUp", fgColor="D9D9D9", bgColor="FFFFFF")}
    # The colours of the shares come after: where a rule says grey, it stops there.
    for top in blocks:
        tests = [f"$B{top}<{SMALLEST}"]
        if shape.partial:
            tests.append(f'AND(C{top}<>"",D{top}="")')
        for test in tests:
            rule = FormulaRule(formula=[test], stopIfTrue=True, **look)
            sheet.ws.conditional_formatting.add(f"C{top}:{last}{top + rows - 1}", rule)
    scale = ColorScaleRule("num", 0, "FFFFFF", "num", 0.5, "B9CBEA", "num", 1, "7FA0D6")
    sheet.ws.conditional_formatting.add(f"C{_FIRST}:{last}{_FIRST + rows - 1}", scale)


def _revenue(sheet: Sheet, report: Report | Described, shape: Triangle, row: int, value: int, counts: int) -> None:
    """The money as it came, and what one customer of the cohort has brought so far, at the margin now."""
    width, cash, period = shape.active.shape[1], money(report.assumptions.currency), report.cohorts.period
    said = words_of(report)
    sheet.section(row - 2, f"{said.revenue.capitalize()} of a cohort", width + 2)
    up_to = f"{said.revenue} up to the {period}{said.times}"
    sheet.section(value - 2, f"Margin so far: {up_to}, a customer of the cohort", width + 2)
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
                f'=IF($B{value + i}=0,"",SUM($C{row + i}:{letter}{row + i})*Margin/$B{value + i})',
                fmt="#,##0.0",
            )


def _later(sheet: Sheet, shape: Triangle, row: int, cash: str) -> None:
    """Below the revenue: what came in periods that have no column."""
    sheet.put(row, 1, "Later periods, not shown", "Text")
    sheet.put(row, 3, shape.hidden, fmt=cash)


def _message(sheet: Sheet, shape: Triangle, line: Line, heads: list[Ref], period: str) -> Ref:
    """A period far enough from the first order to mean something, near enough for most cohorts to have reached it."""
    if int(np.array(shape.customers)[shape.counted[:, 0]].sum()) < SMALLEST:
        words = f"Fewer than {SMALLEST} customers: too few to say how many come back"
        return sheet.put(3, 1, words, "Message")
    reached = shape.counted.sum(axis=0) * 2 >= shape.counted[:, 0].sum()
    at = min(6 if period == "month" else 2, int(np.flatnonzero(reached)[-1]))
    point, when = line.points[at], heads[at]
    live = f'="Of 100 new customers, "&ROUND({point.here}*100,0)&" order in {period} "&{when.here}&" after the first"'
    return sheet.live(3, 1, live, "Message")

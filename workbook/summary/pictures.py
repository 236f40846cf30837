"""The lower half of the Summary: three pictures, each under its message, and the links to the other sheets."""

from __future__ import annotations

from collections.abc import Sequence

from xlclv.report import Report
from xlclv.report.described import Described
from xlclv.terms.money import words_of
from xlclv.workbook.bars import bar_chart
from xlclv.workbook.cells import Ref
from xlclv.workbook.charts import place
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import in_brief
from xlclv.workbook.summary import best
from xlclv.workbook.summary.checks import Parts
from xlclv.workbook.summary.cohorts import retention_chart
from xlclv.workbook.summary.concentration import whale_curve
from xlclv.workbook.summary.flows import TITLE as FLOWS
from xlclv.workbook.summary.tracking import tracking_chart
from xlclv.workbook.writer import Book

_MESSAGE, _CHART, _CHART_END, BEST = 18, 19, 33, 34
FIRST_LINK = BEST + best.ROWS + 2
_TOLD = {
    "Assumptions": "change rate, margin",
    "Segments": "value by tier",
    "Cohorts": "who came back",
    "Concentration": "the whale curve",
    "Tracking": "model against facts",
    "Sensitivity": "what if",
    "Acquisition": "what one may cost",
    "Profiles": "who the best are",
    "Service": "contacts and their cost",
    "Journey": "first steps, CAC, payback",
    "Customers": "one row a customer",
    "Card": "one customer, on a postcard",
    "Data check": "what was read and left out",
    "Method": "how it was computed",
    "Checks": "every figure twice",
    "Sentences": "numbers said in words",
}


def first_link(answers: int) -> int:
    """The first row of links, below so many answers under their header."""
    return FIRST_LINK + (answers + 2 if answers else 0)


def last(book: Book, columns: int, answers: int) -> int:
    """The last row of the page, below the links."""
    return first_link(answers) + 1 + (len(book.sheets) - 1 + columns - 1) // columns - 1


def build(sheet: Sheet, report: Report, parts: Parts) -> None:
    """Value by segment, the whale curve, and the model against the facts; without a holdout, retention instead."""
    segments, cohorts, tracking = parts.segments, parts.cohorts, parts.tracking
    sheet.height(_MESSAGE, 48)
    _message(sheet, 1, segments.message)
    fmt = in_brief(report.assumptions.currency, max(abs(ref.number) for ref in segments.values))
    alt = "Bars: remaining customer lifetime value by segment; figures on the sheet Segments."
    chart = bar_chart(segments.labels, segments.values, segments.value_head, fmt=fmt, alt=alt, name="CLV by segment")
    place(sheet, chart, f"A{_CHART}", f"B{_CHART_END}")
    _message(sheet, 3, parts.concentration.message)
    place(sheet, whale_curve(parts.concentration.curves), f"C{_CHART}", f"D{_CHART_END}")
    _message(sheet, 5, tracking.message if tracking else cohorts.message)
    if tracking:
        place(sheet, tracking_chart(tracking.curves), f"E{_CHART}", f"H{_CHART_END}")
    elif len(cohorts.labels) > 1:
        chart = retention_chart(cohorts.labels, cohorts.lines, cohorts.period)
        place(sheet, chart, f"E{_CHART}", f"H{_CHART_END}")


def _message(sheet: Sheet, column: int, ref: Ref) -> None:
    sheet.live(_MESSAGE, column, f"={ref.full}", "Message lines")


def links(sheet: Sheet, report: Report | Described, book: Book, columns: Sequence[int], answers: int) -> None:
    """One link a sheet, with a few words."""
    for i, title in enumerate(name for name in book.sheets if name != sheet.title):
        row, column = first_link(answers) + i // len(columns), columns[i % len(columns)]
        told = f"expected {words_of(report).sales} by week" if title == FLOWS else _TOLD.get(title, "")
        sheet.link(row, column, title, f"{title}: {told}".rstrip(": "))

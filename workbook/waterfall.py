"""A waterfall: how one amount became another, each step hanging where the last one ended."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.chart import BarChart
from openpyxl.chart.shapes import GraphicalProperties

from xlclv.workbook.cells import Ref
from xlclv.workbook.charts import axis_title, finish, series_of, small
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import ACCENT, CONTRAST, INK

HEADS = ("Ends at", "Held up by", "Total", "Up", "Down")


def steps(sheet: Sheet, row: int, column: int, amounts: Sequence[Ref], fmt: str) -> list[list[Ref]]:
    """The chart's own columns beside a list of amounts whose first and last are totals; gives them column by column.

    A step below zero hangs from zero: what is drawn is then its part above.
    """
    rows: list[list[Ref]] = []
    for at, amount in enumerate(amounts, row):
        total = at in (row, row + len(amounts) - 1)
        ends = sheet.live(at, column, f"={amount.here}" if total else f"={rows[-1][0].here}+{amount.here}", fmt=fmt)
        before = rows[-1][0].here if rows else ""
        texts = (
            ("=0", f"=MAX(0,{ends.here})", "=0", "=0")
            if total
            else (
                f"=MAX(0,MIN({before},{ends.here}))",
                "=0",
                f"=MAX(0,MAX(0,{ends.here})-MAX(0,{before}))",
                f"=MAX(0,MAX(0,{before})-MAX(0,{ends.here}))",
            )
        )
        rows.append([ends, *(sheet.live(at, column + i, text, fmt=fmt) for i, text in enumerate(texts, 1))])
    return [list(held) for held in zip(*rows, strict=True)]


def waterfall_chart(
    labels: Sequence[Ref], heads: Sequence[Ref], columns: Sequence[Sequence[Ref]], *, fmt: str, y: str, alt: str
) -> BarChart:
    """The chart of `steps`: totals dark, what adds blue, what takes away orange."""
    chart = BarChart()
    chart.type, chart.grouping, chart.gapWidth, chart.overlap = "col", "stacked", 35, 100
    for head, points, color in zip(heads[1:], columns[1:], (None, INK, ACCENT, CONTRAST), strict=True):
        series = series_of(head, labels, points, fmt)
        look = GraphicalProperties(noFill=True) if color is None else GraphicalProperties(solidFill=color)
        series.graphicalProperties = look
        chart.series.append(series)
    chart.legend = None
    finish(chart, fmt, alt, name="Waterfall")
    chart.x_axis.txPr = small(800)
    chart.y_axis.title = axis_title(y)
    return chart

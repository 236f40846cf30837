"""Bar and column charts in the house's look."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.chart import BarChart
from openpyxl.chart.data_source import NumDataSource
from openpyxl.chart.error_bar import ErrorBars
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.fill import ColorChoice, PatternFillProperties
from openpyxl.drawing.line import LineProperties

from xlclv.workbook.cells import Ref
from xlclv.workbook.charts import axis_title, finish, numbers_of, series_of, small
from xlclv.workbook.styles import ACCENT, CONTRAST, INK

# The schema's order; openpyxl writes minus first, which Excel takes for a damaged file.
_ERROR_BARS = ("errDir", "errBarType", "errValType", "noEndCap", "plus", "minus", "val", "spPr")


def bar_chart(
    labels: Sequence[Ref],
    points: Sequence[Ref],
    head: Ref,
    *,
    fmt: str,
    alt: str,
    name: str,
    spread: tuple[Sequence[Ref], Sequence[Ref]] | None = None,
) -> BarChart:
    """Lying bars, the first on top, each with its figure; `spread` is how far its interval goes down and up."""
    chart = BarChart()
    chart.type, chart.gapWidth = "bar", 45
    series = series_of(head, labels, points, fmt)
    series.graphicalProperties = GraphicalProperties(solidFill=ACCENT)
    series.dLbls = DataLabelList(
        showVal=True, showSerName=False, showCatName=False, showLegendKey=False, showPercent=False
    )
    series.dLbls.numFmt, series.dLbls.txPr = fmt, small(900)
    if spread is not None:
        down, up = (NumDataSource(numRef=numbers_of(refs, fmt)) for refs in spread)
        thin = GraphicalProperties(ln=LineProperties(solidFill=INK, w=12700))
        series.errBars = ErrorBars(errBarType="both", errValType="cust", noEndCap=False, minus=down, plus=up, spPr=thin)
        series.errBars.__elements__ = _ERROR_BARS
        series.dLbls.position = "inBase"
        series.dLbls.txPr = small(900, "FFFFFF")
        if all(ref.number >= away.number for ref, away in zip(points, spread[0], strict=True)):
            chart.y_axis.scaling.min = 0  # bars are compared by their length
    chart.series.append(series)
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.crosses = "max"  # with the order turned over, the value axis would move to the top
    chart.legend = None
    finish(chart, fmt, alt, name=name)
    chart.y_axis.majorGridlines, chart.y_axis.delete = None, True  # every bar carries its figure
    return chart


def column_chart(
    labels: Sequence[Ref], pair: Sequence[tuple[Ref, Sequence[Ref]]], *, fmt: str, x: str, y: str, alt: str, name: str
) -> BarChart:
    """Columns side by side: what happened solid, what the model expected hatched."""
    chart = BarChart()
    chart.type, chart.gapWidth, chart.overlap = "col", 60, 0
    for (head, points), look in zip(pair, (_solid(ACCENT), _hatched(CONTRAST)), strict=True):
        series = series_of(head, labels, points, fmt)
        series.graphicalProperties = look
        chart.series.append(series)
    chart.legend.position = "t"
    chart.legend.txPr = small(900)
    finish(chart, fmt, alt, name=name)
    chart.y_axis.scaling.min = 0
    chart.x_axis.title, chart.y_axis.title = axis_title(x), axis_title(y)
    return chart


def value_columns(
    labels: Sequence[Ref], points: Sequence[Ref], head: Ref, *, fmt: str, alt: str, name: str
) -> BarChart:
    """Standing columns, each with its figure."""
    chart = bar_chart(labels, points, head, fmt=fmt, alt=alt, name=name)
    chart.type = "col"
    chart.x_axis.scaling.orientation, chart.y_axis.crosses = "minMax", "autoZero"
    return chart


def tornado_chart(
    labels: Sequence[Ref],
    low: tuple[Ref, Sequence[Ref]],
    high: tuple[Ref, Sequence[Ref]],
    *,
    fmt: str,
    x: str,
    alt: str,
) -> BarChart:
    """Bars to both sides of the base case, the widest on top: a lower input hatched, a higher one solid."""
    chart = BarChart()
    chart.type, chart.gapWidth, chart.overlap = "bar", 45, 100
    for (head, points), look in ((low, _hatched(CONTRAST)), (high, _solid(ACCENT))):
        series = series_of(head, labels, points, fmt)
        series.graphicalProperties = look
        series.invertIfNegative = False
        chart.series.append(series)
    chart.legend.position = "t"
    chart.legend.txPr = small(900)
    finish(chart, fmt, alt, name="Tornado")
    chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.tickLblPos = "low"  # beside the chart, not across the bars that go to the left
    chart.y_axis.crosses = "max"
    chart.y_axis.title = axis_title(x)
    return chart


def _solid(color: str) -> GraphicalProperties:
    return GraphicalProperties(solidFill=color)


def _hatched(color: str) -> GraphicalProperties:
    """Told apart from the solid ones without colour too."""
    fill = PatternFillProperties(prst="wdUpDiag", fgClr=ColorChoice(srgbClr=color), bgClr=ColorChoice(srgbClr="FFFFFF"))
    return GraphicalProperties(pattFill=fill, ln=LineProperties(solidFill=color, w=9525))

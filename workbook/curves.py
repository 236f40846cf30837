"""Curves over a numeric axis, as scatter charts: points stand where their numbers say, and lines may be upright."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.chart import ScatterChart
from openpyxl.chart.data_source import AxDataSource, NumDataSource
from openpyxl.chart.label import DataLabel, DataLabelList
from openpyxl.chart.marker import Marker
from openpyxl.chart.series import SeriesLabel, XYSeries
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties

from xlclv.workbook.cells import Ref
from xlclv.workbook.charts import axis_title, finish, numbers_of, small, words_of
from xlclv.workbook.styles import ACCENT


@dataclass(frozen=True, slots=True)
class Curve:
    """One curve: the cell that names it, its points, and how it differs from the others."""

    name: Ref
    across: Sequence[Ref]
    up: Sequence[Ref]
    color: str = ACCENT
    width: float = 2.25
    dash: str = "solid"
    marker: str = "none"
    label: tuple[int, str] | None = None  # the point that carries the name, and on which side: t, b, l or r


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis: what it counts, its format, and where it ends if that is no matter of the data."""

    title: str
    fmt: str
    most: float | None = None
    step: float | None = None


def curve_chart(curves: Sequence[Curve], x: Axis, y: Axis, *, alt: str, name: str) -> ScatterChart:
    """The curves, each with its name beside it; the first drawn lies lowest."""
    chart = ScatterChart()
    chart.style = None
    chart.scatterStyle = "lineMarker"  # the schema wants one, openpyxl leaves it out
    for curve in curves:
        series = XYSeries(
            xVal=AxDataSource(numRef=numbers_of(curve.across, x.fmt)),
            yVal=NumDataSource(numRef=numbers_of(curve.up, y.fmt)),
            tx=SeriesLabel(strRef=words_of([curve.name])),
        )
        stroke = LineProperties(solidFill=curve.color, w=int(curve.width * 12_700), prstDash=curve.dash)
        series.spPr, series.smooth = GraphicalProperties(ln=stroke), False
        series.marker = _marker(curve)
        series.dLbls = _name(curve)
        chart.series.append(series)
    chart.legend = None
    finish(chart, y.fmt, alt, name=name)
    chart.x_axis.majorGridlines = None
    chart.x_axis.number_format = x.fmt
    for axis, told in ((chart.x_axis, x), (chart.y_axis, y)):
        axis.title = axis_title(told.title) if told.title else None
        axis.scaling.max, axis.majorUnit = told.most, told.step
    chart.x_axis.scaling.min = 0
    chart.x_axis.tickLblPos = "low"  # below the chart even where the curve goes under zero
    return chart


def _name(curve: Curve) -> DataLabelList:
    """The curve's name at one of its points, the last if none is said: no legend has to be looked up."""
    at, side = curve.label or (len(curve.up) - 1, "t")
    shows = {"showVal": False, "showCatName": False, "showLegendKey": False, "showPercent": False}
    label = DataLabel(idx=at, dLblPos=side, showSerName=True, showBubbleSize=False, txPr=small(900), **shows)
    return DataLabelList(dLbl=[label], showSerName=False, **shows)


def _marker(curve: Curve) -> Marker:
    marker = Marker(symbol=curve.marker)
    if curve.marker != "none":
        marker.size = 5
        marker.spPr = GraphicalProperties(solidFill=curve.color, ln=LineProperties(noFill=True))
    return marker

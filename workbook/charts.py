"""Lines, and the look that all charts share: a live sentence stands above in place of a title, cached points inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl.chart import LineChart
from openpyxl.chart.data_source import AxDataSource, NumData, NumDataSource, NumRef, NumVal, StrData, StrRef, StrVal
from openpyxl.chart.series import Series, SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties, RegularTextRun
from openpyxl.utils.cell import coordinate_to_tuple

from xlclv.workbook.calculation import Formula
from xlclv.workbook.cells import Ref, digits, shown, span
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import ACCENT, GREY


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a chart: the cell that names it, its points, and how it differs from the others."""

    name: Ref
    points: Sequence[Ref]
    color: str = ACCENT
    width: float = 2.25
    dash: str = "solid"
    marker: str = "none"


def line_chart(
    labels: Sequence[Ref], lines: Sequence[Line], *, fmt: str, x: str, y: str, alt: str, name: str
) -> LineChart:
    """Lines over a common axis, from zero."""
    chart = LineChart()
    for line in lines:
        series = series_of(line.name, labels, line.points, fmt)
        stroke = LineProperties(solidFill=line.color, w=int(line.width * 12_700), prstDash=line.dash)
        series.graphicalProperties = GraphicalProperties(ln=stroke)
        series.marker.symbol, series.smooth = line.marker, False
        if line.marker != "none":
            series.marker.size = 5
            series.marker.graphicalProperties = GraphicalProperties(
                solidFill=line.color, ln=LineProperties(noFill=True)
            )
        chart.series.append(series)
    chart.legend.position = "t"
    chart.legend.txPr = small(900)
    if len(lines) == 1:
        chart.legend = None
    finish(chart, fmt, alt, name=name)
    chart.y_axis.scaling.min = 0
    chart.x_axis.title, chart.y_axis.title = axis_title(x), axis_title(y)
    return chart


def place(sheet: Sheet, chart: Any, first: str, last: str) -> None:
    """Put a chart exactly over the block from the top left of `first` to the top left of `last`."""
    anchor = TwoCellAnchor(editAs="oneCell")
    anchor._from, anchor.to = _marker(first), _marker(last)
    sheet.ws.add_chart(chart)
    chart.anchor = anchor


def _marker(address: str) -> AnchorMarker:
    row, column = coordinate_to_tuple(address)
    return AnchorMarker(col=column - 1, row=row - 1)


def finish(chart: Any, fmt: str, alt: str, *, name: str) -> None:
    """The look that all charts share, their alternative text, and what openpyxl cannot say."""
    chart.alt_name, chart.alt_text = shown(name), shown(alt)
    chart.roundedCorners = False
    chart.graphical_properties = GraphicalProperties(ln=LineProperties(noFill=True))
    faint = GraphicalProperties(ln=LineProperties(solidFill="D9DEE7", w=6350))
    chart.y_axis.majorGridlines.spPr = faint
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete, axis.txPr = False, small(900)
        axis.majorTickMark = axis.minorTickMark = "none"
        axis.spPr = GraphicalProperties(ln=LineProperties(solidFill="BFC8D6", w=9525))
    chart.y_axis.number_format = fmt
    chart.y_axis.spPr = GraphicalProperties(ln=LineProperties(noFill=True))
    chart._write = fixed(chart)


def fixed(chart: Any) -> Any:
    """Two switches that openpyxl lacks; unless told not to, Excel makes the only series' name the title."""
    plain = chart._write

    def write() -> Any:
        tree = plain()
        container = next(child for child in tree if child.tag.rpartition("}")[2] == "chart")
        container.insert(0, container.makeelement("autoTitleDeleted", {"val": "1"}))
        for labels in (element for element in tree.iter() if element.tag.rpartition("}")[2] == "dLbls"):
            for fmt in (child for child in labels if child.tag.rpartition("}")[2] == "numFmt"):
                fmt.set("sourceLinked", "0")  # else the labels take the cells' format, without the currency
        return tree

    return write


def series_of(name: Ref, labels: Sequence[Ref], points: Sequence[Ref], fmt: str) -> Series:
    """One series of a chart with words along its axis."""
    numbers = numbers_of(points, fmt)
    return Series(
        val=NumDataSource(numRef=numbers),
        cat=AxDataSource(strRef=words_of(labels)),
        tx=SeriesLabel(strRef=words_of([name])),
    )


def numbers_of(points: Sequence[Ref], fmt: str) -> NumRef:
    """A block of numbers with the values it shows, so that a viewer draws them without calculating."""
    known = [(i, ref) for i, ref in enumerate(points) if ref.value is not None and ref.shown != ""]
    cached = [NumVal(idx=i, v=digits(ref.number)) for i, ref in known]
    return NumRef(f=span(points[0], points[-1]), numCache=NumData(formatCode=fmt, ptCount=len(points), pt=cached))


def words_of(refs: Sequence[Ref]) -> StrRef:
    """A block of words with what it shows."""
    words = [ref.shown if isinstance(ref.value, Formula) else ref.value for ref in refs]
    cached = StrData(ptCount=len(refs), pt=[StrVal(idx=i, v=shown(str(word))) for i, word in enumerate(words)])
    return StrRef(f=refs[0].full if len(refs) == 1 else span(refs[0], refs[-1]), strCache=cached)


def _font(size: int, color: str = GREY) -> CharacterProperties:
    return CharacterProperties(sz=size, b=False, solidFill=color, latin=None)


def small(size: int, color: str = GREY) -> RichText:
    """The chart's own lettering, in hundredths of a point."""
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=_font(size, color)), endParaRPr=CharacterProperties())])


def axis_title(words: str) -> Title:
    """A quiet title of an axis."""
    title = Title(overlay=False)
    run = RegularTextRun(rPr=_font(900), t=shown(words))
    title.tx = Text(rich=RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=_font(900)), r=[run])]))
    return title

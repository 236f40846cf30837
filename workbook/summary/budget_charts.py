"""The pictures of the budget: months past and ahead with the interval, and the layers of years of first purchase."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.chart import BarChart
from openpyxl.chart.shapes import GraphicalProperties

from xlclv.planning.budget import Budget
from xlclv.workbook.calculation import shown
from xlclv.workbook.cells import Ref
from xlclv.workbook.charts import Line, axis_title, finish, line_chart, place, series_of, small
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import ACCENT, CONTRAST, GREY, in_brief, money

HEIGHT = 17  # rows of a picture and its heading
_LAYERS = ("1F3864", "2F5597", "5B84C4", "8FAADC", "B4C7E7", "7F7F7F", "A6A6A6", "BF9000", "D6B656", "548235")
_TO_BE_WON = "C55A11"


def build(
    sheet: Sheet, found: Budget, currency: str, told: tuple[str, str], row: int, months: Sequence[dict[str, Ref]],
    table: int,
) -> None:  # fmt: skip
    """Both pictures from `row`, and below the budget, from `table`, the figures that they draw; `told` is how a year's
    customers are called, and by what they are told apart."""
    cash = money(currency)
    past = found.history
    sheet.section(table, f"What the pictures draw: months past and to come, by year of {told[1]}", 9)
    words = ["Month", "Came", "Budget", "80% from", "80% to", *(f"{told[0]} {year}" for year in found.years)]
    heads = sheet.headings(table + 1, [*words, "To be won"], range(2, len(words) + 2), 32)
    names: list[Ref] = []
    columns: list[list[Ref]] = [[] for _ in heads[1:]]
    for at, (label, sales) in enumerate(past, table + 2):
        names.append(sheet.put(at, 1, label, "Text", "@"))
        layers = [float(amount) for amount in sales]
        # Months past are facts at the margin now: sales are given, and stand to the right of all.
        refs = [_layer(sheet, at, 6 + i, amount, len(words), cash) for i, amount in enumerate(layers)]
        total = sheet.live(at, 2, f"=SUM({refs[0].here}:{refs[-1].here})", fmt=cash)
        blank = [sheet.put(at, column, None) for column in (3, 4, 5)]
        won = sheet.put(at, 6 + len(layers), None)
        for column, ref in zip(columns, [total, *blank, *refs, won], strict=True):
            column.append(ref)
    for i, (month, at) in enumerate(zip(months, range(table + 2 + len(past), 10**6), strict=False)):
        names.append(sheet.live(at, 1, f"={month['A'].here}", "Text", "@"))
        size = float(found.total[i])
        refs = []
        for j, amount in enumerate(found.sales[i].tolist()):
            share = sheet.put(at, 7 + len(words) + j, amount / size if size else 0.0, fmt="0.0%")
            refs.append(sheet.live(at, 6 + j, f"={month['H'].here}*{share.here}", fmt=cash))
        own = [sheet.live(at, c, f"={month[letter].here}", fmt=cash) for c, letter in ((3, "H"), (4, "I"), (5, "J"))]
        won = sheet.live(at, 6 + len(refs), f"={month['O'].here}", fmt=cash)
        for column, ref in zip(columns, [sheet.put(at, 2, None), *own, *refs, won], strict=True):
            column.append(ref)
    _fan(sheet, currency, row, names, heads, columns)
    _cake(sheet, currency, told[1], row + HEIGHT, names, heads, columns)


def _layer(sheet: Sheet, row: int, column: int, amount: float, width: int, cash: str) -> Ref:
    given = sheet.put(row, column + width + 1, amount, fmt=cash)
    return sheet.live(row, column, f"={given.here}*Margin", fmt=cash)


def _fan(
    sheet: Sheet, currency: str, row: int, names: Sequence[Ref], heads: Sequence[Ref], columns: list[list[Ref]]
) -> None:
    """Months past, the budget of today's customers, and the interval around it."""
    sheet.section(row, "Margin of today's customers by month: what came, the budget, and the 80% interval", 12)
    looks = ((GREY, 2.25, "solid"), (ACCENT, 2.25, "solid"), (CONTRAST, 1.25, "dash"), (CONTRAST, 1.25, "dash"))
    lines = [
        Line(head, points, color, width, dash)
        for head, points, (color, width, dash) in zip(heads[1:5], columns[:4], looks, strict=True)
    ]
    budget = [ref.number for ref in columns[1] if ref.value is not None]
    alt = f"Lines by month: what came, and the budget from {shown(budget[0])} to {shown(budget[-1])} with its interval"
    fmt = in_brief(currency, max(budget))
    chart = line_chart(names, lines, fmt=fmt, x="Month", y="Margin", alt=alt, name="Budget")
    place(sheet, chart, f"A{row + 1}", f"M{row + HEIGHT - 1}")


def _cake(
    sheet: Sheet, currency: str, cohort: str, row: int, names: Sequence[Ref], heads: Sequence[Ref],
    columns: list[list[Ref]],
) -> None:  # fmt: skip
    """The layers: each month's margin by the year in which its customers first came, those to be won on top."""
    sheet.section(row, f"Margin by month and year of {cohort}: months past, then the budget", 12)
    chart = BarChart()
    chart.type, chart.grouping, chart.gapWidth, chart.overlap = "col", "stacked", 15, 100
    fmt = money(currency, sign=True)
    for at, (head, points) in enumerate(zip(heads[5:], columns[4:], strict=True)):
        series = series_of(head, names, points, fmt)
        color = _TO_BE_WON if at == len(columns) - 5 else _LAYERS[at % len(_LAYERS)]
        series.graphicalProperties = GraphicalProperties(solidFill=color)
        chart.series.append(series)
    chart.legend.position = "t"
    chart.legend.txPr = small(900)
    layers = ", ".join(str(head.value) for head in heads[5:])
    finish(chart, fmt, f"Columns by month, stacked: {layers}", name="Layer cake")
    chart.x_axis.title, chart.y_axis.title = axis_title("Month"), axis_title("Margin")
    place(sheet, chart, f"A{row + 1}", f"M{row + HEIGHT - 1}")

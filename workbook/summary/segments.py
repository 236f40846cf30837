"""The Segments sheet: value tiers, live in rate, horizon and margin, counted on the customer table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbook.bars import bar_chart
from workbook.cells import Ref, Value
from workbook.charts import place
from workbook.names import define
from workbook.sheet import Sheet, formula
from workbook.spoken import rounded
from workbook.styles import PERCENT, WHOLE, in_brief, money
from workbook.summary.customers import CLV, P_ALIVE, SEGMENT, CustomerTable, column
from workbook.summary.figures import Figures
from workbook.summary.flows import FlowCells
from workbook.summary.top_group import top_group
from workbook.writer import Book
from xlclv.report import Report

TITLE = "Segments"
_HEAD, _FIRST = 5, 6
_WORDS = (
    "Segment",
    "Customers",
    "Share of customers",
    "Remaining CLV",
    "Share of value",
    "Cumulative share",
    "Mean CLV",
    "Median CLV",
    "Index, average = 100",
    "Mean P(alive)",
    "Median before margin",
    "Rate factor",
    "Sum over customers",
)


@dataclass(frozen=True, slots=True)
class SegmentCells:
    """Where the segments' figures stand."""

    labels: list[Ref]
    values: list[Ref]
    value_head: Ref
    message: Ref
    names: str
    rate_factors: str
    shares: str
    differences: str
    last_cumulative: Ref
    customers: Ref
    equity: Ref
    mean: Ref
    median: Ref
    top_count: Ref
    top_floor: Ref
    top_share: Ref
    below: int


def build(book: Book, report: Report, figures: Figures, flows: FlowCells, customers: CustomerTable) -> SegmentCells:
    """Lay out the sheet: a sentence, the table, the top group, the chart."""
    sheet, count = book.sheets[TITLE], len(report.segments)
    sheet.title_block("Segments", _note(report))
    sheet.widths([24, 11, 11, 16, 10, 11, 14, 14, 15, 15, 15, 11, 19])
    heads = sheet.headings(_HEAD, _WORDS, range(2, len(_WORDS) + 1), 32)
    last, total = _FIRST + count - 1, _FIRST + count
    table = [_row(sheet, report, figures, flows, customers, i, total) for i in range(count)]
    totals = _total_row(sheet, report, figures, customers, total)
    top = top_group(sheet, report, figures, customers, total + 2)
    _interval(book, report, total + 2)
    words = f'=A{_FIRST}&": "&ROUND(E{_FIRST}*100,0)&"% of the value from "&ROUND(C{_FIRST}*100,0)&"% of the customers"'
    message = sheet.put(3, 1, formula(words), "Message")
    labels, values = [row[0] for row in table], [row[3] for row in table]
    alt = "Bars: remaining customer lifetime value by segment. " + _spoken(report, values)
    fmt = in_brief(report.assumptions.currency, max(abs(ref.number) for ref in values))
    chart = bar_chart(labels, values, heads[3], fmt=fmt, alt=alt, name="CLV by segment")
    below = total + 8 + max(9, 2 * count + 2)
    place(sheet, chart, f"A{total + 8}", f"J{below}")
    define(book, "CustomerCount", totals["customers"], "Customers in the table")
    define(book, "CustomerEquity", totals["equity"], "Remaining CLV of all customers at the inputs now")
    define(book, "MeanCLV", totals["mean"], "Remaining CLV per customer at the inputs now")
    sheet.ws.freeze_panes = f"B{_FIRST}"
    return SegmentCells(
        labels,
        values,
        heads[3],
        message,
        _column("A", last),
        _column("L", last),
        _column("E", last),
        _differences(table, last),
        table[-1][5],
        totals["customers"],
        totals["equity"],
        totals["mean"],
        totals["median"],
        *top,
        below + 1,
    )


def _note(report: Report) -> str:
    amounts = f"Amounts in {report.assumptions.currency}. " if report.assumptions.currency else ""
    return amounts + "Remaining CLV is the present value of the expected sales on the Flows sheet, times the margin."


def _column(letter: str, last: int) -> str:
    return f"{TITLE}!${letter}${_FIRST}:${letter}${last}"


def _differences(table: list[list[Ref]], last: int) -> str:
    """How far the segments are from the sums over their own customers, in all."""
    whole = max(abs(row[3].number) for row in table)
    places = max(0, 10 - len(f"{whole:.0f}"))  # beyond these digits two ways of adding up differ by rounding alone
    return f"=ROUND(SUMPRODUCT(ABS({_column('D', last)}-{_column('M', last)})),{places})"


def _spoken(report: Report, values: list[Ref]) -> str:
    named = [f"{s.name} {rounded(v.number):,f}" for s, v in zip(report.segments, values, strict=True)]
    return "; ".join(named[:8])


def _row(
    sheet: Sheet, report: Report, figures: Figures, flows: FlowCells, customers: CustomerTable, i: int, total: int
) -> list[Ref]:
    row, name, margin = _FIRST + i, report.segments[i].name, report.assumptions.margin
    counts, values = figures.counts, figures.present_value * margin
    everyone, equity = int(counts.sum()), float(values.sum())
    number, value = int(counts[i]), float(values[i])
    shares = _shares(values)
    median, alive, summed = float(figures.medians[i]), float(figures.alive[i]), float(figures.summed[i])
    mean, average = _part(value, number), _part(equity, everyone)
    cash, cents = money(report.assumptions.currency), money(report.assumptions.currency, cents=True)
    looked_up = f"MATCH(A{row},{flows.names},0)"
    cells: list[tuple[Value, str]] = [
        (name, "@"),
        (formula(_number(customers, row), number), WHOLE),
        (formula(f"=IF(B${total}=0,0,B{row}/B${total})", _part(number, everyone)), PERCENT),
        (formula(f"=INDEX({flows.present_values},1,{looked_up})*Margin", value), cash),
        (formula(f"=IF(D${total}>0,D{row}/D${total},0)", float(shares[i])), PERCENT),
        (formula(f"=SUM(E${_FIRST}:E{row})", float(shares[: i + 1].sum())), PERCENT),
        (formula(f"=IF(B{row}=0,0,D{row}/B{row})", mean), cents),
        (formula(f"=K{row}*Margin*L{row}", median * margin * float(figures.rate_factor[i])), cents),
        (formula(f"=IF(G${total}>0,G{row}/G${total}*100,0)", _part(mean, average) * 100), WHOLE),
        (formula(_alive(customers, row), alive), PERCENT),
        (median, cents),
        (formula(f"=INDEX({flows.rate_factors},1,{looked_up})", float(figures.rate_factor[i])), "0.000000"),
        (formula(f"=SUMIFS({customers.every(CLV)},{customers.every(SEGMENT)},A{row})", summed), cents),
    ]
    return [
        sheet.put(row, column, shown_, "Text" if column == 1 else "Value", fmt)
        for column, (shown_, fmt) in enumerate(cells, 1)
    ]


def _number(customers: CustomerTable, row: int) -> str:
    if not customers.rest:
        return f"=COUNTIFS({SEGMENT},A{row})"
    return f"=SUMIFS({customers.every(column('Customers'))},{customers.every(SEGMENT)},A{row})"


def _alive(customers: CustomerTable, row: int) -> str:
    if not customers.rest:
        return f"=IFERROR(AVERAGEIFS({P_ALIVE},{SEGMENT},A{row}),0)"
    there, number = customers.every(P_ALIVE), customers.every(column("Customers"))
    return f"=IFERROR(SUMPRODUCT(({customers.every(SEGMENT)}=A{row})*{there}*{number})/B{row},0)"


def _shares(values: np.ndarray) -> np.ndarray:
    return values / values.sum() if values.sum() > 0 else np.zeros(len(values))


def _part(value: float, whole: float) -> float:
    return value / whole if whole > 0 else 0.0


def _total_row(sheet: Sheet, report: Report, figures: Figures, customers: CustomerTable, row: int) -> dict[str, Ref]:
    values = figures.present_value * report.assumptions.margin
    number, equity, summed = int(figures.counts.sum()), float(values.sum()), figures.whole.clv
    cash, cents = money(report.assumptions.currency), money(report.assumptions.currency, cents=True)
    mean = _part(equity, number)
    above = f"{_FIRST}:{{0}}{row - 1}"

    def total(letter: str) -> str:
        return f"=SUM({letter}{above.format(letter)})"

    median, alive = figures.whole.median, figures.whole.active / figures.whole.customers
    there = f"=AVERAGE({P_ALIVE})"
    middle: tuple[Value, Value, Value] = formula(f"=MEDIAN({CLV})", median), None, None
    if customers.rest:  # the median customer may stand on no row: the value as exported, moved by its segment's factor
        place = int(np.searchsorted(np.cumsum(figures.counts), number // 2, side="right"))
        factor = formula(f"=L{_FIRST + place}", float(figures.rate_factor[place]))
        middle = formula(f"=K{row}*Margin*L{row}", median), median / report.assumptions.margin, factor
        there = f"={customers.active}/B{row}"
    cells: list[tuple[Value, str]] = [
        ("All customers", "@"),
        (formula(total("B"), number), WHOLE),
        (formula(total("C"), 1.0), PERCENT),
        (formula(total("D"), equity), cash),
        (formula(total("E"), 1.0 if equity > 0 else 0.0), PERCENT),
        (None, "@"),
        (formula(f"=IF(B{row}=0,0,D{row}/B{row})", mean), cents),
        (middle[0], cents),
        (formula(f"=IF(G{row}>0,100,0)", 100 if mean > 0 else 0), WHOLE),
        (formula(there, alive), PERCENT),
        (middle[1], cents),
        (middle[2], "0.000000"),
        (formula(total("M"), summed), cents),
    ]
    refs = [
        sheet.put(row, column, value, "Total label" if column == 1 else "Total", fmt)
        for column, (value, fmt) in enumerate(cells, 1)
    ]
    return {"customers": refs[1], "equity": refs[3], "mean": refs[6], "median": refs[7]}


def _interval(book: Book, report: Report, row: int) -> None:
    """How sure customer equity is, beside the top group; of the exported inputs, so values."""
    if report.equity is None:
        return
    sheet, cash = book.sheets[TITLE], money(report.assumptions.currency)
    for at in range(7, 12):
        words = f"Customer equity at the exported inputs, {report.equity.confidence:.0%} intervals"
        sheet.put(row, at, words if at == 7 else None, "Heading")
    spans = [("What the model expects", report.equity), ("What they will really bring", report.outcome)]
    for at, word in enumerate(("Low", "Expected", "High"), 9):
        sheet.put(row + 1, at, word, "Fixed")
    for at, (label, found) in enumerate(((label, found) for label, found in spans if found is not None), row + 2):
        sheet.put(at, 7, label, "Line")
        ends = found.low, found.value, found.high
        low, _, high = (sheet.put(at, 9 + i, value, fmt=cash) for i, value in enumerate(ends))
        if found is report.equity:
            define(book, "EquityLow", low, "Lower end of the interval of customer equity, as exported")
            define(book, "EquityHigh", high, "Upper end of the interval of customer equity, as exported")

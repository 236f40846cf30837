"""The Segments sheet: value tiers, live in rate, horizon and margin, counted on the customer table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbook.cells import Ref, Value
from workbook.charts import bar_chart, place
from workbook.names import define
from workbook.sheet import Sheet, formula
from workbook.styles import PERCENT, WHOLE, money
from workbook.summary.customers import CLV, P_ALIVE, SEGMENT
from workbook.summary.figures import TOP_SHARE, Figures, rounded, shown
from workbook.summary.flows import FlowCells
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
    differences: tuple[str, float]
    last_cumulative: Ref
    customers: Ref
    equity: Ref
    mean: Ref
    top_count: Ref
    top_floor: Ref
    top_share: Ref


def build(book: Book, report: Report, figures: Figures, flows: FlowCells) -> SegmentCells:
    """Lay out the sheet: a sentence, the table, the top group, the chart."""
    sheet, count = book.sheets[TITLE], len(report.segments)
    sheet.title_block("Segments", _note(report))
    sheet.widths([24, 11, 11, 16, 10, 11, 13, 13, 14, 10, 13, 11, 19])
    heads = sheet.headings(_HEAD, _WORDS, range(2, len(_WORDS) + 1), 32)
    last, total = _FIRST + count - 1, _FIRST + count
    table = [_row(sheet, report, figures, flows, i, total) for i in range(count)]
    totals = _total_row(sheet, report, figures, total)
    top = _top_group(sheet, report, figures, total + 2)
    first = table[0]
    words = f'=A{_FIRST}&": "&ROUND(E{_FIRST}*100,0)&"% of the value from "&ROUND(C{_FIRST}*100,0)&"% of the customers"'
    value, people = shown(first[4].number * 100), shown(first[2].number * 100)
    text = f"{first[0].value}: {value}% of the value from {people}% of the customers"
    message = sheet.put(3, 1, formula(words, text), "Message")
    labels, values = [row[0] for row in table], [row[3] for row in table]
    alt = "Bars: remaining customer lifetime value by segment. " + _spoken(report, values)
    chart = bar_chart(labels, values, heads[3], fmt=money(report.assumptions.currency, sign=True), alt=alt)
    place(sheet, chart, f"A{total + 8}", f"J{total + 8 + max(12, 2 * count + 4)}")
    define(book.workbook, "CustomerCount", totals["customers"], "Customers in the table")
    define(book.workbook, "CustomerEquity", totals["equity"], "Remaining CLV of all customers at the inputs now")
    define(book.workbook, "MeanCLV", totals["mean"], "Remaining CLV per customer at the inputs now")
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
        *top,
    )


def _note(report: Report) -> str:
    amounts = f"Amounts in {report.assumptions.currency}. " if report.assumptions.currency else ""
    return amounts + "Remaining CLV is the present value of the expected sales on the Flows sheet, times the margin."


def _column(letter: str, last: int) -> str:
    return f"{TITLE}!${letter}${_FIRST}:${letter}${last}"


def _differences(table: list[list[Ref]], last: int) -> tuple[str, float]:
    """How far the segments are from the sums over their own customers, in all."""
    apart = sum(abs(row[3].number - row[12].number) for row in table)
    whole = max(abs(row[3].number) for row in table)
    places = max(0, 10 - len(f"{whole:.0f}"))  # beyond these digits two ways of adding up differ by rounding alone
    live = f"=ROUND(SUMPRODUCT(ABS({_column('D', last)}-{_column('M', last)})),{places})"
    return live, float(rounded(apart, places))


def _spoken(report: Report, values: list[Ref]) -> str:
    named = [f"{s.name} {rounded(v.number):,f}" for s, v in zip(report.segments, values, strict=True)]
    return "; ".join(named[:8])


def _row(sheet: Sheet, report: Report, figures: Figures, flows: FlowCells, i: int, total: int) -> list[Ref]:
    row, name, margin = _FIRST + i, report.segments[i].name, report.assumptions.margin
    mine = report.customers.segment == i
    counts, values = figures.counts, figures.present_value * margin
    everyone, equity = int(counts.sum()), float(values.sum())
    number, value = int(counts[i]), float(values[i])
    shares = _shares(values)
    bare = report.customers.expected_spend[mine] * report.customers.discounted_orders[mine]
    median = float(np.median(bare)) if number else 0.0
    alive = float(report.customers.p_alive[mine].mean()) if number else 0.0
    mean, average, summed = _part(value, number), _part(equity, everyone), float(figures.clv[mine].sum())
    cash, cents = money(report.assumptions.currency), money(report.assumptions.currency, cents=True)
    looked_up = f"MATCH(A{row},{flows.names},0)"
    cells: list[tuple[Value, str]] = [
        (name, "@"),
        (formula(f"=COUNTIFS({SEGMENT},A{row})", number), WHOLE),
        (formula(f"=IF(B${total}=0,0,B{row}/B${total})", _part(number, everyone)), PERCENT),
        (formula(f"=INDEX({flows.present_values},1,{looked_up})*Margin", value), cash),
        (formula(f"=IF(D${total}=0,0,D{row}/D${total})", float(shares[i])), PERCENT),
        (formula(f"=SUM(E${_FIRST}:E{row})", float(shares[: i + 1].sum())), PERCENT),
        (formula(f"=IF(B{row}=0,0,D{row}/B{row})", mean), cents),
        (formula(f"=K{row}*Margin*L{row}", median * margin * float(figures.rate_factor[i])), cents),
        (formula(f"=IF(G${total}=0,0,G{row}/G${total}*100)", _part(mean, average) * 100), WHOLE),
        (formula(f"=IFERROR(AVERAGEIFS({P_ALIVE},{SEGMENT},A{row}),0)", alive), PERCENT),
        (median, cents),
        (formula(f"=INDEX({flows.rate_factors},1,{looked_up})", float(figures.rate_factor[i])), "0.000000"),
        (formula(f"=SUMIFS({CLV},{SEGMENT},A{row})", summed), cents),
    ]
    return [
        sheet.put(row, column, shown_, "Text" if column == 1 else "Value", fmt)
        for column, (shown_, fmt) in enumerate(cells, 1)
    ]


def _shares(values: np.ndarray) -> np.ndarray:
    return values / values.sum() if values.sum() else np.zeros(len(values))


def _part(value: float, whole: float) -> float:
    return value / whole if whole else 0.0


def _total_row(sheet: Sheet, report: Report, figures: Figures, row: int) -> dict[str, Ref]:
    values = figures.present_value * report.assumptions.margin
    number, equity, summed = int(figures.counts.sum()), float(values.sum()), float(figures.clv.sum())
    cash, cents = money(report.assumptions.currency), money(report.assumptions.currency, cents=True)
    mean = _part(equity, number)
    above = f"{_FIRST}:{{0}}{row - 1}"

    def total(letter: str) -> str:
        return f"=SUM({letter}{above.format(letter)})"

    median = float(np.median(figures.clv))
    cells: list[tuple[Value, str]] = [
        ("All customers", "@"),
        (formula(total("B"), number), WHOLE),
        (formula(total("C"), 1.0), PERCENT),
        (formula(total("D"), equity), cash),
        (formula(total("E"), 1.0 if equity else 0.0), PERCENT),
        (None, "@"),
        (formula(f"=IF(B{row}=0,0,D{row}/B{row})", mean), cents),
        (formula(f"=MEDIAN({CLV})", median), cents),
        (formula(f"=IF(G{row}=0,0,G{row}/G{row}*100)", 100.0 if mean else 0.0), WHOLE),
        (formula(f"=AVERAGE({P_ALIVE})", float(report.customers.p_alive.mean())), PERCENT),
        (None, "@"),
        (None, "@"),
        (formula(total("M"), summed), cents),
    ]
    refs = [
        sheet.put(row, column, value, "Total label" if column == 1 else "Total", fmt)
        for column, (value, fmt) in enumerate(cells, 1)
    ]
    return {"customers": refs[1], "equity": refs[3], "mean": refs[6]}


def _top_group(sheet: Sheet, report: Report, figures: Figures, row: int) -> tuple[Ref, Ref, Ref]:
    """The top customers whatever the inputs: ties at the floor count only as far as the group reaches."""
    cash = money(report.assumptions.currency, cents=True)
    number = max(1, int(rounded(TOP_SHARE * len(figures.clv))))
    floor = float(np.sort(figures.clv)[-number])
    above = figures.clv > floor
    value = float(figures.clv[above].sum()) + (number - int(above.sum())) * floor
    sheet.section(row, "Top group, by its share of customers on Assumptions", 4)
    lines: list[tuple[str, Value, str]] = [
        ("Customers in it", formula("=MAX(1,ROUND(TopShare*CustomerCount,0))", number), WHOLE),
        ("Worth at least", formula(f"=LARGE({CLV},D{row + 1})", floor), cash),
        (
            "Their value",
            formula(f"=SUMPRODUCT(({CLV}>D{row + 2})*({CLV}-D{row + 2}))+D{row + 1}*D{row + 2}", value),
            cash,
        ),
        (
            "Share of the value",
            formula(f"=IF(SUM({CLV})=0,0,D{row + 3}/SUM({CLV}))", _part(value, float(figures.clv.sum()))),
            PERCENT,
        ),
    ]
    for at, (label, _, _) in enumerate(lines, row + 1):
        sheet.put(at, 1, label, "Text")
    refs = [sheet.put(at, 4, shown_, "Value", fmt) for at, (_, shown_, fmt) in enumerate(lines, row + 1)]
    return refs[0], refs[1], refs[3]

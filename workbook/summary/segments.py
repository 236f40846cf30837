"""The Segments sheet: value tiers, live in rate, horizon and margin, counted on the customer table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from xlclv.report import Report, Segment
from xlclv.terms.money import Words
from xlclv.workbook.bars import bar_chart
from xlclv.workbook.calculation import Formula, rounded
from xlclv.workbook.cells import Ref
from xlclv.workbook.charts import place
from xlclv.workbook.names import define
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import PERCENT, WHOLE, in_brief, money
from xlclv.workbook.summary.concentration import NO_VALUE
from xlclv.workbook.summary.customers import CLV, P_ALIVE, SEGMENT, CustomerTable, column
from xlclv.workbook.summary.flows import FlowCells
from xlclv.workbook.summary.top_group import top_group
from xlclv.workbook.writer import Book

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
    "Median {before}",
    "Rate factor",
    "Sum over customers",
)


@dataclass(frozen=True, slots=True)
class SegmentCells:
    """Where the segments' figures stand."""

    labels: list[Ref]
    counts: list[Ref]
    values: list[Ref]
    summed: list[Ref]
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
    interval: tuple[Ref, Ref] | None


def build(book: Book, report: Report, flows: FlowCells, customers: CustomerTable) -> SegmentCells:
    """Lay out the sheet: a sentence, the table, the top group, the chart."""
    sheet, count = book.sheets[TITLE], len(report.segments)
    sheet.title_block("Segments", _note(report, customers.words))
    sheet.widths([24, 11, 11, 16, 10, 11, 14, 14, 15, 15, 15, 11, 19])
    named = [word.format(before=customers.words.before) for word in _WORDS]
    heads = sheet.headings(_HEAD, named, range(2, len(named) + 1), 32)
    last, total = _FIRST + count - 1, _FIRST + count
    table = [
        _row(sheet, report, flows, customers, row, segment, total)
        for row, segment in enumerate(report.segments, _FIRST)
    ]
    totals = _total_row(sheet, report, customers, total)
    top = top_group(sheet, report.assumptions.currency, customers, total + 2)
    interval = _interval(book, report, total + 2)
    words = f'A{_FIRST}&": "&ROUND(E{_FIRST}*100,0)&"% of the value from "&ROUND(C{_FIRST}*100,0)&"% of the customers"'
    message = sheet.live(3, 1, f'=IF(D{total}>0,{words},"{NO_VALUE}")', "Message")
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
        [row[1] for row in table],
        values,
        [row[12] for row in table],
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
        interval,
    )


def _note(report: Report, said: Words) -> str:
    amounts = f"Amounts in {report.assumptions.currency}. " if report.assumptions.currency else ""
    share = ", times the margin" if said.times else ""
    return f"{amounts}Remaining CLV is the present value of the expected {said.sales} on the Flows sheet{share}."


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
    sheet: Sheet, report: Report, flows: FlowCells, customers: CustomerTable, row: int, segment: Segment, total: int
) -> list[Ref]:
    cash, cents = money(report.assumptions.currency), money(report.assumptions.currency, cents=True)
    looked_up = f"MATCH(A{row},{flows.names},0)"
    cells = (
        (_number(customers, row), WHOLE),
        (f"=B{row}/B${total}", PERCENT),
        (f"=INDEX({flows.present_values},1,{looked_up})*Margin", cash),
        (f'=IF(D${total}>0,D{row}/D${total},"")', PERCENT),
        (f'=IF(D${total}>0,SUM(E${_FIRST}:E{row}),"")', PERCENT),
        (f'=IF(B{row}=0,"",D{row}/B{row})', cents),
        (f'=IF(B{row}=0,"",K{row}*Margin*L{row})', cents),
        (f'=IF(AND(B{row}>0,G${total}>0),G{row}/G${total}*100,"")', WHOLE),
        (_alive(customers, row), PERCENT),
        (report.tiers[row - _FIRST].median if segment.customers else None, cents),
        (f"=INDEX({flows.rate_factors},1,{looked_up})", "0.000000"),
        (f"=SUMIFS({customers.every(CLV)},{customers.every(SEGMENT)},A{row})", cents),
    )
    return [sheet.put(row, 1, segment.name, "Text", "@"), *_cells(sheet, row, cells, "Value")]


def _cells(sheet: Sheet, row: int, cells: Iterable[tuple[str | float | None, str]], style: str) -> list[Ref]:
    """A row from column B on: formulas as text, numbers as they are."""
    return [
        sheet.put(row, column, Formula(held) if isinstance(held, str) else held, style, fmt)
        for column, (held, fmt) in enumerate(cells, 2)
    ]


def _number(customers: CustomerTable, row: int) -> str:
    if not customers.rest:
        return f"=COUNTIFS({SEGMENT},A{row})"
    return f"=SUMIFS({customers.every(column('Customers'))},{customers.every(SEGMENT)},A{row})"


def _alive(customers: CustomerTable, row: int) -> str:
    if not customers.rest:
        return f'=IFERROR(AVERAGEIFS({P_ALIVE},{SEGMENT},A{row}),"")'
    there, number = customers.every(P_ALIVE), customers.every(column("Customers"))
    return f'=IFERROR(SUMPRODUCT(({customers.every(SEGMENT)}=A{row})*{there}*{number})/B{row},"")'


def _total_row(sheet: Sheet, report: Report, customers: CustomerTable, row: int) -> dict[str, Ref]:
    cash, cents = money(report.assumptions.currency), money(report.assumptions.currency, cents=True)
    median, before, factor, alive = f"=MEDIAN({CLV})", None, None, f"=AVERAGE({P_ALIVE})"
    if customers.rest:  # the median customer may stand on no row: the value as exported, moved by its segment's factor
        running = np.cumsum([segment.customers for segment in report.segments])
        place = int(np.searchsorted(running, running[-1] // 2, side="right"))
        median, factor = f"=K{row}*Margin*L{row}", f"=L{_FIRST + place}"
        before, alive = report.median_remaining, f"={customers.active}/B{row}"
    total = {letter: f"=SUM({letter}{_FIRST}:{letter}{row - 1})" for letter in "BCDEM"}
    cells = (
        (total["B"], WHOLE),
        (total["C"], PERCENT),
        (total["D"], cash),
        (f'=IF(D{row}>0,{total["E"][1:]},"")', PERCENT),
        (None, "@"),
        (f"=D{row}/B{row}", cents),
        (median, cents),
        (f'=IF(G{row}>0,100,"")', WHOLE),
        (alive, PERCENT),
        (before, cents),
        (factor, "0.000000"),
        (total["M"], cents),
    )
    sheet.put(row, 1, "All customers", "Total label", "@")
    refs = _cells(sheet, row, cells, "Total")
    return {"customers": refs[0], "equity": refs[2], "mean": refs[5], "median": refs[6]}


def _interval(book: Book, report: Report, row: int) -> tuple[Ref, Ref] | None:
    """How sure customer equity is, beside the top group; of the exported inputs, so values.

    Gives what customers will really bring: low and high at the inputs now; None where it is not known.
    """
    if report.equity is None:
        return None
    sheet, cash = book.sheets[TITLE], money(report.assumptions.currency)
    for at in range(7, 12):
        words = f"Customer equity at the exported inputs, {report.equity.confidence:.0%} intervals"
        sheet.put(row, at, words if at == 7 else None, "Heading")
    spans = [("What the model expects", report.equity), ("What they will really bring", report.outcome)]
    for at, word in enumerate(("Low", "Expected", "High"), 9):
        sheet.put(row + 1, at, word, "Fixed")
    rows: list[tuple[Ref, Ref, Ref]] = []
    for at, (label, found) in enumerate(((label, found) for label, found in spans if found is not None), row + 2):
        sheet.put(at, 7, label, "Line")
        ends = found.low, found.value, found.high
        low, value, high = (sheet.put(at, 9 + i, end, fmt=cash) for i, end in enumerate(ends))
        rows.append((low, value, high))
    define(book, "EquityLow", rows[0][0], "Lower end of the interval of customer equity, as exported")
    define(book, "EquityHigh", rows[0][2], "Upper end of the interval of customer equity, as exported")
    if len(rows) == 1:
        return None
    # Rate, margin and horizon change what is worth, not how sure that is: the ends keep their distance. At an exported
    # margin of 0 the cells are 0 and say none of it: then the report's own shares, before margin, do.
    at, (low, value, high) = row + 4, rows[1]
    sheet.put(at, 7, "The same at the inputs now", "Line")
    if report.coming is None or value.number:
        shares = [f"{end.here}/{value.here}" for end in (low, high)]
    else:
        shares = [repr(end / report.coming.value) for end in (report.coming.low, report.coming.high)]
    now = [f"=CustomerEquity*{share}" for share in shares]
    return sheet.live(at, 9, now[0], fmt=cash), sheet.live(at, 11, now[1], fmt=cash)

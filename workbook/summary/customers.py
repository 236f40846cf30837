"""The Customers sheet: one row a customer, streamed, with the remaining CLV live in rate, horizon and margin."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from openpyxl.formatting.rule import DataBarRule
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo

from workbook.cells import EPOCH, digits, escaped, text_body
from workbook.sheet import Sheet
from workbook.styles import DAY, DECIMAL, FACTOR, PERCENT, WHOLE, money
from workbook.summary.figures import Figures
from workbook.writer import Book
from xlclv.report import Report

TITLE, TABLE = "Customers", "CustomerTable"
HEAD, FIRST = 4, 5
_CHUNK = 1000  # rows made and handed over at a time: the sheet is never in memory as a whole


def column(header: str) -> str:
    """A column of the customer table, as a formula names it."""
    return f"{TABLE}[{header}]"


IDS, SEGMENT, LAST_ORDER = column("Customer"), column("Segment"), column("Last order")
P_ALIVE, SPEND, DISCOUNTED = column("P(alive)"), column("Expected spend"), column("Discounted orders")
SALES, CLV = column("Sales to date"), column("Remaining CLV")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its header, width, format, and the cells' insides for rows i to j."""

    header: str
    width: float
    fmt: str
    inside: Callable[[int, int], list[str]]
    kind: str = ""
    values: NDArray[Any] | None = None


def columns(report: Report, figures: Figures) -> list[Column]:
    """The table from left to right, but the formula at its end."""
    told, given = report.customers, report.assumptions
    cash = money(given.currency, cents=True)
    names = [text_body(segment.name) for segment in report.segments]

    def text(i: int, j: int) -> list[str]:
        return [text_body(word) for word in told.id[i:j]]

    def segment(i: int, j: int) -> list[str]:
        return [names[k] for k in told.segment[i:j].tolist()]

    return [
        Column("Customer", 24, "@", text, ' t="inlineStr"'),
        Column("Segment", 15, "@", segment, ' t="inlineStr"'),
        _whole("First order", 11, DAY, _serials(told.first_order)),
        _whole("Last order", 11, DAY, _serials(told.last_order)),
        _whole("Orders", 8, WHOLE, told.orders),
        _whole("Frequency", 10, WHOLE, told.frequency),
        _float("Recency (weeks)", 10, DECIMAL, told.recency),
        _float("T (weeks)", 10, DECIMAL, told.T),
        _float("Monetary value", 12, cash, told.monetary_value),
        _float("P(alive)", 9, PERCENT, told.p_alive),
        _float("Expected orders", 10, DECIMAL, told.expected_orders),
        _float("Expected spend", 12, cash, told.expected_spend),
        _float("Discounted orders", 11, FACTOR, told.discounted_orders),
        _float("Sales to date", 13, cash, figures.sales),
    ]


def _serials(days: NDArray[np.datetime64]) -> NDArray[np.int64]:
    return (days.astype("datetime64[D]") - np.datetime64(EPOCH)).astype(np.int64)


def _whole(header: str, width: float, fmt: str, values: NDArray[np.int64]) -> Column:
    return Column(header, width, fmt, lambda i, j: [f"<v>{v}</v>" for v in values[i:j].tolist()], "", values)


def _float(header: str, width: float, fmt: str, values: NDArray[np.float64]) -> Column:
    return Column(header, width, fmt, lambda i, j: [f"<v>{digits(v)}</v>" for v in values[i:j].tolist()], "", values)


def build(book: Book, report: Report, figures: Figures, factors: str, names: str) -> list[Column]:
    """Lay out the sheet; `factors` and `names` are the segments' rate factors and names on the Segments sheet."""
    sheet, count = book.sheets[TITLE], len(report.customers.id)
    table = columns(report, figures)
    headers = [*(entry.header for entry in table), "Remaining CLV"]
    sheet.title_block("Customers", _note(report, count))
    sheet.height(3, 6)
    sheet.headings(HEAD, headers, range(3, len(headers) + 1), 32)
    sheet.widths([*(entry.width for entry in table), 15])
    last = HEAD + count
    row = _template(book, table, factors, names, money(report.assumptions.currency, cents=True))
    sheet.stream(lambda: _rows(row, table, figures.clv), last, len(headers))
    _furnish(sheet, headers, last)
    return table


def _note(report: Report, count: int) -> str:
    amounts = f"Amounts in {report.assumptions.currency}. " if report.assumptions.currency else ""
    return (
        f"{count:,} customers, highest remaining CLV first. {amounts}Remaining CLV = expected spend x discounted "
        "orders x margin x the segment's rate factor."
    )


def _template(book: Book, table: list[Column], factors: str, names: str, cash: str) -> str:
    """One row as text: \\0 stands for the row's number, %s for each cell's inside."""
    cells = []
    for i, entry in enumerate(table, 1):
        style = book.styles.id("Value" if entry.values is not None else "Line", entry.fmt)
        cells.append(f'<c r="{get_column_letter(i)}\0" s="{style}"{entry.kind}>%s</c>')
    places = {entry.header: get_column_letter(i) for i, entry in enumerate(table, 1)}
    spend, orders, tier = (places[word] for word in ("Expected spend", "Discounted orders", "Segment"))
    live = f"{spend}\0*{orders}\0*Margin*INDEX({factors},MATCH({tier}\0,{names},0))"
    last, style = get_column_letter(len(table) + 1), book.styles.id("Value", cash)
    cells.append(
        f'<c r="{last}\0" s="{style}"><f>{escaped(live.replace(chr(0), "~"))}</f><v>%s</v></c>'.replace("~", "\0")
    )
    return '<row r="\0">' + "".join(cells) + "</row>"


def _rows(template: str, table: list[Column], clv: NDArray[np.float64]) -> Iterator[bytes]:
    for i in range(0, len(clv), _CHUNK):
        j = min(i + _CHUNK, len(clv))
        insides = [entry.inside(i, j) for entry in table]
        insides.append([digits(value) for value in clv[i:j].tolist()])
        rows = zip(*insides, strict=True)
        # No cell can hold \0: the row's number takes its place last, in one pass over the finished row.
        yield "".join((template % row).replace("\0", str(n)) for n, row in enumerate(rows, FIRST + i)).encode()


def _furnish(sheet: Sheet, headers: list[str], last: int) -> None:
    letter = get_column_letter(len(headers))
    table = Table(displayName=TABLE, ref=f"A{HEAD}:{letter}{last}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    table._initialise_columns()  # openpyxl would look for the headers in cells that it does not hold
    for entry, header in zip(table.tableColumns, headers, strict=True):
        assert isinstance(entry, TableColumn)
        entry.name = header
    sheet.ws.add_table(table)
    sheet.ws.conditional_formatting.add(
        f"{letter}{FIRST}:{letter}{last}", DataBarRule("num", 0, "max", color="9DB4DD", showValue=True)
    )
    sheet.ws.freeze_panes = f"B{FIRST}"
    sheet.repeat_rows(HEAD, HEAD)

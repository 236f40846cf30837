"""The Customers sheet: one row a customer, streamed, with the remaining CLV live in rate, horizon and margin.

Where the report lists the best customers alone, the others stand below the table as one row a segment (each segment
has its own rate factor), so that every total still covers all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from openpyxl.formatting.rule import DataBarRule
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo

from xlclv.report import SERVICES, Report, Rest
from xlclv.serials import EPOCH
from xlclv.terms.money import Words as Money
from xlclv.terms.money import words_of
from xlclv.workbook.bulk import chunks, numbers, rows
from xlclv.workbook.calculation import Formula, Words
from xlclv.workbook.calculation import Table as Long
from xlclv.workbook.cells import Value, escaped
from xlclv.workbook.progress import Progress
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.strings import Strings
from xlclv.workbook.styles import DAY, DECIMAL, FACTOR, PERCENT, WHOLE, money
from xlclv.workbook.widths import lines, of_column, under_button
from xlclv.workbook.writer import Book

if TYPE_CHECKING:
    from xlclv.workbook.summary.more import More

TITLE, TABLE = "Customers", "CustomerTable"
HEAD, FIRST = 4, 5
_OTHERS = "All other customers"
LIVE = "Remaining CLV"


def column(header: str) -> str:
    """A column of the customer table, as a formula names it."""
    return f"{TABLE}[{header}]"


IDS, SEGMENT, LAST_ORDER = column("Customer"), column("Segment"), column("Last order")
P_ALIVE, DISCOUNTED, RANK = column("P(alive)"), column("Discounted orders"), column("Rank")
CLV, SERVICE = column(LIVE), column("Service level")


def to_date(words: Money) -> str:
    """The header of the money so far."""
    return words.to_date.capitalize()


def expected(words: Money) -> str:
    """The header of the expected money of an order."""
    return f"Expected {words.spend}"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its header, width, format, values, the insides or texts of rows i to j, what the rest shows in it."""

    header: str
    width: float
    fmt: str
    values: NDArray[Any] | Words | Sequence[str]
    inside: Callable[[int, int], Any]
    other: str = ""

    @property
    def numeric(self) -> bool:
        """Whether numbers stand in it."""
        return isinstance(self.values, np.ndarray)

    def cells(self, strings: Strings, i: int, j: int) -> Any:
        """What stands inside the cells of rows i to j: numbers as they are, texts by their places in the table."""
        if isinstance(self.values, Words):
            return numbers(strings.chosen([str(name) for name in self.values.names], self.values.places[i:j]))
        told = self.inside(i, j)
        return told if self.numeric else numbers(np.array(strings.places(told), dtype=np.int64))


@dataclass(frozen=True, slots=True)
class CustomerTable:
    """What stands where, known before the sheet is laid out: its columns, the customers listed, and the rest."""

    columns: list[Column]
    listed: int
    rest: tuple[Rest, ...]
    words: Money

    @property
    def to_date(self) -> str:
        """The header of the money so far."""
        return to_date(self.words)

    @property
    def sales(self) -> str:
        """The money so far of all customers, for sums."""
        return self.every(column(self.to_date))

    @property
    def spend(self) -> str:
        """The expected money of an order of all customers, for sums."""
        return self.every(column(expected(self.words)))

    @property
    def letter(self) -> dict[str, str]:
        """Each header's column letter; the remaining CLV stands left, beside the rank."""
        headers = [entry.header for entry in self.columns]
        headers.insert(self.live, LIVE)
        return {header: get_column_letter(i) for i, header in enumerate(headers, 1)}

    @property
    def live(self) -> int:
        """How many columns stand before the live one."""
        return 1 + next(i for i, entry in enumerate(self.columns) if entry.header == "Rank")

    def column(self, header: str) -> Column:
        """The column under a header."""
        return next(entry for entry in self.columns if entry.header == header)

    def every(self, of: str) -> str:
        """A column for sums over all customers: the table's, and the rows of the rest below it."""
        if not self.rest:
            return of
        letter = self.letter[of[len(TABLE) + 1 : -1]]
        return f"{TITLE}!${letter}${FIRST}:${letter}${HEAD + self.listed + len(self.rest)}"

    @property
    def block(self) -> str:
        """The live column and the one before it, over all customers: all columns would be 20 million cells."""
        before, here = list(self.letter.values())[self.live - 1 : self.live + 1]
        return f"{TITLE}!${before}${FIRST}:${here}${HEAD + self.listed + len(self.rest)}"

    @property
    def number(self) -> str:
        """How many customers there are, as a formula counts them on the sheet."""
        return f"SUM({self.every(column('Customers'))})" if self.rest else f"ROWS({IDS})"

    @property
    def active(self) -> str:
        """The sum of P(alive) over all customers, as a formula."""
        if not self.rest:
            return f"SUM({P_ALIVE})"
        return f"SUMPRODUCT({self.every(P_ALIVE)},{self.every(column('Customers'))})"


def plan(report: Report, more: Sequence[More] = ()) -> CustomerTable:
    """The table from left to right, what matters first; its formula is added when the sheet is laid out.

    `more` are the columns from files beside the orders.
    """
    told, said = report.customers, words_of(report)
    cash = money(report.assumptions.currency, cents=True)
    ranks = np.arange(1, len(told.id) + 1, dtype=np.int64)
    columns = [
        Column("Customer", 24, "@", told.id, lambda i, j: told.id[i:j]),
        _words("Segment", 15, [segment.name for segment in report.segments], told.segment),
        _numbers("Rank", 9, WHOLE, ranks),
        _numbers("P(alive)", 9, PERCENT, told.p_alive, "p_alive"),
        _numbers(to_date(said), 13, cash, told.sales, "sales"),
        _numbers("Orders", 8, WHOLE, told.orders, "orders"),
        _numbers("First order", 11, DAY, serials(told.first_order), "first_order"),
        _numbers("Last order", 11, DAY, serials(told.last_order), "last_order"),
        _numbers("Frequency", 10, WHOLE, told.frequency, "frequency"),
        _numbers("Recency (weeks)", 10, DECIMAL, told.recency),
        _numbers("T (weeks)", 10, DECIMAL, told.T),
        _numbers("Monetary value", 12, cash, told.monetary_value),
        _numbers("Expected orders", 10, DECIMAL, told.expected_orders, "expected_orders"),
        _numbers(expected(said), 12, cash, told.expected_spend, "spend"),
        _numbers("Discounted orders", 11, FACTOR, told.discounted_orders, "discounted"),
    ]
    if told.attainment is not None and told.service is not None:
        columns.append(_numbers("Attainment", 11, "0%", told.attainment))
        columns.append(_words("Service level", 16, SERVICES, told.service))
    if report.clv_interval is not None:
        low, high = report.clv_interval
        columns += [_numbers("CLV low, as exported", 12, cash, low), _numbers("CLV high, as exported", 12, cash, high)]
    columns += [
        _words(one.header, 18, one.names, one.values) if one.names else _numbers(one.header, 12, one.fmt, one.values)
        for one in more
    ]
    rest = report.unlisted.rest if report.unlisted else ()
    if rest:
        columns.insert(2, _numbers("Customers", 11, WHOLE, np.ones(len(told.id), dtype=np.int64), "customers"))
    return CustomerTable(columns, len(told.id), rest, said)


def serials(days: NDArray[np.datetime64]) -> NDArray[np.int32]:
    """Days as Excel counts them; 32 bits hold them, and a million rows count."""
    return (days.astype("datetime64[D]") - np.datetime64(EPOCH)).astype(np.int32)


def _numbers(header: str, width: float, fmt: str, values: NDArray[Any], other: str = "") -> Column:
    return Column(header, width, fmt, values, lambda i, j: numbers(values[i:j]), other)


def _words(header: str, width: float, names: Sequence[str], places: NDArray[np.integer]) -> Column:
    """A column of few names, by each customer's place among them."""
    told = Words(tuple(names), places)
    return Column(header, width, "@", told, lambda i, j: [names[k] for k in places[i:j].tolist()])


def build(book: Book, report: Report, table: CustomerTable, factors: str, names: str, tell: Progress) -> None:
    """Lay out the sheet; `factors` and `names` are the segments' rate factors and names on the Segments sheet."""
    sheet, columns = book.sheets[TITLE], table.columns
    headers = list(table.letter)
    sheet.title_block("Customers", note(report, table))
    sheet.height(3, 6)
    words = {entry.header for entry in columns if not entry.numeric}
    last, cash = HEAD + table.listed, money(report.assumptions.currency, cents=True)
    wide = [max(_width(entry), under_button(entry.header)) for entry in columns]
    wide.insert(table.live, max(15.0, of_column(report.residual_clv, cash), under_button(LIVE)))
    sheet.widths(wide)
    sheet.labels = "A"
    height = max(32.0, 13.5 * lines(headers, wide) + 5)
    sheet.headings(HEAD, headers, [i for i, header in enumerate(headers, 1) if header not in words], height)

    def live(row: int | str) -> str:
        spend, orders, tier = (table.letter[word] for word in (expected(table.words), "Discounted orders", "Segment"))
        return f"{spend}{row}*{orders}{row}*Margin*INDEX({factors},MATCH({tier}{row},{names},0))"

    row_of = template(book, columns, live("\0"), cash, table.live)
    given = {entry.header: entry.values for entry in columns}
    held = {header: given.get(header, Formula(f"={live(FIRST)}")) for header in headers}
    book.calculation.table(TABLE, TITLE, Long(HEAD, held, table.listed))
    # The rest stands right below the last customer: sums take both in one range.
    below = [
        _rest_row(sheet, report, table, row, rest, live(row), cash) for row, rest in enumerate(table.rest, last + 1)
    ]

    def streamed() -> Iterator[bytes]:
        worth = book.calculation.numbers(TABLE, LIVE)
        for i, j in chunks(table.listed):
            tell("Writing customers", i, table.listed)
            insides = [entry.cells(book.strings, i, j) for entry in columns]
            insides.insert(table.live, numbers(worth[i:j]))
            yield rows(row_of, insides, FIRST + i)
        for row in below:
            yield row().encode()

    sheet.stream(streamed, last + len(table.rest), len(headers))
    furnish(sheet, headers, last, LIVE)


def _width(entry: Column) -> float:
    """The width given, or what the numbers take."""
    return max(entry.width, of_column(entry.values, entry.fmt)) if isinstance(entry.values, np.ndarray) else entry.width


def note(report: Report, table: CustomerTable) -> str:
    """What the sheet holds, and by which rule it was cut where it was."""
    amounts = f"Amounts in {report.assumptions.currency}. " if report.assumptions.currency else ""
    held = f"{table.listed:,} customers, highest remaining CLV first. "
    if table.rest:
        held = cut(table) + " "
    spread = ""
    if report.equity is not None and report.customers.low is not None:
        spread = f" CLV low and high: {report.equity.confidence:.0%} interval at the exported inputs."
    said = table.words
    how = f"Remaining CLV = expected {said.spend} x discounted orders x {said.share} x the segment's rate factor."
    return f"{held}{amounts}{how}{spread}"


def cut(table: CustomerTable) -> str:
    """The rule by which customers are left off the sheet, in words."""
    others = sum(rest.customers for rest in table.rest)
    return (
        f"The {table.listed:,} customers of highest remaining CLV are listed; the other {others:,} are one row a "
        "segment below them, and in all totals."
    )


def template(book: Book, columns: Sequence[Column], live: str = "", cash: str = "", at: int = -1) -> str:
    """One row as text: \\0 stands for the row's number, %s for each cell's inside; a live cell behind `at`, if any."""
    cells = []
    for before, entry in enumerate(columns):
        i = before + 1 + (before >= at >= 0)
        style = book.styles.id("Value" if entry.numeric else "Line", entry.fmt)
        head = f'<c r="{get_column_letter(i)}\0" s="{style}"'
        cells.append(f"{head}><v>%s</v></c>" if entry.numeric else f'{head} t="s"><v>%s</v></c>')
    if not live:
        return '<row r="\0">' + "".join(cells) + "</row>"
    letter, style = get_column_letter(at + 1), book.styles.id("Value", cash)
    body = escaped(live.replace("\0", "~")).replace("~", "\0")
    cells.insert(at, f'<c r="{letter}\0" s="{style}"><f>{body}</f><v>%s</v></c>')
    return '<row r="\0">' + "".join(cells) + "</row>"


def _rest_row(
    sheet: Sheet, report: Report, table: CustomerTable, row: int, rest: Rest, live: str, cash: str
) -> Callable[[], str]:
    """All other customers of one segment: blank where a sum would mean nothing."""
    shown: list[tuple[Value, str, str]] = [
        (f"{_OTHERS} ({rest.customers:,})", "Total label", "@"),
        (report.segments[rest.segment].name, "Total label", "@"),
    ]
    for entry in table.columns[len(shown) :]:
        shown.append((getattr(rest, entry.other) if entry.other else None, "Total", entry.fmt))
    shown.insert(table.live, (Formula(f"={live}"), "Total", cash))
    return sheet.below(row, shown)


def furnish(sheet: Sheet, headers: list[str], last: int, bars: str = "") -> None:
    """The table's name, its look, and bars in one column, the last if none is named."""
    letter = get_column_letter(len(headers))
    table = Table(displayName=TABLE, ref=f"A{HEAD}:{letter}{last}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    table._initialise_columns()  # openpyxl would look for the headers in cells that it does not hold
    for entry, header in zip(table.tableColumns, headers, strict=True):
        assert isinstance(entry, TableColumn)
        entry.name = header
    sheet.ws.add_table(table)
    letter = get_column_letter(1 + headers.index(bars or headers[-1]))
    sheet.ws.conditional_formatting.add(
        f"{letter}{FIRST}:{letter}{last}", DataBarRule("num", 0, "max", color="9DB4DD", showValue=True)
    )
    sheet.ws.freeze_panes = f"B{FIRST}"
    # To be sorted and filtered, which Excel allows in cells that are not locked alone: no figure hangs on the order of
    # the rows, and the checks notice a cell that is overwritten.
    sheet.ws.protection.sheet = False
    sheet.repeat_rows(HEAD, HEAD)

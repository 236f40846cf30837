"""An order's total on each of its lines counts once, a line's own amount every time: the same in files and tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.orders.conftest import Write
from tests.orders.tables.cdnow_tables import duckdb_url
from tests.orders.test_workbooks import workbook
from xlclv.errors import InputError
from xlclv.orders.reading import Orders, read
from xlclv.orders.tables.reading import read_table

Lines = list[tuple[Any, ...]]
ENGLISH = "Document No,Customer,Date,Order Total,Line,Type"
GERMAN = "Belegnummer,Kunde,Datum,Gesamtbetrag,Positionsbetrag,Belegart"
HEAD = ("order_id", "customer", "date", "product", "order_total")


def day(number: int, year: int = 2026) -> dt.date:
    return dt.date(year, 1, 1) + dt.timedelta(days=number)


def twice(orders: int = 200, year: int = 2026, who: str = "C") -> Lines:
    """Orders of a tea and a mug, with the order's total on both lines."""
    return [(n, f"{who}{n}", day(n, year), goods, 30 + n) for n in range(orders) for goods in ("Tea", "Mug")]


def typed(word: str, back: str, column: str = "type", amount: str = "total") -> tuple[tuple[str, ...], Lines]:
    """A refund in a row of its own, without a minus, of an order of one line."""
    rows = [(1, "A", day(2), word, 45), (2, "B", day(3), word, 30), (1, "A", day(33), back, 45)]
    return ("order_id", "customer", "date", column, amount), rows


def many_typed(column: str, word: str, back: str) -> tuple[tuple[str, ...], Lines]:
    """60 sales, 14 of which are paid back a month later, under a header that names no total."""
    sales = [(n, f"C{n}", day(n), word, 30 + n) for n in range(60)]
    return ("order_id", "customer", "date", column, "amount"), sales + [
        (n, f"C{n}", day(n + 30), back, 30 + n) for n in range(14)
    ]


def notes(headers: str, sale: str, credit: str, parts: Sequence[int], per: int = 2) -> tuple[tuple[str, ...], Lines]:
    """Ten sales of `per` lines, 1,045 in all, and a credit note with its own number; parts are what its lines say."""
    sold = [(f"I{n}", f"K{n}", day(n), 100 + n, part, sale) for n in range(10) for part in (60, 40 + n)[:per]]
    paid = [("C1", "K1", day(40), part, -part // len(parts), credit) for part in parts]
    return tuple(headers.split(",")), sold + paid


SMALL: Lines = [
    (1, "A", day(2), "Tea", 45), (1, "A", day(2), "Mug", 45), (2, "B", day(3), "Tea", 30), (2, "B", day(3), "Mug", 30),
    (3, "C", day(3), "Mug", 30),
]  # fmt: skip
FEES = [
    (f"SUB{n}", f"C{n}", dt.date(2025, month, 1 + n), (10, 20, 30)[n % 3]) for n in range(20) for month in range(1, 13)
]
SALES_OF_14 = sum(30 + n for n in range(60)) - sum(30 + n for n in range(14))
# name: header, lines, money used, what a warning says, or nothing
CASES: dict[str, tuple[tuple[str, ...], Lines, int, str]] = {
    "a refund by its type": (*typed("Sale", "Refund"), 30, ""),
    "a refund by its status": (*typed("completed", "refunded", "status"), 30, ""),
    "a refund by its type, called amount": (*typed("Sale", "Refund", amount="amount"), 30, ""),
    "many refunds by type": (*many_typed("type", "Sale", "Refund"), SALES_OF_14, ""),
    "many refunds by status": (*many_typed("status", "completed", "refunded"), SALES_OF_14, ""),
    "one odd line of an order": (HEAD, [*twice(), (5, "C5", day(5), "Cup", 36)], 25_936, "row 12: the order there"),
    "one line on another day": (HEAD, [*twice(), (5, "C5", day(6), "Cup", 36)], 25_936, ""),
    "a refund with a minus": (HEAD, [*SMALL, (1, "A", day(33), "Refund", -45)], 60, ""),
    "a refund that is repeated too": (HEAD, [*SMALL, *((1, "A", day(33), x, -45) for x in ("Tea", "Mug"))], 60, ""),
    "two refunds of a part": (HEAD, [*SMALL, *((1, "A", day(33), x, -10) for x in ("Tea", "Mug"))], 85, ""),
    "a credit note with its own number": (*notes(ENGLISH, "Invoice", "Credit Note", (30, 30)), 1_015, ""),
    "a credit note with a minus": (*notes(ENGLISH, "Invoice", "Credit Note", (-30, -30, -30)), 1_015, ""),
    "a credit note in German": (*notes(GERMAN, "Rechnung", "Gutschrift", (30, 30)), 1_015, ""),
    "a minus with its own number": (*notes(ENGLISH, "Tea", "Tea", (-30, -30)), 1_015, ""),
    "a credit note alone has several lines": (*notes(ENGLISH, "Invoice", "Credit Note", (30, 30), 1), 1_015, ""),
    "a credit note of unlike lines": (*notes(ENGLISH, "Invoice", "Credit Note", (10, 20, 10)), 1_005, ""),
    "a credit note under a header of no total": (
        *notes(ENGLISH.replace("Order Total", "Amount"), "Invoice", "Credit Note", (30, 30)),
        1_015, "is taken for the total",
    ),
    "a refund with a minus and a status": (
        (*HEAD, "status"),
        [*((*line, "completed") for line in SMALL), (1, "A", day(33), "Refund", -45, "refunded")], 60, "",
    ),
    "monthly fees of one number": (("Order ID", "Customer", "Date", "Amount"), FEES, sum(f for *_, f in FEES), ""),
    "instalments": (
        ("invoice", "customer", "date", "amount"),
        [(n, f"C{n}", day(30 * part), 10 + n) for n in range(8) for part in range(1 + n % 4)],
        sum((10 + n) * (1 + n % 4) for n in range(8)), "",
    ),
    "numbers that start again": (HEAD, twice(50) + twice(50, 2025), 5_450, ""),
    "numbers that start again, with other customers": (HEAD, twice(50) + twice(50, 2025, "D"), 5_450, ""),
    "numbers that start again, called amount": (
        (*HEAD[:-1], "amount"), twice(50) + twice(50, 2025), 5_450, "is taken for the total of an order",
    ),
    "an odd line, called amount": (
        (*HEAD[:-1], "amount"), [*twice(), (5, "C5", day(5), "Cup", 36)], 25_936, "199 of 200 orders of several lines",
    ),
    "quantity x price is the line's": (
        ("order_id", "customer", "date", "qty", "price", "total"),
        [(1, "A", day(2), 1, 20, 20), (1, "A", day(2), 1, 20, 20), (2, "B", day(3), 1, 15, 15),
         (2, "B", day(3), 1, 15, 15), (3, "B", day(4), 1, 10, 10)], 80, "",
    ),
    "quantity x price is not the order's": (
        ("order_id", "customer", "date", "qty", "price", "total"),
        [(1, "A", day(2), 1, 20, 35), (1, "A", day(2), 1, 15, 35), (2, "B", day(3), 1, 15, 15)], 50, "",
    ),
    "lines alike by chance": (
        HEAD, [*((n, "A", day(n), x, 20 + n + 5 * at) for n in range(5) for at, x in enumerate(("Tea", "Mug"))),
               *SMALL[:4]], 395, "2 of 7 orders of several lines",
    ),
}  # fmt: skip


def used(orders: Orders) -> Decimal:
    assert orders.ledger.reconciles
    return orders.ledger.amount_used


def csv(write: Write, header: tuple[str, ...], lines: Lines) -> Path:
    return write("orders.csv", ",".join(header), *(",".join(map(str, line)) for line in lines))


@pytest.mark.parametrize("name", CASES)
def test_what_counts_once(name: str, write: Write) -> None:
    """Each order's total once, each line's own amount every time, each refund; a doubt is a warning that names it."""
    header, lines, money, warned = CASES[name]
    orders = read(csv(write, header, lines))
    assert used(orders) == money
    said = [warning for warning in orders.ledger.warnings if "several" in warning]
    assert any(warned in warning for warning in said) if warned else not said


def parquet(path: Path, header: tuple[str, ...], lines: Lines) -> Path:
    columns = dict(zip(header, map(list, zip(*lines, strict=True)), strict=True))
    pq.write_table(pa.table(columns), path)
    return path


def table(path: Path, header: tuple[str, ...], lines: Lines) -> Orders:
    columns = dict(zip(header, map(list, zip(*lines, strict=True)), strict=True))
    return read_table(duckdb_url(path, pa.table(columns)), "orders")


PLACES: dict[str, Callable[[Path, tuple[str, ...], Lines], Orders]] = {
    "workbook": lambda path, header, lines: read(workbook(path / "a.xlsx", header, *lines)),
    "Parquet": lambda path, header, lines: read(parquet(path / "a.parquet", header, lines)),
    "DuckDB": lambda path, header, lines: table(path, header, lines),
}
NAMED = ("a refund by its status", "a credit note with its own number", "quantity x price is the line's")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", NAMED)
def test_the_same_where_cells_have_types(place: str, name: str, tmp_path: Path) -> None:
    """Workbooks, Parquet and databases follow the rule of text files."""
    header, lines, money, _ = CASES[name]
    assert used(PLACES[place](tmp_path, header, lines)) == money


@pytest.mark.parametrize(
    ("refunds", "back"), [((0, 20), 20), ((20, 0), 20), ((20, 20), 20), (("", 20), 20), ((5, 20), 25), ((0, 0), 0)]
)
def test_a_refund_on_a_further_line(refunds: tuple[Any, Any], back: int, write: Write) -> None:
    """What was refunded on a line that adds nothing is the order's: once where all lines say so, else their sum."""
    lines = [(10, "a", day(2), 100, refunds[0], "Tea"), (10, "a", day(2), 100, refunds[1], "Mug"),
             (11, "b", day(2), 50, 0, "Mug")]  # fmt: skip
    orders = read(csv(write, ("order_id", "customer", "date", "order_total", "refunded_amount", "item"), lines))
    assert used(orders) == 150 - back
    left = {e.reason: e.amount for e in orders.ledger.excluded}
    assert left.get("refunded, in a column beside the amounts", 0) == back


def test_a_refund_below_a_total_that_stands_on_the_first_line(write: Write) -> None:
    """It is the order's also where the total is not repeated."""
    lines = [(10, "a", day(2), 100, "", "Tea"), (10, "a", day(2), "", 20, "Mug"), (11, "b", day(2), 50, 0, "Mug")]
    header = ("order_id", "customer", "date", "order_total", "refunded_amount", "item")
    assert used(read(csv(write, header, lines))) == 130


def test_what_an_earlier_order_of_the_number_says_is_not_the_later_ones(write: Write) -> None:
    """A cancellation is of its own order and its refund, not of one whose number is the same a year later."""
    lines = [("#1", "a", day(5, 2024), 45, "paid", day(6, 2024)), ("#1", "a", day(5, 2024), "", "", ""),
             ("#1", "a", day(9, 2024), -45, "", ""),
             ("#1", "a", day(5, 2025), 50, "paid", ""), ("#1", "a", day(5, 2025), "", "", ""),
             ("#1", "", "", "", "", ""), ("#2", "b", day(5, 2025), 30, "paid", "")]  # fmt: skip
    header = ("order_id", "customer", "date", "total", "status", "cancelled at")
    assert used(read(csv(write, header, lines))) == 80


def test_costs_on_the_first_line_alone(write: Write) -> None:
    """An order's cost stands on its first line: the further lines need none; a line that counts does."""
    lines = [
        "order_id,customer,date,order_total,cost",
        "1,A,2026-01-03,45,20",
        "1,A,2026-01-03,45,",
        "2,B,2026-01-04,30,9",
    ]
    path, blank = write("a.csv", *lines), "the cell is blank where an amount belongs"
    assert read(path, cost="cost").ledger.value_used == 46
    with pytest.raises(InputError, match=f'row 3, column "cost": {blank}'):
        read(path, cost="cost", order_column="none")
    more = ["3,C,2026-01-05,7,5", "3,C,2026-01-05,7,", "2,B,2026-01-04,31,"]  # the last is not alike
    with pytest.raises(InputError, match=f'row 7, column "cost": {blank}'):
        read(write("b.csv", *lines, *more), cost="cost")


def test_lines_of_two_statuses_that_are_sales(write: Write) -> None:
    """Shipped and Delivered mean one thing: the order's total on both lines counts once."""
    lines = ["order_id,customer,date,order_total,status", "1,A,2026-01-03,100,Shipped", "1,A,2026-01-03,100,Delivered"]
    more = [f"{n},B{n},2026-01-04,50,Delivered" for n in (2, 2, 3, 3)]
    assert used(read(write("a.csv", *lines, *more))) == 200


@pytest.mark.parametrize("statuses", [("paid", "paid", "shipped"), ("paid", "shipped", "paid"), ("paid",) * 3])
@pytest.mark.parametrize("refunds", [(a, b, c) for a in ("0", "15") for b in ("0", "") for c in ("15", "40")])
def test_never_more_is_paid_back_than_the_column_sums_to(
    refunds: tuple[str, ...], statuses: tuple[str, ...], write: Write
) -> None:
    """Whatever of its lines count, an order takes back at least one of its refunds, and no more than all of them."""
    cells = zip((100, 100, 60), refunds, statuses, strict=True)
    first = [f"1,A,2026-01-03,{total},{back},{status}" for total, back, status in cells]
    more = [f"{n},B{n},2026-01-04,30,0,paid" for n in (2, 2, 3, 3, 4, 4)]
    path = write("a.csv", "order_id,customer,date,order_total,refunded_amount,status", *first, *more)
    orders = read(path)
    left = {e.reason: int(e.amount) for e in orders.ledger.excluded}
    said = [int(cell or 0) for cell in refunds]
    back = left.get("refunded, in a column beside the amounts", 0)
    assert max(said) <= back <= sum(said)
    assert used(orders) == 160 + 90 - back


def test_no_more_is_paid_back_than_the_column_says(write: Write) -> None:
    """A line that counts beside the first keeps its own refund, and the first does not take it too."""
    first = [f"1,A,2026-01-03,{line}" for line in ("100,0", "100,0", "40,40")]
    lines = ["order_id,customer,date,order_total,refunded_amount", *first]
    more = [f"{n},B{n},2026-01-04,30,0" for n in (2, 2, 3, 3)]
    assert used(read(write("a.csv", *lines, *more))) == 160

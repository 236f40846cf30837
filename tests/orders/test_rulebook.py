"""One rulebook: the same orders give the same answer from a CSV, a Parquet file, DuckDB and PostgreSQL."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq
import pytest

from tests.orders.tables.cdnow_tables import duckdb_url
from tests.orders.tables.test_postgres import PROGRAMS, url  # noqa: F401  (the server, as a fixture)
from xlclv.errors import InputError
from xlclv.orders.pseudonyms import Pseudonyms
from xlclv.orders.reading import Orders, read
from xlclv.orders.summary import summarise
from xlclv.orders.tables.reading import read_table

DAYS = [dt.date(2024, 1, day) for day in range(1, 31)]
Columns = dict[str, Any]


def of_money(*amounts: str) -> list[Decimal]:
    return [Decimal(amount) for amount in amounts]


# name: the columns, the options, the customers, the money used, what the data check says somewhere
CASES: dict[str, tuple[Columns, dict[str, Any], list[str], str, str]] = {
    "ids are trimmed and keep zeros": (
        {"customer": ["007", "7 ", "7"], "date": DAYS[:3], "amount": of_money("1.50", "2.25", "3")},
        {}, ["7", "007"], "6.75", "zeros in front only",
    ),
    "eleven decimals of quantity x price": (
        {"customer": ["A", "B"], "date": DAYS[:2], "quantity": of_money("0.00001", "-3.00001"),
         "unit_price": of_money("0.100001", "2.000001")},
        {}, ["A"], "-6.000022000", "rounded to 9",
    ),
    "text dates and amounts": (
        {"customer": ["A", "B"], "date": ["25.12.2024", "1.12.2024"], "amount": ["1,50", "2,25"]},
        {}, ["A", "B"], "3.75", "decimal commas",
    ),
    "normalised": (
        {"customer": ["Ann", "ann"], "date": DAYS[:2], "amount": [1, 2]},
        {"normalise": True}, ["ann"], "3", "became one with another",
    ),
    "without repeats": (
        {"customer": ["A", "A"], "date": DAYS[:1] * 2, "amount": [2, 2]}, {"dedupe": True}, ["A"], "2", "left out",
    ),
    "pseudonyms": (
        {"customer": ["17850"], "date": DAYS[:1], "amount": [1]},
        {"pseudonyms": Pseudonyms(b"a key for this example")}, ["5R3C-QU43-25UQ-B2JA"], "1", "HMAC-SHA256",
    ),
    "many placeholders": (
        {"customer": [0] * 20 + [5] * 10, "date": DAYS, "amount": [1] * 30}, {}, ["5"], "10", "read as no customer",
    ),
    "statuses": (
        {"customer": ["A", "B", "C"], "date": DAYS[:3], "amount": of_money("1.5", "2", "4"),
         "status": ["completed", "cancelled", "refunded"]},
        {}, ["A"], "1.5", '"cancelled" 1 left out',
    ),
    "statuses that no header names": (
        {"customer": ["A", "B", "C"], "date": DAYS[:3], "amount": of_money("1.5", "2", "4"),
         "outcome": ["completed", "failed", "completed"]},
        {}, ["A", "C"], "5.5", '"failed" 1 left out',
    ),
    "a mark of what was cancelled": (
        {"customer": ["A", "B"], "date": DAYS[:2], "amount": of_money("1.5", "2"), "is_cancelled": ["no", "yes"]},
        {}, ["A"], "1.5", "is filled on 1 more row, left out",
    ),
    "credit notes without a minus, where no status is": (
        {"customer": ["A", "A", "B"], "date": DAYS[:3], "amount": [5.5, 2.0, 4.0],
         "type": ["ACCREC", "ACCRECCREDIT", "ACCREC"]},
        {}, ["A", "B"], "7.5", "1 credit note in column \"type\" without a minus is taken off",
    ),
    "credit notes beside a status": (
        {"customer": ["A", "A", "B", "B"], "date": DAYS[:4], "amount": of_money("5.5", "2", "4", "3"),
         "status": ["paid", "paid", "paid", "cancelled"], "type": ["Invoice", "Credit Note", "Invoice", "Credit Note"]},
        {}, ["A", "B"], "7.5", "1 credit note in column \"type\" without a minus is taken off",
    ),
    "returns of an order type, where no status is": (
        {"customer": ["A", "A", "B"], "date": DAYS[:3], "amount": of_money("5.5", "2", "4"),
         "order_type": ["Sale", "Return", "Sale"]},
        {}, ["A", "B"], "7.5", "1 credit note in column \"order_type\" without a minus is taken off",
    ),
    "a mark of rows that are returns": (
        {"customer": ["A", "A", "B"], "date": DAYS[:3], "amount": of_money("5.5", "2", "4"), "is_return": [0, 1, 0]},
        {}, ["A", "B"], "7.5", "marks 1 row as returned",
    ),
    "quantity and price both below 0": (
        {"customer": ["A", "A", "B"], "date": DAYS[:3], "quantity": [3, -1, -1],
         "unit_price": of_money("2", "-2", "1")},
        {}, ["A"], "3", "1 row has both quantity and price below 0",
    ),
    "a column of returns that is not used": (
        {"customer": ["A", "B"], "date": DAYS[:2], "amount": of_money("5", "2"), "return_date": [None, "2024-03-01"]},
        {}, ["A", "B"], "7", 'column \"return_date\" is not used',
    ),
    "payments of what is billed, where no status is": (
        {"customer": ["A", "A", "B"], "date": DAYS[:3], "amount": of_money("5.5", "5.5", "4"),
         "type": ["Invoice", "Payment", "Invoice"]},
        {}, ["A", "B"], "9.5", '"Payment" 1 left out',
    ),
    "payments and refunds, where no status is": (
        {"customer": ["A", "A", "B"], "date": DAYS[:3], "amount": of_money("5.5", "2", "4"),
         "type": ["Payment", "Refund", "Payment"]},
        {}, ["A", "B"], "7.5", "is taken off",
    ),
    "SAP's billing types, where no status is": (
        {"customer": ["A"] * 5, "date": DAYS[:5], "amount": of_money("50", "5", "6", "7", "9"),
         "billing_type": ["F2", "G2", "ZRE", "S1", "F8"]},
        {}, ["A"], "32", "3 credit notes",
    ),
    "signs of their own, where no status is": (
        {"customer": ["A", "A"], "date": DAYS[:2], "amount": of_money("5", "2"), "sign": ["+", "-"]},
        {}, ["A"], "3", "1 credit note",
    ),
    "refunds that have a minus beside other words": (
        {"customer": ["A", "A"], "date": DAYS[:2], "amount": of_money("5", "-2"), "type": ["Online", "Refund"]},
        {}, ["A"], "3", "",
    ),
    "currencies by a sign and by its code": (
        {"customer": ["A", "B"], "date": DAYS[:2], "amount": of_money("5", "2"), "currency": ["$", "USD"]},
        {}, ["A", "B"], "7", "amounts are in USD",
    ),
    "a currency in the header": (
        {"customer": ["A", "B"], "date": DAYS[:2], "amount_eur": of_money("5", "2")},
        {}, ["A", "B"], "7", "amounts are in EUR",
    ),
    "cents": (
        {"customer": ["A", "B"], "date": DAYS[:2], "amount_cents": [1000, 2050]},
        {}, ["A", "B"], "30.5", "is read as hundredths, as its name says",
    ),
    "thousands": (
        {"customer": ["A", "B"], "date": DAYS[:2], "amount (in thousands)": of_money("5", "2")},
        {}, ["A", "B"], "7", "is in thousands by its name",
    ),
    "amounts in lakh": (
        {"customer": ["A", "B"], "date": DAYS[:2], "amount": ["1,23,456.50", "12,345"]}, {}, ["A", "B"], "135801.5", "",
    ),
    "net money": (
        {"customer": ["A", "B"], "date": DAYS[:2], "net": of_money("5", "2")},
        {}, ["A", "B"], "7", "(net of what the file takes off: tax, fees or discounts)",
    ),
    "an amount beside net money": (
        {"customer": ["A", "B"], "date": DAYS[:2], "amount": of_money("5", "2"), "net": of_money("4", "1")},
        {}, ["A", "B"], "7", '(not "net"; --amount "net" says otherwise)',
    ),
    "a mark of a discount": (
        {"customer": ["A", "B"], "date": DAYS[:2], "quantity": [2, 1], "unit_price": of_money("5", "2"),
         "discount": [True, False]},
        {}, ["A", "B"], "12", "nothing is taken off for it",
    ),
    "a mark of what was paid back": (
        {"customer": ["A", "B"], "date": DAYS[:2], "amount": of_money("1.5", "2"), "refunded": [False, True]},
        {}, ["A"], "1.5", "marks 1 row as paid back",
    ),
    "none cancelled, as floating point": (
        {"customer": ["A", "B"], "date": DAYS[:2], "amount": of_money("1.5", "2"), "cancelled": [0.0, 1.0]},
        {}, ["A"], "1.5", "is filled on 1 more row, left out",
    ),
    "months": ({"customer": ["A", "B"], "date": ["2024-04", "Mai 2024"], "amount": [1, 2]}, {}, ["A", "B"], "3",
               "month's first day"),
    "Unix seconds": ({"customer": ["A", "B"], "date": [1704067200, 1706745600], "amount": [1, 2]}, {}, ["A", "B"], "3",
                     "Unix seconds"),
}  # fmt: skip


def csv(folder: Path, table: pa.Table, **options: Any) -> Orders:
    pc.write_csv(table, folder / "a.csv", pc.WriteOptions(delimiter=";"))
    return read(folder / "a.csv", **options)


def parquet(folder: Path, table: pa.Table, **options: Any) -> Orders:
    pq.write_table(table, folder / "a.parquet")
    return read(folder / "a.parquet", **options)


def duck(folder: Path, table: pa.Table, **options: Any) -> Orders:
    return read_table(duckdb_url(folder, table), "orders", **options)


def sqlite(folder: Path, table: pa.Table, **options: Any) -> Orders:
    """Cells as SQLite keeps them: without types of their own for days and decimals."""
    with closing(sqlite3.connect(folder / "a.sqlite")) as base:
        base.execute(f"CREATE TABLE orders ({', '.join(table.column_names)})")
        rows = [[str(c) if isinstance(c, dt.date | Decimal) else c for c in row.values()] for row in table.to_pylist()]
        base.executemany(f"INSERT INTO orders VALUES ({', '.join('?' * table.num_columns)})", rows)
        base.commit()
    return read_table(f"sqlite://{folder / 'a.sqlite'}", "orders", **options)


def same(case: str, make: Callable[[pa.Table, dict[str, Any]], Orders]) -> None:
    columns, options, customers, used, says = CASES[case]
    orders = make(pa.table(columns), options)
    ledger = orders.ledger
    assert ledger.reconciles
    assert summarise(orders).id == customers
    assert ledger.amount_used == Decimal(used)
    assert says in "\n".join((*ledger.assumed, *ledger.warnings))


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("make", [csv, parquet, duck])
def test_the_same_orders_are_read_alike(case: str, make: Callable[..., Orders], tmp_path: Path) -> None:
    """Customers, money to the last decimal and what is said are the same, whatever the orders come in."""
    same(case, lambda table, options: make(tmp_path, table, **options))


@pytest.mark.parametrize("make", [csv, parquet, duck, sqlite])
@pytest.mark.parametrize(("kind", "words"), [("dc", ["D", "C"]), ("type", ["Online", "Refund"])])
def test_what_may_be_taken_off_is_asked_about(
    kind: str, words: list[str], make: Callable[..., Orders], tmp_path: Path
) -> None:
    """Debit and credit mean the opposite in two ledgers, and a refund without a minus beside words not known too."""
    table = pa.table({"customer": ["A", "B"], "date": DAYS[:2], "amount": [5, 2], kind: words})
    with pytest.raises(InputError, match=f'column "{kind}": not known to be a sale or not: '):
        make(tmp_path, table)
    (tmp_path / "out").mkdir()
    assert make(tmp_path / "out", table, only=f"{kind}={words[0]}").ledger.amount_used == 5


@pytest.mark.parametrize("make", [csv, parquet, duck, sqlite])
@pytest.mark.parametrize(
    ("columns", "way_out", "used"),
    [
        ({"quantity": [2, 1], "unit_price": [5, 2], "discount": [1, 0]}, {"amount": "quantity * unit_price"}, 12),
        ({"amount": [5, 2], "refunded": [0, 1]}, {"without": "refunded=1"}, 5),
    ],
)
def test_a_column_of_0_and_1_is_asked_about(
    columns: Columns, way_out: dict[str, Any], used: int, make: Callable[..., Orders], tmp_path: Path
) -> None:
    """Neither an order made free nor 1.00 taken off: the refusal names the column, and its way out works."""
    table = pa.table({"customer": ["A", "B"], "date": DAYS[:2], **columns})
    last = [*columns][-1]
    ((option, said),) = way_out.items()
    with pytest.raises(InputError) as refused:
        make(tmp_path, table)
    assert f'column "{last}": holds only 0 and 1: ' in str(refused.value)
    assert f'--{option} "{said}"' in str(refused.value)
    (tmp_path / "out").mkdir()
    assert make(tmp_path / "out", table, **way_out).ledger.amount_used == used


@pytest.mark.parametrize("case", [case for case in CASES if "status" in case or "cancelled" in case])
def test_sales_are_told_apart_in_sqlite(case: str, tmp_path: Path) -> None:
    """There too, no cancelled order counts."""
    same(case, lambda table, options: sqlite(tmp_path, table, **options))


@pytest.mark.postgres
@pytest.mark.skipif(not PROGRAMS, reason="PostgreSQL is not installed; .ci/run installs it")
@pytest.mark.parametrize("case", CASES)
def test_postgresql_too(case: str, url: str) -> None:  # noqa: F811
    """The same, from a server."""
    import psycopg

    def make(table: pa.Table, options: dict[str, Any]) -> Orders:
        kinds = {"string": "text", "int64": "bigint", "date32[day]": "date", "bool": "boolean"}
        typed = ", ".join(f'"{f.name}" {kinds.get(str(f.type), "numeric")}' for f in table.schema)
        with psycopg.connect(host=url.rpartition("=")[2], user="ann", dbname="postgres") as base:
            base.execute(f"DROP TABLE IF EXISTS alike; CREATE TABLE alike ({typed})")
            with base.cursor().copy("COPY alike FROM STDIN") as copy:
                for row in table.to_pylist():
                    copy.write_row(tuple(row.values()))
        return read_table(url, "alike", **options)

    same(case, make)


@pytest.mark.parametrize(
    ("quantity", "price", "amount"),
    [
        ("0.00001", "0.00005", "0.000000001"),  # 5 of the tenth decimal: half is rounded away from zero
        ("-0.00001", "0.00005", "-0.000000001"),
        ("0.00001", "0.00004", "0"),
        ("-3", "2.5", "-7.5"),
        ("-2", "-2.5", "-5"),  # a return, whichever of the two says so
        ("2294967297", "2294967.295", "5266874889709551.615"),  # both factors above 2**31 units
        ("3000000000", "-3.07", "-9210000000"),
        ("1.000001", "1.000001", "1.000002000"),
        ("1.000005", "1.0001", "1.000105001"),  # ...0005 in the tenth decimal
    ],
)
def test_quantity_x_price_is_exact(quantity: str, price: str, amount: str, tmp_path: Path) -> None:
    """To nine decimals, half away from zero, whatever the sign and beyond 32 bits."""
    path = tmp_path / "a.csv"
    rows = f"A;2024-01-05;{quantity};{price}\nB;2024-01-05;1;1\n"
    path.write_text("customer;date;quantity;price\n" + rows, encoding="utf-8")
    assert read(path, decimal=".").ledger.amount_read == Decimal(amount) + 1

"""A column called account is the customer in a CRM and an account of a ledger: its cells tell, else it is asked."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.orders.conftest import Write
from tests.orders.tables.cdnow_tables import duckdb_url
from tests.orders.test_workbooks import workbook
from xlclv.errors import InputError
from xlclv.orders.reading import Orders, read
from xlclv.orders.tables.reading import read_table

NETSUITE = "Date,Type,Document Number,Name,Account,Memo,Amount"
LIST = "Date,Num,Name,Account,Amount"


def rows(headers: str, accounts: Sequence[str], names: Sequence[str]) -> list[list[str]]:
    """Twelve invoices of these accounts and names in turn."""
    said = {
        "Type": "Invoice",
        "Date": "2025-01-{0:02}",
        "Amount": "1{0:02}.00",
        "Document Number": "D{0}",
        "Num": "{0}",
    }
    said |= {"Datum": said["Date"], "Betrag": said["Amount"], "Close Date": said["Date"], "Stage": "Closed Won"}
    whose = ("Account", "Konto", "Account Number")
    return [
        [
            accounts[n % len(accounts)] if header in whose
            else names[n % len(names)] if header in ("Name", "Customer Name", "Kundenname")
            else said.get(header, "").format(n + 1)
            for header in headers.split(",")
        ]
        for n in range(12)
    ]  # fmt: skip


def text(write: Write, headers: str, accounts: Sequence[str], names: Sequence[str]) -> Path:
    return write("a.csv", headers, *map(",".join, rows(headers, accounts, names)))


def how_many(orders: Orders) -> int:
    return int(orders.customers.count().to_pyarrow().as_py())


FIVE = [f"Cust {n}" for n in range(5)]
OWN = [f"A{n}" for n in range(5)]
CERTAIN = {
    "NetSuite's list": (NETSUITE, ["Accounts Receivable"], FIVE),
    "QuickBooks' list": (LIST, ["Accounts Receivable (A/R)", "Undeposited Funds", "Sales:Hardware"], FIVE),
    "numbered accounts": ("Date,Customer Name,Account,Amount", ["1100 · Accounts Receivable", "4000 Sales"], FIVE),
    "a German ledger": ("Datum,Konto,Name,Betrag", ["Forderungen aus L+L", "8400 Erlöse 19 %", "Kasse"], FIVE),
}
ASKED = {
    "accounts of their own names": (NETSUITE, ["Consulting", "Training"], FIVE),
    "half of them known": (LIST, ["Sales", "Membership fees"], FIVE),
    "numbers alone": ("Date,Num,Name,Account Number,Amount", ["4000", "4100"], FIVE),
    "a German ledger's numbers": ("Datum,Konto,Gegenkonto,Kundenname,Betrag", ["8400", "8300"], FIVE),
}
CUSTOMERS = {
    "a customer's number": (NETSUITE, OWN, FIVE),
    "German debtors": ("Datum,Konto,Gegenkonto,Name,Betrag", ["10001", "10002", "10003", "10004", "10005"], FIVE),
    "a CRM's deals": ("Name,Account,Type,Amount,Close Date,Stage", OWN, [f"Deal {n}" for n in range(12)]),
    "a CRM's contacts": ("Date,Account,Name,Amount", OWN, [f"Ann {n}" for n in range(7)]),
    "a customer called Cash": (LIST, ["Cash", *OWN[1:]], FIVE),
}


@pytest.mark.parametrize("name", CERTAIN)
def test_accounts_of_a_ledger_are_no_customers(name: str, write: Write) -> None:
    """Where all are called as ledgers call theirs, the name is the customer."""
    orders = read(text(write, *CERTAIN[name]))
    assert orders.ledger.amount_used == 1278
    assert how_many(orders) == 5


@pytest.mark.parametrize("name", ASKED)
def test_what_may_be_a_ledger_is_asked(name: str, write: Write) -> None:
    """The question names both, and --customer answers it."""
    path = text(write, *ASKED[name])
    named = next(header for header in ASKED[name][0].split(",") if "ame" in header)
    with pytest.raises(InputError, match=rf'"{named}"(?s:.*) could each be the customer; say which with --customer'):
        read(path)
    assert how_many(read(path, customer=named)) == 5


@pytest.mark.parametrize("name", CUSTOMERS)
def test_an_account_of_ones_own_is_the_customer(name: str, write: Write) -> None:
    """In a CRM, and where a ledger has the customer's own account beside the name."""
    orders = read(text(write, *CUSTOMERS[name]))
    column = next(header for header in CUSTOMERS[name][0].split(",") if header in ("Account", "Konto"))
    assert dict(orders.ledger.files[0].roles)["customer"] == column
    assert how_many(orders) == 5


def parquet(path: Path, headers: str, lines: list[list[str]]) -> Orders:
    pq.write_table(pa.table(dict(zip(headers.split(","), map(list, zip(*lines, strict=True)), strict=True))), path)
    return read(path)


def duckdb(path: Path, headers: str, lines: list[list[str]]) -> Orders:
    table = pa.table(dict(zip(headers.split(","), map(list, zip(*lines, strict=True)), strict=True)))
    return read_table(duckdb_url(path.parent, table), "orders")


def sqlite(path: Path, headers: str, lines: list[list[str]]) -> Orders:
    with sqlite3.connect(path) as base:
        base.execute(f"CREATE TABLE orders ({headers})")
        base.executemany(f"INSERT INTO orders VALUES ({', '.join('?' * len(lines[0]))})", lines)
    return read_table(f"sqlite:///{path}", "orders")


def sheet(path: Path, headers: str, lines: list[list[str]]) -> Orders:
    return read(workbook(path.with_suffix(".xlsx"), headers.split(","), *lines))


@pytest.mark.parametrize("place", [parquet, duckdb, sqlite, sheet])
def test_tables_are_read_alike(place: Callable[[Path, str, list[list[str]]], Orders], tmp_path: Path) -> None:
    """Parquet, databases and workbooks follow the rule of text files."""
    headers = "Date,Num,Name,Account,Amount"
    assert how_many(place(tmp_path / "a", headers, rows(headers, ["Accounts Receivable"], FIVE))) == 5
    (tmp_path / "b").mkdir()
    with pytest.raises(InputError, match='the columns "Name" and "Account" could each be the customer'):
        place(tmp_path / "b" / "b", headers, rows(headers, ["Consulting", "Training"], FIVE))


@pytest.mark.parametrize("place", [parquet, duckdb, sqlite, sheet])
def test_numbers_of_accounts_are_asked_about_too(
    place: Callable[[Path, str, list[list[str]]], Orders], tmp_path: Path
) -> None:
    """Stored as integers, as in text; a number for each name is the customer's own."""
    headers = "Date,Num,Name,Account,Amount"
    for folder, accounts in (("ledger", (4000, 4100)), ("own", (10001, 10002, 10003, 10004, 10005))):
        (tmp_path / folder).mkdir()
        numbered = [
            [*line[:3], accounts[n % len(accounts)], line[4]]  # type: ignore[list-item]
            for n, line in enumerate(rows(headers, ["x"], FIVE))
        ]
        if folder == "own":
            assert how_many(place(tmp_path / folder / "a", headers, numbered)) == 5
            continue
        with pytest.raises(InputError, match='the columns "Name" and "Account" could each be the customer'):
            place(tmp_path / folder / "a", headers, numbered)

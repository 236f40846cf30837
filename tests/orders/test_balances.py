"""What stood in a book before or after a list is no order: a row that its memo calls a balance is warned of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

import pyarrow as pa
import pytest

from tests.orders.conftest import Write
from tests.orders.test_account_or_name import sheet, sqlite
from tests.orders.test_rulebook import duck, parquet
from xlclv.orders.reading import Orders, read

Place = Callable[[Path, str, list[list[str]]], Orders]
SOLD = [["2025-01-05", "Ann", "Invoice 1", "50"], ["2025-01-06", "Bob", "Invoice 2", "70"],
        ["2025-02-06", "Bob", "Invoice 3", "30"]]  # fmt: skip


def lines(rows: Sequence[Sequence[str]], header: str = "Memo") -> list[str]:
    return [f"Date,Customer,{header},Amount", *map(",".join, rows)]


def warned(orders: Orders) -> list[str]:
    return [said for said in orders.ledger.warnings if "like a balance" in said]


@pytest.mark.parametrize("header", ["Memo", "Buchungstext", "Libellé", "Concepto", "Verwendungszweck"])
@pytest.mark.parametrize("text", ["Balance", "Saldo", "Closing balance", "Endsaldo", "Solde final", "Saldo final"])
def test_a_last_row_that_its_memo_calls_a_balance(header: str, text: str, write: Write) -> None:
    """It counts, since nobody says that it is none, and is named with its money and the way out."""
    path = write("a.csv", *lines([*SOLD, ["2025-12-31", "Bob", text, "150"]], header))
    orders = read(path)
    assert orders.ledger.amount_used == 300
    (said,) = warned(orders)
    assert f'1 row reads like a balance ("{text}"), first row 5, and counts as an order (150)' in said
    assert f'--without "{header}={text}" leaves it out' in said
    left = read(path, without=(f"{header}={text}",))
    assert (left.ledger.amount_used, warned(left)) == (150, [])


def test_each_customers_opening_balance(write: Write) -> None:
    """Anywhere in the list where the words leave no doubt; also where the memo says what else is no sale."""
    opened = [["2025-01-01", "Ann", "Opening balance", "500"], ["2025-01-01", "Bob", "Balance b/f", "20"]]
    path = write("a.csv", *lines([SOLD[0], *opened, *SOLD[1:]]))
    assert "2 rows read like a balance" in warned(read(path))[0]
    assert "1 row reads like a balance" in warned(read(path, without=("Memo=Opening balance",)))[0]


@pytest.mark.parametrize("text", ["Balance", "Balance bike", "Saldo 2025", "Invoice 4"])
def test_what_is_paid_of_a_balance_is_an_order(text: str, write: Write) -> None:
    """The rest of a deposit is called a balance too: no warning of one in the middle of a list."""
    path = write("a.csv", *lines([*SOLD[:2], ["2025-01-09", "Ann", text, "9"], SOLD[2]]))
    assert (read(path).ledger.amount_used, warned(read(path))) == (159, [])


@pytest.mark.parametrize("place", [sqlite, sheet])
def test_in_tables_without_types(place: Place, tmp_path: Path) -> None:
    """A workbook and SQLite follow the rule of text files."""
    rows = [*SOLD, ["2025-12-31", "Bob", "Closing balance", "150"]]
    assert len(warned(place(tmp_path / "a", "Date,Customer,Memo,Amount", rows))) == 1


@pytest.mark.parametrize("make", [parquet, duck])
def test_in_tables_with_types(make: Callable[..., Orders], tmp_path: Path) -> None:
    """What would be read where it is is read cell by cell, so that the row can be named."""
    table = {"Date": [dt.date(2025, 1, 5), dt.date(2025, 2, 6)], "Customer": ["Ann", "Bob"], "Amount": [50, 150]}
    found = make(tmp_path, pa.table(table | {"Memo": ["Invoice", "Endsaldo"]}))
    assert (found.ledger.amount_used, len(warned(found))) == (200, 1)

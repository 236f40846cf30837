"""Rows chosen by --only and --without: of statuses, and of any column beside them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest

from tests.orders.conftest import Write
from tests.orders.test_rulebook import csv, duck, parquet
from xlclv.errors import InputError
from xlclv.orders.reading import Orders, read

Make = Callable[..., Orders]


def xlsx(folder: Path, table: pa.Table, **options: Any) -> Orders:
    """A workbook, which a child reads: what is chosen comes back from it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(table.column_names)
    for row in table.to_pylist():
        sheet.append(list(row.values()))
    book.save(folder / "a.xlsx")
    return read(folder / "a.xlsx", **options)


every = pytest.mark.parametrize("make", [csv, xlsx, parquet, duck])


def table(marks: list[Any]) -> pa.Table:
    """Four orders of 1, 10, 100 and 1000: the second is cancelled, the third is marked, the last is of a shop."""
    return pa.table(
        {
            "Customer": ["A", "B", "C", "D"],
            "Date": [dt.date(2025, 1, day) for day in (13, 14, 15, 16)],
            "Amount": [Decimal(1), Decimal(10), Decimal(100), Decimal(1000)],
            "Status": ["paid", "cancelled", "paid", "paid"],
            "Refunded": marks,
            "Channel": ["web", "web", "web", "shop"],
        }
    )


@every
@pytest.mark.parametrize(
    ("said", "used"),
    [
        ({"without": "Refunded=1"}, 1001),
        ({"only": "Status=paid", "without": "Refunded=1"}, 1001),
        ({"only": "paid", "without": "Refunded=1"}, 1001),
        ({"only": "Refunded=0"}, 1001),
        ({"only": "Channel=web", "without": "Refunded=1"}, 1),
        ({"only": ["Channel=web", "Status=paid,cancelled"], "without": "Refunded=1"}, 11),
        ({"without": ["Refunded=1", "Channel=shop", "Status=cancelled"]}, 1),
        ({"only": "Channel=web", "without": "Refunded=1", "status_column": "none"}, 11),
        ({"only": "Channel=web,shop", "without": ["Channel=shop", "Refunded=1"]}, 1),
    ],
)
@pytest.mark.parametrize("marks", [["0", "0", "1", "0"], [0, 0, 1, 0], [0.0, 0.0, 1.0, 0.0]])
def test_columns_choose_together(make: Make, marks: list[Any], said: dict[str, Any], used: int, tmp_path: Path) -> None:
    """Each by its own words; the status still says what is a sale, unless it is told not to."""
    ledger = make(tmp_path, table(marks), **said).ledger
    assert (ledger.amount_used, ledger.warnings) == (used, ())
    assert ledger.reconciles


def test_what_was_chosen_is_told_and_not_missing(write: Write) -> None:
    """A row of the ledger for each option, and no share of the money missing."""
    file = write("a.csv", "Customer,Date,Amount,Status,Channel", "A,2025-01-13,1,paid,web", "B,2025-01-14,2,paid,shop")
    ledger = read(file, only="Channel=web").ledger
    assert [(e.reason, e.rows) for e in ledger.excluded] == [('by --only "Channel=web"', 1)]
    assert ledger.share_left_out == 0
    assert 'a.csv: column "Channel": "shop" 1 left out by --only "Channel=web"' in ledger.assumed


def test_a_status_without_a_header_of_its_own_is_read_beside_a_choice(write: Write) -> None:
    """Its words tell it, as they do without the choice."""
    rows = ("A,2025-01-13,1,paid,web", "B,2025-01-14,10,cancelled,web", "C,2025-01-15,100,paid,shop")
    file = write("a.csv", "Customer,Date,Amount,Zut,Channel", *rows)
    assert read(file).ledger.amount_used == 101
    assert read(file, only="Channel=web").ledger.amount_used == 1
    late = write("b.csv", "Customer,Date,Amount,Zut,Channel", *[rows[0]] * 300, *rows[1:])
    assert read(late, only="Channel=web").ledger.amount_used == 300


def test_a_column_of_documents_is_read_but_for_the_words_left_out(write: Write) -> None:
    """Beside a status: a credit note is taken off all the same."""
    rows = ("A,2025-01-13,1,Invoice,paid", "A,2025-01-14,10,Credit Memo,paid", "C,2025-01-15,100,Sample,paid")
    file = write("a.csv", "Customer,Date,Amount,Type,Status", *rows)
    assert read(file, without="Type=Sample").ledger.amount_used == -9


def test_words_that_choose_nothing_are_told(write: Write) -> None:
    """A word that no row has, words of a status where there is none, no word, and a column that is not there."""
    file = write("a.csv", "Customer,Date,Amount,Channel", "A,2025-01-13,1,web", "B,2025-01-14,2,shop")
    (said,) = read(file, without="Channel=shp,web").ledger.warnings
    assert said == 'a.csv, column "Channel": no row says "shp", so --without leaves none out'
    for given, rule in (
        ({"only": "paid"}, 'no column says what is a sale, so --only "paid" chooses nothing; name the column'),
        ({"only": "Channel="}, '--only "Channel=" names no word'),
        ({"without": "Chanel=web"}, 'no column "Chanel"; the columns are Customer, Date, Amount, Channel'),
        ({"only": "Customer=A"}, "is the customer's id and cannot be that of --only too"),
        ({"only": "Channel=fax"}, "no row is left to be an order: "),
    ):
        with pytest.raises(InputError) as caught:
            read(file, **given)
        assert rule in str(caught.value)
        assert ", :" not in str(caught.value)


def test_a_column_of_statuses_that_one_of_several_files_lacks(write: Write) -> None:
    """Is told with the file; there rows count as without the option; a column that no file has is refused."""
    one = write("a.csv", "Customer,Date,Amount,State", "A,2025-01-13,1,paid", "B,2025-01-14,2,cancelled")
    two = write("b.csv", "Customer,Date,Amount", "C,2025-02-13,4", "D,2025-02-14,8")
    three = write("c.csv", "Customer,Date,Amount,Status", "E,2025-03-13,16,paid", "F,2025-03-14,32,cancelled")
    found = read([one, two, three], status_column="State")
    assert found.ledger.amount_used == 1 + 12 + 16
    for name in ("b.csv", "c.csv"):
        said = (
            'it has no column "State", so --status-column "State" does not reach it: its rows count as they do without'
        )
        assert any(said in words and name in words for words in found.ledger.warnings)
    assert not any("a.csv" in words and "does not reach" in words for words in found.ledger.warnings)
    assert read([one, two, three], status_column="none").ledger.amount_used == 63
    with pytest.raises(InputError, match='no column "Zustand"'):
        read([one, two], status_column="Zustand")
    with pytest.raises(InputError, match='no column "State"'):
        read(two, status_column="State")


def test_lines_of_an_order_say_it_once(write: Write) -> None:
    """What stands on an order's first line alone chooses the others too."""
    rows = (
        "1,A,2025-01-13,10,paid,web",
        "1,,,5,,",
        "2,B,2025-01-14,20,paid,shop",
        "2,,,7,,",
        "3,C,2025-01-15,1,paid,web",
    )
    file = write("a.csv", "Order ID,Customer,Date,Amount,Status,Channel", *rows)
    assert read(file, without="Channel=shop").ledger.amount_used == 16
    assert read(file, only="Channel=web").ledger.amount_used == 16


@pytest.mark.parametrize(("head", "used"), [(True, 101), (False, 111)])
def test_columns_given_by_place(write: Write, head: bool, used: int) -> None:
    """Where there is a header, what it says of statuses holds; where there is none, places name columns."""
    rows = ("A,2025-01-13,1,paid,web", "B,2025-01-14,10,cancelled,web", "C,2025-01-15,100,paid,shop")
    file = write("a.csv", *(["Customer,Date,Amount,Status,Channel"] if head else []), *rows)
    places = {"customer": "1", "date": "2", "amount": "3"}
    assert read(file, **places).ledger.amount_used == used
    assert read(file, **places, only="4=paid").ledger.amount_used == 101
    assert read(file, **places, only="5=web", status_column="4").ledger.amount_used == 1
    with pytest.raises(InputError, match='no column "Sort"'):
        read(file, **places, only="Sort=paid")


@pytest.mark.parametrize("make", [csv, parquet, duck])  # in a workbook made here it would be a formula
def test_words_that_begin_with_an_equals_sign_are_words(make: Make, tmp_path: Path) -> None:
    """No column has no name: such words are of the column of statuses."""
    named = table(["0"] * 4).set_column(3, "Status", pa.array(["=1+1", "=2", "=1+1", "=1+1"]))
    ledger = make(tmp_path, named, only="=1+1").ledger
    assert (ledger.amount_used, ledger.rows_used) == (1101, 3)

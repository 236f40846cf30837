"""Rows that stand in two files are found by the names of their columns, wherever these stand."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from xlclv.contracts.reading import Asked, options
from xlclv.contracts.reading import read as read_contracts
from xlclv.orders.reading import read

from .conftest import Write

JANUARY = "Customer,Date,Amount", "A,2026-01-05,10", "B,2026-01-31,20"
TWICE = "1 row repeats an earlier one in every column (row 2)"
LATER = {
    "another order": ("Amount,Customer,Date", "20,B,2026-01-31", "5,B,2026-02-02"),
    "names in capitals": ("AMOUNT, customer,DATE", "20,B,2026-01-31", "5,B,2026-02-02"),
    "a further column": ("Date,Note,Customer,Amount", "2026-01-31,,B,20", "2026-02-02,late,B,5"),
    "a column less": ("Date,Customer,Amount", "2026-01-31,B,20", "2026-02-02,B,5"),
    "other names": ("Kunde,Datum,Betrag", "B,2026-01-31,20", "B,2026-02-02,5"),
}


@pytest.mark.parametrize("of", LATER)
def test_a_row_of_two_files(write: Write, of: str) -> None:
    """B's order of the last of January, which both months' files have: 55 is 35."""
    first = JANUARY
    if of == "a column less":
        first = f"{first[0]},Note", f"{first[1]},gift", f"{first[2]},"
    paths = [write("a.csv", *first), write("b.csv", *LATER[of])]
    told = read(paths)
    assert told.ledger.amount_used == 55 - 20 + 20
    assert any(TWICE in words for words in told.ledger.warnings)
    assert read(paths, dedupe=True).ledger.amount_used == 35


def test_rows_that_differ_are_two(write: Write) -> None:
    """A filled cell in a further column makes another row, and so do figures that stand in each other's columns."""
    note = [write("a.csv", *JANUARY), write("b.csv", "Amount,Note,Customer,Date", "20,second,B,2026-01-31")]
    assert read(note, dedupe=True).ledger.amount_used == 50
    swapped = [write("c.csv", "Customer,Date,Amount,Weight", "A,2026-01-05,10,20"),
               write("d.csv", "Customer,Date,Weight,Amount", "A,2026-01-05,10,20")]  # fmt: skip
    assert read(swapped, dedupe=True).ledger.amount_used == 30
    assert not any("repeat" in words for words in read(swapped).ledger.warnings)


@pytest.mark.parametrize("cells", [False, True])
def test_parquet(tmp_path: Path, cells: bool) -> None:
    """In place and read cell by cell."""
    paths = [tmp_path / "a.parquet", tmp_path / "b.parquet"]
    kept = ", 'x' AS Status" if cells else ""
    with duckdb.connect() as base:
        one = f"SELECT 'B' AS Customer, DATE '2026-01-31' AS Date, 20.5::DECIMAL(9, 2) AS Amount{kept}"
        base.execute(f"COPY ({one}) TO '{paths[0]}' (FORMAT parquet)")
        base.execute(f"COPY (SELECT Amount, Date, Customer{kept} FROM ({one})) TO '{paths[1]}' (FORMAT parquet)")
    assert any("1 row repeats" in words for words in read(paths).ledger.warnings)
    assert read(paths, dedupe=True).ledger.amount_used == Decimal("20.5")


def test_contracts(write: Write) -> None:
    """A contract in two files counts once."""
    later = "Billing,Fee,Customer,Start,End", "monthly,10,A,2025-01-01,", "monthly,5,B,2025-02-01,"
    paths = [write("a.csv", "Customer,Start,End,Fee,Billing", "A,2025-01-01,,10,monthly"), write("b.csv", *later)]
    found = read_contracts(paths, options(), Asked(dedupe=True)).ledger
    assert (found.rows_used, found.rows_read) == (2, 3)
    assert any(TWICE in words for words in read_contracts(paths, options(), Asked()).ledger.warnings)

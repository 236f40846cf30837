"""Tables of a database with cells that no table of orders has: refused before they leave it, in one line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from xlclv.companions import file as companion
from xlclv.companions.columns import of_customers
from xlclv.contracts import reading as contracts
from xlclv.errors import InputError
from xlclv.orders import contract_columns as roles_of
from xlclv.orders.source import Options
from xlclv.orders.tables import size
from xlclv.orders.tables.connecting import database, table_of
from xlclv.orders.tables.reading import read_table

FIELDS = {"customer": "'C' || range", "date": "DATE '2025-03-04'", "amount": "1.5"}
LONG = r'table orders, column "\w+": a cell holds more than 4 MB, as none of an order table does; shorten it, or make a'
PICTURE = "CASE range WHEN 7 THEN repeat('Z', 5000000) WHEN 8 THEN repeat('Y', 5000000) END"
LIST = "CASE range WHEN 7 THEN range(300000) WHEN 8 THEN [8] END"


def url(folder: Path, rows: int = 20, **fields: str) -> str:
    """A DuckDB file with these columns of SQL, and a view of the columns of orders."""
    named = ", ".join(f"{value} AS {name}" for name, value in {**FIELDS, **fields}.items())
    (folder / "a.duckdb").unlink(missing_ok=True)
    with duckdb.connect(str(folder / "a.duckdb")) as base:
        base.execute(f"CREATE TABLE orders AS SELECT {named} FROM range({rows})")
        base.execute("CREATE VIEW narrow AS SELECT customer, date, amount FROM orders")
        base.execute("CREATE VIEW whole AS SELECT * FROM orders")
    return f"duckdb://{folder / 'a.duckdb'}"


@pytest.mark.parametrize("column", ["customer", "date"])
def test_a_cell_that_is_a_file_of_its_own_is_refused(column: str, tmp_path: Path) -> None:
    """Of a column in use; a view without it is read."""
    made = url(tmp_path, **{column: "CASE range WHEN 7 THEN repeat('Z', 5000000) ELSE '2025-03-04' END"})
    with pytest.raises(InputError, match=LONG):
        read_table(made, "orders")


@pytest.mark.parametrize(
    "picture", [PICTURE, f"({PICTURE})::BLOB", "CASE range WHEN 7 THEN range(300000) WHEN 8 THEN [8] END"]
)
@pytest.mark.parametrize("dedupe", [False, True], ids=["where it is", "cells"])
def test_a_picture_in_a_column_that_nobody_uses_is_no_matter(dedupe: bool, picture: str, tmp_path: Path) -> None:
    """The others are read; and rows that differ in it alone do not repeat each other."""
    fields = {"customer": "'C' || CASE WHEN range IN (7, 8) THEN 0 ELSE range END", "note": picture}
    used = read_table(url(tmp_path, **fields), "orders", dedupe=dedupe).ledger
    assert (used.rows_used, used.amount_used) == (20, 30)


@pytest.mark.parametrize(("kind", "of"), [("text", "repeat('Z', 1000)"), ("list", "[7 FOR x IN range(60)]")])
def test_one_text_in_every_row_is_refused(kind: str, of: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file keeps it once; a view of it may read other files, and is not held to the size of this one."""
    monkeypatch.setattr(size, "EXPANDED", 1 << 20)
    monkeypatch.setattr(size, "RATIO", 2)
    made = url(tmp_path, 50_000, note=of.replace("range(60)", "range(0, 60)"))
    with pytest.raises(InputError, match=r"its cells are \d\d MB, more than 2 times the file's size, which no order"):
        read_table(made, "orders")
    assert read_table(made, "whole").ledger.rows_used == 50_000


def _contracts(made: str) -> Any:
    told = contracts.options(named={roles_of.ENDED: "none"}, customer="customer", date="date", amount="amount")
    return contracts.read_table(made, "orders", told, contracts.Asked())


def _companion(made: str) -> Any:
    return companion.open_table(made, "orders", of_customers(None), Options())


@pytest.mark.parametrize("reader", [_contracts, _companion])
def test_contracts_and_companions_too(reader: Any, tmp_path: Path) -> None:
    """Every reader of tables."""
    with pytest.raises(InputError, match=LONG):
        reader(url(tmp_path, customer="CASE range WHEN 7 THEN repeat('Z', 5000000) ELSE 'C' END"))
    reader(url(tmp_path, note=PICTURE))


def test_the_longest_cell_is_asked_for_of_other_databases(tmp_path: Path) -> None:
    """Of the columns that are to be read; numbers and days are short."""
    made = url(tmp_path, note="CASE range WHEN 7 THEN repeat('Z', 5000000) END")
    table = table_of(database(made), made, "orders")
    assert size.long_columns(table, ["customer", "date", "amount"], "postgres://h/b") == frozenset()
    assert size.long_columns(table, table.columns, "postgres://h/b") == {"note"}
    with pytest.raises(InputError, match=LONG):
        size.refuse_used(frozenset({"note"}), ["customer", "note"], "table orders")

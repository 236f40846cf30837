"""Floating point of 32 bits, and ids that are numbers: the same in a table of DuckDB, a Parquet file and as text."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import xlclv
from tests.orders.tables.cdnow_tables import duckdb_url
from xlclv.errors import InputError
from xlclv.orders.tables.reading import read_table

ROWS = 40
DAYS = [dt.date(2024, 1, 1) + dt.timedelta(days=day) for day in range(ROWS)]
FEW = [0, 0, 0, *range(1, ROWS - 2)]


def read(kind: str, folder: Path, **columns: Any) -> Any:
    """The orders of a table with these columns."""
    table = pa.table({"customer": list(range(1, ROWS + 1)), "date": DAYS, "amount": [2] * ROWS, **columns})
    if kind == "duckdb":
        return read_table(duckdb_url(folder, table), "orders")
    pq.write_table(table, folder / "orders.parquet")
    return xlclv.read_orders(folder / "orders.parquet")


@pytest.mark.parametrize("kind", ["duckdb", "parquet"])
def test_amounts_of_32_bits_are_the_decimals_they_show(kind: str, tmp_path: Path) -> None:
    """1390.637 is stored as 1390.636962890625, and no customer paid that; nothing is warned of."""
    amounts = pa.array([1390.63, *[0.1] * (ROWS - 1)], pa.float32())
    orders = read(kind, tmp_path, amount=amounts)
    assert (orders.ledger.amount_used, orders.scale) == (Decimal("1394.53"), 2)
    assert not orders.ledger.warnings


@pytest.mark.parametrize("type_", ["int64", "uint32", "int16", "float64", "float32", "string"])
@pytest.mark.parametrize("kind", ["duckdb", "parquet"])
def test_a_customer_0_of_few_rows_is_warned_of_in_every_type(kind: str, type_: str, tmp_path: Path) -> None:
    """It reads like no customer, is kept, and --exclude-customer leaves it out, `exclude` where Python asks."""
    orders = read(kind, tmp_path, customer=pa.array(FEW).cast(type_))
    duckdb = "table orders", '--exclude-customer "0"'
    where, out = duckdb if kind == "duckdb" else ("orders.parquet", 'exclude=["0"]')
    assert orders.ledger.rows_used == ROWS
    assert orders.ledger.warnings == (
        f'{where}: customer "0" in column "customer" (3 rows) reads like no customer but is kept; {out} leaves it out',
    )


@pytest.mark.parametrize("type_", ["int64", "uint32", "float64"])
@pytest.mark.parametrize("kind", ["duckdb", "parquet"])
def test_a_customer_0_of_many_rows_is_none(kind: str, type_: str, tmp_path: Path) -> None:
    """Also in floating point, whose 0.0 was a customer."""
    orders = read(kind, tmp_path, customer=pa.array([0] * 20 + list(range(1, 21))).cast(type_))
    assert (orders.ledger.rows_used, orders.ledger.amount_used) == (20, 40)
    assert not orders.ledger.warnings


@pytest.mark.parametrize("kind", ["duckdb", "parquet"])
def test_ids_that_32_bits_cannot_hold_are_refused(kind: str, tmp_path: Path) -> None:
    """Above 16,777,216 two ids can have become one."""
    many = pa.array([16777200 + at for at in range(ROWS)], pa.float64()).cast("float32", safe=False)
    with pytest.raises(InputError, match="above 16,777,216 in floating point of 32 bits"):
        read(kind, tmp_path, customer=many)
    (tmp_path / "short").mkdir()
    assert read(kind, tmp_path / "short", customer=pa.array(range(1, ROWS + 1), pa.float32())).ledger.rows_used == ROWS


@pytest.mark.parametrize("kind", ["duckdb", "parquet"])
@pytest.mark.parametrize("bits", [pa.float32(), pa.float64()], ids=str)
def test_no_number_as_an_id_is_warned_of(kind: str, bits: Any, tmp_path: Path) -> None:
    """NaN is no id whose last digits are lost: it stands for nobody, whatever its width."""
    orders = read(kind, tmp_path, customer=pa.array([float("nan"), *range(1, ROWS)], bits))
    assert orders.ledger.rows_used == ROWS
    assert any('customer "nan" in column "customer" (1 row) reads like no' in said for said in orders.ledger.warnings)

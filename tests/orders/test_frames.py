"""Data frames of pandas and Polars, and Arrow tables: what a file of the same rows says, whatever holds the cells."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import xlclv

ROWS = 4
DAYS = pd.date_range("2024-01-28", periods=ROWS)
FIRST, LAST = dt.date(2024, 1, 28), dt.date(2024, 1, 31)


def frame(**columns: Any) -> pd.DataFrame:
    """Four good orders of 22, but for the columns given."""
    return pd.DataFrame({"customer": list("abcd"), "date": DAYS, "amount": [5.25, 5.5, 5.25, 6.0], **columns})


def ids(orders: Any) -> list[str]:
    """The customers, as text."""
    return sorted(map(str, orders.customers.customer.to_pyarrow().to_pylist()))


@pytest.mark.parametrize(
    "cells",
    [
        pd.Series([1, "a", "b", 2], dtype=object),
        pd.Categorical([1, "a", 1, "a"]),
        pd.cut(pd.Series(range(ROWS)), 2),
        pd.period_range("2024-01", periods=ROWS, freq="M"),
        pd.Series([{}, {}, {}, {}]),
        pd.Series([object()] * ROWS),
        pd.Series([1j] * ROWS),
        pd.Series([DAYS[0], "text", None, 5], dtype=object),
    ],
    ids=["mixed", "mixed category", "intervals", "periods", "empty objects", "objects", "complex", "dates and text"],
)
def test_a_column_nobody_uses_is_in_nobodys_way(cells: Any) -> None:
    """Whatever it holds, the orders are those of the other columns."""
    orders = xlclv.read_orders(frame(note=cells))
    assert (orders.ledger.amount_used, ids(orders), orders.last_day) == (Decimal(22), list("abcd"), LAST)


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ([5, "K0190", 7.0, "5"], ["5", "7", "K0190"]),
        ([2**70, 2**70 + 1, 3, 4], ["1180591620717411303424", "1180591620717411303425", "3", "4"]),
        ([Decimal("5.0"), "x", np.int64(6), np.float32(7)], ["5", "6", "7", "x"]),
    ],
)
def test_ids_of_numbers_and_text_are_text(cells: list[Any], found: list[str]) -> None:
    """Whole numbers have no decimals, so that 5 and "5" are one customer; long ones lose nothing."""
    assert ids(xlclv.read_orders(frame(customer=pd.Series(cells, dtype=object)))) == found


def test_dates_of_several_kinds_are_days() -> None:
    """Timestamps, dates and text, as a workbook read by pandas has them."""
    cells = [pd.Timestamp("2024-01-28"), "29.01.2024", dt.datetime(2024, 1, 30, 10, 30), dt.date(2024, 1, 31)]
    orders = xlclv.read_orders(frame(date=pd.Series(cells, dtype=object)))
    assert (orders.first_day, orders.last_day) == (FIRST, LAST)
    days = sorted(orders.days.day.to_pyarrow().to_pylist())
    assert days == [dt.date(2024, 1, day) for day in (28, 29, 30, 31)]


def test_days_a_spreadsheet_has_turned_round_are_refused() -> None:
    """Timestamps all before the 13th beside text all after it, as in a workbook."""
    cells = [pd.Timestamp("2024-02-01"), "16/01/2024", pd.Timestamp("2024-03-01"), "17/01/2024"]
    with pytest.raises(xlclv.InputError, match=r'^data frame, column "date": "2024-02-01" is a date and "16/01/2024"'):
        xlclv.read_orders(frame(date=pd.Series(cells, dtype=object)))


@pytest.mark.parametrize(
    ("cells", "total"),
    [
        ([12.5, "1,234.50", 3, Decimal("2.25")], "1252.25"),
        ([Decimal("2.25"), 234.567, 1, 2], "239.817"),
        (pd.arrays.SparseArray([0.0, 1.5, 0.0, 1.5]), "3.0"),
    ],
)
def test_amounts_of_several_kinds_are_added_up(cells: Any, total: str) -> None:
    """Numbers and text with a point; numbers of several types, none of which is taken for thousands."""
    given = cells if not isinstance(cells, list) else pd.Series(cells, dtype=object)
    assert xlclv.read_orders(frame(amount=given)).ledger.amount_used == Decimal(total)


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        (
            {"amount": [234.567, "1.234,50", 1, 2]},
            'column "amount": holds numbers beside text with decimal commas; as text, 1.234 could be either; '
            "make all its cells numbers",
        ),
        (
            {"amount": [5.5, "x", 1, 2]},
            'row 2, column "amount": "x" is not an amount; correct the cell, or leave the row out of the data frame',
        ),
        (
            {"date": [*DAYS[:3], pd.NaT]},
            'row 4, column "date": the cell is blank where a date belongs; correct the cell, or leave the row out of '
            "the data frame; if a blank means the date above, say fill_down=True",
        ),
    ],
)
def test_what_breaks_a_rule_names_the_frame(columns: dict[str, Any], says: str) -> None:
    """The frame and its row, and what can be done to a frame."""
    with pytest.raises(xlclv.InputError) as refused:
        xlclv.read_orders(frame(**columns))
    assert str(refused.value) == f"data frame, {says}"


@pytest.mark.parametrize("other", ["amount", "Amount"])
@pytest.mark.parametrize("kind", ["frame", "file"])
def test_columns_of_one_name_are_told_apart(kind: str, other: str, tmp_path: Path) -> None:
    """In a frame and a Parquet file: no column is taken unasked, and one named by its place is that one."""
    both = pd.concat([frame(), pd.DataFrame({other: [7] * ROWS})], axis=1)
    given: Any = both
    if kind == "file":
        given = tmp_path / "orders.parquet"
        arrays = [pa.array(both.iloc[:, at]) for at in range(4)]
        pq.write_table(pa.Table.from_arrays(arrays, names=["customer", "date", "amount", other]), given)
    with pytest.raises(xlclv.InputError, match=r'"amount".* and "[aA]mount".* could each be'):
        xlclv.read_orders(given)
    first, second = ("3", "4") if other == "amount" else ("amount", other)
    assert xlclv.read_orders(given, amount=first).ledger.amount_used == Decimal(22)
    assert xlclv.read_orders(given, amount=second).ledger.amount_used == Decimal(28)
    unused = pd.concat([frame(), pd.DataFrame({"x": [1] * ROWS}), pd.DataFrame({"x": [2] * ROWS})], axis=1)
    assert xlclv.read_orders(unused).ledger.amount_used == Decimal(22)


@pytest.mark.parametrize(
    ("freq", "days"),
    [("D", ["2023-01-01", "2023-01-02"]), ("W", ["2022-12-26", "2023-01-02"]), ("M", ["2023-01-01", "2023-02-01"])],
)
@pytest.mark.parametrize("held", ["period", "object", "category", "arrow"])
def test_periods_are_the_days_they_start_on(freq: str, days: list[str], held: str) -> None:
    """However pandas holds them; and it is said."""
    cells: Any = pd.Series(pd.period_range("2023-01-01", periods=ROWS, freq=freq))
    cells = cells if held in ("period", "arrow") else cells.astype(held)
    given: Any = frame(date=cells)
    orders = xlclv.read_orders(pa.Table.from_pandas(given) if held == "arrow" else given)
    assert [str(day) for day in sorted(orders.days.day.to_pyarrow().to_pylist())[:2]] == days
    assert 'data frame: column "date" holds periods, read as the day each starts on' in orders.ledger.assumed


@pytest.mark.parametrize("words", ["string", "large_string", "string_view"])
def test_categories_are_their_words(words: str) -> None:
    """Text that stands once in Arrow, in any of its types, with rows that have none."""
    if not hasattr(pa, words):
        pytest.skip("a type that this PyArrow does not have yet")
    kinds = pa.array(["x", "y"], getattr(pa, words)())
    customer = pa.DictionaryArray.from_arrays(pa.array([1, 0, None, 1], pa.int8()), kinds)
    table = pa.table({"customer": customer, "date": DAYS.date, "amount": [1, 2, 4, 8]})
    orders = xlclv.read_orders(table)
    assert (ids(orders), orders.ledger.amount_used) == (["x", "y"], Decimal(11))


def test_a_frame_of_polars_is_read_whatever_its_types() -> None:
    """Categories, enumerations, and types that Arrow's other readers do not know."""
    polars = pytest.importorskip("polars", reason="reads frames of Polars where it is installed")
    plain = polars.DataFrame({"customer": list("abca"), "date": DAYS.date, "amount": [5.25, 5.5, 5.25, 6.0]})
    shapes = {
        "category": plain.with_columns(polars.col("customer").cast(polars.Categorical)),
        "enumeration": plain.with_columns(polars.col("customer").cast(polars.Enum(list("abc")))),
        "wide": plain.with_columns(polars.Series("wide", [1] * ROWS, dtype=polars.Int128)),
        "objects": plain.with_columns(polars.Series("objects", [object()] * ROWS, dtype=polars.Object)),
        "lists": plain.with_columns(polars.Series("lists", [["a"]] * ROWS, dtype=polars.List(polars.Categorical))),
    }
    for called, shape in shapes.items():
        orders = xlclv.read_orders(shape)
        assert (ids(orders), orders.ledger.amount_used) == (list("abc"), Decimal(22)), called


def test_a_column_alone_is_no_table() -> None:
    """It is refused as any other object is."""
    with pytest.raises(xlclv.InputError, match="source is 'Series'; must be a path, a pandas or Polars data frame"):
        xlclv.read_orders(frame()["customer"])

"""Parquet files that a program may write and no table of orders is: cells without end, no name, days of no calendar."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.orders.contract import rows
from xlclv.errors import InputError
from xlclv.orders.files import parquet_size
from xlclv.orders.reading import read

ROWS = 40
DAY = dt.date(2025, 3, 4)


def made(folder: Path, more: dict[str, Any], **how: Any) -> Path:
    """Forty orders, with these columns beside them or instead."""
    columns = {
        "customer": pa.array([f"c{at % 7}" for at in range(ROWS)]),
        "date": pa.array([DAY] * ROWS),
        "amount": pa.array([1.5] * ROWS),
    }
    path = folder / "a.parquet"
    pq.write_table(pa.table(columns | more), path, **how)
    return path


@pytest.mark.parametrize("name", ["customer", "memo", "Customer"])
@pytest.mark.parametrize("kind", [pa.string(), pa.binary()], ids=str)
@pytest.mark.parametrize("how", [{}, {"use_dictionary": False, "compression": "zstd"}], ids=["dictionary", "packed"])
def test_one_text_in_every_row_is_refused_before_it_is_read(
    name: str, kind: Any, how: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a column in use or not, whatever its name, stored once or packed."""
    monkeypatch.setattr(parquet_size, "EXPANDED", 1 << 22)
    path = made(tmp_path, {name: pa.array(["Z" * 200_000] * ROWS).cast(kind)}, **how)
    assert path.stat().st_size < 20_000
    with pytest.raises(InputError, match=r"its cells are 7 MB, more than 200 times its size, which no order table's"):
        read(path)


def test_few_different_texts_are_no_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where all cells together are no more than a table's."""
    monkeypatch.setattr(parquet_size, "EXPANDED", 1 << 22)
    path = made(tmp_path, {"memo": pa.array(["Z" * 50_000] * ROWS)})
    assert rows(read(path))


@pytest.mark.parametrize("name", ["", " ", "a\0b", "File_Row_Number", "file_row_number"])
def test_a_column_of_any_name_is_passed_over(name: str, tmp_path: Path) -> None:
    """One without a name too, which the database knows no word for."""
    assert rows(read(made(tmp_path, {name: pa.array(range(ROWS)), "x": pa.array(range(ROWS))})))


def test_a_column_without_a_name_is_one_by_its_place(tmp_path: Path) -> None:
    """As in files of text."""
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"": ["A", "B"], "date": pa.array([DAY] * 2), "amount": [1.5, 2.0]}), path)
    assert [str(customer) for customer, *_ in rows(read(path, customer="1"))] == ["A", "B"]


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (pa.array([3_000_000] * ROWS, pa.date32()), 'row 1, column "date": "10183-09-21" is not a date'),
        (
            pa.array([2**58] * ROWS, pa.timestamp("us")),
            r'row 1, column "date": "11103-08-29 17:22:31\.711744" is not a',
        ),
        (
            pa.array([2**58] * ROWS, pa.timestamp("us", "UTC")),
            r'row 1, column "date": "11103-08-29 17:22:31.* is not a',
        ),
        (pa.array([-1_450_000] * ROWS, pa.date32()), r'row 1, column "date": "2001-01-\d\d \(BC\)" is before 1900'),
        (pa.array([-100_000] * ROWS, pa.date32()), 'row 1, column "date": "1696-03-17" is before 1900'),
        (pa.array([19_000] * 39 + [3_000_000], pa.date32()), 'row 40, column "date": "10183-09-21" is not a date'),
    ],
)
def test_days_beyond_the_calendar_are_named_by_their_row(days: Any, said: str, tmp_path: Path) -> None:
    """Years after 9999, which no date of Python has, and those before our era, which end like a weekday."""
    with pytest.raises(InputError, match=said):
        read(made(tmp_path, {"date": days}))

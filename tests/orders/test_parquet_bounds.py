"""Parquet files that a program may write and no table of orders is: cells without end, no name, days of no calendar."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.orders.contract import rows
from xlclv.errors import InputError
from xlclv.orders.files import parquet_size, staging
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


@pytest.mark.parametrize("kind", [pa.string(), pa.date32()], ids=str)
def test_rows_of_nothing_are_counted_and_not_kept(kind: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A million of them takes some bytes of the file, and no memory; a footer below is still one."""
    columns = {"customer": pa.string(), "date": kind, "amount": pa.float64()}
    days = pa.array(["2025-03-04", "2025-03-05"]) if kind == pa.string() else pa.array([DAY, DAY + dt.timedelta(1)])
    path, schema = tmp_path / "a.parquet", pa.schema(list(columns.items()))
    footer = pa.table({"customer": ["Printed by the shop"], "date": pa.nulls(1, kind), "amount": [None]}, schema=schema)
    orders = pa.table({"customer": ["A", "B"], "date": days, "amount": [1.5, 2.0]}, schema=schema)
    none = pa.table([pa.nulls(1_000_000, each) for each in columns.values()], schema=schema)
    pq.write_table(pa.concat_tables([orders, none, footer]), path)
    kept: list[int] = []
    cut = staging.footer.cut
    monkeypatch.setattr(
        staging.footer,
        "cut",
        lambda connection, *more: (
            kept.extend(connection.execute("SELECT count(*) FROM raw").fetchone()),
            cut(connection, *more),
        )[1],
    )
    found = read(path)
    assert [(str(who), str(amount)) for who, _, amount in rows(found)] == [("A", "1.5"), ("B", "2.0")]
    assert kept == [3]
    assert any("1 line below the table, apart from it, was not read" in said for said in found.ledger.assumed)
    assert any("1,000,000 blank rows were not read" in said for said in found.ledger.assumed)


def test_more_rows_than_bytes_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is in them; it is said what they are."""
    monkeypatch.setattr(parquet_size, "ROWS", 100_000)
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({name: pa.nulls(200_000) for name in ("customer", "date", "amount")}), path)
    with pytest.raises(InputError, match=r"a\.parquet: it has 200,000 rows, more than 20 to a byte of it, which no"):
        read(path)


@pytest.mark.parametrize(
    "cells",
    [
        pa.array([["Z" * 20_000] * 10] * ROWS),
        pa.array([{"text": "Z" * 200_000, "other": 1}] * ROWS),
        pa.array([[{"text": "Z" * 20_000, "other": [1]}] * 10] * ROWS),
        pa.array([[7] * 20_000] * ROWS),
        pa.array([[("k", "Z" * 200_000)]] * ROWS, pa.map_(pa.string(), pa.string())),
    ],
    ids=["texts", "parts", "list of parts", "numbers", "map"],
)
def test_what_lists_hold_is_counted(cells: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One long text or number, stored once, may stand in lists without end."""
    monkeypatch.setattr(parquet_size, "EXPANDED", 1 << 22)
    with pytest.raises(InputError, match=r"its cells are (7|12) MB, more than 200 times its size"):
        read(made(tmp_path, {"lines": cells}))


def test_lists_of_a_sound_size_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What could be too much by what the file says of itself alone is looked at."""
    monkeypatch.setattr(parquet_size, "EXPANDED", 1 << 20)
    lines = pa.array([[{"sku": f"sku {at}" * 99, "pieces": [1, 2]}] * 9 for at in range(ROWS)])
    assert len(rows(read(made(tmp_path, {"lines": lines})))) == ROWS


@pytest.mark.parametrize("name", ["customer", "date"])
def test_a_cell_that_is_a_file_of_its_own_is_refused(name: str, tmp_path: Path) -> None:
    """As in files of text, before steps of reading hold it many times."""
    texts = [f"{at}" for at in range(ROWS - 1)] + ["".join(map(chr, range(40, 120))) * 60_000]
    path = made(tmp_path, {name: pa.array(texts)}, compression="none", use_dictionary=False)
    with pytest.raises(InputError, match=r'a\.parquet, column "\w+": a cell holds more than 4 MB, as none of an'):
        read(path)


@pytest.mark.parametrize("kind", [pa.string(), pa.binary()], ids=["text", "picture"])
@pytest.mark.parametrize("way", [{}, {"dedupe": True}], ids=["where it is", "cells"])
def test_a_picture_in_a_column_that_nobody_uses_is_no_matter(way: Any, kind: Any, tmp_path: Path) -> None:
    """The others are read; and rows that differ in it alone do not repeat each other."""
    pictures = [sign.encode() * 5_000_000 for sign in "ABC"]
    path = tmp_path / "a.parquet"
    cells = {"customer": ["A"] * 3, "date": ["2025-03-04"] * 3, "amount": [1.5] * 3}
    pq.write_table(pa.table({**cells, "photo": pa.array(pictures, pa.binary()).cast(kind)}), path)
    assert read(path, **way).ledger.amount_used == Decimal("4.5")

"""What a Parquet file states of its columns: believed by the database, and so held against the cells."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from xlclv.errors import InputError
from xlclv.orders.files.parquet_stated import refuse_untrue
from xlclv.orders.reading import read

MANY = 60
FIRST, LAST, LATER, EARLIER = (dt.date(2025, 1, 1), dt.date(2025, 3, 1), dt.date(2026, 6, 30), dt.date(1990, 1, 1))


def written(path: Path, old: bytes, new: bytes) -> Path:
    """Sixty orders, of which the footer says something else."""
    days = [FIRST + dt.timedelta(days=at) for at in range(MANY)]
    table = pa.table(
        {
            "customer": [f"C{at % 9}" for at in range(MANY)],
            "date": days,
            "amount": [float(at) for at in range(MANY)],
            "status": ["void" if at == 3 else "paid" for at in range(MANY)],
        }
    )
    pq.write_table(table, path, compression="none", use_dictionary=False)
    content = path.read_bytes()
    footer = content[-8 - int.from_bytes(content[-8:-4], "little") :]
    head = content[: -len(footer)]
    assert old in footer
    path.write_bytes(head + footer.replace(old, new))
    return path


def _days(day: dt.date) -> bytes:
    return (day - dt.date(1970, 1, 1)).days.to_bytes(4, "little")


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        (_days(LAST), _days(LATER), "date"),
        (_days(FIRST), _days(EARLIER), "date"),
        (_days(LAST), _days(FIRST), "date"),
        (b"void", b"sold", "status"),
    ],
)
def test_what_is_not_true_of_the_cells_is_refused(tmp_path: Path, old: bytes, new: bytes, column: str) -> None:
    """The last day would be taken from there, and a status beyond the stated ones not be looked for."""
    with pytest.raises(InputError, match=rf'a\.parquet: what is stated of column "{column}" .* have the file written'):
        read(written(tmp_path / "a.parquet", old, new))


@pytest.mark.parametrize("told", [{}, {"version": "1.0"}, {"data_page_version": "2.0"}, {"row_group_size": 10}])
def test_what_writers_state_is_true(tmp_path: Path, told: dict[str, Any]) -> None:
    """Of every kind of cells: blanks and NaN, long words, days and times before 1970, zones, decimals, categories."""
    times = [dt.datetime(1965, 1, 1) + dt.timedelta(hours=at * 3000) for at in range(MANY)]
    table = pa.table(
        {
            "word": [f"C{at}" for at in range(MANY)],
            "long": ["ü" * 200 + str(at) for at in range(MANY)],
            "blank": [None] * MANY,
            "day": [time.date() for time in times],
            "exact": [Decimal(at - 30) / 100 for at in range(MANY)],
            "real": [None if at % 7 == 0 else float("nan") if at % 11 == 0 else at - 30.0 for at in range(MANY)],
            "large": pa.array([2**63 + at for at in range(MANY)], pa.uint64()),
            "kind": pa.array([f"w{at % 5}" for at in range(MANY)]).dictionary_encode(),
            "yes": [at % 2 == 0 for at in range(MANY)],
            **{unit: pa.array(times, pa.timestamp(unit)) for unit in ("s", "ms", "us", "ns")},
            "zone": pa.array(times, pa.timestamp("us", "Europe/Paris")),
        }
    )
    pq.write_table(table, tmp_path / "a.parquet", **told)
    refuse_untrue(tmp_path / "a.parquet", table.column_names)

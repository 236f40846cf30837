"""Hostile Parquet files: nested and odd columns, metadata that lies, a few bytes that stand for many rows."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.hostile import EITHER, READ, REFUSED, Case

PLAIN: dict[str, Any] = {"customer": ["A", "B"], "date": ["2024-01-25", "2024-02-26"], "amount": [30.0, 7.5]}


def _bytes(columns: dict[str, Any], metadata: dict[str, str] | None = None) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table(columns)
    made = io.BytesIO()
    pq.write_table(table.replace_schema_metadata(metadata) if metadata else table, made)
    return made.getvalue()


def _case(name: str, content: Callable[[], bytes], may: str = EITHER, *, heavy: bool = False) -> Case:
    def make(folder: Path) -> list[str]:
        (folder / "a.parquet").write_bytes(content())
        return ["check", str(folder / "a.parquet")]

    return Case("Parquet", name, make, may, heavy)


def _one_customer() -> bytes:
    """Thirty million rows in a few kilobytes: a value said once, and how often."""
    import datetime as dt

    import numpy as np
    import pyarrow as pa

    count = 30_000_000
    codes = pa.array(np.zeros(count, np.int8))
    return _bytes({
        "customer": pa.DictionaryArray.from_arrays(codes, ["A"]),
        "date": pa.array(np.full(count, np.datetime64(dt.date(2024, 1, 25)))),
        "amount": pa.array(np.zeros(count, np.int32)),
    })  # fmt: skip


def _lying(old: bytes, new: bytes) -> bytes:
    content = _bytes(PLAIN)
    assert old in content
    return content.replace(old, new)


def _length(size: int) -> bytes:
    return _bytes(PLAIN)[:-8] + size.to_bytes(4, "little") + b"PAR1"


def _footer(at: int, byte: int) -> bytes:
    content = bytearray(_bytes(PLAIN))
    content[-8 - at] = byte
    return bytes(content)


CASES = [
    _case("a plain file, for comparison", lambda: _bytes(PLAIN), READ),
    _case("customers that are lists", lambda: _bytes({**PLAIN, "customer": [["A"], ["B"]]}), REFUSED),
    _case("amounts that are structures", lambda: _bytes({**PLAIN, "amount": [{"a": 1}, {"a": 2}]}), REFUSED),
    _case("a nested column beside the orders", lambda: _bytes({**PLAIN, "x": [[[[1]]], [[[2]]]]}), READ),
    _case("amounts of infinity and NaN", lambda: _bytes({**PLAIN, "amount": [float("inf"), float("nan")]}), REFUSED),
    _case("SQL in the names of columns", lambda: _bytes({**PLAIN, 'x"; DROP TABLE raw; --': [1, 2]}), READ),
    _case("names of columns that are ours", lambda: _bytes({**PLAIN, "file_row_number": [1, 2], "row": [1, 2],
          "print": [1, 2], "left_out": [1, 2]}), READ),
    _case("two columns of one name but for case", lambda: _bytes({**PLAIN, "Amount": [1.0, 2.0]}), REFUSED),
    _case("a name of 1 MB", lambda: _bytes({**PLAIN, "x" * (1 << 20): [1, 2]})),
    _case("10,000 columns", lambda: _bytes({**PLAIN, **{f"x{at}": [1, 2] for at in range(10_000)}}), READ, heavy=True),
    _case("metadata of 10 MB", lambda: _bytes(PLAIN, {"pandas": "{" * (10 << 20)}), READ),
    _case("30,000,000 rows in a few kilobytes", _one_customer, READ, heavy=True),
    _case("a footer of 4 GB", lambda: _length(0xFFFFFFF0), REFUSED),
    _case("a footer of nothing", lambda: _length(0), REFUSED),
    _case("cut off", lambda: _bytes(PLAIN)[:-30], REFUSED),
    _case("the mark alone", lambda: b"PAR1", REFUSED),
    _case("marks without an inside", lambda: b"PAR1" * 4, REFUSED),
    *(_case(f"a byte of the footer changed ({at}, {byte})", lambda at=at, byte=byte: _footer(at, byte))
      for at in (20, 90, 250, 400) for byte in (0, 255)),
]  # fmt: skip

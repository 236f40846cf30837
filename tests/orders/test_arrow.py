"""Arrow's columns come to NumPy without pandas."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from xlclv import demo
from xlclv.orders.arrow import as_numpy, room_for_threads

SAMPLE = Path(demo.__file__).with_name("sample_orders.csv")
DAYS = [dt.date(2024, 2, 29), dt.date(1969, 12, 31)]


@pytest.mark.parametrize(
    ("values", "kind", "expected"),
    [
        ([3, -1], pa.int64(), np.array([3, -1])),
        ([3, -1], pa.int8(), np.array([3, -1], dtype=np.int8)),
        ([0.5, -2.0], pa.float64(), np.array([0.5, -2.0])),
        ([3, None], pa.int64(), np.array([3.0, np.nan])),
        ([True, False], pa.bool_(), np.array([True, False])),
        (DAYS, pa.date32(), np.array(DAYS, dtype="datetime64[D]")),
        ([], pa.int64(), np.array([], dtype=np.int64)),
    ],
)
@pytest.mark.parametrize("pieces", [1, 3])
def test_a_column_is_what_arrow_itself_gives(
    values: list, kind: pa.DataType, expected: np.ndarray, pieces: int
) -> None:
    """In one piece or in several, each kind of column keeps its values and its type."""
    table = pa.table({"a": pa.chunked_array([pa.array(values, kind)] * pieces)})
    found = as_numpy(table, "a")
    assert found.dtype == expected.dtype
    np.testing.assert_array_equal(found, np.concatenate([expected] * pieces))


def test_a_report_needs_no_pandas(tmp_path: Path) -> None:
    """From orders to workbook nothing imports pandas: it is a second of a run that takes few."""
    script = f"""
import sys, xlclv.cli
sys.argv = ["xlclv", "summarize", {str(SAMPLE)!r}, "-o", {str(tmp_path / "out.xlsx")!r}]
try:
    xlclv.cli.main()
except SystemExit as end:
    assert not end.code, end.code
assert "pandas" not in sys.modules
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr


def test_threads_that_cannot_start_are_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the third cannot, that is said at once, and none of those begun is left waiting."""
    before, start, begun = threading.active_count(), threading.Thread.start, []

    def short_of_memory(thread: threading.Thread) -> None:
        if len(begun) == 2:
            raise RuntimeError("can't start new thread")
        begun.append(thread)
        start(thread)

    room_for_threads()
    monkeypatch.setattr(threading.Thread, "start", short_of_memory)
    with pytest.raises(RuntimeError, match="can't start new thread"):
        room_for_threads()
    assert threading.active_count() == before

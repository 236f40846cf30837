"""The judges of `python -m benchmarks.robustness --loads`: what they must find, and what stays of its page."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

pytest.importorskip("resource", reason="limits processes as POSIX does")

from benchmarks import robustness
from benchmarks.hostile import every as every_case
from benchmarks.loads import Came, Ended, every, stops, wrong
from benchmarks.loads.large import alike, rows

LINE = "xlclv: out of memory; nothing was written\n"


def _parquet(name: str, number: float) -> bytes:
    made = io.BytesIO()
    pq.write_table(pa.table({"customer": ["A", name], "worth": [1.0, number]}), made)
    return made.getvalue()


def _book(text: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("xl/worksheets/sheet1.xml", f"<c><v>{text}</v></c>")
    return made.getvalue()


def test_other_rows_are_found() -> None:
    """Only the last digits of a number may differ, in Parquet and in a workbook."""
    assert alike(_parquet("B", 1000.0), _parquet("B", 1000.0 + 1e-9))
    assert not alike(_parquet("B", 1000.0), _parquet("B", 1000.01))
    assert not alike(_parquet("B", 1000.0), _parquet("C", 1000.0))
    assert alike(_book("1000.0000000001"), _book("1000"))
    assert not alike(_book("1000.01"), _book("1000"))
    assert not alike(_book("A"), _book("B"))
    assert alike(_book("xlclv summarize a --memory-limit 600MB"), _book("xlclv summarize a"))


@pytest.mark.parametrize(
    ("code", "said", "right"),
    [
        (0, "", True),
        (6, LINE, True),
        (6, "", False),
        (6, LINE + LINE, False),
        (1, "xlclv: an internal error: x\n", False),
        (6, "Traceback (most recent call last):\n" + LINE, False),
        (139, LINE, False),
    ],
)
def test_a_bad_end_is_found(code: int, said: str, right: bool) -> None:
    """A run ends with a code that is allowed, and says one line where it is not 0."""
    assert (wrong(Ended(("score",), code, "", said, 1.0, 1), (0, 6)) == "") == right


def test_what_was_not_tried_again_stays_on_the_page() -> None:
    """Rows of attacks and of other loads stay; what a load finds is listed as left, until it finds it no more."""
    before = robustness.OUTPUT.read_text(encoding="utf-8")
    load = every()[0]
    bad = robustness.table([], [(load, Came(9, 8, 1, ["a file is broken"], 1.0, 1, "figures"))], before)
    assert f"| {load.name} | 9 | 8 | 1 | 1 | 1 | 1 | figures |" in bad
    assert f"- {load.name}: a file is broken" in bad
    good = robustness.table([], [(load, Came(9, 9, 0, [], 1.0, 1, "figures"))], bad)
    assert f"| {load.name} | 9 | 9 | 0 | 0 | 1 | 1 | figures |" in good
    assert "a file is broken" not in good
    assert [line for line in before.splitlines() if not line.startswith(f"| {load.name} |")] == [
        line for line in good.splitlines() if not line.startswith(f"| {load.name} |")
    ]


def test_a_campaign_that_is_stopped_writes_the_paths_it_finished() -> None:
    """Some of a path's cases stand for none of its row; those of one that was tried to its end are written."""
    cases = [case for case in every_case() if case.path in ("saved options .toml", "options and names")]
    came = [robustness.Outcome(case, 3, 1.0, 100, "", "") for case in cases]
    assert {each.case.path for each in robustness.whole_paths(cases, came)} == {case.path for case in cases}
    last = came[-1].case.path
    assert {each.case.path for each in robustness.whole_paths(cases, came[:-1])} == {c.path for c in cases} - {last}


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="looks into a process as Linux shows it")
def test_who_hears_a_signal_is_seen() -> None:
    """Python's own start has no handler for SIGTERM; only such a run may end by the signal itself."""
    waits = "import signal, time{}; print(flush=True); time.sleep(60)"
    for more, heard in (("", False), ("; signal.signal(signal.SIGTERM, lambda *_: None)", True)):
        with subprocess.Popen([sys.executable, "-c", waits.format(more)], stdout=subprocess.PIPE) as run:
            assert run.stdout is not None
            run.stdout.readline()
            assert stops.heard(run.pid) is heard
            run.kill()
            os.waitid(os.P_PID, run.pid, os.WEXITED | os.WNOWAIT)
            assert stops.heard(run.pid)  # over: nothing of it is early
    assert stops.by_python(Ended(("score",), -15, "", "", 1.0, 1), signal.SIGTERM)
    assert not stops.by_python(Ended(("score",), 1, "", "Traceback ... KeyboardInterrupt", 1.0, 1), signal.SIGTERM)


def test_ten_million_rows_are_orders(tmp_path: Path) -> None:
    """Fewer of the same: each customer buys for a while, and amounts are whole cents."""
    made = pq.read_table(rows(tmp_path / "orders.parquet", 1_000, 100))
    assert (made.num_rows, made.column_names) == (1_000, ["customer", "date", "amount"])
    assert len(made["customer"].unique()) == 100

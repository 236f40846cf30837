"""`xlclv score`: a row a customer, written whole or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from tests.faults.sample import ROOT
from tests.faults.test_world import limited
from tests.orders.tables.cdnow_tables import duckdb_url
from tests.validation.cdnow_orders import read_back
from xlclv.cli import table_out
from xlclv.cli.program import xlclv
from xlclv.errors import UsageError
from xlclv.orders.summary import summarise
from xlclv.orders.tables.writing import to_parquet
from xlclv.valuation import customers
from xlclv.valuation.settings import DEFAULTS


def run(*arguments: str | Path) -> str:
    done = CliRunner().invoke(xlclv, ["score", *map(str, arguments)], standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    return done.output


def test_a_file_and_a_table_give_the_same_scores(tmp_path: Path) -> None:
    """Orders in a file or in a database: the same customers and values, to the total that a summary shows."""
    base = summarise(read_back(tmp_path))
    equity = 0.4 * customers.score(base, customers.fit(base, "BG/NBD"), DEFAULTS).remaining.sum()
    terms = ("--margin", "40%", "--as-of", "1998-06-30", "--model", "BG/NBD")
    assert "Wrote 2,357 customers" in run(tmp_path / "cdnow.csv", "--to", tmp_path / "a.parquet", *terms)
    run("--source", duckdb_url(tmp_path), "--table", "orders", "--to", tmp_path / "b.parquet", *terms)
    a, b = (pq.read_table(tmp_path / name).sort_by("customer") for name in ("a.parquet", "b.parquet"))
    assert a["customer"].to_pylist() == b["customer"].to_pylist()
    for found in (a, b):
        assert sum(found["residual_clv"].to_pylist()) == pytest.approx(equity, rel=1e-12)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.parquet", "b.parquet", "cdnow.csv", "shop.duckdb"]


def test_nothing_is_written_over_the_orders_or_to_nowhere(tmp_path: Path) -> None:
    """The orders' own file and a table in a file are refused before anything is read."""
    pq.write_table(pa.table({"customer": ["A"]}), tmp_path / "orders.parquet")
    with pytest.raises(UsageError, match="is the file of orders itself"):
        run(tmp_path / "orders.parquet", "--to", tmp_path / "orders.parquet")
    with pytest.raises(UsageError, match=r"name a file that ends in \.parquet"):
        run(tmp_path / "orders.parquet", "--to", "scores")


def test_scores_are_asked_for_in_the_order_of_ids(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Above some 120,000 customers DuckDB's threads hand over a join in any order, unless they are asked to sort."""
    from ibis.expr.operations import Sort

    given = []
    monkeypatch.setattr(table_out, "write", lambda table, *_: given.append(table) or table_out.Written(0))
    read_back(tmp_path)
    run(tmp_path / "cdnow.csv", "--to", tmp_path / "a.parquet", "--model", "BG/NBD")
    assert isinstance(given[0].op(), Sort)


_HIT = """
import os, signal, sys
import xlclv.cli
from xlclv.orders.tables import writing
wanted, copied = getattr(signal, sys.argv.pop()), writing._copied
writing._copied = lambda table, file, poll, told, rows: copied(
    table, file, poll, lambda *done: os.kill(os.getpid(), wanted), rows)
xlclv.cli.main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals to send to oneself")
@pytest.mark.parametrize(("number", "code"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_stopped_while_it_writes(tmp_path: Path, number: str, code: int) -> None:
    """Ctrl-C or SIGTERM in the middle of writing: one line, the old file as it was, nothing beside it."""
    read_back(tmp_path)
    (tmp_path / "old.parquet").write_bytes(b"old")
    done = subprocess.run(
        [sys.executable, "-c", _HIT, "score", "cdnow.csv", "--to", "old.parquet", number],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, encoding="utf-8", check=False,
        timeout=120,
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    assert done.stderr == "xlclv: stopped; old.parquet is as it was\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cdnow.csv", "old.parquet"]
    assert (tmp_path / "old.parquet").read_bytes() == b"old"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to a size of files")
def test_a_full_disk_is_one_line(tmp_path: Path) -> None:
    """Where the scores do not fit: exit 5, what to do, and nothing beside the orders."""
    read_back(tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "xlclv", "score", "cdnow.csv", "--to", "scores.parquet"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, encoding="utf-8", check=False,
        timeout=120, preexec_fn=limited("RLIMIT_FSIZE", 20_000),
    )  # fmt: skip
    assert done.returncode == 5, done.stderr
    assert done.stderr.startswith("xlclv: scores.parquet could not be written: ")
    assert "nothing was changed; " in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["cdnow.csv"]


def test_progress_is_told(tmp_path: Path) -> None:
    """While the scores are written, someone who looks on hears how far it is, of the end too."""
    base = read_back(tmp_path)
    heard: list[tuple[int, int]] = []
    assert to_parquet(base.customers, tmp_path / "a.parquet", lambda *done: heard.append(done)) == 2357
    assert heard[-1] == (100, 100)
    assert all(0 <= done <= whole == 100 for done, whole in heard)

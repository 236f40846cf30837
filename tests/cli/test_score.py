"""`xlclv score`: a row a customer, written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from tests.orders.tables.cdnow_tables import duckdb_url
from tests.validation.cdnow_orders import read_back
from xlclv.cli.program import xlclv
from xlclv.errors import UsageError
from xlclv.orders.summary import summarise
from xlclv.valuation import customers


def run(*arguments: str | Path) -> str:
    done = CliRunner().invoke(xlclv, ["score", *map(str, arguments)], standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    return done.output


def test_a_file_and_a_table_give_the_same_scores(tmp_path: Path) -> None:
    """Orders in a file or in a database: the same customers and values, to the total that a summary shows."""
    base = summarise(read_back(tmp_path))
    equity = customers.score(base, customers.fit(base, "BG/NBD"), 0.10, 3.0).residual_clv(0.4).sum()
    terms = ("--margin", "40%", "--as-of", "1998-06-30")
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

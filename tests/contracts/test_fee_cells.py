"""Of two columns that may be the fee the one whose cells are money: "Payment" says how often, "Annual Fee" how much."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.contracts.by_hand import AS_OF, written
from tests.contracts.test_cells_that_tell import mrr
from xlclv.contracts.data import Contracts
from xlclv.contracts.reading import Asked, options, read, read_table
from xlclv.errors import InputError

HEAD = ("Contract", "Customer", "Start", "End", "Annual Fee", "Payment")
ROWS = [
    ("K1", "A", "2026-01-31", "", "1200", "quarterly"),
    ("K2", "B", "2026-01-31", "", "1440", "monthly"),
    ("K3", "C", "2026-01-31", "", "960", "annually"),
]


def of(file: Path, **said: str) -> Contracts:
    return read([file], options(**said), Asked(as_of=AS_OF))


def test_words_are_no_fee(tmp_path: Path) -> None:
    """1,200, 1,440 and 960 a year are 300 a month, and the words say how often is billed."""
    found = of(written(tmp_path / "f.csv", ROWS, HEAD))
    assert mrr(found) == 300
    assert sorted(map(str, found.periods)) == ["month", "quarter", "year"]
    assert not found.ledger.warnings
    for other in ("Price", "Revenue", "Charge", "Rate"):
        assert mrr(of(written(tmp_path / "g.csv", ROWS, (*HEAD[:5], other)))) == 300


def test_tables_with_types_say_the_same(tmp_path: Path) -> None:
    """Parquet, DuckDB and SQLite, where the fee is a number."""
    written(tmp_path / "f.csv", ROWS, HEAD)
    with duckdb.connect(str(tmp_path / "f.duckdb")) as base:
        base.execute(f"CREATE TABLE f AS SELECT * FROM read_csv('{tmp_path / 'f.csv'}')")
        base.execute(f"COPY f TO '{tmp_path / 'f.parquet'}' (FORMAT parquet)")
    assert mrr(of(tmp_path / "f.parquet")) == 300
    assert mrr(read_table(f"duckdb:///{tmp_path / 'f.duckdb'}", "f", options(), Asked(as_of=AS_OF))) == 300


def test_where_no_column_is_money_the_way_out_is_named(tmp_path: Path) -> None:
    """The refusal of a word names --fee."""
    rows = [(*row[:4], row[5]) for row in ROWS]
    with pytest.raises(InputError, match="--fee"):
        of(written(tmp_path / "f.csv", rows, (*HEAD[:4], "Payment")))

"""What a refusal of contracts names as a way out works."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.contracts.by_hand import AS_OF, written
from tests.contracts.test_cells_that_tell import mrr
from xlclv.contracts.reading import Asked, options, read
from xlclv.errors import InputError


def test_charges_of_one_contract_are_added_up(tmp_path: Path) -> None:
    """A base of 10 and an add-on of 5 under one id are 15 a month without the id."""
    rows = [
        ("A", "S1", "2026-01-05", "", "10"),
        ("A", "S1", "2026-01-05", "", "5"),
        ("B", "S2", "2026-01-05", "", "10"),
    ]
    file = written(tmp_path / "c.csv", rows, ("customer", "contract id", "start", "end", "fee"))
    with pytest.raises(InputError, match="charges of one contract, --contract none adds them up"):
        read([file], options(), Asked(as_of=AS_OF))
    found = read([file], options(named={"contract": "none"}), Asked(as_of=AS_OF))
    assert (mrr(found), len(found.ids)) == (25, 2)


def test_gross_and_net_fees_are_explained(tmp_path: Path) -> None:
    """Which of two is meant is asked with what they mean; named, it is taken."""
    head = ("customer", "start", "end", "Betrag brutto", "Betrag netto")
    file = written(tmp_path / "c.csv", [("A", "2026-01-05", "", "119", "100")], head)
    with pytest.raises(InputError, match="net is that without tax, fees or discounts; say which with --fee"):
        read([file], options(), Asked(as_of=AS_OF))
    assert mrr(read([file], options(amount="Betrag netto"), Asked(as_of=AS_OF))) == 100


STARTS = ("customer", "Start (UTC)", "Start Date (UTC)", "end", "fee")


def test_two_columns_of_the_same_starts_are_no_question(tmp_path: Path) -> None:
    """As a system exports them; one cell that differs is asked about, however far down, and so is one that is blank."""
    rows = [(f"C{at}", "2026-01-05 10:00", "2026-01-05 10:00", "", "10") for at in range(500)]
    file = written(tmp_path / "c.csv", rows, STARTS)
    found = read([file], options(), Asked(as_of=AS_OF))
    assert mrr(found) == 5000
    assert 'c.csv: column "Start Date (UTC)" has the same starts' in found.ledger.assumed
    with duckdb.connect() as base:
        base.execute(f"COPY (FROM read_csv('{file}')) TO '{tmp_path / 'c.parquet'}' (FORMAT parquet)")
    assert mrr(read([tmp_path / "c.parquet"], options(), Asked(as_of=AS_OF))) == 5000
    for other in ("2026-01-04 10:00", ""):
        file = written(tmp_path / "d.csv", [*rows, ("D", "2026-01-05 10:00", other, "", "10")], STARTS)
        with pytest.raises(InputError, match=r'"Start \(UTC\)" and "Start Date \(UTC\)" could each be the start; say'):
            read([file], options(), Asked(as_of=AS_OF))
        assert mrr(read([file], options(date="Start (UTC)"), Asked(as_of=AS_OF))) == 5010

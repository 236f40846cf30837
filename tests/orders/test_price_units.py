"""Prices per 100 pieces: no product of quantity and price, in files and typed tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.orders.conftest import Write
from xlclv.errors import InputError
from xlclv.orders.reading import read

LINE = "Ann,2026-01-02,500,2.00,"


@pytest.mark.parametrize("header", ["Price Unit", "Preiseinheit", "PE", "Per"])
@pytest.mark.parametrize("named", [None, "Quantity*Unit Price"])
def test_a_price_of_other_than_one_piece_is_refused(header: str, named: str | None, write: Write) -> None:
    """500 x 2.00 per 100 are 10, and were 1,000; 1 and units without a number change nothing."""
    head = f"Customer,Date,Quantity,Unit Price,{header}"
    with pytest.raises(InputError, match=r"row 3.*the price is for other than 1 piece.*--amount"):
        read(write("a.csv", head, LINE + "1", LINE + "100"), amount=named)
    for each in ("1", "1.00", "piece", ""):
        assert str(read(write("b.csv", head, LINE + each), amount=named).ledger.amount_used) in ("1000", "1000.00")


def test_a_typed_table_has_price_units_too(tmp_path: Path) -> None:
    """Parquet is no longer read in place there."""
    duckdb = pytest.importorskip("duckdb")
    path = tmp_path / "a.parquet"
    cells = "'Ann' AS Customer, DATE '2026-01-02' AS Date, 500 AS Quantity, 2.0 AS Price, 100 AS \"Price Unit\""
    duckdb.sql(f"COPY (SELECT {cells}) TO '{path}'")
    with pytest.raises(InputError, match="the price is for other than 1 piece"):
        read(path)

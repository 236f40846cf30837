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


@pytest.mark.parametrize("unit", ["100 ST", "per 100", "1000 pcs", "10 m2", '"1,000"', '"1,000.00"', "1.000,00"])
def test_prices_of_more_than_one_piece_in_words_or_thousands(unit: str, write: Write) -> None:
    """1,000 beside a price of 2.00 is a thousand: 500 x 2.00 per 1,000 are 1, and were 1,000."""
    unit = f'"{unit}"' if unit == "1.000,00" else unit
    with pytest.raises(InputError, match="the price is for other than 1 piece"):
        read(write("a.csv", "Customer,Date,Quantity,Price,Per", LINE + unit))


def test_three_noughts_are_a_thousand_or_none_by_the_mark_of_prices(write: Write) -> None:
    """1.000 is 1 where prices have decimal points, and a thousand where they have commas or nothing shows either."""
    lines = "Kunde;Datum;Menge;Preis;Preiseinheit", "Ann;2026-01-02;500;{};{}"
    for price, unit, decimal, holds in (
        ("2.00", "1.000", None, True), ("2,00", "1,000", None, True), ("2,00", "1.000", None, False),
        ("2", "1.000", None, False), ("2", "1.000", ".", True), ("2", "1.000", ",", False),
    ):  # fmt: skip
        path = write("a.csv", lines[0], lines[1].format(price, unit))
        if holds:
            assert read(path, decimal=decimal).ledger.amount_used == 1000
        else:
            with pytest.raises(InputError, match='column "Preiseinheit": the price is for other than 1 piece'):
                read(path, decimal=decimal)


def test_a_typed_table_has_price_units_too(tmp_path: Path) -> None:
    """Parquet is no longer read in place there."""
    duckdb = pytest.importorskip("duckdb")
    path = tmp_path / "a.parquet"
    cells = "'Ann' AS Customer, DATE '2026-01-02' AS Date, 500 AS Quantity, 2.0 AS Price, 100 AS \"Price Unit\""
    duckdb.sql(f"COPY (SELECT {cells}) TO '{path}'")
    with pytest.raises(InputError, match="the price is for other than 1 piece"):
        read(path)

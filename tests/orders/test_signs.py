"""A quantity below 0 beside an amount above it, and amounts that are net of what columns beside them say."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from xlclv.orders.reading import read
from xlclv.orders.tables.reading import read_table

HEAD = "Receipt,Customer,Date,Item,Qty,Price,Total"
SALES = ("1,A,2025-01-13,Tea,2,10,20", "2,B,2025-01-14,Tea,3,10,30")


def _read(tmp_path: Path, *lines: str, **told: str) -> tuple[Decimal, str, str]:
    path = tmp_path / "a.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    ledger = read(path, **told).ledger
    return ledger.amount_used, "\n".join(ledger.assumed), "\n".join(ledger.warnings)


@pytest.mark.parametrize(
    ("rows", "used", "said", "warned"),
    [
        (("3,A,2025-01-15,Tea,-1,10,10",), 40, "1 row has", ""),
        (("3,A,2025-01-15,Tea,1,-10,10",), 40, "1 row has", ""),
        (("3,A,2025-01-15,Tea,-1,10,10", "4,B,2025-01-15,Tea,-2,10,20"), 20, "2 rows have", ""),
        (("3,A,2025-01-15,Tea,(1),10,10",), 40, "1 row has", ""),
        (("3,A,2025-01-15,Tea,-1,10,-10",), 40, "", ""),  # a return as it should be
        (("3,A,2025-01-15,Tea,-1,-10,10",), 60, "", ""),  # no contradiction
        (("3,A,2025-01-15,Tea,-1,10,9",), 59, "", 'row 4: "Qty" or its price is below 0, but "Total" is above it'),
        (("3,A,2025-01-15,Tea,0,10,10",), 60, "", ""),
    ],
)
def test_a_quantity_below_zero(rows: tuple[str, ...], used: int, said: str, warned: str, tmp_path: Path) -> None:
    """Where quantity x price is the amount elsewhere and here without its sign, it is a return; else it is told."""
    found, assumed, warnings = _read(tmp_path, HEAD, *SALES, *rows)
    assert found == used
    assert ("taken off, as returns are" in assumed) == bool(said)
    assert said in assumed
    assert warned in warnings
    assert ("below 0" in warnings) == bool(warned)


def test_without_a_price_it_is_told(tmp_path: Path) -> None:
    """Nothing shows that the row is a return: it counts, with a warning of how much."""
    rows = ("A,2025-01-13,2,20", "B,2025-01-14,-1,10")
    found, _, warnings = _read(tmp_path, "Customer,Date,Qty,Total", *rows)
    assert found == 30
    assert "counted as a sale, 10 in all; if it is a return" in warnings


def test_all_quantities_below_zero_are_how_a_system_writes_what_leaves(tmp_path: Path) -> None:
    """A ledger of goods has a minus before each quantity sold."""
    found, assumed, warnings = _read(
        tmp_path, "Customer,Date,Qty,Price,Total", "A,2025-01-13,-2,10,20", "B,2025-01-14,-1,10,10"
    )
    assert found == 30
    assert "below 0" not in assumed + warnings


def test_a_price_that_does_not_prove_it(tmp_path: Path) -> None:
    """Where quantity x price is not the amount elsewhere either, the row is told and counts."""
    rows = ("1,A,2025-01-13,Tea,2,10,18", "2,B,2025-01-14,Tea,3,10,27", "3,A,2025-01-15,Tea,-1,10,10")
    found, _, warnings = _read(tmp_path, HEAD, *rows)
    assert found == 55
    assert "counted as a sale, 10 in all" in warnings


def test_tables_by_the_same_rule(tmp_path: Path) -> None:
    """In DuckDB and Parquet as in text."""
    path = tmp_path / "shop.duckdb"
    with duckdb.connect(str(path)) as base:
        rows = "('A', DATE '2025-01-13', 2, 10.0, 20.0), ('B', DATE '2025-01-14', 3, 10.0, 30.0), "
        rows += "('A', DATE '2025-01-15', -1, 10.0, 10.0)"
        base.execute(
            f"CREATE TABLE orders AS SELECT * FROM (VALUES {rows}) AS t (customer, date, quantity, price, total)"
        )
        base.execute(f"COPY orders TO '{tmp_path / 'a.parquet'}' (FORMAT parquet)")
    for orders in (read(tmp_path / "a.parquet"), read_table(f"duckdb://{path}", "orders")):
        assert orders.ledger.amount_used == 40
        assert "taken off, as returns are" in "\n".join(orders.ledger.assumed)


SHOP = "Date,Customer,Gross Sales,Discounts,Returns,Net Sales,Taxes,Total Sales"


def test_net_that_is_gross_less_discounts_and_returns(tmp_path: Path) -> None:
    """It is said so, the column of returns is not warned of, and what is with tax is the total."""
    rows = ("2025-01-13,A,100,-10,0,90,9,99", "2025-01-14,B,200,0,-50,150,15,165")
    found, assumed, warnings = _read(tmp_path, SHOP, *rows)
    assert found == 240
    assert '"Net Sales" is "Gross Sales" less "Discounts" and "Returns" on every row' in assumed
    assert '(without tax, not "Total Sales"' in assumed
    assert warnings == ""


def test_net_that_is_not_gross_less_returns(tmp_path: Path) -> None:
    """Where one row is not so, nothing is proven, and the column of returns is told."""
    rows = ("2025-01-13,A,100,-10,0,90,9,99", "2025-01-14,B,200,0,-50,200,20,220")
    found, assumed, warnings = _read(tmp_path, SHOP, *rows)
    assert found == 290
    assert "on every row" not in assumed
    assert 'column "Returns" is not used' in warnings


@pytest.mark.parametrize(("net", "used"), [("80,00", 280), ("100,00", 280)])
def test_what_net_has_taken_off_is_not_taken_off_twice(net: str, used: int, tmp_path: Path) -> None:
    """A refund comes off once, whether it is in the net amount already or not."""
    rows = (f"13.01.2025;A;100,00;20,00;{net}", "14.01.2025;B;200,00;0,00;200,00")
    found, _, _ = _read(tmp_path, "Date;Customer;Gross;Refunded amount;Net", *rows, amount="Net")
    assert found == used

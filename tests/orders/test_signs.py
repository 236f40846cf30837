"""A quantity below 0 beside an amount above it, and amounts that are net of what columns beside them say."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.orders.conftest import used_and_said
from xlclv.orders.reading import read
from xlclv.orders.tables.reading import read_table

HEAD = "Receipt,Customer,Date,Item,Qty,Price,Total"
SALES = ("1,A,2025-01-13,Tea,2,10,20", "2,B,2025-01-14,Tea,3,10,30")


@pytest.mark.parametrize(
    ("rows", "used", "said", "warned"),
    [
        (("3,A,2025-01-15,Tea,-1,10,10",), 40, "1 row has", ""),
        (("3,A,2025-01-15,Tea,1,-10,10",), 40, "1 row has", ""),
        (
            (
                "3,A,2025-01-15,Tea,-1,10,10",
                "4,C,2025-01-15,Tea,2,10,20",
                "5,B,2025-01-16,Tea,-2,10,20",
                "6,C,2025-01-17,Tea,1,10,10",
            ),
            50,
            "2 rows have",
            "",
        ),
        (("3,A,2025-01-15,Tea,(1),10,10",), 40, "1 row has", ""),
        (("3,A,2025-01-15,Tea,1,$-10,$10",), 40, "1 row has", ""),  # the minus after its currency
        (("3,A,2025-01-15,Tea,-1,10,-10",), 40, "", ""),  # a return as it should be
        (("3,A,2025-01-15,Tea,-1,-10,10",), 60, "", ""),  # no contradiction
        (("3,A,2025-01-15,Tea,-1,10,9",), 59, "", 'row 4: "Qty" or its price is below 0, but "Total" is above it'),
        (("3,A,2025-01-15,Tea,0,10,10",), 60, "", ""),
    ],
)
def test_a_quantity_below_zero(rows: tuple[str, ...], used: int, said: str, warned: str, tmp_path: Path) -> None:
    """Where quantity x price is the amount elsewhere and here without its sign, it is a return; else it is told."""
    found, assumed, warnings = used_and_said(tmp_path, HEAD, *SALES, *rows)
    assert found == used
    assert ("taken off, as returns are" in assumed) == bool(said)
    assert said in assumed
    assert warned in warnings
    assert ("below 0" in warnings) == bool(warned)


def test_without_a_price_it_is_told(tmp_path: Path) -> None:
    """Nothing shows that the row is a return: it counts, with a warning of how much."""
    rows = ("A,2025-01-13,2,20", "A,2025-01-13,2,20", "B,2025-01-14,-1,10")
    found, _, warnings = used_and_said(tmp_path, "Customer,Date,Qty,Total", *rows)
    assert found == 50
    assert "counted as a sale, 10 in all; if it is a return" in warnings


def test_all_quantities_below_zero_are_how_a_system_writes_what_leaves(tmp_path: Path) -> None:
    """A ledger of goods has a minus before each quantity sold."""
    found, assumed, warnings = used_and_said(
        tmp_path, "Customer,Date,Qty,Price,Total", "A,2025-01-13,-2,10,20", "B,2025-01-14,-1,10,10"
    )
    assert found == 30
    assert "below 0" not in assumed + warnings


@pytest.mark.parametrize("price", [",Price", ""])
def test_most_quantities_below_zero_are_no_returns(price: str, tmp_path: Path) -> None:
    """One row that comes in among many that leave makes no returns of these; it is said how many there are."""
    rows = [f"{name},2025-01-{day},-1{',10' if price else ''},10" for day, name in enumerate("ABCABC", 13)]
    found, assumed, warnings = used_and_said(
        tmp_path, f"Customer,Date,Quantity{price},Amount", *rows, rows[0].replace("-1,", "1,")
    )
    assert found == 70
    assert '"Quantity" or its price is below 0 on 6 of 7 rows with "Amount" above it: too many to be returns' in assumed
    assert warnings == ""


def test_a_return_and_its_refund_in_one_row_are_the_same_money(tmp_path: Path) -> None:
    """It comes off once, with the sign of its quantity; a refund beside a sale comes off too."""
    rows = ("A,2025-01-13,2,10,20,0", "B,2025-01-14,3,10,30,0", "C,2025-01-14,3,10,30,5", "A,2025-01-15,-1,10,10,10")
    found, assumed, warnings = used_and_said(
        tmp_path, "Customer,Date,Quantity,Unit price,Amount,Refunded amount", *rows
    )
    assert found == 65
    assert '; what "Refunded amount" says of it is the same money and not taken off again' in assumed
    assert warnings == ""


def test_a_price_that_does_not_prove_it(tmp_path: Path) -> None:
    """Where quantity x price is not the amount elsewhere either, the row is told and counts."""
    rows = ("1,A,2025-01-13,Tea,2,10,18", "2,B,2025-01-14,Tea,3,10,27", "3,A,2025-01-15,Tea,-1,10,10")
    found, _, warnings = used_and_said(tmp_path, HEAD, *rows)
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
    found, assumed, warnings = used_and_said(tmp_path, SHOP, *rows)
    assert found == 240
    assert '"Net Sales" is "Gross Sales" less "Discounts" and "Returns" on every row' in assumed
    assert '(without tax, not "Total Sales"' in assumed
    assert warnings == ""


def test_net_that_is_not_gross_less_returns(tmp_path: Path) -> None:
    """Where one row is not so, nothing is proven, and the column of returns is told."""
    rows = ("2025-01-13,A,100,-10,0,90,9,99", "2025-01-14,B,200,0,-50,200,20,220")
    found, assumed, warnings = used_and_said(tmp_path, SHOP, *rows)
    assert found == 290
    assert "on every row" not in assumed
    assert 'column "Returns" is not used' in warnings


@pytest.mark.parametrize(("net", "used"), [("80,00", 280), ("100,00", 280)])
def test_what_net_has_taken_off_is_not_taken_off_twice(net: str, used: int, tmp_path: Path) -> None:
    """A refund comes off once, whether it is in the net amount already or not."""
    rows = (f"13.01.2025;A;100,00;20,00;{net}", "14.01.2025;B;200,00;0,00;200,00")
    found, _, _ = used_and_said(tmp_path, "Date;Customer;Gross;Refunded amount;Net", *rows, amount="Net")
    assert found == used


MARKS = (("Returned", ("yes", "no", "no")), ("Returns", ("x", "", "")), ("Refunded", ("true", "false", "false")))


@pytest.mark.parametrize(("header", "marks"), MARKS)
@pytest.mark.parametrize("more", ["", ",Discount code"])
def test_marks_of_returns_take_nothing_off_a_net_amount(
    header: str, marks: tuple[str, ...], more: str, tmp_path: Path
) -> None:
    """Where net is gross on every row, a column of words proves nothing: it marks the first row as paid back."""
    cells = zip((100, 200, 50), marks, strict=True)
    rows = [
        f"2025-01-13,{'ABC'[at]},{gross},{mark},{gross}{more and ',SPRING'}" for at, (gross, mark) in enumerate(cells)
    ]
    found, assumed, _ = used_and_said(tmp_path, f"Date,Customer,Gross,{header},Net sales{more}", *rows)
    assert found == 250
    assert f'column "{header}" marks 1 row as paid back' in assumed
    assert "on every row" not in assumed


@pytest.mark.parametrize(("header", "cell"), [("Return date", ""), ("Refund status", "none"), ("Refund status", "")])
def test_words_and_blanks_of_returns_prove_nothing(header: str, cell: str, tmp_path: Path) -> None:
    """The rows count, and the column is told."""
    rows = (f"2025-01-13,A,100,{cell},100", f"2025-01-14,B,200,{cell},200")
    found, assumed, warnings = used_and_said(tmp_path, f"Date,Customer,Gross,{header},Net sales", *rows)
    assert found == 300
    assert "on every row" not in assumed
    assert f'column "{header}" is not used' in warnings


def test_a_mark_of_credits_beside_net_that_is_proven(tmp_path: Path) -> None:
    """It takes off no money that the net amounts are less of, and still marks its row as returned."""
    rows = ("2025-01-13,A,100,0,no,100", "2025-01-14,B,200,-50,no,150", "2025-01-14,B,30,0,yes,30")
    found, assumed, _ = used_and_said(tmp_path, "Date,Customer,Gross,Returns total,Is credit,Net sales", *rows)
    assert found == 220
    assert '"Net sales" is "Gross" less "Returns total" on every row' in assumed


def test_marks_of_returns_in_tables(tmp_path: Path) -> None:
    """A column of booleans in DuckDB and Parquet as words in text."""
    path = tmp_path / "shop.duckdb"
    with duckdb.connect(str(path)) as base:
        rows = "('A', DATE '2025-01-13', 100.0, true, 100.0), ('B', DATE '2025-01-14', 200.0, false, 200.0)"
        base.execute(
            f"CREATE TABLE orders AS SELECT * FROM (VALUES {rows}) AS t (customer, date, gross, returned, net_sales)"
        )
        base.execute(f"COPY orders TO '{tmp_path / 'a.parquet'}' (FORMAT parquet)")
    for orders in (read(tmp_path / "a.parquet"), read_table(f"duckdb://{path}", "orders")):
        assert orders.ledger.amount_used == 200
        assert "marks 1 row as paid back" in "\n".join(orders.ledger.assumed)


def test_discount_codes_beside_net_that_is_gross_less_returns(tmp_path: Path) -> None:
    """Words of discounts are no money; returns that are still prove what net is."""
    rows = ("2025-01-13,A,100,0,SPRING,100", "2025-01-14,B,200,-50,,150")
    found, assumed, warnings = used_and_said(tmp_path, "Date,Customer,Gross,Returns,Discount code,Net sales", *rows)
    assert found == 250
    assert '"Net sales" is "Gross" less "Returns" on every row' in assumed
    assert warnings == ""

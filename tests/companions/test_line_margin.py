"""Margin by line: cost beside the amounts, or a column of margins; worked by hand."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from tests.companions.shops import HEADER, level, orders_file, run, shop, told, write
from xlclv.errors import InputError
from xlclv.orders.reading import read
from xlclv.orders.summary import summarise

LINES = [
    ["2026-01-05", "A", "10.00", "4.00"],
    ["2026-01-05", "A", "5.00", "6.00"],  # below cost; the day leaves 5
    ["2026-02-01", "A", "20.00", "25.00"],  # a day that leaves nothing is a purchase all the same
    ["2026-01-07", "B", "8.00", "3.00"],
    ["2026-01-09", "B", "-8.00", "3.00"],  # goods and money go back
    ["2026-01-09", "C", "-2.00", "-1.00"],  # refunds only
]


def test_each_day_is_worth_its_lines_margin(tmp_path: Path) -> None:
    """A has 5 and -5 on two purchase days; B has 5, and -5 with the refund, whose cost comes back; C never bought."""
    orders = read(write(tmp_path / "a.csv", ["date", "customer", "amount", "cost"], LINES), cost="cost")
    found = summarise(orders)
    assert (found.id, found.orders.tolist(), found.realised.tolist()) == (["A", "B"], [2, 1], [0.0, 0.0])
    assert found.monetary_value.tolist() == [-5.0, 0.0]
    margin = found.ledger.margin
    assert margin is not None
    assert (margin.total, margin.below, margin.below_amount, margin.days) == (Decimal("0.00"), 2, Decimal("-6.00"), 1)
    assert found.total == found.ledger.value_used
    assert (found.ledger.amount_used, found.ledger.reconciles) == (Decimal("35.00"), True)


def test_a_cost_of_one_is_multiplied_by_the_quantity(tmp_path: Path) -> None:
    """3 x 2.50 less 3 x 1.125, to the last decimal; a column of margins is taken as it is."""
    rows = [["2026-01-05", "A", 3, "2.50", "1.125", "4"]]
    path = write(tmp_path / "a.csv", ["date", "customer", "quantity", "price", "unit cost", "left"], rows)
    assert read(path, cost="unit cost", decimal=".").ledger.value_used == Decimal("4.125")
    assert read(path, margin_column="left").ledger.value_used == Decimal(4)


BEFORE = ["date", "customer", "quantity", "unit price", "line total"]
PIECES = [["2026-01-05", "A", "3", "10.00", "30.00", "6.125"], ["2026-02-05", "B", "1", "8.00", "8.00", "5"]]
BACK = ["2026-03-05", "A", "-2", "10.00", "-20.00", "6.125"]  # its goods come back


def of_lines(tmp_path: Path, header: str, rows: list[list[str]] = PIECES, **told: str) -> tuple[Decimal, str, str]:
    """What lines leave, what is assumed and what is warned of."""
    ledger = read(write(tmp_path / "a.csv", [*BEFORE, header], rows), **told).ledger
    return ledger.value_used, "\n".join(ledger.assumed), "\n".join(ledger.warnings)


@pytest.mark.parametrize(
    "header",
    ["Unit Cost", "unit_cost", "Cost per unit", "Cost each", "Cost price", "Stückkosten", "Einstandspreis",
     "Kosten pro Stück", "coût unitaire", "Prix d'achat", "costo unitario", "Coste por unidad", "kostprijs per stuk",
     "Inkoopprijs", "koszt jednostkowy", "Birim maliyet", "仕入単価", "Jednotkové náklady", "Custo unitário"],
)  # fmt: skip
def test_a_cost_of_one_by_its_name_is_multiplied_beside_an_amount(header: str, tmp_path: Path) -> None:
    """30 - 3 x 6.125 and 8 - 5, as where the amount is quantity x price: not 30 - 6.125 and 8 - 5."""
    value, assumed, warnings = of_lines(tmp_path, header, cost=header)
    assert (value, warnings) == (Decimal("14.625"), "")
    assert f'less "{header}" x "quantity"' in assumed
    assert of_lines(tmp_path, header, cost=header, amount="quantity * unit price")[0] == Decimal("14.625")
    assert of_lines(tmp_path, header, [*PIECES, BACK], cost=header)[0] == Decimal("14.625") - 20 + Decimal("12.25")


def test_a_margin_of_one_is_multiplied_too(tmp_path: Path) -> None:
    """3 x 6.125 and 1 x 5, less what goes back; a margin of the line is taken as it is."""
    assert of_lines(tmp_path, "Unit margin", [*PIECES, BACK], margin_column="Unit margin")[0] == Decimal("11.125")
    assert of_lines(tmp_path, "Margin", margin_column="Margin")[::2] == (Decimal("11.125"), "")


@pytest.mark.parametrize(
    "header", ["Line cost", "Total Cost", "Extended cost", "Gesamtkosten", "Coût total", "Costo totale"]
)
def test_a_cost_of_the_line_never_is(header: str, tmp_path: Path) -> None:
    """38 less 6.125 and 5, also where the amount is quantity x price."""
    for more in ({}, {"amount": "quantity * unit price"}):
        value, _, warnings = of_lines(tmp_path, header, cost=header, **more)
        assert (value, warnings) == (Decimal("26.875"), "")


def test_a_cost_that_does_not_say_is_warned_of_with_both_readings(tmp_path: Path) -> None:
    """Taken once a line; what it would be by the quantity, and how to say so; nothing where all quantities are 1."""
    value, _, warnings = of_lines(tmp_path, "Cost", cost="Cost")
    assert value == Decimal("26.875")
    assert (
        'column "Cost" does not say whether it is of one piece or of the line: taken once a line, 11.125 in all and '
        'above the amount on 0 of 2 lines; x "quantity" it is 23.375, above it on 0; if it is of one, --cost '
        '"quantity * Cost"; else call it "Line cost" in the file'
    ) in warnings
    assert of_lines(tmp_path, "Cost", cost="quantity * Cost")[::2] == (Decimal("14.625"), "")
    assert of_lines(tmp_path, "Cost", cost="Cost * quantity")[::2] == (Decimal("14.625"), "")
    assert of_lines(tmp_path, "Cost", PIECES[1:], cost="Cost")[2] == ""


def test_a_cost_of_one_that_cannot_be_is_warned_of(tmp_path: Path) -> None:
    """By the quantity above every amount, alone above none; and where no column is the quantity."""
    rows = [["2026-01-05", "A", "3", "10.00", "30.00", "20"], ["2026-02-05", "B", "2", "8.00", "16.00", "9"]]
    value, _, warnings = of_lines(tmp_path, "Unit Cost", rows, cost="Unit Cost")
    assert value == Decimal(46 - 60 - 18)
    assert "x the quantity it is above the amount on 2 of 2 lines, and once a line on 0" in warnings
    path = write(tmp_path / "b.csv", ["date", "customer", "amount", "Unit cost"], [["2026-01-05", "A", "10", "4"]])
    ledger = read(path, cost="Unit cost").ledger
    assert ledger.value_used == Decimal(6)
    assert "no column is known to be the quantity: taken once a line; if lines have more" in "\n".join(ledger.warnings)


def test_freight_may_have_no_quantity(tmp_path: Path) -> None:
    """Where it costs 0; a piece that costs something is counted, or refused."""
    freight = ["2026-02-05", "B", "", "", "4.00", "0.00"]
    assert of_lines(tmp_path, "Unit Cost", [*PIECES, freight], cost="Unit Cost")[0] == Decimal("18.625")
    needed = (
        'row 4, column "quantity": {}, and what a line costs or leaves is that of one piece times it; correct the '
        "cell, name what the whole line costs with --cost, or leave the row out of the file"
    )
    blank = "the cell is blank where a number of pieces belongs"
    for cell, rule in (("", blank), ("2 pcs", '"2 pcs" is not a number of pieces')):
        line = [*freight[:2], cell, *freight[3:5], "1"]
        for cost in ("Unit Cost", "quantity * Unit Cost"):
            with pytest.raises(InputError, match=re.escape(needed.format(rule))):
                of_lines(tmp_path, "Unit Cost", [*PIECES, line], cost=cost)


def test_what_cannot_be_known_is_refused(tmp_path: Path) -> None:
    """Two margins, a blank cost, a column that is not there, an order's total beside lines' costs."""
    path = write(tmp_path / "a.csv", ["date", "customer", "amount", "cost"], [["2026-01-05", "A", "1", ""]])
    with pytest.raises(InputError, match='row 2, column "cost": the cell is blank'):
        read(path, cost="cost")
    with pytest.raises(InputError, match="give one of them"):
        read(path, cost="cost", margin_column="cost")
    with pytest.raises(InputError, match='no column "costs"; the columns are date, customer, amount, cost'):
        read(path, cost="costs")
    lines = [["2026-01-05", "A", "1", "30", "9"], ["2026-01-05", "A", "1", "30", "8"]]
    path = write(tmp_path / "b.csv", ["date", "customer", "order", "order total", "cost"], lines)
    with pytest.raises(InputError, match="an order whose total counts once"):
        read(path, cost="cost")


def test_the_report_is_on_the_basis_of_the_lines(tmp_path: Path) -> None:
    """JSON: what customers brought is margin, the data check money; --margin beside --cost is a contradiction."""
    path = orders_file(tmp_path)
    found = told(path, "--cost", "Cost", "--by", "Channel")
    rows = shop()
    margin = sum(Decimal(row[4]) - Decimal(row[5]) for row in rows)
    assert (found["basis"], found["checks_ok"], found["margin"]) == ("margin by line", True, 1.0)
    assert found["line_margin"]["margin"] == pytest.approx(float(margin), abs=1e-9)
    assert found["amount_used"] == pytest.approx(float(sum(Decimal(row[4]) for row in rows)), abs=1e-9)
    assert sum(one["realised"] for one in found["dimensions"][0]["levels"]) == pytest.approx(float(margin))
    assert level(found, "Channel", "Web")["customers"] > 0
    done = run("summarize", path, "--cost", "Cost", "--margin", "40%", "--json")
    assert done.exit_code != 0
    assert "--margin and --cost both say" in str(done.exception)


def test_files_and_tables_are_read_alike(tmp_path: Path) -> None:
    """The same lines from a CSV file, a Parquet file and a DuckDB table give the same numbers."""
    import duckdb

    path = orders_file(tmp_path)
    with duckdb.connect(str(tmp_path / "shop.duckdb")) as base:
        base.execute(f"CREATE TABLE lines AS SELECT * FROM read_csv('{path}')")
        base.execute(f"COPY lines TO '{tmp_path / 'orders.parquet'}' (FORMAT parquet)")
    options = ("--cost", "Cost", "--by", "Channel", "--by", "last:Category")
    wanted = told(path, *options)
    others = ((tmp_path / "orders.parquet",), ("--source", f"duckdb://{tmp_path / 'shop.duckdb'}", "--table", "lines"))
    for other in others:
        found = told(*other, *options)
        assert found["dimensions"] == wanted["dimensions"]
        assert (found["basis"], found["parameters"]) == (wanted["basis"], wanted["parameters"])
    assert HEADER[2] == wanted["dimensions"][0]["name"]

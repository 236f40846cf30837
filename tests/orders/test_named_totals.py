"""Totals that say of what, with a date or without: known by their sum, and told where the sum is another."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest

from tests.orders.conftest import Write
from xlclv.contracts import reading as contracts
from xlclv.orders.reading import read
from xlclv.orders.tables.reading import read_table

HEAD = "Customer,Date,Amount"
ROWS = ("Ann,2026-01-02,10", "Bob,2026-01-03,20", "Ann,2026-01-05,7")
WORDS = (
    "Total 2026", "Total January", "Summe 2026", "Total (EUR)", "Grand total 2026", "Sum of all", "All customers",
    "Итого за 2026", "合计2026",
)  # fmt: skip


def used(orders: Any) -> tuple[int, str, str]:
    """Rows and money used, and the warnings."""
    assert orders.ledger.reconciles
    return orders.ledger.rows_used, str(orders.ledger.amount_used), "\n".join(orders.ledger.warnings)


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("day", ["2026-01-31", ""])
def test_a_last_row_that_is_the_sum_of_all_others_is_a_total(word: str, day: str, write: Write) -> None:
    """It was one more customer, with as much money as all others, and no warning."""
    rows, money, said = used(read(write("a.csv", HEAD, *ROWS, f"{word},{day},37")))
    assert (rows, money, said) == (3, "37", "a.csv: row 5 is the total of the other rows, left out")


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (("Total 2026,2026-01-31,37", *ROWS), "row 2 is the total"),
        ((*ROWS[:2], "Total 2026,2026-01-04,37", ROWS[2]), "row 4 is the total"),
        ((*ROWS[:2], "Total I,2026-01-04,30", ROWS[2], "Total II,2026-01-05,7"), r"row 4 \(also row 6\) are totals"),
        ((*ROWS[:2], "Total I,2026-01-04,30", ROWS[2], "Total,,37"), "row 4 is the total"),
        ((*ROWS[:2], "Subtotal,2026-01-04,30", ROWS[2], "Total of all,,37"), r"row 4 \(also row 6\) are totals"),
    ],
)
def test_totals_stand_anywhere(lines: tuple[str, ...], says: str, write: Write) -> None:
    """Of all other rows, of those above, and of those since the last total."""
    rows, money, said = used(read(write("a.csv", HEAD, *lines)))
    assert (rows, money) == (3, "37")
    assert re.search(says, said)


@pytest.mark.parametrize("kind", ["parquet", "xlsx", "duckdb"])
def test_tables_with_types_have_totals_too(kind: str, tmp_path: Path) -> None:
    """By the same rule, and Parquet and databases are no longer read in place where a customer has such a name."""
    pd = pytest.importorskip("pandas")
    days = [dt.date(2026, 1, day) for day in (2, 3, 5, 31)]
    frame = pd.DataFrame({"Customer": ["Ann", "Bob", "Ann", "Total 2026"], "Date": days, "Amount": [10.0, 20.0, 7, 37]})
    path = tmp_path / f"a.{kind}"
    if kind == "duckdb":
        import duckdb

        with duckdb.connect(str(path)) as connection:
            connection.execute("CREATE TABLE orders AS SELECT * FROM frame")
        orders = read_table(f"duckdb://{path}", "orders")
    else:
        frame.to_parquet(path) if kind == "parquet" else frame.to_excel(path, index=False)
        orders = read(path)
    assert used(orders)[:2] == (3, "37")


def test_quantity_times_price_and_decimal_commas(write: Write) -> None:
    """The money of the row is compared, however it is written."""
    product = [line.replace(",", ";").replace("Amount", "Quantity") + (";Price", ";1,5")[n > 0]
               for n, line in enumerate((HEAD, *ROWS))]  # fmt: skip
    rows, money, said = used(read(write("a.csv", *product, "Total 2026;2026-01-31;1;55,5")))
    assert (rows, money) == (3, "55.5")
    assert "row 5 is the total of the other rows" in said


def test_names_that_begin_so_and_are_no_sum_count(write: Write) -> None:
    """As before, now with a warning; a customer of several rows, and one to keep, without."""
    rows, money, said = used(read(write("a.csv", HEAD, *ROWS, "Total Wine,2026-01-31,38")))
    assert (rows, money) == (4, "75")
    assert 'row 5 has the customer "Total Wine" and counts as an order' in said
    often = (*ROWS, "Total Wine,2026-01-31,37", "Total Wine,2026-02-01,5")
    assert used(read(write("b.csv", HEAD, *often))) == (5, "79", "")
    kept = read(write("c.csv", HEAD, *ROWS, "Total Wine,2026-01-31,37"), keep_ids=["Total Wine"])
    assert used(kept)[:2] == (4, "74")
    assert used(read(write("d.csv", HEAD, ROWS[0], "Sum Ting,2026-01-31,10")))[:2] == (2, "20")


def test_contracts_have_totals_too(write: Write) -> None:
    """The last row of a list of contracts, by the same rule."""
    path = write(
        "a.csv",
        "Customer,Start,End,Fee",
        "Ann,2026-01-02,,10",
        "Bob,2026-01-03,,20",
        "Cid,2026-01-05,,7",
        "Total 2026,2026-01-31,,37",
    )
    found = contracts.read([path], contracts.options(), contracts.Asked(period=None, as_of=dt.date(2026, 3, 1)))
    assert found.ledger.rows_used == 3
    assert "row 5 is the total of the other rows, left out" in "\n".join(found.ledger.warnings)


@pytest.mark.parametrize(
    "word", ["January total", "2026 total", "Q1 2026 Total", "Januar gesamt", "Sum of 2026", "1月合計", "All: total"]
)
@pytest.mark.parametrize("day", ["2026-01-31", ""])
def test_the_word_may_stand_at_the_end(word: str, day: str, write: Write) -> None:
    """By its sum alone: it was one more customer."""
    rows, money, said = used(read(write("a.csv", HEAD, *ROWS, f"{word},{day},37")))
    assert (rows, money, said) == (3, "37", "a.csv: row 5 is the total of the other rows, left out")


@pytest.mark.parametrize("total", ['"(1,234.50)"', '"-1,234.50"', '"1,234.50-"', '"−1,234.50"', '"($1,234.50)"'])
def test_totals_below_zero(total: str, write: Write) -> None:
    """However the minus is written."""
    rows = "Ann,2026-01-02,10", "Bob,2026-01-03,(250)", 'Cid,2026-01-05,"(994.50)"'
    found = used(read(write("a.csv", HEAD, *rows, f"Total 2026,2026-01-31,{total}")))
    assert found[:2] == (3, "-1234.5")
    assert "row 5 is the total of the other rows, left out" in found[2]


def test_subtotals_of_a_spreadsheet(write: Write) -> None:
    """ "Ann Total" below Ann's rows, with a day as some programs write it."""
    rows = ("Ann,2026-01-02,10", "Ann,2026-01-05,7", "Ann Total,2026-01-05,17", "Bob,2026-01-03,20",
            "Bob Total,2026-01-03,20", "Grand Total,,37")  # fmt: skip
    assert used(read(write("a.csv", HEAD, *rows)))[:2] == (3, "37")


def test_a_name_that_ends_so_and_is_no_sum_counts(write: Write) -> None:
    """A month's is warned of; a company's is a company's."""
    rows, money, said = used(read(write("a.csv", HEAD, *ROWS, "January total,2026-01-31,38")))
    assert (rows, money) == (4, "75")
    assert 'row 5 has the customer "January total" and counts as an order' in said
    for name in ("Golden Dim Sum", "Station Total", "Total Energies", "Energie Gesamt"):
        rows, money, said = used(read(write("b.csv", HEAD, *ROWS, f"{name},2026-01-31,38")))
        assert (rows, money) == (4, "75")
        assert bool(said) is name.startswith("Total")

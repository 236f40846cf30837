"""Months side by side: what stands beside the customer counts as in a plain table, and lines that are no customer's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.orders.conftest import Write
from xlclv.errors import InputError
from xlclv.orders.reading import Orders, read

MONTHS = "Jan-26,Feb-26,Mar-26"


def _used(orders: Orders) -> tuple[int, float]:
    assert orders.ledger.reconciles
    return orders.ledger.rows_used, float(orders.ledger.amount_used)


def _sheet(path: Path, lines: tuple[str, ...]) -> Path:
    import openpyxl

    book = openpyxl.Workbook()
    for line in lines:
        book.active.append([int(cell) if cell.isdigit() else cell or None for cell in line.split(",")])
    book.save(path)
    return path


STATUSES = (f"Customer,Status,{MONTHS}", "Ann,paid,10,20,5", "Ann,Cancelled,10,20,5", "Bob,paid,3,30,3",
            "Cid,Refunded,1,1,1")  # fmt: skip
COUNTRIES = (f"Customer,Country,{MONTHS}", "Ann,DE,10,20,5", "Ann,AT,10,20,5", "Bob,DE,3,30,3")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_statuses_beside_the_customer(kind: str, write: Write, tmp_path: Path) -> None:
    """Each month has its line's status: 109 were counted, of which 38 are of sales that were none."""
    path = write("a.csv", *STATUSES) if kind == "csv" else _sheet(tmp_path / "a.xlsx", STATUSES)
    for said in ({}, {"only": "Status=paid"}, {"status_column": "Status"}, {"without": "cancelled"}):
        assert _used(read(path, **said)) == (6, 71)


def test_lines_are_chosen_by_what_stands_beside_the_customer(write: Write) -> None:
    """By --only, --by and a column of documents; a currency beside is that of the line."""
    path = write("a.csv", *COUNTRIES)
    assert _used(read(path, only="Country=DE")) == (6, 71)
    assert _used(read(path, by=("Country",))) == (9, 106)
    documents = f"Customer,Type,{MONTHS}", "Ann,Invoice,10,20,5", "Ann,Credit note,1,2,1", "Bob,Invoice,3,30,3"
    assert _used(read(write("b.csv", *documents))) == (9, 67)
    with pytest.raises(InputError, match=r'row 3, column "Currency": amounts in EUR and in USD cannot be added'):
        read(write("c.csv", f"Customer,Currency,{MONTHS}", "Ann,EUR,10,20,5", "Bob,USD,3,30,3"))


def test_what_is_of_the_whole_line_is_of_no_month(write: Write) -> None:
    """Costs, what was paid and refunds stand once: they would count as often as the line has months."""
    path = write(
        "a.csv", f"Customer,Cost,Paid,Store,Refunds,{MONTHS}", "Ann,3,35,12,2.5,10,20,5", "Bob,4,36,13,1,3,30,3"
    )
    orders = read(path)
    assert _used(orders) == (6, 71)
    assert any("columns Cost, Paid, Refunds are of the whole line" in note for note in orders.ledger.assumed)
    assert _used(read(path, only="Store=12")) == (3, 35)
    with pytest.raises(InputError):
        read(path, cost="Cost")


MEASURES = (f"Customer,Measure,{MONTHS}", "Ann,Sales,10,20,5", "Ann,Units,1,2,1", "Bob,Sales,,30,3", "Bob,Units,,3,1")
LONG = ("Customer,Date,Kennzahl,Wert", "Ann,2026-01-02,Umsatz,10", "Ann,2026-01-02,Menge,1",
        "Bob,2026-02-02,Umsatz,30")  # fmt: skip


def test_quantities_beside_sales_are_no_money(write: Write, tmp_path: Path) -> None:
    """Refused with the way out, in plain tables too; totals of each kind are held to their own rows."""
    path = write("a.csv", *MEASURES)
    with pytest.raises(InputError, match=r'row 3, column "Measure": "Units" cannot be added to "Sales".*Measure=Sales'):
        read(path)
    totals = "Total,Sales,10,50,8", "Total,Units,1,5,2"
    for lines in (MEASURES, (*MEASURES, *totals)):
        assert _used(read(write("b.csv", *lines), only="Measure=Sales")) == (5, 68)
        assert _used(read(write("b.csv", *lines), without="Measure=Units")) == (5, 68)
    plain = write("c.csv", *LONG)
    with pytest.raises(InputError, match='"Menge" cannot be added to "Umsatz"'):
        read(plain, amount="Wert")
    assert _used(read(plain, amount="Wert", only="Kennzahl=Umsatz")) == (2, 40)
    same = write("d.csv", LONG[0], LONG[1], LONG[3])
    assert _used(read(same, amount="Wert")) == (2, 40)


def test_quantities_beside_sales_in_a_typed_table(tmp_path: Path) -> None:
    """As in a text file: of a Parquet file, whose columns are read in place."""
    import datetime as dt

    import pyarrow as pa
    import pyarrow.parquet as pq

    cells: dict[str, Any] = {"customer": ["Ann", "Ann", "Bob"], "date": [dt.date(2026, 1, 2)] * 3,
                             "metric": ["Sales", "Units", "Sales"], "amount": [10, 1, 30]}  # fmt: skip
    pq.write_table(pa.table(cells), path := tmp_path / "a.parquet")
    with pytest.raises(InputError, match='"Units" cannot be added to "Sales"'):
        read(path)
    assert _used(read(path, only="metric=Sales")) == (2, 40)


def test_lines_that_differ_repeat_nothing(write: Write) -> None:
    """A month of the same money does not make lines the same: 35 of 106 were left out."""
    assert _used(read(write("a.csv", *COUNTRIES), dedupe=True)) == (9, 106)
    head = f"Customer,{MONTHS}"
    orders = read(write("b.csv", head, "Ann,10,20,5", "Ann,10,20,7", "Bob,3,30,3"), dedupe=True)
    assert (_used(orders), orders.ledger.warnings) == ((9, 108), ())
    twice = write("c.csv", head, "Ann,10,20,5", "Ann,10,20,5", "Bob,3,30,3")
    assert any("1 row repeats an earlier one in every column (row 3)" in said for said in read(twice).ledger.warnings)
    assert _used(read(twice, dedupe=True)) == (6, 71)
    further = write("d.csv", "Customer,Mar-26,Apr-26,May-26", "Ann,5,1,1", "Bob,3,1,1")
    found = read([write("e.csv", head, "Ann,10,20,5", "Bob,3,30,3"), further], dedupe=True)
    assert _used(found) == (10, 75)  # March, which both files have, once


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("name", ["Total 2026", "Total January", "Summe 2026", "Total customers"])
def test_totals_of_a_name_are_told_by_their_sums(name: str, kind: str, write: Write, tmp_path: Path) -> None:
    """Each month is the sum of the other lines: no customer; a name such as Total Wine may be one."""
    lines = f"Customer,{MONTHS}", "Ann,10,20,5", "Bob,3,30,3", f"{name},13,50,8"
    path = write("a.csv", *lines) if kind == "csv" else _sheet(tmp_path / "a.xlsx", lines)
    assert _used(read(path)) == (6, 71)


def test_totals_that_their_sums_do_not_prove(write: Write) -> None:
    """A name counts, a year is refused; the subtotals of a customer may stand in another column."""
    head = f"Customer,{MONTHS}", "Ann,10,20,5", "Bob,3,30,3"
    assert _used(read(write("a.csv", *head, "Total Wine,13,50,9"))) == (9, 143)
    with pytest.raises(InputError, match="row 4: the row is a total of 9, but its rows add up to 8"):
        read(write("a.csv", *head, "Total 2026,13,50,9"))
    ends = "Ann,Total,20,40,10", "Bob,DE,3,30,3", "Bob,Total,3,30,3", "Total,,23,70,13"
    assert _used(read(write("b.csv", *COUNTRIES[:3], *ends))) == (9, 106)


OWN = (f"Customer,{MONTHS}", "Bob,5,6,7", "Acme,100,,", "   Job1,10,20,30", "   Job2,1,2,3", "Total for Acme,111,22,33",
       "Zed,1,1,1")  # fmt: skip


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("end", [(), ("TOTAL,117,29,41",)])
def test_the_total_of_a_customer_and_its_own_ones(
    end: tuple[str, ...], kind: str, write: Write, tmp_path: Path
) -> None:
    """As books print it below them: it counted as a customer of 166 beside them, 353 for 187, and against the TOTAL."""
    lines = (*OWN, *end)
    path = write("a.csv", *lines) if kind == "csv" else _sheet(tmp_path / "a.xlsx", lines)
    orders = read(path)
    assert (_used(orders), orders.ledger.warnings) == ((13, 187), ())


def test_one_total_of_all_tells_the_others(write: Write) -> None:
    """What it leaves out is no customer, whatever it is called: here the sum of two groups, of which none is told."""
    groups = "Ann,1,2,3", "Bob,10,20,30", "Total East,1,2,3", "Total west and north,10,20,30"
    path = write("a.csv", f"Customer,{MONTHS}", *groups, "Total,11,22,33")
    assert _used(read(path)) == (6, 66)
    path = write("a.csv", f"Customer,{MONTHS}", "Ann,1,2,3", "Bob,10,20,30", "Total Wine,10,20,31", "Total,21,42,64")
    assert _used(read(path)) == (9, 127)


def test_totals_of_regions_are_no_rows_without_a_customer(write: Write) -> None:
    """Where a region stands once above its customers, or on each; 6 rows of 91 were said to lack a customer."""
    for again in ("", "North"):
        rows = (
            "North,Ann,10,20,30",
            f"{again},Bob,5,5,5",
            "North Total,,15,25,35",
            "South,Ann,1,2,3",
            "South Total,,1,2,3",
        )
        orders = read(write("a.csv", f"Region,Customer,{MONTHS}", *rows, "Grand Total,,16,27,38"))
        assert _used(orders) == (9, 81)
        assert {each.reason for each in orders.ledger.excluded} == {"totals row"}


def test_a_line_called_as_totals_are_is_told(write: Write) -> None:
    """A name that goes on behind the word is on one line, of several months: it may be a total that misses a row."""
    lines = f"Customer,{MONTHS}", "Ann,10,20,5", "Bob,3,30,3", "Total shops,13,50,9"
    said = " ".join(read(write("a.csv", *lines)).ledger.warnings)
    assert 'row 4 has the customer "Total shops" and counts as an order' in said
    assert "Total shops" not in " ".join(read(write("a.csv", *lines, "Total shops,1,,")).ledger.warnings)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_second_block_of_the_same_customers(kind: str, write: Write, tmp_path: Path) -> None:
    """Below a line such as Previous year the customers stand again; below those of regions they do not."""
    head = f"Customer,{MONTHS}"
    lines = head, "Ann,10,20,5", "Bob,10,20,5", "", "Previous year", "Ann,1,2,3", "Bob,1,2,3"
    path = write("a.csv", *lines) if kind == "csv" else _sheet(tmp_path / "a.xlsx", lines)
    with pytest.raises(InputError, match=r'row 5: "Previous year" stands alone in its row.*again \(row 6\)'):
        read(path)
    regions = head, "North,,,", "Ann,10,20,5", "Bob,10,20,5", "South,,,", "Cid,1,1,1"
    assert _used(read(write("b.csv", *regions))) == (9, 73)
    bought_nothing = head, "Ann,10,20,5", "Cid,,,", "Bob,10,20,5", "Ann,1,1,1"
    assert _used(read(write("c.csv", *bought_nothing))) == (9, 73)


def test_lines_left_out_are_named_once(write: Write) -> None:
    """Its months are rows of their own in sums, and one line of the file."""
    path = write("a.csv", "Customer,Status,2026-01,2026-02,2026-03", "A,paid,10,20,30", "B,cancelled,1,2,3",
                 "C,paid,5,6,7", "D,cancelled,1,1,1", "E,paid,1,1,1")  # fmt: skip
    (left,) = read(path).ledger.excluded
    assert (left.rows, left.first_rows) == (6, ("a.csv:3", "a.csv:5"))

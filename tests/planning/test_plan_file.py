"""The file of customers to be won: the column that its header names, months that stand twice, totals."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from xlclv.errors import InputError
from xlclv.planning.plan import Won, new_customers

MONTHS = [f"2026-{month:02d}" for month in range(7, 13)]
Table = Sequence[Sequence[Any]]


def csv_of(folder: Path, table: Table) -> Path:
    with (folder / "plan.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(table)
    return folder / "plan.csv"


def xlsx_of(folder: Path, table: Table) -> Path:
    book = openpyxl.Workbook()
    for row in table:
        book.active.append(list(row))  # type: ignore[union-attr]
    book.save(folder / "plan.xlsx")
    return folder / "plan.xlsx"


def parquet_of(folder: Path, table: Table) -> Path:
    columns = {name: [row[at] for row in table[1:]] for at, name in enumerate(table[0])}
    pq.write_table(pa.table(columns), folder / "plan.parquet")
    return folder / "plan.parquet"


KINDS: tuple[Callable[[Path, Table], Path], ...] = (csv_of, xlsx_of, parquet_of)


def planned(path: Path) -> Won:
    return new_customers(str(path))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("header", "won"),
    [
        (["month", "spend", "new customers"], "new customers"),
        (["month", "budget", "customers"], "customers"),
        (["month", "budget", "count"], "count"),
        (["Monat", "Werbebudget", "Neukunden"], "Neukunden"),
        (["Monat", "Umsatz", "Anzahl Kunden"], "Anzahl Kunden"),
        (["Mois", "Dépenses", "Nouveaux clients"], "Nouveaux clients"),
        (["month", "customers", "new customers"], "new customers"),
        (["month", "budget", "plan"], "plan"),
        (["month", "spend (EUR)", "target"], "target"),
    ],
)
def test_the_column_that_is_named(tmp_path: Path, kind: Callable[..., Path], header: list[str], won: str) -> None:
    """40 customers a month are won for 1,000; the spend was taken for customers, as the second column."""
    found = planned(kind(tmp_path, [header, *([month, 1000, 40] for month in MONTHS)]))
    assert found.plan == dict.fromkeys(MONTHS, 40.0)
    assert any(f'customers to be won are "{won}"' in note for note in found.notes)


def test_the_month_may_stand_elsewhere(tmp_path: Path) -> None:
    """Where its header says so."""
    table = [["channel", "customers", "month"], *(["web", 40, month] for month in MONTHS)]
    assert planned(csv_of(tmp_path, table)).plan == dict.fromkeys(MONTHS, 40.0)


@pytest.mark.parametrize(
    ("header", "says"),
    [
        (["month", "A", "B"], 'the columns "A" and "B" could each be the customers to be won; call the one "new cust'),
        (["month", "new customers (plan)", "new customers (last year)"], "could each be the customers to be won; call"),
        (["month", "budget", "spend"], "no column looks like customers to be won; call it new customers; the columns"),
        ([], "the columns 2 and 3 could each be the customers to be won; put a header above them: month, new cust"),
    ],
)  # fmt: skip
def test_several_or_none_are_asked_about(tmp_path: Path, header: list[str], says: str) -> None:
    """Money is never customers, and of two nobody guesses."""
    rows = [[month, 1000, 40] for month in MONTHS]
    with pytest.raises(InputError) as refused:
        planned(csv_of(tmp_path, [*([header] if header else []), *rows]))
    assert says in str(refused.value)


@pytest.mark.parametrize("kind", KINDS)
def test_a_month_that_stands_twice_is_refused(tmp_path: Path, kind: Callable[..., Path]) -> None:
    """40 and 15 were added up to 55; with a level beside each they are two."""
    rows = [["2026-07", 40, "web"], ["2026-08", 40, "web"], ["2026-07", 15, "web"]]
    with pytest.raises(InputError) as refused:
        planned(kind(tmp_path, [["month", "customers"], *(row[:2] for row in rows)]))
    first = 1 if kind is parquet_of else 2
    assert f"row {first + 2}: 2026-07 stands in row {first} already; give each month once" in str(refused.value)
    with pytest.raises(InputError, match="already for the same level"):
        planned(kind(tmp_path, [["month", "customers", "channel"], *rows]))
    rows[2][2] = "shop"
    found = planned(kind(tmp_path, [["month", "customers", "channel"], *rows]))
    assert found.plan == {"2026-07": 55.0, "2026-08": 40.0}


def test_totals_of_a_plan(tmp_path: Path) -> None:
    """Of a month's levels and of all months they are left out and counted; of something else they are refused."""
    table = [["month", "customers", "channel"], ["2026-07", 30, "web"], ["2026-07", 10, "shop"],
             ["2026-07", 40, "Total"], ["2026-08", 50, "web"], ["Total", 90, ""]]  # fmt: skip
    found = planned(csv_of(tmp_path, table))
    assert found.plan == {"2026-07": 40.0, "2026-08": 50.0}
    assert any("2 rows of totals left out, row 4 (also row 6)" in note for note in found.notes)
    table[3][1] = 41
    says = 'row 4: the row looks like a total of 41 for "2026-07", but the other rows of the period add up to 40'
    with pytest.raises(InputError) as refused:
        planned(csv_of(tmp_path, table))
    assert says in str(refused.value)


def test_a_plan_of_two_sheets(tmp_path: Path) -> None:
    """The way out is one that reaches it."""
    path = xlsx_of(tmp_path, [["month", "customers"], ["2026-07", 40]])
    book = openpyxl.load_workbook(path)
    for row in (["month", "customers"], ["2026-07", 50]):
        (book["More"] if "More" in book.sheetnames else book.create_sheet("More")).append(row)
    book.save(path)
    with pytest.raises(InputError) as refused:
        planned(path)
    assert "--sheet" not in str(refused.value)
    assert "save that one as a file of its own" in str(refused.value)


@pytest.mark.parametrize("kind", KINDS)
def test_totals_with_a_blank_level_are_left_out(kind: Callable[[Path, Table], Path], tmp_path: Path) -> None:
    """600 customers in July, not 1,200, as ROLLUP writes them; the last row is of all."""
    rows = [["2026-07", "web", "400"], ["2026-07", "shop", "200"], ["2026-07", "", "600"], ["", "", "600"]]
    found = planned(kind(tmp_path, [["month", "channel", "new customers"], *rows]))
    assert found.plan == {"2026-07": 600.0}
    assert any("2 rows left out as totals: they have a blank where others have something" in x for x in found.notes)


def test_customers_of_no_level_count(tmp_path: Path) -> None:
    """As those of a level called nothing; more than each other level, they are told."""
    rows = [["2026-07", "web", "400"], ["2026-07", "shop", "200"], ["2026-07", "", "{}"]]
    for many, told in ((100, False), (500, True)):
        table = [["month", "channel", "new customers"], *[[each.format(many) for each in row] for row in rows]]
        found = planned(csv_of(tmp_path, table))
        assert found.plan == {"2026-07": 600.0 + many}
        assert any("counts as customers of its own" in x for x in found.notes) is told

"""Currencies are asked of the rows that count: one that only rows have which are left out hinders nothing."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from xlclv.contracts.reading import Asked, options
from xlclv.contracts.reading import read as read_contracts
from xlclv.errors import InputError
from xlclv.orders.reading import read
from xlclv.orders.tables.reading import read_table

REFUSED = "amounts in EUR and in USD cannot be added"
LINES = ["Customer,Date,Amount,Currency,Status", "A,2026-01-02,10.50,EUR,paid", "B,2025-01-14,20.00,USD,cancelled",
         "C,2026-01-15,30.00,EUR,paid"]  # fmt: skip
CHOSEN: list[dict[str, Any]] = [
    {},  # the status leaves the row out
    {"status_column": "none", "only": "Currency=EUR"},
    {"status_column": "none", "without": "Currency=USD"},
    {"status_column": "none", "since": dt.date(2026, 1, 1)},
    {"status_column": "none", "exclude": ["B"]},
]


def stored(path: Path, lines: list[str]) -> tuple[Path, Path, str]:
    """The same rows as text, as Parquet, and as a table of DuckDB."""
    made = path / "f.csv"
    made.write_text("\n".join(lines) + "\n", "utf-8")
    with duckdb.connect(str(path / "f.duckdb")) as base:
        base.execute(f"CREATE TABLE f AS SELECT * FROM read_csv('{made}')")
        base.execute(f"COPY f TO '{path / 'f.parquet'}' (FORMAT parquet)")
    return made, path / "f.parquet", f"duckdb://{path / 'f.duckdb'}"


@pytest.mark.parametrize("told", CHOSEN)
def test_one_currency_can_be_chosen(tmp_path: Path, told: dict[str, Any]) -> None:
    """However the row in dollars is left out; the sums of what was left out are said to have it as it stands."""
    text, parquet, url = stored(tmp_path, LINES)
    for found in (read(text, **told), read(parquet, **told), read_table(url, "f", **told)):
        assert (found.currency, found.ledger.amount_used) == ("EUR", Decimal("40.5"))
        assert "rows in USD do not count, and stand as they are" in " ".join(found.ledger.assumed)
    for call in (lambda: read(text, status_column="none"), lambda: read_table(url, "f", status_column="none")):
        with pytest.raises(InputError, match=REFUSED):
            call()


def test_written_with_the_amounts(tmp_path: Path) -> None:
    """$20.00 of a row that is cancelled."""
    lines = [
        "Customer,Date,Amount,Status",
        "A,2026-01-02,€10.50,paid",
        "B,2026-01-14,$20,cancelled",
        "C,2026-01-15,€30,paid",
    ]
    text, *_ = stored(tmp_path, lines)
    assert read(text).currency == "€"
    with pytest.raises(InputError, match="cannot be added"):
        read(text, status_column="none")


def test_of_a_column_that_may_say_another_thing(tmp_path: Path) -> None:
    """Nothing is warned of where it names one in the rows that count."""
    text, *_ = stored(tmp_path, [LINES[0].replace("Currency", "Customer Currency"), *LINES[1:]])
    assert read(text).ledger.warnings == ()
    assert "(EUR, USD)" in " ".join(read(text, status_column="none").ledger.warnings)


def test_rows_without_a_customer_are_not_used(tmp_path: Path) -> None:
    """In text, in Parquet and in a database."""
    text, parquet, url = stored(tmp_path, ["Customer,Date,Amount,Currency", "A,2026-01-02,10.50,EUR",
                                           ",2026-01-14,2.00,USD", "C,2026-01-15,30.00,EUR"])  # fmt: skip
    for found in (read(text), read(parquet), read_table(url, "f")):
        assert (found.currency, found.ledger.amount_used) == ("EUR", Decimal("40.5"))


def test_contracts(tmp_path: Path) -> None:
    """Of a customer who is left out; of all they are refused."""
    text, *_ = stored(tmp_path, ["Customer,Start,End,Fee,Currency,Billing", "A,2026-01-02,,10,EUR,monthly",
                                 "B,2026-01-14,,20,USD,monthly"])  # fmt: skip
    assert read_contracts([text], options(exclude=("B",)), Asked()).currency == "EUR"
    with pytest.raises(InputError, match=REFUSED):
        read_contracts([text], options(), Asked())


def test_the_way_out_chooses_one(tmp_path: Path) -> None:
    """Where a column says the currency, the refusal names the option that reads one alone, and what it says works."""
    text, parquet, url = stored(tmp_path, [LINES[0].replace("Currency", "Currency Code"), *LINES[1:]])
    told: dict[str, Any] = {"status_column": "none"}
    way = 'convert them to one currency first, or read one alone: --only "Currency Code=EUR"'
    for call in (lambda: read(text, **told), lambda: read(parquet, **told), lambda: read_table(url, "f", **told)):
        with pytest.raises(InputError) as refused:
            call()
        assert way in str(refused.value)
    only = "Currency Code=EUR"
    for found in (read(text, only=only, **told), read_table(url, "f", only=only, **told)):
        assert found.ledger.amount_used == Decimal("40.5")
    bare = tmp_path / "bare.csv"
    bare.write_text("A,2026-01-02,EUR 10.50\nB,2026-01-14,USD 20.00\n", "utf-8")
    with pytest.raises(InputError) as refused:  # no column of a file without a header has a name
        read(bare, customer="1", date="2", amount="3")
    assert "--only" not in str(refused.value)


def test_rows_without_a_customer_do_not_hinder_amounts_written_with_their_currency(tmp_path: Path) -> None:
    """Nobody's $20.00 is no order."""
    lines = ["Customer,Date,Amount", "A,2026-01-02,€10.50", ",2026-01-14,$20", "C,2026-01-15,€30"]
    found = read(stored(tmp_path, lines)[0])
    assert (found.currency, found.ledger.amount_used) == ("€", Decimal("40.5"))


def _formatted(path: Path, *rows: tuple[Any, ...]) -> Path:
    """A workbook of customer, day, amount, status and cost, with a number format an amount."""
    book = openpyxl.Workbook()
    book.active.append(["Customer", "Date", "Amount", "Status", "Cost"])
    for at, (*cells, code) in enumerate(rows, start=2):
        book.active.append(cells)
        book.active.cell(at, 3).number_format = code
    book.save(path / "f.xlsx")
    return path / "f.xlsx"


EURO, DOLLAR = "#,##0.00 [$€-407]", "[$$-409]#,##0.00"
SHOWN = [
    ("A", dt.date(2026, 1, 2), 10.5, "paid", 4, EURO),
    ("B", dt.date(2025, 1, 14), 20, "cancelled", 8, DOLLAR),
    ("C", dt.date(2026, 1, 15), 30, "paid", 12, EURO),
]


@pytest.mark.parametrize("told", [*CHOSEN[:1], *CHOSEN[3:], {"status_column": "none", "only": "Status=paid"}])
def test_number_formats(tmp_path: Path, told: dict[str, Any]) -> None:
    """Of the rows that count alone; of all they are refused, by the row."""
    found = read(_formatted(tmp_path, *SHOWN), **told)
    assert (found.currency, found.ledger.amount_used) == ("€", Decimal("40.5"))
    with pytest.raises(InputError, match=r'row 3, column "Amount": amounts in € and in \$ cannot be added \(as the'):
        read(tmp_path / "f.xlsx", status_column="none")


@pytest.mark.parametrize("whose", ["B", ""], ids=["left out", "nobody's"])
@pytest.mark.parametrize("written", ["cells", "beside"])
def test_costs(tmp_path: Path, written: str, whose: str) -> None:
    """Of rows that count: of the others neither the cells of costs nor the column of their currency are asked."""
    cells = written == "cells"
    lines = ["Customer,Date,Amount,Cost,Cost Currency", f"A,2026-01-02,€10.50,{'€' if cells else ''}4,EUR",
             f"{whose},2026-01-14,20,{'$8,EUR' if cells else '8,USD'}", "C,2026-01-15,€30,12,EUR"]  # fmt: skip
    found = read(stored(tmp_path, lines)[0], cost="Cost", exclude=["B"] if whose else [])
    assert found.ledger.amount_used == Decimal("40.5")
    assert found.ledger.margin is not None
    if whose:
        with pytest.raises(InputError, match=r"costs or margins in \S+ |amounts in € and in \$ cannot be added"):
            read(tmp_path / "f.csv", cost="Cost")


def test_a_file_of_which_no_row_counts_is_of_no_currency(tmp_path: Path) -> None:
    """Orders in pounds before the first day that counts, in a file of their own, refuse none in euros."""
    one, two = tmp_path / "a.csv", tmp_path / "b.csv"
    one.write_text("Customer,Date,Amount,Currency\nA,2025-01-13,1,EUR\nB,2025-02-14,2,EUR\n", "utf-8")
    two.write_text("Customer,Date,Amount,Currency\nC,2023-02-13,4,GBP\nD,2023-02-14,8,GBP\n", "utf-8")
    found = read([one, two], since=dt.date(2025, 1, 1))
    assert (found.ledger.amount_used, found.currency) == (3, "EUR")
    assert any("b.csv: no row counts, so amounts in GBP stand as they are" in words for words in found.ledger.assumed)
    with pytest.raises(InputError, match="in EUR and in GBP cannot be added"):
        read([one, two])

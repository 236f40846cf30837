"""The column of currencies, whatever it is called: two currencies are never added, of orders and of contracts alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.orders.conftest import Write
from xlclv.contracts.reading import Asked, options
from xlclv.contracts.reading import read as read_contracts
from xlclv.contracts.reading import read_table as read_contracts_table
from xlclv.errors import InputError
from xlclv.orders.reading import read
from xlclv.orders.tables.reading import read_table

NAMES = (
    "Billing Currency", "subscriptions.currency_code", "currencyIsoCode", "Currency ISO Code", "Account: Currency",
    "Account Currency", "Contract Currency", "Plan Currency", "deal_currency_code", "ISO", "Rechnungswährung",
    "Devise de facturation", "Moneda del contrato", "Money", "Billed in", "請求通貨", "Presentment Currency",
)  # fmt: skip
ORDERS, CONTRACTS = ("Customer", "Date", "Amount"), ("Customer", "Start", "End", "Amount", "Billing")
DAY = dt.date(2026, 6, 30)


def file(path: Path, contracts: bool, more: dict[str, Sequence[str]]) -> Path:
    head = CONTRACTS if contracts else ORDERS
    lines = [",".join((*head, *more))]
    for at, cells in enumerate(zip(*more.values(), strict=True)):
        given = ("2026-01-05", "", "100", "monthly") if contracts else ("2026-01-05", "100")
        lines.append(",".join((f"C{at}", *given, *cells)))
    made = path / "f.csv"
    made.write_text("\n".join(lines), "utf-8")
    return made


def told(path: Path, contracts: bool, more: dict[str, Sequence[str]]) -> Any:
    made = file(path, contracts, more)
    return read_contracts([made], options(), Asked(as_of=DAY)) if contracts else read(made)


@pytest.mark.parametrize("contracts", [False, True])
@pytest.mark.parametrize("name", NAMES)
def test_two_currencies_are_refused_under_any_name(tmp_path: Path, name: str, contracts: bool) -> None:
    """One currency is told, two are never added."""
    with pytest.raises(InputError, match="amounts in EUR and in JPY cannot be added"):
        told(tmp_path, contracts, {name: ("EUR", "JPY", "USD")})
    assert told(tmp_path, contracts, {name: ("EUR", "EUR", "")}).currency == "EUR"


@pytest.mark.parametrize("contracts", [False, True])
def test_other_columns_are_none(tmp_path: Path, contracts: bool) -> None:
    """Countries, units, rates, the costs' currency, and three letters that are words; nothing is refused or said."""
    for name, cells in (
        ("Country", ("EUR", "USD", "CUP")),
        ("Size", ("ALL", "TOP", "CUP")),
        ("Kind", ("ALL", "TOP", "CUP")),
        ("Plan", ("USD", "EUR", "GBP")),
        ("Cost Currency", ("EUR", "USD", "EUR")),
        ("Currency Rate", ("1.1", "1.2", "1")),
        ("Currency Group", ("EUR zone", "Dollars", "")),
        ("Note", ("EUR", "USD", "pays late")),
    ):
        found = told(tmp_path, contracts, {name: cells})
        assert found.currency == ""
        assert not [said for said in found.ledger.warnings if "currenc" in said]


@pytest.mark.parametrize("contracts", [False, True])
def test_several_columns_of_currencies(tmp_path: Path, contracts: bool) -> None:
    """The plain name goes before; where names do not tell, all alike are taken at their word, and others warned of."""
    one, two = ("EUR", "EUR", "EUR"), ("EUR", "USD", "EUR")
    assert told(tmp_path, contracts, {"Shop Currency": two, "Currency": one}).currency == "EUR"
    with pytest.raises(InputError, match="amounts in EUR and in USD cannot be added"):
        told(tmp_path, contracts, {"Shop Currency": one, "Currency": two})
    with pytest.raises(InputError, match="amounts in EUR and in USD cannot be added"):
        told(tmp_path, contracts, {"Settlement Currency": two, "Presentment Currency": two})
    found = told(tmp_path, contracts, {"Settlement Currency": one, "Presentment Currency": two})
    (warning,) = (said for said in found.ledger.warnings if "could each say" in said)
    assert 'column "Presentment Currency" names several (EUR, USD)' in warning


def test_the_currency_of_the_amount_used_decides(tmp_path: Path) -> None:
    """Settlement Amount goes with Settlement Currency."""
    path = tmp_path / "s.csv"
    path.write_text(
        "Customer,Date,Settlement Amount,Presentment Currency,Settlement Currency\nA,2026-01-05,5,EUR,USD\n"
        "B,2026-01-06,6,JPY,USD\n", "utf-8"
    )  # fmt: skip
    assert read(path, amount="Settlement Amount").currency == "USD"


def typed(path: Path, contracts: bool, stored: bool) -> Any:
    """The Parquet file, or the table of the database."""
    url, parquet, asked = f"duckdb:///{path / 'f.duckdb'}", path / "f.parquet", Asked(as_of=DAY)
    if stored:
        return read_contracts_table(url, "f", options(), asked) if contracts else read_table(url, "f")
    return read_contracts([parquet], options(), asked) if contracts else read(parquet)


@pytest.mark.parametrize("contracts", [False, True])
@pytest.mark.parametrize("name", ["Billing Currency", "ISO"])
def test_typed_tables_say_the_same(tmp_path: Path, name: str, contracts: bool) -> None:
    """Parquet and DuckDB, and one currency there."""
    for cells, currency in ((("EUR", "USD", "EUR"), ""), (("EUR", "EUR", "EUR"), "EUR")):
        made = file(tmp_path, contracts, {name: cells})
        (tmp_path / "f.duckdb").unlink(missing_ok=True)
        with duckdb.connect(str(tmp_path / "f.duckdb")) as base:
            base.execute(f"CREATE TABLE f AS SELECT * FROM read_csv('{made}')")
            base.execute(f"COPY f TO '{tmp_path / 'f.parquet'}' (FORMAT parquet)")
        for stored in (False, True):
            if currency:
                assert typed(tmp_path, contracts, stored).currency == currency
                continue
            with pytest.raises(InputError, match="amounts in EUR and in USD cannot be added"):
                typed(tmp_path, contracts, stored)


@pytest.mark.parametrize("header", ["Cur", "Geld", "X"])
def test_a_column_of_signs_alone_is_one_of_currencies(write: Write, header: str) -> None:
    """Several are refused, or warned of where its name says nothing; there one is told, and not taken."""
    head = f"Customer,Date,Amount,{header}"
    path = write("a.csv", head, "A,2026-01-02,10,€", "B,2026-01-03,20,€", "C,2026-01-04,5,")
    found = read(path)
    assert found.currency == ("" if header == "X" else "€")
    assert any(
        ('"X" (€) is not taken' if header == "X" else "amounts are in €") in said for said in found.ledger.assumed
    )
    path = write("b.csv", head, "A,2026-01-02,10,€", "B,2026-01-03,20,$", "C,2026-01-04,5,£")
    if header != "X":
        with pytest.raises(InputError, match=r"amounts in € and in \$ cannot be added"):
            read(path)
    else:
        assert any("names several currencies ($, £)" in said for said in read(path).ledger.warnings)


def test_signs_that_are_grades_are_no_currency(write: Write) -> None:
    """$ to $$$, as guides to restaurants have them."""
    path = write("a.csv", "Customer,Date,Amount,Price range", "A,2026-01-02,10,$", "B,2026-01-03,20,$$")
    found = read(path)
    assert (found.currency, [said for said in found.ledger.warnings if "currenc" in said]) == ("", [])

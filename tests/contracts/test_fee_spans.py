"""For how long money is, as the header of a fee says it: the same contracts, MRR 300, under every header."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.contracts.by_hand import AS_OF, written
from tests.contracts.test_cells_that_tell import mrr
from xlclv.contracts.data import Contracts
from xlclv.contracts.periods import period
from xlclv.contracts.reading import Asked, options, read, read_table

FEES = (100.0, 120.0, 80.0)  # a month
YEAR, QUARTER, HALF, WEEK = 12.0, 3.0, 6.0, 12 / (365.25 / 7)
SAID = pytest.approx(300, abs=0.2)


def of(
    path: Path, header: str, times: float = 1, billed: str = "", fee: str | None = None, told: str | None = None
) -> Contracts:
    head = ("customer", "start", "end", header, *(("billing period",) if billed else ()))
    rows = [
        (f"C{at}", "2026-01-31", "", f"{money * times:.2f}", *((billed,) if billed else ()))
        for at, money in enumerate(FEES)
    ]
    asked = Asked(as_of=AS_OF, period=period(told) if told else None)
    return read([written(path / "f.csv", rows, head)], options(amount=fee), asked)


@pytest.mark.parametrize(
    ("header", "times"),
    [
        *((header, YEAR) for header in (
            "Jahrespreis", "Fee (annual)", "Annual Contract Value", "Annual Value", "Annualized Revenue", "Fee p.a.",
            "Fee p. a.", "Price/yr", "Price per seat/yr", "Prezzo/anno", "jaarbedrag", "Årsavgift", "Roczna opłata",
            "年額料金", "연간보험료", "Годовая премия", "Grundgebühr (jährlich)", "Annual Subscription", "ACV",
            "annualfee", "Annual fee, billed monthly", "Net New ARR",
        )),
        *((header, QUARTER) for header in ("Quarterly Fee", "Quartalsbeitrag", "Cuota trimestral", "Fee per quarter")),
        *((header, HALF) for header in ("Semi-Annual Premium", "Halbjahresbeitrag", "Half-yearly fee", "半年费")),
        *((header, WEEK) for header in ("Weekly Fee", "Wochenpreis")),
        *((header, 1.0) for header in (
            "Monthly Fee (annual plan)", "Monthly price, billed annually", "maandbedrag", "Fee (EUR/month)",
            "Mensalidades", "Fee 2024", "Fee this year", "2024年料金", "Weekend price",
        )),
    ],
)  # fmt: skip
def test_the_header_says_for_how_long(tmp_path: Path, header: str, times: float) -> None:
    """Found or named, with a column of billing periods or without: money a year is a twelfth of it a month."""
    found = of(tmp_path, header, times, fee=header)
    assert mrr(found) == SAID
    assert not found.ledger.warnings
    if times != 1:
        for billed in ("monthly", "quarterly", "yearly"):
            beside = of(tmp_path, header, times, billed, header)
            assert mrr(beside) == SAID
        renews = "contracts are taken to renew by month, though the fee is money a"
        assert any(renews in note and "--period" in note for note in found.ledger.assumed)


@pytest.mark.parametrize("header", ["12 month fee", "Monthly or annual fee", "Bi-monthly fee", "Two-year fee"])
def test_a_header_that_leaves_it_open_is_warned_of(tmp_path: Path, header: str) -> None:
    """What may be a length of contracts or two periods is no span of money; --period answers."""
    (warning,) = of(tmp_path, header, fee=header).ledger.warnings
    assert "leaves open for how long a fee is" in warning
    assert "--period" in warning
    told = of(tmp_path, header, 12, fee=header, told="year")
    assert mrr(told) == SAID
    assert not told.ledger.warnings


def test_found_without_being_named(tmp_path: Path) -> None:
    """Headers of ordinary systems need no --fee."""
    for header in ("Jahrespreis", "Fee (annual)", "Annual Contract Value", "Fee p.a.", "Annual Value", "jaarbedrag"):
        assert mrr(of(tmp_path, header, YEAR)) == SAID


def test_typed_tables_say_the_same(tmp_path: Path) -> None:
    """Parquet and DuckDB give what the text file gives."""
    of(tmp_path, "Fee (annual)", YEAR)
    with duckdb.connect(str(tmp_path / "f.duckdb")) as base:
        base.execute(f"CREATE TABLE f AS SELECT * FROM read_csv('{tmp_path / 'f.csv'}')")
        base.execute(f"COPY f TO '{tmp_path / 'f.parquet'}' (FORMAT parquet)")
    asked = Asked(as_of=AS_OF)
    assert mrr(read([tmp_path / "f.parquet"], options(), asked)) == SAID
    assert mrr(read_table(f"duckdb:///{tmp_path / 'f.duckdb'}", "f", options(), asked)) == SAID


def test_the_price_of_a_seat_a_year_is_multiplied(tmp_path: Path) -> None:
    """A span in the name of a price of one does not hide that it is of one."""
    rows = [(f"C{at}", "2026-01-31", "", "2", f"{money * 6:.2f}") for at, money in enumerate(FEES)]
    for header in ("Price per seat per year", "Annual price per seat", "Price per seat p.a."):
        file = written(tmp_path / "s.csv", rows, ("customer", "start", "end", "seats", header))
        assert mrr(read([file], options(amount=header), Asked(as_of=AS_OF))) == SAID

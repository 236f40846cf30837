"""How many and of which unit, in two columns: a billing period, whatever the two are called."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest

from tests.contracts.by_hand import AS_OF, written
from tests.contracts.test_cells_that_tell import mrr
from xlclv.contracts.data import Contracts
from xlclv.contracts.periods import MONTH
from xlclv.contracts.reading import Asked, options, read, read_table

HEAD = ("customer", "start", "end", "fee")
# 30 a month, 80 a quarter, 300 a year: 30 + 26.67 + 25 = 81.67 a month.
MANY, UNITS = ("1", "3", "1"), ("month", "month", "year")
FEES = ("30", "80", "300")
TOGETHER = pytest.approx(30 + 80 / 3 + 25, abs=0.01)


def of(
    path: Path, headers: Sequence[str], *cells: Sequence[str], fee: str = "fee", billed: str | None = None
) -> Contracts:
    rows = [(f"C{at}", "2026-01-31", "", FEES[at % 3], *beside) for at, beside in enumerate(zip(*cells, strict=True))]
    file = written(path / "h.csv", rows, (*HEAD[:3], fee, *headers))
    return read([file], options(named={"billed": billed}), Asked(as_of=AS_OF))


@pytest.mark.parametrize(
    ("many", "unit"),
    [
        ("subscriptions.billing_period", "subscriptions.billing_period_unit"),
        ("subscription_billing_period", "subscription_billing_period_unit"),
        ("Subscription - Billing Period", "Subscription - Billing Period Unit"),
        ("items.price.recurring.interval_count", "items.price.recurring.interval"),
        ("frequency", "interval"),
        ("interval", "frequency"),
        ("subscriptions.frequency", "subscriptions.interval"),
        ("billing_interval", "interval"),
        ("Abrechnungsintervall", "Einheit"),
        ("Turnus", "Abrechnungseinheit"),
        ("Fréquence", "Unité"),
        ("Periodicidad", "Unidad"),
        ("Periodo", "Unità"),
        ("Betaalfrequentie", "Eenheid"),
        ("częstotliwość", "jednostka"),
        ("周期", "单位"),
    ],
)
def test_two_known_names_are_one_period(tmp_path: Path, many: str, unit: str) -> None:
    """In any order, with and without the name of a table; where every number is 1 the unit still counts."""
    for headers, cells in (((many, unit), (MANY, UNITS)), ((unit, many), (UNITS, MANY))):
        found = of(tmp_path, headers, *cells)
        assert mrr(found) == TOGETHER
        assert "its other half is" in found.ledger.assumed[0]
        assert not found.ledger.warnings
    assert mrr(of(tmp_path, (many, unit), ("1", "1", "1"), ("month", "month", "year"))) == 30 + 80 + 25


def test_units_in_other_words(tmp_path: Path) -> None:
    """Several of a unit, in words of languages, and numbers as spreadsheets store them."""
    for units in (
        ("Monat", "Monate", "Jahr"),
        ("mois", "mois", "an"),
        ("mese", "mesi", "anno"),
        ("mes", "meses", "año"),
    ):
        assert mrr(of(tmp_path, ("Abrechnungsintervall", "Einheit"), ("1.0", "3.0", "1.0"), units)) == TOGETHER


def test_typed_tables_have_halves(tmp_path: Path) -> None:
    """Parquet and DuckDB, where how many is an integer, give what the text file gives."""
    of(tmp_path, ("frequency", "interval"), MANY, UNITS)
    with duckdb.connect(str(tmp_path / "h.duckdb")) as base:
        base.execute(f"CREATE TABLE h AS SELECT * FROM read_csv('{tmp_path / 'h.csv'}')")
        base.execute(f"COPY h TO '{tmp_path / 'h.parquet'}' (FORMAT parquet)")
    asked = Asked(as_of=AS_OF)
    assert mrr(read([tmp_path / "h.parquet"], options(), asked)) == TOGETHER
    assert mrr(read_table(f"duckdb://{tmp_path / 'h.duckdb'}", "h", options(), asked)) == TOGETHER


def test_numbers_that_stand_alone_are_warned_of(tmp_path: Path) -> None:
    """Not of a month's fee, nor where all are 1, nor where the user names the billing period."""
    said = "is not used, so every fee is a month's: say --billing"
    found = of(tmp_path, ["Frequency"], ("3", "12", "3"))
    assert mrr(found) == 410
    assert any(f'"Frequency" ("3") {said} "Frequency" if' in words for words in found.ledger.warnings)
    visits = [str(1 + at % 31) for at in range(93)]
    assert any("is not used" in words for words in of(tmp_path, ["Frequency"], visits).ledger.warnings)
    months = of(tmp_path, ["Frequency"], ("3", "12", "3"), billed="Frequency")
    assert mrr(months) == pytest.approx(30 / 3 + 80 / 12 + 300 / 3, abs=0.01)
    for quiet in (
        of(tmp_path, ["Frequency"], ("1", "1", "1")),
        of(tmp_path, ["Frequency"], ("3", "12", "3"), fee="MRR"),
        of(tmp_path, ["Frequency"], ("3", "12", "3"), billed="none"),
    ):
        assert (mrr(quiet), quiet.periods, quiet.ledger.warnings) == (410, (MONTH,), ())


def test_halves_that_do_not_fit_are_warned_of(tmp_path: Path) -> None:
    """Visits beside words of periods, and a unit with a word not known beside months: used as they were, and said."""
    found = of(tmp_path, ("billing_period", "frequency"), ("monthly", "quarterly", "yearly"), ("2", "4", "8"))
    assert mrr(found) == TOGETHER
    assert any('"frequency" ("2") is not used, so the billing period is "billing_period"' in words
               for words in found.ledger.warnings)  # fmt: skip
    found = of(tmp_path, ("Abrechnungsintervall", "Einheit"), MANY, ("Monat", "Monat", "Saison"))
    assert mrr(found) == pytest.approx(30 + 80 / 3 + 300, abs=0.01)
    assert any('"Einheit" ("Monat") is not used' in words and "as many months as its cells say" in words
               for words in found.ledger.warnings)  # fmt: skip
    alone = of(tmp_path, ("frequency", "interval"), MANY, UNITS, billed="interval")  # as the user says
    assert mrr(alone) == 30 + 80 + 25
    assert not alone.ledger.warnings


def test_other_names_before_a_period_are_no_tables(tmp_path: Path) -> None:
    """What was billed by before, and how often somebody visits, is no billing period."""
    for header in ("old_billing_period_unit", "Visit frequency", "Community"):
        found = of(tmp_path, [header], ("3", "12", "3"))
        assert (mrr(found), found.periods) == (410, (MONTH,))
    found = of(tmp_path, ("subscription.billing_period", "prices.billing_period"), ("1", "3", "12"), ("1", "3", "1"))
    assert (mrr(found), len(found.ledger.warnings)) == (410, 2)  # either could be it
    for header in ("Contract period", "Membership period", "Policy period", "Vertrag Periode", "Cycle", "Plan cycle"):
        found = of(tmp_path, ("Billing frequency", header), UNITS, ("1", "2", "1"))  # how long it binds, not a bill
        assert (mrr(found), header) == (mrr(of(tmp_path, ["Billing frequency"], UNITS)), header)
    found = of(tmp_path, ("Billing period", "Business Unit"), ("1", "3", "12"), ("M", "D", "M"))
    assert mrr(found) == mrr(of(tmp_path, ["Billing period"], ("1", "3", "12")))

"""Contract files as systems of subscriptions export them: periods in two columns, days with articles, MRR of today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from tests.contracts.by_hand import AS_OF, written
from tests.contracts.test_cells_that_tell import left_out, mrr
from xlclv.contracts.data import MRR_DECIMALS, Contracts
from xlclv.contracts.periods import FOREVER
from xlclv.contracts.reading import Asked, options, read
from xlclv.contracts.states import NO_DAY
from xlclv.contracts.trials import TRIAL
from xlclv.errors import InputError


def table(
    folder: Path, head: Sequence[str], rows: Sequence[Sequence[str]], as_of: dt.date = AS_OF, **named: str
) -> Contracts:
    told = options(named=dict(named))
    return read([written(folder / "c.csv", rows, tuple(head))], told, Asked(as_of=as_of))


@pytest.mark.parametrize(
    ("first", "second", "cells"),
    [
        ("billing_cycle_interval", "billing_cycle_frequency", ("month", "3")),  # Paddle
        ("billing_period", "billing_interval", ("month", "3")),  # WooCommerce
        ("Billing Period", "Billing Period Unit", ("3", "Month")),  # Chargebee
        ("Plan Interval Length", "Plan Interval Unit", ("3", "months")),  # Recurly
        ("Interval", "Interval Unit", ("3", "monthly")),  # GoCardless, Zoho
        ("plan.interval", "plan.interval_count", ("month", "3")),  # Stripe
        ("price.recurring.interval", "price.recurring.interval_count", ("month", "3")),
        ("interval_unit", "interval_count", ("MONTH", "3")),  # PayPal
        ("product_interval", "product_interval_unit", ("3", "month")),  # Chargify
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_periods_in_two_columns(tmp_path: Path, first: str, second: str, cells: tuple[str, str], turned: bool) -> None:
    """90 each 3 months is 30 a month, 240 a year is 20, whichever column stands first."""
    unit = "year" if cells[0] == "month" or cells[0] == "MONTH" else "1"
    year = (unit, "1") if unit == "year" else ("1", "year")
    order = slice(None, None, -1 if turned else 1)
    head = ["customer", "start", "end", "price", *(first, second)[order]]
    rows = [("A", "2026-01-31", "", "90", *cells[order]), ("B", "2026-01-15", "", "240", *year[order])]
    assert mrr(table(tmp_path, head, rows)) == 50


def test_a_unit_that_the_user_names_has_its_number_beside_it(tmp_path: Path) -> None:
    """As without being named; the number of another thing is not joined."""
    head = ["customer", "start", "end", "price", "billing_period", "billing_interval"]
    rows = [("A", "2026-01-31", "", "90", "month", "3"), ("B", "2026-01-15", "", "240", "year", "1")]
    for name in ("billing_period", "billing_interval"):
        assert mrr(table(tmp_path, head, rows, billed=name)) == 50
    rivals = [(*row[:5], "annual") for row in rows]
    with pytest.raises(
        InputError, match='"billing_period" and "billing_interval" could each be the billing; say which'
    ):
        table(tmp_path, head, rivals)
    assert mrr(table(tmp_path, head, rivals, billed="billing_period")) == 110


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("Date de début", "Date de résiliation"),
        ("Date d'effet", "Date d'échéance"),
        ("Début du contrat", "Fin du contrat"),
        ("Date de souscription", "Date de fin"),
        ("Fecha de alta", "Fecha de baja"),
        ("Fecha de inicio del contrato", "Fecha de cancelación"),
        ("Data di inizio", "Data di disdetta"),
        ("Data de início", "Data de cancelamento"),
        ("Datum van ingang", "Datum van opzegging"),
        ("Date of commencement", "Date of cancellation"),
    ],
)
def test_days_with_articles(tmp_path: Path, start: str, end: str) -> None:
    """A runs with 30, B has left."""
    rows = [("A", "2026-01-31", "", "30"), ("B", "2026-01-15", "2026-04-15", "40")]
    found = table(tmp_path, ["customer", start, end, "fee"], rows)
    assert found.spans is not None
    assert (mrr(found), len(found.spans.start)) == (30, 2)


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Périodicité", ("annuelle", "trimestrielle", "mensuelle")),
        ("Periodicidad", ("anual", "trimestral", "mensual")),
        ("Periodicidade", ("anual", "trimestral", "mensal")),
        ("Periodicità", ("annuale", "trimestrale", "mensile")),
        ("Frequentie", ("jaarlijks", "driemaandelijks", "maandelijks")),
    ],
)
def test_periods_in_words_of_languages(tmp_path: Path, header: str, cells: tuple[str, str, str]) -> None:
    """120 a year, 30 a quarter and 10 a month are 10 a month each."""
    rows = [
        (name, "2026-01-31", "", fee, cell) for name, fee, cell in zip("ABC", ("120", "30", "10"), cells, strict=True)
    ]
    assert mrr(table(tmp_path, ["customer", "start", "end", "fee", header], rows)) == 30


def gone(found: Contracts) -> int:
    """Contracts that have ended by the day."""
    assert found.spans is not None
    return int((found.spans.end <= found.day).sum())


TODAY = ["customer", "status", "start", "end", "MRR"]


def test_customers_who_left_have_an_mrr_of_0_today(tmp_path: Path) -> None:
    """They left, and what they paid is said not to be known; neither a free one that runs, nor one of two weeks."""
    rows = [
        ("A", "active", "2025-01-01", "", "30"),
        ("B", "cancelled", "2025-01-01", "2025-06-15", "0"),
        ("C", "cancelled", "2025-02-01", "2025-09-15", "0"),
        ("D", "active", "2025-03-01", "", "0"),
        ("E", "cancelled", "2025-03-01", "2025-03-15", "0"),
        ("F", "trialing", "2025-03-01", "2025-05-15", "0"),
        ("G", "active", "2025-03-01", "2026-12-31", "0"),  # free until then
    ]
    found = table(tmp_path, TODAY, rows)
    assert (mrr(found), gone(found), found.trials, left_out(found)) == (30, 2, 4, {TRIAL: 4})
    (warning,) = (words for words in found.ledger.warnings if "fee of 0" in words)
    assert "2 of 2 contracts that ended have a fee of 0 (first row 3), as of today: they count as left" in warning


def test_what_they_paid_is_named_where_a_column_may_know_it(tmp_path: Path) -> None:
    """Chargebee: MRR of today beside the plan's price and quantity, which give 60 of who runs, 20 of who left."""
    head = ["Customer Id", "Status", "Plan Unit Price", "Plan Quantity", "Started At", "Cancelled At", "MRR"]
    rows = [
        ("c1", "Active", "10.00", "6", "2025-01-01", "", "60.00"),
        ("c2", "Cancelled", "10.00", "2", "2025-01-01", "2025-06-15", "0.00"),
    ]
    found = table(tmp_path, head, rows)
    assert (mrr(found), gone(found)) == (60, 1)
    (warning,) = (words for words in found.ledger.warnings if "a fee of 0" in words)
    assert 'say --fee "Plan Quantity x Plan Unit Price", or leave out what was a trial' in warning
    known = read([tmp_path / "c.csv"], options(amount="Plan Quantity x Plan Unit Price"), Asked(as_of=AS_OF))
    assert known.spans is not None
    assert sorted((known.spans.mrr / 10**MRR_DECIMALS).tolist()) == [20.0, 60.0]
    assert not any("a fee of 0" in words for words in known.ledger.warnings)


def test_a_trial_before_the_same_customer_pays_is_one(tmp_path: Path) -> None:
    """Where the fee is that of the time; MRR of today may be 0 for an old plan too."""
    rows = [("A", "x", "2025-01-01", "2025-03-01", "0"), ("A", "x", "2025-03-01", "", "30")]
    assert left_out(table(tmp_path, [*TODAY[:4], "fee"], rows)) == {TRIAL: 1}
    assert left_out(table(tmp_path, TODAY, rows)) == {}


def test_who_is_cancelled_without_a_day_is_no_trial(tmp_path: Path) -> None:
    """As with a fee: left out, and warned of."""
    rows = [("A", "active", "2025-01-01", "", "30"), ("B", "cancelled", "2025-01-01", "", "0")]
    assert left_out(table(tmp_path, TODAY, rows)) == {NO_DAY: 1}


@pytest.mark.parametrize("head", [["Cancel At Period End", "Current Period End (UTC)"], ["Cancel At (UTC)", "x"]])
def test_notice_given_by_a_flag(tmp_path: Path, head: list[str]) -> None:
    """Stripe: who cancelled at the end of the period runs until then; the day of valuation is not that end."""
    flags = ("true", "2026-07-15") if head[1] != "x" else ("2026-07-15", "")
    rows = [
        ("A", "2026-01-15", "", "", "30", flags[0], flags[1]),
        ("B", "2026-01-15", "", "", "40", "false" if head[1] != "x" else "", "2026-07-15"),
        ("C", "2026-01-15", "2026-05-01", "2026-05-15", "50", *flags),
    ]
    header = ["customer", "Start (UTC)", "Canceled At (UTC)", "Ended At (UTC)", "Amount", *head]
    found = table(tmp_path, header, rows)
    assert found.spans is not None
    ends = [str(np.datetime64(int(day), "D")) if day < FOREVER else "" for day in found.spans.end]
    assert ends == ["2026-07-15", "", "2026-05-15"]
    assert any(
        "1 contract without an end is cancelled and ends when its period does" in n for n in found.ledger.assumed
    )
    unstated = read([tmp_path / "c.csv"], options(), Asked())
    assert unstated.as_of == dt.date(2026, 5, 15)

"""Contract files as systems of subscriptions export them: periods in two columns, days with articles, MRR of today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.contracts.by_hand import AS_OF, written
from tests.contracts.test_cells_that_tell import mrr
from xlclv.contracts.data import Contracts
from xlclv.contracts.reading import Asked, options, read
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

"""Few customers: a report leans on other shops unless told not to, says so, and refuses fewer than eight."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from xlclv import report
from xlclv.errors import NotIdentifiedError
from xlclv.models.likelihood.prior import DROPOUT
from xlclv.orders.reading import Orders, read
from xlclv.simulation import World
from xlclv.simulation import orders as simulated


def orders(folder: Path, customers: int) -> Orders:
    """Simulated customers who buy often; the file ends a year and a half after it began."""
    made = simulated(customers, World(r=2.0, alpha=90.0, arrivals=200, days=540), seed=customers)
    first = dt.date(2024, 1, 1)
    rows = [
        f"C{who},{first + dt.timedelta(day)},{cents / 100:.2f}"
        for who, day, cents in zip(made.customer.tolist(), made.day.tolist(), made.cents.tolist(), strict=True)
    ]
    path = folder / f"{customers}.csv"
    path.write_text("\n".join(["customer,date,amount", *rows]) + "\n", encoding="utf-8")
    return read(path, as_of=dt.date(2025, 6, 30))


def test_few_customers_lean_and_the_report_says_how_much(tmp_path: Path) -> None:
    """By default; `prior=False` takes the data alone, another value, and says nothing of it."""
    found = orders(tmp_path, 40)
    leaning, alone = (report.build(found, prior=prior) for prior in (True, False))
    note = [words for words in leaning.cautions if "lean on what other shops show" in words]
    assert len(note) == 1
    assert f"at {DROPOUT.weight(40):.0%} of its full weight" in note[0]
    assert not any("lean on" in words for words in alone.cautions)
    assert leaning.customer_equity != pytest.approx(alone.customer_equity, rel=1e-3)


def test_eight_are_enough_and_seven_are_not(tmp_path: Path) -> None:
    """Without the priors eight are too few as well, in the words of a refusal."""
    told = report.build(orders(tmp_path, 8))
    assert told.checks_ok
    assert told.customer_equity > 0
    with pytest.raises(NotIdentifiedError, match="only 7 customers bought before the last day; a fit needs at least 8"):
        report.build(orders(tmp_path, 7))
    with pytest.raises(NotIdentifiedError, match="a fit needs at least 20"):
        report.build(orders(tmp_path, 8), prior=False)

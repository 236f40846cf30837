"""Parts of a report that are made the same way wherever its customers are."""

from __future__ import annotations

from typing import Any

import numpy as np

from xlclv.discounting import DAYS_PER_YEAR, WEEKS_PER_YEAR
from xlclv.models.likelihood.collapse import Rows
from xlclv.models.likelihood.maximum import Fit
from xlclv.models.likelihood.prior import DROPOUT, FADED
from xlclv.orders.cohorts import Cohorts
from xlclv.report.data import Candidate, CohortTable, Estimate, FittedModel
from xlclv.terms.money import words
from xlclv.terms.options import option
from xlclv.validation import comparison as validation
from xlclv.validation import data_warnings, headline
from xlclv.validation.backtest import verdict
from xlclv.validation.backtest.rolling import Backtest
from xlclv.validation.backtest.short import ModelError, widened
from xlclv.validation.backtest.verdict import Missed
from xlclv.validation.holdout import Assessment
from xlclv.validation.independence import Independence
from xlclv.valuation import customers
from xlclv.valuation.histories import Worth
from xlclv.valuation.intervals import Interval
from xlclv.valuation.settings import Settings

NO_VARIANCE = 2.0  # q up to which Gamma-Gamma's mean order values have none across customers


def fitted_model(name: str, found: Fit[Any]) -> FittedModel:
    """A fit as it is shown."""
    names = found.params.__slots__ if found.params is not None else ()
    estimates = tuple(
        Estimate(field, float(getattr(found.params, field)), error)
        for field, error in zip(names, found.standard_errors, strict=True)
    )
    return FittedModel(name, estimates, float(found.log_likelihood or 0.0), round(found.customers), found.status)


def candidate(found: validation.Candidate) -> Candidate:
    """A model of the comparison as it is shown."""
    likelihood = found.fit.log_likelihood if found.fit else None
    error = found.holdout.rmse if found.holdout else None
    return Candidate(found.name, found.status, likelihood, found.aic, found.bic, error)


def cohort_table(found: Cohorts, period: str) -> CohortTable:
    """The cohorts as they are shown, cells after the last date marked."""
    return CohortTable(
        period,
        found.labels,
        found.customers,
        active=np.where(found.beyond, -1, found.active),
        revenue=np.where(found.beyond, np.nan, found.revenue),
    )


def cautions(
    rows: Rows,
    fits: customers.Fits,
    related: Independence,
    refunded: int,
    settings: Settings,
    by_line: bool,
    money: bool = True,
) -> tuple[str, ...]:
    """What a reader should know before believing the values; each row's customers share a history."""
    said = list(data_warnings.warnings(rows.x, rows.T, settings.horizon * WEEKS_PER_YEAR, weights=rows.customers))
    models = [(fits.name, fits.purchases), ("Gamma-Gamma", fits.spend)]
    for name, found in models if money else models[:1]:
        if found.status != "converged":
            said.append(f"{name} rests on a {found.status}")
    q = getattr(fits.spend.params, "q", None)
    if money and q is not None and fits.spend.status == "converged" and q <= NO_VARIANCE:
        said.append(
            f"order values differ so much between customers (q of {q:.2f}, at most {NO_VARIANCE:g}) that they have no "
            "variance: a few large customers decide the mean at which one-time buyers are valued; look "
            "at these separately"
        )
    if not related.holds:
        said.append(related.told(words(by_line)))
    if refunded:
        who = "1 customer" if refunded == 1 else f"{refunded:,} customers"
        what = "left no margin on what was bought again" if by_line else "got more back than was bought again"
        said.append(f"{who} {what}; the next orders are valued at the least expected")
    return tuple(said)


def leaning(rows: Rows, prior: bool) -> tuple[str, ...]:
    """That a small base leans on what other shops show, and how much."""
    known = round(float(rows.customers[rows.T > 0].sum()))
    weight = DROPOUT.weight(known) if prior else 0.0
    if not weight:
        return ()
    return (
        f"with {known} customers the models lean on what other shops show, at {weight:.0%} of its full weight (none "
        f"from {FADED} customers on); {option('no-prior')} takes the data alone",
    )


def coming(whole: Worth, error: ModelError | None, horizon: float) -> Interval | None:
    """The interval of what will really come within `horizon` years, with the model's error where a back-test shows it.

    Where order values have no variance chance has none either; what a back-test shows holds it then.
    """
    if error is None:
        return whole.coming
    return widened(whole.coming or whole.expected, error, horizon * DAYS_PER_YEAR)


def missed(tried: Backtest | None, level: float) -> Missed | None:
    """The money that the back-test of the report was far off by, at the level of the values."""
    return None if tried is None else verdict.missed(tried, tried.models[0], tried.horizons[-1], level)


def past_days(tried: Backtest | None, told: Assessment | None, level: float) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What past days say against the total, and against the rest of the model; values are taken at a level.

    One story of the total: in money where a back-test shows that it was far off, else in orders of the last third of
    the history (sheet Tracking).
    """
    said = () if tried is None else verdict.notes(tried, tried.models[0], tried.horizons[-1], level)
    if missed(tried, level):
        return said[:1], said[1:]
    return tuple(filter(None, (headline.caution(told),))), said


def top_count(customers: int) -> int:
    """How many the best tenth are: at least one."""
    return max(1, int(customers * 0.1 + 0.5))

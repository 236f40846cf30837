"""Building the report: orders to summary, fits, values, tiers, cohorts, flows and checks, each a plain function."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlclv import __version__
from xlclv.checks import Floats
from xlclv.discounting import WEEKS_PER_YEAR, factor
from xlclv.errors import NotIdentifiedError
from xlclv.models.fitting import Fit
from xlclv.orders.cohorts import Cohorts
from xlclv.orders.cohorts import cohorts as cohorts_of
from xlclv.orders.currencies import agreed
from xlclv.orders.reading import Orders
from xlclv.orders.summary import CustomerSummary, summarise
from xlclv.report.data import (
    Assumptions,
    Candidate,
    CohortTable,
    Customers,
    Estimate,
    FittedModel,
    Flows,
    Report,
    Segment,
)
from xlclv.report.service import earned
from xlclv.segments import tiers
from xlclv.validation import comparison as validation
from xlclv.validation import enough
from xlclv.validation.comparison import choose, compare
from xlclv.validation.holdout import assess, cut
from xlclv.validation.independence import independence
from xlclv.valuation import customers
from xlclv.valuation.intervals import Intervals

AUTO = "auto"


def build(
    orders: Orders,
    *,
    as_of: dt.date | None = None,
    rate: float = 0.10,
    margin: float = 1.0,
    horizon: float = 3.0,
    cac: float | None = None,
    currency: str = "",
    model: str = "BG/NBD",
    command: str = "",
    given: Collection[str] | None = None,
) -> Report:
    """The report of orders: summary, fits, values, intervals, tiers, cohorts, flows, holdout and checks.

    `rate` is annual and effective, `margin` a share of revenue, `horizon` in years, `cac` money a customer. Without
    `currency` the orders' own is shown. `model` is a model's name, or "auto" for the best of all. `given` names the
    assumptions that are the user's own.

    Raises InputError for orders that cannot be summarised, NotIdentifiedError where no model can be fitted.
    """
    currency = agreed(currency, orders.currency)
    base = summarise(orders, as_of)
    history = (base.frequency, base.recency, base.T)
    refusal = enough.refusal(*history)
    if refusal:
        raise NotIdentifiedError(f"no model of repeat buying can be fitted: {refusal}")
    split = cut(orders)
    choice = choose(compare(*history, holdout=split)) if model == AUTO else None
    fits = customers.fit(base, choice.best.name if choice else model)
    scores = customers.score(base, fits, rate, horizon)
    values = scores.residual_clv(margin)
    ranked = np.lexsort((np.arange(values.size), -values))  # the summary is sorted by id, which settles ties
    tier = tiers.places(values)
    flows = customers.flows(base, fits, scores, tier, len(tiers.DEFAULT_LABELS), horizon)
    segments = _segments(values, scores.p_alive, tier)
    spread = customers.intervals(base, fits, scores, rate, horizon, margin)
    assumptions = Assumptions(
        base.as_of, rate, margin, horizon, cac, currency, None if given is None else frozenset(given)
    )
    made = Report(
        version=__version__,
        command=command,
        assumptions=assumptions,
        ledger=base.ledger,
        orders=int(base.orders.sum()),
        first_order=base.first_day.min().item(),
        last_order=base.last_day.max().item(),
        model=_fitted(fits.name, fits.purchases),
        spend=_fitted("Gamma-Gamma", fits.spend),
        spend_correlation=fits.spend.correlation,
        customers=_customers(base, scores, values, spread.clv, tier, margin, ranked),
        segments=segments,
        flows=Flows(flows.years, flows.amounts),
        cohorts=_cohort_table(cohorts_of(orders, "month"), "month"),
        customer_equity=float(values.sum()),
        mean_clv=float(values.mean()),
        median_clv=float(np.median(values)),
        realised=float(base.total) * margin,
        top_decile_share=_top_share(values[ranked]),
        expected_active=float(scores.p_alive.sum()),
        checks_ok=True,
        equity=spread.equity,
        outcome=spread.outcome,
        holdout=None if split is None else assess(orders, split, fits.name),
        choice=choice.sentence if choice else "",
        candidates=tuple(map(_candidate, choice.candidates)) if choice else (),
        cautions=_cautions(base, fits, scores.refunded, horizon),
    )
    return replace(made, checks_ok=all(holds for _, holds in checks(made)) and base.total == made.ledger.amount_used)


def checks(made: Report) -> list[tuple[str, bool]]:
    """What must hold for the report to be trusted, each with whether it does."""
    people, equity = made.customers, made.customer_equity
    discount = factor(made.assumptions.rate, made.flows.midpoint)
    flows = float((made.flows.sales * discount[:, None]).sum()) * made.assumptions.margin
    near = 1e-9 * max(1.0, abs(equity))
    numbers = (people.p_alive, people.expected_orders, people.expected_spend, people.residual_clv, people.realised)
    return [
        ("rows and amounts read are those used plus those excluded", made.ledger.reconciles),
        ("segments add up to customer equity", abs(sum(s.total for s in made.segments) - equity) <= near),
        ("segments hold every customer", sum(s.customers for s in made.segments) == len(people.id)),
        ("discounted flows add up to customer equity", abs(flows - equity) <= near),
        ("cohorts hold every customer", int(made.cohorts.customers.sum()) == len(people.id)),
        ("no id is blank or twice", all(people.id) and len(set(people.id)) == len(people.id)),
        ("probabilities lie between 0 and 1", bool(((people.p_alive >= 0) & (people.p_alive <= 1)).all())),
        ("every number is finite", all(bool(np.isfinite(column).all()) for column in numbers)),
        ("no order is later than the as-of date", made.last_order <= made.assumptions.as_of),
    ]


def _fitted(name: str, found: Fit[Any]) -> FittedModel:
    names = found.params.__slots__ if found.params is not None else ()
    estimates = tuple(
        Estimate(field, float(getattr(found.params, field)), error)
        for field, error in zip(names, found.standard_errors, strict=True)
    )
    return FittedModel(name, estimates, float(found.log_likelihood or 0.0), round(found.customers), found.status)


def _candidate(found: validation.Candidate) -> Candidate:
    likelihood = found.fit.log_likelihood if found.fit else None
    error = found.holdout.rmse if found.holdout else None
    return Candidate(found.name, found.status, likelihood, found.aic, found.bic, error)


def _cautions(base: CustomerSummary, fits: customers.Fits, refunded: int, horizon: float) -> tuple[str, ...]:
    """What a reader should know before believing the values."""
    said = list(enough.warnings(base.frequency, base.T, horizon * WEEKS_PER_YEAR))
    for name, found in ((fits.name, fits.purchases), ("Gamma-Gamma", fits.spend)):
        if found.status != "converged":
            said.append(f"{name} rests on a {found.status}")
    related = independence(base.frequency, base.monetary_value)
    if not related.holds:
        said.append(related.sentence)
    if refunded:
        who = "1 customer" if refunded == 1 else f"{refunded:,} customers"
        said.append(f"{who} got more back than was bought again; the next orders are valued at the least expected")
    return tuple(said)


def _customers(
    base: CustomerSummary,
    scores: customers.Scores,
    values: Floats,
    spread: Intervals,
    tier: NDArray[np.intp],
    margin: float,
    ranked: NDArray[np.intp],
) -> Customers:
    service = earned(base.realised, values / margin) if margin else None
    return Customers(
        id=[base.id[i] for i in ranked],
        first_order=base.first_day[ranked],
        last_order=base.last_day[ranked],
        orders=base.orders[ranked],
        frequency=base.frequency[ranked],
        recency=base.recency[ranked],
        T=base.T[ranked],
        monetary_value=base.monetary_value[ranked],
        p_alive=scores.p_alive[ranked],
        expected_orders=scores.expected_orders[ranked],
        expected_spend=scores.expected_spend[ranked],
        discounted_orders=scores.discounted_orders[ranked],
        realised=base.realised[ranked] * margin,
        residual_clv=values[ranked],
        segment=tier[ranked].astype(np.int8),
        clv_low=spread.low[ranked],
        clv_high=spread.high[ranked],
        attainment=service[0][ranked] if service else None,
        service=service[1][ranked] if service else None,
    )


def _segments(values: Floats, p_alive: Floats, tier: NDArray[np.intp]) -> tuple[Segment, ...]:
    """The value tiers, best first; every tier keeps its row, an empty one too."""
    total, mean, running, out = float(values.sum()), float(values.mean()), 0.0, []
    for place, name in enumerate(tiers.DEFAULT_LABELS):
        mine = tier == place
        count, sum_ = int(mine.sum()), float(values[mine].sum())
        own = sum_ / count if count else 0.0
        share = sum_ / total if total > 0 else 0.0  # a part of a loss is no share
        running += share
        out.append(
            Segment(
                name,
                count,
                sum_,
                own,
                float(np.median(values[mine])) if count else 0.0,
                share,
                running,
                float(p_alive[mine].mean()) if count else 0.0,
                100 * own / mean if mean > 0 else 0.0,
            )
        )
    return tuple(out)


def _cohort_table(found: Cohorts, period: str) -> CohortTable:
    return CohortTable(
        period,
        found.labels,
        found.customers,
        active=np.where(found.beyond, -1, found.active),
        revenue=np.where(found.beyond, np.nan, found.revenue),
    )


def _top_share(falling: Floats) -> float:
    """Share of customer equity that the best tenth of the customers holds (at least one customer)."""
    best = max(1, int(falling.size * 0.1 + 0.5))
    total = float(falling.sum())
    return float(falling[:best].sum()) / total if total > 0 else 0.0

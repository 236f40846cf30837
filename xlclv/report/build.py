"""Building the report: orders to summary, fits, values, tiers, cohorts, flows and checks, each a plain function."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from xlclv import __version__
from xlclv.checks import Floats
from xlclv.errors import NotIdentifiedError
from xlclv.models.collapse import Rows
from xlclv.orders.cohorts import cohorts as cohorts_of
from xlclv.orders.currencies import agreed
from xlclv.orders.overview import Overview, overview
from xlclv.orders.reading import Orders
from xlclv.orders.summary import CustomerSummary, summarise
from xlclv.report import counted
from xlclv.report.checks import checks
from xlclv.report.data import MOST_LISTED, Assumptions, Customers, Flows, Report, Segment
from xlclv.report.parts import AUTO, Tier, candidate, cautions, cohort_table, fitted_model, segments, top_count
from xlclv.report.service import earned
from xlclv.segments import tiers
from xlclv.validation import enough
from xlclv.validation.comparison import choose, compare
from xlclv.validation.holdout import assess, cut
from xlclv.validation.independence import independence
from xlclv.valuation import customers
from xlclv.valuation.intervals import Intervals


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
    listed: int = MOST_LISTED,
) -> Report:
    """The report of orders: summary, fits, values, intervals, tiers, cohorts, flows, holdout and checks.

    `rate` is annual and effective, `margin` a share of revenue, `horizon` in years, `cac` money a customer. Without
    `currency` the orders' own is shown. `model` is a model's name, or "auto" for the best of all. `given` names the
    assumptions that are the user's own. Of more customers than `listed` the best so many are fetched, and of all others
    sums, from the engine that holds the orders.

    Raises InputError for orders that cannot be summarised, NotIdentifiedError where no model can be fitted.
    """
    currency = agreed(currency, orders.currency)
    seen = overview(orders, as_of)
    assumptions = Assumptions(
        as_of or orders.as_of, rate, margin, horizon, cac, currency, None if given is None else frozenset(given)
    )
    if seen.customers > listed:
        return counted.build(orders, seen, assumptions, model, command, listed)
    return _in_memory(orders, seen, assumptions, model, command)


def _in_memory(orders: Orders, seen: Overview, given: Assumptions, model: str, command: str) -> Report:
    """The report of customers who are fetched, all of them."""
    rate, margin, horizon = given.rate, given.margin, given.horizon
    base = summarise(orders, given.as_of)
    history = (base.frequency, base.recency, base.T)
    refusal = enough.refusal(*history)
    if refusal:
        raise NotIdentifiedError(f"no model of repeat buying can be fitted: {refusal}")
    split = cut(orders)
    choice = choose(compare(*history, holdout=split)) if model == AUTO else None
    fits = customers.fit(base, choice.best.name if choice else model)
    # What the engine counts comes first: it needs room for a moment, and the customers' numbers are not yet here.
    cohorts = cohort_table(cohorts_of(orders, "month"), "month")
    judged = None if split is None else assess(orders, split, fits.name)
    scores = customers.score(base, fits, rate, horizon)
    values = scores.residual_clv(margin)
    ranked = np.lexsort((np.arange(values.size), -values))  # the summary is sorted by id, which settles ties
    tier = tiers.places(values)
    flows = customers.flows(base, fits, scores, tier, len(tiers.DEFAULT_LABELS), horizon)
    spread = customers.intervals(base, fits, scores, rate, horizon, margin)
    rows = Rows(base.frequency.astype(np.float64), base.recency, base.T, np.broadcast_to(1.0, values.shape))
    related = independence(base.frequency, base.monetary_value)
    made = Report(
        version=__version__,
        command=command,
        assumptions=given,
        ledger=base.ledger,
        orders=seen.orders,
        first_order=seen.first_day,
        last_order=seen.last_day,
        model=fitted_model(fits.name, fits.purchases),
        spend=fitted_model("Gamma-Gamma", fits.spend),
        spend_correlation=fits.spend.correlation,
        customers=_customers(base, scores, values, spread.clv, tier, margin, ranked),
        segments=_segments(values, scores.p_alive, tier),
        flows=Flows(flows.years, flows.amounts),
        cohorts=cohorts,
        customer_equity=float(values.sum()),
        mean_clv=float(values.mean()),
        median_clv=float(np.median(values)),
        realised=float(base.total) * margin,
        top_decile_share=_top_share(values[ranked]),
        expected_active=float(scores.p_alive.sum()),
        checks_ok=True,
        equity=spread.equity,
        outcome=spread.outcome,
        holdout=judged,
        choice=choice.sentence if choice else "",
        candidates=tuple(map(candidate, choice.candidates)) if choice else (),
        cautions=cautions(rows, fits, related, scores.refunded, horizon),
    )
    return replace(made, checks_ok=all(holds for _, holds in checks(made)) and base.total == made.ledger.amount_used)


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
    found = []
    for place in range(len(tiers.DEFAULT_LABELS)):
        mine = tier == place
        if mine.any():
            own = values[mine]
            found.append(Tier(own.size, float(own.sum()), float(np.median(own)), float(p_alive[mine].mean())))
        else:
            found.append(Tier(0, 0.0, 0.0, 0.0))
    return segments(found, float(values.sum()), float(values.mean()))


def _top_share(falling: Floats) -> float:
    """Share of customer equity that the best tenth of the customers holds (at least one customer)."""
    best = top_count(falling.size)
    total = float(falling.sum())
    return float(falling[:best].sum()) / total if total > 0 else 0.0

"""The report of customers who stay where their orders are: sums are fetched, and the best customers one by one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from xlclv import __version__
from xlclv.discounting import WEEKS_PER_YEAR
from xlclv.errors import NotIdentifiedError
from xlclv.orders.aggregates import of_orders
from xlclv.orders.cohorts import cohorts as cohorts_of
from xlclv.orders.overview import Overview
from xlclv.orders.reading import Orders
from xlclv.report import listing
from xlclv.report.checks import checks
from xlclv.report.data import TENTHS, Assumptions, Customers, Flows, Report, Unlisted
from xlclv.report.parts import AUTO, Tier, candidate, cautions, cohort_table, fitted_model, segments, top_count
from xlclv.report.service import by_yardstick
from xlclv.segments import attainment, tiers
from xlclv.validation import enough
from xlclv.validation.comparison import choose, compare
from xlclv.validation.holdout import assess, cut
from xlclv.validation.related import related
from xlclv.valuation import customers
from xlclv.valuation.histories import worth
from xlclv.valuation.ranking import Ranking, Standing, middle, middles_of
from xlclv.valuation.residual import living_flows
from xlclv.valuation.scoring import score
from xlclv.valuation.uncertainty import intervals


def build(orders: Orders, seen: Overview, given: Assumptions, model: str, command: str, listed: int) -> Report:
    """The report that lists the best so many customers; every total is of all."""
    rate, margin, horizon = given.rate, given.margin, given.horizon
    known = of_orders(orders, given.as_of)
    rows = known.histories
    refusal = enough.refusal(*rows[:3], weights=rows.customers)
    if refusal:
        raise NotIdentifiedError(f"no model of repeat buying can be fitted: {refusal}")
    split = cut(orders)
    choice = choose(compare(*rows[:3], weights=rows.customers, holdout=split)) if model == AUTO else None
    fits = customers.fit_aggregates(known, choice.best.name if choice else model)
    whole = worth(known, fits, rate, horizon, margin)
    scored = score(orders, known, fits, rate, horizon, margin, given.as_of)
    ranking = Ranking(scored, "residual_clv", negative=margin < 0)
    best, others = listing.best(ranking, listed), listing.others(ranking, listed, margin)
    shares = _tiers(best, others)
    at = ranking.at(_places(ranking.count, shares))
    mean = whole.equity.value / ranking.count
    made = Report(
        version=__version__,
        command=command,
        assumptions=given,
        ledger=seen.ledger,
        orders=seen.orders,
        first_order=seen.first_day,
        last_order=seen.last_day,
        model=fitted_model(fits.name, fits.purchases),
        spend=fitted_model("Gamma-Gamma", fits.spend),
        spend_correlation=fits.spend.correlation,
        customers=_furnished(best, fits, given, at, float(seen.total) / ranking.count + mean / margin, ranking.count),
        segments=segments(_with_medians(shares, at), whole.equity.value, mean),
        flows=_flows(ranking, fits, horizon),
        cohorts=cohort_table(cohorts_of(orders, "month"), "month"),
        customer_equity=whole.equity.value,
        mean_clv=mean,
        median_clv=middle(at, 1, ranking.count),
        realised=float(seen.total) * margin,
        top_decile_share=_share(at[top_count(ranking.count)].reached, whole.equity.value),
        expected_active=whole.expected_active,
        checks_ok=True,
        equity=whole.equity,
        outcome=whole.outcome,
        holdout=None if split is None else assess(orders, split, fits.name),
        choice=choice.sentence if choice else "",
        candidates=tuple(map(candidate, choice.candidates)) if choice else (),
        cautions=cautions(rows, fits, related(ranking.table, fits.spend), whole.refunded, horizon),
        unlisted=_unlisted(ranking, others, at),
    )
    holds = all(holds for _, holds in checks(made))
    complete = made.customer_count == seen.customers and seen.total == made.ledger.amount_used
    return replace(made, checks_ok=holds and complete)


def _tiers(best: Customers, others: listing.Others) -> list[Tier]:
    """Each tier's customers, value and P(alive), of those listed and all others; medians are to come."""
    rest, out = {one.segment: one for one in others.rest}, []
    for place in range(len(tiers.DEFAULT_LABELS)):
        mine = best.segment == place
        count, value, alive = int(mine.sum()), float(best.residual_clv[mine].sum()), float(best.p_alive[mine].sum())
        if place in rest:
            more = rest[place]
            count, value, alive = count + more.customers, value + more.clv, alive + more.p_alive * more.customers
        out.append(Tier(count, value, 0.0, alive / count if count else 0.0))
    return out


def _ranges(shares: list[Tier]) -> list[tuple[int, int]]:
    """The first and last place of each tier: the best first, so each is one stretch."""
    ends = np.cumsum([tier.customers for tier in shares]).tolist()
    return [(end - tier.customers + 1, end) for tier, end in zip(shares, ends, strict=True)]


def _places(count: int, shares: list[Tier]) -> list[int]:
    """Every place that the report asks about."""
    medians = [middles_of(first, last) for first, last in [*_ranges(shares), (1, count)] if last >= first]
    low = [int(share * (count - 1)) for share in (attainment.LOW_SHARE, attainment.HIGH_SHARE)]
    percentiles = [place for i in low for place in (i + 1, min(i + 2, count), count - i, max(count - i - 1, 1))]
    wanted = {place for pair in medians for place in pair} | set(percentiles) | {top_count(count), *_tenths(count)}
    return sorted(wanted)


def _tenths(count: int) -> list[int]:
    return [max(1, i * count // TENTHS) for i in range(1, TENTHS + 1)]


def _with_medians(shares: list[Tier], at: dict[int, Standing]) -> list[Tier]:
    return [
        tier._replace(median=middle(at, first, last) if tier.customers else 0.0)
        for tier, (first, last) in zip(shares, _ranges(shares), strict=True)
    ]


def _share(part: float, total: float) -> float:
    return part / total if total > 0 else 0.0


def _flows(ranking: Ranking, fits: customers.Fits, horizon: float) -> Flows:
    """Expected sales of each week ahead and tier: customers of one frequency and age buy alike while they live."""
    every = listing.with_tier(ranking)
    mass = (every.p_alive * every.expected_spend).sum()
    found = (
        every.group_by("tier", "frequency", "T").aggregate(mass=mass).order_by("tier", "frequency", "T").to_pyarrow()
    )
    tier, *columns = (found[name].to_numpy() for name in ("tier", "frequency", "T", "mass"))
    x, age, money = (column.astype(np.float64) for column in columns)
    ahead = living_flows(fits.name, fits.purchases.params, horizon * WEEKS_PER_YEAR, x, age, money,
                         tier.astype(np.int64), len(tiers.DEFAULT_LABELS))  # fmt: skip
    return Flows(ahead.years, ahead.amounts)


def _furnished(
    best: Customers, fits: customers.Fits, given: Assumptions, at: dict[int, Standing], expected: float, count: int
) -> Customers:
    """The listed customers with their intervals, attainment and service; `expected` is what the average one brings."""
    x, m = best.frequency, best.monetary_value
    spent = np.where((x > 0) & (m <= 0), customers.LEAST_SPEND, m)
    spread = intervals(fits.name, fits.purchases, fits.spend, given.rate, given.horizon * WEEKS_PER_YEAR,
                       x, best.recency, best.T, spent, margin=given.margin).clv  # fmt: skip
    done = replace(best, clv_low=spread.low, clv_high=spread.high)
    if count < attainment.MIN_FOR_PERCENTILE or expected <= 0:
        return done
    shares = attainment.LOW_SHARE, attainment.HIGH_SHARE
    low, high = (_percentile(share, given.margin, at, count) for share in shares)
    realised, remaining = best.realised / given.margin, best.residual_clv / given.margin
    attained, service = by_yardstick(realised, remaining, expected, (low, high))
    return replace(done, attainment=attained, service=service)


def _percentile(share: float, margin: float, at: dict[int, Standing], count: int) -> float:
    """PERCENTILE.INC of remaining CLV before margin; a negative margin turns the order round."""
    from_low = share * (count - 1)
    i = int(from_low)
    two = (count - i, max(count - i - 1, 1)) if margin > 0 else (i + 1, min(i + 2, count))
    low, high = (at[place].value / margin for place in two)
    return float(np.percentile([low, high], 100 * (from_low - i)))


def _unlisted(ranking: Ranking, others: listing.Others, at: dict[int, Standing]) -> Unlisted:
    count = ranking.count
    found = [at[place] for place in _tenths(count)]
    reached = [one.reached if i * count // TENTHS else 0.0 for i, one in enumerate(found, 1)]
    floors = np.array([one.value for one in found])
    return Unlisted(others.rest, floors, np.array(reached), ranking.mean_place, others.sound)

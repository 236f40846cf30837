"""The budget of orders: today's customers from their histories, the plan, and the months past beside it."""

from __future__ import annotations

import datetime as dt

import numpy as np

from xlclv.checks import Floats
from xlclv.discounting import DAYS_PER_YEAR
from xlclv.orders.aggregates import Aggregates
from xlclv.orders.cohorts import Cohorts
from xlclv.orders.summary import WEEK
from xlclv.places import places
from xlclv.planning.budget import Budget, ahead, new_ones, pace, rows_of
from xlclv.planning.months import Month, months_ahead
from xlclv.planning.plan import Asked, last_whole, planned
from xlclv.validation.backtest.short import ModelError
from xlclv.valuation.customers import Fits
from xlclv.valuation.residual import Flows

_SHOWN = 36  # months of history beside the budget


def budget(
    asked: Asked,
    known: Aggregates,
    fits: Fits,
    as_of: dt.date,
    first_order: float,
    cohorts: Cohorts,
    by_tier: Flows,
    error: ModelError | None,
) -> Budget:
    """The budget from the day after `as_of` on; `by_tier` are the weekly flows, which split a month's sales by tier."""
    months = months_ahead(as_of, asked.months)
    rows = rows_of(known, fits)
    first = np.datetime64(as_of) - np.round(known.histories.T * WEEK).astype("timedelta64[D]")
    year = first.astype("datetime64[Y]").astype(np.int64) + 1970
    years = tuple(range(int(year.min()), int(year.max()) + 1))
    found = ahead(rows, fits, months, places(year - years[0]), len(years), error)
    won = dict(zip(cohorts.labels, cohorts.customers.tolist(), strict=True))
    plan = planned(asked, months, won, last_whole(as_of))
    return Budget(
        months,
        found.orders,
        years,
        found.sales,
        found.sales.sum(axis=1)[:, None] * _shares(by_tier, months),
        found.low,
        found.high,
        plan.customers,
        plan.source,
        plan.doubt,
        new_ones(fits, first_order, len(months)),
        pace(fits, months),
        asked.fixed_costs,
        _history(cohorts, years, as_of),
    )


def _shares(weekly: Flows, months: tuple[Month, ...]) -> Floats:
    """Each tier's share of a month, from the weeks' sales; beyond the horizon that of the last weeks."""
    half = weekly.years[0]
    starts = np.append(0.0, weekly.years[:-1] + half)  # weeks, but for the last, which the horizon cuts
    ends = np.append(starts, 2.0 * weekly.years[-1] - starts[-1])
    reached = np.vstack([np.zeros(weekly.amounts.shape[1]), np.cumsum(weekly.amounts, axis=0)])
    out = np.zeros((len(months), weekly.amounts.shape[1]))
    for at, month in enumerate(months):
        two = np.minimum(np.array([month.start, month.end]) / DAYS_PER_YEAR, ends[-1])
        if two[1] - two[0] < 1e-9:
            two[0] = ends[-2]
        part = np.array([np.diff(np.interp(two, ends, column))[0] for column in reached.T])
        out[at] = part / part.sum() if part.sum() > 0 else 1.0 / len(part)
    return out


def _history(cohorts: Cohorts, years: tuple[int, ...], as_of: dt.date) -> tuple[tuple[str, Floats], ...]:
    """Sales of past months by year of first purchase, the last so many up to the as-of day's."""
    last = as_of.year * 12 + as_of.month - 1
    first = min(int(label[:4]) * 12 + int(label[5:]) - 1 for label in cohorts.labels)
    table = np.zeros((last - first + 1, len(years)))
    for label, revenue in zip(cohorts.labels, cohorts.revenue, strict=True):
        start = int(label[:4]) * 12 + int(label[5:]) - 1 - first
        width = min(len(revenue), len(table) - start)
        table[start : start + width, int(label[:4]) - years[0]] += revenue[:width]
    labels = [f"{at // 12:04d}-{at % 12 + 1:02d}" for at in range(first, last + 1)]
    return tuple(zip(labels, table, strict=True))[-_SHOWN:]

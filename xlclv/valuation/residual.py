"""Residual customer lifetime value: purchases to come, bucket by bucket, discounted (Fader, Hardie & Lee 2005b).

    residual CLV = E[spend] x margin x SUM_j (E[Y(j)] - E[Y(j - 1)]) / (1 + d)^(j - 0.5)
    1 + d = (1 + rate)^(1 / periods_per_year)

Buckets are one unit of the fit's time long and valued at their middle; a fractional last bucket at its own.
Every model's E[Y(h)] is P(alive) times purchases of a living customer, and those depend on frequency and T alone,
smoothly (xlclv.valuation.buckets).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from xlclv.checks import Check, Floats
from xlclv.discounting import WEEKS_PER_YEAR, factor
from xlclv.models import Model, by_name, gamma_gamma
from xlclv.models.likelihood.collapse import distinct
from xlclv.models.likelihood.history import same_shape, take_history
from xlclv.models.season.clock import STEADY, Clock
from xlclv.places import places
from xlclv.valuation.buckets import bucket_edges, discounted, flows, middles

_BUCKETS = 1_000_000  # the longest horizon, in units of the fit's time


@dataclass(frozen=True, slots=True)
class Flows:
    """Money or purchases expected in each bucket (rows) and group (columns), and the buckets' middles in years."""

    amounts: Floats
    years: Floats


def discounted_orders(
    model: str,
    params: Any,
    rate: Any,
    horizon: Any,
    frequency: Any,
    recency: Any,
    T: Any,
    *,
    periods_per_year: Any = WEEKS_PER_YEAR,
    clock: Clock = STEADY,
) -> Floats:
    """Expected purchases in the `horizon` after T, each discounted to T. All arguments but the first two broadcast.

    rate is effective for a year; horizon, recency and T are in the fit's unit of time, of which a year has
    `periods_per_year`. On a season `clock` recency and T are on it, and horizon is not. Past
    purchases are not counted.

    Raises InputError for histories that cannot be, a rate of -100% or above 100%, or a horizon beyond 1,000,000 units.

    >>> from xlclv.models import bg_nbd
    >>> params = bg_nbd.Params(0.243, 4.414, 0.793, 2.426)
    >>> print(f"{discounted_orders('BG/NBD', params, 0.15, 52, 2, 30.43, 38.86):.6f}")
    1.462233
    """
    check = Check()
    rates, h = check.take("annual_rate", rate, name="rate"), check.take("horizon", horizon)
    units = check.take("fit_periods_per_year", periods_per_year, name="periods_per_year")
    x, t_x, age = take_history(check, frequency, recency, T)
    check.rule(h > _BUCKETS, "horizon", h, f"must be at most {_BUCKETS:,} units of time")
    same_shape(check, rate=rates, horizon=h, periods_per_year=units, frequency=x, recency=t_x, T=age)
    check.done()
    engine = by_name(model)
    alive = engine.p_alive(params, x, t_x, age)
    if max(rates.size, units.size, h.size) > 1:
        living = _by_terms(engine, params, clock, *np.broadcast_arrays(rates, units, h, x, age))
    else:
        one, unit, end = (float(term.ravel()[0]) for term in (rates, units, h))
        living = _one_term(engine, params, clock, one, unit, end, x, age)
    return check.finite("horizon", alive * living)


def living_orders(
    model: str, params: Any, rate: float, horizon: float, frequency: Floats, T: Floats,
    periods_per_year: float = WEEKS_PER_YEAR, clock: Clock = STEADY,
) -> Floats:  # fmt: skip
    """discounted_orders of customers known to be alive at T: without P(alive), so recency does not matter.

    frequency and T are equally long and checked already; rate, horizon and periods_per_year as there. Raises nothing.

    >>> from xlclv.models import bg_nbd
    >>> params = bg_nbd.Params(0.243, 4.414, 0.793, 2.426)
    >>> print(f"{living_orders('BG/NBD', params, 0.15, 52, np.array([2.0]), np.array([38.86]))[0]:.6f}")
    2.012491
    """
    return _one_term(by_name(model), params, clock, rate, periods_per_year, horizon, frequency, T)


def residual_clv(
    model: str,
    params: Any,
    spend_params: Any,
    rate: Any,
    horizon: Any,
    frequency: Any,
    recency: Any,
    T: Any,
    monetary_value: Any,
    *,
    bought: Any = None,
    margin: Any = 1.0,
    periods_per_year: Any = WEEKS_PER_YEAR,
    clock: Clock = STEADY,
) -> Floats:
    """Expected spend x margin x discounted orders, in the money of monetary_value. All but the params broadcast.

    margin is the contribution's share of revenue, at most 1. Past purchases and acquisition costs are not counted.
    `bought` is of how many orders monetary_value is the mean: frequency unless given.

    Raises InputError as discounted_orders and gamma_gamma.expected_spend do.

    >>> from xlclv.models import bg_nbd, gamma_gamma
    >>> params, spend = bg_nbd.Params(0.243, 4.414, 0.793, 2.426), gamma_gamma.Params(6.25, 3.74, 15.44)
    >>> print(f"{residual_clv('BG/NBD', params, spend, 0.15, 52, 2, 30.43, 38.86, 22.35, margin=0.3):.6f}")
    10.819227
    """
    check = Check()
    share = check.take("margin_of_revenue", margin, name="margin")
    check.done()
    orders = discounted_orders(
        model, params, rate, horizon, frequency, recency, T, periods_per_year=periods_per_year, clock=clock
    )
    told = frequency if bought is None else bought
    spend = gamma_gamma.expected_spend(spend_params, told, monetary_value)
    same_shape(check, margin=share, frequency=orders, monetary_value=spend)
    check.done()
    return check.finite("monetary_value", spend * share * orders)


def expected_flows(
    model: str,
    params: Any,
    horizon: float,
    frequency: Any,
    recency: Any,
    T: Any,
    *,
    weights: Any = 1.0,
    groups: Any = 0,
    group_count: int | None = None,
    periods_per_year: float = WEEKS_PER_YEAR,
    clock: Clock = STEADY,
) -> Flows:
    """Expected purchases in each bucket of the horizon, times each customer's weight, summed by group; undiscounted.

    weights: money per purchase (expected spend x margin), or 1; groups: whole numbers from 0, one a customer.
    Discounted with (1 + rate)^-years the amounts add up to the customers' discounted_orders times their weights.

    Raises InputError as discounted_orders does, or for groups that are not whole numbers from 0.

    >>> from xlclv.models import bg_nbd
    >>> params = bg_nbd.Params(0.243, 4.414, 0.793, 2.426)
    >>> found = expected_flows("BG/NBD", params, 2.5, [2, 0], [30.43, 0], 38.86, weights=[10, 20], groups=[0, 1])
    >>> found.amounts.shape, found.years.round(4).tolist()
    ((3, 2), [0.0096, 0.0287, 0.0431])
    """
    check = Check()
    h = check.take("horizon", horizon)
    units = check.take("fit_periods_per_year", periods_per_year, name="periods_per_year")
    x, t_x, age = take_history(check, frequency, recency, T)
    worth, group = check.take("values", weights, name="weights"), np.asarray(groups)
    check.rule(h > _BUCKETS, "horizon", h, f"must be at most {_BUCKETS:,} units of time")
    check.rule(h.size != 1 or units.size != 1, "horizon", None, "and periods_per_year must be one number here")
    whole = group.dtype.kind in "iu" and (group.size == 0 or group.min() >= 0)
    check.rule(not whole, "groups", None, "must be whole numbers from 0")
    count = group_count or int(group.max(initial=0) if whole else 0) + 1
    check.rule(whole and group.max(initial=0) >= count, "groups", None, f"must be below group_count, {count}")
    same_shape(check, frequency=x, recency=t_x, T=age, weights=worth, groups=group)
    check.done()
    engine = by_name(model)
    mass = worth * engine.p_alive(params, x, t_x, age)
    shape = np.broadcast_shapes(x.shape, age.shape, mass.shape, group.shape)
    x, age, mass, group = (np.broadcast_to(column, shape).ravel() for column in (x, age, mass, group))
    found = living_flows(
        model, params, float(h.ravel()[0]), x, age, mass, group.astype(np.int64), count, units.ravel()[0], clock
    )
    check.finite("weights", found.amounts)
    return found


def living_flows(
    model: str, params: Any, horizon: float, x: Floats, T: Floats, mass: Floats, group: Any, groups: int,
    periods_per_year: float = WEEKS_PER_YEAR, clock: Clock = STEADY,
) -> Flows:  # fmt: skip
    """expected_flows of customers known to be alive at T, each with a `mass`: its weight x P(alive).

    Everything is checked already, and each row may stand for many customers of one frequency and T. Raises nothing.

    >>> from xlclv.models import bg_nbd
    >>> params = bg_nbd.Params(0.243, 4.414, 0.793, 2.426)
    >>> one = np.ones(1)
    >>> living_flows("BG/NBD", params, 2.5, 2 * one, 38.86 * one, one, np.array([0]), 1).amounts.shape
    (3, 1)
    """
    edges = bucket_edges(horizon)
    amounts = np.diff(flows(by_name(model), params, clock.ahead(edges), x, T, mass, group, groups), axis=0)
    return Flows(amounts, middles(edges) / float(periods_per_year))


def _one_term(
    engine: Model, params: Any, clock: Clock, rate: float, units: float, horizon: float, x: Floats, T: Floats
) -> Floats:
    """Discounted purchases of living customers, all to one horizon at one rate."""
    edges = bucket_edges(horizon)
    x, T = np.broadcast_arrays(x, T)
    if len(edges) == 1 or not x.size:
        return np.zeros(x.shape)
    present = factor(rate, middles(edges) / units)
    # Abel's summation: weights on E[Y] itself, none negative at a rate of 0 or more, and exactly the plain sum at 0
    weight = np.append(-np.diff(present), present[-1])
    return discounted(engine, params, clock.ahead(edges[1:]), weight, x.ravel(), T.ravel()).reshape(x.shape)


def _by_terms(
    engine: Model, params: Any, clock: Clock, rate: Floats, units: Floats, horizon: Floats, x: Floats, T: Floats
) -> Floats:
    """The same where rates, units or horizons differ between rows."""
    terms = [term.ravel() for term in (rate, units, horizon)]
    x_flat, T_flat = x.ravel(), T.ravel()
    out = np.empty(x.size)
    first, which = distinct(*terms)
    order = np.argsort(which, kind="stable")
    for row, rows in zip(first, np.split(order, np.cumsum(np.bincount(places(which)))[:-1]), strict=True):
        one, unit, end = (float(term[row]) for term in terms)
        out[rows] = _one_term(engine, params, clock, one, unit, end, x_flat[rows], T_flat[rows])
    return out.reshape(x.shape)

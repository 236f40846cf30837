"""Loyalty: what a programme returns, what to spend on keeping customers, what a win-back is worth."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from xlclv.checks import Bools, Check, Floats

_HALVINGS = 200  # a bracket of any width shrinks below the last digit


class Return(NamedTuple):
    """A programme's return: per customer, in total, after its cost; `roi` is 0 where `free`: it cost nothing."""

    uplift: Floats
    total: Floats
    net: Floats
    roi: Floats
    free: Bools


def roi(clv_before: Any, clv_after: Any, customers: Any, programme_cost: Any) -> Return:
    """Return of a programme: uplift x customers, less its cost, over its cost. CLV is before the programme's cost.

    Money; arguments broadcast. The uplift is also the break-even spend per customer.

    Raises InputError: customers or programme_cost below 0.

    >>> [round(float(v), 4) for v in roi(333.33, 360, 20_000, 250_000)[:4]]
    [26.67, 533400.0, 283400.0, 1.1336]
    """
    check = Check()
    before, after = check.take("clv_before", clv_before), check.take("clv_after", clv_after)
    count, cost = check.take("customers", customers), check.take("programme_cost", programme_cost)
    check.done()
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        uplift = after - before
        total = check.finite("total", uplift * count)
        net = total - cost
        free = np.asarray(cost == 0)
        return Return(uplift, total, check.finite("net", net), np.where(free, 0.0, net / np.where(free, 1, cost)), free)


class Optimum(NamedTuple):
    """The best spend, the retention it reaches, the value of a customer there, and the value today."""

    spend: Floats
    retention: Floats
    value: Floats
    value_now: Floats


def optimum(rate: Any, margin: Any, ceiling: Any, retention: Any, current_spend: Any) -> Optimum:
    """The retention spend R per customer and period that maximises V(R) = (m - R/r) r'/(1 - r'), r' = r/(1+d).

    Retention follows r(R) = ceiling (1 - e^(-kR)) through today's point (current_spend, retention). Without a
    spend that makes V positive the answer is 0, 0, 0. Source: Blattberg & Deighton 1996.

    Raises InputError: retention not between 0 and ceiling, ceiling above 1 or not below 1+d, spend or margin <= 0.

    >>> [round(float(v), 6) for v in optimum(0.15, 100, 0.7, 0.4, 10)]
    [27.195899, 0.63012, 68.893058, 40.0]
    """
    check = Check()
    d, m = check.take("rate", rate), check.take("earned_margin", margin, name="margin")
    top, now = check.take("ceiling", ceiling), check.take("retention_now", retention, name="retention")
    spend = check.take("current_spend", current_spend)
    check.rule(now >= top, "retention", now, "must stay below ceiling", "give a higher ceiling")
    check.rule(top >= 1 + d, "ceiling", top, "must stay below 1 + rate")
    check.done()
    k = -np.log1p(-now / top) / spend
    best = _best_spend(d, m, top, k)
    reached = -top * np.expm1(-k * best)
    return Optimum(
        check.finite("spend", best),
        check.finite("retention", reached),
        check.finite("value", _value(d, m, best, reached)),
        check.finite("value now", _value(d, m, spend, now)),
    )


def _value(d: Floats, m: Floats, spend: Floats, r: Floats) -> Floats:
    """V = (m r - R)/(1+d-r): the same as (m - R/r) r'/(1-r'), and 0 at R = 0."""
    out: Floats = (m * r - spend) / (d + (1 - r))
    return out


def _best_spend(d: Floats, m: Floats, top: Floats, k: Floats) -> Floats:
    """The root of r'(R)(m(1+d) - R) = 1 + d - r(R), whose left side falls; 0 where even the first cent is lost."""
    worth = np.asarray(top * k * m > 1)
    low = np.zeros(np.broadcast_shapes(np.shape(d), np.shape(m), np.shape(k)))
    high = low + m * (1 + d)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        left = np.exp(-k * middle)
        rising = top * k * left * (m * (1 + d) - middle) > d + (1 - top) + top * left
        low, high = np.where(rising, middle, low), np.where(rising, high, middle)
    return np.where(worth, (low + high) / 2, 0.0)


def winback(second_clv: Any, winback_rate: Any, retention_cost: Any, cost_multiple: Any = 5.0) -> Floats:
    """Net value of one attempt to win a customer back: rate x CLV - cost of keeping x multiple, won or not.

    Sources: Thomas, Blattberg & Fox 2004; Stauss & Friege 1999; the rule of thumb "up to five times higher".

    Raises InputError: a rate outside 0 to 1, a negative cost or multiple.

    >>> float(winback(300, 0.12, 6))
    6.0
    """
    check = Check()
    value, share = check.take("second_clv", second_clv), check.take("winback_rate", winback_rate)
    cost, times = check.take("retention_cost", retention_cost), check.take("cost_multiple", cost_multiple)
    check.done()
    with np.errstate(over="ignore", invalid="ignore"):
        return check.finite("value", share * value - cost * times)

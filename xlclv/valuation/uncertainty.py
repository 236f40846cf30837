"""How far the fitted parameters can be trusted: intervals for customer equity and for each customer's CLV.

The delta method on ln(parameters) and ln(value): along each principal axis of the estimates' covariance the value's
logarithm is differentiated, and the squares add up. Chosen before draws of parameters because it is exact in the
limit, the same at every run, and costs two valuations an axis (eight for 1,000,000 customers, not hundreds); the
logarithms give the skewness that draws would show. benchmarks/calibration.py counts how often the intervals hold.

Three questions, three intervals, none of which stands for another:

- `equity_interval`, `clv_interval`: what would be expected of the same histories if the parameters were known?
  Parameter uncertainty alone; it vanishes as customers grow in number.
- `outcome_interval`: what will all customers together really bring? Parameters and chance.
- `xlclv.valuation.predictive`: what will one customer really bring? Mostly chance.

The purchase and the spend model are taken as independent. A parameter pinned to its limit is taken as known (its
partner carries what the data say of their ratio), so the fit's status has to be shown beside an interval.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from xlclv.checks import Check, Floats
from xlclv.discounting import WEEKS_PER_YEAR
from xlclv.errors import NA, Fault, InputError
from xlclv.models import by_name, gamma_gamma
from xlclv.models.likelihood.maximum import Fit
from xlclv.models.season.clock import STEADY, Clock
from xlclv.valuation.buckets import discounted
from xlclv.valuation.intervals import Interval, Intervals, around, normal_quantile
from xlclv.valuation.predictive import money_variance, present_weights
from xlclv.valuation.residual import residual_clv

CONFIDENCE = 0.8
_STEP = 1e-3  # of ln(parameter): errors of 1e-7 in the slope, far below those of the method
_BUCKETS = 16  # a slope of ln(CLV) hardly feels when in the horizon orders come: 1e-4 of it at most


class Uncertainty(NamedTuple):
    """All three intervals of one base; `outcome` is None where order values have no variance."""

    equity: Interval
    outcome: Interval | None
    clv: Intervals


class _Case(NamedTuple):
    """One question, checked: the fits, the terms, the customers, and each one's CLV."""

    model: str
    purchases: Any
    spend: Any
    rate: float
    horizon: float
    x: Floats
    t_x: Floats
    T: Floats
    m: Floats
    bought: Floats
    margin: float
    periods_per_year: float
    value: Floats
    number: Floats
    scatter: Floats
    clock: Clock


def intervals(
    model: str,
    purchases: Fit[Any],
    spend: Fit[Any],
    rate: float,
    horizon: float,
    frequency: Any,
    recency: Any,
    T: Any,
    monetary_value: Any,
    *,
    bought: Any = None,
    margin: float = 1.0,
    confidence: float = CONFIDENCE,
    periods_per_year: float = WEEKS_PER_YEAR,
    weights: Any = 1.0,
    scatter: Any = 1.0,
    clock: Clock = STEADY,
) -> Uncertainty:
    """equity_interval, outcome_interval and clv_interval at the price of one; arguments and errors as there.

    A row may stand for `weights` customers of one history, with monetary_value their mean: value and slopes are
    linear in it. `scatter` is then their mean of (gamma + x m)^2 over the square of its mean, on which chance rests.
    `bought` is of how many orders monetary_value is the mean: frequency unless given.

    >>> from xlclv.models import bg_nbd, gamma_gamma
    >>> x, t_x, T = [1, 2, 1, 4, 0, 3, 1, 0] * 20, [8, 20, 3, 28, 0, 9, 25, 0] * 20, [30] * 160
    >>> m = [22, 40, 18, 31, 0, 75, 160, 0] * 20
    >>> fits = bg_nbd.fit(x, t_x, T), gamma_gamma.fit(x, m)
    >>> found = intervals("BG/NBD", *fits, 0.1, 52, x, t_x, T, m)
    >>> found.equity.value == found.outcome.value, found.clv.value.size
    (True, 160)
    """
    case = _case(model, purchases, spend, rate, horizon, frequency, recency, T, monetary_value,
                 bought=bought, margin=margin, confidence=confidence, periods_per_year=periods_per_year,
                 weights=weights, scatter=scatter, clock=clock)  # fmt: skip
    value = case.value * case.number
    total, squares, along = float(value.sum()), np.zeros(value.shape), 0.0
    for slope in _slopes(case):
        squares += slope * slope
        along += (float((value * slope).sum()) / total) ** 2 if total else 0.0
    error = float(np.sqrt(along))
    ends = around(np.array([total]), np.array([error]), confidence)
    equity = Interval(float(ends.low[0]), total, float(ends.high[0]), error, confidence)
    varies = bool((case.spend.params.p * case.bought + case.spend.params.q > 2).all())
    outcome = _outcome(case, total, error, confidence) if varies else None
    return Uncertainty(equity, outcome, around(case.value, np.sqrt(squares), confidence))


def equity_interval(*question: Any, **terms: Any) -> Interval:
    """Interval for expected customer equity: the sum of residual CLV given these histories, parameters known.

    Arguments as `intervals`: the model's name, the fits of purchases and of spend (their covariance is used), rate
    and horizon, then frequency, recency, T and monetary_value, one entry a customer; margin, confidence (80% unless
    given) and periods_per_year as residual.residual_clv has them. rate, horizon and margin are one number each.
    In `confidence` of the cases the interval holds what the true parameters would expect of these customers, not the
    money that will come: that is outcome_interval.

    Raises InputError as residual_clv does, for a confidence not between 0 and 1, or a fit without parameters.

    >>> from xlclv.models import bg_nbd, gamma_gamma
    >>> x, t_x, T = [1, 2, 1, 4, 0, 3, 1, 0] * 20, [8, 20, 3, 28, 0, 9, 25, 0] * 20, [30] * 160
    >>> m = [22, 40, 18, 31, 0, 75, 160, 0] * 20
    >>> found = equity_interval("BG/NBD", bg_nbd.fit(x, t_x, T), gamma_gamma.fit(x, m), 0.1, 52, x, t_x, T, m)
    >>> found.low < found.value < found.high
    True
    """
    return intervals(*question, **terms).equity


def outcome_interval(*question: Any, **terms: Any) -> Interval:
    """Interval for the money these customers will really bring within the horizon, discounted; as equity_interval.

    Chance (predictive.money_variance, independent between customers) is added to the uncertainty of the parameters;
    value is the expectation. It assumes that the models hold: no season, crisis or change of prices is in it.

    Raises InputError as equity_interval does, and where order values have no variance (p x frequency + q <= 2).

    >>> from xlclv.models import bg_nbd, gamma_gamma
    >>> x, t_x, T = [1, 2, 1, 4, 0, 3, 1, 0] * 20, [8, 20, 3, 28, 0, 9, 25, 0] * 20, [30] * 160
    >>> m = [22, 40, 18, 31, 0, 75, 160, 0] * 20
    >>> fits = bg_nbd.fit(x, t_x, T), gamma_gamma.fit(x, m)
    >>> chance = outcome_interval("BG/NBD", *fits, 0.1, 52, x, t_x, T, m)
    >>> chance.low < equity_interval("BG/NBD", *fits, 0.1, 52, x, t_x, T, m).low
    True
    """
    found = intervals(*question, **terms).outcome
    if found is None:
        rule = "has order values without a variance (q is at most 2), so the total may lie anywhere"
        raise InputError((Fault("spend", rule, NA),))
    return found


def clv_interval(*question: Any, **terms: Any) -> Intervals:
    """Interval for each customer's residual CLV given the history, parameters known; arguments as equity_interval.

    In `confidence` of the customers it holds what the true parameters would expect of them. It says nothing about
    what one customer will really bring, which varies far more: see predictive.money_interval.

    Raises InputError as equity_interval does.

    >>> from xlclv.models import bg_nbd, gamma_gamma
    >>> x, t_x, T = [1, 2, 1, 4, 0, 3, 1, 0] * 20, [8, 20, 3, 28, 0, 9, 25, 0] * 20, [30] * 160
    >>> m = [22, 40, 18, 31, 0, 75, 160, 0] * 20
    >>> found = clv_interval("BG/NBD", bg_nbd.fit(x, t_x, T), gamma_gamma.fit(x, m), 0.1, 52, x, t_x, T, m)
    >>> found.value.shape, bool((found.low < found.value).all())
    ((160,), True)
    """
    case = _case(*question, **terms)
    squares = np.zeros(case.value.shape)
    for slope in _slopes(case):
        squares += slope * slope
    return around(case.value, np.sqrt(squares), terms.get("confidence", CONFIDENCE))


def _case(
    model: str,
    purchases: Fit[Any],
    spend: Fit[Any],
    rate: float,
    horizon: float,
    frequency: Any,
    recency: Any,
    T: Any,
    monetary_value: Any,
    *,
    bought: Any = None,
    margin: float = 1.0,
    confidence: float = CONFIDENCE,
    periods_per_year: float = WEEKS_PER_YEAR,
    weights: Any = 1.0,
    scatter: Any = 1.0,
    clock: Clock = STEADY,
) -> _Case:
    history = frequency, recency, T
    check = Check()
    check.take("confidence", confidence)
    for name, number in (("rate", rate), ("horizon", horizon), ("margin", margin)):
        check.rule(np.size(number) != 1, name, None, "must be one number here")
    check.done()
    for name, found in (("purchases", purchases), ("spend", spend)):
        if not found.identified:
            raise InputError((Fault(name, f"has no parameters: {found.status}", NA),))
    value = residual_clv(model, purchases.params, spend.params, rate, horizon, *history, monetary_value,
                         bought=bought, margin=margin, periods_per_year=periods_per_year, clock=clock)  # fmt: skip
    told = frequency if bought is None else bought
    columns = np.broadcast_arrays(*(np.asarray(c, dtype=np.float64) for c in (*history, monetary_value, told)))
    x, t_x, age, m, orders = (column.ravel() for column in columns)
    count, wide = (np.broadcast_to(np.asarray(c, dtype=np.float64), x.shape) for c in (weights, scatter))
    return _Case(model, purchases, spend, rate, float(horizon), x, t_x, age, m, orders, margin, periods_per_year,
                 value.ravel(), count, wide, clock)  # fmt: skip


def _outcome(case: _Case, total: float, error: float, confidence: float) -> Interval:
    """Log-normal with the parameters' error and chance together; chance leaves the mean where it is."""
    variance = money_variance(
        case.model,
        case.purchases.params,
        case.spend.params,
        case.rate,
        case.horizon,
        case.x,
        case.t_x,
        case.T,
        case.m,
        bought=case.bought,
        margin=case.margin,
        periods_per_year=case.periods_per_year,
        clock=case.clock,
    )
    chance = float(np.log1p((variance * case.number * case.scatter).sum() / (total * total))) if total else 0.0
    both = float(np.sqrt(error * error + chance))
    reach = normal_quantile(confidence) * both
    low, high = sorted(total * float(np.exp(side * reach - 0.5 * chance)) for side in (-1, 1))
    return Interval(low, total, high, both, confidence)


def _slopes(case: _Case) -> Iterator[Floats]:
    """The slope of ln(CLV) along each principal axis, per standard error; the axes are independent."""
    for axis in axes(case.purchases):
        step = _STEP / float(np.abs(axis).max())
        up, down = (_orders(case, side * step * axis) for side in (1.0, -1.0))
        buys = (up > 0) & (down > 0)  # a customer surely gone has no slope
        yield np.log(np.where(buys, up, 1.0) / np.where(buys, down, 1.0)) / (2.0 * step)
    by_p, by_q, by_gamma = spend_slopes(case.spend.params, case.bought, case.m)
    for axis in axes(case.spend):
        yield axis[0] * by_p + axis[1] * by_q + axis[2] * by_gamma


def axes(fit: Fit[Any]) -> Floats:
    """Principal axes of the covariance of ln(parameters), each one standard error long, in rows. Raises nothing.

    >>> from xlclv.models import gamma_gamma
    >>> axes(gamma_gamma.fit([1, 2, 1, 4, 3, 1] * 20, [22, 40, 18, 31, 75, 160] * 20)).shape
    (3, 3)
    """
    params = fit.params
    assert params is not None, "_case refuses a fit without parameters"
    assert fit.covariance is not None, "and one with parameters has their covariance"
    point = np.array([getattr(params, name) for name in params.__slots__])
    size, axes = np.linalg.eigh(fit.covariance / np.outer(point, point))
    known = size > 1e-14 * size.max(initial=0.0)
    return np.asarray((axes[:, known] * np.sqrt(size[known])).T)


def _orders(case: _Case, shift: Floats) -> Floats:
    """Discounted orders with each ln(parameter) moved, in coarse buckets."""
    params: Any = case.purchases.params
    moved = (getattr(params, name) * float(np.exp(d)) for name, d in zip(params.__slots__, shift, strict=True))
    there, engine = type(params)(*moved), by_name(case.model)
    edges = np.linspace(0.0, case.horizon, _BUCKETS + 1)
    weight = present_weights(case.rate, case.periods_per_year, edges)
    living = discounted(engine, there, case.clock.ahead(edges[1:]), weight, case.x, case.T)
    return np.asarray(engine.p_alive(there, case.x, case.t_x, case.T) * living)


def spend_slopes(spend: gamma_gamma.Params, x: Floats, m: Floats) -> tuple[Floats, Floats, Floats]:
    """d ln(expected spend) by ln p, ln q and ln gamma; p (gamma + x m) / (p x + q - 1). Raises nothing.

    >>> spent = spend_slopes(gamma_gamma.Params(6.25, 3.74, 15.44), np.array([2.0]), np.array([22.0]))
    >>> [round(float(slope[0]), 4) for slope in spent]
    [0.1798, -0.2454, 0.2598]
    """
    room, spent = spend.p * x + (spend.q - 1.0), x * np.where(x > 0, m, 0.0)
    return (spend.q - 1.0) / room, -spend.q / room, spend.gamma / (spend.gamma + spent)

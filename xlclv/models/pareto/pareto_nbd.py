"""Pareto/NBD: repeat buying, and dropout at any time, at gamma rates (Schmittlein, Morrison & Colombo 1987).

1. While a customer, one buys at random at a steady rate lambda; rates are gamma(r, alpha) across customers.
2. One leaves for good at any time, unseen, at a steady rate mu; these are gamma(s, beta).
3. Both rates are independent across customers, and neither changes with time.

Likelihood of x repeat purchases, the last at t_x, by T: lambda^x (mu e^(-(lambda + mu) t_x) +
lambda e^(-(lambda + mu) T)) / (lambda + mu), over both mixtures.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from xlclv.checks import Check, Floats
from xlclv.models.likelihood.collapse import distinct
from xlclv.models.likelihood.history import frequencies, same_shape, take_history, take_horizon
from xlclv.models.likelihood.maximum import Fit, validate
from xlclv.models.numerics.gammas import log_gamma_ratio
from xlclv.models.pareto import fit as pareto_fit
from xlclv.models.pareto.integral import log_integral, log_laplace

_MANY = 5000  # rows from which on it pays to look for equal ones


@dataclass(frozen=True, slots=True)
class Params:
    """Purchase rates are gamma(r, alpha) across customers, dropout rates gamma(s, beta); all above 0.

    >>> Params(0.553, 10.578, 0.606, 11.669)
    Params(r=0.553, alpha=10.578, s=0.606, beta=11.669)
    """

    r: float
    alpha: float
    s: float
    beta: float

    def __post_init__(self) -> None:
        validate(self)


def fit(frequency: Any, recency: Any, T: Any, *, weights: Any = None, prior: bool = False) -> Fit[Params]:
    """Maximum likelihood estimates from customers' histories (Fader & Hardie, note 009).

    frequency, recency and T are equally long lists, one entry a customer, or a row of grouped data with
    `weights` customers. recency and T share one unit of time; alpha and beta come out in it, r and s are free of it.

    With a `prior` fewer than 200 customers lean on what other shops show, and 8 are enough (likelihood.prior).

    Raises InputError for histories that cannot be, fewer than 20 customers, or no repeat purchase at all.

    >>> x, t_x, T = [0, 1, 2, 6, 0, 3], [0, 8, 20, 30, 0, 9], [30, 31, 28, 31, 20, 30]
    >>> found = fit(x, t_x, T, weights=[40, 20, 10, 5, 30, 5])
    >>> found.standard_errors[3], found.status
    (None, 'boundary: s and beta grow without bound, every customer drops out at the same rate')
    """
    return pareto_fit.fit(Params, frequency, recency, T, weights, prior)


def log_likelihood(params: Params, frequency: Any, recency: Any, T: Any) -> Floats:
    """ln of the likelihood of each history, no constant left out (note 009). Arguments broadcast.

    Raises InputError for histories that cannot be.

    >>> print(f"{log_likelihood(Params(0.553, 10.578, 0.606, 11.669), 2, 30.43, 38.86):.6f}")
    -9.554283
    """
    check = Check()
    x, t_x, T = _history(check, frequency, recency, T)
    r, alpha, s, beta = params.r, params.alpha, params.s, params.beta
    values, which = frequencies(x)
    buying = log_gamma_ratio(r, values)[which].reshape(x.shape) - r * np.log1p(T / alpha) - x * np.log(alpha + T)
    total = buying - s * np.log1p(T / beta) + np.logaddexp(0.0, _log_odds_dead(params, x, t_x, T))
    quiet = np.flatnonzero((x.ravel() == 0) & (total.ravel() > -0.7))
    if len(quiet):  # L is near 1: take what it lacks, by integrating by parts, and log1p
        none = np.zeros(len(quiet))
        lacks = r / alpha * np.exp(log_integral(alpha, beta, none + r + 1.0, s, none, T.ravel()[quiet]))
        total = np.array(total)
        total.reshape(-1)[quiet[lacks < 0.5]] = np.log1p(-lacks[lacks < 0.5])
    return check.finite("params", total)


def p_alive(params: Params, frequency: Any, recency: Any, T: Any, ahead: Any = 0.0) -> Floats:
    """Probability that the customer will not have dropped out by T + ahead (note 009).

    P(alive at T) x ((beta + T) / (beta + T + ahead))^s. Arguments broadcast; ahead is in the unit of T.

    Raises InputError for histories that cannot be or a negative `ahead`.

    >>> p_alive(Params(0.553, 10.578, 0.606, 11.669), 2, 30.43, 38.86, [0, 39]).round(6).tolist()
    [0.869168, 0.614553]
    """
    check = Check()
    h = take_horizon(check, ahead, "ahead")
    x, t_x, T = take_history(check, frequency, recency, T)
    same_shape(check, ahead=h, frequency=x, recency=t_x, T=T)
    check.done()
    alive = _alive(params, *np.broadcast_arrays(x, t_x, T))
    return np.asarray(alive * np.exp(-params.s * np.log1p(h / (params.beta + T))))


def expected_purchases(params: Params, horizon: Any, frequency: Any, recency: Any, T: Any) -> Floats:
    """Expected number of purchases in the `horizon` units of time after T (note 009). Arguments broadcast.

    Raises InputError for histories that cannot be or a negative horizon.

    >>> print(f"{expected_purchases(Params(0.553, 10.578, 0.606, 11.669), 39, 2, 30.43, 38.86):.6f}")
    1.455123
    """
    check = Check()
    h = take_horizon(check, horizon)
    x, t_x, T = take_history(check, frequency, recency, T)
    same_shape(check, horizon=h, frequency=x, recency=t_x, T=T)
    check.done()
    alive = _alive(params, *np.broadcast_arrays(x, t_x, T))
    return check.finite("horizon", alive * _living(params, h, x, T))


def expected_purchases_new(params: Params, horizon: Any) -> Floats:
    """Expected repeat purchases of a new customer in the first `horizon` units of time (note 009).

    Raises InputError for a negative horizon.

    >>> print(f"{expected_purchases_new(Params(0.553, 10.578, 0.606, 11.669), 52):.6f}")
    1.472997
    """
    check = Check()
    h = take_horizon(check, horizon)
    check.done()
    return check.finite("horizon", _living(params, h, np.zeros_like(h), np.zeros_like(h)))


def purchases_if_alive(params: Params, horizon: Any, frequency: Any, T: Any) -> Floats:
    """Expected purchases in the `horizon` after T of a customer known to be alive at T (note 009).

    Raises InputError for values out of bounds.

    >>> print(f"{purchases_if_alive(Params(0.553, 10.578, 0.606, 11.669), 39, 2, 38.86):.6f}")
    1.674157
    """
    check = Check()
    h, x, T = take_horizon(check, horizon), check.take("frequency", frequency), check.take("T", T)
    same_shape(check, horizon=h, frequency=x, T=T)
    check.done()
    return check.finite("horizon", _living(params, h, x, T))


def dert(params: Params, continuous_rate: Any, frequency: Any, recency: Any, T: Any) -> Floats:
    """DERT: all purchases to come, discounted continuously (Fader, Hardie & Lee 2005b, equation 2).

    Arguments broadcast. continuous_rate is the force of interest per unit of time, ln(1 + annual rate) / units per
    year. At rate 0 it is the expected number of purchases for ever, which exists for s above 1 only.

    Raises InputError for histories that cannot be, a negative rate, or a sum without limit.

    >>> print(f"{dert(Params(0.553, 10.578, 0.606, 11.669), 0.0027, 2, 30.43, 38.86):.6f}")
    6.483774
    """
    check = Check()
    rate = check.take("continuous_rate", continuous_rate)
    x, t_x, T = take_history(check, frequency, recency, T)
    same_shape(check, continuous_rate=rate, frequency=x, recency=t_x, T=T)
    rule = "gives a sum without limit when s is at most 1"
    check.rule((rate == 0) & (params.s <= 1), "continuous_rate", rate, rule, "discount at a rate above 0")
    check.done()
    alive = _alive(params, *np.broadcast_arrays(x, t_x, T))
    staying = log_laplace(params.s, rate * (params.beta + T))
    result = alive * (params.r + x) * ((params.beta + T) / (params.alpha + T)) * np.exp(staying)
    return check.finite("continuous_rate", result)


def _history(check: Check, frequency: Any, recency: Any, T: Any) -> tuple[Floats, Floats, Floats]:
    x, t_x, T = take_history(check, frequency, recency, T)
    check.done()
    x, t_x, T = np.broadcast_arrays(x, t_x, T)
    return x, t_x, T


def _log_odds_dead(params: Params, x: Floats, t_x: Floats, T: Floats) -> Floats:
    """ln of P(dead) / P(alive), for arrays of one shape."""
    columns = [np.ravel(column) for column in (x, t_x, T)]
    inverse = None
    if x.size > _MANY:
        first, inverse = distinct(*columns)
        columns = [column[first] for column in columns]
    flat_x, flat_t, flat_T = columns
    r, alpha, s, beta = params.r, params.alpha, params.s, params.beta
    waited = flat_T - flat_t
    odds = np.log(s / (beta + flat_t)) + log_integral(alpha, beta, r + flat_x, s + 1.0, flat_t, flat_T)
    odds += (r + flat_x) * np.log1p(waited / (alpha + flat_t)) + s * np.log1p(waited / (beta + flat_t))
    return np.asarray(odds if inverse is None else odds[inverse]).reshape(x.shape)


def _alive(params: Params, x: Floats, t_x: Floats, T: Floats) -> Floats:
    with np.errstate(over="ignore"):
        return np.asarray(1.0 / (1.0 + np.exp(_log_odds_dead(params, x, t_x, T))))


def _living(params: Params, h: Floats, x: Floats, T: Floats) -> Floats:
    """(r + x) (beta + T) / ((alpha + T) (s - 1)) x (1 - ((beta + T) / (beta + T + h))^(s - 1)); s = 1 is its limit."""
    stretch, power = np.log1p(h / (params.beta + T)), params.s - 1.0
    lasting = stretch if power == 0 else -np.expm1(-power * stretch) / power
    return np.asarray((params.r + x) * ((params.beta + T) / (params.alpha + T)) * lasting)

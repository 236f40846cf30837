"""How many purchases, and how likely: the distribution that each model gives, for new customers and known ones.

BG/NBD: Fader, Hardie & Lee 2005a, equation (8); MBG/NBD: the same behind one more chance to drop out; Pareto/NBD:
Fader & Hardie, note 012. A living customer is a new one under updated parameters (r + x, alpha + T, and b + x, or
beta + T), so one formula serves both. The textbook forms subtract; here every term is positive, so that a
probability of 1e-20 keeps its digits.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from xlclv.checks import Check, Floats
from xlclv.models import by_name
from xlclv.models.likelihood.history import same_shape, take_history
from xlclv.models.numerics.gammas import log_gamma_ratio

_DROP = 40.0  # e^-40 of the highest value does not show
_NODES = 64
_THIRDS, _HALVINGS = 30, 12  # steps to a peak's place, and to an end of its range


class Buyers(NamedTuple):
    """Customers alive now: gamma(r, alpha) purchase rates; leaving beta(a, b) at purchases or gamma(s, beta) in time.

    `leave` and `stay` are a, b or s, beta; `gone` is the probability that the next chance comes before any purchase.
    """

    r: Floats
    alpha: Floats
    leave: float
    stay: Floats
    timed: bool
    gone: float


def purchase_distribution(model: str, params: Any, horizon: Any, most: int) -> Floats:
    """P(X(h) = n) for n = 0, 1, ..., most: repeat purchases of a new customer in the first `horizon`.

    horizon has any shape, in the fit's unit of time; the result has one axis more, of length most + 1, the last.

    Raises InputError for a negative horizon or `most`.

    >>> from xlclv.models import bg_nbd
    >>> params = bg_nbd.Params(0.243, 4.414, 0.793, 2.426)
    >>> purchase_distribution("BG/NBD", params, 39, 3).round(6).tolist()
    [0.573786, 0.199395, 0.08543, 0.04586]
    """
    check = Check()
    h = check.take("horizon", horizon)
    _counting(check, most)
    check.done()
    return probabilities(new_buyers(model, params), h, most + 1)


def future_distribution(
    model: str, params: Any, horizon: Any, frequency: Any, recency: Any, T: Any, most: int
) -> Floats:
    """P(Y(h) = n) for n = 0, 1, ..., most: purchases of a known customer in the `horizon` after T.

    The first five arguments after `params` broadcast; the result has one axis more, of length most + 1, the last.
    What is missing from 1 is the probability of more than `most`.

    Raises InputError for histories that cannot be, or a negative horizon or `most`.

    >>> from xlclv.models import bg_nbd
    >>> params = bg_nbd.Params(0.243, 4.414, 0.793, 2.426)
    >>> future_distribution("BG/NBD", params, 39, 2, 30.43, 38.86, 3).round(6).tolist()
    [0.445373, 0.239319, 0.144183, 0.08085]
    """
    check = Check()
    h = check.take("horizon", horizon)
    x, t_x, age = take_history(check, frequency, recency, T)
    same_shape(check, horizon=h, frequency=x, recency=t_x, T=age)
    _counting(check, most)
    check.done()
    alive = by_name(model).p_alive(params, x, t_x, age)[..., None]
    living = probabilities(living_buyers(model, params, x, age), h, most + 1)
    out = alive * living
    out[..., :1] += 1.0 - alive
    return out


def new_buyers(model: str, params: Any) -> Buyers:
    """A customer at the first purchase."""
    r, alpha = np.array(params.r), np.array(params.alpha)
    if not hasattr(params, "a"):
        return Buyers(r, alpha, params.s, np.array(params.beta), True, 0.0)
    first = getattr(by_name(model), "FIRST_CHANCE", 0)
    gone = params.a / (params.a + params.b) if first else 0.0
    return Buyers(r, alpha, params.a, np.array(params.b + first), False, gone)


def living_buyers(model: str, params: Any, frequency: Floats, T: Floats) -> Buyers:
    """Customers known to be alive at T, after `frequency` purchases."""
    r, alpha = params.r + frequency, params.alpha + T
    if not hasattr(params, "a"):
        return Buyers(r, alpha, params.s, params.beta + T, True, 0.0)
    survived = frequency + getattr(by_name(model), "FIRST_CHANCE", 0)
    return Buyers(r, alpha, params.a, params.b + survived, False, 0.0)


def probabilities(buyers: Buyers, horizon: Any, count: int) -> Floats:
    """P(n purchases in the horizon) for n = 0, ..., count - 1, along a new last axis. Nothing is checked."""
    r, alpha, stay = (np.asarray(part)[..., None] for part in (buyers.r, buyers.alpha, buyers.stay))
    deep = buyers._replace(r=r, alpha=alpha, stay=stay)
    h = np.asarray(horizon, dtype=np.float64)[..., None]
    out = _timed(deep, h, np.arange(float(count))) if buyers.timed else _at_purchases(deep, h, count)
    out *= 1.0 - buyers.gone
    out[..., 0] += buyers.gone
    return out


def _counting(check: Check, most: int) -> None:
    check.rule(int(most) != most or most < 0, "most", most, "must be a whole number from 0")


def _at_purchases(buyers: Buyers, h: Floats, count: int) -> Floats:
    """Stayed at all n purchases and bought n times, or left at the n-th of n or more (equation 8)."""
    from scipy.special import betainc, betaincc

    r, alpha, a, b = buyers.r, buyers.alpha, buyers.leave, buyers.stay
    n = np.arange(1.0, count)
    reach = h / (alpha + h)
    with np.errstate(divide="ignore"):
        more = np.log((r + (n - 1.0)) / n) + np.log(reach)
    bought = np.exp(_running(-r * np.log1p(h / alpha), more))  # the NBD: no dropout
    stayed = np.exp(_running(np.zeros_like(b), np.log((b + (n - 1.0)) / (a + b + (n - 1.0)))))
    out = bought * stayed
    # the far tail from the side that keeps its digits
    beyond = np.where(reach < 0.5, betainc(count, r, reach), betaincc(r, count, alpha / (alpha + h)))
    beyond = np.broadcast_to(beyond, (*out.shape[:-1], 1))
    at_least = np.cumsum(np.concatenate([beyond, bought[..., :0:-1]], axis=-1), axis=-1)[..., :0:-1]
    out[..., 1:] += stayed[..., :-1] * a / (a + b + (n - 1.0)) * at_least
    return np.asarray(out)


def _running(first: Floats, steps: Floats) -> Floats:
    """first, first + the first step, and so on."""
    shape = np.broadcast_shapes(first.shape[:-1], steps.shape[:-1])
    parts = [np.broadcast_to(part, (*shape, part.shape[-1])) for part in (first, steps)]
    return np.asarray(np.cumsum(np.concatenate(parts, axis=-1), axis=-1))


def _log_poisson(r: Floats, alpha: Floats, h: Floats, n: Floats) -> Floats:
    """ln of gamma(r, alpha)-mixed Poisson: the NBD, without any dropout; -inf for purchases in no time."""
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = np.where(n > 0, n * np.log(h / (alpha + h)), 0.0)
    ways = log_gamma_ratio(r, n) - log_gamma_ratio(1.0, n)
    return np.asarray(ways - r * np.log1p(h / alpha) + reach)


def _timed(buyers: Buyers, h: Floats, n: Floats) -> Floats:
    """Stayed to the horizon and bought n times, or left at some u before it, having bought n times by then."""
    r, alpha, s, beta = buyers.r, buyers.alpha, buyers.leave, buyers.stay
    stayed = np.exp(_log_poisson(r, alpha, h, n) - s * np.log1p(h / beta))
    shape = stayed.shape
    r, alpha, beta, h, n = (np.broadcast_to(v, shape).ravel() for v in (r, alpha, beta, h, n))
    left = np.zeros(stayed.size)
    size = max(1, 200_000 // _NODES)
    for start in range(0, left.size, size):
        part = slice(start, start + size)
        left[part] = _left_before(r[part], alpha[part], s, beta[part], h[part], n[part])
    return stayed + left.reshape(shape)


def _left_before(r: Floats, alpha: Floats, s: float, beta: Floats, h: Floats, n: Floats) -> Floats:
    """INTEGRAL from 0 to h of NBD(n; u) x s/(beta + u) (beta/(beta + u))^s du.

    With w = ln(1 + u / min(alpha, beta)) its logarithm is concave: 64 Gauss-Legendre nodes where it is not negligible.
    """
    near = np.minimum(alpha, beta)
    ways = log_gamma_ratio(r, n) - log_gamma_ratio(1.0, n)
    at, share = np.polynomial.legendre.leggauss(_NODES)

    def log_value(w: Floats) -> Floats:
        column = (slice(None),) + (None,) * (w.ndim - 1)
        u = near[column] * np.expm1(w)
        with np.errstate(divide="ignore", invalid="ignore"):
            bought = np.where(n[column] > 0, n[column] * np.log(u / (alpha[column] + u)), 0.0)
        buying = bought - r[column] * np.log1p(u / alpha[column])
        staying = -s * np.log1p(u / beta[column]) - np.log(beta[column] + u)
        return np.asarray(buying + staying + np.log(near[column]) + w)

    low, high = _range(log_value, np.log1p(h / near))
    half = 0.5 * (high - low)
    w = low[:, None] + half[:, None] * (at + 1.0)
    return np.asarray(s * half * (np.exp(ways[:, None] + log_value(w)) @ share))


def _range(log_value: Any, top: Floats) -> tuple[Floats, Floats]:
    """Between 0 and top, where a log-concave function lies within e^-40 of its highest value."""
    low, high = np.zeros_like(top), top.copy()
    for _ in range(_THIRDS):  # towards the peak
        third = (high - low) / 3.0
        rising = log_value(low + third) < log_value(high - third)
        low, high = np.where(rising, low + third, low), np.where(rising, high, high - third)
    peak = 0.5 * (low + high)
    floor = log_value(peak) - _DROP
    ends = []
    for end in (np.zeros_like(top), top):
        outside, inside = end.copy(), peak.copy()
        for _ in range(_HALVINGS):
            middle = 0.5 * (outside + inside)
            below = log_value(middle) < floor
            outside, inside = np.where(below, middle, outside), np.where(below, inside, middle)
        ends.append(np.where(log_value(end) >= floor, end, outside))
    return ends[0], ends[1]

"""What BG/NBD and MBG/NBD share: dropout at each chance, beta-distributed (Fader, Hardie & Lee 2005a).

The two differ in one number, the chances to drop out that a living customer has survived: x under BG/NBD
(none at the first purchase), x + 1 under MBG/NBD. Here it is called `survived`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np

from xlclv.checks import Check, Floats
from xlclv.models.dropout.discounted_orders import discounted
from xlclv.models.dropout.expected_orders import purchases
from xlclv.models.dropout.survival import staying
from xlclv.models.likelihood.collapse import Ints, pieces
from xlclv.models.likelihood.history import FARTHEST, frequencies, same_shape, take_history, take_horizon
from xlclv.models.numerics.gammas import log_gamma_ratio

_FARTHEST = 1e300  # beyond, a ratio of times may be infinite
_CHUNK = 16_384  # rows whose workings stay in the cache
Kernel = Callable[[Floats, float, Floats, Ints, Floats], Floats]


class Params(Protocol):
    """The four numbers of either model."""

    @property
    def r(self) -> float: ...
    @property
    def alpha(self) -> float: ...
    @property
    def a(self) -> float: ...
    @property
    def b(self) -> float: ...


def log_likelihood(params: Params, first_chance: int, frequency: Any, recency: Any, T: Any) -> Floats:
    """ln L, equation (6) of the paper, as ln of the living customer's part plus ln(1 + odds of being dead)."""
    check = Check()
    x, t_x, T = take_history(check, frequency, recency, T)
    check.done()
    r, alpha, a, b = params.r, params.alpha, params.a, params.b
    values, which = frequencies(x)
    survived = values + first_chance
    counts = log_gamma_ratio(r, values) + log_gamma_ratio(b, survived) - log_gamma_ratio(a + b, survived)
    alive = counts[which].reshape(np.shape(x)) - r * np.log1p(T / alpha) - x * np.log(alpha + T)
    total = alive + np.logaddexp(0.0, _log_odds_dead(params, first_chance, x, t_x, T))
    if first_chance:  # where x = 0, L is near 1 and its logarithm near 0
        lacks = -b / (a + b) * np.expm1(-r * np.log1p(T / alpha))
        total = np.where((x == 0) & (lacks < 0.5), np.log1p(-np.minimum(lacks, 0.5)), total)
    return check.finite("params", total)


def p_alive(params: Params, first_chance: int, frequency: Any, recency: Any, T: Any, ahead: Any) -> Floats:
    """1 / (1 + odds of being dead), times the probability that a living customer stays on."""
    check = Check()
    h = take_horizon(check, ahead, "ahead")
    x, t_x, T = take_history(check, frequency, recency, T)
    same_shape(check, ahead=h, frequency=x, recency=t_x, T=T)
    check.done()
    alive = _alive(params, first_chance, x, t_x, T)
    if not h.any():
        return np.array(np.broadcast_to(alive, np.broadcast_shapes(alive.shape, h.shape)))
    return np.asarray(alive * _by_kind(staying, params, first_chance, x, _divided(h, params.alpha + T)))


def expected_purchases(params: Params, first_chance: int, horizon: Any, frequency: Any, recency: Any, T: Any) -> Floats:
    """P(alive) times the purchases to come of a living customer."""
    check = Check()
    h = take_horizon(check, horizon)
    x, t_x, T = take_history(check, frequency, recency, T)
    same_shape(check, horizon=h, frequency=x, recency=t_x, T=T)
    check.done()
    return check.finite("horizon", _alive(params, first_chance, x, t_x, T) * _living(params, first_chance, h, x, T))


def purchases_if_alive(params: Params, first_chance: int, horizon: Any, frequency: Any, T: Any) -> Floats:
    """The purchases to come of a customer who is alive at T."""
    check = Check()
    h, x, T = take_horizon(check, horizon), check.take("frequency", frequency), check.take("T", T)
    same_shape(check, horizon=h, frequency=x, T=T)
    check.done()
    return check.finite("horizon", _living(params, first_chance, h, x, T))


def expected_purchases_new(params: Params, first_chance: int, horizon: Any) -> Floats:
    """The same from the first purchase on, which under MBG/NBD is itself a chance to drop out."""
    check = Check()
    h = take_horizon(check, horizon)
    check.done()
    stays = params.b / (params.a + params.b) if first_chance else 1.0
    nothing = np.zeros_like(h)
    return check.finite("horizon", stays * _living(params, first_chance, h, nothing, nothing))


def dert(params: Params, first_chance: int, continuous_rate: Any, frequency: Any, recency: Any, T: Any) -> Floats:
    """P(alive) times all purchases to come of a living customer, discounted."""
    check = Check()
    rate = check.take("continuous_rate", continuous_rate)
    x, t_x, T = take_history(check, frequency, recency, T)
    same_shape(check, continuous_rate=rate, frequency=x, recency=t_x, T=T)
    out_of_reach = (rate > 0) & ((rate < 1 / FARTHEST) | (rate > FARTHEST))
    rule = f"must be 0 or lie between {1 / FARTHEST:g} and {FARTHEST:g}"
    check.rule(out_of_reach, "continuous_rate", rate, rule)
    rule = "gives a sum without limit when a is at most 1"
    check.rule((rate == 0) & (params.a <= 1), "continuous_rate", rate, rule, "discount at a rate above 0")
    check.done()
    alive = _alive(params, first_chance, x, t_x, T)
    for_ever = 1.0 + (params.b + (x + first_chance)) / (params.a - 1.0) if params.a > 1 else np.zeros(())  # E[1 / p]
    if not rate.any():
        return check.finite("continuous_rate", alive * for_ever * np.ones_like(rate))
    z = np.where(rate > 0, rate, 1.0) * (params.alpha + T)
    living = _by_kind(discounted, params, first_chance, x, z)
    return check.finite("continuous_rate", alive * np.where(rate > 0, living, for_ever))


def _alive(params: Params, first_chance: int, x: Floats, t_x: Floats, T: Floats) -> Floats:
    if x.ndim == 1 and x.shape == t_x.shape == T.shape and len(x) > _CHUNK:
        out = np.empty(len(x))
        for part in pieces(len(x), _CHUNK):
            out[part] = _alive(params, first_chance, x[part], t_x[part], T[part])
        return out
    with np.errstate(over="ignore"):
        return np.asarray(1.0 / (1.0 + np.exp(_log_odds_dead(params, first_chance, x, t_x, T))))


def _living(params: Params, first_chance: int, h: Floats, x: Floats, T: Floats) -> Floats:
    return _by_kind(purchases, params, first_chance, x, _divided(h, params.alpha + T))


def _by_kind(kernel: Kernel, params: Params, first_chance: int, x: Floats, c: Floats) -> Floats:
    """kernel(shape, a, b, kind, c): customers of one frequency are of one kind."""
    values, which = frequencies(x)  # before broadcasting, when there are fewest
    which, c = np.broadcast_arrays(which.reshape(np.shape(x)), c)
    flat = kernel(params.r + values, params.a, params.b + (values + first_chance), which.ravel(), c.ravel())
    return flat.reshape(c.shape)


def _divided(h: Floats, scale: Floats) -> Floats:
    with np.errstate(over="ignore"):
        return np.asarray(h / scale)


def _log_odds_dead(params: Params, first_chance: int, x: Floats, t_x: Floats, T: Floats) -> Floats:
    """ln of a / (b + survived - 1) x ((alpha + T) / (alpha + t_x))^(r + x); no chance, no odds."""
    survived = x + first_chance
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = np.log(params.a / (params.b + (survived - 1.0)))  # (b + x) - 1 would lose a small b
        odds = odds + (params.r + x) * _log1p((T - t_x) / (params.alpha + t_x))
    if not first_chance:
        odds = np.where(survived > 0, odds, -np.inf)
    return np.asarray(odds)


def _log1p(q: Floats) -> Floats:
    """ln(1 + q) for q >= 0 to the last digits, eight values at a time: NumPy has such a log, but no such log1p.

    The logarithm of the rounded sum, less what the rounding added (Goldberg 1991, theorem 4).
    """
    q = np.minimum(q, _FARTHEST)
    whole = 1.0 + q
    return np.asarray(np.log(whole) - ((whole - 1.0) - q) / whole)

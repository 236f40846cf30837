"""The quantiles of what a living customer will do: orders, and money when their number and their values are both open.

P(S <= y (gamma + x m)) = SUM over n of P(n orders) x I(y / (1 + y); p n, p x + q): the sum of n orders is a beta prime
under Gamma-Gamma. It is solved by Newton's method on ln(y), inside a bracket.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from xlclv.checks import Floats
from xlclv.models.likelihood.collapse import Ints
from xlclv.models.purchase_counts import living_buyers, probabilities

_REST = 1e-10  # the probability of more orders than are counted for money
_CELLS = 200_000  # rows x numbers of orders computed at once
_LARGEST = 2**18  # orders
_STEPS = 60


def living_orders(
    model: str, params: Any, horizon: float, frequency: Floats, T: Floats, wanted: Floats, *, beyond: bool = False
) -> Floats:
    """The smallest n with P(Y <= n | alive at T) at least `wanted`, or above it with `beyond`. Flat arrays."""
    out = np.zeros(len(frequency))
    for rows, chance in _chances(model, params, horizon, frequency, T, wanted):
        total, aim = np.cumsum(chance, axis=1), wanted[rows, None]
        out[rows] = (total <= aim if beyond else total < aim).sum(axis=1)
    return out


def living_money(
    model: str, params: Any, spend: Any, horizon: float, frequency: Floats, T: Floats, wanted: Floats, bought: Floats
) -> Floats:
    """The y which the money of a customer alive at T, over gamma + bought m, does not exceed with probability `wanted`.

    m is the mean of `bought` orders: of those after the first (frequency), or of all.
    0 where `wanted` is no more than the probability of no order at all. Flat arrays of one length.
    """
    out = np.zeros(len(frequency))
    none = probabilities(living_buyers(model, params, frequency, T), horizon, 1)[:, 0]
    open_ = np.flatnonzero(wanted > none)
    shape = spend.p * bought[open_] + spend.q
    counted = np.full(len(open_), 1.0 - _REST)
    for rows, chance in _chances(model, params, horizon, frequency[open_], T[open_], counted):
        out[open_[rows]] = _solve(chance, spend.p, shape[rows], wanted[open_[rows]])
    return out


def _chances(
    model: str, params: Any, horizon: float, frequency: Floats, T: Floats, mass: Floats
) -> Iterator[tuple[Ints, Floats]]:
    """Some rows and P(n orders | alive), n = 0, 1, ..., so far that they add up to more than `mass`."""
    left, count = np.arange(len(frequency)), 8
    while len(left):
        waiting = []
        size = max(1, _CELLS // count)
        for start in range(0, len(left), size):
            rows = left[start : start + size]
            chance = probabilities(living_buyers(model, params, frequency[rows], T[rows]), horizon, count)
            enough = (chance.sum(axis=1) > mass[rows]) | (count >= _LARGEST)
            waiting.append(rows[~enough])
            if enough.any():
                yield rows[enough], chance[enough]
        left, count = np.concatenate(waiting), count * 4


def _solve(chance: Floats, p: float, shape: Floats, wanted: Floats) -> Floats:
    """y with SUM of chance x I(y / (1 + y); p n, shape) = wanted."""
    from scipy.special import betaln

    n = np.arange(1.0, chance.shape[1])
    rows, answer = np.arange(len(wanted)), np.zeros(len(wanted))
    low, high = np.full(len(wanted), -690.0), np.full(len(wanted), 690.0)
    mean = (chance[:, 1:] @ n) * p / np.maximum(shape - 1.0, 0.1)
    z = np.log(np.maximum(mean, 1e-290))
    norm = betaln(p * n, shape[:, None])  # for Newton's slope alone, so digits do not matter
    for _ in range(_STEPS):
        reached, slope = _distribution(z, chance, p * n, shape, norm)
        gap = reached - wanted
        low, high = np.where(gap < 0, z, low), np.where(gap < 0, high, z)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            new = z - gap / slope
        new = np.where((new > low) & (new < high), new, 0.5 * (low + high))
        answer[rows] = np.exp(new)
        keep = np.abs(new - z) > 1e-10
        if not keep.any():
            break
        rows, z, low, high, wanted = rows[keep], new[keep], low[keep], high[keep], wanted[keep]
        chance, shape, norm = chance[keep], shape[keep], norm[keep]
    return answer


def _distribution(z: Floats, chance: Floats, bought: Floats, shape: Floats, norm: Floats) -> tuple[Floats, Floats]:
    """P(money <= e^z) and its derivative by z, rows along the first axis; `bought` is p n."""
    from scipy.special import betainc

    y, k = np.exp(z)[:, None], shape[:, None]
    share = y / (1.0 + y)
    reached = chance[:, 0] + (chance[:, 1:] * betainc(bought, k, share)).sum(axis=1)
    with np.errstate(under="ignore"):
        density = np.exp(bought * np.log(share) - k * np.log1p(y) - norm)
    return np.asarray(reached), np.asarray((chance[:, 1:] * density).sum(axis=1))

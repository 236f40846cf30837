"""Purchases to come of a customer known to be alive, when each purchase may be the last (BG/NBD, MBG/NBD).

Fader, Hardie & Lee (2005a) give equation (10) through Gauss's 2F1, whose poles at a = 1 and a + b = 1 cancel
only on paper. Here it is the integral behind it, over the dropout probability p ~ Beta(a, b'):

    E = E_p[ (1 - (1 + c p)^-(r + x)) / p ],   c = horizon / (alpha + T)

whose integrand is positive and smooth everywhere. In y = logit(p) the trapezoidal rule converges geometrically
(Trefethen & Weideman 2014), and what lies beyond its ends is a geometric series.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from xlclv.checks import Floats
from xlclv.models.likelihood.collapse import Ints
from xlclv.models.numerics.chebyshev import evaluate, series

_DROP = 40.0  # e^-40: what is left out of a sum of this size does not show
_LEAST = -690.0  # p = e^-690 is still a number
_STEP = 0.25
_NARROWEST = 1e11  # 1 / the variance of logit(p) from which on p counts as one number
_FEW = 40  # customers of a kind for whom a table would cost more than it saves
_CELLS = 200_000  # nodes x rows computed at once


def purchases(shape: Floats, a: float, b: Floats, which: Ints, c: Floats) -> Floats:
    """E for customers of the kinds `which`, a kind having shape = r + x and p ~ Beta(a, b), and their c >= 0."""
    if few(shape, c):
        return _mean(shape, a, b, which, c)

    def log_slope(kind: Floats, at: Floats, _stays: Floats) -> Floats:
        return np.asarray(np.log(_mean(shape, a, b, np.arange(len(kind)) % len(shape), at) / at))

    return np.asarray(np.exp(tabulated(log_slope, shape, b, which, c)) * c)


def few(shape: Floats, c: Floats) -> bool:
    """Whether the customers are so few of each kind that tables would cost more than they save."""
    return len(c) <= _FEW * len(shape)


def tabulated(
    log_kernel: Callable[[Floats, Floats, Floats], Floats], shape: Floats, b: Floats, which: Ints, c: Floats
) -> Floats:
    """Many customers of few kinds: log_kernel(shape, c, b) from a series in ln(1 + (1 + shape) c) for each kind."""
    stretch = 1.0 + shape
    low, top = np.full(len(shape), np.inf), np.zeros(len(shape))
    np.minimum.at(low, which, c)
    np.maximum.at(top, which, c)
    low, top = np.log1p(stretch * low), np.log1p(stretch * top)
    middle, half = 0.5 * (top + low), np.maximum(0.5 * (top - low), 1e-9)

    def table(t: Floats) -> Floats:
        at = np.maximum(np.expm1(middle + np.outer(t, half)), 1e-300) / stretch
        return log_kernel(np.tile(shape, len(t)), at.ravel(), np.tile(b, len(t))).reshape(at.shape)

    t = (np.log1p(stretch[which] * c) - middle[which]) / half[which]
    return evaluate(series(table), which, t)


def weights(shape: Floats, c: Floats, a: Floats | float, b: Floats) -> tuple[Floats, Floats]:
    """Nodes p and weights, rows along the first axis, that average over p ~ Beta(a, b) what varies as E's integrand.

    The trapezoidal rule in y = logit(p). Beyond its ends the weights fall by a factor each step and the integrand
    stands still: the first and the last weight carry those series.
    """
    with np.errstate(over="ignore", under="ignore"):
        # a p that hardly varies does so by less than doubles can tell: let it vary more, by less than shows in E
        narrow = np.maximum(1.0, 1.0 / (1.0 / a + 1.0 / b) / _NARROWEST)
        lost, kept = a / narrow, b / narrow
        left, right, step = _range(shape, c, lost, kept)
        count = int(np.ceil(np.max((right - left) / step))) + 1
        y = left[:, None] + step[:, None] * np.arange(count)
        up, down = np.log1p(np.exp(-np.abs(y))), np.maximum(y, 0.0)
        log_weight = -lost[:, None] * (up + down - y) - kept[:, None] * (up + down)  # p^a (1 - p)^b
        weight = np.exp(log_weight - log_weight.max(axis=1, keepdims=True))
        weight[:, 0] += weight[:, 0] / np.expm1(lost * step)
        weight[:, -1] += weight[:, -1] / np.expm1(kept * step)
        return 1.0 / (1.0 + np.exp(-y)), weight / weight.sum(axis=1, keepdims=True)


def _mean(shape: Floats, a: float, b: Floats, which: Ints, c: Floats) -> Floats:
    """E for rows of the kinds `which`, by the trapezoidal rule.

    The weights vary with c by how far they reach alone, so those of a kind's largest c serve all its rows.
    """
    out, most, size = np.empty(len(c)), np.zeros(len(shape)), max(1, _CELLS // 250)
    np.maximum.at(most, which, c)
    by_kind = np.argsort(which, kind="stable")
    first = np.searchsorted(which[by_kind], np.arange(0, len(shape) + size, size))
    for start, begin, end in zip(range(0, len(shape), size), first, first[1:], strict=False):
        kinds = slice(start, start + size)
        p, weight = weights(shape[kinds], most[kinds], a, b[kinds])
        weight /= -p
        for some in range(begin, end, size):
            rows = by_kind[some : min(some + size, end)]
            kind = which[rows] - start
            with np.errstate(over="ignore", under="ignore"):
                fall = np.expm1(-shape[which[rows], None] * np.log1p(c[rows, None] * p[kind]))
            out[rows] = (weight[kind] * fall).sum(axis=1)
    return out


def _range(shape: Floats, c: Floats, a: Floats, b: Floats) -> tuple[Floats, Floats, Floats]:
    """Where the weights matter, and a step fine enough for their width."""
    mode, variance = np.log(a / b), 1.0 / a + 1.0 / b
    drop = _DROP + np.log1p(shape * c)
    depth = _log_weight(mode, a, b) - drop
    left = np.maximum(np.minimum(mode, 0.0) - _DROP - np.log1p(shape * c + b), _LEAST)
    right = np.maximum(mode, 0.0) + _DROP + np.log1p(a)
    reach = np.sqrt(2.0 * np.e * drop * variance)  # within 1 of the mode the curvature falls by e at most
    left = np.where(reach < 1.0, np.maximum(left, mode - reach), left)
    right = np.where(reach < 1.0, np.minimum(right, mode + reach), right)
    for _ in range(6):  # Newton on a concave function, from outside: never past the root
        for end in (left, right):
            gap = depth - _log_weight(end, a, b)
            slope = a / (1.0 + np.exp(end)) - b / (1.0 + np.exp(-end))
            end += np.where((gap > 0) & (reach >= 1.0), gap / slope, 0.0)
    return left, right, np.minimum(_STEP, 0.5 * np.sqrt(variance))


def _log_weight(y: Floats, a: Floats, b: Floats) -> Floats:
    """ln of p^a (1 - p)^b at y = logit(p)."""
    both = np.log1p(np.exp(-np.abs(y))) + np.maximum(y, 0.0)
    return np.asarray(-a * (both - y) - b * both)

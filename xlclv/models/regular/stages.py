"""Purchases to come where each takes k stages, and stages come at random (Reutterer, Platzer & Schroeder 2021).

A living customer with j stages done makes the n-th purchase at stage n k - j, if still a customer after n - 1 of them:

    E = SUM over n of d_n P(N >= n k - j),   d_n = E_p[(1 - p)^(n - 1)],   N ~ NBD(r + k x + j; h / (alpha + T))

All terms are positive; the sum stops where what is left is below 1e-15 of it. Where the horizon is more than 40 times
alpha + T that takes too long, and the mean over p of (1 - E[(1 - p)^floor((N + j) / k)]) / p is taken instead, the
power's mean by k-th roots of unity and p by the trapezoidal rule of expected_orders: relative error below 1e-10.
"""

from __future__ import annotations

import numpy as np

from xlclv.checks import Floats
from xlclv.models.dropout.expected_orders import weights
from xlclv.models.likelihood.collapse import Ints

_FAR = 40.0  # horizons beyond so many times alpha + T are summed over p
_FIRST, _MOST = 64, 1 << 16  # stages looked at
_SMALL = 1e-16
_CELLS = 200_000  # numbers held at once
_ROWS = 32
_SHORT = 56  # purchases after which a half to their number does not show


def purchases(shape: Floats, done: int, k: int, a: float, b: Floats, c: Floats) -> Floats:
    """E of flat rows: shape = r + k x + done, p ~ Beta(a, b), c = h / (alpha + T)."""
    out = np.empty(len(c))
    near = np.flatnonzero(c <= _FAR)
    needed = _needed(shape[near], done, k, c[near])
    for length in np.unique(needed):
        rows = near[needed == length]
        size = max(1, _CELLS // int(length))
        for start in range(0, len(rows), size):
            part = rows[start : start + size]
            at_least = reached(shape[part], c[part], int(length))[:, k - done :: k]
            out[part] = (stays(a, b[part], at_least.shape[1]) * at_least).sum(axis=1)
    far = np.flatnonzero(c > _FAR)
    for start in range(0, len(far), _ROWS):
        part = far[start : start + _ROWS]
        out[part] = _by_dropout(shape[part], done, k, a, b[part], c[part])
    return out


def counts(shape: Floats, done: int, k: int, a: float, b: Floats, c: Floats, most: int) -> Floats:
    """P(n purchases) of flat rows for n = 0, ..., most, along a new last axis."""
    at_least = reached(shape, c, (most + 1) * k - done + 1)[:, k - done :: k]  # of one purchase, two, ...
    still = stays(a, b, most + 1)
    out = np.empty((len(c), most + 1))
    out[:, 0] = _none(shape, k - done, c)
    between = between_purchases(shape, k, done, c, most)
    out[:, 1:] = still[:, 1:] * between + (still[:, :-1] - still[:, 1:]) * at_least[:, :most]
    return out


def between_purchases(shape: Floats, k: int, done: int, c: Floats, most: int) -> Floats:
    """P(n k - done <= N < (n + 1) k - done) for n = 1, ..., most: terms added, none taken off."""
    each = np.exp(_log_stages(shape, c, (most + 1) * k - done))[:, k - done :]
    return np.asarray(each.reshape(len(c), most, k).sum(axis=2))


def reached(shape: Floats, c: Floats, count: int) -> Floats:
    """P(N >= m) for m = 0, ..., count - 1, added up from the far end, so that small ones keep their digits."""
    from scipy.special import betainc

    each = np.exp(_log_stages(shape, c, count))
    beyond = betainc(float(count), shape, c / (1.0 + c))
    return np.asarray(np.cumsum(np.concatenate([beyond[:, None], each[:, ::-1]], axis=1), axis=1)[:, :0:-1])


def stays(a: float, b: Floats, count: int) -> Floats:
    """E[(1 - p)^(n - 1)] for n = 1, ..., count."""
    n = np.arange(count - 1.0)
    steps = np.log((b[:, None] + n) / (a + b[:, None] + n))
    return np.asarray(np.exp(np.concatenate([np.zeros((len(b), 1)), np.cumsum(steps, axis=1)], axis=1)))


def _none(shape: Floats, needed: int, c: Floats) -> Floats:
    return np.asarray(np.exp(_log_stages(shape, c, needed)).sum(axis=1))


def _log_stages(shape: Floats, c: Floats, count: int) -> Floats:
    """ln P(N = m) for m = 0, ..., count - 1."""
    m = np.arange(1.0, count)
    with np.errstate(divide="ignore"):
        steps = np.log((shape[:, None] + (m - 1.0)) / m) + np.log(c / (1.0 + c))[:, None]
    none = -shape * np.log1p(c)
    return np.cumsum(np.concatenate([none[:, None], steps], axis=1), axis=1)


def _needed(shape: Floats, done: int, k: int, c: Floats) -> Ints:
    """Stages beyond which nothing shows: a power of 2."""
    from scipy.special import betainc

    reach = c / (1.0 + c)
    small = _SMALL * betainc(float(k - done), shape, reach) * np.minimum(1.0, 1.0 / (1.0 + shape * c))
    out = np.full(len(c), _FIRST, dtype=np.int64)
    left = np.flatnonzero(betainc(float(_FIRST), shape, reach) > small)
    while len(left) and out[left[0]] < _MOST:
        out[left] *= 2
        left = left[betainc(out[left].astype(np.float64), shape[left], reach[left]) > small[left]]
    return out


def _by_dropout(shape: Floats, done: int, k: int, a: float, b: Floats, c: Floats) -> Floats:
    """The mean over p: for p up to a half by roots of unity, beyond by the sum over purchases, which is short there."""
    p, weight = weights(shape, c, a, b)
    q = np.minimum(1.0 - p, 0.5)[:, :, None]
    at_least = reached(shape, c, (_SHORT + 1) * k)[:, k - done :: k][:, None, :_SHORT]
    likely = (q ** np.arange(_SHORT) * at_least).sum(axis=2)
    seldom = _by_roots(shape, done, k, c, np.minimum(p, 0.5))
    return np.asarray((weight * np.where(p > 0.5, likely, seldom)).sum(axis=1))


def _by_roots(shape: Floats, done: int, k: int, c: Floats, p: Floats) -> Floats:
    """(1 - E[q^floor((N + done) / k)]) / p, q = 1 - p; each part is of the order of p, so that none cancels."""
    step = np.log1p(-p) / k  # ln s, s^k = q
    s, power = np.exp(step), -shape[:, None]
    with np.errstate(under="ignore", over="ignore"):
        lost = -np.expm1(done * step + power * np.log1p(c[:, None] * -np.expm1(step)))
        turns = np.exp(2j * np.pi * np.arange(k) / k)
        means = [(s * w) ** done * (1.0 + c[:, None] * (1.0 - s * w)) ** power for w in turns]
        for left in range(1, k):
            share = sum((w**-left * mean).real for w, mean in zip(turns, means, strict=True)) / k
            lost = lost - np.expm1(-left * step) * share
    return np.asarray(lost / p)

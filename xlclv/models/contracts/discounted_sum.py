"""Discounted sums of a survival curve, whose terms may fall so slowly that a billion of them count.

The first terms are added one by one; what follows is an integral with Gregory's end corrections (Abramowitz & Stegun
25.4.7), taken over the logarithm of time, where survival by a power and discounting are both smooth. At rate 0 the
curve ends in a pure power, whose integral is known.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from xlclv.checks import Floats
from xlclv.models.contracts.curve import Curve, log_loss
from xlclv.models.likelihood.collapse import distinct
from xlclv.places import places

_HEAD = 512  # terms added one by one
_SHOWS = 40.0  # e^-40 of a sum, and what comes after it, do not show
_LARGEST = 690.0  # ln of the last period looked at
_PANEL, _CHANGE, _PIECES = 0.25, 8.0, 256  # widths over which a polynomial follows the terms
_GREGORY = (1 / 2, -1 / 12, 1 / 24, -19 / 720, 3 / 160, -863 / 60480, 275 / 24192)
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(16)


def discounted_survival(curve: Curve, start: Floats, rate: Floats, count: Floats) -> Floats:
    """SUM_{k=0..count-1} S(start + k) / S(start) / (1 + rate)^k; arguments broadcast, count may be infinite."""
    start, rate, count = np.broadcast_arrays(start, rate, count)
    flat = [np.ravel(column).astype(np.float64) for column in (start, rate, count)]
    first, inverse = distinct(*flat)
    heads: dict[float, Floats] = {}
    values = np.empty(len(first))
    for i, row in enumerate(first):
        s, d, n = (float(column[row]) for column in flat)
        if s not in heads:
            heads[s] = log_loss(curve, s, np.arange(float(_HEAD)))
        values[i] = _one(curve, heads[s], s, float(np.log1p(d)), n)
    return values[inverse].reshape(start.shape)


def _one(curve: Curve, head: Floats, start: float, force: float, count: float) -> float:
    """The sum for one start and one force of interest."""
    size = int(min(count, _HEAD))
    with np.errstate(over="ignore", under="ignore"):
        total = float(np.exp(-head[:size] - force * np.arange(size)).sum())
        if count <= _HEAD or force * _HEAD > _SHOWS or not np.isfinite(total):
            return total
        return total + _beyond(curve, start, force, count)


def _beyond(curve: Curve, start: float, force: float, count: float) -> float:
    """The terms from _HEAD on."""

    def log_term(k: Floats) -> Floats:
        return np.asarray(-log_loss(curve, start, k) - force * k)

    end = min(count, max(_SHOWS / force, 3.0 * _HEAD)) if force > 0 else count
    whole = end == count and np.isfinite(count)  # then the last terms count, and may be the largest: one by one too
    if end <= 3 * _HEAD:
        return float(np.exp(log_term(np.arange(float(_HEAD), end))).sum())
    stop = count - _HEAD if whole else end
    top = float(np.log(stop)) if np.isfinite(stop) else _pure_power(curve, start)
    total = _end(log_term, _HEAD) + _integral(log_term, float(np.log(_HEAD)), top)
    if whole:
        return total - _end(log_term, stop) + float(np.exp(log_term(np.arange(stop, count))).sum())
    if np.isfinite(end):
        return total
    last = np.exp(top)
    rest = float(np.exp(log_term(last)) * (last + start)) / (curve.a * curve.c - 1.0)
    unknown = top == _LARGEST and rest > 1e-12 * total  # the power law begins beyond the computer's numbers
    return np.inf if unknown else total + rest


def _pure_power(curve: Curve, start: float) -> float:
    """ln of the period from which on S is a power of time, to the last bit."""
    scale = np.logaddexp(np.log(1.0 + curve.a + curve.b), curve.c * np.log1p(start))
    return float(np.clip((37.0 + scale) / curve.c, np.log(2.0 * _HEAD), _LARGEST))


def _end(log_term: Callable[[Floats], Floats], k: float) -> float:
    """What the sum from k on exceeds its integral by: SUM g_j (j-th difference of the terms at k)."""
    values, total = np.exp(log_term(k + np.arange(float(len(_GREGORY))))), 0.0
    for g in _GREGORY:
        total += g * float(values[0])
        values = np.diff(values)
    return total


def _integral(log_term: Callable[[Floats], Floats], low: float, high: float) -> float:
    """The integral of the terms from e^low to e^high, where they show, by Gauss-Legendre in pieces."""
    edges = np.linspace(low, high, 1 + int(np.ceil((high - low) / _PANEL)))
    size = log_term(np.exp(edges)) + edges
    shows = size > size.max() - _SHOWS
    kept = shows[:-1] | shows[1:]
    pieces = np.clip(np.ceil(np.abs(np.diff(size)) / _CHANGE), 1, _PIECES)[kept].astype(np.int64)
    width = np.repeat((edges[1] - edges[0]) / pieces, places(pieces))
    nth = np.arange(pieces.sum()) - np.repeat(np.cumsum(pieces) - pieces, places(pieces))
    left = np.repeat(edges[:-1][kept], places(pieces)) + nth * width
    y = left[:, None] + 0.5 * width[:, None] * (1.0 + _NODES)
    values = np.exp(log_term(np.exp(y)) + y)
    return float((0.5 * width) @ (values @ _WEIGHTS))

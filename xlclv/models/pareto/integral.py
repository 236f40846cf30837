"""The integral over the unknown day of dropout in Pareto/NBD, in positive terms (Fader & Hardie, note 009).

    I = INTEGRAL from t_x to T of (alpha + u)^-e (beta + u)^-f du

The textbook writes I as a difference of two Gauss 2F1, which loses digits and overflows. With
w = ln((m + u) / (m + t_x)), m = min(alpha, beta), the logarithm of the integrand is concave in w, so an interval that
ends where the integrand has fallen by e^-38 is known beforehand, and Gauss-Legendre nodes on it are accurate to
rounding.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from xlclv.checks import Floats
from xlclv.models.likelihood.collapse import Ints

_DROP = 38.0
_LAST = 45.0
_STEP = 0.2
_NODES = ((5.0, 24), (12.0, 56), (np.inf, 128))  # interval's length up to which so many nodes do
_CELLS = 150_000  # rows x nodes computed at once, so that they stay in the processor's cache


class Nodes(NamedTuple):
    """Some rows' nodes: their indices, u - t_x at each node, and the integrand there relative to u = t_x, weighted."""

    rows: Ints
    past: Floats
    weight: Floats


def nodes(alpha: float, beta: float, e: Floats, f: float, t_x: Floats, T: Floats) -> Iterator[Nodes]:
    """The quadrature of I, in batches; a row's I is the sum of its weights times the integrand at t_x."""
    near, far = min(alpha, beta), max(alpha, beta)
    e_near, e_far = (e, np.full_like(e, f)) if alpha <= beta else (np.full_like(e, f), e)
    ratio = (near + t_x) / (far + t_x)
    fall = e_near + e_far * ratio - 1.0
    reach = np.log1p((T - t_x) / (near + t_x))
    reach = np.where(fall > 0, np.minimum(reach, _DROP / np.maximum(fall, 1e-300)), reach)
    done = np.zeros(len(reach), dtype=bool)
    for longest, count in _NODES:
        chosen = np.flatnonzero((reach <= longest) & ~done)
        done[chosen] = True
        size = max(1, _CELLS // count)
        for start in range(0, len(chosen), size):
            rows = chosen[start : start + size]
            at, share = _legendre(count)
            w = reach[rows, None] * at
            growth = np.expm1(w)
            log_integrand = w * (1.0 - e_near[rows, None]) - e_far[rows, None] * np.log1p(growth * ratio[rows, None])
            scale = near + t_x[rows, None]
            yield Nodes(rows, scale * growth, np.exp(log_integrand) * (share * reach[rows, None]) * scale)


def log_integral(alpha: float, beta: float, e: Floats, f: float, t_x: Floats, T: Floats) -> Floats:
    """ln of I relative to its integrand at t_x; -inf where t_x = T."""
    total = np.zeros(len(t_x))
    for part in nodes(alpha, beta, e, f, t_x, T):
        total[part.rows] = part.weight.sum(axis=1)
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(total))


def log_laplace(s: float, z: Floats) -> Floats:
    """ln of INTEGRAL over w from 0 of (1 + w)^-s e^(-z w), which is Tricomi's U(1, 2 - s, z); z = 0 needs s > 1.

    In y = ln(w) the trapezoidal rule converges geometrically; below the left end the terms fall by a factor each step.
    """
    values, which = np.unique(np.ravel(z), return_inverse=True)
    out = np.empty(len(values))
    for i, value in enumerate(values.tolist()):
        out[i] = _log_laplace(s, value) if value > 0 else -np.log(s - 1.0)
    return out[which].reshape(np.shape(z))


def _log_laplace(s: float, z: float) -> float:
    top = np.log(_LAST) - np.log(z)
    bottom = -np.log1p(s + z) - _LAST
    with np.errstate(under="ignore"):
        y = np.arange(bottom, top + _STEP, _STEP)
        w = np.exp(y)
        log_terms = y - s * np.log1p(w) - z * w
        highest = log_terms.max()
        terms = np.exp(log_terms - highest)
        terms[0] /= -np.expm1(-_STEP)
        return float(highest + np.log(terms.sum() * _STEP))


@lru_cache(maxsize=8)
def _legendre(count: int) -> tuple[Floats, Floats]:
    """Gauss-Legendre nodes and weights on [0, 1]."""
    at, share = np.polynomial.legendre.leggauss(count)
    return 0.5 * (at + 1.0), 0.5 * share

"""All purchases to come of a living customer, discounted, when each purchase may be the last (BG/NBD, MBG/NBD).

Fader, Hardie & Lee (2005b) give Pareto/NBD's in closed form. For BG/NBD, whose purchases come at the rate
shape / (alpha + T) (1 + p t / (alpha + T))^-(shape + 1) in t = 0, 1, ..., shape = r + x, the same integral is

    D = E_p[ shape / p INTEGRAL over w from 0 of (1 + w)^-(shape + 1) e^(-z w / p) dw ],   z = rate (alpha + T)

over p ~ Beta(a, b'). Every term is positive: relative error below 1e-10. With w = e^v - 1 the inner integrand is
log-concave, and Gauss-Legendre nodes as far as it reaches are exact to rounding.
"""

from __future__ import annotations

import numpy as np

from xlclv.checks import Floats
from xlclv.models.dropout.expected_orders import few, tabulated, weights
from xlclv.models.likelihood.collapse import Ints

_DROP = 38.0
_PANEL = 4.0  # the longest stretch of v on which so many nodes do
_NODES = 24
_FARTHEST = 1e18  # beyond this z / p the purchases all come at once
_ROWS = 64  # whose nodes stay in memory at once
_CELLS = 200_000  # nodes computed at once


def discounted(shape: Floats, a: float, b: Floats, which: Ints, z: Floats) -> Floats:
    """D for customers of the kinds `which`, a kind having shape = r + x and p ~ Beta(a, b), and their z > 0."""
    reach = 1.0 / z
    if few(shape, z):
        return _in_chunks(shape[which], reach, a, b[which])

    def log_slope(kind: Floats, at: Floats, stays: Floats) -> Floats:
        return np.asarray(np.log(_in_chunks(kind, at, a, stays) / at))

    return np.asarray(np.exp(tabulated(log_slope, shape, b, which, reach)) * reach)


def _in_chunks(shape: Floats, reach: Floats, a: float, b: Floats) -> Floats:
    out = np.empty(len(shape))
    for start in range(0, len(shape), _ROWS):
        part = slice(start, start + _ROWS)
        out[part] = _mean(shape[part], 1.0 / reach[part], a, b[part])
    return out


def _mean(shape: Floats, z: Floats, a: float, b: Floats) -> Floats:
    """D, rows along the first axis; p varies over the range that purchases within 1 / rate need."""
    p, weight = weights(shape, 1.0 / z, a, b)
    with np.errstate(over="ignore", under="ignore"):
        kind, rate, _ = np.broadcast_arrays(shape[:, None], z[:, None], p)
        force = np.minimum(rate / p, _FARTHEST * (1.0 + kind))
        used = np.flatnonzero(weight.ravel() > 0)
        share = np.zeros(p.size)
        share[used] = _laplace(kind.ravel()[used], force.ravel()[used])
        return np.asarray((weight * share.reshape(p.shape) * (kind / (p * kind + rate))).sum(axis=1))


def _laplace(shape: Floats, force: Floats) -> Floats:
    """(shape + force) INTEGRAL over v from 0 of e^(-shape v - force (e^v - 1)) dv, for flat arrays."""
    slope = shape + force
    end = np.minimum(_DROP / slope, np.log1p(_DROP / force))
    panels = np.ceil(end / _PANEL)
    at, share = np.polynomial.legendre.leggauss(_NODES)
    out = np.empty(len(shape))
    for count in np.unique(panels):
        rows = np.flatnonzero(panels == count)
        places = np.arange(count)[:, None] + 0.5 * (at + 1.0)
        fraction, part_of = places.ravel() / count, np.tile(0.5 * share / count, int(count))
        size = max(1, _CELLS // len(fraction))
        for start in range(0, len(rows), size):
            some = rows[start : start + size]
            v = end[some, None] * fraction
            fall = shape[some, None] * v + force[some, None] * np.expm1(v)
            out[some] = (np.exp(-fall) @ part_of) * (end[some] * slope[some])
    return out

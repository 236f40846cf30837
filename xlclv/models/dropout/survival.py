"""How likely a living customer stays on, when each purchase may be the last (BG/NBD, MBG/NBD).

A customer who buys at rate lambda and drops out with probability p after a purchase lasts another h with probability
e^(-lambda p h). Over lambda ~ gamma(r + x, alpha + T) and p ~ Beta(a, b') that is

    S = E_p[ (1 + c p)^-(r + x) ] = 2F1(r + x, a; a + b'; -c),   c = h / (alpha + T)

The logarithm of the integrand in y = logit(p) has one maximum, the root of a quadratic. The trapezoidal rule around it
converges geometrically (Trefethen & Weideman 2014), however small S is; beyond its ends are geometric series.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from xlclv.checks import Floats
from xlclv.models.dropout.expected_orders import few, tabulated, weights
from xlclv.models.likelihood.collapse import Ints

_DROP = 40.0  # e^-40: what is left out of a sum of this size does not show
_STEP = 0.25
_NARROW = 1e11  # curvature from which on a peak is a Gaussian, to 1e-11
_HALVINGS = 34  # from the widest range to a tenth of the narrowest peak
_FLAT = 1.0  # a fall of the integrand's logarithm that leaves nothing beyond the weights' ends
_ROWS = 800  # whose nodes stay in memory at once
_CELLS = 200_000  # nodes x rows computed at once


class _Peak(NamedTuple):
    """p^a (1 - p)^b (1 + c p)^-shape: its exponents, and p = 1 / (1 + e^-y), (1 + c) p / (1 + c p) at its maximum y.

    `drop` and `rise` are 1 - p and 1 - q, which near 1 keep no digits otherwise.
    """

    shape: Floats
    a: Floats
    b: Floats
    y: Floats
    p: Floats
    drop: Floats
    q: Floats
    rise: Floats

    def relative(self, d: Floats) -> Floats:
        """ln of the integrand at y + d, relative to the maximum; rows along the first axis of d.

        ln(1 - p + p e^d) is taken through the smaller of p and 1 - p, so that no large multiples of d cancel.
        """
        column = (slice(None),) + (None,) * (d.ndim - 1)
        shape, a, b, p, drop, q, rise = (v[column] for v in (self.shape, self.a, self.b, *self[4:]))
        high_p, high_q = p > 0.5, q > 0.5
        slope = np.where(high_p, -b, np.where(high_q, a - shape, a))
        by_p = _log_mix(np.minimum(p, drop), np.maximum(p, drop), np.where(high_p, -d, d))
        by_q = _log_mix(np.minimum(q, rise), np.maximum(q, rise), np.where(high_q, -d, d))
        return np.asarray(slope * d - (a + b - shape) * by_p - shape * by_q)


def staying(shape: Floats, a: float, b: Floats, which: Ints, c: Floats) -> Floats:
    """S for customers of the kinds `which`, a kind having shape = r + x and p ~ Beta(a, b), and their c >= 0."""
    with np.errstate(under="ignore"):
        if few(shape, c):
            return np.exp(_log_mean(shape[which], c, a, b[which]))
        log_s = tabulated(lambda kind, at, stays: _log_mean(kind, at, a, stays), shape, b, which, c)
        return np.where(c > 0, np.exp(np.minimum(log_s, 0.0)), 1.0)


def _log_mean(shape: Floats, c: Floats, a: float, b: Floats) -> Floats:
    """ln S for flat rows: a mean where the integrand hardly falls, else the ratio of two integrals."""
    out = np.empty(len(c))
    flat = shape * np.log1p(c) < _FLAT
    for start in range(0, len(c), _ROWS):
        rows = start + np.flatnonzero(flat[start : start + _ROWS])
        if len(rows):
            p, weight = weights(shape[rows], c[rows], a, b[rows])
            lost = np.expm1(-shape[rows, None] * np.log1p(c[rows, None] * p))
            out[rows] = np.log1p((weight * lost).sum(axis=1))
    steep = np.flatnonzero(~flat)
    if len(steep):
        with np.errstate(over="ignore"):
            out[steep] = _log_ratio(shape[steep], c[steep], np.full(len(steep), a), b[steep])
    return np.minimum(out, 0.0)


def _log_ratio(shape: Floats, c: Floats, a: Floats, b: Floats) -> Floats:
    """ln of the ratio of the integrals with and without (1 + c p)^-shape."""
    nothing = np.zeros_like(b)
    start = _peak(nothing, nothing, a, b, np.log(a) - np.log(b))
    shift = _shift(shape, c, a, b)
    moved = _peak(shape, c, a, b, start.y + shift)
    height = start.relative(shift) - shape * np.log1p(c * moved.p)
    return np.asarray(height + _log_mass(moved, c) - _log_mass(start, nothing))


def _shift(shape: Floats, c: Floats, a: Floats, b: Floats) -> Floats:
    """ln of u1 / u0, u = p / (1 - p) at the maximum with and without (1 + c p)^-shape; u0 = a / b.

    It solves (1 + c) a v^2 - ((1 + c) a - b - shape c) v - b = 0, of whose two roots one is positive.
    """
    total = (1.0 + c) * a + b + shape * c
    first, last, fall = (1.0 + c) * a / total, b / total, shape * c / total
    root = np.sqrt((first - fall) ** 2 + last * last + 2.0 * last * (first + fall))
    less = -2.0 * fall / (1.0 + root)  # v - 1
    middle = first - last - fall
    with np.errstate(divide="ignore", invalid="ignore"):
        far = np.where(middle > 0, (middle + root) / (2.0 * first), 2.0 * last / (root - middle))
        return np.where(less > -0.5, np.log1p(np.maximum(less, -0.5)), np.log(far))


def _peak(shape: Floats, c: Floats, a: Floats, b: Floats, y: Floats) -> _Peak:
    z = y + np.log1p(c)
    p, drop, q, rise = (1.0 / (1.0 + np.exp(at)) for at in (-y, y, -z, z))
    return _Peak(shape, a, b, y, p, drop, q, rise)


def _log_mass(peak: _Peak, c: Floats) -> Floats:
    """ln of the integral over y of the integrand relative to its maximum."""
    bend = (peak.a + peak.b) * peak.p * peak.drop + peak.shape * (peak.q * peak.rise - peak.p * peak.drop)
    out = 0.5 * np.log(2.0 * np.pi / bend)
    wide = np.flatnonzero(bend < _NARROW)
    if not len(wide):
        return np.asarray(out)
    left, right = _range(_rows(peak, wide), c[wide])
    need = np.ceil((right - left) / np.minimum(_STEP, 0.5 / np.sqrt(bend[wide])))
    size = max(1, int(_CELLS / need.max()))
    for start in range(0, len(wide), size):
        part = slice(start, start + size)
        out[wide[part]] = _trapezoid(_rows(peak, wide[part]), left[part], right[part], int(need[part].max()) + 1)
    return np.asarray(out)


def _rows(peak: _Peak, rows: Ints) -> _Peak:
    return _Peak(*(column[rows] for column in peak))


def _trapezoid(peak: _Peak, left: Floats, right: Floats, count: int) -> Floats:
    step = (right - left) / (count - 1)
    value = np.exp(peak.relative(left[:, None] + step[:, None] * np.arange(count)))
    with np.errstate(over="ignore"):
        value[:, 0] += value[:, 0] / np.expm1(peak.a * step)
        value[:, -1] += value[:, -1] / np.expm1(peak.b * step)
    return np.asarray(np.log(value.sum(axis=1)) + np.log(step))


def _range(peak: _Peak, c: Floats) -> tuple[Floats, Floats]:
    """Ends, relative to the maximum: where what lies beyond does not show, or is a geometric series."""
    a, b, shape = peak.a, peak.b, peak.shape
    first = -(_DROP + np.log1p(a + b + shape * c)) - peak.y
    last = _DROP + np.log1p(a + shape) - peak.y
    ends = []
    for end, fall in ((first, a), (last, b)):
        depth = -_DROP - np.log1p(1.0 / fall)
        outside, inside = end.copy(), np.clip(np.zeros_like(end), first, last)
        for _ in range(_HALVINGS):
            middle = 0.5 * (outside + inside)
            below = peak.relative(middle) < depth
            outside, inside = np.where(below, middle, outside), np.where(below, inside, middle)
        ends.append(np.where(peak.relative(end) >= depth, end, outside))
    return ends[0], ends[1]


def _log_mix(share: Floats, rest: Floats, d: Floats) -> Floats:
    """ln(rest + share e^d), rest = 1 - share, without loss where d is small or share or rest is."""
    near = np.log1p(share * np.expm1(np.clip(d, -0.5, 0.5)))
    if (np.abs(d) <= 0.5).all():
        return np.asarray(near)
    with np.errstate(divide="ignore"):
        return np.where(np.abs(d) <= 0.5, near, np.logaddexp(np.log(share) + d, np.log(rest)))

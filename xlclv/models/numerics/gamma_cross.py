"""Differences of differences of gamma functions that keep their digits: ln S of a beta mixture and its derivatives.

The cross of a function f is f(z) - f(z + p) - f(z + q) + f(z + p + q). The recurrence carries z upwards by 16; there
a polynomial in 1/z is exact to the last bit (Abramowitz & Stegun 6.1.40, 6.3.18, 6.4.12), and its cross is built from
products of p and q. Nothing cancels, however small p and q are beside z: four separate gamma functions lose nine
digits at z 9e4, p 1e4, and all of them at p 1e-12.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from xlclv.checks import Floats

_STEPS = 16
# Coefficients of 1/z, 1/z^2, ...; ln Gamma also has (z - 1/2) ln z - z, psi has ln z.
_LOG = (1 / 12, 0, -1 / 360, 0, 1 / 1260, 0, -1 / 1680, 0, 1 / 1188, 0, -691 / 360360)
_DIGAMMA = (-1 / 2, -1 / 12, 0, 1 / 120, 0, -1 / 252, 0, 1 / 240, 0, -1 / 132, 0, 691 / 32760)
_TRIGAMMA = (1, 1 / 2, 1 / 6, 0, -1 / 30, 0, 1 / 42, 0, -1 / 30, 0, 5 / 66, 0, -691 / 2730)


def log_gamma_cross(z: Any, p: Any, q: Any) -> Floats:
    """ln of Gamma(z) Gamma(z + p + q) / (Gamma(z + p) Gamma(z + q)), for z > 0 and p, q >= 0; it is never negative.

    >>> print(f"{log_gamma_cross(3.806, 0.668, 1.0):.12f}")  # ln((3.806 + 0.668) / 3.806)
    0.161704094194
    """
    z, p, q, near = _spread(z, p, q)
    far = z + _STEPS
    total = np.log1p(p / near * (q / (near + p + q))).sum(axis=0)
    total += p * np.log1p(q / (far + p)) + q * np.log1p(p / (far + q))
    total -= (far - 0.5) * np.log1p(p / far * (q / (far + p + q)))
    return np.asarray(total + _polynomial(_LOG, far, p, q))


def digamma_cross(z: Any, p: Any, q: Any) -> Floats:
    """The derivative of log_gamma_cross by z, never positive."""
    z, p, q, near = _spread(z, p, q)
    far = z + _STEPS
    total = _polynomial(_DIGAMMA, far, p, q) - np.log1p(p / far * (q / (far + p + q)))
    return np.asarray(total - _inverse(near, p, q).cross.sum(axis=0))


def trigamma_cross(z: Any, p: Any, q: Any) -> Floats:
    """The second derivative of log_gamma_cross by z, never negative."""
    z, p, q, near = _spread(z, p, q)
    inverse = _inverse(near, p, q)
    return np.asarray(_polynomial(_TRIGAMMA, z + _STEPS, p, q) + _times(inverse, inverse).cross.sum(axis=0))


def _spread(z: Any, p: Any, q: Any) -> tuple[Floats, Floats, Floats, Floats]:
    """z, p, q broadcast, and the steps z, z + 1, ... of the recurrence along a new first axis."""
    z, p, q = np.broadcast_arrays(*(np.asarray(v, dtype=np.float64) for v in (z, p, q)))
    return z, p, q, z + np.arange(float(_STEPS)).reshape(-1, *(1,) * z.ndim)


class _Cross(NamedTuple):
    """A function's values at z, z + p, z + q, z + p + q, and how much it falls between them.

    p_0 and p_q are its falls from z to z + p and from z + q on; q_0 and q_p likewise; cross = q_0 - q_p.
    """

    at_0: Floats
    at_p: Floats
    at_q: Floats
    at_pq: Floats
    p_0: Floats
    p_q: Floats
    q_0: Floats
    q_p: Floats
    cross: Floats


def _inverse(z: Floats, p: Floats, q: Floats) -> _Cross:
    """1/z."""
    a, b, c, e = 1.0 / z, 1.0 / (z + p), 1.0 / (z + q), 1.0 / (z + p + q)
    return _Cross(a, b, c, e, p * b * a, p * e * c, q * c * a, q * e * b, (p * b) * (q * c) * (a + e))


def _polynomial(coefficients: tuple[float, ...], z: Floats, p: Floats, q: Floats) -> Floats:
    """The cross of SUM c_k / z^k, by Horner's rule."""
    inverse, nothing = _inverse(z, p, q), np.zeros(z.shape)
    total = _Cross(*(nothing,) * 9)
    for k in reversed(coefficients):
        total = total._replace(at_0=total.at_0 + k, at_p=total.at_p + k, at_q=total.at_q + k, at_pq=total.at_pq + k)
        total = _times(total, inverse)
    return total.cross


def _times(f: _Cross, g: _Cross) -> _Cross:
    """The product of two functions, by the product rule of differences."""
    return _Cross(
        f.at_0 * g.at_0,
        f.at_p * g.at_p,
        f.at_q * g.at_q,
        f.at_pq * g.at_pq,
        f.p_0 * g.at_0 + f.at_p * g.p_0,
        f.p_q * g.at_q + f.at_pq * g.p_q,
        f.q_0 * g.at_0 + f.at_q * g.q_0,
        f.q_p * g.at_p + f.at_pq * g.q_p,
        f.cross * g.at_0 + f.q_p * g.p_0 + f.p_q * g.q_0 + f.at_pq * g.cross,
    )

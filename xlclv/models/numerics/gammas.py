"""Gamma functions as differences that keep their digits: Abramowitz & Stegun 6.1.40, 6.3.18, 6.4.12, on NumPy alone."""

from __future__ import annotations

from typing import Any

import numpy as np

from xlclv.checks import Floats

# Below 16 the recurrence Gamma(z + 1) = z Gamma(z) carries z upwards; above, five to six terms of the
# asymptotic series are exact to the last bit.
_STEPS = 16
_HALF_LOG_TWO_PI = 0.5 * np.log(2.0 * np.pi)
_LOG = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360)
_DIGAMMA = (-1 / 12, 1 / 120, -1 / 252, 1 / 240, -1 / 132, 691 / 32760)
_TRIGAMMA = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730)


def log_gamma_ratio(z: Any, d: Any) -> Floats:
    """ln Gamma(z + d) - ln Gamma(z) for z > 0, z + d > 0, with no cancellation for large z.

    >>> print(f"{log_gamma_ratio(0.5, 2.0):.12f}")  # ln(0.5 x 1.5)
    -0.287682072452
    """
    z, d, steps = _spread(z, d)
    near = np.log1p(d / (z + steps)).sum(axis=0)
    low, high = z + _STEPS, z + d + _STEPS
    far = (low - 0.5) * np.log1p(d / low) + d * (np.log(high) - 1.0)
    return np.asarray(far + (_odd(_LOG, high) - _odd(_LOG, low)) - near)


def log_beta(a: Any, b: Any) -> Floats:
    """ln B(a, b) for a, b > 0, through the gamma function of the smaller only."""
    small, large = np.minimum(a, b), np.maximum(a, b)
    return np.asarray(log_gamma(small) - log_gamma_ratio(large, small))


def log_gamma(z: Any) -> Floats:
    """ln Gamma(z) for z > 0."""
    z, _, steps = _spread(z, 0.0)
    far = z + _STEPS
    stirling = (far - 0.5) * np.log(far) - far + _HALF_LOG_TWO_PI + _odd(_LOG, far)
    return np.asarray(stirling - np.log(z + steps).sum(axis=0))


def digamma_difference(z: Any, d: Any) -> Floats:
    """psi(z + d) - psi(z), the derivative of log_gamma_ratio by z."""
    z, d, steps = _spread(z, d)
    near = (d / ((z + steps) * (z + d + steps))).sum(axis=0)
    low, high = z + _STEPS, z + d + _STEPS
    far = np.log1p(d / low) + 0.5 * d / (low * high)
    return np.asarray(near + far + (_odd(_DIGAMMA, high) / high - _odd(_DIGAMMA, low) / low))


def log_less_digamma(z: Any) -> Floats:
    """ln z - psi(z) for z > 0, to its last digits where it is small.

    >>> print(f"{float(log_less_digamma(1.0)):.12f}, {float(log_less_digamma(1e6)):.12e}")
    0.577215664902, 5.000000833333e-07
    """
    z = np.asarray(z, dtype=np.float64)
    near = z < _STEPS
    low = np.where(near, z, 1.0)
    steps = np.arange(_STEPS).reshape(-1, *(1,) * z.ndim)
    far = np.where(near, z + _STEPS, z)
    carried = (1.0 / (low + steps)).sum(axis=0) - np.log1p(_STEPS / low)
    return np.asarray(0.5 / far - _odd(_DIGAMMA, far) / far + np.where(near, carried, 0.0))


def trigamma(z: Any) -> Floats:
    """psi'(z) for z > 0."""
    z = np.asarray(z, dtype=np.float64)
    steps = np.arange(_STEPS).reshape(-1, *(1,) * z.ndim)
    return np.asarray((1.0 / (z + steps) ** 2).sum(axis=0) + _trigamma_far(z + _STEPS))


def trigamma_difference(z: Any, d: Any) -> Floats:
    """psi'(z + d) - psi'(z), the second derivative of log_gamma_ratio by z."""
    z, d, steps = _spread(z, d)
    low, high = z + steps, z + d + steps
    near = -(d * (low + high) / (low * high) ** 2).sum(axis=0)
    return np.asarray(near + (_trigamma_far(z + d + _STEPS) - _trigamma_far(z + _STEPS)))


def _spread(z: Any, d: Any) -> tuple[Floats, Floats, Floats]:
    """z and d broadcast, and the steps of the recurrence along a new first axis."""
    z, d = np.broadcast_arrays(np.asarray(z, dtype=np.float64), np.asarray(d, dtype=np.float64))
    return z, d, np.arange(float(_STEPS)).reshape(-1, *(1,) * z.ndim)


def _odd(coefficients: tuple[float, ...], z: Floats) -> Floats:
    """SUM c_k / z^(2k+1)."""
    square = 1.0 / (z * z)
    total = np.zeros_like(z)
    for c in reversed(coefficients):
        total = total * square + c
    return np.asarray(total / z)


def _trigamma_far(z: Floats) -> Floats:
    return np.asarray(1.0 / z + 0.5 / (z * z) + _odd(_TRIGAMMA, z) / (z * z))

"""Smooth functions tabulated once and read a million times: Chebyshev series to rounding (Trefethen 2013)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from xlclv.checks import Floats
from xlclv.models.likelihood.collapse import Ints

_CHUNK = 16384  # rows that stay in the processor's cache
_DEGREES = (16, 32, 64, 128, 256)


def series(function: Callable[[Floats], Floats], tolerance: float = 2e-15) -> Floats:
    """Coefficients (degree + 1, columns) of `function`, which maps points in [-1, 1] to (points, columns).

    The degree doubles until the last coefficients vanish beside the largest of their column.
    """
    coefficients = np.zeros((1, 1))
    for degree in _DEGREES:
        coefficients = _transform(function(points(degree)))
        size = np.abs(coefficients)
        if (size[-3:] <= tolerance * size.max(axis=0) * degree).all():
            break
    return coefficients


def points(degree: int) -> Floats:
    """The degree + 1 Chebyshev points of the first kind, falling from near 1 to near -1."""
    return np.asarray(np.cos(np.pi * (np.arange(degree + 1) + 0.5) / (degree + 1)))


def evaluate(coefficients: Floats, column: Ints, t: Floats) -> Floats:
    """The series of each row's column at each row's t in [-1, 1], by Clenshaw's recurrence."""
    out = np.empty(len(t))
    for start in range(0, len(t), _CHUNK):
        part = slice(start, start + _CHUNK)
        which, twice = column[part], 2.0 * t[part]
        b1 = np.zeros(len(which))
        b2 = np.zeros(len(which))
        for row in coefficients[:0:-1]:
            b1, b2 = row[which] + twice * b1 - b2, b1
        out[part] = coefficients[0][which] + 0.5 * twice * b1 - b2
    return out


def _transform(values: Floats) -> Floats:
    """Values at points(degree) to coefficients; a matrix, for the degrees are small."""
    n = len(values)
    k = np.arange(n)
    matrix = np.cos(np.pi * np.outer(k, k + 0.5) / n) * (2.0 / n)
    matrix[0] *= 0.5
    return np.asarray(matrix @ values)

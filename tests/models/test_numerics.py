"""The small machines under the models: gamma functions, distinct rows, series."""

from __future__ import annotations

import math

import numpy as np
import pytest

from xlclv.models.likelihood import collapse, history
from xlclv.models.numerics.chebyshev import evaluate, series
from xlclv.models.numerics.gammas import (
    digamma_difference,
    log_beta,
    log_gamma,
    log_gamma_ratio,
    trigamma,
    trigamma_difference,
)

Z = [1e-9, 0.3, 1.0, 2.5, 40.0, 1e4, 1e9]


@pytest.mark.parametrize("z", Z)
@pytest.mark.parametrize("n", [0, 1, 7, 300])
def test_ratios_are_sums_of_steps(z, n):
    """Over n whole steps the ratio is the sum of ln(z + i), and its derivatives those of the terms."""
    steps = z + np.arange(n)
    assert log_gamma_ratio(z, n) == pytest.approx(math.fsum(np.log(steps)), rel=1e-12, abs=1e-13)
    assert digamma_difference(z, n) == pytest.approx(math.fsum(1 / steps), rel=1e-13)
    assert trigamma_difference(z, n) == pytest.approx(-math.fsum(1 / steps**2), rel=1e-13)


@pytest.mark.parametrize("z", Z)
def test_log_gamma(z):
    """ln Gamma agrees with the standard library's."""
    assert log_gamma(z) == pytest.approx(math.lgamma(z), rel=1e-13, abs=1e-14)


def test_known_values():
    """B(2, 3) = 1/12, B(1/2, 1/2) = pi, psi'(1) = pi^2/6, and B for large arguments keeps its digits."""
    assert np.exp(log_beta([2, 0.5], [3, 0.5])) == pytest.approx([1 / 12, math.pi], rel=1e-14)
    assert trigamma(1.0) == pytest.approx(math.pi**2 / 6, rel=1e-14)
    assert log_beta(1e12, 2.0) == pytest.approx(-math.log(1e12) - math.log1p(1e12), rel=1e-15)


def test_distinct_rows():
    """First occurrences and inverse rebuild the columns; 0.0 and -0.0 are one."""
    rng = np.random.default_rng(1)
    a, b = rng.integers(0, 9, 500).astype(float), rng.integers(0, 9, 500) / 7
    a[::3] *= -1
    first, inverse = collapse.distinct(a, b)
    assert np.array_equal(a[first][inverse], a)
    assert np.array_equal(b[first][inverse], b)
    assert len(first) == len(set(zip(a.tolist(), b.tolist(), strict=True)))


def test_distinct_rows_whose_hashes_collide(monkeypatch):
    """When the hash tells nothing apart the rows are sorted after all."""
    monkeypatch.setattr(collapse, "_MIX", np.uint64(0))
    a, b = np.array([1.0, 2, 1, 2, 1]), np.array([5.0, 5, 5, 6, 5])
    first, inverse = collapse.distinct(a, b)
    assert len(first) == 3
    assert np.array_equal(a[first][inverse], a)
    assert np.array_equal(b[first][inverse], b)


@pytest.mark.parametrize("size", [10, 9000])
def test_frequencies(size):
    """Few or many, the distinct frequencies are sorted and the inverse rebuilds them."""
    x = np.random.default_rng(2).integers(0, 6, size) * 3.0
    values, which = history.frequencies(x)
    assert np.array_equal(values, np.unique(x))
    assert np.array_equal(values[which], x)


def test_series():
    """A series is exact to rounding for smooth functions, and as long as the least smooth column needs."""
    coefficients = series(lambda t: np.stack([np.exp(t), 1 / (1.3 - t)], axis=1))
    t = np.linspace(-1, 1, 50_000)
    for column, exact in enumerate((np.exp(t), 1 / (1.3 - t))):
        which = np.full(len(t), column)
        assert evaluate(coefficients, which, t) == pytest.approx(exact, rel=1e-13)
    assert len(coefficients) <= 129

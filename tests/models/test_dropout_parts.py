"""The pieces under BG/NBD and MBG/NBD, each against its own definition: where a sum hides what one of them does."""

from __future__ import annotations

import math

import numpy as np
import pytest

from xlclv.models.dropout import beta_chance, discounted_orders, expected_orders, survival


@pytest.mark.parametrize("q", [0.0, 1e-300, 1e-17, 3e-16, 0.3, 1.0, 700000.3, 1e12, 3e17, 1e300])
def test_the_logarithm_of_one_and_more(q: float) -> None:
    """ln(1 + q) to its last digits, however small or large q is."""
    assert beta_chance._log1p(np.array([q]))[0] == pytest.approx(math.log1p(q), rel=4e-16, abs=0)


def test_where_the_integrand_of_survival_moves_to() -> None:
    """v of the quadratic (1 + c) a v^2 - ((1 + c) a - b - shape c) v - b = 0 is its positive root, near 1 and far."""
    shape, c, a, b = (np.exp(each) for each in np.random.default_rng(3).uniform(-7, 7, (4, 500)))
    v = np.exp(survival._shift(shape, c, a, b))
    terms = (1 + c) * a * v * v, -((1 + c) * a - b - shape * c) * v, -b
    assert (np.abs(sum(terms)) < 1e-12 * sum(map(np.abs, terms))).all()


@pytest.mark.parametrize(("a", "b"), [(1e13, 1e12), (1e12, 1e14), (3e15, 3e15)])
def test_a_chance_that_hardly_varies_is_one_number(a: float, b: float) -> None:
    """Beta(a, b) with very large a and b is its mean p, and purchases to come are (1 - (1 + c p)^-shape) / p."""
    shape, c, p = np.array([0.3, 1.5, 8.0]), np.array([0.01, 2.0, 300.0]), a / (a + b)
    found = expected_orders.purchases(shape, a, np.full(3, b), np.arange(3), c)
    assert found == pytest.approx(-np.expm1(-shape * np.log1p(c * p)) / p, rel=1e-9)


def test_the_rows_of_a_kind_share_its_weights() -> None:
    """Whoever else is of the kind, and however many kinds there are, a row's purchases are its own."""
    rng = np.random.default_rng(1)
    for kinds, b in ((25, 2.4), (1700, 0.1)):
        shape, stays = 0.2 + np.arange(kinds), b + np.arange(kinds)
        which = rng.permutation(np.repeat(np.arange(kinds), 3))
        c = np.exp(rng.uniform(-14, 9, len(which)))
        together = expected_orders.purchases(shape, 0.8, stays, which, c)
        some = rng.choice(len(c), 40, replace=False)
        alone = [expected_orders.purchases(shape[w], 0.8, stays[w], np.array([0]), c[[i]])
                 for i, w in ((i, which[[i]]) for i in some)]  # fmt: skip
        assert together[some] == pytest.approx(np.concatenate(alone), rel=1e-12)


@pytest.mark.parametrize(("shape", "force"), [(0.3, 1e-9), (0.01, 1e-5), (2.0, 1e-3), (0.5, 40.0)])
def test_the_integral_of_discounting(shape: float, force: float) -> None:
    """(shape + force) INTEGRAL e^(-shape v - force (e^v - 1)) dv, over short stretches and long, by plain summing."""
    v = np.linspace(0, math.log1p(45 / force), 400_001)
    whole = np.trapezoid(np.exp(-shape * v - force * np.expm1(v)), v) * (shape + force)
    assert discounted_orders._laplace(np.array([shape]), np.array([force]))[0] == pytest.approx(whole, rel=1e-8)

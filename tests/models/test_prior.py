"""Weak priors of small bases: gone at 200 customers, free of units, and intervals that hold."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from benchmarks.small_bases import study
from xlclv.errors import InputError
from xlclv.models import by_name, gamma_gamma
from xlclv.models.likelihood.prior import DROPOUT, FADED, Prior
from xlclv.models.spend.moments import moments

MODELS = ("BG/NBD", "MBG/NBD", "Pareto/NBD")
X, RECENCY, T = np.array([0, 1, 2, 6, 0, 3.0]), np.array([0, 8, 20, 30, 0, 9.0]), np.array([30, 31, 28, 31, 20, 30.0])


def _fit(model: str, customers: Any, unit: float = 1.0, prior: bool = True) -> Any:
    return by_name(model).fit(X, RECENCY * unit, T * unit, weights=customers, prior=prior)


@pytest.mark.parametrize("model", MODELS)
def test_from_200_customers_on_it_is_maximum_likelihood(model: str) -> None:
    """To the last digit; and just below, the fit hardly differs."""
    many = np.array([70.0, 40, 30, 10, 40, 10])
    assert many.sum() == FADED
    assert _fit(model, many).params == _fit(model, many, prior=False).params
    near = many * (1 - 1e-9)
    assert _fit(model, near).log_likelihood == pytest.approx(_fit(model, near, prior=False).log_likelihood, abs=1e-3)


@pytest.mark.parametrize("model", MODELS)
def test_few_customers_lean_on_it(model: str) -> None:
    """Eight are enough, seven are not; the likelihood told is the data's, and below that of the data alone."""
    few = np.array([3.0, 1, 1, 1, 1, 1])
    found = _fit(model, few)
    kernel = by_name(model)
    assert found.status == "converged"
    total = float(kernel.log_likelihood(found.params, X, RECENCY, T) @ few)
    assert found.log_likelihood == pytest.approx(total, rel=1e-10)
    with pytest.raises(InputError, match="describes 7 customers; a fit needs at least 8"):
        _fit(model, few * 7 / 8)
    with pytest.raises(InputError, match="at least 20"):
        _fit(model, few, prior=False)
    some = few * 5
    assert _fit(model, some).log_likelihood <= _fit(model, some, prior=False).log_likelihood


@pytest.mark.parametrize("model", MODELS)
def test_units_do_not_matter(model: str) -> None:
    """Weeks or days, money in cents or millions: the same fit in its own unit, to 1e-9."""
    few = np.array([5.0, 4, 3, 1, 4, 1])
    weeks, days = _fit(model, few), _fit(model, few, 7.0)
    for name in weeks.params.__slots__:
        scale = 7.0 if name in ("alpha", "beta") else 1.0
        assert getattr(days.params, name) == pytest.approx(scale * getattr(weeks.params, name), rel=1e-9)
    m = np.array([20.0, 45, 30, 80, 15, 22])
    x = np.array([1.0, 2, 1, 4, 3, 1])
    one, other = (gamma_gamma.fit_moments(moments(x, m * unit), prior=True).params for unit in (1.0, 1e4))
    assert other.gamma == pytest.approx(1e4 * one.gamma, rel=1e-8)
    assert (other.p, other.q) == pytest.approx((one.p, one.q), rel=1e-8)


def test_derivatives_of_what_is_added() -> None:
    """Value, gradient and Hessian belong together; the weight falls in proportion."""
    at = Prior((0.5, 2.0), 3.0).beside(lambda point: (0.0, np.zeros(2), np.zeros((2, 2))), 50.0)
    point, step = np.array([0.3, -0.4]), 1e-6 * np.eye(2)
    slopes = [(at(point + d)[0] - at(point - d)[0]) / 2e-6 for d in step]
    np.testing.assert_allclose(at(point)[1], slopes, rtol=1e-7)
    bends = [(at(point + d)[1] - at(point - d)[1]) / 2e-6 for d in step]
    np.testing.assert_allclose(at(point)[2], bends, rtol=1e-7, atol=1e-9)
    assert [DROPOUT.weight(n) for n in (0, 50, 200, 1000)] == [1.0, 0.75, 0.0, 0.0]


def test_intervals_of_30_customers_hold() -> None:
    """A short sample of benchmarks.small_bases: four of five intervals hold what came, and hardly a base has none."""
    found = study(30, 24, True, seed=7)
    assert found.none <= 6
    assert 0.6 <= found.share <= 0.97

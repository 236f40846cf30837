"""NBD: the model without dropout, what the others become where nobody leaves."""

from __future__ import annotations

import numpy as np
import pytest

from tests.models import cdnow
from xlclv.errors import NA, NUM, InputError
from xlclv.models import bg_nbd, nbd, pareto_nbd
from xlclv.models.pareto import nbd_fit

PARAMS = nbd.Params(0.385, 12.07)


def loyal(customers=3000, seed=4):
    rng = np.random.default_rng(seed)
    T = rng.uniform(20, 60, customers)
    return rng.poisson(rng.gamma(0.5, 1 / 5.0, customers) * T).astype(float), T


def test_others_become_it():
    """Where nobody drops out, likelihood and purchases of BG/NBD and Pareto/NBD are the NBD's."""
    x, t_x, T, h = np.array([0.0, 2, 9]), np.array([0.0, 30, 38]), np.array([39.0, 40, 41]), 52.0
    for model, params in (
        (bg_nbd, bg_nbd.Params(0.385, 12.07, 1e-12, 1.0)), (pareto_nbd, pareto_nbd.Params(0.385, 12.07, 1e-12, 1.0)),
    ):  # fmt: skip
        assert model.log_likelihood(params, x, t_x, T) == pytest.approx(nbd.log_likelihood(PARAMS, x, T), rel=1e-10)
        assert model.expected_purchases(params, h, x, t_x, T) == pytest.approx(
            nbd.expected_purchases(PARAMS, h, x, T), rel=1e-9
        )


def test_boundary_of_bg_nbd():
    """On customers who never leave BG/NBD stops at its boundary: r, alpha and log-likelihood are the NBD's."""
    x, T = loyal()
    t_x = np.where(x > 0, T * (1 - 0.4 / (x + 1)), 0.0)
    found, alone = bg_nbd.fit(x, t_x, T), nbd.fit(x, T)
    assert "collapses to the NBD" in found.status
    assert (found.params.r, found.params.alpha) == pytest.approx((alone.params.r, alone.params.alpha), rel=1e-4)
    assert found.log_likelihood == pytest.approx(alone.log_likelihood, abs=0.05)
    assert alone.aic < found.aic


def test_derivatives_are_exact():
    """Gradient and Hessian agree with differences of the value and of the gradient."""
    data = cdnow.rounded()
    surface, point, step = nbd_fit.surface(data.x, data.T, np.ones_like(data.x)), np.log([0.4, 11.0]), 1e-4
    _, gradient, hessian = surface(point)
    for i, e in enumerate(np.eye(2)):
        ahead, behind = surface(point + step * e), surface(point - step * e)
        assert gradient[i] == pytest.approx((ahead[0] - behind[0]) / (2 * step), rel=1e-6)
        assert hessian[i] == pytest.approx((ahead[1] - behind[1]) / (2 * step), abs=1e-7 * np.abs(hessian).max())


@pytest.mark.parametrize("factor", [1 / 7, 24.0, 1e6])
def test_unit_of_time_and_grouping_do_not_matter(factor):
    """Days or weeks, single customers or counted rows: one answer, to 1e-9."""
    data = cdnow.exact()
    here = nbd.fit(data.x, data.T)
    rows, count = np.unique(np.stack([data.x, data.T * factor]), axis=1, return_counts=True)
    there = nbd.fit(*rows, weights=count)
    assert there.params.r == pytest.approx(here.params.r, rel=1e-9)
    assert there.params.alpha == pytest.approx(factor * here.params.alpha, rel=1e-9)
    assert there.customers == here.customers


def test_recovers_its_parameters():
    """A simulated base gives back r 0.5 and alpha 5 within 3 standard errors."""
    found = nbd.fit(*loyal())
    for estimate, error, truth in zip(
        (found.params.r, found.params.alpha), found.standard_errors, (0.5, 5), strict=True
    ):
        assert abs(estimate - truth) < 3 * error


def test_same_rate_for_all():
    """Customers who differ less than chance would have them: r has no end, and the status says so."""
    found = nbd.fit([2.0, 3.0] * 20, 10.0)
    assert found.status.startswith("boundary: r and alpha grow without bound")
    assert found.standard_errors == (None, None)
    assert found.params.r / found.params.alpha == pytest.approx(0.25, rel=1e-4)


@pytest.mark.parametrize(
    ("x", "T", "code", "words"),
    [
        ([1.0] * 19, 9.0, NA, "at least 20"),
        ([0.0] * 30, 9.0, NA, "needs repeat purchases"),
        ([1.0] * 30, [9.0] * 29, NA, "as long as the other lists"),
        ([0.5] * 30, 9.0, NUM, "frequency\\[0\\] is 0.5"),
        ([1.0] * 30, 0.0, NUM, "T\\[0\\] is 0; must be above 0"),
    ],
)
def test_fit_errors(x, T, code, words):
    """Data no fit can be tried on."""
    with pytest.raises(InputError, match=words) as caught:
        nbd.fit(x, T)
    assert caught.value.code == code


def test_argument_errors():
    """Each wrong argument is named."""
    with pytest.raises(InputError, match="horizon is -1"):
        nbd.expected_purchases(PARAMS, -1, 2, 9)
    with pytest.raises(InputError, match="T is -9"):
        nbd.log_likelihood(PARAMS, 2, -9)
    with pytest.raises(InputError, match="shape"):
        nbd.log_likelihood(PARAMS, [1, 2], [1, 2, 3])
    with pytest.raises(InputError, match="r is 0"):
        nbd.Params(0, 1)

"""A spend fit is the same in every currency and on every route, at the ends of the model too."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.spend_units import CLOSE, apart, base, study
from xlclv.models import gamma_gamma
from xlclv.models.likelihood.maximum import LARGEST
from xlclv.models.spend.moments import moments

HARD = (4, 28, 51)  # p without bound: these once ended in "did not converge", or only in some currencies


def test_the_currency_and_the_route_do_not_matter() -> None:
    """Status and parameters to 1e-9, from rows and from moments; the 1,000 of the command are of this kind."""
    found = study((*HARD, 0), (100.0,))
    assert (found.refused, found.faulty) == (0, ())
    assert found.worst < CLOSE


def test_without_an_end_to_p_a_customers_price_is_inverse_gamma() -> None:
    """q is the root of that likelihood's slope, by SciPy; g = p gamma is its best partner."""
    from scipy.optimize import brentq
    from scipy.special import digamma

    x, m, _ = base(HARD[0])
    found = gamma_gamma.fit(x, m)
    assert found.status.startswith("boundary: p grows")
    mean, log = float((1.0 / m).mean()), float(np.log(m).mean())
    root = brentq(lambda q: np.log(q) - digamma(q) - np.log(mean) - log, 0.1, 1e3, xtol=1e-13)
    assert found.params.q == pytest.approx(root, rel=1e-9)
    assert found.params.gamma * LARGEST == pytest.approx(found.params.q / mean, rel=1e-12)


def test_without_an_end_to_q_every_mean_is_gamma_around_one() -> None:
    """p is the root of the slope of gammas of shape p x around the mean of all orders."""
    from scipy.optimize import brentq
    from scipy.special import digamma, gammaln

    rng = np.random.default_rng(3)
    x = rng.integers(1, 6, 40).astype(float)
    m = rng.gamma(2.0 * x, 15.0 / x)
    found = gamma_gamma.fit(x, m)
    assert found.status.startswith("boundary: q and gamma grow")
    mean = float(x @ m / x.sum())
    root = brentq(lambda p: x @ (np.log(p * x * m / mean) + 1.0 - m / mean - digamma(p * x)), 0.1, 1e3, xtol=1e-13)
    assert found.params.p == pytest.approx(root, rel=1e-9)
    assert gamma_gamma.population_mean(found.params) == pytest.approx(mean, rel=1e-5)
    shape = root * x
    each = shape * np.log(shape / mean) + (shape - 1.0) * np.log(m) - shape * m / mean - gammaln(shape)
    assert found.log_likelihood == pytest.approx(each.sum(), rel=1e-5)


def test_what_is_expected_does_not_depend_on_the_currency_either() -> None:
    """Nor where the mean is held to the one seen."""
    for seed in (19, 84):
        x, m, unit = base(seed)
        one, other = (gamma_gamma.fit_expected(moments(x, m * scale)) for scale in (1.0, unit))
        assert apart(one, other, unit) < CLOSE

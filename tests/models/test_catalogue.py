"""The worked examples of the worksheet functions 15 to 19, on the engine. CDNOW here is the `rounded` summary."""

from __future__ import annotations

import pytest

from tests.models import cdnow
from xlclv import models
from xlclv.models import by_name, gamma_gamma

PARETO = (0.553, 10.578, 0.606, 11.669)
SPEND = gamma_gamma.Params(6.25, 3.74, 15.44)
HISTORY = (2, 30.43, 38.86)

FITS = {
    "BG/NBD": ((0.242593, 4.413532, 0.792886, 2.425753), (0.0126, 0.3782, 0.1857, 0.7053), -9582.425561),
    "MBG/NBD": ((0.524838, 6.182992, 0.891356, 1.614), None, -9582.132685),
    "Pareto/NBD": ((0.553276, 10.577613, 0.606214, 11.667909), (0.0476, 0.8427, 0.1873, 6.211), -9594.97393),
}


@pytest.mark.parametrize("name", FITS)
def test_fit(name):
    """15: estimates to 1e-5, standard errors to 1e-2, log-likelihood to 1e-5."""
    data, (estimates, errors, log_likelihood) = cdnow.rounded(), FITS[name]
    fit = by_name(name).fit(data.x, data.t_x, data.T)
    assert [getattr(fit.params, n) for n in fit.params.__slots__] == pytest.approx(estimates, rel=1e-5)
    assert fit.log_likelihood == pytest.approx(log_likelihood, abs=1e-5)
    assert (fit.status, fit.customers) == ("converged", 2357)
    if errors:
        assert fit.standard_errors == pytest.approx(errors, rel=1e-2)


@pytest.mark.parametrize(
    ("name", "alive", "orders"),
    [("BG/NBD", 0.726579, 1.226028), ("MBG/NBD", 0.774419, 1.340497), ("Pareto/NBD", 0.869168, 1.455123)],
)
def test_alive_and_orders(name, alive, orders):
    """16 and 17: one customer under each model."""
    model = by_name(name)
    params = model.Params(*(PARETO if name == "Pareto/NBD" else (0.243, 4.414, 0.793, 2.426)))
    assert model.p_alive(params, *HISTORY) == pytest.approx(alive, abs=5e-7)
    assert model.expected_purchases(params, 39, *HISTORY) == pytest.approx(orders, abs=5e-7)
    assert model.expected_purchases(params, 0, *HISTORY) == 0


def test_spend_fit():
    """18: all customers may be passed; those without a repeat purchase are left out."""
    data = cdnow.rounded()
    fit = gamma_gamma.fit(data.x, data.m)
    assert (fit.params.p, fit.params.q, fit.params.gamma) == pytest.approx((6.248804, 3.744588, 15.447744), rel=1e-5)
    assert fit.standard_errors == pytest.approx((1.1897, 0.2902, 4.1602), rel=1e-3)
    assert fit.log_likelihood == pytest.approx(-4055.923244, abs=1e-5)
    assert (fit.customers, fit.status) == (946, "converged")
    assert fit.correlation == pytest.approx(0.113884, abs=5e-7)


def test_expected_spend():
    """19: between the customer's own mean and the population's; the population's without a repeat purchase."""
    assert gamma_gamma.expected_spend(SPEND, 2, 22.35) == pytest.approx(24.663714, abs=5e-7)
    assert gamma_gamma.expected_spend(SPEND, 0, 0) == pytest.approx(35.218978, abs=5e-7)
    assert gamma_gamma.expected_spend(SPEND, 0, 99) == gamma_gamma.population_mean(SPEND)


@pytest.mark.parametrize("name", sorted(models._FAMILIES))
def test_a_model_says_what_it_assumes(name):
    """Each model's own page opens with three numbered assumptions and its likelihood."""
    said = models.named(name).__doc__
    assert [line[0] for line in said.splitlines() if line[1:3] == ". "] == ["1", "2", "3"]
    assert "\nLikelihood of " in said

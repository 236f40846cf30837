"""The engine reproduces the literature. Every fit names its input: `exact` days or the `rounded` weeks of CDNOW."""

from __future__ import annotations

import numpy as np
import pytest

from tests import published
from tests.models import cdnow
from xlclv.models import bg_nbd, by_name, gamma_gamma, mbg_nbd, nbd, pareto_nbd


@pytest.mark.parametrize(
    ("model", "expected"),
    [(bg_nbd, published.BG_NBD), (mbg_nbd, published.MBG_NBD), (pareto_nbd, published.PARETO_NBD)],
    ids=["BG/NBD", "MBG/NBD", "Pareto/NBD"],
)
def test_fits_of_cdnow_in_exact_days(model, expected):
    """Estimates, standard errors and log-likelihood of CDNOW, exact days, are the published ones."""
    data = cdnow.exact()
    fit = model.fit(data.x, data.t_x, data.T)
    estimates = [getattr(fit.params, name) for name in fit.params.__slots__]
    assert fit.status == "converged"
    assert fit.customers == 2357
    assert estimates == pytest.approx(expected.estimates, rel=1e-4)
    assert fit.log_likelihood == pytest.approx(expected.log_likelihood, abs=1e-4)
    if expected.errors:
        assert fit.standard_errors == pytest.approx(expected.errors, rel=1e-3)


def test_nbd_of_cdnow_in_exact_days():
    """The NBD, which BG/NBD becomes where nobody drops out, on CDNOW in exact days: far below BG/NBD."""
    data = cdnow.exact()
    fit = nbd.fit(data.x, data.T)
    assert fit.status == "converged"
    assert fit.customers == 2357
    r, alpha = published.NBD.estimates
    assert fit.params.r == pytest.approx(r, abs=5e-6)
    assert fit.params.alpha == pytest.approx(alpha, abs=5e-5)
    assert fit.log_likelihood == pytest.approx(published.NBD.log_likelihood, abs=1e-4)
    assert fit.log_likelihood < bg_nbd.fit(data.x, data.t_x, data.T).log_likelihood - 100


def test_pareto_nbd_is_what_gompertz_nbd_collapses_to():
    """CDNOW in exact days: Gompertz/NBD's published log-likelihood is Pareto/NBD's (Bemmaor & Glady 2012, table 2)."""
    data = cdnow.exact()
    found = pareto_nbd.fit(data.x, data.t_x, data.T).log_likelihood
    assert found == pytest.approx(published.GOMPERTZ_NBD_LOG_LIKELIHOOD, abs=5e-3)


def test_bg_nbd_of_cdnow_in_rounded_weeks():
    """The rounded summary gives what the paper prints: .243, 4.414, .793, 2.426, log-likelihood -9582.4."""
    data = cdnow.rounded()
    fit = bg_nbd.fit(data.x, data.t_x, data.T)
    assert [round(v, 3) for v in (fit.params.r, fit.params.alpha, fit.params.a, fit.params.b)] == [
        0.243, 4.414, 0.793, 2.426,
    ]  # fmt: skip
    assert fit.log_likelihood == pytest.approx(-9582.4256, abs=1e-4)


def test_gamma_gamma_of_cdnow():
    """Gamma-Gamma on CDNOW, exact dollars: note 025's estimates, total, mean and correlation."""
    data = cdnow.exact()
    fit = gamma_gamma.fit(data.x, data.m)
    expected = published.GAMMA_GAMMA
    assert (fit.params.p, fit.params.q, fit.params.gamma) == pytest.approx(expected.estimates, rel=1e-5)
    assert fit.log_likelihood == pytest.approx(expected.log_likelihood, abs=1e-4)
    assert fit.standard_errors == pytest.approx(expected.errors, rel=1e-3)
    assert fit.customers == 946
    assert fit.correlation == pytest.approx(published.GAMMA_GAMMA_CORRELATION, abs=5e-5)
    assert gamma_gamma.population_mean(fit.params) == pytest.approx(published.GAMMA_GAMMA_MEAN, abs=5e-3)
    first = gamma_gamma.expected_spend(fit.params, data.x[:10], data.m[:10])
    assert first == pytest.approx(published.GAMMA_GAMMA_FIRST_TEN, abs=6e-3)


def test_paper_customer():
    """x 2, t_x 30.43, T 38.86: 1.226 purchases in 39 weeks (Fader, Hardie & Lee 2005a)."""
    params = bg_nbd.Params(0.243, 4.414, 0.793, 2.426)
    assert bg_nbd.expected_purchases(params, 39, 2, 30.43, 38.86) == pytest.approx(1.226, abs=5e-4)
    assert bg_nbd.p_alive(params, 2, 30.43, 38.86) == pytest.approx(0.7266, abs=5e-5)


@pytest.mark.parametrize("name", ["Pareto/NBD", "BG/NBD"])
def test_btyd_vignette(name):
    """Customer 1516, a new customer and frequent buyers long unseen, from the fit to exact days."""
    model, data = by_name(name), cdnow.exact()
    params = model.fit(data.x, data.t_x, data.T).params
    purchases, alive = published.CUSTOMER_1516[name]
    assert model.expected_purchases(params, 52, 26, 30.857, 31) == pytest.approx(purchases, rel=1e-4)
    assert model.p_alive(params, 26, 30.857, 31) == pytest.approx(alive, rel=1e-5)
    assert model.expected_purchases_new(params, 52) == pytest.approx(published.NEW_CUSTOMER[name], rel=1e-5)
    gone = model.expected_purchases(params, 52, [10, 15, 20, 25], 20, 39)
    assert gone == pytest.approx(published.FREQUENT_YET_GONE[name], rel=1e-3)


def test_bg_nbd_workbook():
    """Hardie's workbook: growth of a new customer's purchases, and the share silent for 39 weeks."""
    data = cdnow.exact()
    params = bg_nbd.fit(data.x, data.t_x, data.T).params
    weeks = list(published.BG_NBD_GROWTH)
    grown = bg_nbd.expected_purchases_new(params, weeks)
    assert grown == pytest.approx(list(published.BG_NBD_GROWTH.values()), abs=5e-4)
    silent = np.exp(bg_nbd.log_likelihood(bg_nbd.Params(0.243, 4.414, 0.793, 2.426), 0, 0, 39))
    assert silent == pytest.approx(published.BG_NBD_SILENT_39, abs=5e-8)


def test_pareto_dert():
    """Discounted expected residual transactions at a continuous rate of .0027 a week."""
    params = pareto_nbd.Params(*published.DERT_PARAMS)
    dert = pareto_nbd.dert
    assert dert(params, published.DERT_RATE, 7, 35, 77.86) == pytest.approx(published.DERT_X7_TX35, abs=5e-7)
    curve = dert(params, published.DERT_RATE, np.arange(1, 11), 30, 77.86)
    assert curve == pytest.approx(published.DERT_TX30, abs=5e-7)

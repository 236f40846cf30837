"""BdW: the published cohorts, and what must hold for any contract."""

from __future__ import annotations

from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import published
from xlclv.errors import NA, NUM, InputError
from xlclv.models import bdw, sbg
from xlclv.models.contracts.fit import surface

ANY = settings(max_examples=40)
positive = st.floats(-2, 2).map(lambda e: 10**e)
exponent = st.floats(-0.7, 0.7).map(lambda e: 10**e)
REGULAR = bdw.Params(0.455614, 0.779326, 1.283451)


@pytest.mark.parametrize(
    ("survivors", "expected"),
    [
        (published.REGULAR, published.BDW_REGULAR),
        (published.HIGH_END, published.BDW_HIGH_END),
        (published.REGULAR[:5], published.BDW_REGULAR_4),
        (published.HIGH_END[:5], published.BDW_HIGH_END_4),
    ],
    ids=["Regular, 7 years", "High End, 7 years", "Regular, 4 renewals", "High End, 4 renewals"],
)
def test_published_fits(survivors, expected):
    """Fader et al. 2018 on the 1,000 customers of the 2007 paper, to 2e-4 (its Regular stopped short)."""
    fit = bdw.fit(survivors)
    assert fit.status == "converged"
    assert fit.customers == 1000
    assert astuple(fit.params) == pytest.approx(expected.estimates, abs=2e-4)
    assert fit.log_likelihood == pytest.approx(expected.log_likelihood, abs=1e-4)
    if expected.errors:
        assert fit.standard_errors == pytest.approx(expected.errors, rel=1e-3)


def test_catalogue_example():
    """CLV_CONTRACT_SURVIVAL of Regular after 12 periods."""
    assert float(bdw.survival(REGULAR, 12)) == pytest.approx(0.177332, abs=1e-6)


# alpha, beta, c, renewals, rate, nper -> SUM of S / S(renewals) / (1 + rate)^k by 30- to 80-digit arithmetic; ours.
SUMS = [
    (0.9, 0.779, 1.283, 0, 0.0, None, 5.9167096393780465),
    (0.455, 0.779, 1.283, 0, 0.001, None, 28.226162178594635),
    (0.455, 0.779, 0.6, 0, 1e-5, None, 4148.85621043383),
    (3.0, 20.0, 0.5, 0, 0.0, None, 440.6950727571295),
    (3.0, 1e9, 2.7, 0, 0.0, 3000, 1387.4446157356235),
    (2.0, 3.0, 0.3, 0, -0.05, 2000, 4.888865916790095e44 * 0.95),
]


@pytest.mark.parametrize(("alpha", "beta", "c", "renewals", "rate", "nper", "expected"), SUMS)
def test_long_sums(alpha, beta, c, renewals, rate, nper, expected):
    """Sums that a few hundred terms would miss by percents: nine digits."""
    value = bdw.contract_value(bdw.Params(alpha, beta, c), rate, renewals, nper, 1, 1)
    assert float(value) == pytest.approx(expected, rel=1e-9)


@ANY
@given(positive, positive, st.floats(0, 50), st.floats(0.01, 1), st.integers(0, 9))
def test_even_time_is_sbg(alpha, beta, period, rate, renewals):
    """With c = 1 every number is sBG's."""
    here, there = bdw.Params(alpha, beta, 1.0), sbg.Params(alpha, beta)
    assert float(bdw.survival(here, period)) == float(sbg.survival(there, period))
    assert float(bdw.derl(here, rate, renewals)) == float(sbg.derl(there, rate, renewals))
    left = published.REGULAR
    assert float(bdw.log_likelihood(here, left)) == float(sbg.log_likelihood(there, left))


@ANY
@given(positive, positive, exponent, st.floats(0.02, 1), st.integers(0, 9), st.sampled_from([0, 0.5, 1]))
def test_value_is_the_plain_sum(alpha, beta, c, rate, renewals, timing):
    """SUM S(renewals + j - first_certain) / S(renewals) / (1 + rate)^(j - timing), for 30 payments and for ever."""
    params, j = bdw.Params(alpha, beta, c), np.arange(1.0, 3001.0)
    for sure in (0, 1):
        share = np.cumprod(
            np.where(j + renewals > sure, bdw.retention_rate(params, np.maximum(j + renewals - sure, 1)), 1.0)
        )
        share = share if not sure else share / share[0]
        flows = share * (1 + rate) ** (timing - j)
        some = float(bdw.contract_value(params, rate, renewals, 30, timing, sure))
        assert some == pytest.approx(flows[:30].sum(), rel=1e-9)
        assert float(bdw.contract_value(params, rate, renewals, None, timing, sure)) == pytest.approx(
            flows.sum(), rel=1e-9
        )


@ANY
@given(positive, positive, exponent)
def test_survival_falls_from_one(alpha, beta, c):
    """S(0) = 1, S(1) = beta / (alpha + beta), and S never rises."""
    params = bdw.Params(alpha, beta, c)
    curve = bdw.survival(params, np.arange(0.0, 20.0, 0.5))
    assert curve[0] == 1.0
    assert curve[2] == pytest.approx(beta / (alpha + beta), rel=1e-12)
    assert (np.diff(curve) <= 0).all()


def test_churn_may_rise_or_fall():
    """With all customers alike, retention rises for c below 1, stands still at 1 and falls above."""
    years = np.arange(1.0, 9.0)
    for c, sign in ((0.7, 1), (1.3, -1)):
        rates = bdw.retention_rate(bdw.Params(1e9, 4e9, c), years)
        assert (sign * np.diff(rates) > 0).all()
    assert np.ptp(bdw.retention_rate(bdw.Params(1e9, 4e9, 1.0), years)) < 1e-8


def test_time_beyond_numbers():
    """t^c may outgrow the computer's numbers: S then falls as its power law, here 10^(-1e6 x 1e-3)."""
    assert float(bdw.survival(bdw.Params(1e-3, 1.0, 1e5), 10)) == pytest.approx(1e-100, rel=1e-2)
    assert float(bdw.survival(bdw.Params(1e-3, 1.0, 1e6), 10)) == 0.0


POINTS = [(0.45, 0.8, 1.3), (5.0, 150.0, 0.3), (0.02, 0.05, 2.0), (1e3, 1e4, 0.1), (0.1, 2.0, 110.0), (1e12, 5e12, 0.9)]


@pytest.mark.parametrize("point", POINTS)
def test_derivatives_are_exact(point):
    """Gradient and Hessian agree with differences of the value and of the gradient."""
    left = np.array(published.HIGH_END, dtype=float)
    at, point, step = surface(-np.diff(left), left[1:], 3), np.log(point), 1e-5
    _, gradient, hessian = at(point)
    for i, e in enumerate(np.eye(3)):
        ahead, behind = at(point + step * e), at(point - step * e)
        assert gradient[i] == pytest.approx((ahead[0] - behind[0]) / (2 * step), abs=1e-6 * np.abs(gradient).max())
        assert hessian[i] == pytest.approx((ahead[1] - behind[1]) / (2 * step), abs=1e-6 * np.abs(hessian).max())


def simulate(params, customers, periods, seed):
    """Customers left after 0, 1, ... periods, each with their own probability and time running as t^c."""
    rng = np.random.default_rng(seed)
    alpha, beta, c = astuple(params)
    kept = 1.0 - rng.beta(alpha, beta, customers)
    alive, left = np.ones(customers, dtype=bool), [customers]
    for t in range(1, periods + 1):
        alive &= rng.random(customers) < kept ** (t**c - (t - 1) ** c)
        left.append(int(alive.sum()))
    return left


@pytest.mark.parametrize(("numbers", "seed"), [((0.5, 2.0, 1.4), 1), ((2.0, 8.0, 0.8), 2), ((0.3, 0.5, 1.2), 3)])
def test_simulated_customers_are_recovered(numbers, seed):
    """50,000 customers over ten periods: within three standard errors."""
    fit = bdw.fit(simulate(bdw.Params(*numbers), 50_000, 10, seed))
    assert fit.status == "converged"
    for found, error, true in zip(astuple(fit.params), fit.standard_errors, numbers, strict=True):
        assert abs(found - true) < 3 * error


@pytest.mark.parametrize(
    ("survivors", "status"),
    [
        ([1000, 990, 960, 914, 852, 779, 698, 613], "boundary: alpha and beta grow without bound"),
        ([1000, 700, 700, 700, 700], "not identified: nobody left after the first period"),
        ([1000, 1000, 1000, 900, 900], "not identified: all who left did so in one period"),
        ([1000, 500, 0, 0, 0], "not identified: customers were left to renew in 2 periods only"),
        ([1000, 0, 0, 0, 0], "not identified: every customer left in the first period"),
    ],
)
def test_limits_are_named(survivors, status):
    """Customers all alike, or losses in one period: a boundary or no answer, never a start value."""
    fit = bdw.fit(survivors)
    assert fit.status.startswith(status)
    assert fit.standard_errors[:2] == (None, None)


def test_alike_customers_are_a_discrete_weibull():
    """At the boundary the fit is the discrete Weibull's, S(t) = q^(t^c), whose c keeps its standard error."""
    from scipy.optimize import minimize

    left = np.array([1000.0, 990, 960, 914, 852, 779, 698, 613])
    t = np.arange(8.0)

    def cost(p):
        curve = np.exp(-np.exp(p[0]) * t ** np.exp(p[1]))
        return -((-np.diff(left)) @ np.log(-np.diff(curve)) + left[-1] * np.log(curve[-1]))

    best = minimize(cost, [-4.0, 0.5], method="Nelder-Mead", options={"xatol": 1e-10, "fatol": 1e-10})
    fit = bdw.fit(left)
    assert fit.log_likelihood == pytest.approx(-best.fun, abs=1e-6)
    assert fit.params.c == pytest.approx(np.exp(best.x[1]), rel=1e-5)
    assert fit.standard_errors[2] > 0


@pytest.mark.parametrize(
    ("call", "message", "code"),
    [
        (lambda: bdw.fit([1000, 900, 800]), "survivors has 3 points in its longest cohort; a fit needs at least 4", NA),
        (lambda: bdw.fit([9, 9, 9, 9]), "survivors shows no loss", NA),
        (lambda: bdw.fit([9, 8, 7, 8]), r"survivors\[3\] is 8; must not rise", NUM),
        (lambda: bdw.Params(1, 1, 0), "c is 0; must be above 0", NUM),
        (lambda: bdw.Params(1, "2", 1), "beta is '2'; must be a number", "#VALUE!"),
        (
            lambda: bdw.discounted_lifetime(REGULAR, 0),
            "rate is 0; gives an infinite sum .* alpha x c is at most 1",
            NUM,
        ),
        (lambda: bdw.derl(REGULAR, -0.1, 0), "rate is -0.1; must be at least 0 when nper is blank", NUM),
        (lambda: bdw.survival(REGULAR, -1), "period is -1; must be at least 0", NUM),
    ],
)
def test_domain_errors_name_their_argument(call, message, code):
    """No silent number outside the domain; alpha x c, not alpha, decides whether a lifetime is finite."""
    with pytest.raises(InputError, match=message) as caught:
        call()
    assert caught.value.code == code


def test_a_lifetime_may_be_finite_with_alpha_below_one():
    """At rate 0 the sum converges for alpha x c above 1."""
    assert float(bdw.discounted_lifetime(bdw.Params(0.9, 0.779, 1.283), 0)) == pytest.approx(5.9167096393780, rel=1e-9)

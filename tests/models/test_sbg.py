"""sBG: the published cohorts, cases that break other programs, and what must hold for any contract."""

from __future__ import annotations

import json
from dataclasses import astuple
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import published
from xlclv.errors import NA, NUM, VALUE, InputError
from xlclv.formulas import retention
from xlclv.models import sbg
from xlclv.models.contracts import fit as contract_fit
from xlclv.models.contracts.fit import surface
from xlclv.models.numerics.gamma_cross import digamma_cross, log_gamma_cross, trigamma_cross

ANY = settings(max_examples=40)
positive = st.floats(-3, 3).map(lambda e: 10**e)
CASES = json.loads(Path(__file__).with_name("hard_cases_contract.json").read_text(encoding="utf-8"))
PAPER = sbg.Params(0.668, 3.806)


def case_value(case):
    params, inputs = sbg.Params(**case["params"]), case["inputs"]
    match case["function"]:
        case "sbg_survival":
            return sbg.survival(params, inputs["t"])
        case "sbg_retention":
            return sbg.retention_rate(params, inputs["t"])
        case "sbg_del":
            return sbg.discounted_lifetime(params, inputs["d"])
        case _:
            return sbg.derl(params, inputs["d"], inputs["n"] - 1)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['id']}: {case['trouble']}")
def test_hard_case(case):
    """Relative error at most 1e-9 against 60-digit arithmetic; outside the domain there is no number at all."""
    if case["expected"] == "DOMAIN_ERROR":
        with pytest.raises(InputError, match=r"rate is -1; must be above -1") as caught:
            case_value(case)
        assert caught.value.code == NUM
        return
    assert float(case_value(case)) == pytest.approx(float(case["expected"]), rel=1e-9)


# alpha, beta, start, rate, payments -> SUM S(start + k) / S(start) / (1 + rate)^k by 30-digit arithmetic; ours.
SUMS = [
    (1e4, 9e4, 0, 0.01, None, 9.18250117319940667),
    (1e-9, 1.0, 4, 0.02, None, 50.999999893689147),
    (1.001, 1.0, 0, 0.0, None, 1001.0),
    (0.668, 3.806, 0, 1e-7, 10_000_000, 1207.47389268573666),
    (0.668, 3.806, 0, 0.0, 1_000_000_000, 6942.62296405094472),
    (0.668, 3.806, 0, -0.3, 900, 1.51888888209123e138),
]


@pytest.mark.parametrize(("alpha", "beta", "start", "rate", "nper", "expected"), SUMS)
def test_long_sums(alpha, beta, start, rate, nper, expected):
    """A billion payments, a rate that grows, a curve that hardly falls: nine digits."""
    value = sbg.contract_value(sbg.Params(alpha, beta), rate, start, nper, 1, 1)
    assert float(value) == pytest.approx(expected, rel=1e-9)


def test_catalogue_examples():
    """CLV_CONTRACT_SURVIVAL and CLV_CONTRACT as the contract prints them, to 1e-6."""
    assert float(sbg.survival(PAPER, 12)) == pytest.approx(0.37804, abs=1e-6)
    new, late, old = (sbg.contract_value(PAPER, 0.1, *rest) for rest in [(0, None, 1, 1), (0,), (4, None, 1, 0)])
    assert [100 * float(v) for v in (new, late, old)] == pytest.approx([592.259641, 538.417855, 689.70574], abs=1e-6)


@pytest.mark.parametrize(
    ("survivors", "expected"),
    [(published.REGULAR, published.SBG_REGULAR), (published.HIGH_END, published.SBG_HIGH_END)],
    ids=["Regular", "High End"],
)
def test_published_fits(survivors, expected):
    """Fader & Hardie 2007, 1,000 customers over seven years."""
    fit = sbg.fit(survivors)
    assert fit.status == "converged"
    assert fit.customers == 1000
    assert astuple(fit.params) == pytest.approx(expected.estimates, rel=1e-5)
    assert fit.standard_errors == pytest.approx(expected.errors, rel=1e-3)
    assert fit.log_likelihood == pytest.approx(expected.log_likelihood, abs=1e-4)


def test_published_survival():
    """Years 8 to 12 of High End, beyond the data, to the printed digits (input: the fit of all seven years)."""
    fitted = sbg.fit(published.HIGH_END).params
    for year, share in published.SBG_HIGH_END_SURVIVAL.items():
        assert float(sbg.survival(fitted, year)) == pytest.approx(share, abs=5e-4)


# z, p, q -> the cross of ln Gamma and its first two derivatives by z, by 90-digit arithmetic; ours.
CROSSES = [
    (588391500066.0181, 2.1748553271769992e-10, 3.3122247033879206e-12,
     1.2242885120142533e-33, -2.0807379302351026e-45, 7.0726308248960429e-57),
    (9e4, 1e4, 7.0, 0.73750027733868008, -7.777285219011406e-06, 1.64181919126302e-10),
    (1e-6, 1e5, 1e5, 138647.74256050904, -1000011.3969848044, 1000000000001.645),
    (3.0, 1e-9, 0.5, 1.803723055144879e-10, -6.4576310725036698e-11, 4.5909754653144394e-11),
]  # fmt: skip


@pytest.mark.parametrize(("z", "p", "q", "value", "first", "second"), CROSSES)
def test_cross_differences_keep_their_digits(z, p, q, value, first, second):
    """ln S and its derivatives lose nothing, however far apart the shapes."""
    assert float(log_gamma_cross(z, p, q)) == pytest.approx(value, rel=1e-13)
    assert float(digamma_cross(z, p, q)) == pytest.approx(first, rel=1e-13)
    assert float(trigamma_cross(z, p, q)) == pytest.approx(second, rel=1e-13)


@ANY
@given(positive, positive, st.floats(0, 100))
def test_survival_falls_from_one_and_retention_rises(alpha, beta, period):
    """S(0) = 1, S falls, and the retention rate (beta + t - 1) / (alpha + beta + t - 1) rises."""
    params = sbg.Params(alpha, beta)
    t = period + np.arange(1.0, 6.0)
    assert float(sbg.survival(params, 0)) == 1.0
    curve, rates = sbg.survival(params, t), sbg.retention_rate(params, t)
    assert (np.diff(curve) < 0).all()
    assert (np.diff(rates) > -1e-15).all()
    assert rates == pytest.approx((beta + t - 1) / (alpha + beta + t - 1), rel=1e-12)
    assert curve[1:] / curve[:-1] == pytest.approx(rates[1:], rel=1e-12)


@ANY
@given(positive, positive, st.floats(0.01, 1), st.integers(0, 9), st.sampled_from([0, 0.5, 1]), st.sampled_from([0, 1]))
def test_value_is_the_plain_sum(alpha, beta, rate, renewals, timing, sure):
    """SUM S(renewals + j - first_certain) / S(renewals) / (1 + rate)^(j - timing), for 30 payments and for ever."""
    params, j = sbg.Params(alpha, beta), np.arange(1.0, 5001.0)
    share = sbg.survival(params, renewals + j - sure) / sbg.survival(params, renewals)
    flows = share * (1 + rate) ** (timing - j)
    assert float(sbg.contract_value(params, rate, renewals, 30, timing, sure)) == pytest.approx(
        flows[:30].sum(), rel=1e-9
    )
    assert float(sbg.contract_value(params, rate, renewals, None, timing, sure)) == pytest.approx(flows.sum(), rel=1e-9)


@ANY
@given(positive, positive, st.floats(0.001, 1), st.integers(1, 20))
def test_del_and_derl_meet(alpha, beta, rate, renewals):
    """DEL splits at any renewal: the payments before it, and S(n - 1) DERL of who comes so far, discounted."""
    params = sbg.Params(alpha, beta)
    first = float(sbg.contract_value(params, rate, 0, renewals, 1, 1))
    rest = float(sbg.derl(params, rate, renewals - 1) * sbg.survival(params, renewals - 1)) * (1 + rate) ** -renewals
    assert first + rest == pytest.approx(float(sbg.discounted_lifetime(params, rate)), rel=1e-9)


@ANY
@given(st.floats(0.05, 0.95), st.floats(0.01, 0.5), st.integers(1, 30))
def test_alike_customers_are_constant_retention(kept, rate, nper):
    """With alpha and beta large the value is CLV_RETENTION's, whose customers all stay with one probability."""
    params = sbg.Params(1e12 * (1 - kept), 1e12 * kept)
    for sure in (0, 1):
        there = float(retention.clv(rate, kept, 1, nper, 0.5, sure))
        assert float(sbg.contract_value(params, rate, 0, nper, 0.5, sure)) == pytest.approx(there, rel=1e-9)


def test_expected_lifetime_without_discounting():
    """At rate 0 the expected lifetime is (alpha + beta - 1) / (alpha - 1)."""
    for alpha, beta in [(3.0, 2.0), (1.5, 40.0), (1.0001, 0.3)]:
        value = float(sbg.discounted_lifetime(sbg.Params(alpha, beta), 0))
        assert value == pytest.approx((alpha + beta - 1) / (alpha - 1), rel=1e-9)


def test_every_argument_matters():
    """Changing one argument changes the value."""
    base = {"rate": 0.1, "renewals": 1, "nper": 5, "timing": 0, "first_certain": 1}
    value = float(sbg.contract_value(PAPER, **base))
    for name, other in {"rate": 0.2, "renewals": 2, "nper": 6, "timing": 1, "first_certain": 0}.items():
        assert float(sbg.contract_value(PAPER, **{**base, name: other})) != value, name


def test_broadcasting_does_not_matter():
    """A grid at once or cell by cell: the same numbers."""
    rates, renewals = np.array([[0.05], [0.1]]), np.array([0, 3, 3, 700])
    grid = sbg.contract_value(PAPER, rates, renewals, [10, np.nan, 40, 2000])
    assert grid.shape == (2, 4)
    for i, rate in enumerate(rates[:, 0]):
        for j, nper in enumerate([10, None, 40, 2000]):
            assert grid[i, j] == float(sbg.contract_value(PAPER, rate, renewals[j], nper))


def test_log_likelihood_is_what_the_fit_maximises():
    """The fit's log-likelihood is the textbook sum, and no neighbour is higher."""
    left = np.array(published.HIGH_END, dtype=float)
    fit = sbg.fit(left)
    curve = sbg.survival(fit.params, np.arange(8.0))
    textbook = (-np.diff(left)) @ np.log(-np.diff(curve)) + left[-1] * np.log(curve[-1])
    assert float(sbg.log_likelihood(fit.params, left)) == pytest.approx(textbook, rel=1e-12)
    assert fit.log_likelihood == pytest.approx(textbook, rel=1e-12)
    for factors in [(0.99, 1), (1.01, 1), (1, 0.99), (1, 1.01)]:
        near = sbg.Params(*(v * f for v, f in zip(astuple(fit.params), factors, strict=True)))
        assert float(sbg.log_likelihood(near, left)) < fit.log_likelihood


@pytest.mark.parametrize("point", [(0.7, 3.0), (8.0, 150.0), (0.01, 0.02), (900.0, 4000.0)])
def test_derivatives_are_exact(point):
    """Gradient and Hessian agree with differences of the value and of the gradient."""
    left = np.array(published.HIGH_END, dtype=float)
    at, point, step = surface(-np.diff(left), left[1:], 2), np.log(point), 1e-4
    _, gradient, hessian = at(point)
    for i, e in enumerate(np.eye(2)):
        ahead, behind = at(point + step * e), at(point - step * e)
        assert gradient[i] == pytest.approx((ahead[0] - behind[0]) / (2 * step), rel=1e-6, abs=1e-5)
        assert hessian[i] == pytest.approx((ahead[1] - behind[1]) / (2 * step), abs=1e-6 * np.abs(hessian).max())


@pytest.mark.parametrize("free", [2, 3])
def test_periods_without_a_loss_are_one_step(free):
    """As exact as period by period, and one customer of 100,000 renewals costs no more than one of ten."""
    lost, stayed = np.zeros(100_000), np.ones(100_000)
    lost[:5], stayed[:5] = (30, 20, 0, 9, 1), (70, 50, 50, 41, 40)
    _, ahead, *_ = contract_fit._steps(lost, stayed)
    assert ahead.tolist() == [1, 1, 1, 1, 1, 99_995]
    at, point, step = surface(lost, stayed, free), np.log([0.7, 2.0, 0.9][:free]), 1e-4
    value, gradient, hessian = at(point)
    curve = contract_fit.Curve(*np.exp([*point, 0.0][:3]))
    alone = contract_fit.log_loss(curve, np.arange(100_000.0), np.ones(100_000))
    leaving = np.log(-np.expm1(-alone[:5]))
    assert value == pytest.approx(lost[:5] @ leaving - stayed @ alone, rel=1e-12)
    for i, e in enumerate(np.eye(free)):
        more, less = at(point + step * e), at(point - step * e)
        assert gradient[i] == pytest.approx((more[0] - less[0]) / (2 * step), rel=1e-6, abs=1e-5)
        assert hessian[i] == pytest.approx((more[1] - less[1]) / (2 * step), abs=1e-6 * np.abs(hessian).max())


def test_several_cohorts():
    """A table's log-likelihood is the sum of its cohorts'; blanks at the foot, a row for a column, change nothing."""
    table = np.array([[1000, 800, 500], [869, 690, 430], [743, 600, np.nan], [653, np.nan, np.nan]])
    before, fit = table.copy(), sbg.fit(table)
    each = sbg.log_likelihood(fit.params, table)
    assert each.shape == (3,)
    assert fit.log_likelihood == pytest.approx(each.sum(), rel=1e-12)
    assert each[2] == pytest.approx(float(sbg.log_likelihood(fit.params, [500, 430])), rel=1e-12)
    assert fit.customers == 2300
    assert (np.isnan(table) == np.isnan(before)).all()
    assert np.nanmax(np.abs(table - before)) == 0
    high = list(published.HIGH_END)
    assert sbg.fit([high]).params == sbg.fit([[v] for v in high]).params == sbg.fit([*high, None]).params
    twice = sbg.fit(np.array([high, high]).T)
    assert astuple(twice.params) == pytest.approx(astuple(sbg.fit(high).params), rel=1e-9)
    assert twice.standard_errors[0] == pytest.approx(sbg.fit(high).standard_errors[0] / np.sqrt(2), rel=1e-6)


@pytest.mark.parametrize(("alpha", "beta", "seed"), [(0.668, 3.806, 1), (2.0, 1.5, 2), (0.2, 0.6, 3)])
def test_simulated_customers_are_recovered(alpha, beta, seed):
    """20,000 customers who leave with their own constant probability: within three standard errors."""
    rng = np.random.default_rng(seed)
    lifetime = rng.geometric(rng.beta(alpha, beta, 20_000))
    fit = sbg.fit([(lifetime > t).sum() for t in range(9)])
    assert fit.status == "converged"
    for found, error, true in zip(astuple(fit.params), fit.standard_errors, (alpha, beta), strict=True):
        assert abs(found - true) < 3 * error


@pytest.mark.parametrize(
    ("survivors", "status"),
    [
        ([10000, 8000, 6400, 5120, 4096, 3277], "boundary: alpha and beta grow"),
        ([1000, 900, 700, 400, 100], "boundary: alpha and beta grow"),
        ([1000, 700, 700, 700, 700], "boundary: alpha and beta tend to 0"),
        ([1000, 0, 0, 0], "not identified: every customer left in the first period"),
    ],
)
def test_limits_are_named(survivors, status):
    """Constant or falling retention, all losses at once: a boundary or no answer, never a start value."""
    fit = sbg.fit(survivors)
    assert fit.status.startswith(status)
    assert fit.standard_errors == (None, None)
    if fit.params:  # the limit's own likelihood: one churn probability for all, or losses in the first period alone
        left = np.array(survivors, dtype=float)
        p = (left[0] - left[-1]) / left[:-1].sum() if "grow" in status else 0.3
        exposed = left[:-1].sum() if "grow" in status else left[0]
        limit = exposed * (p * np.log(p) + (1 - p) * np.log(1 - p))
        assert fit.log_likelihood == pytest.approx(limit, abs=0.05)


@pytest.mark.parametrize(
    ("survivors", "message", "code"),
    [
        ([1000, 900], "survivors has 2 points in its longest cohort; a fit needs at least 3", NA),
        ([], "survivors has 0 points", NA),
        (None, "survivors has 1 points|survivors has 0 points", NA),
        ([1000, 1000, 1000], "survivors shows no loss", NA),
        ([1000, -1, 5], r"survivors\[1\] is -1; must be between 0 and 1,000,000,000", NUM),
        ([1000, 900, 950], r"survivors\[2\] is 950; must not rise", NUM),
        ([1000, None, 950], r"survivors\[1\] must not be blank above a count", NUM),
        ([[1000, 500], [900, 600], [800, 400]], r"survivors of cohort 2\[1\] is 600; must not rise", NUM),
        (["many", 3, 2], "survivors must be a number|survivors is .*; must be a number", VALUE),
        (np.ones((3, 3, 3)), "survivors must be one cohort or a table", VALUE),
    ],
)
def test_survivors_that_cannot_be(survivors, message, code):
    """Each documented error of a fit, with its code, the row and the value."""
    with pytest.raises(InputError, match=message) as caught:
        sbg.fit(survivors)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: sbg.Params(-0.668, 3.806), "alpha is -0.668; must be above 0"),
        (lambda: sbg.survival(PAPER, [1, -2]), r"period\[1\] is -2; must be at least 0"),
        (lambda: sbg.retention_rate(PAPER, 0.5), "period is 0.5; must be at least 1"),
        (lambda: sbg.contract_value(PAPER, -0.01), "rate is -0.01; must be at least 0 when nper is blank; give nper"),
        (
            lambda: sbg.contract_value(PAPER, 0),
            "rate is 0; gives an infinite sum when nper is blank and alpha is at most 1",
        ),
        (lambda: sbg.contract_value(PAPER, 8), "rate is 8; must be above -1 and at most 1; type 8% or 0.08"),
        (lambda: sbg.contract_value(PAPER, 0.1, 1.5), "renewals is 1.5; must be a whole number at least 0"),
        (lambda: sbg.contract_value(PAPER, 0.1, 0, 2.5), "nper is 2.5; must be a whole number above 0"),
        (lambda: sbg.contract_value(PAPER, 0.1, 0, 0), "nper is 0; must be a whole number above 0"),
        (lambda: sbg.contract_value(PAPER, 0.1, 0, 5, 0.3), "timing is 0.3; must be 0, 0.5 or 1"),
        (lambda: sbg.contract_value(PAPER, 0.1, 0, 5, 0, 2), "first_certain is 2; must be 0 or 1"),
        (lambda: sbg.derl(PAPER, 0.1, -1), "renewals is -1; must be a whole number at least 0"),
        (lambda: sbg.contract_value(PAPER, -0.9, 0, 100_000), "nper: .*too large|nper is too large"),
    ],
)
def test_domain_errors_name_their_argument(call, message):
    """No silent number outside the domain; each is #NUM!."""
    with pytest.raises(InputError, match=message) as caught:
        call()
    assert caught.value.code == NUM


def test_inputs_are_not_changed():
    """Nothing writes into what it is given."""
    period, rate, left = np.array([1.0, 2.0]), np.array([0.1, 0.2]), np.array(published.REGULAR, dtype=float)
    kept = period.copy(), rate.copy(), left.copy()
    sbg.survival(PAPER, period)
    sbg.retention_rate(PAPER, period)
    sbg.contract_value(PAPER, rate, period)
    sbg.fit(left)
    sbg.log_likelihood(PAPER, left)
    assert all((a == b).all() for a, b in zip(kept, (period, rate, left), strict=True))

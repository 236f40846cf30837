"""Fits: exact derivatives, one answer whatever the unit or grouping, and an honest status where data say too little."""

from __future__ import annotations

from dataclasses import astuple

import numpy as np
import pytest

from tests.models import cdnow
from xlclv.errors import NA, NUM, InputError
from xlclv.models import bg_nbd, gamma_gamma, mbg_nbd, pareto_nbd
from xlclv.models.dropout import fit as dropout_fit
from xlclv.models.likelihood.collapse import collapse
from xlclv.models.pareto import fit as pareto_fit
from xlclv.models.spend import fit as spend_fit
from xlclv.models.spend.moments import moments

MODELS = [bg_nbd, mbg_nbd, pareto_nbd]
SCALES = ("alpha", "beta", "gamma")


def simulate(customers, rate, stays, seed=1):
    """Histories of customers who buy at rate() and stay after a purchase with probability stays()."""
    rng = np.random.default_rng(seed)
    rows = []
    for T in rng.uniform(10, 100, customers):
        pace, stay, now, x, last = rate(rng), stays(rng), 0.0, 0, 0.0
        while (now := now + rng.exponential(1 / pace)) <= T:
            x, last = x + 1, now
            if rng.random() > stay:
                break
        rows.append((x, last, T))
    return np.array(rows).T


def surfaces():
    data = cdnow.rounded()
    rows = collapse(data.x, data.t_x, data.T, np.ones_like(data.x))
    repeat = data.m > 0
    spend = spend_fit.surface(data.x[repeat], data.m[repeat], np.ones(repeat.sum()))
    yield "BG/NBD", dropout_fit.surface(rows, 0), (0.3, 4.0, 0.7, 2.0)
    yield "MBG/NBD", dropout_fit.surface(rows, 1), (0.3, 4.0, 0.7, 2.0)
    yield "Pareto/NBD, alpha < beta", pareto_fit.surface(rows), (0.5, 10.0, 0.6, 12.0)
    yield "Pareto/NBD, alpha > beta", pareto_fit.surface(rows), (0.5, 15.0, 1.6, 12.0)
    yield "Gamma-Gamma", spend, (5.0, 3.0, 20.0)


@pytest.mark.parametrize(("name", "surface", "point"), list(surfaces()), ids=lambda v: v if isinstance(v, str) else "")
def test_derivatives_are_exact(name, surface, point):
    """Gradient and Hessian agree with differences of the value and of the gradient."""
    point, step = np.log(point), 1e-4
    _, gradient, hessian = surface(point)
    ahead = [surface(point + step * e) for e in np.eye(len(point))]
    behind = [surface(point - step * e) for e in np.eye(len(point))]
    for i, (a, b) in enumerate(zip(ahead, behind, strict=True)):
        assert gradient[i] == pytest.approx((a[0] - b[0]) / (2 * step), rel=1e-6)
        assert hessian[i] == pytest.approx((a[1] - b[1]) / (2 * step), abs=1e-7 * np.abs(hessian).max())


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("factor", [1 / 7, 24.0, 1e6])
def test_fit_does_not_depend_on_the_unit_of_time(model, factor):
    """Days, hours or weeks: alpha and beta scale, r, a, b, s stay, to 1e-9; the log-likelihood moves by x ln(unit)."""
    data = cdnow.exact()
    here = model.fit(data.x, data.t_x, data.T)
    there = model.fit(data.x, data.t_x * factor, data.T * factor)
    for name in here.params.__slots__:
        scale = factor if name in SCALES else 1.0
        assert getattr(there.params, name) == pytest.approx(scale * getattr(here.params, name), rel=1e-9)
    shift = data.x.sum() * np.log(factor)
    assert there.log_likelihood == pytest.approx(here.log_likelihood - shift, abs=1e-7)


@pytest.mark.parametrize("factor", [1 / 7, 100.0, 1e6])
def test_spend_fit_does_not_depend_on_the_currency(factor):
    """Cents or yen: gamma scales, p and q stay, to 1e-9."""
    data = cdnow.exact()
    here, there = gamma_gamma.fit(data.x, data.m), gamma_gamma.fit(data.x, data.m * factor)
    assert (there.params.p, there.params.q) == pytest.approx((here.params.p, here.params.q), rel=1e-9)
    assert there.params.gamma == pytest.approx(factor * here.params.gamma, rel=1e-9)


@pytest.mark.parametrize("model", MODELS)
def test_grouped_data_order_and_blanks(model):
    """Rows with counts, in any order, blank counts as 1, no-count rows left out: the same fit."""
    data = cdnow.rounded()
    rows = collapse(data.x, data.t_x, data.T, np.ones_like(data.x))
    shuffle = np.random.default_rng(3).permutation(len(rows.x))
    weights = np.where(rows.customers == 1, np.nan, rows.customers)[shuffle]
    grouped = model.fit(
        np.append(rows.x[shuffle], 3), np.append(rows.t_x[shuffle], 1), np.append(rows.T[shuffle], 2),
        weights=np.append(weights, 0),
    )  # fmt: skip
    plain = model.fit(data.x, data.t_x, data.T)
    assert astuple(grouped.params) == pytest.approx(astuple(plain.params), rel=1e-9)
    assert grouped.customers == plain.customers == 2357
    assert grouped.log_likelihood == pytest.approx(plain.log_likelihood, abs=1e-8)


@pytest.mark.parametrize("model", MODELS)
def test_log_likelihood_is_what_the_fit_maximises(model):
    """The fit's log-likelihood is the sum over customers, and no neighbour is higher."""
    data = cdnow.rounded()
    fit = model.fit(data.x, data.t_x, data.T)
    total = model.log_likelihood(fit.params, data.x, data.t_x, data.T).sum()
    assert total == pytest.approx(fit.log_likelihood, abs=1e-8)
    for i, name in enumerate(fit.params.__slots__):
        for factor in (0.99, 1.01):
            values = list(astuple(fit.params))
            values[i] *= factor
            assert model.log_likelihood(model.Params(*values), data.x, data.t_x, data.T).sum() < total, name


def test_many_rows_start_from_a_sample_and_end_with_all():
    """With more rows than are tried at once the optimum is still that of all rows: its gradient vanishes."""
    x, t_x, T = simulate(12_000, lambda g: g.gamma(0.8, 0.1), lambda g: g.beta(3, 1))
    fit = bg_nbd.fit(x, t_x, T)
    rows = collapse(x, t_x, T, np.ones_like(x))
    assert len(rows.x) > 10_000
    gradient = dropout_fit.surface(rows, 0)(np.log(astuple(fit.params)))[1]
    assert np.abs(gradient).max() < 1e-6
    assert fit.status == "converged"


def test_standard_errors_and_covariance_agree():
    """Standard errors are the roots of the covariance's diagonal."""
    data = cdnow.exact()
    fit = bg_nbd.fit(data.x, data.t_x, data.T)
    assert np.sqrt(np.diag(fit.covariance)) == pytest.approx(np.array(fit.standard_errors, dtype=float))
    assert np.array_equal(fit.covariance, fit.covariance.T)


def test_information_criteria():
    """AIC = 2 k - 2 ln L and BIC = k ln(customers) - 2 ln L, four parameters here, three for Gamma-Gamma."""
    data = cdnow.exact()
    fit, spend = bg_nbd.fit(data.x, data.t_x, data.T), gamma_gamma.fit(data.x, data.m)
    assert fit.aic == pytest.approx(8 - 2 * fit.log_likelihood, rel=1e-14)
    assert fit.bic == pytest.approx(4 * np.log(2357) - 2 * fit.log_likelihood, rel=1e-14)
    assert spend.aic == pytest.approx(6 - 2 * spend.log_likelihood, rel=1e-14)
    assert spend.bic == pytest.approx(3 * np.log(946) - 2 * spend.log_likelihood, rel=1e-14)


@pytest.mark.parametrize(
    ("model", "data", "words", "open_names"),
    [
        (bg_nbd, (lambda g: g.gamma(0.5, 0.2), lambda g: 1.0), "a tends to 0", {"a", "b"}),
        (pareto_nbd, (lambda g: g.gamma(0.5, 0.2), lambda g: 1.0), "collapses to the NBD", {"s", "beta"}),
        (bg_nbd, (lambda g: g.gamma(0.5, 0.2), lambda g: float(g.random() < 0.6)), "a and b tend to 0", {"a", "b"}),
        (bg_nbd, (lambda g: g.gamma(0.5, 0.2), lambda g: 0.0), "b tends to 0", {"a", "b"}),
        (mbg_nbd, (lambda g: 0.1, lambda g: g.beta(3, 1)), "same dropout probability", {"a", "b"}),
        (bg_nbd, (lambda g: 0.1, lambda g: 0.8), "same rate", {"r", "alpha", "a", "b"}),
    ],
)
def test_boundaries_are_named(model, data, words, open_names):
    """Where the best parameters run to a limit, the status says which and what it means; those have no error."""
    x, t_x, T = simulate(800, *data, seed=2)
    fit = model.fit(x, t_x, T)
    assert fit.status.startswith("boundary: ")
    assert words in fit.status
    names = fit.params.__slots__
    assert {n for n, error in zip(names, fit.standard_errors, strict=True) if error is None} == open_names
    moving = {name for name, row in zip(names, fit.covariance, strict=True) if (row != 0).any()}
    assert moving >= set(names) - open_names  # beside them the partner of a pair, whose ratio is estimated
    assert len(open_names & moving) <= len(open_names) // 2
    assert (np.linalg.eigvalsh(fit.covariance) >= -1e-9 * np.abs(fit.covariance).max()).all()
    assert np.isfinite(model.expected_purchases(fit.params, 10, x, t_x, T)).all()


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    ("x", "t_x", "T", "why"),
    [
        (np.repeat([0.0, 2.0], 20), np.repeat([0.0, 9.0], 20), np.full(40, 9.0), "last day"),
        (np.ones(30), np.linspace(1, 8, 30), np.full(30, 9.0), "same frequency and T"),
    ],
)
def test_not_identified(model, x, t_x, T, why):
    """Data that fit any parameters give none, and say why; the start values are never an answer."""
    fit = model.fit(x, t_x, T)
    assert fit.status.startswith("not identified: ")
    assert why in fit.status
    assert not fit.identified
    assert (fit.params, fit.covariance, fit.log_likelihood) == (None, None, None)
    assert fit.standard_errors == (None,) * 4


@pytest.mark.parametrize("spread", [0.0, 1e-15, 1e-4])
def test_a_fixed_price(spread):
    """Equal means, or equal but for rounding, are the price: expected of everyone, whatever refunds left of a mean, the
    same from rows and moments; a correlation with frequency would be one of rounding alone."""
    x = np.tile([1.0, 2, 5, 30], 20)
    m = 29.9 * (1 + spread * np.sin(np.arange(80)))
    fit, merged = gamma_gamma.fit(x, m), gamma_gamma.fit_moments(moments(x, m))
    for found in (fit, merged, gamma_gamma.fit_expected(moments(x, m))):
        assert found.status == "boundary: every order is worth the same, and so is the next one of every customer"
        assert found.correlation is None
        assert np.isfinite(found.log_likelihood)
        assert not found.covariance.any()
        expected = gamma_gamma.expected_spend(found.params, [0, 1, 30, 5], [0, 29.9, 29.9, 1e-9])
        assert expected == pytest.approx(29.9, rel=2e-4 if spread > 1e-12 else 1e-5)
    assert merged.log_likelihood == pytest.approx(fit.log_likelihood, rel=1e-9)


@pytest.mark.parametrize("unit", [1e-3, 1.0, 900.0, 1e9])
def test_a_spend_without_a_mean_is_held_to_the_one_seen(unit):
    """q at most 1 leaves no mean to expect: p and q are then fitted with the population's mean held to that of the
    repeat buyers' own, at a top of the likelihood; each expectation lies between the two means it is drawn from."""
    x, m = np.repeat([1.0, 2, 3, 4], 8), unit * np.repeat([10.0, 20, 80, 5000], 8)
    known = moments(x, m)
    assert gamma_gamma.fit_moments(known).params.q < 1
    held = gamma_gamma.fit_expected(known)
    p, q, gamma = held.params.p, held.params.q, held.params.gamma
    assert gamma_gamma.population_mean(held.params) == pytest.approx(m.mean(), rel=1e-9)
    expected = gamma_gamma.expected_spend(held.params, x, m)
    assert (np.minimum(m, m.mean()) * (1 - 1e-12) <= expected).all()
    assert (expected <= np.maximum(m, m.mean()) * (1 + 1e-12)).all()

    def log_likelihood(p, q):
        params = gamma_gamma.Params(p, q, m.mean() * (q - 1) / p)
        return gamma_gamma.log_likelihood(params, x, m).sum()

    assert held.log_likelihood == pytest.approx(log_likelihood(p, q), rel=1e-9)
    around = [log_likelihood(p * a, 1 + (q - 1) * b) for a, b in ((0.9, 1), (1.1, 1), (1, 0.9), (1, 1.1))]
    assert max(around) < held.log_likelihood
    mean_error = m.var() / m.size
    assert held.standard_errors[2] ** 2 > (gamma / m.mean()) ** 2 * mean_error
    assert held.status.startswith("boundary: order values differ so much")


def test_spend_boundary():
    """Few and far between means fit orders that never vary: p has no end."""
    fit = gamma_gamma.fit([1, 2, 1, 4, 3], [22.5, 40.25, 18.0, 31.5, 75.5], weights=[9, 8, 7, 6, 5])
    assert fit.status == "boundary: p grows without bound, a customer's orders are all worth the same"
    assert fit.standard_errors[0] is None


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    ("x", "t_x", "T", "weights", "code", "words"),
    [
        ([1.0] * 19, [1.0] * 19, [2.0] * 19, None, NA, "at least 20"),
        ([0.0] * 30, [0.0] * 30, [2.0] * 30, None, NA, "needs repeat purchases"),
        ([1.0] * 30, [1.0] * 29, [2.0] * 30, None, NA, "as long as the other lists"),
        ([1.5] * 30, [1.0] * 30, [2.0] * 30, None, NUM, "frequency[0] is 1.5; must be a whole number"),
        ([1.0] * 30, [3.0] * 30, [2.0] * 30, None, NUM, "recency[0] is 3; must not exceed T"),
        ([0.0] * 30, [1.0] * 30, [2.0] * 30, None, NUM, "must be 0 where frequency is 0"),
        ([1.0] * 30, [0.0] * 30, [2.0] * 30, None, NUM, "must be above 0 where frequency is above 0"),
        ([0.0] * 30, [0.0] * 30, [0.0] * 30, None, NUM, "T[0] is 0; must be above 0"),
        ([1.0] * 30, [1.0] * 30, [2.0] * 30, [-1.0] * 30, NUM, "weights[0] is -1"),
        ([1.0] * 30, [1.0] * 30, [2.0] * 30, [0.5] * 30, NA, "describes 15 customers"),
    ],
)
def test_fit_errors(model, x, t_x, T, weights, code, words):
    """Data no fit can be tried on: the error value and words of the catalogue."""
    with pytest.raises(InputError) as caught:
        model.fit(x, t_x, T, weights=weights)
    assert caught.value.code == code
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("x", "m", "code"),
    [([1] * 19, [2.0] * 19, NA), ([0] * 40, [2.0] * 40, NA), ([1] * 30, [2.0] * 29, NA), ([1.5] * 30, [2.0] * 30, NUM),
     ([1] * 30, [-2.0] * 30, NUM)],
)  # fmt: skip
def test_spend_fit_errors(x, m, code):
    """Fewer than 20 rows used, unequal lists, frequencies not whole, a negative mean."""
    with pytest.raises(InputError) as caught:
        gamma_gamma.fit(x, m)
    assert caught.value.code == code

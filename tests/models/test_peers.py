"""Where a peer gives NaN, infinity, nonsense or no fit: our answer. Its numbers are of lifetimes 0.11.3, NumPy 2, SciPy
1.17, each noted beside the case; tests do not import it."""

from __future__ import annotations

import math

import numpy as np
import pytest

from xlclv.errors import NA, NUM, InputError
from xlclv.models import bg_nbd, gamma_gamma, mbg_nbd, pareto_nbd

MODELS = [bg_nbd, mbg_nbd, pareto_nbd]
ONE_TIME = np.zeros(100), np.zeros(100), np.linspace(10, 50, 100)
TO_THE_END = np.repeat([0.0, 2.0], 20), np.repeat([0.0, 9.0], 20), np.full(40, 9.0)
HISTORY = 2, 30.43, 38.86
ALL_ONCE = np.ones(30), np.linspace(1, 8, 30), np.full(30, 9.0)


@pytest.mark.parametrize("model", MODELS)
def test_all_one_time_buyers(model):
    """lifetimes: BG/NBD r .00025, alpha 81926, a = b = 1.105 (b as it started); MBG/NBD r .0081, alpha 3331, a 36, b
    .034; Pareto/NBD r 1e-13, alpha 73.5, s 1.3, beta 51.5: where the optimiser happened to stop. Here: no fit."""
    with pytest.raises(InputError, match="is 0 for every customer; a fit needs repeat purchases") as caught:
        model.fit(*ONE_TIME)
    assert caught.value.code == NA


@pytest.mark.parametrize("model", MODELS)
def test_every_buyer_bought_on_the_last_day(model):
    """lifetimes: BG/NBD ConvergenceError; MBG/NBD r 1334, a 1e-7, b 62947; Pareto/NBD s .00028, beta 2e-13 with a
    log-likelihood of infinity. Here: not identified, and why."""
    fit = model.fit(*TO_THE_END)
    assert fit.status.startswith("not identified: every repeat buyer bought on the last day")
    assert (fit.params, fit.aic, fit.bic) == (None, None, None)


@pytest.mark.parametrize("model", MODELS)
def test_everyone_bought_once(model):
    """lifetimes: ConvergenceError, and for Pareto/NBD r 12,523,554. Here: not identified, and why."""
    fit = model.fit(*ALL_ONCE)
    assert fit.status.startswith("not identified: all customers have the same frequency and T")


@pytest.mark.parametrize("scale", [1.0, 1e6, 1e9])
def test_amounts_of_a_billion(scale):
    """lifetimes: ConvergenceError at 1e9, p and q off in the seventh digit at 1e6. Here: the same p, q to 1e-9."""
    rng = np.random.default_rng(1)
    x = 1 + rng.poisson(2, 500).astype(float)
    m = rng.gamma(6.25 * x) / (rng.gamma(3.74, 1 / 15.44, 500) * x)
    plain, scaled = gamma_gamma.fit(x, m).params, gamma_gamma.fit(x, m * scale).params
    assert (scaled.p, scaled.q, scaled.gamma / scale) == pytest.approx((plain.p, plain.q, plain.gamma), rel=1e-9)


def test_a_spend_without_a_mean():
    """lifetimes: q .9 gives a one-time buyer an expected spend of -965. Here: an error that says why."""
    with pytest.raises(InputError, match="has no mean to expect") as caught:
        gamma_gamma.expected_spend(gamma_gamma.Params(6.25, 0.9, 15.44), 0, 0)
    assert caught.value.code == NUM


def test_equal_means():
    """lifetimes: ConvergenceError. Here: the price that all pay."""
    assert gamma_gamma.fit(np.ones(30), np.full(30, 12.5)).status.startswith("boundary: every order is worth the")


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        # a = 1: lifetimes inf
        (lambda: bg_nbd.expected_purchases(bg_nbd.Params(0.243, 4.414, 1.0, 2.426), 39, *HISTORY), 1.1021367860),
        # a + b = 1 at x = 0: lifetimes nan
        (lambda: bg_nbd.expected_purchases(bg_nbd.Params(0.243, 4.414, 0.5, 0.5), 39, 0, 0, 38.86), 0.17723624757725),
        # a = 1, a new customer: lifetimes inf
        (lambda: bg_nbd.expected_purchases_new(bg_nbd.Params(0.243, 4.414, 1.0, 2.426), 52), 1.28998825248),
        # a = 1: lifetimes inf
        (lambda: mbg_nbd.expected_purchases(mbg_nbd.Params(0.525, 6.183, 1.0, 1.614), 39, *HISTORY), 1.1953133208),
        # s = 1: lifetimes nan
        (lambda: pareto_nbd.expected_purchases(pareto_nbd.Params(0.553, 10.578, 1, 11.67), 39, *HISTORY), 1.1860637414),
    ],
)  # fmt: skip
def test_removable_poles(found, expected):
    """Where the textbook divides by zero the answer is the limit."""
    assert float(found()) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        ((365, 1000, 49.5, 50), 288.67691090082553),  # lifetimes nan
        ((3650, 300, 361.35, 365), 775.9954629021748),  # lifetimes inf
        ((3650, 1000, 990.0, 1000), 81.58014371261177),  # lifetimes nan
        ((3650, 1000, 25.0, 50), 9.024764036039355e-250),  # lifetimes nan
    ],
)
def test_a_thousand_purchases(history, expected):
    """MBG/NBD beyond the reach of the textbook's 2F1; our own numbers, below those of customers who never leave."""
    params = mbg_nbd.Params(0.525, 6.183, 0.891, 1.614)
    bought = float(mbg_nbd.expected_purchases(params, *history))
    horizon, x, _, T = history
    assert bought == pytest.approx(expected, rel=1e-9)
    assert bought < (params.r + x) / (params.alpha + T) * horizon


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("x", [1000, 100_000])
def test_purchases_without_number(model, x):
    """x = 1,000 and 100,000: lifetimes overflows on the way (Pareto/NBD falls back on logarithms). Here: finite."""
    params = model.Params(0.5, 6.0, 0.8, 2.5)
    for t_x in (1.0, 200.0, 364.9):
        assert 0 <= model.p_alive(params, x, t_x, 365) <= 1
        assert math.isfinite(model.log_likelihood(params, x, t_x, 365))
        assert 0 <= model.expected_purchases(params, 365, x, t_x, 365) < math.inf

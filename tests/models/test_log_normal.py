"""Log-normal spend: exact against its definition, a top of its likelihood, free of the currency, honest at its ends."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from xlclv.errors import InputError
from xlclv.models import gamma_gamma, log_normal

CASES = json.loads(Path(__file__).with_name("log_normal_cases.json").read_text(encoding="utf-8"))


def drawn(customers: int, median: float = 40.0, sigma: float = 0.8, tau: float = 1.1, seed: int = 1):
    """Orders, mean of ln(value), and scatter of simulated customers."""
    rng = np.random.default_rng(seed)
    n = rng.geometric(0.4, customers)
    who = np.repeat(np.arange(customers), n)
    logs = rng.normal(np.log(median), tau, customers)[who] + rng.normal(0.0, sigma, len(who))
    mean = np.bincount(who, logs) / n
    return n.astype(float), mean, np.bincount(who, (logs - mean[who]) ** 2)


def test_the_closed_forms_are_their_definitions() -> None:
    """40 cases each of likelihood, expectation and quantile, by integrals of 22 digits, to 1e-9."""
    assert len(CASES) == 40
    for case in CASES:
        params = log_normal.Params(*case["params"])
        value = log_normal.log_likelihood(params, case["orders"], case["mean_log"], case["scatter"])
        assert float(value) == pytest.approx(float(case["log_likelihood"]), rel=1e-9, abs=1e-9)
        history = case["known"], case["mean_log"]
        assert float(log_normal.expected_spend(params, *history)) == pytest.approx(float(case["expected"]), rel=1e-9)
        quantile = log_normal.spend_quantile(params, float(case["probability"]), *history)
        assert float(quantile) == pytest.approx(case["quantile"], rel=1e-9)


def test_a_fit_finds_the_parameters_in_any_currency() -> None:
    """Within three standard errors of the truth; a top of the likelihood; the same in cents to 1e-9."""
    n, mean, scatter = drawn(800)
    found = log_normal.fit(n, mean, scatter)
    assert found.status == "converged"
    estimates = np.array([found.params.median, found.params.sigma, found.params.tau])
    assert (np.abs(estimates - [40.0, 0.8, 1.1]) < 3 * np.array(found.standard_errors)).all()
    total = log_normal.log_likelihood(found.params, n, mean, scatter).sum()
    assert found.log_likelihood == pytest.approx(total, rel=1e-12)
    for i in range(3):
        for factor in (0.99, 1.01):
            moved = log_normal.Params(*np.where(np.arange(3) == i, factor, 1.0) * estimates)
            assert log_normal.log_likelihood(moved, n, mean, scatter).sum() < found.log_likelihood
    cents = log_normal.fit(n, mean + np.log(100.0), scatter)
    assert cents.params.median == pytest.approx(100 * found.params.median, rel=1e-9)
    assert (cents.params.sigma, cents.params.tau) == pytest.approx((found.params.sigma, found.params.tau), rel=1e-9)
    assert cents.log_likelihood == pytest.approx(found.log_likelihood - n.sum() * np.log(100.0), rel=1e-12)


def test_expectations_lie_between_the_population_and_the_customer() -> None:
    """The more orders, the nearer to the customer's own mean; nobody without orders is told apart; never 0 or below."""
    params = log_normal.Params(40.0, 0.8, 1.1)
    mean = np.log(400.0)
    found = log_normal.expected_spend(params, [0, 1, 2, 5, 50, 5000], mean)
    assert found[0] == pytest.approx(log_normal.population_mean(params), rel=1e-12)
    assert (np.diff(found) > 0).all()
    assert found[-1] == pytest.approx(400.0 * np.exp(0.32), rel=1e-3)
    half = log_normal.spend_quantile(params, 0.5, 3, mean)
    assert log_normal.spend_quantile(params, 0.1, 3, mean) < half < log_normal.spend_quantile(params, 0.9, 3, mean)


def test_no_tail_is_too_heavy() -> None:
    """Where Gamma-Gamma has no mean to expect (q below 1), every customer has a finite one here, near the truth."""
    n, mean, scatter = drawn(3000, sigma=0.6, tau=1.9, seed=3)
    plain = gamma_gamma.fit(n, np.exp(mean))
    assert plain.params.q < 1
    found = log_normal.fit(n, mean, scatter)
    truth = 40.0 * np.exp(0.5 * (0.6**2 + 1.9**2))
    assert log_normal.population_mean(found.params) == pytest.approx(truth, rel=0.15)


def test_ends_and_refusals() -> None:
    """Customers who are all alike, and orders that cannot be."""
    n, _, scatter = drawn(60, seed=4)
    flat = log_normal.fit(n, np.full(60, 3.0), np.maximum(scatter, 0.1))
    assert flat.status == "boundary: tau tends to 0, every customer spends the same on average"
    with pytest.raises(InputError, match="describes 19 customers; a fit needs at least 20"):
        log_normal.fit(np.ones(19), np.ones(19), 0.0)
    with pytest.raises(InputError, match=r"orders is 0; must be above 0"):
        log_normal.log_likelihood(flat.params, 0, 1.0, 0.0)

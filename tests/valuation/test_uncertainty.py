"""Intervals: what they are equal to by other ways, what a customer really does, and how often they hold."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from benchmarks import calibration
from tests.models import cdnow
from xlclv.discounting import WEEKS_PER_YEAR
from xlclv.errors import InputError
from xlclv.models import bg_nbd, by_name, gamma_gamma, mbg_nbd, pareto_nbd
from xlclv.models.purchase_counts import future_distribution
from xlclv.valuation import predictive, uncertainty
from xlclv.valuation.residual import residual_clv

PARAMS: dict[str, Any] = {
    "BG/NBD": bg_nbd.Params(0.55, 8.0, 0.8, 3.0),
    "MBG/NBD": mbg_nbd.Params(0.7, 8.0, 0.8, 3.0),
    "Pareto/NBD": pareto_nbd.Params(0.55, 8.0, 0.8, 20.0),
}
SPEND = gamma_gamma.Params(5.0, 4.0, 30.0)
HISTORY = np.array([0.0, 2.0, 9.0]), np.array([0.0, 30.0, 37.0]), 40.0
MEANS = np.array([0.0, 22.0, 31.0])


@pytest.fixture(scope="module")
def fitted() -> tuple[Any, Any, Any]:
    data = cdnow.exact()
    return bg_nbd.fit(data.x, data.t_x, data.T), gamma_gamma.fit(data.x, data.m), data


def question(fitted: tuple[Any, Any, Any], rate: float = 0.1, horizon: float = 52) -> tuple[Any, ...]:
    purchases, spend, data = fitted
    return "BG/NBD", purchases, spend, rate, horizon, data.x, data.t_x, data.T, data.m


def test_the_delta_method_agrees_with_draws_of_the_parameters(fitted: tuple[Any, Any, Any]) -> None:
    """CDNOW: 200 draws of ln(parameters) spread customer equity as the interval says, within their own error."""
    purchases, spend, data = fitted
    rng = np.random.default_rng(1)
    draws = []
    for _ in range(200):
        moved = []
        for fit in (purchases, spend):
            point = np.array([getattr(fit.params, name) for name in fit.params.__slots__])
            shift = rng.multivariate_normal(np.zeros(point.size), fit.covariance / np.outer(point, point))
            moved.append(type(fit.params)(*(point * np.exp(shift))))
        draws.append(residual_clv("BG/NBD", *moved, 0.1, 13, data.x, data.t_x, data.T, data.m).sum())
    found = uncertainty.equity_interval(*question(fitted, horizon=13))
    assert np.log(draws).std() == pytest.approx(found.relative_error, rel=0.17)
    assert np.quantile(draws, [0.1, 0.9]) == pytest.approx([found.low, found.high], rel=0.02)


def test_customers_and_base_are_one_calculation(fitted: tuple[Any, Any, Any]) -> None:
    """Of one customer both intervals are the same; of all, values add up; the base is surer than most customers."""
    purchases, spend, data = fitted
    one = ("BG/NBD", purchases, spend, 0.1, 52, data.x[:1], data.t_x[:1], data.T[:1], data.m[:1])
    base, customer = uncertainty.equity_interval(*one), uncertainty.clv_interval(*one)
    assert (base.low, base.high) == pytest.approx((customer.low[0], customer.high[0]))
    whole, each = uncertainty.equity_interval(*question(fitted)), uncertainty.clv_interval(*question(fitted))
    assert whole.value == pytest.approx(each.value.sum())
    assert np.median(each.high / each.low) > whole.high / whole.low


def test_intervals_widen_with_confidence_and_with_chance(fitted: tuple[Any, Any, Any]) -> None:
    """95% holds 80%; money that will really come varies more than what is expected."""
    at = {c: uncertainty.equity_interval(*question(fitted), confidence=c) for c in (0.8, 0.95)}
    assert at[0.95].low < at[0.8].low < at[0.8].value < at[0.8].high < at[0.95].high
    outcome = uncertainty.outcome_interval(*question(fitted))
    assert outcome.low < at[0.8].low < at[0.8].high < outcome.high


def test_intervals_follow_the_unit_of_money_and_the_margin(fitted: tuple[Any, Any, Any]) -> None:
    """A margin of 30% scales all ends by 0.3; a negative one mirrors them; a horizon of 0 leaves nothing open."""
    for make in (uncertainty.equity_interval, uncertainty.outcome_interval):
        plain, part, loss = (make(*question(fitted), margin=margin) for margin in (1.0, 0.3, -0.3))
        assert (part.low, part.high) == pytest.approx((0.3 * plain.low, 0.3 * plain.high))
        assert (loss.low, loss.high) == pytest.approx((-part.high, -part.low))
        nothing = make(*question(fitted, horizon=0))
        assert (nothing.low, nothing.value, nothing.high) == (0.0, 0.0, 0.0)


def test_unit_of_time_does_not_matter(fitted: tuple[Any, Any, Any]) -> None:
    """Days instead of weeks: the same fit, the same relative error."""
    _, spend, data = fitted
    days = bg_nbd.fit(data.x, data.t_x * 7, data.T * 7)
    found = uncertainty.equity_interval(
        "BG/NBD", days, spend, 0.0, 364, data.x, data.t_x * 7, data.T * 7, data.m, periods_per_year=365.25
    )
    weeks = uncertainty.equity_interval(*question(fitted, rate=0.0))
    assert found.relative_error == pytest.approx(weeks.relative_error, rel=1e-5)
    assert found.value == pytest.approx(weeks.value, rel=1e-8)


def test_faults_are_named(fitted: tuple[Any, Any, Any]) -> None:
    """No interval from a fit without parameters, an impossible confidence or several horizons."""
    purchases, spend, data = fitted
    nobody = bg_nbd.fit([1] * 30, [10] * 30, [30] * 30)
    rest = (0.1, 52, data.x, data.t_x, data.T, data.m)
    with pytest.raises(InputError, match="purchases has no parameters: not identified"):
        uncertainty.equity_interval("BG/NBD", nobody, spend, *rest)
    with pytest.raises(InputError, match="confidence is 80"):
        uncertainty.clv_interval("BG/NBD", purchases, spend, *rest, confidence=80)
    with pytest.raises(InputError, match="horizon must be one number"):
        uncertainty.clv_interval("BG/NBD", purchases, spend, 0.1, [26, 52], *rest[2:])


def test_money_without_a_variance_is_refused() -> None:
    """q of 1.5: the mean of a one-time buyer exists, the variance does not."""
    wild = gamma_gamma.Params(5.0, 1.5, 30.0)
    with pytest.raises(InputError, match="without a variance"):
        predictive.money_variance("BG/NBD", PARAMS["BG/NBD"], wild, 0.1, 52, *HISTORY, MEANS)
    assert predictive.money_interval("BG/NBD", PARAMS["BG/NBD"], wild, 0.1, 52, *HISTORY, MEANS).high.min() > 0


@pytest.mark.parametrize("model", PARAMS)
def test_variance_is_that_of_the_distribution(model: str) -> None:
    """At rate 0: SUM over n of P(n) x E[S^2 | n] less the mean squared, by the distribution of orders instead."""
    params, n = PARAMS[model], np.arange(1500)
    chance = future_distribution(model, params, 104, *HISTORY, 1499)
    shape, money = SPEND.p * HISTORY[0] + SPEND.q, SPEND.gamma + HISTORY[0] * MEANS
    square = chance @ (SPEND.p * n * (SPEND.p * n + 1)) * money**2 / ((shape - 1) * (shape - 2))
    mean = chance @ n * SPEND.p * money / (shape - 1)
    found = predictive.money_variance(model, params, SPEND, 0.0, 104, *HISTORY, MEANS)
    assert found == pytest.approx(square - mean**2, rel=2e-4)


@pytest.mark.parametrize("model", PARAMS)
def test_customers_simulated_from_their_history(model: str) -> None:
    """20,000 futures of each of three customers, discounted at 10%, have the spread and keep to the intervals."""
    params, draws = PARAMS[model], 20_000
    orders, money = predictive.order_interval(model, params, 104, *HISTORY), predictive.money_interval(
        model, params, SPEND, 0.1, 104, *HISTORY, MEANS)  # fmt: skip
    variance = predictive.money_variance(model, params, SPEND, 0.1, 104, *HISTORY, MEANS)
    for i in range(3):
        bought, paid = futures(model, params, i, draws, np.random.default_rng(7))
        assert paid.mean() == pytest.approx(money.value[i], rel=0.05)
        if i:  # the one-time buyer's money has no fourth moment, so draws say little of its variance
            assert paid.std() == pytest.approx(np.sqrt(variance[i]), rel=0.05)
        within = ((bought >= orders.low[i]) & (bought <= orders.high[i])).mean()
        assert within > 0.79
        assert ((bought >= orders.low[i]) & (bought < orders.high[i])).mean() < 0.81, "no longer than it must be"
        likely = max(0.8, (bought == 0).mean())  # where most bring nothing, [0, 0] holds more
        assert ((paid >= money.low[i]) & (paid <= money.high[i])).mean() == pytest.approx(likely, abs=0.012)


def futures(model: str, params: Any, i: int, draws: int, rng: np.random.Generator) -> tuple[Any, Any]:
    """Orders and discounted money of one customer's futures: who he is drawn from the history, then his orders."""
    x, t_x, T, m = HISTORY[0][i], HISTORY[1][i], HISTORY[2], MEANS[i]
    alive = rng.random(draws) < by_name(model).p_alive(params, x, t_x, T)
    rate = rng.gamma(params.r + x, 1 / (params.alpha + T), draws)
    spread = rng.gamma(SPEND.p * x + SPEND.q, 1 / (SPEND.gamma + x * m), draws)
    if model == "Pareto/NBD":
        ends, drop = rng.exponential(1, draws) / rng.gamma(params.s, 1 / (params.beta + T), draws), np.zeros(draws)
    else:
        ends, drop = np.full(draws, np.inf), rng.beta(params.a, params.b + x + (model == "MBG/NBD"), draws)
    bought, paid, now = np.zeros(draws), np.zeros(draws), np.zeros(draws)
    at = np.flatnonzero(alive)
    while at.size:
        now[at] += rng.exponential(1, at.size) / rate[at]
        at = at[now[at] < np.minimum(ends[at], 104)]
        bought[at] += 1
        paid[at] += rng.gamma(SPEND.p, 1, at.size) / spread[at] * 1.1 ** (-now[at] / WEEKS_PER_YEAR)
        at = at[rng.random(at.size) >= drop[at]]
    return bought, paid


def test_intervals_hold_as_often_as_they_say() -> None:
    """20 simulated bases: coverage of 80% lies where chance alone would leave it 999 times in 1,000.

    The bounds are binomial for the base (50% to 100%), and for customers, of whom each base has 100, what their
    spread between bases allows; benchmarks/calibration.py counts far more bases and tells far finer.
    """
    world = calibration.World(customers=1500, observed=52, arrivals=39, horizon=52)
    found = {name: results.mean() for name, results in calibration.coverage(world, 20, seed=3).items()}
    assert 0.5 <= found[calibration.EQUITY] <= 1.0
    assert 0.5 <= found[calibration.OUTCOME] <= 1.0
    assert 0.6 <= found[calibration.CLV] <= 0.97
    assert 0.78 <= found[calibration.ORDERS] <= 0.95
    assert 0.77 <= found[calibration.MONEY] <= 0.92

"""Residual CLV: the catalogue's example, and the identities that tie discounting, flows and purchases together."""

from __future__ import annotations

import numpy as np
import pytest

from xlclv.errors import NUM, VALUE, InputError
from xlclv.models import bg_nbd, by_name, gamma_gamma
from xlclv.valuation import residual

PARAMS = {
    "BG/NBD": (0.243, 4.414, 0.793, 2.426),
    "MBG/NBD": (0.525, 6.18, 0.891, 1.614),
    "Pareto/NBD": (0.553, 10.578, 0.606, 11.669),
}
BG = bg_nbd.Params(*PARAMS["BG/NBD"])
SPEND = gamma_gamma.Params(6.25, 3.74, 15.44)
HISTORY = (2, 30.43, 38.86)
WEEK = 365.25 / 7


@pytest.fixture(params=PARAMS)
def model(request):
    return request.param, by_name(request.param).Params(*PARAMS[request.param])


def base(size, seed=5):
    rng = np.random.default_rng(seed)
    x = rng.poisson(1.5, size).astype(float)
    T = rng.integers(7, 1000, size) / 7
    t_x = np.where(x > 0, np.ceil(T * 7 * rng.uniform(0.02, 1, size)) / 7, 0)
    return x, t_x, T


@pytest.mark.parametrize(
    ("horizon", "periods", "expected"), [(52, WEEK, 10.819227), (52, 52, 10.816883), (52.5, WEEK, 10.89802)]
)
def test_catalogue(horizon, periods, expected):
    """20: the worked example, in weeks of 365.25/7 and of 52 a year, and with half a bucket at the end."""
    clv = residual.residual_clv(
        "BG/NBD", BG, SPEND, 0.15, horizon, *HISTORY, 22.35, margin=0.3, periods_per_year=periods
    )
    assert clv == pytest.approx(expected, abs=5e-7)


def plain_sum(name, params, rate, horizon, x, t_x, T):
    """The definition, bucket by bucket."""
    edges = [*range(int(horizon) + 1), *([horizon] if horizon % 1 else [])]
    bought = by_name(name).expected_purchases(params, np.array(edges, dtype=float)[:, None], x, t_x, T)
    middles = (np.array(edges[1:]) + np.array(edges[:-1])) / 2
    return ((1 + rate) ** (-middles / WEEK)) @ np.diff(bought, axis=0)


@pytest.mark.parametrize("size", [3, 4000])
@pytest.mark.parametrize(("rate", "horizon"), [(0.1, 12.0), (0.0, 7.25), (1.0, 30.5), (-0.05, 3.0)])
def test_definition(model, size, rate, horizon):
    """For few customers and for many, the definition's sum to 1e-11."""
    history = base(size)
    got = residual.discounted_orders(*model, rate, horizon, *history)
    assert got == pytest.approx(plain_sum(*model, rate, horizon, *history), rel=1e-11)


@pytest.mark.parametrize("size", [5, 4000])
def test_rate_zero_is_the_plain_sum(model, size):
    """At rate 0 discounted orders are the expected purchases."""
    history = base(size)
    name, params = model
    plain = by_name(name).expected_purchases(params, 52.5, *history)
    assert residual.discounted_orders(name, params, 0, 52.5, *history) == pytest.approx(plain, rel=1e-12)


def test_falls_with_the_rate_and_rises_with_the_horizon(model):
    """More discounting is worth less; a longer look is worth more; no look is worth nothing."""
    history = base(50)
    by_rate = residual.discounted_orders(*model, np.array([[0.0], [0.05], [0.3], [1.0]]), 104, *history)
    assert (np.diff(by_rate, axis=0) < 0).all()
    by_horizon = residual.discounted_orders(*model, 0.1, np.array([[0.0], [0.5], [1.0], [1.5], [60.0]]), *history)
    assert (by_horizon[0] == 0).all()
    assert (np.diff(by_horizon, axis=0) > 0).all()


@pytest.mark.parametrize("size", [40, 6000])
def test_flows_add_up_to_the_customers(model, size):
    """Flows discounted and summed are the customers' values, group by group, to 1e-12."""
    history, rng = base(size), np.random.default_rng(9)
    worth, group = rng.uniform(1, 90, size), rng.integers(0, 5, size)
    flows = residual.expected_flows(*model, 60.5, *history, weights=worth, groups=group, group_count=6)
    assert flows.amounts.shape == (61, 6)
    assert (flows.amounts[:, 5] == 0).all()
    assert flows.years[[0, -1]] == pytest.approx([0.5 / WEEK, 60.25 / WEEK])
    for rate in (0.0, 0.12):
        each = worth * residual.discounted_orders(*model, rate, 60.5, *history)
        present = (1 + rate) ** -flows.years @ flows.amounts
        assert present[:5] == pytest.approx(np.bincount(group, weights=each), rel=1e-12)


def test_flows_of_all_customers_together(model):
    """Without weights and groups the flows are purchases, in one column; they shrink as customers leave."""
    history = base(30)
    name, params = model
    flows = residual.expected_flows(name, params, 10, *history)
    total = by_name(name).expected_purchases(params, 10, *history).sum()
    assert flows.amounts.sum() == pytest.approx(total, rel=1e-12)
    assert (np.diff(flows.amounts[:, 0]) < 0).all()


def test_long_horizon_tends_to_dert(model):
    """With a horizon without end, mid-week buckets come near continuous discounting (Fader, Hardie & Lee 2005b)."""
    name, params = model
    rate, history = 0.5, ([0, 2], [0, 30.43], 38.86)
    dert = by_name(name).dert(params, np.log1p(rate) / WEEK, *history)
    assert residual.discounted_orders(name, params, rate, 5000, *history) == pytest.approx(dert, rel=1e-5)


def test_every_argument_broadcasts():
    """Rates, horizons and histories make a grid; each cell is what it is alone."""
    rates, horizons = np.array([0.05, 0.2])[:, None, None], np.array([10.0, 52.5])[:, None]
    x, t_x = np.array([0, 2, 5]), np.array([0, 30.0, 12.0])
    grid = residual.discounted_orders("BG/NBD", BG, rates, horizons, x, t_x, 39)
    assert grid.shape == (2, 2, 3)
    for i, rate in enumerate((0.05, 0.2)):
        for j, horizon in enumerate((10.0, 52.5)):
            alone = residual.discounted_orders("BG/NBD", BG, rate, horizon, x, t_x, 39)
            assert grid[i, j] == pytest.approx(alone, rel=1e-13)
    assert residual.discounted_orders("BG/NBD", BG, 0.1, 52, 2, 30, 39).shape == ()


def test_every_argument_matters():
    """Each argument of residual_clv changes its result."""
    call = {
        "model": "BG/NBD", "params": BG, "spend_params": SPEND, "rate": 0.1, "horizon": 52, "frequency": 2,
        "recency": 30, "T": 39, "monetary_value": 20, "margin": 0.3, "periods_per_year": 52,
    }  # fmt: skip
    other = {
        "model": "MBG/NBD", "params": bg_nbd.Params(0.25, 4.4, 0.8, 2.4), "rate": 0.2, "horizon": 53, "frequency": 3,
        "spend_params": gamma_gamma.Params(6, 3.74, 15.44), "recency": 31, "T": 40, "monetary_value": 21, "margin": 0.4,
        "periods_per_year": 50,
    }  # fmt: skip
    usual = residual.residual_clv(**call)
    for name, value in other.items():
        assert residual.residual_clv(**{**call, name: value}) != usual, name


def test_days_and_weeks_agree_closely():
    """The unit of the fit moves only the buckets: the same customer in days and weeks differs by less than 1e-4."""
    days = bg_nbd.Params(BG.r, BG.alpha * 7, BG.a, BG.b)
    weekly = residual.discounted_orders("BG/NBD", BG, 0.15, 52, *HISTORY)
    daily = residual.discounted_orders("BG/NBD", days, 0.15, 364, 2, 30.43 * 7, 38.86 * 7, periods_per_year=365.25)
    assert daily == pytest.approx(float(weekly), rel=1e-4)


@pytest.mark.parametrize(
    ("changed", "words", "code"),
    [
        ({"rate": -1.0}, "rate is -1", NUM), ({"rate": 8.0}, "type 8% or 0.08", NUM),
        ({"horizon": -1}, "horizon is -1", NUM), ({"horizon": 2e6}, "1,000,000", NUM),
        ({"periods_per_year": 0}, "periods_per_year is 0", NUM),
        ({"margin": 1.5}, "margin is 1.5", NUM), ({"frequency": 1.5}, "frequency is 1.5", NUM),
        ({"recency": 50}, "must not exceed T", NUM), ({"monetary_value": 0}, "monetary_value is 0", NUM),
        ({"model": "Poisson"}, "must be one of", VALUE), ({"rate": "8%"}, "rate", VALUE),
        ({"T": [39, 40, 41], "horizon": [1, 2]}, "shape", VALUE),
        ({"spend_params": gamma_gamma.Params(0.1, 0.5, 10)}, "no mean to expect", NUM),
    ],
)  # fmt: skip
def test_errors(changed, words, code):
    """Each rule broken is an error that names the argument."""
    call = {
        "model": "BG/NBD", "params": BG, "spend_params": SPEND, "rate": 0.1, "horizon": 52, "frequency": 2,
        "recency": 30, "T": 39, "monetary_value": 20,
    }  # fmt: skip
    with pytest.raises(InputError) as caught:
        residual.residual_clv(**{**call, **changed})
    assert words in str(caught.value)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("changed", "words"),
    [({"horizon": [1, 2]}, "must be one number"), ({"groups": [-1, 0]}, "whole numbers from 0"),
     ({"groups": [0.0, 1.0]}, "whole numbers from 0"), ({"weights": [1, 2, 3]}, "shape"),
     ({"groups": [0, 9], "group_count": 3}, "below group_count")],
)  # fmt: skip
def test_flow_errors(changed, words):
    """Flows take one horizon, and groups that are counted from 0."""
    call = {"horizon": 5, "frequency": [0, 2], "recency": [0, 5], "T": 9}
    with pytest.raises(InputError) as caught:
        residual.expected_flows("BG/NBD", BG, **{**call, **changed})
    assert words in str(caught.value)


def test_nobody_is_worth_nothing():
    """A group without customers, and a base without any, have flows of zero."""
    flows = residual.expected_flows("BG/NBD", BG, 3, [], [], [], groups=np.zeros(0, dtype=int), group_count=2)
    assert flows.amounts.tolist() == [[0.0, 0.0]] * 3
    assert residual.discounted_orders("BG/NBD", BG, 0.1, 3, [], [], []).shape == (0,)


def test_inputs_are_not_changed(model):
    """No array passed in is written to."""
    x, t_x, T = base(500)
    for array in (x, t_x, T):
        array.setflags(write=False)
    residual.discounted_orders(*model, 0.1, 52, x, t_x, T)
    residual.expected_flows(*model, 52, x, t_x, T)

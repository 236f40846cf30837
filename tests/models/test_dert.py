"""DERT, all purchases to come, discounted: one name and one signature in three models (digits: own and hard cases)."""

from __future__ import annotations

import inspect

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.models import simulated
from tests.models.test_properties import ANY, MODELS, four, histories
from xlclv.errors import NUM, InputError
from xlclv.models import bg_nbd, mbg_nbd, pareto_nbd

rates = st.floats(-4, 1).map(lambda e: 10**e)
ENDLESS = [  # a or s above 1: purchases for ever are finite; and r so large that 1e12 is nearly for ever
    (bg_nbd, bg_nbd.Params(1.5, 10.0, 2.5, 4.0)),
    (mbg_nbd, mbg_nbd.Params(1.5, 10.0, 2.5, 4.0)),
    (pareto_nbd, pareto_nbd.Params(1.5, 10.0, 2.5, 12.0)),
]


def test_one_signature():
    """The three models are called alike."""
    signatures = {str(inspect.signature(model.dert)).split(",", 1)[1] for model in MODELS}
    assert len(signatures) == 1


@pytest.mark.parametrize("model", MODELS)
@ANY
@given(four, histories(), rates)
def test_between_its_bounds(model, numbers, history, rate):
    """Below the purchases of customers who never leave, above what a finite horizon is worth; falls with the rate."""
    params = model.Params(*numbers)
    x, _, T = history
    value = model.dert(params, rate, *history)
    never = model.p_alive(params, *history) * (params.r + x) / ((params.alpha + T) * rate)
    horizon = 1 / rate
    soon = np.exp(-rate * horizon) * model.expected_purchases(params, horizon, *history)
    tiny = 1e-10
    assert (soon <= value * (1 + tiny)).all()
    assert (value <= never * (1 + tiny)).all()
    assert (model.dert(params, 1.5 * rate, *history) <= value * (1 + tiny)).all()


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("rate", [0.002, 0.05])
def test_definition(model, rate):
    """rate x INTEGRAL of e^(-rate t) E[Y(t)] dt, which is the definition integrated by parts, to 1e-9."""
    params = model.Params(0.4, 6.0, 0.7, 3.0)
    history = [0.0, 3.0, 12.0], [0.0, 22.0, 30.0], 31.0
    y = np.linspace(-45, np.log(60 / rate), 4001)[:, None]  # ln t
    t = np.exp(y)
    bought = model.expected_purchases(params, t, *history)
    plain = (rate * t * np.exp(-rate * t) * bought).sum(axis=0) * (y[1, 0] - y[0, 0])
    assert model.dert(params, rate, *history) == pytest.approx(plain, rel=1e-9)


@pytest.mark.parametrize(("model", "params"), ENDLESS)
def test_without_a_rate(model, params):
    """At rate 0 it is the number of purchases for ever, and a rate near 0 comes near it."""
    history = [0, 3], [0, 20], 30
    for_ever = model.dert(params, 0, *history)
    assert for_ever == pytest.approx(model.expected_purchases(params, 1e12, *history), rel=1e-9)
    assert model.dert(params, 1e-12, *history) == pytest.approx(for_ever, rel=1e-9)
    mixed = model.dert(params, [0, 0.01], *history)
    assert mixed[0] == for_ever[0]
    assert mixed[1] == pytest.approx(float(model.dert(params, 0.01, 3, 20, 30)), rel=1e-13)


@pytest.mark.parametrize("model", MODELS)
def test_many_customers_as_one(model):
    """From thousands of customers on, tables stand in for integrals: the same numbers to 1e-11."""
    rng = np.random.default_rng(9)
    x, t_x, T = simulated.histories(rng, 6000)
    params = model.Params(0.6, 7.0, 0.8, 3.0)
    rate = rng.uniform(0.0005, 0.02, 6000)
    together = model.dert(params, rate, x, t_x, T)
    some = rng.integers(0, 6000, 20)
    alone = [float(model.dert(params, rate[i], x[i], t_x[i], T[i])) for i in some]
    assert together[some] == pytest.approx(alone, rel=1e-11)


@pytest.mark.parametrize("model", MODELS)
@settings(max_examples=15)
@given(st.tuples(*[st.floats(-59, 59).map(lambda e: 10**e)] * 4), histories(), st.floats(-12, 12).map(lambda e: 10**e))
def test_nothing_breaks_at_the_ends_of_the_numbers(model, numbers, history, rate):
    """Whatever the parameters, finite numbers from 0: no overflow, no NaN, no warning."""
    value = model.dert(model.Params(*numbers), rate, *history)
    assert np.isfinite(value).all()
    assert (value >= 0).all()


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    ("rate", "words"), [(-0.1, "continuous_rate is -0.1; must be at least 0"), (0.0, "gives a sum without limit")]
)
def test_errors(model, rate, words):
    """No negative rate; no sum without limit: each an error that names the rate."""
    with pytest.raises(InputError, match=words) as caught:
        model.dert(model.Params(0.5, 6.0, 0.8, 2.5), rate, 2, 5, 9)
    assert caught.value.code == NUM

"""P(alive) at a day to come: what must hold for any history, and customers followed one by one (digits: own_cases)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.models import simulated
from tests.models.test_properties import ANY, MODELS, four, histories, positive
from xlclv.errors import InputError
from xlclv.models import bg_nbd, mbg_nbd, pareto_nbd


@pytest.mark.parametrize("model", MODELS)
@ANY
@given(four, histories(), positive)
def test_falls_with_time(model, numbers, history, ahead):
    """The probability of now at ahead 0, exactly, and never rising from there."""
    params = model.Params(*numbers)
    later = model.p_alive(params, *history, np.array([[0.0], [1e-9 * ahead], [ahead], [2 * ahead], [1e9 * ahead]]))
    assert (later[0] == model.p_alive(params, *history)).all()
    assert (np.diff(later, axis=0) <= 1e-14 * later[:-1]).all()
    assert (later >= 0).all()
    assert later.shape == (5, 4)


@pytest.mark.parametrize("model", MODELS)
def test_bounds_purchases(model):
    """Purchases to come are no more than while nobody leaves, and no fewer than by those still there at the end."""
    params = model.Params(0.6, 7.0, 0.8, 3.0)
    x, t_x, T, h = np.array([0.0, 1.0, 5.0]), np.array([0.0, 20.0, 26.0]), 30.0, 40.0
    rate = (params.r + x) / (params.alpha + T)
    bought = model.expected_purchases(params, h, x, t_x, T)
    assert (bought <= model.p_alive(params, x, t_x, T) * rate * h).all()
    assert (bought > 0).all()


@pytest.mark.parametrize("model", MODELS)
def test_many_customers_as_one(model):
    """From thousands of customers on, tables stand in for integrals: the same numbers to 1e-12."""
    rng = np.random.default_rng(8)
    x, t_x, T = simulated.histories(rng, 6000)
    ahead = np.where(rng.random(6000) < 0.1, 0.0, rng.uniform(0, 500, 6000))
    params = model.Params(0.6, 7.0, 0.8, 3.0)
    together = model.p_alive(params, x, t_x, T, ahead)
    assert (together[ahead == 0] == model.p_alive(params, x, t_x, T)[ahead == 0]).all()
    some = rng.integers(0, 6000, 40)
    alone = [float(model.p_alive(params, x[i], t_x[i], T[i], ahead[i])) for i in some]
    assert together[some] == pytest.approx(alone, rel=1e-12)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("ahead", [10.0, 60.0])
def test_customers_followed(model, ahead):
    """Of 60,000 simulated customers of one age as many are still there later as the model says, within 3.5 sigma."""
    params = model.Params(0.7, 8.0, 0.9, 4.0)
    base = simulated.base(model, params, 60_000, np.random.default_rng(11), ages=(40.0, 40.0))
    for times in (0, 1, 4):
        group = base.x == times
        expected = model.p_alive(params, base.x[group], base.t_x[group], base.T[group], ahead)
        sigma = np.sqrt((expected * (1 - expected)).sum())
        found = (base.until[group] > base.T[group] + ahead).sum()
        assert abs(found - expected.sum()) < 3.5 * sigma


@pytest.mark.parametrize("model", MODELS)
@settings(max_examples=25)
@given(st.tuples(*[st.floats(-59, 59).map(lambda e: 10**e)] * 4), histories(), st.floats(-20, 59).map(lambda e: 10**e))
def test_nothing_breaks_at_the_ends_of_the_numbers(model, numbers, history, ahead):
    """Whatever the parameters, a probability: no overflow, no NaN, no warning."""
    later = model.p_alive(model.Params(*numbers), *history, ahead)
    assert ((later >= 0) & (later <= 1)).all()


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(("ahead", "words"), [(-1, "ahead is -1; must be at least 0"), (1e61, "ahead is 1e\\+61")])
def test_errors(model, ahead, words):
    """A day in the past, or beyond what can be computed, is an error that names `ahead`."""
    with pytest.raises(InputError, match=words):
        model.p_alive(model.Params(0.5, 6.0, 0.8, 2.5), 2, 5, 9, ahead)


def test_what_the_models_disagree_on():
    """Without a repeat purchase BG/NBD is sure of the customer today, and of no day to come."""
    params = bg_nbd.Params(0.243, 4.414, 0.793, 2.426)
    assert bg_nbd.p_alive(params, 0, 0, 39) == 1
    assert 0.5 < bg_nbd.p_alive(params, 0, 0, 39, 52) < 1
    assert mbg_nbd.p_alive(params, 0, 0, 39) < 1
    assert pareto_nbd.p_alive(pareto_nbd.Params(0.553, 10.578, 0.606, 11.669), 0, 0, 39) < 1

"""What must hold for any parameters and any history."""

from __future__ import annotations

import math
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlclv.errors import NUM, VALUE, InputError
from xlclv.models import bg_nbd, by_name, full_name, gamma_gamma, mbg_nbd, pareto_nbd

MODELS = [bg_nbd, mbg_nbd, pareto_nbd]
ANY = settings(max_examples=40)
positive = st.floats(-3, 3).map(lambda e: 10**e)
four = st.tuples(positive, positive, positive, positive)


@st.composite
def histories(draw, size=4):
    T = np.array([draw(positive) for _ in range(size)])
    x = np.array([draw(st.integers(0, 60)) for _ in range(size)], dtype=float)
    share = np.array([draw(st.floats(0.01, 1)) for _ in range(size)])
    return x, np.where(x > 0, T * share, 0.0), T


@pytest.mark.parametrize("model", MODELS)
@ANY
@given(four, histories())
def test_p_alive_is_a_probability(model, numbers, history):
    """0 <= P(alive) <= 1."""
    alive = model.p_alive(model.Params(*numbers), *history)
    assert ((alive >= 0) & (alive <= 1)).all()


@pytest.mark.parametrize("model", MODELS)
@ANY
@given(four, histories(), positive)
def test_purchases_rise_with_the_horizon(model, numbers, history, horizon):
    """0 = E[Y(0)] <= E[Y(h)] <= E[Y(2h)] <= 2 E[Y(h)]: customers only ever leave."""
    params = model.Params(*numbers)
    none, once, twice = (model.expected_purchases(params, h, *history) for h in (0, horizon, 2 * horizon))
    tiny = 1e-12
    assert (none == 0).all()
    assert (once >= 0).all()
    assert (once <= twice * (1 + tiny)).all()
    assert (twice <= 2 * once * (1 + tiny)).all()


@pytest.mark.parametrize("model", MODELS)
@ANY
@given(four, histories(), positive)
def test_order_and_broadcasting_do_not_matter(model, numbers, history, horizon):
    """A column at once, backwards, or cell by cell: the same numbers."""
    params = model.Params(*numbers)
    together = model.expected_purchases(params, horizon, *history)
    backwards = model.expected_purchases(params, horizon, *(column[::-1] for column in history))[::-1]
    one_by_one = [float(model.expected_purchases(params, horizon, *row)) for row in zip(*history, strict=True)]
    grid = model.expected_purchases(params, [[horizon], [2 * horizon]], *history)
    assert backwards == pytest.approx(together, rel=1e-12)
    assert one_by_one == pytest.approx(together, rel=1e-12)
    assert grid.shape == (2, 4)
    assert grid[0] == pytest.approx(together, rel=1e-12)


@pytest.mark.parametrize("model", MODELS)
@ANY
@given(four, histories(), positive, st.sampled_from([1 / 7, 24.0, 1000.0]))
def test_unit_of_time_does_not_matter(model, numbers, history, horizon, unit):
    """Parameters, history and horizon in another unit give the same probability and purchases."""
    x, t_x, T = history
    here = model.Params(*numbers)
    scaled = [v * (unit if n in ("alpha", "beta") else 1) for n, v in zip(here.__slots__, numbers, strict=True)]
    there = model.Params(*scaled)
    alive = model.p_alive(here, x, t_x, T)
    assert model.p_alive(there, x, t_x * unit, T * unit) == pytest.approx(alive, rel=1e-9)
    bought = model.expected_purchases(here, horizon, x, t_x, T)
    assert model.expected_purchases(there, horizon * unit, x, t_x * unit, T * unit) == pytest.approx(bought, rel=1e-9)


@pytest.mark.parametrize("model", MODELS)
@ANY
@given(four, positive)
def test_new_customer_is_a_customer_of_age_zero(model, numbers, horizon):
    """A customer acquired today (x 0, T 0) and a new customer expect the same purchases."""
    params = model.Params(*numbers)
    new = model.expected_purchases_new(params, horizon)
    assert model.expected_purchases(params, horizon, 0, 0, 0) == pytest.approx(float(new), rel=1e-12)


@pytest.mark.parametrize("model", MODELS)
def test_probabilities_of_silence_and_growth_agree(model):
    """P(no purchase by t) = exp(log-likelihood of x = 0); expected purchases are at least 1 - that."""
    params = model.Params(0.5, 6.0, 0.8, 2.5)
    silent = np.exp(model.log_likelihood(params, 0, 0, [1.0, 10.0, 100.0]))
    assert (np.diff(silent) < 0).all()
    assert (model.expected_purchases_new(params, [1.0, 10.0, 100.0]) >= 1 - silent).all()


@pytest.mark.parametrize("model", MODELS)
def test_many_customers_as_one(model):
    """From thousands of customers on, tables stand in for integrals: the same numbers to 1e-12."""
    rng = np.random.default_rng(7)
    x = rng.integers(0, 12, 6000).astype(float)
    T = rng.uniform(1, 150, 6000)
    t_x = np.where(x > 0, T * rng.uniform(0.05, 1, 6000), 0)
    params = model.Params(0.6, 7.0, 0.8, 3.0)
    horizon = rng.uniform(0, 500, 6000)
    together = model.expected_purchases(params, horizon, x, t_x, T)
    some = rng.integers(0, 6000, 40)
    alone = [float(model.expected_purchases(params, horizon[i], x[i], t_x[i], T[i])) for i in some]
    assert together[some] == pytest.approx(alone, rel=1e-12)


def test_removable_poles():
    """BG/NBD at a = 1 and a + b = 1, Pareto/NBD at s = 1, are the limits of their neighbours."""

    def bg(a, b):
        return float(bg_nbd.expected_purchases(bg_nbd.Params(0.243, 4.414, a, b), 39, 0, 0, 38.86))

    def pareto(s):
        return float(pareto_nbd.expected_purchases(pareto_nbd.Params(0.5, 10, s, 11), 39, 2, 30, 38))

    for at in (lambda e: bg(1 + e, 2.4), lambda e: bg(0.5 + e, 0.5), lambda e: pareto(1 + e)):
        assert at(0.0) == pytest.approx((at(1e-4) + at(-1e-4)) / 2, rel=1e-7)


@ANY
@given(positive, positive, positive, st.integers(1, 50), positive)
def test_expected_spend_lies_between_own_mean_and_population_mean(p, q, gamma, x, m):
    """Expected spend is a weighted mean of the customer's own and the population's, where that exists."""
    params = gamma_gamma.Params(p, q + 1.0, gamma)
    spend, mean = float(gamma_gamma.expected_spend(params, x, m)), gamma_gamma.population_mean(params)
    assert min(m, mean) * (1 - 1e-12) <= spend <= max(m, mean) * (1 + 1e-12)


def test_gamma_gamma_density_integrates_to_one():
    """The likelihood of a mean order value is a density: no constant is missing."""
    params = gamma_gamma.Params(6.25, 3.74, 15.44)
    y = np.linspace(-8, 14, 4001)  # ln(m)
    for x in (1, 4):
        density = np.exp(gamma_gamma.log_likelihood(params, x, np.exp(y)) + y)
        assert density.sum() * (y[1] - y[0]) == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize("model", MODELS)
def test_inputs_are_not_changed(model):
    """No array passed in is written to."""
    x, t_x, T = np.array([0.0, 2.0] * 30), np.array([0.0, 5.0] * 30), np.array([9.0, 8.0, 12.0] * 20)
    m, w = np.array([0.0, 12.0] * 30), np.ones(60)
    for array in (x, t_x, T, m, w):
        array.setflags(write=False)
    model.fit(x, t_x, T, weights=w)
    params = model.Params(0.5, 6.0, 0.8, 2.5)
    model.log_likelihood(params, x, t_x, T)
    model.expected_purchases(params, T, x, t_x, T)
    gamma_gamma.expected_spend(gamma_gamma.Params(6.25, 3.74, 15.44), x, m)


@pytest.mark.parametrize("model", [*MODELS, gamma_gamma])
@pytest.mark.parametrize("wrong", [0.0, -1.0, math.nan, math.inf, "x", [1.0, 2.0]])
def test_wrong_parameters_are_named(model, wrong):
    """A parameter that is no number above 0 is an error that names it."""
    names = list(model.Params.__dataclass_fields__)
    for name in names:
        with pytest.raises(InputError, match=name) as caught:
            model.Params(**{n: wrong if n == name else 1.0 for n in names})
        assert caught.value.code == (VALUE if wrong == "x" else NUM)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    ("history", "named"),
    [((1.5, 1, 2), "frequency"), ((-1, 1, 2), "frequency"), ((1, 3, 2), "recency"), ((0, 1, 2), "recency"),
     ((1, 0, 2), "recency"), ((0, 0, -1), "T"), ((1, math.nan, 2), "recency")],
)  # fmt: skip
def test_histories_that_cannot_be(model, history, named):
    """Each impossible history is an error that names argument, row and value, from every function."""
    params = model.Params(0.5, 6.0, 0.8, 2.5)
    rows = [[good, bad] for good, bad in zip((2, 5, 9), history, strict=True)]
    for call in (
        lambda: model.p_alive(params, *rows),
        lambda: model.log_likelihood(params, *rows),
        lambda: model.expected_purchases(params, 10, *rows),
    ):
        with pytest.raises(InputError, match=rf"{named}\[1\]") as caught:
            call()
        assert caught.value.code == NUM


@pytest.mark.parametrize("model", MODELS)
def test_negative_horizon_and_shapes(model):
    """A negative horizon is a fault; so are columns that do not fit together."""
    params = model.Params(0.5, 6.0, 0.8, 2.5)
    with pytest.raises(InputError, match="horizon is -1"):
        model.expected_purchases(params, -1, 2, 5, 9)
    with pytest.raises(InputError, match="shape"):
        model.expected_purchases(params, [1, 2, 3], [2, 2], 5, 9)


@pytest.mark.parametrize(("x", "m"), [(2, 0), (2, -5), (2, None)])
def test_spend_without_a_mean(x, m):
    """A repeat buyer needs a mean above 0; blank counts as 0."""
    with pytest.raises(InputError, match="monetary_value"):
        gamma_gamma.expected_spend(gamma_gamma.Params(6.25, 3.74, 15.44), x, m)


@pytest.mark.parametrize(
    ("given_name", "full"),
    [("bg/nbd", "BG/NBD"), ("BGNBD", "BG/NBD"), (" mbgnbd ", "MBG/NBD"), ("pareto/nbd", "Pareto/NBD"),
     ("PNBD", "Pareto/NBD"), ("ParetoNBD", "Pareto/NBD")],
)  # fmt: skip
def test_model_names(given_name, full):
    """With or without the slash, short, in any case."""
    assert full_name(given_name) == full
    assert by_name(given_name) is by_name(full)


def test_unknown_model():
    """Another name is an error that lists the models."""
    with pytest.raises(InputError, match="BG/NBD, MBG/NBD, Pareto/NBD") as caught:
        by_name("Poisson")
    assert caught.value.code == VALUE


def test_models_need_numpy_alone():
    """No model imports SciPy or pandas, not even to fit: a first cell starts on NumPy."""
    code = """if True:
        import sys
        from xlclv.models import bg_nbd, mbg_nbd, pareto_nbd, gamma_gamma
        from xlclv.valuation import residual
        x, t, T = [0, 1, 2] * 10, [0, 3, 5] * 10, [9, 8, 12, 7, 6] * 6
        for model in (bg_nbd, mbg_nbd, pareto_nbd):
            model.fit(x, t, T)
        assert not {"scipy", "pandas"} & set(sys.modules)
    """
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("model", MODELS)
@settings(max_examples=25)
@given(st.tuples(*[st.floats(-59, 59).map(lambda e: 10**e)] * 4), histories(), st.floats(-20, 59).map(lambda e: 10**e))
def test_nothing_breaks_at_the_ends_of_the_numbers(model, numbers, history, horizon):
    """Whatever the parameters, results are finite numbers: no overflow, no NaN, no warning."""
    params = model.Params(*numbers)
    assert np.isfinite(model.p_alive(params, *history)).all()
    assert np.isfinite(model.log_likelihood(params, *history)).all()
    assert np.isfinite(model.expected_purchases(params, horizon, *history)).all()


def test_what_cannot_be_computed_is_refused():
    """Parameters and horizons beyond 1e60 are errors that name them, not numbers that may be wrong."""
    with pytest.raises(InputError, match="b is 1e\\+61; must lie between 1e-60 and 1e\\+60"):
        bg_nbd.Params(1, 1, 1, 1e61)
    with pytest.raises(InputError, match="horizon is 1e\\+61; must be at most 1e\\+60"):
        bg_nbd.expected_purchases(bg_nbd.Params(1, 1, 1, 1), 1e61, 0, 0, 1)


def test_a_dropout_probability_shared_by_all():
    """a and b without bound: p is one number, E = (1 - (1 + c p)^-(r + x)) / p."""
    p, c, shape = 0.2, 39 / (4.4 + 30), 0.25 + 3
    exact = (1 - (1 + c * p) ** -shape) / p
    for size in (1e9, 1e13, 1e20):
        params = bg_nbd.Params(0.25, 4.4, size * p, size * (1 - p))
        assert bg_nbd.purchases_if_alive(params, 39, 3, 30) == pytest.approx(exact, rel=1e-8)

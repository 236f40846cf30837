"""The distribution of purchases: published numbers, rare events, and its agreement with the models' expectations."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlclv.errors import InputError
from xlclv.models import bg_nbd, by_name, mbg_nbd, pareto_nbd
from xlclv.models.purchase_counts import future_distribution, purchase_distribution

PARAMS: dict[str, Any] = {
    "BG/NBD": bg_nbd.Params(0.243, 4.414, 0.793, 2.426),
    "MBG/NBD": mbg_nbd.Params(0.525, 6.183, 0.891, 1.614),
    "Pareto/NBD": pareto_nbd.Params(0.553, 10.58, 0.606, 11.656),
}
HISTORY = np.array([0.0, 2.0, 10.0]), np.array([0.0, 30.43, 35.0]), np.array([38.86, 38.86, 39.0])


def test_published_bg_nbd() -> None:
    """Hardie's workbook, through lifetimes' tests: P(X(2) = 10) and P(X(39) = 0), parameters to three digits."""
    found = purchase_distribution("BG/NBD", PARAMS["BG/NBD"], [2, 39], 10)
    assert found[0, 10] == pytest.approx(1.07869e-7, rel=5e-6)
    assert found[1, 0] == pytest.approx(0.5737864, abs=5e-8)


@pytest.mark.parametrize(("params", "horizon", "n", "value"), [
    ((0.8724969103465251, 83.74305481129224, 70.24716059460046, 7.92792920084164), 14.618655178736544, 200,
     1.86913000538032211e-198),
    ((0.043074489189006276, 64.28609931680579, 0.041439502244579235, 1.0995449770867982), 0.3767137741971437, 30,
     1.534687383596258205e-70),
])  # fmt: skip
def test_rare_events_keep_their_digits(params: Any, horizon: float, n: int, value: float) -> None:
    """Pareto/NBD where the textbook's difference of two 2F1 has no digit left; values by 40-digit quadrature."""
    found = purchase_distribution("Pareto/NBD", pareto_nbd.Params(*params), horizon, n)[n]
    assert found == pytest.approx(value, rel=1e-9)


@pytest.mark.parametrize("model", PARAMS)
def test_probabilities_add_up_and_have_the_expected_mean(model: str) -> None:
    """SUM P = 1 and SUM n P = E[X(t)], of new customers and of known ones."""
    params, n, engine = PARAMS[model], np.arange(601), by_name(model)
    new = purchase_distribution(model, params, [0, 5, 39, 78], 600)
    assert new.sum(axis=-1) == pytest.approx(np.ones(4), abs=1e-11)
    assert new @ n == pytest.approx(engine.expected_purchases_new(params, [0, 5, 39, 78]), abs=1e-9)
    later = future_distribution(model, params, 39, *HISTORY, 600)
    assert later.sum(axis=-1) == pytest.approx(np.ones(3), abs=1e-11)
    assert later @ n == pytest.approx(engine.expected_purchases(params, 39, *HISTORY), abs=1e-9)


@pytest.mark.parametrize("model", PARAMS)
def test_no_time_no_purchase(model: str) -> None:
    """At horizon 0 everything is certain."""
    assert purchase_distribution(model, PARAMS[model], 0, 3).tolist() == [1.0, 0.0, 0.0, 0.0]


def test_mbg_nbd_may_lose_a_customer_at_once() -> None:
    """However long one waits, a / (a + b) of the customers never buy again under MBG/NBD."""
    params = PARAMS["MBG/NBD"]
    never = params.a / (params.a + params.b)
    assert purchase_distribution("MBG/NBD", params, 1e9, 1)[0] == pytest.approx(never, rel=1e-3)


@settings(max_examples=60)
@given(
    st.sampled_from(list(PARAMS)), st.lists(st.floats(-2, 2), min_size=4, max_size=4), st.floats(0.01, 500),
    st.integers(0, 30),
)  # fmt: skip
def test_any_parameters(model: str, logs: list[float], horizon: float, most: int) -> None:
    """Every probability lies in [0, 1], no sum passes 1, and a longer list does not change a shorter one."""
    params = by_name(model).Params(*np.power(10.0, logs))
    found = purchase_distribution(model, params, horizon, most)
    assert ((found >= 0) & (found <= 1)).all()
    assert found.sum() <= 1 + 1e-10
    longer = purchase_distribution(model, params, horizon, most + 5)[: most + 1]
    assert longer == pytest.approx(found, rel=1e-9, abs=1e-300)


def test_shapes_and_inputs() -> None:
    """The new axis is the last, inputs stay as they were, and faults are named."""
    before = [column.copy() for column in HISTORY]
    assert future_distribution("BG/NBD", PARAMS["BG/NBD"], [[10], [20]], *HISTORY, 4).shape == (2, 3, 5)
    assert all((a == b).all() for a, b in zip(before, HISTORY, strict=True))
    with pytest.raises(InputError, match="horizon is -1"):
        purchase_distribution("BG/NBD", PARAMS["BG/NBD"], -1, 2)
    with pytest.raises(InputError, match="most is -1"):
        purchase_distribution("BG/NBD", PARAMS["BG/NBD"], 1, -1)

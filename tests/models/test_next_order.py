"""The next order: its chance against 40-digit arithmetic, and the time as the chance's inverse."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlclv.errors import InputError
from xlclv.models import by_name
from xlclv.models.next_order import next_order, p_active
from xlclv.models.purchase_counts import future_distribution

CASES = json.loads(Path(__file__).with_name("next_order_cases.json").read_text(encoding="utf-8"))
MODELS = {
    "BG/NBD": (0.243, 4.414, 0.793, 2.426),
    "MBG/NBD": (0.525, 6.183, 0.891, 1.614),
    "Pareto/NBD": (0.553, 10.578, 0.606, 11.669),
}


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['model']}-{c['params'][0]}-{c['frequency']}")
def test_the_chance_of_an_order_and_the_time_to_it(case: dict[str, Any]) -> None:
    """40 cases a model (mpmath: closed form, or the integral over the next order's time) to 1e-9, both ways."""
    params, wanted = by_name(case["model"]).Params(*case["params"]), float(case["p_active"])
    history = case["frequency"], case["recency"], case["T"]
    assert p_active(case["model"], params, case["horizon"], *history) == pytest.approx(wanted, rel=1e-9)
    # Of a chance too small, or that of an order at any time, the time is not told to so many digits.
    if 1e-6 < wanted < 0.999 * p_active(case["model"], params, 1e12, *history):
        back = next_order(case["model"], params, *history, wanted)
        assert p_active(case["model"], params, back, *history) == pytest.approx(wanted, rel=1e-9)


@given(
    st.sampled_from(sorted(MODELS)), st.integers(0, 20), st.floats(0.1, 1), st.floats(1, 300), st.floats(0.01, 1e4),
    st.floats(0.01, 0.99),
)  # fmt: skip
@settings(max_examples=80, deadline=None)
def test_laws_of_the_next_order(model: str, x: int, part: float, T: float, h: float, share: float) -> None:
    """The chance is that of not buying nothing, lies below P(alive), rises with the horizon; the time rises with it."""
    params = by_name(model).Params(*MODELS[model])
    history = x, T * part if x else 0.0, T
    found, more = p_active(model, params, [h, 2 * h], *history)
    assert 0 <= found <= more <= by_name(model).p_alive(params, *history) + 1e-15
    assert found == pytest.approx(1 - future_distribution(model, params, h, *history, 0)[0], abs=1e-12)
    top = float(p_active(model, params, 1e9, *history))
    early, late = next_order(model, params, *history, np.array([share * 0.5, share]) * top * 0.999)
    assert 0 < early < late


def test_an_order_that_never_is_so_likely_has_no_time() -> None:
    """Who has probably left has no median; the error is #N/A, for that row alone, and says why."""
    params = by_name("BG/NBD").Params(*MODELS["BG/NBD"])
    with pytest.raises(InputError, match="more than the chance that there is another order at all") as caught:
        next_order("BG/NBD", params, [2, 20], [30.43, 5.0], 38.86)
    assert caught.value.code == "#N/A"
    with pytest.raises(InputError, match="probability"):
        next_order("BG/NBD", params, 2, 30.43, 38.86, 1.0)

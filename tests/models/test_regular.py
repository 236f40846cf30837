"""Regular buyers: (M)BG/CNBD-k against its definition at 60 digits, and what must hold for any k."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.models.simulated import histories
from xlclv.errors import InputError
from xlclv.models import by_name
from xlclv.models.likelihood.collapse import Rows
from xlclv.models.regular import cnbd
from xlclv.models.regular.gaps import gaps, wheat_morrison
from xlclv.models.regular.surface import surface

CASES = json.loads(Path(__file__).with_name("regular_cases.json").read_text(encoding="utf-8"))
BOTH = ("BG/NBD", "MBG/NBD")


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['model']}-{c['params']}-{c['frequency']}")
def test_closed_forms(case: dict[str, Any]) -> None:
    """Log-likelihood, P(alive), expected purchases and counts to 1e-9, 40 cases a model (exact/regular.py)."""
    model, params = case["model"], cnbd.Params(*case["params"])
    history = case["frequency"], case["recency"], case["T"]
    found = cnbd.log_likelihood(model, params, *history, case["log_gaps"])
    assert found == pytest.approx(float(case["log_likelihood"]), rel=1e-9)
    assert cnbd.p_alive(model, params, *history) == pytest.approx(float(case["p_alive"]), rel=1e-9)
    found = cnbd.expected_purchases(model, params, case["horizon"], *history)
    assert found == pytest.approx(float(case["expected"]), rel=1e-9)
    spread = cnbd.future_distribution(model, params, case["horizon"], *history, 5)
    np.testing.assert_allclose(spread, [float(each) for each in case["counts"]], rtol=1e-9)


@given(
    st.sampled_from(BOTH), st.integers(0, 20), st.floats(0.1, 1), st.floats(1, 300), st.floats(0.01, 3e3),
    st.floats(0.05, 5), st.floats(0.1, 30), st.floats(0.05, 10), st.floats(0.05, 10),
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_one_stage_is_the_plain_model(
    model: str, x: int, part: float, T: float, h: float, r: float, alpha: float, a: float, b: float
) -> None:
    """k = 1 gives BG/NBD and MBG/NBD, near and far, to 1e-9."""
    kernel, params = by_name(model), cnbd.Params(r, alpha, a, b, 1)
    plain = kernel.Params(r, alpha, a, b)
    history = x, T * part if x else 0.0, T
    close = {"rel": 1e-9, "abs": 1e-300}
    assert cnbd.p_alive(model, params, *history) == pytest.approx(float(kernel.p_alive(plain, *history)), **close)
    wanted = float(kernel.expected_purchases(plain, h, *history))
    assert cnbd.expected_purchases(model, params, h, *history) == pytest.approx(wanted, **close)
    value = float(kernel.log_likelihood(plain, *history))
    assert cnbd.log_likelihood(model, params, *history, 1.234) == pytest.approx(value, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("model", BOTH)
@pytest.mark.parametrize("k", [2, 3])
def test_both_ways_of_expecting_meet(model: str, k: int) -> None:
    """At the horizon where the sum over purchases gives way to the mean over dropout, nothing jumps."""
    params = cnbd.Params(0.7, 4.0, 0.3, 2.0, k)
    ends = 40.0 * (4.0 + 9.0) * np.array([1 - 1e-12, 1 + 1e-12])
    near, far = cnbd.expected_purchases(model, params, ends, 3, 7.0, 9.0)
    assert near == pytest.approx(far, rel=1e-10)


def test_counts_add_up_to_what_is_expected() -> None:
    """Probabilities add to 1 and their mean is the expectation; expectations rise with the horizon."""
    params = cnbd.Params(0.9, 3.0, 1.5, 2.0, 2)
    spread = cnbd.future_distribution("MBG/NBD", params, [5.0, 30.0], [0, 4], [0.0, 20.0], 25.0, 160)
    np.testing.assert_allclose(spread.sum(axis=1), 1.0, rtol=1e-9)
    expected = cnbd.expected_purchases("MBG/NBD", params, [5.0, 30.0], [0, 4], [0.0, 20.0], 25.0)
    np.testing.assert_allclose(spread @ np.arange(161.0), expected, rtol=1e-7)
    more = cnbd.expected_purchases_new("BG/NBD", params, np.array([0.0, 1.0, 10.0, 100.0, 1e4]))
    assert more[0] == 0
    assert (np.diff(more) > 0).all()


@pytest.mark.parametrize("first_chance", [0, 1])
@pytest.mark.parametrize("k", [1, 2, 5])
def test_derivatives_are_those_of_the_likelihood(first_chance: int, k: int) -> None:
    """Gradient and Hessian against central differences."""
    rng = np.random.default_rng(k)
    x, t_x, T = histories(rng, 300)
    at = surface(Rows(x, t_x, T, rng.integers(1, 4, 300).astype(float)), first_chance, k)
    point, step = np.log([0.7, 5.0, 0.8, 2.0]), 1e-5 * np.eye(4)
    slopes = [(at(point + d)[0] - at(point - d)[0]) / 2e-5 for d in step]
    np.testing.assert_allclose(at(point)[1], slopes, rtol=1e-6, atol=1e-4)
    bends = [(at(point + d)[1] - at(point - d)[1]) / 2e-5 for d in step]
    np.testing.assert_allclose(at(point)[2], bends, rtol=1e-6, atol=1e-3)


def _regular(k: int, customers: int = 3000) -> tuple[Any, Any, Any, np.ndarray, np.ndarray]:
    """Customers of MBG/CNBD-k, simulated purchase by purchase in days: histories, and each purchase's customer, day."""
    rng = np.random.default_rng(k)
    rate, drop = rng.gamma(1.5, 1 / 25 * k, customers), rng.beta(0.7, 3.0, customers)
    start, end = rng.integers(0, 200, customers), 500.0
    who, when, alive, now = [np.arange(customers)], [start.astype(float)], np.arange(customers), start.astype(float)
    while len(alive):
        stays = rng.random(len(alive)) >= drop[alive]
        alive, now = alive[stays], now[stays]
        now = now + rng.gamma(k, 1, len(alive)) / rate[alive] + 1e-9
        alive, now = alive[now < end], now[now < end]
        who.append(alive)
        when.append(now)
    customer, day = np.concatenate(who), np.concatenate(when)
    x = np.bincount(customer) - 1.0
    last = np.zeros(customers)
    np.maximum.at(last, customer, day)
    return x, last - start, end - start, customer, day


@pytest.mark.parametrize("k", [1, 2, 3])
def test_k_is_found_by_likelihood_and_by_wheat_and_morrison(k: int) -> None:
    """Simulated buyers of k stages: the likelihood chooses k and its parameters; the test's k lies within 3 errors."""
    x, t_x, T, customer, day = _regular(k)
    order = np.lexsort((day, customer))
    who, when = customer[order], day[order]
    length, same = np.diff(when), np.diff(who) == 0
    found = cnbd.fit("MBG/NBD", x, t_x, T, float(np.log(length[same]).sum()))
    assert found.k == k
    assert len(found.tried) == k + 1
    assert found.fit.params.r == pytest.approx(1.5, rel=0.2)
    assert found.fit.params.alpha == pytest.approx(25 / k, rel=0.2)
    assert found.fit.aic == pytest.approx(2 * (5 - max(found.tried)))
    pair = np.flatnonzero(same[1:] & same[:-1])
    pair = pair[np.unique(who[pair], return_index=True)[1]]
    test = wheat_morrison(length[pair], length[pair + 1])
    # Short intervals are more often seen to their end, which makes buyers look a little less regular.
    assert abs(test.k - k) < max(3 * test.error, 0.25 * k)


def test_the_unit_of_time_changes_nothing_but_alpha() -> None:
    """Days or weeks: the same k and shapes, alpha in the unit, the likelihood by ln of the unit a purchase."""
    x, t_x, T, customer, day = _regular(2, 400)
    order = np.lexsort((day, customer))
    length = np.diff(day[order])[np.diff(customer[order]) == 0]
    days = cnbd.fit("BG/NBD", x, t_x, T, float(np.log(length).sum()), k=2).fit
    weeks = cnbd.fit("BG/NBD", x, t_x / 7, T / 7, float(np.log(length / 7).sum()), k=2).fit
    assert weeks.params.alpha * 7 == pytest.approx(days.params.alpha, rel=1e-9)
    assert weeks.params.r == pytest.approx(days.params.r, rel=1e-9)
    assert weeks.log_likelihood == pytest.approx(days.log_likelihood + x.sum() * np.log(7), rel=1e-10)


def test_gaps_of_purchase_days() -> None:
    """Intervals by customer in any order of rows; who has one interval only has no pair."""
    found = gaps([2, 0, 0, 2, 1, 0, 2, 2], [30, 0, 14, 2, 5, 21, 9, 16])
    assert found.number == 5
    assert found.log_total == pytest.approx(np.log(np.array([14, 7, 7, 7, 14]) / 7).sum())
    assert (found.first.tolist(), found.second.tolist()) == ([2.0, 1.0], [1.0, 2.0])
    assert gaps([0, 1], [3, 4]).number == 0


def test_what_is_refused() -> None:
    """Another model, a k that is no number of stages, too few intervals: named."""
    with pytest.raises(InputError, match="must be BG/NBD or MBG/NBD"):
        cnbd.p_alive("Pareto/NBD", cnbd.Params(1, 1, 1, 1, 2), 0, 0, 5)
    with pytest.raises(InputError, match=r"k is 1.5; must be a whole number"):
        cnbd.Params(1, 1, 1, 1, 1.5)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="alpha"):
        cnbd.Params(1, -1, 1, 1, 2)
    with pytest.raises(InputError, match="19 customers"):
        wheat_morrison(np.ones(19), np.arange(1, 20))

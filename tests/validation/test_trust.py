"""Independence, enough data, and the choice of a model: said in words, from numbers that can be checked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.models import cdnow
from tests.validation.cdnow_orders import END, halves, lists
from xlclv.errors import InputError, NotIdentifiedError
from xlclv.orders import ranges
from xlclv.validation.comparison import Candidate, choose, compare
from xlclv.validation.data_warnings import refusal, warnings
from xlclv.validation.independence import independence, p_value


def test_cdnow_correlation() -> None:
    """Fader & Hardie's .11 (.1139, exact days) over 946 repeat buyers: significant, and yet weak."""
    data = cdnow.exact()
    found = independence(data.x, data.m)
    assert found.customers == 946
    assert found.pearson == pytest.approx(0.1139, abs=5e-5)
    assert found.pearson_p is not None
    assert found.pearson_p < 0.001
    assert found.holds
    assert "weak enough" in found.sentence


def test_ranks_lean_upward_when_the_model_holds() -> None:
    """20,000 customers of Gamma-Gamma, independent of frequency: Pearson finds nothing, Spearman something."""
    rng = np.random.default_rng(5)
    x = 1 + rng.geometric(0.4, 20_000)
    x[:10_000] = 1
    m = rng.gamma(2.0 * x) / x / rng.gamma(4.0, 1 / 30.0, 20_000)
    found = independence(x, m)
    assert abs(found.pearson or 1) < 0.02
    assert (found.spearman or 0) > 0.05


def test_p_values_are_student_t() -> None:
    """r = .5 of 20 pairs is t = 2.449 with 18 degrees of freedom; certainty and nothing are the ends."""
    assert p_value(0.5, 20) == pytest.approx(0.02477, abs=5e-6)
    assert p_value(-0.5, 20) == p_value(0.5, 20)
    assert p_value(0.0, 20) == 1.0
    assert p_value(1.0, 20) == 0.0
    assert p_value(None, 20) is None


@pytest.mark.parametrize(("sign", "words"), [(1, "spend more an order"), (-1, "spend less an order")])
def test_dependence_is_named(sign: int, words: str) -> None:
    """The sentence says in which direction the values err."""
    x = np.arange(1, 40)
    found = independence(x, 50 + sign * x)
    assert not found.holds
    assert words in found.sentence


def test_one_large_account_is_seen_by_pearson_alone() -> None:
    """Ranks do not see how large the largest is: that is why both are given."""
    rng = np.random.default_rng(3)
    x, m = rng.integers(1, 10, 200).astype(float), rng.gamma(5, 5, 200)
    x[0], m[0] = 60, 5_000
    found = independence(x, m)
    assert (found.pearson or 0) > 0.5 > abs(found.spearman or 1)


def test_nothing_to_correlate() -> None:
    """All alike or nobody: no number, and a sentence that says so."""
    for x, m in (([1, 1, 1], [2, 3, 4]), ([0, 0], [0, 0])):
        assert independence(x, m).pearson is None
        assert "too few repeat buyers" in independence(x, m).sentence


@pytest.mark.parametrize(("x", "t_x", "T", "reason"), [
    ([0] * 40, [0] * 40, [30] * 40, "a fit needs repeat purchases"),
    ([0, 1, 2, 3] * 10, [0, 30, 20, 10] * 10, [40, 30, 20, 10] * 10, "bought on the last day"),
    ([1] * 40, [10] * 40, [30] * 40, "the same frequency and T"),
    ([1, 2] * 5, [10, 20] * 5, [30] * 10, "at least 20"),
    ([1] * 40, [10] * 40, [30] * 39 + [31], ""),
])  # fmt: skip
def test_refusals(x: Any, t_x: Any, T: Any, reason: str) -> None:
    """What cannot be identified is said before a fit is tried; what may be, passes."""
    found = refusal(x, t_x, T)
    assert reason in found if reason else found == ""


def test_customers_of_age_zero_do_not_count() -> None:
    """Twenty-five customers, ten of them from the last day: too few."""
    assert "15 customers" in refusal([1] * 15 + [0] * 10, [3] * 15 + [0] * 10, list(range(5, 20)) + [0] * 10)
    with pytest.raises(InputError, match="must not exceed T"):
        refusal([1] * 30, [40] * 30, [30] * 30)


def test_warnings() -> None:
    """CDNOW warns of its 39 weeks and of a horizon far beyond them; a large old base warns of nothing."""
    data = cdnow.exact()
    said = warnings(data.x, data.T, 156.5)
    assert len(said) == 2
    assert "less than a year" in said[0]
    assert "less than two years" in warnings(np.ones(900), np.full(900, 364 / 7), 10.0)[0]  # 365 days are a year
    assert "less than a year" in warnings(np.ones(900), np.full(900, 363 / 7), 10.0)[0]
    assert warnings(np.ones(900), np.full(900, 729 / 7), 10.0) == ()
    assert "3 years is more than twice the 0.7 years observed" in said[1]
    assert warnings(np.tile([0, 1, 5], 400), 150.0, 156.5) == ()
    assert "60 of 400 customers bought more than once" in warnings([0] * 340 + [2] * 60, 150.0, 52)[0]
    assert "400 customers; below 500" in warnings([0] * 340 + [2] * 60, 150.0, 52)[1]
    assert "only 2.0% of the customers" in warnings([0] * 9_800 + [1] * 200, 150.0, 52)[0]


def test_cdnow_model_comparison() -> None:
    """Published log-likelihoods as AIC = 8 - 2 LL; BG/NBD and MBG/NBD cannot be told apart, so the holdout decides."""
    s = halves()
    found = {c.name: c for c in compare(s.frequency, s.recency, s.T, holdout=s)}
    wanted = {"BG/NBD": -9582.4292, "MBG/NBD": -9582.1357, "Pareto/NBD": -9594.9762}
    for name, log_likelihood in wanted.items():
        assert found[name].aic == pytest.approx(8 - 2 * log_likelihood, abs=2e-3)
        assert found[name].bic == pytest.approx(4 * np.log(2357) - 2 * log_likelihood, abs=2e-3)
        assert found[name].holdout is not None
    chosen = choose(tuple(found.values()))
    rivals = [found["BG/NBD"], found["MBG/NBD"]]
    assert chosen.best is min(rivals, key=lambda c: c.holdout.rmse if c.holdout else np.inf)
    assert "holdout error" in chosen.sentence
    alone = choose(compare(s.frequency, s.recency, s.T)).sentence
    assert alone.startswith("MBG/NBD: its AIC of 19,172.3 is the lowest")
    assert alone.endswith("too near to tell them apart")


def test_a_clear_likelihood_decides_and_the_holdout_has_its_say() -> None:
    """CDNOW's 78 weeks: MBG/NBD by far, although another erred less in the holdout; the sentence hides nothing."""
    whole = ranges.summarise(*lists(), END)
    chosen = choose(compare(whole.frequency, whole.recency, whole.T, holdout=halves()))
    assert chosen.best.name == "MBG/NBD"
    assert "although Pareto/NBD erred less in the holdout" in chosen.sentence
    assert len(chosen.candidates) == 3


def test_nothing_to_choose_from() -> None:
    """Every model's reason is named."""
    nothing = compare([1] * 40, [10] * 40, [30] * 40)
    with pytest.raises(NotIdentifiedError, match=r"BG/NBD is not identified.*Pareto/NBD is not identified"):
        choose(nothing)
    alone = Candidate("BG/NBD", None, "converged", 100.0, 110.0, None)
    assert choose([alone, replace(nothing[1])]).sentence == "BG/NBD: the only model that could be fitted"


def test_histories_with_weights_say_what_customers_say() -> None:
    """Refusals, warnings and the comparison of models are the same of rows that stand for many customers."""
    x, t_x, T = np.array([0, 1, 2, 9, 0, 3]), np.array([0, 8, 20, 30, 0, 9]), np.array([30, 31, 28, 31, 20, 30])
    number = np.array([40, 20, 10, 5, 30, 5])
    many = [np.repeat(column, number) for column in (x, t_x, T)]
    assert warnings(x, T, 156.0, weights=number) == warnings(many[0], many[2], 156.0)
    for count in (number, np.ones(6)):
        assert refusal(x, t_x, T, weights=count) == refusal(*(np.repeat(c, count.astype(int)) for c in (x, t_x, T)))
    for one, other in zip(compare(x, t_x, T, weights=number), compare(*many), strict=True):
        assert (one.name, one.status) == (other.name, other.status)
        assert one.aic == pytest.approx(other.aic, rel=1e-12)

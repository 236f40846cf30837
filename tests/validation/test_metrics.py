"""Measures of predictions: the catalogue's example, what must hold for any lists, and where there is no answer."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlclv.errors import NA, NUM, InputError
from xlclv.validation.metrics import groups, lift, measures, ranks

ACTUAL10, PREDICTED10 = [0, 3, 1, 5, 2, 0, 4, 1, 0, 7], [0.9, 2.5, 1.2, 3.1, 1.8, 1.6, 3.9, 0.5, 0.3, 5.2]
PAIRS = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 200)), min_size=3, max_size=40)


def test_catalogue_50() -> None:
    """CLV_HOLDOUT(ACTUAL10, PREDICTED10), to six decimals."""
    found = measures(ACTUAL10, PREDICTED10)
    numbers = found.bias, found.mae, found.rmse, found.spearman, found.gini
    assert found.n == 10
    assert numbers == pytest.approx((-0.086957, 0.8, 1.044031, 0.880104, 0.936), abs=5e-7)


def test_catalogue_50_in_groups() -> None:
    """CLV_HOLDOUT(ACTUAL10, PREDICTED10, 5)."""
    found = [(g.place, g.n, g.predicted, g.actual) for g in groups(ACTUAL10, PREDICTED10, 5)]
    wanted = [(1, 2, 4.55, 5.5), (2, 2, 2.8, 4.0), (3, 2, 1.7, 1.0), (4, 2, 1.05, 0.5), (5, 2, 0.4, 0.5)]
    assert np.array(found) == pytest.approx(np.array(wanted))


@given(PAIRS)
def test_perfect_predictions(pairs: list[tuple[int, int]]) -> None:
    """What happened, as its own prediction, has no error, no bias and a Gini of 1."""
    actual = [a for a, _ in pairs]
    found = measures(actual, actual)
    assert (found.mae, found.rmse) == (0.0, 0.0)
    assert found.bias in (0.0, None)
    assert found.gini is None or found.gini == pytest.approx(1.0)


@given(PAIRS, st.floats(0.1, 10))
def test_ranking_ignores_the_scale(pairs: list[tuple[int, int]], scale: float) -> None:
    """Spearman and Gini lie in [-1, 1] and see order only; RMSE is at least MAE."""
    actual, predicted = np.array(pairs, dtype=float).T
    found, scaled = measures(actual, predicted), measures(actual, predicted * scale)
    assert (found.spearman, found.gini) == pytest.approx((scaled.spearman, scaled.gini))
    assert all(v is None or -1.0000001 <= v <= 1.0000001 for v in (found.spearman, found.gini))
    assert found.rmse >= found.mae * (1 - 1e-12)


@given(PAIRS, st.integers(2, 3))
def test_groups_hold_everyone(pairs: list[tuple[int, int]], bins: int) -> None:
    """Groups add up to the lists, their predictions fall, and lifts average to 1."""
    actual, predicted = np.array(pairs, dtype=float).T
    found = groups(actual, predicted, bins)
    assert sum(g.n for g in found) == actual.size
    assert sum(g.n * g.actual for g in found) == pytest.approx(actual.sum())
    assert all(a.predicted >= b.predicted for a, b in pairwise(found))
    lifts = lift(found)
    if actual.sum():
        assert sum(g.n * (by or 0) for g, by in zip(found, lifts, strict=True)) == pytest.approx(actual.size)
    else:
        assert lifts == (None,) * bins


def test_ties_share_their_rank() -> None:
    """RANK.AVG, from the lowest."""
    assert ranks(np.array([5.0, 1.0, 5.0, 0.0])).tolist() == [3.5, 2.0, 3.5, 1.0]


def test_no_answer_is_none_or_an_error_never_nan() -> None:
    """No purchases: no bias, no Gini; unequal or short lists and impossible bins are refused with their code."""
    found = measures([0, 0, 0], [1, 2, 3])
    assert (found.bias, found.spearman, found.gini) == (None, None, None)
    for actual, predicted in (([1, 2], [1, 2]), ([1, 2, 3], [1, 2])):
        with pytest.raises(InputError) as caught:
            measures(actual, predicted)
        assert caught.value.code == NA
    for bins in (1, 2.5, 4):
        with pytest.raises(InputError) as caught:
            groups([1, 2, 3], [1, 2, 3], bins)
        assert caught.value.code == NUM


@given(PAIRS, st.randoms(use_true_random=False))
def test_a_row_may_stand_for_many(pairs: list[tuple[int, int]], random: object) -> None:
    """Weights are what repeating the entries would be."""
    actual, predicted = (np.array(column, dtype=float) for column in zip(*pairs, strict=True))
    number = np.array([random.randint(1, 5) for _ in pairs])  # type: ignore[attr-defined]
    one = measures(actual, predicted, weights=number)
    other = measures(np.repeat(actual, number), np.repeat(predicted, number))
    assert one.n == other.n
    for name in ("bias", "mae", "rmse", "spearman", "gini"):
        found, wanted = getattr(one, name), getattr(other, name)
        assert found == (None if wanted is None else pytest.approx(wanted, rel=1e-9, abs=1e-12)), name

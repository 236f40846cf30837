"""Customers of one history become one row, whatever grid their ages lie on, and nobody is lost."""

import numpy as np
import pytest

from xlclv.models.likelihood import collapse as kind
from xlclv.models.likelihood.collapse import collapse, merge


def by_counting(x, t_x, T, count):
    """The law, row by row."""
    seen: dict[tuple[float, float, float], float] = {}
    for row in zip(x.tolist(), t_x.tolist(), T.tolist(), count.tolist(), strict=True):
        seen[row[:3]] = seen.get(row[:3], 0.0) + row[3]
    return {row: count for row, count in seen.items() if count > 0}


def as_dict(rows):
    return {row[:3]: row[3] for row in zip(*(column.tolist() for column in rows), strict=True)}


def histories(unit, rng, n=3000):
    age = rng.integers(1, 60, n)
    x = rng.poisson(1.0, n).astype(float)
    last = np.where(x > 0, np.maximum((age * rng.random(n)).astype(int), 1), 0)
    return x, last / unit, age / unit


@pytest.mark.parametrize("unit", [1.0, 7.0, 30.4375, 365.25, 3.3])
@pytest.mark.parametrize("weighted", [False, True])
def test_rows_and_counts_are_those_of_plain_counting(unit, weighted):
    """The same histories, to the last bit, with the same customers: on a grid of days and off it (3.3)."""
    rng = np.random.default_rng(1)
    x, t_x, T = histories(unit, rng)
    count = rng.integers(0, 3, len(x)).astype(float) if weighted else np.broadcast_to(1.0, x.shape)
    assert as_dict(collapse(x, t_x, T, count)) == by_counting(x, t_x, T, count)


@pytest.mark.parametrize("largest", [10, 10**6, 10**12, 10**17])
def test_one_frequent_buyer_changes_only_the_way_of_counting(largest):
    """Histories too many for counters are sorted, those too many for a number hashed: the same rows come out."""
    rng = np.random.default_rng(2)
    x, t_x, T = histories(7.0, rng)
    x[0], t_x[0], T[0] = largest, 1.0, 2.0
    for count in (np.broadcast_to(2.0, x.shape), rng.integers(0, 3, len(x)).astype(float)):
        assert as_dict(collapse(x, t_x, T, count)) == by_counting(x, t_x, T, count)


def test_a_late_row_off_the_grid_is_not_moved_onto_it():
    """Ages that begin on whole days and do not stay there keep their value."""
    x, t_x, T = histories(7.0, np.random.default_rng(3))
    T[-1] += 1e-9
    count = np.broadcast_to(1.0, x.shape)
    assert as_dict(collapse(x, t_x, T, count)) == by_counting(x, t_x, T, count)


def test_pieces_collapsed_apart_and_merged_are_the_whole(monkeypatch):
    """Aggregates merge: parts of a base, in any order, give the rows and counts of the base."""
    monkeypatch.setattr(kind, "_SORTED", 500)
    for unit in (7.0, 3.3):
        x, t_x, T = histories(unit, np.random.default_rng(4))
        count = np.broadcast_to(1.0, x.shape)
        cuts = [slice(2000, 3000), slice(0, 700), slice(700, 2000)]
        parts = [collapse(*(column[part] for column in (x, t_x, T, count))) for part in cuts]
        assert as_dict(merge(parts)) == as_dict(collapse(x, t_x, T, count)) == by_counting(x, t_x, T, count)


def test_nobody_is_a_row():
    """No customers, no rows."""
    nothing = np.zeros(0)
    assert [len(column) for column in collapse(nothing, nothing, nothing, nothing)] == [0, 0, 0, 0]

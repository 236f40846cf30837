"""Tiers and segment tables."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlclv.errors import InputError
from xlclv.segments import tables, tiers

VALUES = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60)


@given(VALUES, st.randoms(use_true_random=False))
def test_order_does_not_matter(values: list[float], random: object) -> None:
    """A customer's tier depends on the values, not on the row it stands in."""
    order = list(range(len(values)))
    random.shuffle(order)  # type: ignore[attr-defined]
    straight = tiers.places(values)
    assert tiers.places([values[i] for i in order]).tolist() == [straight[i] for i in order]


@given(VALUES)
def test_a_higher_value_is_never_in_a_worse_tier(values: list[float]) -> None:
    """Tiers fall with the value, and equal values share one."""
    place = tiers.places(values)
    ranked = place[np.argsort(-np.array(values), kind="stable")]
    assert (np.diff(ranked) >= 0).all()


def test_three_of_thirty_are_ten_percent() -> None:
    """A share that meets its cut exactly is inside it, whatever the last digit of the division."""
    assert (tiers.places(np.arange(30.0), [0.1]) == 0).sum() == 3


def test_ties_share_the_better_tier() -> None:
    """Two customers at the top of ten are both in the best tenth."""
    assert tiers.assign([9, 9, *range(8)], [0.1], ["best", "rest"]).tolist().count("best") == 2


def test_a_scope_ranks_against_others() -> None:
    """Values are placed among the scope's customers, blanks left out."""
    assert tiers.places([10.0], [0.5], scope=[1, 2, 3, np.nan]).tolist() == [0]
    assert tiers.places([0.0], [0.5], scope=[1, 2, 3]).tolist() == [1]


@pytest.mark.parametrize(
    ("cuts", "labels", "code"),
    [([0.5, 0.2], None, "#NUM!"), ([0.0, 0.2], None, "#NUM!"), ([100, 500], None, "#NUM!"), ([0.5], ["a"], "#N/A")],
)
def test_tier_errors(cuts: list[float], labels: list[str] | None, code: str) -> None:
    """Cut-offs out of order and labels that do not fit are refused."""
    with pytest.raises(InputError) as caught:
        tiers.assign([1, 2, 3], cuts, labels)
    assert caught.value.code == code


def test_other_numbers_of_cuts_get_numbered_tiers() -> None:
    """Two cuts make Tier 1 to Tier 3."""
    assert tiers.labels_for([0.1, 0.2]) == ("Tier 1", "Tier 2", "Tier 3")


@given(st.lists(st.tuples(st.floats(-1e3, 1e3), st.sampled_from("abc")), min_size=1, max_size=40))
def test_a_segment_table_foots(rows: list[tuple[float, str]]) -> None:
    """Customers and totals of the groups are those of the whole."""
    values, labels = [v for v, _ in rows], [g for _, g in rows]
    groups = tables.groups_of(values, labels)
    assert sum(g.n for g in groups) == len(rows)
    assert sum(g.total for g in groups) == pytest.approx(sum(values), abs=1e-6)
    assert [g.mean for g in groups] == sorted((g.mean for g in groups), reverse=True)


def test_labels_sort_numbers_by_size_then_text() -> None:
    """Ties are settled by label: 9 before 10 before text."""
    groups = tables.groups_of([1, 1, 1, 1], ["b", 10.0, 9.0, "a"])
    assert [g.label for g in groups] == [9.0, 10.0, "a", "b"]


def test_a_share_of_nothing_is_its_own_error() -> None:
    """Cells without an answer carry their error, and only they."""
    nothing = tables.rows_of(tables.groups_of([1, -1], ["a", "b"], 0))
    assert nothing[1] == ["a", 1, 1.0, 1.0, 1.0, "#DIV/0!", "#DIV/0!", "#DIV/0!"]
    loss = tables.rows_of(tables.groups_of([1, -3], ["a", "b"]))
    assert [row[5] for row in loss[1:]] == ["#NUM!", "#NUM!"]


def test_cac_is_added_by_group() -> None:
    """clv_to_cac is the group's total value to its total cost."""
    rows = tables.rows_of(tables.groups_of([10, 20, 30], ["a", "a", "b"], [1, 2, 5]))
    assert rows[0][-1] == "clv_to_cac"
    assert {row[0]: row[-1] for row in rows[1:]} == {"a": 10.0, "b": 6.0}

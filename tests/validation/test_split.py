"""Calibration and holdout: nothing is lost or counted twice, and both ways to split agree."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.models import cdnow
from tests.validation.cdnow_orders import CUTOFF, END, halves, lists, read_back
from xlclv.errors import InputError
from xlclv.orders import ranges
from xlclv.validation.split import day_number, default_cutoff, split, split_orders
from xlclv.validation.tracking import activity, activity_of_orders

ROWS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 40), st.integers(-500, 2000)), min_size=1, max_size=60)


def test_cdnow() -> None:
    """2,357 customers; the calibration is the published summary; 39 weeks of holdout; nobody new after it."""
    found, exact = halves(), cdnow.exact()
    assert (len(found.id), found.horizon, found.later) == (2357, 39.0, 0)
    for name, column in (("frequency", exact.x), ("recency", exact.t_x), ("T", exact.T), ("monetary_value", exact.m)):
        assert getattr(found, name) == pytest.approx(column, rel=1e-12), name


def test_a_file_splits_as_lists_do(tmp_path: Path) -> None:
    """The engine behind files and the plain arrays share one definition, for the split and for the activity."""
    orders = read_back(tmp_path)
    mine, theirs = halves(), split_orders(orders, cdnow.END)
    assert theirs.id == [str(name) for name in mine.id]
    for name in ("first_day", "frequency", "recency", "T", "monetary_value", "holdout_frequency", "holdout_spend"):
        assert getattr(theirs, name) == pytest.approx(getattr(mine, name), rel=1e-9), name
    assert (theirs.horizon, theirs.cutoff, theirs.end, theirs.later) == (39.0, CUTOFF, END, 0)
    counted, wanted = activity_of_orders(orders, cdnow.END), activity(ranges.customer_days(*lists()), CUTOFF, END)
    assert counted.start == wanted.start
    assert (counted.first == wanted.first).all()
    assert (counted.repeat == wanted.repeat).all()


@given(ROWS, st.integers(0, 39))
def test_nothing_is_lost(rows: list[tuple[int, int, int]], cutoff: int) -> None:
    """Past and holdout purchases of the customers kept add up to all of theirs; order of rows does not matter."""
    ids, days, cents = (list(column) for column in zip(*rows, strict=True))
    if min(days) > cutoff:
        with pytest.raises(InputError, match="no order is on or before the cutoff"):
            split(ids, days, np.array(cents) / 100, cutoff, 41)
        return
    found = split(ids, days, np.array(cents) / 100, cutoff, 41)
    whole = ranges.customer_days(ids, np.array(days), np.array(cents) / 100)
    purchases = {name: int(whole.bought[whole.customer == i].sum()) for i, name in enumerate(whole.ids)}
    assert [purchases[name] for name in found.id] == (found.frequency + 1 + found.holdout_frequency).tolist()
    back = split(ids[::-1], days[::-1], np.array(cents)[::-1] / 100, cutoff, 41)
    assert back.holdout_spend == pytest.approx(found.holdout_spend)
    assert (found.recency <= found.T).all()


def test_who_first_buys_later_is_counted_apart() -> None:
    """C is new after the cut-off; B only got money back then; refunds count as money, not as purchases."""
    found = split(["A", "B", "B", "C"], [0, 1, 30, 31], [5.0, 7.0, -2.0, 9.0], 20, 34)
    assert (found.id, found.later) == (["A", "B"], 1)
    assert found.holdout_frequency.tolist() == [0.0, 0.0]
    assert found.holdout_spend.tolist() == [0.0, -2.0]


def test_impossible_cuts_are_refused() -> None:
    """A cut-off on the last day leaves no holdout; orders after the stated end are no one's."""
    with pytest.raises(InputError, match="leaves no holdout"):
        split(["A"], [5], [1.0], 5)
    with pytest.raises(InputError, match="give a later end"):
        split(["A", "A"], [5, 50], [1.0, 1.0], 6, 40)


def test_default_cutoff_and_day_numbers() -> None:
    """A third of the days is held out; days count from 1970."""
    assert default_cutoff(CUTOFF - 272, END) == END - 182
    assert day_number(dt.date(1970, 1, 2)) == 1

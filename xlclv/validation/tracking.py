"""Tracking: repeat purchases of the whole base week by week, expected and actual (Fader, Hardie & Lee 2005a).

Each customer is expected to buy from the own first purchase day on, E[X(t)] of a new customer; nobody who first
bought after the cut-off is counted on either side.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlclv.checks import Floats
from xlclv.errors import InputError
from xlclv.models import by_name
from xlclv.models.season.clock import STEADY, Clock
from xlclv.orders.arrow import as_numpy
from xlclv.orders.ranges import CustomerDays
from xlclv.orders.reading import Orders
from xlclv.orders.summary import WEEK
from xlclv.places import places
from xlclv.validation.split import day_number

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Activity:
    """The base day by day from `start` on: first purchases and repeat purchases of the customers tracked."""

    start: int
    first: Ints
    repeat: Ints


@dataclass(frozen=True, slots=True)
class Tracking:
    """Repeat purchases by the end of each week (seven days from the first day; a rest of days is left out).

    expected and actual are cumulative; the first `calibration` weeks lie wholly before the cut-off. `mape` is the
    mean of |expected - actual| / actual over the holdout's weeks, cumulative; `mape_weekly` the same of single weeks,
    those without a purchase left out. Without a holdout both are over all weeks. None where nothing was bought.
    """

    week: Ints
    expected: Floats
    actual: Floats
    calibration: int
    mape: float | None
    mape_weekly: float | None

    @property
    def weekly_expected(self) -> Floats:
        """Expected repeat purchases of each single week."""
        return np.diff(self.expected, prepend=0.0)

    @property
    def weekly_actual(self) -> Floats:
        """Actual repeat purchases of each single week."""
        return np.diff(self.actual, prepend=0.0)


def activity(days: CustomerDays, cutoff: int, end: int) -> Activity:
    """The activity behind merged rows (orders.ranges.customer_days), of customers who first bought by the cut-off."""
    first = days.first
    tracked = first <= cutoff
    own = days.bought & tracked[days.customer] & (days.day <= end)
    repeats = own & (days.day > first[days.customer])
    return _activity(first[tracked], np.ones(int(tracked.sum())), days.day[repeats], np.ones(int(repeats.sum())), end)


def activity_of_orders(orders: Orders, cutoff: dt.date) -> Activity:
    """The same of orders read from files, counted by the engine that holds them."""
    known = orders.customers.filter(orders.customers.first_day <= cutoff).select("customer", "first_day")
    joined = orders.days.filter(orders.days.bought).join(known, "customer")
    counts = joined.group_by("day").aggregate(
        first=joined.count(where=joined.day == joined.first_day).cast("int64"), rows=joined.count()
    ).to_pyarrow()  # fmt: skip
    day = as_numpy(counts, "day").astype(np.int64)
    new, rows = as_numpy(counts, "first"), as_numpy(counts, "rows")
    return _activity(day[new > 0], new[new > 0], day, rows - new, day_number(orders.as_of))


def track(
    model: str, params: Any, base: Activity, cutoff: int, *, unit_days: float = WEEK, clock: Clock = STEADY
) -> Tracking:
    """Expected and actual repeat purchases by week. unit_days is the days in the fit's unit of time.

    A season `clock` has its now at the cut-off.

    Raises InputError for less than a week of history.

    >>> from xlclv.models import bg_nbd
    >>> base = Activity(0, np.array([50] + [0] * 27), np.array([0] * 10 + [1] * 18))
    >>> found = track("BG/NBD", bg_nbd.Params(0.243, 4.414, 0.793, 2.426), base, 20)
    >>> found.actual.tolist(), found.expected.round(2).tolist(), found.calibration
    ([0.0, 4.0, 11.0, 18.0], [2.29, 4.82, 7.21, 9.49], 3)
    """
    length = len(base.first)
    ends = np.arange(7, length + 1, 7)
    if not len(ends):
        raise InputError(text=f"tracking needs a week at least; there are {length} days")
    if clock is STEADY:
        of_one = by_name(model).expected_purchases_new(params, np.arange(length) / unit_days)
        expected = np.convolve(base.first, of_one)[:length][ends - 1]
    else:
        expected = _on_clock(model, params, clock, base, cutoff, ends)
    actual = np.cumsum(base.repeat)[ends - 1].astype(np.float64)
    calibration = int(np.searchsorted(ends, cutoff - base.start + 1, side="right"))
    judged = slice(calibration if calibration < len(ends) else 0, None)
    weekly = np.diff(expected, prepend=0.0)[judged], np.diff(actual, prepend=0.0)[judged]
    return Tracking(
        np.arange(1, len(ends) + 1),
        expected,
        actual,
        calibration,
        _mape(expected[judged], actual[judged]),
        _mape(*weekly),
    )


def _on_clock(model: str, params: Any, clock: Clock, base: Activity, cutoff: int, ends: Ints) -> Floats:
    """Expected repeat purchases by the end of so many days: each first day has its own stretch of the season."""
    time = clock.ahead((np.arange(base.start - 1, base.start + len(base.first)) - cutoff) / WEEK)
    days = np.flatnonzero(base.first)
    begun, number = time[days + 1], base.first[days].astype(np.float64)
    of_one = by_name(model).expected_purchases_new
    known = [days < end for end in ends]
    return np.array([
        of_one(params, np.maximum(time[end] - begun[own], 0.0)) @ number[own]
        for end, own in zip(ends, known, strict=True)
    ])  # fmt: skip


def _mape(expected: Floats, actual: Floats) -> float | None:
    bought = actual > 0
    if not bought.any():
        return None
    return float(np.mean(np.abs(expected[bought] / actual[bought] - 1.0)))


def _activity(first_day: Ints, new: Any, repeat_day: Ints, repeats: Any, end: int) -> Activity:
    if not len(first_day):
        raise InputError(text="no customer bought by the cut-off, so there is nobody to track")
    start = int(first_day.min())
    length = end - start + 1
    counted = (
        np.bincount(places(day - start), weights=weight, minlength=length)[:length].astype(np.int64)
        for day, weight in ((first_day, new), (repeat_day, repeats))
    )
    return Activity(start, *counted)

"""Calibration and holdout: each customer's history up to a day, and what the same customer did after it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlclv.checks import Bools, Floats
from xlclv.models.likelihood.history import totals
from xlclv.orders import ranges
from xlclv.orders.arrow import as_numpy
from xlclv.orders.ranges import Key
from xlclv.orders.reading import Orders
from xlclv.orders.summary import WEEK, columns, rows_of
from xlclv.validation.halves import before_and_after, newcomers, nobody_by, refuse
from xlclv.validation.metrics import Group, groups

Ints = NDArray[np.int64]
HOLDOUT_SHARE = 1 / 3  # of the days observed, when nobody says where to cut


@dataclass(frozen=True, slots=True)
class Split:
    """One row a customer who bought by the cut-off, sorted by id; times in units of `unit_days`, money as given.

    frequency, recency, T and monetary_value are the history as of `cutoff`; holdout_frequency counts the purchase
    days after it up to `end` and holdout_spend is all money of those days, refunds included. `horizon` is the
    holdout's length. Customers who first bought later are not in it; `later` counts them. first_day, cutoff and end
    are days from one origin (1970-01-01 for orders from files).
    """

    id: list[Key]
    first_day: Ints
    frequency: Floats
    recency: Floats
    T: Floats
    monetary_value: Floats
    holdout_frequency: Floats
    holdout_spend: Floats
    horizon: float
    cutoff: int
    end: int
    later: int

    @property
    def fit_rows(self) -> Bools:
        """The customers a model is fitted from: those known for longer than no time."""
        return self.T > 0

    @property
    def customers(self) -> Floats:
        """How many customers a row stands for: one."""
        return np.ones(len(self.id))

    def groups(self, expected: Floats, bins: int) -> tuple[Group, ...]:
        """Customers in `bins` groups by falling prediction, ties by id."""
        return groups(self.holdout_frequency, expected, bins)


def split(
    ids: Sequence[Key], days: Any, amounts: Any, cutoff: int, end: int | None = None, *, unit_days: float = WEEK
) -> Split:
    """The split of orders given as equally long lists: ids, days (whole numbers from any origin), amounts.

    `end` is the last day known, by default the last day there is. Purchase days are those of catalogue 14.

    Raises InputError for a cut-off that leaves no customer before it or no day after it.

    >>> found = split(["A", "B", "A", "A", "C"], [0, 3, 14, 30, 33], [9.0, 5.0, 7.0, 8.0, 1.0], 21, 35)
    >>> found.id, found.frequency.tolist(), found.holdout_frequency.tolist(), found.holdout_spend.tolist()
    (['A', 'B'], [1.0, 0.0], [1.0, 0.0], [8.0, 0.0])
    >>> found.horizon, found.later
    (2.0, 1)
    """
    day, money = np.asarray(days, dtype=np.int64), np.asarray(amounts, dtype=np.float64)
    last = int(day.max(initial=cutoff)) if end is None else end
    refuse(cutoff, last, bool((day <= cutoff).any()), bool((day > last).any()))
    past = day <= cutoff
    names = [[ids[i] for i in np.flatnonzero(part).tolist()] for part in (past, ~past)]
    known = ranges.summarise(names[0], day[past], money[past], cutoff, unit_days)
    first = ranges.customer_days(names[0], day[past], money[past]).first
    later = ranges.customer_days(names[1], day[~past], money[~past])
    orders = totals(later.customer, later.bought.astype(np.float64), len(later.ids))
    spent = totals(later.customer, later.amount, len(later.ids))
    kept = np.flatnonzero(known.bought)
    own = [known.id[i] for i in kept.tolist()]
    then, spend, new = _matched(own, later.ids, orders, spent)
    return Split(
        own,
        first[kept],
        known.frequency[kept].astype(np.float64),
        known.recency[kept],
        known.T[kept],
        known.monetary_value[kept],
        then,
        spend,
        (last - cutoff) / unit_days,
        cutoff,
        last,
        new,
    )


def split_orders(orders: Orders, cutoff: dt.date, *, unit_days: float = WEEK) -> Split:
    """The split of orders read from files, by the definitions of the customer summary, in the same engine.

    The holdout ends on the orders' own as-of day.

    Raises InputError as `split` does.
    """
    last = orders.as_of
    found = rows_of(before_and_after(orders, cutoff))
    if not found.num_rows:
        raise nobody_by(cutoff)
    known = columns(found, orders.scale, cutoff, unit_days)
    return Split(
        known["id"],
        known["first_day"].astype(np.int64),
        known["frequency"].astype(np.float64),
        known["recency"],
        known["T"],
        known["monetary_value"],
        as_numpy(found, "then").astype(np.float64),
        as_numpy(found, "spent") / 10.0**orders.scale,
        (last - cutoff).days / unit_days,
        day_number(cutoff),
        day_number(last),
        newcomers(orders, cutoff),
    )


def default_cutoff(first: int, end: int) -> int:
    """The day that leaves the last third of the days observed as holdout.

    >>> default_cutoff(0, 89)
    59
    """
    return end - int((end - first + 1) * HOLDOUT_SHARE)


def day_number(day: dt.date) -> int:
    """Days since 1970-01-01.

    >>> day_number(dt.date(1970, 1, 31))
    30
    """
    return (day - dt.date(1970, 1, 1)).days


def _matched(names: list[Key], later: Sequence[Key], orders: Floats, spent: Floats) -> tuple[Floats, Floats, int]:
    """Holdout orders and spend in the order of `names`, and how many customers with a later order are new."""
    place = {name: i for i, name in enumerate(names)}
    at = np.array([place.get(name, -1) for name in later], dtype=np.int64)
    known = at >= 0
    mine, spend = np.zeros(len(names)), np.zeros(len(names))
    mine[at[known]], spend[at[known]] = orders[known], spent[known]
    return mine, spend, int((orders[~known] > 0).sum())

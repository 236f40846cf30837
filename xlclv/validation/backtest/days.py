"""What every customer did on every day, in memory, and what was known of it on a day in the past."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xlclv.checks import Bools, Floats
from xlclv.models.season.fit import Months
from xlclv.orders.arrow import as_numpy
from xlclv.orders.reading import Orders
from xlclv.orders.summary import WEEK
from xlclv.places import places
from xlclv.validation.split import day_number

Ints = NDArray[np.int64]
_NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Days:
    """One row a customer and day, by customer (a number each, in the order of the ids) and day from 1970-01-01.

    `amount` is money in whole units of 10**-scale, `first` each customer's first purchase day, `end` the last day
    known.
    """

    customer: Ints
    day: Ints
    amount: Floats
    bought: Bools
    first: Ints
    scale: int
    end: int

    @property
    def begin(self) -> int:
        """The first day of any order."""
        return int(self.day.min())

    def between(self, start: int, end: int) -> tuple[Floats, Floats]:
        """Each customer's purchase days and money after `start` up to and with `end`, refunds included."""
        inside = (self.day > start) & (self.day <= end)
        return self.count(inside & self.bought), self.money(inside)

    def count(self, rows: Bools) -> Floats:
        """How many of the rows each customer has."""
        return np.bincount(places(self.customer[rows]), minlength=len(self.first)).astype(np.float64)

    def money(self, rows: Bools) -> Floats:
        """Each customer's money in the rows."""
        whole = np.bincount(places(self.customer[rows]), self.amount[rows], len(self.first))
        return np.asarray(whole / 10.0**self.scale)


@dataclass(frozen=True, slots=True)
class Past:
    """The customers who had bought by `cutoff`, and the histories a fit on that day would have seen; times in weeks.

    `who` numbers them among the Days, `spent` is all their money so far, `silent` the days since the last purchase,
    `months` the repeat orders by month.
    """

    cutoff: int
    who: Ints
    frequency: Floats
    recency: Floats
    T: Floats
    monetary_value: Floats
    spent: Floats
    silent: Floats
    months: Months

    @property
    def orders(self) -> Floats:
        """Purchase days so far, the first among them."""
        return self.frequency + 1.0

    @property
    def age(self) -> Floats:
        """Days since the first purchase, at least one."""
        return np.maximum(self.T * WEEK, 1.0)


def of_orders(orders: Orders, as_of: dt.date | None = None) -> Days:
    """All customer-days of orders, fetched from their engine without ids; known up to a day, by default their own."""
    import ibis

    days = orders.days
    number = ibis.dense_rank().over(ibis.window(order_by=days.customer))
    table = days.select("day", "amount", "bought", number=number.cast("int64")).to_pyarrow()
    return day_table(
        as_numpy(table, "number"),
        as_numpy(table, "day").astype(np.int64),
        as_numpy(table, "amount").astype(np.float64),
        as_numpy(table, "bought"),
        orders.scale,
        day_number(as_of or orders.as_of),
    )


def day_table(customer: Ints, day: Ints, amount: Floats, bought: Bools, scale: int, end: int) -> Days:
    """Days of customers numbered from 0, in any order."""
    order = np.lexsort((day, customer))
    customer, day, amount, bought = customer[order], day[order], amount[order], bought[order]
    first = np.full(int(customer.max(initial=-1)) + 1, _NEVER)
    np.minimum.at(first, places(customer[bought]), day[bought])
    return Days(customer, day, amount, bought, first, scale, end)


def until(days: Days, cutoff: int) -> Days:
    """The days up to one of them, as they stood then; customers keep their numbers, later ones have none."""
    seen = days.day <= cutoff
    first = np.where(days.first <= cutoff, days.first, _NEVER)
    return Days(days.customer[seen], days.day[seen], days.amount[seen], days.bought[seen], first, days.scale, cutoff)


def past(days: Days, cutoff: int) -> Past:
    """What was known at the end of a day: the definitions of the customer summary, on the days up to it."""
    seen = days.day <= cutoff
    orders = days.count(seen & days.bought)
    who = np.flatnonzero(orders > 0)
    last = np.zeros(len(days.first), dtype=np.int64)
    purchases = seen & days.bought
    last[days.customer[purchases]] = days.day[purchases]  # sorted by day: the last one stays
    repeat = days.money(seen & (days.day > days.first[days.customer]))
    frequency, first = orders[who] - 1.0, days.first[who]
    return Past(
        cutoff,
        who,
        frequency,
        (last[who] - first) / WEEK,
        (cutoff - first) / WEEK,
        np.where(frequency > 0, repeat[who] / np.maximum(frequency, 1.0), 0.0),
        days.money(seen)[who],
        (cutoff - last[who]).astype(np.float64),
        _months(days, purchases, cutoff),
    )


def _months(days: Days, purchases: Bools, cutoff: int) -> Months:
    again = days.day[purchases & (days.day > days.first[days.customer])]
    month = again.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12
    counts = np.bincount(places(month), minlength=12).astype(np.float64)
    return Months(counts, days.begin, cutoff, int(again.min()) if len(again) else None)

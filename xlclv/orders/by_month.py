"""Repeat orders by month of the year, counted where the orders are: what a season is told from."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from xlclv.models.season.fit import Months
from xlclv.orders.arrow import as_numpy

if TYPE_CHECKING:
    from xlclv.orders.reading import Orders

_ORIGIN = dt.date(1970, 1, 1)


def repeat_months(orders: Orders, until: dt.date | None = None) -> Months:
    """Purchase days after each customer's first, up to and with a day; by default the last one known."""
    end = until or orders.as_of
    first = orders.customers.filter(orders.customers.orders > 0).select("customer", "first_day")
    bought = orders.days.filter(orders.days.bought & (orders.days.day <= end)).join(first, "customer")
    again = bought.filter(bought.day > bought.first_day)
    by_month = again.group_by(month=again.day.month().cast("int64"))
    found = by_month.aggregate(repeats=again.count(), earliest=again.day.min()).to_pyarrow()
    counts = np.zeros(12)
    counts[as_numpy(found, "month").astype(np.int64) - 1] = as_numpy(found, "repeats")
    days = [(day - _ORIGIN).days for day in found["earliest"].to_pylist()]
    return Months(counts, (orders.first_day - _ORIGIN).days, (end - _ORIGIN).days, min(days, default=None))

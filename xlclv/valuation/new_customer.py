"""What a customer yet to be won is worth: the first order, and what the models expect to follow it."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from xlclv.discounting import WEEKS_PER_YEAR
from xlclv.orders.reading import Orders
from xlclv.valuation import uncertainty
from xlclv.valuation.customers import Fits
from xlclv.valuation.intervals import Interval, around
from xlclv.valuation.settings import Settings


class FirstOrders(NamedTuple):
    """The first orders of all customers: how many, their mean, and that mean's standard error."""

    customers: int
    mean: float
    error: float


class NewCustomer(NamedTuple):
    """Sales of a customer on the day of the first order: that order, what follows within the horizon at its present
    value, and the interval of both together, of the parameters' and the mean's uncertainty."""

    first_order: float
    following: float
    total: Interval


def first_orders(orders: Orders) -> FirstOrders:
    """Counted where the orders are; money of the first purchase day, with refunds before it."""
    bought = orders.customers.filter(orders.customers.orders > 0)
    first = (bought.units - bought.repeat_units).cast("float64")
    table = bought.select(first=first)
    sums = table.aggregate(n=table.count(), mean=table.first.mean(), spread=table.first.std(how="pop"))
    found = sums.to_pyarrow().to_pylist()[0]
    unit, n = 10.0**orders.scale, int(found["n"])
    return FirstOrders(n, found["mean"] / unit, found["spread"] / unit / math.sqrt(n))


def new_customer(seen: FirstOrders, fits: Fits, settings: Settings) -> NewCustomer:
    """A customer of whom nothing is known but that the first order has come.

    Raises InputError where order values have no mean.
    """
    known = uncertainty.intervals(
        fits.name,
        fits.purchases,
        fits.spend,
        settings.rate,
        settings.horizon * WEEKS_PER_YEAR,
        [0.0],
        [0.0],
        [0.0],
        [0.0],
        clock=fits.clock,
    ).equity.times(fits.level)
    total = seen.mean + known.value
    if total <= 0:  # refunds have eaten the first orders: no interval of a logarithm
        return NewCustomer(seen.mean, known.value, Interval(total, total, total, 0.0, known.confidence))
    error = math.hypot(seen.error, known.value * known.relative_error) / total
    ends = around(np.array([total]), np.array([error]), known.confidence)
    return NewCustomer(
        seen.mean, known.value, Interval(float(ends.low[0]), total, float(ends.high[0]), error, known.confidence)
    )

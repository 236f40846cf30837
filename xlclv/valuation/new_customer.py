"""What a customer yet to be won is worth: the first order, and what the models expect to follow it."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from xlclv.discounting import WEEKS_PER_YEAR
from xlclv.models import gamma_gamma
from xlclv.orders.reading import Orders
from xlclv.valuation import residual, uncertainty
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
    value, and the interval of both together, of the parameters' and the mean's uncertainty.

    `weekly` is what follows week by week, undiscounted, in the weeks of residual.expected_flows.
    """

    first_order: float
    following: float
    total: Interval
    weekly: tuple[float, ...]


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
    total, weekly = seen.mean + known.value, _weekly(fits, settings)
    if total <= 0:  # refunds have eaten the first orders: no interval of a logarithm
        return NewCustomer(seen.mean, known.value, Interval(total, total, total, 0.0, known.confidence), weekly)
    error = math.hypot(seen.error, known.value * known.relative_error) / total
    ends = around(np.array([total]), np.array([error]), known.confidence)
    both = Interval(float(ends.low[0]), total, float(ends.high[0]), error, known.confidence)
    return NewCustomer(seen.mean, known.value, both, weekly)


def _weekly(fits: Fits, settings: Settings) -> tuple[float, ...]:
    assert fits.spend.params is not None, "fit() refuses a base that identifies no spend model"
    nobody = np.zeros(1)
    found = residual.expected_flows(
        fits.name,
        fits.purchases.params,
        settings.horizon * WEEKS_PER_YEAR,
        nobody,
        nobody,
        nobody,
        weights=fits.level * gamma_gamma.population_mean(fits.spend.params),
        clock=fits.clock,
    )
    return tuple(float(week) for week in found.amounts[:, 0])

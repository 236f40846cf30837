"""What all customers together are worth, from their histories: a row with a count in place of each customer.

Expected spend is linear in a customer's own mean order value, so sums over those who share a history need their mean
alone, and the chance in their outcome the mean of its square besides. Nothing is approximated.
"""

from __future__ import annotations

from typing import NamedTuple

from xlclv.discounting import WEEKS_PER_YEAR
from xlclv.models import by_name
from xlclv.orders.aggregates import Aggregates
from xlclv.valuation import uncertainty
from xlclv.valuation.customers import LEAST_SPEND, Fits
from xlclv.valuation.intervals import Interval
from xlclv.valuation.settings import Settings


class Worth(NamedTuple):
    """Sales expected of all with their interval, that of what will come, P(alive) added up, customers refunded."""

    expected: Interval
    coming: Interval | None
    expected_active: float
    refunded: int


def worth(known: Aggregates, fits: Fits, settings: Settings) -> Worth:
    """The same as of customers one by one (customers.score and uncertainty.intervals)."""
    rows, spent = known.histories, known.spent
    x, n = rows.x + fits.first, rows.customers
    mean = (spent.total + spent.refunded * LEAST_SPEND) / n
    square = (spent.square + spent.refunded * LEAST_SPEND**2) / n
    t_x, T = fits.clock.history(rows.t_x, rows.T)
    gamma = fits.spend.params.gamma  # type: ignore[union-attr]
    scatter = (gamma * gamma + 2.0 * gamma * x * mean + x * x * square) / (gamma + x * mean) ** 2
    found = uncertainty.intervals(
        fits.name,
        fits.purchases,
        fits.spend,
        settings.rate,
        settings.horizon * WEEKS_PER_YEAR,
        rows.x,
        t_x,
        T,
        mean,
        bought=x,
        weights=n,
        scatter=scatter,
        clock=fits.clock,
    )
    alive = by_name(fits.name).p_alive(fits.purchases.params, rows.x, t_x, T)
    coming = None if found.outcome is None else found.outcome.times(fits.level)
    return Worth(found.equity.times(fits.level), coming, float(n @ alive), round(spent.refunded.sum()))

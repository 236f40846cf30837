"""What each customer is expected to bring, under stated parameters and assumptions, in any stretches of time ahead."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from xlclv.checks import Floats
from xlclv.discounting import WEEKS_PER_YEAR
from xlclv.models import by_name, gamma_gamma
from xlclv.models.season.clock import STEADY, Clock, Seasonal
from xlclv.valuation.buckets import bucket_edges, discounted
from xlclv.valuation.customers import Fits, orders_seen
from xlclv.valuation.predictive import present_weights
from xlclv.valuation.settings import Settings


class Base(NamedTuple):
    """Histories of customers as of a day, one entry each; times in weeks, `spent` all money so far."""

    frequency: Floats
    recency: Floats
    T: Floats
    monetary_value: Floats
    spent: Floats


class Belief(NamedTuple):
    """The parameters that are believed in: a model of repeat buying by name, its own, Gamma-Gamma's, the clock on which
    purchases are counted, whether first orders tell of order values, and the level these are brought to."""

    model: str
    params: Any
    spend: gamma_gamma.Params
    clock: Clock = STEADY
    first: bool = False
    level: float = 1.0

    def on(self, day: dt.date) -> Belief:
        """The same on another day: the season stays, and the clock is read from there."""
        if not isinstance(self.clock, Seasonal):
            return self
        return self._replace(clock=replace(self.clock, now=(day - dt.date(1970, 1, 1)).days))


def belief(fits: Fits) -> Belief:
    """What fits say."""
    assert fits.spend.params is not None, "a fit that identifies no spend model is refused where it is made"
    return Belief(fits.name, fits.purchases.params, fits.spend.params, fits.clock, fits.first, fits.level)


def expected_spend(held: Belief, base: Base) -> Floats:
    """The value of each customer's next orders, those refunded valued at the least."""
    told = orders_seen(held.first, base.frequency, base.monetary_value, base.spent)
    return np.asarray(held.level * gamma_gamma.expected_spend(held.spend, *told))


def value(held: Belief, base: Base, settings: Settings) -> Floats:
    """Each customer's residual CLV: the rule of valuation.residual."""
    return settings.margin * sales(held, base, bucket_edges(settings.horizon * WEEKS_PER_YEAR), settings.rate)


def sales(held: Belief, base: Base, edges: Floats, rate: float, upto: int | None = None) -> Floats:
    """Each customer's expected sales in the buckets between `edges` (weeks, from 0), each discounted from its middle.

    `upto`: in the first so many buckets alone.
    """
    if not base.frequency.size or len(edges) < 2 or upto == 0:
        return np.zeros(base.frequency.shape)
    engine, within = by_name(held.model), edges if upto is None else edges[: upto + 1]
    weight = present_weights(rate, WEEKS_PER_YEAR, within)
    recency, age = held.clock.history(base.recency, base.T)
    living = discounted(engine, held.params, held.clock.ahead(within[1:]), weight, base.frequency, age)
    alive = engine.p_alive(held.params, base.frequency, recency, age)
    return np.asarray(expected_spend(held, base) * alive * living)

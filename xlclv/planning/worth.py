"""What each customer is expected to bring, under stated parameters and assumptions, in any stretches of time ahead."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from xlclv.checks import Floats
from xlclv.discounting import WEEKS_PER_YEAR
from xlclv.models import by_name, gamma_gamma
from xlclv.valuation.buckets import bucket_edges, discounted
from xlclv.valuation.customers import LEAST_SPEND, Fits
from xlclv.valuation.predictive import present_weights
from xlclv.valuation.settings import Settings


class Base(NamedTuple):
    """Histories of customers as of a day, one entry each; times in weeks."""

    frequency: Floats
    recency: Floats
    T: Floats
    monetary_value: Floats


class Belief(NamedTuple):
    """The parameters that are believed in: a model of repeat buying by name, its own, and Gamma-Gamma's, from repeat
    orders, whose order values are taken times `level`."""

    model: str
    params: Any
    spend: gamma_gamma.Params
    level: float = 1.0


def belief(fits: Fits) -> Belief:
    """What fits say."""
    assert fits.spend.params is not None, "a fit that identifies no spend model is refused where it is made"
    assert not fits.first, "a movement is told of order values of repeat orders"
    return Belief(fits.name, fits.purchases.params, fits.spend.params, fits.level)


def expected_spend(held: Belief, base: Base) -> Floats:
    """The value of each customer's next orders, those refunded valued at the least."""
    refunded = (base.frequency > 0) & (base.monetary_value <= 0)
    paid = np.where(refunded, LEAST_SPEND, base.monetary_value)
    return np.asarray(held.level * gamma_gamma.expected_spend(held.spend, base.frequency, paid))


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
    living = discounted(engine, held.params, within[1:], weight, base.frequency, base.T)
    alive = engine.p_alive(held.params, base.frequency, base.recency, base.T)
    return np.asarray(expected_spend(held, base) * alive * living)

"""A base whose customers have been fetched: ranked and added up in NumPy."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from xlclv.checks import Bools
from xlclv.companions.everyone import Everyone
from xlclv.models.likelihood.collapse import Ints
from xlclv.orders.summary import CustomerSummary
from xlclv.places import places
from xlclv.report.data import Flows
from xlclv.report.listed import Customers, Rest
from xlclv.report.service import SERVICES, Rule, earned
from xlclv.report.standing import Others
from xlclv.report.tiers import Tier
from xlclv.segments import tiers
from xlclv.validation.independence import Independence, independence
from xlclv.valuation import customers
from xlclv.valuation.ranking import Mark
from xlclv.valuation.settings import Settings

_TIERS = len(tiers.DEFAULT_LABELS)


class InMemory:
    """The standing of a summary's customers; see standing.Standing."""

    def __init__(self, base: CustomerSummary, fits: customers.Fits, settings: Settings) -> None:
        self.falling = settings.margin >= 0
        self._base, self._fits, self._horizon = base, fits, settings.horizon
        self._scores = customers.score(base, fits, settings)
        self._value = self._scores.remaining
        worth = self._value if self.falling else -self._value
        self._ranked = np.lexsort((np.arange(worth.size), -worth))  # the summary is sorted by id, which settles ties
        self._ranks = self._value[self._ranked]
        self._tier: NDArray[np.intp] = tiers.places(worth)

    @property
    def count(self) -> int:
        return len(self._value)

    @cached_property
    def mean_place(self) -> float:
        total = float(self._ranks.sum())
        return float(self._ranks @ np.arange(1.0, self.count + 1.0)) / total if total else 0.0

    def tiers(self) -> tuple[Tier, ...]:
        return tuple(self._one_tier(self._tier == place) for place in range(_TIERS))

    def _one_tier(self, mine: Bools) -> Tier:
        if not mine.any():
            return Tier(0, 0.0, 0.0, 0.0)
        own = self._value[mine]
        return Tier(own.size, float(own.sum()), float(np.median(own)), float(self._scores.p_alive[mine].mean()))

    def at(self, places: Sequence[int]) -> dict[int, Mark]:
        return {place: self._mark(place) for place in places}

    def _mark(self, place: int) -> Mark:
        value = float(self._ranks[place - 1])
        order = -self._ranks if self.falling else self._ranks
        above = int(np.searchsorted(order, order[place - 1], side="left"))
        return Mark(value, float(self._ranks[:place].sum()), above)

    def best(self, n: int) -> Customers:
        return self._those(self._ranked[:n])

    def _those(self, at: Ints) -> Customers:
        base, scores = self._base, self._scores
        return Customers(
            id=[base.id[i] for i in at],
            first_order=base.first_day[at],
            last_order=base.last_day[at],
            orders=base.orders[at],
            frequency=base.frequency[at],
            recency=base.recency[at],
            T=base.T[at],
            monetary_value=base.monetary_value[at],
            p_alive=scores.p_alive[at],
            expected_orders=scores.expected_orders[at],
            expected_spend=scores.expected_spend[at],
            discounted_orders=scores.discounted_orders[at],
            sales=base.realised[at],
            remaining=self._value[at],
            segment=self._tier[at].astype(np.int8),
        )

    def rest(self, n: int) -> Others:
        left = self._those(self._ranked[n:])
        columns = (left.p_alive, left.expected_orders, left.expected_spend, left.discounted_orders, left.sales)
        sound = all(bool(np.isfinite(column).all()) for column in columns)
        sound &= bool(((left.p_alive >= 0) & (left.p_alive <= 1)).all())
        each = [(place, left.segment == place) for place in range(_TIERS)]
        return Others(tuple(_rest(left, place, mine) for place, mine in each if mine.any()), sound)

    def served(self, n: int, rule: Rule) -> Ints:
        left = self._those(self._ranked[n:])
        found = earned(left.sales, left.remaining, left.p_alive, self.count, rule.expected, (rule.low, rule.high))
        counts = np.zeros((_TIERS, len(SERVICES)), dtype=np.int64)
        if found is not None:
            np.add.at(counts, (places(left.segment), places(found[1])), 1)
        return counts

    def flows(self) -> Flows:
        ahead = customers.flows(self._base, self._fits, self._scores, self._tier, _TIERS, self._horizon)
        return Flows(ahead.years, ahead.amounts)

    def where(self, n: int) -> Ints:
        return np.asarray(self._ranked[:n], dtype=np.int64)

    def everyone(self) -> Everyone:
        base, scores = self._base, self._scores
        return Everyone(
            base.orders, base.realised, self._value, scores.p_alive, scores.expected_orders, scores.discounted_orders,
            base.first_day, self._tier.astype(np.int8),
        )  # fmt: skip

    def related(self) -> Independence:
        return independence(self._base.frequency, self._base.monetary_value)


def _rest(left: Customers, segment: int, mine: Bools) -> Rest:
    discounted, remaining = float(left.discounted_orders[mine].sum()), float(left.remaining[mine].sum())
    return Rest(
        segment=segment,
        customers=int(mine.sum()),
        first_order=left.first_order[mine].min().astype("datetime64[D]").item(),
        last_order=left.last_order[mine].max().astype("datetime64[D]").item(),
        orders=int(left.orders[mine].sum()),
        frequency=int(left.frequency[mine].sum()),
        p_alive=float(left.p_alive[mine].mean()),
        expected_orders=float(left.expected_orders[mine].sum()),
        spend=remaining / discounted if discounted else float(left.expected_spend[mine].mean()),
        discounted=discounted,
        sales=float(left.sales[mine].sum()),
        remaining=remaining,
    )

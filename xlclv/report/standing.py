"""What a report asks of a base whose customers have been scored and ranked, wherever they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np

from xlclv.companions.everyone import Everyone
from xlclv.models.likelihood.collapse import Ints
from xlclv.report.data import Flows
from xlclv.report.listed import TENTHS, Customers, Rest, Unlisted
from xlclv.report.service import Rule
from xlclv.report.tiers import Tier
from xlclv.segments import attainment
from xlclv.validation.independence import Independence
from xlclv.valuation.ranking import Mark

HUNDREDTHS = 100  # of the customers, where not all are listed: how finely the value of the best is told


class Others(NamedTuple):
    """The customers not listed, by segment, and whether all their numbers are sound."""

    rest: tuple[Rest, ...]
    sound: bool


class Standing(Protocol):
    """Customers ranked by what they are still worth, the best first, ties by id; places are counted from 1.

    `falling` says that the best have the most sales to come: so it is unless a sale is worth less than nothing.
    """

    falling: bool

    @property
    def count(self) -> int:
        """How many customers there are."""

    @property
    def mean_place(self) -> float:
        """Where the average unit of remaining sales lies: SUM place x value / SUM value."""

    def tiers(self) -> tuple[Tier, ...]:
        """Each tier's customers, the best first."""

    def at(self, places: Sequence[int]) -> dict[int, Mark]:
        """What stands at these places: remaining sales there, the sum up to there, how many are better."""

    def best(self, n: int) -> Customers:
        """The best so many, without intervals, attainment and service."""

    def rest(self, n: int) -> Others:
        """Everyone but `best(n)`, added up."""

    def served(self, n: int, rule: Rule) -> Ints:
        """How many of the same by tier, down, and by the service that they have earned, across."""

    def flows(self) -> Flows:
        """Expected sales of each week ahead and tier."""

    def where(self, n: int) -> Ints:
        """Which places by id the best so many have, in the order of `best`."""

    def everyone(self) -> Everyone:
        """All customers' numbers, sorted by id, in columns."""

    def related(self) -> Independence:
        """Whether frequent buyers spend more an order."""


def median(base: Standing) -> float:
    """The remaining sales of the customer in the middle."""
    middles = middles_of(1, base.count)
    at = base.at(middles)
    return 0.5 * sum(at[place].value for place in middles)


def middles_of(first: int, last: int) -> tuple[int, int]:
    """The places of the median of those from `first` to `last`: twice the same where there is one.

    >>> middles_of(1, 5), middles_of(3, 6)
    ((3, 3), (4, 5))
    """
    return (first + last) // 2, (first + last + 1) // 2


def reached(base: Standing, place: int) -> float:
    """The remaining sales of all up to a place."""
    return base.at([place])[place].reached


def unlisted(base: Standing, n: int, rule: Rule | None) -> Unlisted | None:
    """What is known of everyone but the best so many; None where that is nobody."""
    if n >= base.count:
        return None
    upto = [i * base.count // TENTHS for i in range(1, TENTHS + 1)]
    shares = [max(1, int(i * base.count / HUNDREDTHS + 0.5)) for i in range(1, HUNDREDTHS + 1)]
    at = base.at(sorted({*(max(1, last) for last in upto), *shares}))
    marks = [at[max(1, last)] for last in upto]
    others = base.rest(n)
    return Unlisted(
        others.rest,
        np.array([mark.value for mark in marks]),
        np.array([mark.reached if last else 0.0 for last, mark in zip(upto, marks, strict=True)]),
        base.mean_place,
        others.sound,
        tuple((place, at[place].value, at[place].reached) for place in shares),
        None if rule is None else base.served(n, rule),
    )


def cut_offs(base: Standing) -> tuple[float, float]:
    """The percentiles (PERCENTILE.INC) of remaining sales that tell low from high."""
    shares, last = (attainment.LOW_SHARE, attainment.HIGH_SHARE), base.count - 1
    below = [int(share * last) for share in shares]

    def place(from_below: int) -> int:
        return base.count - from_below if base.falling else 1 + from_below

    at = base.at(sorted({place(min(i + more, last)) for i in below for more in (0, 1)}))
    low, high = (
        float(np.percentile([at[place(i)].value, at[place(min(i + 1, last))].value], 100 * (share * last - i)))
        for share, i in zip(shares, below, strict=True)
    )
    return low, high

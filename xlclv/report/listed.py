"""The customers of a report: those listed one by one, the best first, and what is known of all the others."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xlclv.checks import Floats

TENTHS = 10  # groups of equally many customers in which the concentration of value is told
MOST_LISTED = 1_048_000  # a worksheet has 1,048,576 rows; ours opens with a title and ends with the rest


@dataclass(frozen=True, slots=True)
class Customers:
    """One row a customer, in columns, sorted by remaining CLV, falling, ties by id.

    Times (recency, T) are weeks. `orders` counts purchase days. `expected_orders` lie within the horizon,
    `discounted_orders` are the same at their present value, so remaining = expected_spend x discounted_orders, the
    sales to come. `sales` is all money so far, refunds included. `segment` indexes Report.segments. `low` and `high`
    are the interval of `remaining` that the parameters' uncertainty gives, at the confidence of Report.equity; what
    one customer really brings spreads far wider. `attainment` is sales so far over what the average customer brings
    in all, `service` indexes report.SERVICES; both None where `service.earned` gives none.
    `place` is a customer's among all by id, which is how Report.beside counts them; None where there is none.
    """

    id: list[str]
    first_order: NDArray[np.datetime64]
    last_order: NDArray[np.datetime64]
    orders: NDArray[np.int64]
    frequency: NDArray[np.int64]
    recency: Floats
    T: Floats
    monetary_value: Floats
    p_alive: Floats
    expected_orders: Floats
    expected_spend: Floats
    discounted_orders: Floats
    sales: Floats
    remaining: Floats
    segment: NDArray[np.int8]
    low: Floats | None = None
    high: Floats | None = None
    attainment: Floats | None = None
    service: NDArray[np.int8] | None = None
    place: NDArray[np.int64] | None = None


@dataclass(frozen=True, slots=True)
class Rest:
    """The customers of one segment who are not listed one by one: sums, but P(alive) a mean.

    `spend` is weighted by discounted orders, so that spend x discounted = remaining here too; `sales` are all money
    so far.
    """

    segment: int
    customers: int
    first_order: dt.date
    last_order: dt.date
    orders: int
    frequency: int
    p_alive: float
    expected_orders: float
    spend: float
    discounted: float
    sales: float
    remaining: float


@dataclass(frozen=True, slots=True)
class Unlisted:
    """What is known of the customers beyond the best, who alone are listed, and of where all of them stand.

    `floors` and `reached`: the remaining sales of the last among the first INT(i x customers / TENTHS), at least one,
    and the sum of theirs. `mean_place`: SUM place x value / SUM value. `sound`: every number is one, every P(alive)
    from 0 to 1. `steps`: at each hundredth of the customers their number, the floor and the sum up to there.
    `services`: how many have earned which service, by tier; None where nobody has.
    """

    rest: tuple[Rest, ...]
    floors: Floats
    reached: Floats
    mean_place: float
    sound: bool
    steps: tuple[tuple[int, float, float], ...] = ()
    services: NDArray[np.int64] | None = None

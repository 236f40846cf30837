"""The whole summary as plain data: every number that a reader of terminal, JSON or workbook will see.

Money is carried as sales. The margin makes worth of it, here and where a sheet has its own formula; nothing is ever
divided by it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from xlclv.checks import Floats
from xlclv.companions.data import Beside
from xlclv.models.season.clock import MONTHS, STEADY, Clock, Seasonal
from xlclv.orders.ledger import Ledger
from xlclv.planning.budget import Budget
from xlclv.planning.movement import Movement
from xlclv.planning.what_if import WhatIf
from xlclv.report.evidence import Point
from xlclv.report.listed import Customers, Unlisted
from xlclv.report.tiers import Segment, Tier, segments
from xlclv.validation.backtest.rolling import Backtest
from xlclv.validation.backtest.short import ModelError
from xlclv.validation.backtest.verdict import Missed
from xlclv.validation.backtest.why import UNASKED, Why
from xlclv.validation.holdout import Assessment
from xlclv.valuation.intervals import Interval
from xlclv.valuation.new_customer import NewCustomer


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What the user decided, or left to the default. Rates are annual and effective, the horizon in years.

    `given` names those that the user stated; None where nobody knows.
    """

    as_of: dt.date
    rate: float
    margin: float
    horizon: float
    cac: float | None
    currency: str
    given: frozenset[str] | None = None
    by_line: bool = False  # what is carried as sales is the margin of the lines

    def source(self, name: str, default: str = "the default") -> str:
        """Where an assumption comes from, in words."""
        if self.given is None:
            return f"given, or {default}"
        return "given" if name in self.given else default

    @property
    def basis(self) -> str:
        """Revenue basis unless a margin was given, of all sales or line by line: then every value is contribution."""
        if self.by_line:
            return "margin by line"
        return "revenue" if self.margin == 1.0 else "margin"


@dataclass(frozen=True, slots=True)
class Estimate:
    """One fitted parameter with its standard error (None on a boundary)."""

    name: str
    value: float
    standard_error: float | None


@dataclass(frozen=True, slots=True)
class FittedModel:
    """One fitted model as the workbook and the terminal show it."""

    name: str
    estimates: tuple[Estimate, ...]
    log_likelihood: float
    customers: int
    status: str


class MonthRate(NamedTuple):
    """How fast a month buys, of the year's mean rate; the standard error is of its logarithm."""

    name: str
    rate: float
    log_error: float


@dataclass(frozen=True, slots=True)
class Flows:
    """Expected sales by time, undiscounted and before margin: what makes the totals live in rate and horizon.

    `midpoint` (years from as-of) and `sales` (buckets x segments, money): each bucket is one week, valued at
    its middle; a last bucket cut by the horizon at its own. Present value = sum of sales x (1+rate)^-midpoint.
    """

    midpoint: Floats
    sales: Floats


@dataclass(frozen=True, slots=True)
class CohortTable:
    """Customers by calendar period of their first order (rows) and periods since (columns).

    `active` counts customers with an order, `revenue` is money; cells after the last date are -1 and NaN.
    """

    period: str
    labels: tuple[str, ...]
    customers: NDArray[np.int64]
    active: NDArray[np.int64]
    revenue: Floats


@dataclass(frozen=True, slots=True)
class Candidate:
    """One model of the comparison: log_likelihood, aic, bic and holdout RMSE are None where it could not be fitted."""

    name: str
    status: str
    log_likelihood: float | None
    aic: float | None
    bic: float | None
    holdout_rmse: float | None


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a reader will see. Money is in the data's currency, before rounding.

    Fields are sales: `sales` so far, `remaining` to come at their present value, `expected` the interval of what the
    true parameters would expect of these customers, `coming` of what they will really bring: parameters, chance and the
    `model_error` that the `backtest` shows (None where order values have no variance and there is no back-test),
    which `missed` the money by so much where it was far off.
    Properties are what that is worth at the margin. `choice` says why the model was chosen among the `candidates`
    (empty where one was named), at what `level` of its order values, and `first_orders` whether these are of first
    orders too,
    `season` why purchases follow one, on its `clock`, or do not (empty where nobody asked),
    `new_customer` is one yet to be won, `cautions` what to know before believing the values, `evidence` how sure these
    are, `movement` how customer equity came here from each opening asked for.
    `customers` are all of them, or the best, and then `unlisted` is what is known of the others; every total is of all.
    """

    version: str
    command: str
    assumptions: Assumptions
    ledger: Ledger
    orders: int
    first_order: dt.date
    last_order: dt.date
    model: FittedModel
    spend: FittedModel
    spend_correlation: float | None
    customers: Customers
    tiers: tuple[Tier, ...]
    flows: Flows
    cohorts: CohortTable
    sales: float
    remaining: float
    median_remaining: float
    top_decile_share: float | None
    expected_active: float
    checks_ok: bool
    expected: Interval | None = None
    coming: Interval | None = None
    model_error: ModelError | None = None
    backtest: Backtest | None = None
    missed: Missed | None = None
    new_customer: NewCustomer | None = None
    holdout: Assessment | None = None
    choice: Why = UNASKED
    season: str = ""
    clock: Clock = STEADY
    candidates: tuple[Candidate, ...] = ()
    level: float = 1.0
    first_orders: bool = False
    cautions: tuple[str, ...] = ()
    unlisted: Unlisted | None = None
    beside: Beside | None = None
    evidence: tuple[Point, ...] = ()
    movement: tuple[Movement, ...] = ()
    budget: Budget | None = None
    what_if: WhatIf | None = None

    @property
    def customer_count(self) -> int:
        """How many customers there are, listed or not."""
        return len(self.customers.id) + sum(rest.customers for rest in (self.unlisted.rest if self.unlisted else ()))

    @property
    def money(self) -> bool:
        """Whether orders have amounts; where they are counted each is 1, and every value is a number of orders."""
        return self.ledger.money

    @property
    def months(self) -> tuple[MonthRate, ...]:
        """The season's months, January first; empty where purchases follow none."""
        clock = self.clock
        if not isinstance(clock, Seasonal):
            return ()
        return tuple(MonthRate(*month) for month in zip(MONTHS, clock.weights, clock.errors, strict=True))

    @property
    def expected_orders(self) -> float:
        """The orders that all customers together will place within the horizon."""
        rest = sum(rest.expected_orders for rest in (self.unlisted.rest if self.unlisted else ()))
        return float(self.customers.expected_orders.sum()) + rest

    @property
    def active_words(self) -> str:
        """What `expected_active` is: models differ most in it, and BG/NBD cannot lose who bought once."""
        once = ", which counts all who bought once" if self.model.name == "BG/NBD" else ""
        return f"expected active by {self.model.name}{once}"

    @property
    def model_words(self) -> str:
        """The model of repeat buying, and in a few words why it."""
        return f"{self.model.name} ({self.choice.brief})" if self.choice.brief else self.model.name

    @property
    def customer_equity(self) -> float:
        """What all customers together are still worth."""
        return self.remaining * self.assumptions.margin

    @property
    def scale(self) -> float:
        """What rounding is a share of: customer equity, or at a margin of 0 what is to come before margin."""
        return self.customer_equity or self.remaining

    @property
    def mean_clv(self) -> float:
        """What the average customer is still worth."""
        return self.customer_equity / self.customer_count

    @property
    def median_clv(self) -> float:
        """What the customer in the middle is still worth."""
        return self.median_remaining * self.assumptions.margin

    @property
    def realised(self) -> float:
        """What all customers together have been worth so far."""
        return self.sales * self.assumptions.margin

    @property
    def equity(self) -> Interval | None:
        """The interval of customer equity, of the parameters' uncertainty alone."""
        return None if self.expected is None else self.expected.times(self.assumptions.margin)

    @property
    def outcome(self) -> Interval | None:
        """The interval of what all customers together will really turn out to be worth."""
        return None if self.coming is None else self.coming.times(self.assumptions.margin)

    @property
    def residual_clv(self) -> Floats:
        """What each customer listed is still worth."""
        return self.customers.remaining * self.assumptions.margin

    @property
    def clv_interval(self) -> tuple[Floats, Floats] | None:
        """The lower and the upper end around each listed customer's remaining CLV, where there is one."""
        low, high = self.customers.low, self.customers.high
        if low is None or high is None:
            return None
        ends = low * self.assumptions.margin, high * self.assumptions.margin
        return np.minimum(*ends), np.maximum(*ends)

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The value tiers, best first, at the margin."""
        return segments(self.tiers, self.assumptions.margin)

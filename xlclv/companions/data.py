"""What stands beside the orders, as plain data: every number that terminal, JSON and workbook show of it.

Money is carried as report.Report carries it: before margin.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xlclv.checks import Floats
from xlclv.companions.everyone import Everyone
from xlclv.models.likelihood.collapse import Ints

CONFIDENCE = 0.95  # of the intervals around means and shares of levels
DISCOVERIES = 0.05  # of the differences named, so many may be luck (Benjamini and Hochberg)


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a dimension. `low` and `high` are around the mean lifetime value (so far and to come).

    `purchase_days` is the mean a customer, `bought_again` the share with more than one; `index` is 100 for the average
    of all. `differs`: that from all other customers is more than luck; None for a level of everybody, or of one.
    """

    level: str
    customers: int
    realised: float
    remaining: float
    median: float
    low: float
    high: float
    purchase_days: float
    bought_again: float
    p_alive: float
    index: float | None
    differs: bool | None
    cac: float | None = None
    payback_months: float | None = None
    observed: bool | None = None

    @property
    def mean_lifetime(self) -> float:
        """What the average customer of the level brings in all."""
        return (self.realised + self.remaining) / self.customers


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension: the levels, the best first (or in their own order), and everybody's place among them."""

    name: str
    origin: str
    levels: tuple[Level, ...]
    of: Ints
    growth: Floats  # levels x months: money a customer, added up by months since the first purchase; NaN not observed


@dataclass(frozen=True, slots=True)
class CustomersFile:
    """The customers file against the orders. `columns` are attributes used, `left_out` those that name a person."""

    name: str
    rows: int
    matched: int
    never_bought: int
    not_in_file: int
    duplicates: int
    columns: tuple[str, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pilot:
    """Customers a group that a trial needs, and how sure it then finds the difference."""

    customers: int
    power: float


@dataclass(frozen=True, slots=True)
class After:
    """Shares of contacts after which the customer bought within `days`: resolved at once, and not.

    `equal` is the difference held equal by the customer's tier before the contact. An association, no proof.
    """

    days: int
    resolved_contacts: int
    unresolved_contacts: int
    resolved: float | None
    unresolved: float | None
    difference: float | None
    low: float | None
    high: float | None
    equal: float | None = None
    equal_low: float | None = None
    equal_high: float | None = None
    pilot: Pilot | None = None


@dataclass(frozen=True, slots=True)
class Served:
    """Each customer's contacts, in columns: how many, seconds, of how many, resolved, of how many, cost, ..."""

    contacts: Floats
    handle: Floats
    timed: Floats
    known: Floats
    solved: Floats
    cost: Floats
    satisfaction: Floats
    rated: Floats
    contacts_year: Floats
    cost_year: Floats


@dataclass(frozen=True, slots=True)
class Contacts:
    """The contact log. `known` contacts of customers are those of which it is known whether they were `resolved`.

    Money is as it was spent, of the whole log but for `cost_to_serve_a_year`: a customer's, over the last 12 months (of
    contracts: one who had a contract in them).
    `channels` are name, contacts, mean seconds, share resolved, cost.
    """

    name: str
    read: int
    used: int
    of_non_customers: int
    excluded: int
    known: int
    resolved: int
    handle_seconds: float | None
    cost: float | None
    cost_of_non_customers: float | None
    cost_to_serve_a_year: float | None
    fcr_days: int
    has: tuple[str, ...]
    after: After
    served: Served
    channels: tuple[tuple[str, int, float | None, float | None, float | None], ...]

    @property
    def fcr(self) -> float | None:
        """The share of contacts resolved at once, of those known."""
        return self.resolved / self.known if self.known else None


@dataclass(frozen=True, slots=True)
class CohortCost:
    """What a cohort cost. `spend` and `cac` are None where none is known; months in which it is paid back likewise.

    `observed` says that the month of payback was seen, not predicted; None where there is none.
    """

    cohort: str
    spend: float | None
    customers: int
    cac: float | None
    payback_months: float | None
    observed: bool | None


@dataclass(frozen=True, slots=True)
class Acquisition:
    """What was spent to win customers, by period. `new_customers` are those of periods with spend."""

    name: str
    rows: int
    spend: float
    new_customers: int
    by_cohort: tuple[CohortCost, ...]

    @property
    def cac(self) -> float | None:
        """What a customer cost."""
        return self.spend / self.new_customers if self.new_customers else None


@dataclass(frozen=True, slots=True)
class Journey:
    """One path of first events: its customers, what they are worth, and who exceeds or misses what is expected."""

    path: str
    customers: int
    lifetime: float
    exceed: float
    miss: float

    @property
    def mean_lifetime(self) -> float:
        """What the average customer of the path brings in all."""
        return self.lifetime / self.customers


@dataclass(frozen=True, slots=True)
class Step:
    """One early step: how many of those who exceed took it, and of those who miss; `differs`: more than luck."""

    name: str
    exceed: int
    miss: int
    differs: bool


@dataclass(frozen=True, slots=True)
class Steps:
    """Steps of the first `days` days, of customers known for so long: `exceed` and `miss` are how many there are."""

    days: int
    exceed: int
    miss: int
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class SecondOrders:
    """Days from the first purchase day to the second: the median of those who came back, and classes with worth.

    A class is its name, its customers and what they are worth in all.
    """

    median: float | None
    classes: tuple[tuple[str, int, float], ...]


@dataclass(frozen=True, slots=True)
class Stages:
    """Everybody's stage of the life cycle (xlclv.segments.stages.NAMES) at month ends, and at last on the day itself.

    `gap` is the typical one between purchases, in days; `counts` are days x stages; `moved` who went from which (the
    last row: not known before) to which between the last two days; `of` each customer's on the day itself.
    """

    gap: float
    days: tuple[dt.date, ...]
    counts: Ints
    moved: Ints | None
    of: NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Profile:
    """One level of one attribute: how often among the best fifth, or among those who exceed, and among the others.

    `low` and `high` are around `share_best`; `differs`: more than luck.
    """

    column: str
    level: str
    customers: int
    share_all: float
    share_best: float
    low: float
    high: float
    differs: bool
    exceed: float
    miss: float
    exceed_differs: bool

    @property
    def index(self) -> float:
        """100 where the best have it as often as all."""
        return 100 * self.share_best / self.share_all


@dataclass(frozen=True, slots=True)
class Point:
    """A level's points on the scorecard."""

    column: str
    level: str
    points: float
    customers: int
    best: int


@dataclass(frozen=True, slots=True)
class Alike:
    """Somebody like the best: the id, the level of each column, its points, and their sum."""

    id: str
    levels: tuple[str, ...]
    parts: tuple[float, ...]

    @property
    def points(self) -> float:
        """The sum."""
        return sum(self.parts)


@dataclass(frozen=True, slots=True)
class Resemblance:
    """The scorecard: points by level, how well it tells the best apart out of sample, and everybody's points.

    `alike` are customers outside the best, `prospects` people who never bought: those with most points, first
    most; of equals those who will still bring most.
    """

    auc: float | None
    points: tuple[Point, ...]
    of: Floats
    alike: tuple[Alike, ...]
    prospects: tuple[Alike, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """Everything that was found beside the orders."""

    dimensions: tuple[Dimension, ...] = ()
    customers_file: CustomersFile | None = None
    profiles: tuple[Profile, ...] = ()
    resemblance: Resemblance | None = None
    contacts: Contacts | None = None
    acquisition: Acquisition | None = None
    journeys: tuple[Journey, ...] = ()
    steps: Steps | None = None
    second_orders: SecondOrders | None = None
    stages: Stages | None = None
    everyone: Everyone | None = None
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

"""What stands beside the orders, as plain data: every number that terminal, JSON and workbook show of it.

Money is carried as report.Report carries it: before margin.
"""

from __future__ import annotations

from dataclasses import dataclass

from xlclv.checks import Floats
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
    index: float
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
class Beside:
    """Everything that was found beside the orders."""

    dimensions: tuple[Dimension, ...] = ()
    customers_file: CustomersFile | None = None
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

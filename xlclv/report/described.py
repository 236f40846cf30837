"""What happened, where no model can be fitted: sales so far, cohorts and concentration. Nothing is predicted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xlclv import __version__
from xlclv.checks import Floats
from xlclv.orders.cohorts import cohorts as cohorts_of
from xlclv.orders.currencies import agreed
from xlclv.orders.ledger import Ledger
from xlclv.orders.overview import overview
from xlclv.orders.reading import Orders
from xlclv.orders.summary import CustomerSummary, summarise
from xlclv.report.data import Assumptions, CohortTable
from xlclv.report.evidence import Point, left_out
from xlclv.report.listed import TENTHS
from xlclv.report.parts import cohort_table, top_count
from xlclv.valuation.settings import DEFAULTS, without_margin

LISTED = 10_000  # customers that have a row of their own at most


@dataclass(frozen=True, slots=True)
class Buyers:
    """One row a customer, in columns, by sales so far, falling, ties by id; `orders` are days with a purchase."""

    id: list[str]
    first_order: NDArray[np.datetime64]
    last_order: NDArray[np.datetime64]
    orders: NDArray[np.int64]
    sales: Floats


@dataclass(frozen=True, slots=True)
class Described:
    """What a reader will see of orders that no model can be fitted to.

    `buyers` are the best, `customer_count` all; `reached` the sales of the first INT(i x customers / TENTHS), i from
    1; `repeat` the customers with two days of purchase. `reason` says why there is no model.
    """

    version: str
    command: str
    reason: str
    assumptions: Assumptions
    ledger: Ledger
    orders: int
    first_order: dt.date
    last_order: dt.date
    customer_count: int
    repeat: int
    buyers: Buyers
    reached: Floats
    top_share: float | None
    sales: float
    cohorts: CohortTable
    checks_ok: bool

    # What a report has, and a description has not.
    holdout: None = None
    evidence: tuple[Point, ...] = ()

    @property
    def money(self) -> bool:
        """Whether the orders have amounts; `describe` is asked of no others."""
        return self.ledger.money

    @property
    def realised(self) -> float:
        """What all customers together have been worth so far."""
        return self.sales * self.assumptions.margin

    @property
    def cautions(self) -> tuple[str, ...]:
        """What to know before reading on: first of all that nothing is valued."""
        margin = without_margin(self.assumptions.margin)
        return (nothing_valued(self.reason), *margin, *left_out(self.ledger))


def nothing_valued(reason: str) -> str:
    """That there is no model, in the words of `summarize` and `check` alike."""
    return f"{reason}; the workbook tells what happened and values nobody"


def describe(
    orders: Orders,
    reason: str,
    *,
    as_of: dt.date | None = None,
    rate: float = DEFAULTS.rate,
    margin: float = DEFAULTS.margin,
    horizon: float = DEFAULTS.horizon,
    cac: float | None = None,
    currency: str = "",
    command: str = "",
    given: Collection[str] | None = None,
    listed: int = LISTED,
) -> Described:
    """The description of orders; arguments as those of `build`, `reason` in one line.

    Raises InputError for orders that cannot be summarised.
    """
    seen, day = overview(orders, as_of), as_of or orders.as_of
    held = summarise(orders, day)
    stated, by_line = None if given is None else frozenset(given), orders.ledger.margin is not None
    terms = Assumptions(
        day, rate, margin, horizon, cac, agreed(currency, orders.currency, orders.cost_currency), stated, by_line
    )
    ranked = np.lexsort((np.arange(len(held.id)), -held.realised))
    running = np.cumsum(held.realised[ranked])
    count, total = len(held.id), float(seen.total)
    upto = [i * count // TENTHS for i in range(1, TENTHS + 1)]
    table = cohort_table(cohorts_of(orders, "month"), "month")
    return Described(
        version=__version__,
        command=command,
        reason=reason,
        assumptions=terms,
        ledger=seen.ledger,
        orders=seen.orders,
        first_order=seen.first_day,
        last_order=seen.last_day,
        customer_count=count,
        repeat=int((held.orders > 1).sum()),
        buyers=_buyers(held, ranked[: min(listed, LISTED)]),
        reached=np.array([running[last - 1] if last else 0.0 for last in upto]),
        top_share=float(running[top_count(count) - 1]) / total if total > 0 else None,
        sales=total,
        cohorts=table,
        checks_ok=seen.ledger.reconciles and held.total == seen.total and int(table.customers.sum()) == count,
    )


def _buyers(held: CustomerSummary, at: NDArray[np.int64]) -> Buyers:
    return Buyers([held.id[i] for i in at], held.first_day[at], held.last_day[at], held.orders[at], held.realised[at])

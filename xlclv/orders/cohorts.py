"""Customers by the calendar period of their first purchase: who came back, when, and with how much money."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from xlclv.checks import Bools, Floats
from xlclv.orders.arrow import as_numpy
from xlclv.orders.ranges import Ints, Key, customer_days
from xlclv.places import places

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from xlclv.orders.reading import Orders

PERIODS = ("week", "month", "quarter", "year")
METRICS = ("retention", "customers", "revenue", "cumulative", "orders")
MONDAY = "1969-12-29"  # the Monday from which weeks are counted


@dataclass(frozen=True, slots=True)
class Cohorts:
    """One row a cohort that has customers, oldest first; one column a period since, up to the last date's.

    `beyond` marks the cells after the last date; the counts and the money there are 0.
    """

    labels: tuple[str, ...]
    customers: Ints
    active: Ints
    orders: Ints
    revenue: Floats
    beyond: Bools

    def metric(self, name: str) -> Floats:
        """Retention, customers, revenue, cumulative or orders (catalogue 9); NaN beyond the last date."""
        size = self.customers[:, None]
        value = {
            "retention": self.active / size,
            "customers": self.active / 1.0,
            "orders": self.orders / size,
            "revenue": self.revenue / size,
            "cumulative": self.revenue.cumsum(axis=1) / size,
        }[name]
        return np.where(self.beyond, np.nan, value)


def cohort_table(ids: Sequence[Key], days: NDArray[np.datetime64], amounts: Floats | None, period: str) -> Cohorts:
    """The cohorts of a worksheet's rows: `ids` as keys, `days` as datetime64[D]; no purchase gives no cohort.

    >>> days = np.array(["2026-01-05", "2026-01-20", "2026-03-03"], dtype="datetime64[D]")
    >>> table = cohort_table(["A", "B", "A"], days, None, "month")
    >>> table.labels, table.metric("retention").tolist()
    (('2026-01',), [[1.0, 0.0, 0.5]])
    """
    day = np.asarray(days, dtype="datetime64[D]")
    merged = customer_days(ids, day.astype(np.int64), amounts)
    first = merged.first[merged.customer]
    known = first < np.iinfo(np.int64).max
    customer, bought, amount = merged.customer[known], merged.bought[known], merged.amount[known]
    cohort = period_index(first[known], period)
    since = period_index(merged.day[known], period) - cohort
    seen = np.unique(np.column_stack((cohort, since, customer))[bought], axis=0)
    last = int(period_index(day.astype(np.int64).max(initial=0), period))
    return _table(period, last, (cohort, since, bought.astype(np.int64), amount), (seen[:, 0], seen[:, 1]))


def period_index(days: NDArray[np.int64] | np.int64, period: str) -> Ints:
    """Days since 1970 as consecutive numbers of their calendar period."""
    given = np.asarray(days, dtype=np.int64)
    if period == "week":
        return (given + 3) // 7  # 1970-01-01 was a Thursday; weeks start on Monday
    months = given.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return months // {"month": 1, "quarter": 3, "year": 12}[period]


def period_label(index: int, period: str) -> str:
    """2026-W03 (ISO), 2026-01, 2026-Q1 or 2026.

    >>> [period_label(i, p) for i, p in ((2922, "week"), (672, "month"), (224, "quarter"), (56, "year"))]
    ['2026-W01', '2026-01', '2026-Q1', '2026']
    """
    if period == "week":
        year, week, _ = (dt.date(1969, 12, 29) + dt.timedelta(weeks=index)).isocalendar()
        return f"{year:04d}-W{week:02d}"
    each = {"month": 12, "quarter": 4, "year": 1}[period]
    year, part = 1970 + index // each, index % each + 1
    return {"month": f"{year:04d}-{part:02d}", "quarter": f"{year:04d}-Q{part}", "year": f"{year:04d}"}[period]


def _table(period: str, last: int, days: tuple[Ints, Ints, Ints, Floats], seen: tuple[Ints, Ints]) -> Cohorts:
    """Cells from (cohort, since, orders, money) and from one (cohort, since) for each active customer."""
    cohort, since, orders, money = days
    firsts, row = np.unique(seen[0], return_inverse=True)
    width = int(last - firsts[0]) + 1 if len(firsts) else 0
    shape = (len(firsts), width)

    def added(rows: Ints, columns: Ints, values: Floats) -> Floats:
        cells = rows * width + columns
        total: Floats = np.bincount(places(cells), weights=values, minlength=shape[0] * width).astype(np.float64)
        return total.reshape(shape)

    # Money given back before a first purchase belongs to its period: the cohorts hold all the money of their customers.
    place, column = np.searchsorted(firsts, cohort), np.maximum(since, 0)
    active = added(row, seen[1], np.ones(len(row))).astype(np.int64)
    return Cohorts(
        labels=tuple(period_label(int(i), period) for i in firsts),
        customers=active[:, 0] if width else np.zeros(0, dtype=np.int64),
        active=active,
        orders=added(place, column, orders.astype(np.float64)).astype(np.int64),
        revenue=added(place, column, money),
        beyond=firsts[:, None] + np.arange(width) > last,
    )


def cohorts(orders: Orders, period: str = "month") -> Cohorts:
    """The cohorts of orders, counted by their database: only the finished cells leave it."""
    days = orders.days
    periods = days.group_by("customer", at=_index(days.day, period)).aggregate(
        orders=days.count(where=days.bought).cast("int64"), units=days.amount.sum().cast("int64")
    )
    known = orders.customers.filter(orders.customers.orders > 0)
    placed = periods.join(known.select("customer", cohort=_index(known.first_day, period)), "customer")
    cells = (
        placed.group_by("cohort", "at")
        .aggregate(
            active=placed.count(where=placed.orders > 0).cast("int64"),
            orders=placed.orders.sum().cast("int64"),
            units=placed.units.sum().cast("int64"),
        )
        .order_by("cohort", "at")
        .to_pyarrow()
    )
    cohort, at, active, count, units = (
        as_numpy(cells, name).astype(np.int64) for name in ("cohort", "at", "active", "orders", "units")
    )
    last = int(period_index(np.datetime64(orders.last_day).astype("datetime64[D]").astype(np.int64), period))
    repeated = np.repeat(np.arange(len(cohort)), places(active))
    return _table(
        period,
        last,
        (cohort, at - cohort, count, units / 10.0**orders.scale),
        (cohort[repeated], (at - cohort)[repeated]),
    )


def _index(day: ir.DateValue, period: str) -> ir.IntegerValue:
    """The expression for `period_index`."""
    import ibis

    if period == "week":
        return (day.delta(ibis.date(MONDAY), unit="day") // 7).cast("int64")
    months = (day.year().cast("int64") - 1970) * 12 + day.month() - 1
    return (months // {"month": 1, "quarter": 3, "year": 12}[period]).cast("int64")

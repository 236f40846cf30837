"""What fits need of a base, counted where the orders are: histories with their customers, and moments of spend.

A few thousand to a few hundred thousand rows stand for any number of customers, and those of two bases add up.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from xlclv.checks import Floats
from xlclv.models.likelihood.collapse import Rows, collapse, distinct
from xlclv.models.likelihood.history import totals
from xlclv.models.spend.moments import DEGREE, Moments, moments
from xlclv.orders.arrow import as_numpy
from xlclv.orders.summary import WEEK, CustomerSummary

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from xlclv.orders.reading import Orders


class Spent(NamedTuple):
    """By history: SUM m and SUM m^2 of repeat buyers whose mean spend m is above 0, and how many have none above it."""

    total: Floats
    square: Floats
    refunded: Floats


@dataclass(frozen=True, slots=True)
class Aggregates:
    """Histories in units of `unit_days`, and the moments of spend (None where nobody spent again).

    `spent` says what each history's customers spent. With `first` the first orders count in both: m is then the mean
    of all orders, and nobody is without any.
    """

    histories: Rows
    spend: Moments | None
    unit_days: float
    spent: Spent
    first: bool = False

    @property
    def known(self) -> Rows:
        """The histories a model is fitted from: those of customers known for longer than no time."""
        rows = self.histories.T > 0
        return Rows(*(column[rows] for column in self.histories))


def of_summary(base: CustomerSummary, first: bool = False) -> Aggregates:
    """The aggregates of customers that are here already."""
    x = base.frequency.astype(np.float64)
    mean = base.realised / (x + 1.0) if first else base.monetary_value
    return of_histories(x, base.recency, base.T, mean, base.unit_days, first)


def of_histories(x: Floats, recency: Floats, T: Floats, m: Floats, unit_days: float, first: bool = False) -> Aggregates:
    """The aggregates of frequency, recency, T and mean value of repeat orders, or of all with `first`, a customer."""
    rows = collapse(x, recency, T, np.broadcast_to(1.0, x.shape))
    bought = x + first
    again = (bought > 0) & (m > 0)
    one, which = distinct(x, recency, T)
    alike = (x[one], recency[one], T[one])
    here, there = (np.lexsort(histories[::-1]) for histories in (alike, rows[:3]))  # the same ones, in another order
    columns = (np.where(again, m, 0.0), np.where(again, m * m, 0.0), ((bought > 0) & ~again).astype(np.float64))
    spent = [np.empty(len(one)) for _ in columns]
    for column, values in zip(spent, columns, strict=True):
        column[there] = totals(which, values, len(one))[here]
    spend = moments(bought[again], m[again]) if again.any() else None
    return Aggregates(rows, spend, unit_days, Spent(*spent), first)


def of_orders(orders: Orders, as_of: dt.date | None = None, unit_days: float = WEEK, first: bool = False) -> Aggregates:
    """The aggregates of orders, counted by their engine: only sums leave it."""
    base = histories(orders, as_of)
    each = base.mutate(mean=mean_spend(base, orders.scale, first))
    again, some = each.frequency + int(first) > 0, each["units" if first else "repeat_units"] > 0
    counted = each.group_by("frequency", "recency", "age").aggregate(
        customers=each.count(),
        total=each.mean.sum(where=again & some).fill_null(0.0),
        square=(each.mean * each.mean).sum(where=again & some).fill_null(0.0),
        refunded=each.count(where=again & ~some),
    )
    found = counted.to_pyarrow()
    x, t_x, age, *sums = (as_numpy(found, name).astype(np.float64) for name in found.column_names)
    order = np.lexsort((age, t_x, x))  # engines hand rows over in any order
    count, *spent = (each[order] for each in sums)
    rows = Rows(x[order], t_x[order] / unit_days, age[order] / unit_days, count)
    return Aggregates(rows, _spend(base, orders.scale, first), unit_days, Spent(*spent), first)


def mean_spend(base: ir.Table, scale: int, first: bool = False) -> ir.FloatingValue:
    """Money after the first purchase day by repeat purchase, 0 where there is none; or all money by purchase."""
    import ibis

    if first:
        return base.units.cast("float64") / 10.0**scale / base.orders.cast("float64")
    money = base.repeat_units.cast("float64") / 10.0**scale
    return ibis.ifelse(base.frequency > 0, money / ibis.greatest(base.frequency, 1).cast("float64"), 0.0)


def histories(orders: Orders, as_of: dt.date | None = None) -> ir.Table:
    """Customers with a purchase: frequency, recency and age in days, beside the columns of `Orders.customers`."""
    customers = orders.customers
    return ages(customers.filter(customers.orders > 0), as_of or orders.as_of)


def ages(bought: ir.Table, day: dt.date) -> ir.Table:
    """Customers with a purchase, and frequency, recency and age in days as of a day."""
    import ibis

    return bought.mutate(
        frequency=(bought.orders - 1).cast("int64"),
        recency=bought.last_day.delta(bought.first_day, unit="day").cast("int64"),
        age=ibis.date(day.isoformat()).delta(bought.first_day, unit="day").cast("int64"),
    )


def _spend(base: ir.Table, scale: int, first: bool) -> Moments | None:
    """The moments, in three small queries over those who spent again (with `first`: who spent)."""
    spenders = base.filter(base.units > 0 if first else (base.frequency > 0) & (base.repeat_units > 0))
    x = (spenders.orders if first else spenders.frequency).cast("float64")
    z = spenders["units" if first else "repeat_units"].cast("float64") / 10.0**scale
    table = spenders.select(x=x, m=z / x, z=z)
    totals = table.aggregate(
        n=table.count(),
        mean=table.m.sum(),
        square=(table.m * table.m).sum(),
        cross=(table.x * table.m).sum(),
        least=table.m.min(),
        most=table.m.max(),
    )
    money = totals.to_pyarrow().to_pylist()[0]
    number = money.pop("n")
    if not number:
        return None
    unit = money["mean"] / number
    table = table.mutate(log=(table.z / unit).ln())
    table = table.mutate(bin=table.log.floor().cast("int64"))
    table = table.mutate(t=2.0 * (table.log - table.bin.cast("float64")) - 1.0)
    sums: dict[str, Any] = {}
    one: Any = table.x / table.x
    for k in range(DEGREE + 1):
        sums |= {f"a{k}": one.sum(), f"b{k}": (one * table.x).sum()}
        one = one * table.t
    bins = table.group_by("bin").aggregate(**sums).order_by("bin").to_pyarrow()
    power = np.array([[bins[f"{w}{k}"].to_pylist() for k in range(DEGREE + 1)] for w in "ab"], dtype=np.float64)
    counts = table.group_by("x").aggregate(n=table.count()).order_by("x").to_pyarrow()
    return Moments(
        unit,
        as_numpy(bins, "bin").astype(np.int64),
        np.ascontiguousarray(power.transpose(2, 0, 1)),
        as_numpy(counts, "x").astype(np.float64),
        as_numpy(counts, "n").astype(np.float64),
        **{name: float(value) for name, value in money.items()},
    )

"""What the wider models need of each order, counted where the orders are: times between them, logarithms of values."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from xlclv.orders.summary import WEEK

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from xlclv.orders.reading import Orders


def log_gaps(orders: Orders, until: dt.date | None = None) -> float:
    """SUM ln(weeks between a customer's purchase days), over all purchases after the first, up to and with a day."""
    import ibis

    bought = orders.days.filter(orders.days.bought & (orders.days.day <= (until or orders.as_of)))
    before = bought.day.lag().over(ibis.window(group_by=bought.customer, order_by=bought.day))
    table = bought.select("day", before=before)
    table = table.filter(table.before.notnull())
    number = table.day.delta(table.before, unit="day").cast("float64")
    total = table.aggregate(total=number.ln().sum(), count=table.count()).to_pyarrow().to_pylist()[0]
    return float((total["total"] or 0.0) - total["count"] * np.log(WEEK))


def log_values(orders: Orders, until: dt.date | None = None) -> ir.Table:
    """By customer with a paid repeat order: how many, the mean of ln(value), and the squared deviations from it."""
    paid = orders.days.filter(
        orders.days.bought & (orders.days.amount > 0) & (orders.days.day <= (until or orders.as_of))
    )
    first = orders.customers.filter(orders.customers.orders > 0).select("customer", "first_day")
    again = paid.join(first, "customer")
    again = again.filter(again.day > again.first_day)
    log = (again.amount.cast("float64") / 10.0**orders.scale).ln()
    each = again.select("customer", log=log)
    found = each.group_by("customer").aggregate(
        told=each.count().cast("int64"), mean_log=each.log.mean(), spread=each.log.var(how="pop")
    )
    return found.mutate(scatter=found.spread * found.told.cast("float64")).drop("spread")

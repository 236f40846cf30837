"""The customer summary: what each customer did so far, defined once, for any engine Ibis speaks to.

Rows are merged by customer and day. A purchase day sums to more than 0, or all its amounts are 0 (Fader & Hardie's
notes 004 and 025: the published 2,357 CDNOW customers include eight whose one order is 0.00); other days are refunds.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from xlclv.checks import Bools, Floats
from xlclv.orders.ledger import Exclusion, Ledger, exact
from xlclv.orders.reading import Orders
from xlclv.orders.source import refusal

if TYPE_CHECKING:
    import ibis.expr.types as ir

WEEK = 7.0
REFUNDS_ONLY = "customer without a purchase (refunds only)"
LISTED = 5


@dataclass(frozen=True, slots=True)
class CustomerSummary:
    """One row a customer with a purchase, in columns, sorted by id (numbers by size, then text by code point).

    orders counts purchase days, frequency = orders - 1. recency is the age at the last purchase day and T the age at
    `as_of`, both from the first purchase day in units of `unit_days`. monetary_value is all money after the first
    purchase day, refunds included, per repeat purchase; 0 where there is none. `units` is all money, exact, in
    10**-scale. A customer who first bought on the last day has T = 0: it says nothing about repeat buying (its
    likelihood is 1), so fits take the rows of `fit_rows`, and such customers are scored like all others.
    """

    id: list[str]
    first_day: NDArray[np.datetime64]
    last_day: NDArray[np.datetime64]
    orders: NDArray[np.int64]
    frequency: NDArray[np.int64]
    recency: Floats
    T: Floats
    monetary_value: Floats
    units: NDArray[np.int64]
    scale: int
    as_of: dt.date
    unit_days: float
    left_out: tuple[str, ...]
    ledger: Ledger

    @property
    def fit_rows(self) -> Bools:
        """The customers a model is fitted from: those known for longer than no time."""
        return self.T > 0

    @property
    def realised(self) -> Floats:
        """All money of each customer so far, refunds included."""
        return self.units / 10.0**self.scale

    @property
    def total(self) -> Decimal:
        """All money of all customers, exactly; it equals ledger.amount_used."""
        return exact(sum(self.units.tolist()), self.scale)


def customer_days(orders: ir.Table) -> ir.Table:
    """Customer, day, amount and whether the day is a purchase, from orders of customer, day, amount."""
    amount = orders.amount
    days = orders.group_by("customer", "day").aggregate(amount=amount.sum(), moved=amount.abs().sum())
    return days.select(
        "customer", "day", amount=days.amount.cast("int64"), bought=(days.amount > 0) | (days.moved == 0)
    )


def customer_table(orders: ir.Table) -> ir.Table:
    """One row a customer: first_day and last_day (NULL without a purchase), orders, units, repeat_units.

    What came after the first purchase day is all money less that day's and less refunds before it: few rows have
    such, so one pass over the days is enough where a join of all of them would take as long again.
    """
    days = customer_days(orders)
    bought = days.bought
    whole = days.group_by("customer").aggregate(
        first_day=days.day.min(where=bought),
        last_day=days.day.max(where=bought),
        orders=bought.cast("int64").sum().cast("int64"),
        units=days.amount.sum().cast("int64"),
        first_units=days.amount.argmin(days.day, where=bought),
    )
    refunds = days.filter(~bought).join(whole.select("customer", "first_day"), "customer")
    early = (
        refunds.filter(refunds.day < refunds.first_day)
        .group_by("customer")
        .aggregate(early=refunds.amount.sum().cast("int64"))
    )
    known = whole.left_join(early, "customer")
    return known.select(
        "customer",
        "first_day",
        "last_day",
        "orders",
        "units",
        repeat_units=known.units - known.first_units - known.early.fill_null(0),
    )


def by_id(customers: ir.Table) -> ir.Table:
    """Sorted by id: numbers by size, then text by code point. Digits are compared, so size has no limit."""
    import ibis

    name = customers.customer
    below, number = name.re_search("^-[1-9][0-9]*$"), name.re_search("^(0|[1-9][0-9]*)$")
    kind = ibis.cases((below, 0), (number, 1), else_=2)
    digits = ibis.cases((below, -name.length()), (number, name.length()), else_=0)
    return customers.order_by(kind, digits, ibis.desc(ibis.ifelse(below, name, "")), name)


def summarise(orders: Orders, as_of: dt.date | None = None, unit_days: float = WEEK) -> CustomerSummary:
    """The summary of all customers as of a day, by default the orders' own last day."""
    day = as_of or orders.as_of
    if day < orders.last_day:
        raise refusal("orders", f"dates after the as-of date {day}: the last is {orders.last_day}", "give a later one")
    table = by_id(customer_table(orders.table)).to_pyarrow()
    bought = table.filter(table["orders"].to_numpy() > 0)
    if not bought.num_rows:
        raise refusal("orders", "no customer has a purchase: all amounts are refunds")
    return _summary(bought, table.filter(table["orders"].to_numpy() == 0), orders, day, unit_days)


def _summary(bought: Any, refunds: Any, orders: Orders, as_of: dt.date, unit_days: float) -> CustomerSummary:
    """The columns in NumPy, ages in units of `unit_days`."""
    first, last = (bought[name].to_numpy().astype("datetime64[D]") for name in ("first_day", "last_day"))
    count = bought["orders"].to_numpy()
    repeat = bought["repeat_units"].to_numpy() / 10.0**orders.scale
    age = (np.datetime64(as_of) - first).astype(np.int64)
    return CustomerSummary(
        id=bought["customer"].to_pylist(),
        first_day=first,
        last_day=last,
        orders=count,
        frequency=count - 1,
        recency=(last - first).astype(np.int64) / unit_days,
        T=age / unit_days,
        monetary_value=np.where(count > 1, repeat / np.maximum(count - 1, 1), 0.0),
        units=bought["units"].to_numpy(),
        scale=orders.scale,
        as_of=as_of,
        unit_days=unit_days,
        left_out=tuple(refunds["customer"].to_pylist()),
        ledger=_moved(orders, refunds),
    )


def _moved(orders: Orders, refunds: Any) -> Ledger:
    """The ledger with the rows of customers who never bought counted as left out."""
    import ibis

    if not refunds.num_rows:
        return orders.ledger
    names = ibis.memtable(refunds.select(["customer"]))
    count = orders.table.semi_join(names, "customer").count().to_pyarrow().as_py()
    amount = exact(sum(refunds["units"].to_pylist()), orders.scale)
    named = tuple(f"customer {name}" for name in refunds["customer"].to_pylist()[:LISTED])
    ledger = orders.ledger
    return replace(
        ledger,
        rows_used=ledger.rows_used - count,
        amount_used=ledger.amount_used - amount,
        excluded=(*ledger.excluded, Exclusion(REFUNDS_ONLY, count, amount, named)),
    )

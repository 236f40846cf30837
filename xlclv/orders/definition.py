"""The one definition of a customer's history, for any engine Ibis speaks to: orders to customer-days to customers.

Rows are merged by customer and day. A purchase day sums to more than 0, or all its amounts are 0 (Fader & Hardie's
notes 004 and 025: the published 2,357 CDNOW customers include eight whose one order is 0.00); other days are refunds.
Money is whole numbers of 10**-scale all the way, so every engine gives the same rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    import ibis.expr.types as ir


TAKEN_OFF = "taken_off"  # the column of orders of what a column of refunds took off their amounts, where there is one


def customer_days(orders: ir.Table, counted: bool = False) -> ir.Table:
    """Customer, day, amount, rows merged and whether the day is a purchase, from orders of customer, day, amount.

    Where orders have a margin of their own (`worth`), that is the day's amount, and `sales` is what was paid; what was
    paid decides whether the day is a purchase. Where orders are only `counted`, a day's amount is 1: one purchase.
    """
    amount = orders.amount
    worth = {"worth": orders.worth.sum()} if "worth" in orders.columns else {}
    days = orders.group_by("customer", "day").aggregate(
        amount=amount.sum(), zero=(amount == 0).all(), rows=orders.count(), **worth
    )
    import ibis

    sales = ibis.literal(1, "int64") if counted else days.amount.cast("int64")
    return days.select(
        "customer",
        "day",
        amount=days.worth.cast("int64") if worth else sales,
        rows=days.rows.cast("int64"),
        bought=(days.amount > 0) | days.zero,
        **({"sales": sales} if worth else {}),
    )


def customer_table(days: ir.Table) -> ir.Table:
    """One row a customer: first_day and last_day (NULL without a purchase), orders, units, repeat_units, rows.

    What came after the first purchase day is all money less that day's and less refunds before it: few rows have
    such, so one pass over the days is enough where a join of all of them would take as long again.
    """
    bought = days.bought
    sales = {"sales": days.sales.sum().cast("int64")} if "sales" in days.columns else {}
    whole = days.group_by("customer").aggregate(
        first_day=days.day.min(where=bought),
        last_day=days.day.max(where=bought),
        orders=days.count(where=bought).cast("int64"),
        units=days.amount.sum().cast("int64"),
        rows=days.rows.sum().cast("int64"),
        first_units=days.amount.argmin(days.day, where=bought),
        **sales,
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
        "rows",
        *sales,
        repeat_units=known.units - known.first_units - known.early.fill_null(0),
    )


def by_id(customers: ir.Table) -> ir.Table:
    """Sorted by id: numbers by size, then text by code point."""
    return customers.order_by(*id_order(customers.customer))


def id_order(name: ir.Column) -> list[ir.Value]:
    """What to sort by for that order. Digits are compared, so size has no limit."""
    import ibis

    if name.type().is_integer():
        return [name]
    below, number = name.re_search("^-[1-9][0-9]*$"), name.re_search("^(0|[1-9][0-9]*)$")
    kind = ibis.cases((below, 0), (number, 1), else_=2)
    digits = ibis.cases((below, -name.length()), (number, name.length()), else_=0)
    return [kind, digits, ibis.desc(ibis.ifelse(below, name, "")), name]


def after(days: ir.Table, cutoff: dt.date) -> ir.Table:
    """One row a customer with days after the cut-off: `then`, the purchase days among them, and `spent`, all money."""
    later = days.filter(days.day > cutoff)
    return later.group_by("customer").aggregate(
        then=later.count(where=later.bought).cast("int64"), spent=later.amount.sum().cast("int64")
    )

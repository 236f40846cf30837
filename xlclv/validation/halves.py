"""The two halves of each customer's history, counted by the engine that holds the orders."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from xlclv.errors import InputError
from xlclv.orders.definition import after, customer_table
from xlclv.orders.reading import Orders

if TYPE_CHECKING:
    import ibis.expr.types as ir


def before_and_after(orders: Orders, cutoff: dt.date) -> ir.Table:
    """One row a customer who bought by the cut-off: the history up to it, `then` and `spent` after it."""
    refuse(cutoff, orders.as_of, orders.first_day <= cutoff, False)
    past = customer_table(orders.days.filter(orders.days.day <= cutoff))
    joined = past.filter(past.orders > 0).left_join(after(orders.days, cutoff), "customer")
    return joined.select(*past.columns, then=joined.then.fill_null(0), spent=joined.spent.fill_null(0))


def newcomers(orders: Orders, cutoff: dt.date) -> int:
    """How many first bought after the cut-off."""
    bought = orders.customers.filter(orders.customers.first_day > cutoff)
    return int(bought.count().to_pyarrow().as_py())


def nobody_by(cutoff: dt.date) -> InputError:
    """The one line for a cut-off before every purchase."""
    return InputError(text=f"no customer has a purchase by the cutoff {cutoff}; give a later one")


def refuse(cutoff: Any, end: Any, any_before: bool, any_beyond: bool) -> None:
    """Raise InputError for a cut-off with nothing before or after it."""
    if cutoff >= end:
        raise InputError(text=f"cutoff {cutoff} leaves no holdout: the last day known is {end}; give an earlier one")
    if any_beyond:
        raise InputError(text=f"days after the end {end} are among the orders; give a later end")
    if not any_before:
        raise InputError(text=f"no order is on or before the cutoff {cutoff}; give a later one")

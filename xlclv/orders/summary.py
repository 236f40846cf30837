"""The customer summary: what each customer did so far, as columns in NumPy; `definition` says how it is counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlclv.checks import Bools, Floats
from xlclv.errors import InputError
from xlclv.orders.arrow import as_numpy
from xlclv.orders.definition import by_id
from xlclv.orders.ledger import Exclusion, Ledger, exact
from xlclv.orders.reading import Orders
from xlclv.orders.source import refusal

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
        """All money of all customers, exactly; it equals ledger.value_used."""
        return exact(sum(self.units.tolist()), self.scale)


def summarise(orders: Orders, as_of: dt.date | None = None, unit_days: float = WEEK) -> CustomerSummary:
    """The summary of all customers as of a day, by default the orders' own last day."""
    day = as_of or orders.as_of
    refuse_day(orders, day)
    table = rows_of(orders.customers)
    came = as_numpy(table, "orders") > 0
    bought, refunds = (table, table.slice(0, 0)) if came.all() else (table.filter(came), table.filter(~came))
    if not bought.num_rows:
        raise nobody_bought()
    names = refunds["customer"].to_pylist()
    paid = "sales" if "sales" in refunds.column_names else "units"
    return CustomerSummary(
        **columns(bought, orders.scale, day, unit_days),
        units=as_numpy(bought, "units"),
        scale=orders.scale,
        as_of=day,
        unit_days=unit_days,
        left_out=tuple(names),
        ledger=without_refunds(orders, names, *(sum(refunds[name].to_pylist()) for name in ("rows", paid, "units"))),
    )


def refuse_day(orders: Orders, day: dt.date) -> None:
    """Raise InputError for an as-of day before the last order."""
    if day < orders.last_day:
        raise refusal("orders", f"dates after the as-of date {day}: the last is {orders.last_day}", "give a later one")


def nobody_bought() -> InputError:
    """The one line for orders that are refunds, all of them."""
    return refusal(
        "orders",
        "no customer has a purchase: all amounts are refunds",
        "if sales are written with a minus, turn the signs",
    )


def require_purchase(orders: Orders) -> None:
    """Raise InputError for orders that are refunds, all of them: for who asks nothing else of single customers."""
    each = orders.customers
    if not each.filter(each.orders > 0).limit(1).count().to_pyarrow().as_py():
        raise nobody_bought()


def accounts(orders: Orders) -> Ledger:
    """The ledger as a summary will have it: without the customers who never bought. No other customer is looked at."""
    refunds = orders.customers.filter(orders.customers.orders == 0)
    paid = refunds.sales if "sales" in refunds.columns else refunds.units
    asked = refunds.aggregate(rows=refunds.rows.sum(), paid=paid.sum(), units=refunds.units.sum())
    sums = asked.to_pyarrow().to_pylist()[0]
    if not sums["rows"]:
        return orders.ledger
    names = by_id(refunds).limit(LISTED)
    named = names.select(customer=names.customer.cast("string")).to_pyarrow()["customer"].to_pylist()
    return without_refunds(orders, named, int(sums["rows"]), int(sums["paid"]), int(sums["units"]))


def rows_of(customers: Any) -> Any:
    """A table of customers, sorted by id, from its engine: an Arrow table with ids as text."""
    ordered = by_id(customers)
    return ordered.mutate(customer=ordered.customer.cast("string")).to_pyarrow()


def columns(bought: Any, scale: int, as_of: dt.date, unit_days: float) -> dict[str, Any]:
    """The columns of customers with a purchase, ages in units of `unit_days`."""
    first, last = (as_numpy(bought, name) for name in ("first_day", "last_day"))
    count = as_numpy(bought, "orders")
    repeat = as_numpy(bought, "repeat_units") / 10.0**scale
    age = (np.datetime64(as_of) - first).astype(np.int64)
    return {
        "id": bought["customer"].to_pylist(),
        "first_day": first,
        "last_day": last,
        "orders": count,
        "frequency": count - 1,
        "recency": (last - first).astype(np.int64) / unit_days,
        "T": age / unit_days,
        "monetary_value": np.where(count > 1, repeat / np.maximum(count - 1, 1), 0.0),
    }


def without_refunds(orders: Orders, names: Sequence[str], count: int, paid: int, units: int) -> Ledger:
    """The ledger with the rows of customers who never bought, the first of them named, counted as left out."""
    if not names:
        return orders.ledger
    amount = exact(paid, orders.scale)
    named = tuple(f"customer {name}" for name in names[:LISTED])
    ledger = orders.ledger
    margin = ledger.margin
    if margin is not None:
        margin = replace(margin, total=margin.total - exact(units, orders.scale))
    return replace(
        ledger,
        rows_used=ledger.rows_used - count,
        amount_used=ledger.amount_used - amount,
        excluded=(*ledger.excluded, Exclusion(REFUNDS_ONLY, count, amount, named)),
        margin=margin,
    )

"""What is said of all customers at once: how many there are, since when, how much money, and who never bought."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xlclv.orders.ledger import Ledger, exact
from xlclv.orders.reading import Orders
from xlclv.orders.summary import accounts, nobody_bought, refuse_day


@dataclass(frozen=True, slots=True)
class Overview:
    """Customers with a purchase: their number, orders (days with a purchase), first and last day, and all money."""

    customers: int
    orders: int
    first_day: dt.date
    last_day: dt.date
    total: Decimal
    ledger: Ledger


def overview(orders: Orders, as_of: dt.date | None = None) -> Overview:
    """Counted by the engine that holds the orders; the figures of `summary.summarise`, and its refusals."""
    refuse_day(orders, as_of or orders.as_of)
    each = orders.customers
    bought = each.orders > 0
    sums = each.aggregate(
        customers=each.count(where=bought),
        orders=each.orders.sum(where=bought),
        first_day=each.first_day.min(),
        last_day=each.last_day.max(),
        units=each.units.sum(where=bought),
    )
    row: dict[str, Any] = sums.to_pyarrow().to_pylist()[0]
    if not row["customers"]:
        raise nobody_bought()
    days = row["first_day"], row["last_day"]
    total = exact(int(row["units"]), orders.scale)
    return Overview(int(row["customers"]), int(row["orders"]), *days, total, accounts(orders))

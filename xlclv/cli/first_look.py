"""What `xlclv check` opens with: how many customers and orders, since when, and who is the largest."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from rich.table import Table

from xlclv.orders.ledger import exact

if TYPE_CHECKING:
    from xlclv.orders.reading import Orders


@dataclass(frozen=True, slots=True)
class FirstLook:
    """Customers who bought, as summarize counts them; orders are days with a purchase.

    `largest` is the customer of most money (of most orders, where there is no money), `largest_share` of what all
    customers above 0 bring together; None where money in all is not above 0.
    """

    customers: int
    orders: int
    first_day: dt.date
    last_day: dt.date
    total: Decimal
    largest: str
    largest_amount: Decimal
    largest_share: float | None
    currency: str
    money: bool

    def as_table(self) -> Table:
        """The lines that the terminal opens with."""
        head = Table(show_header=False, box=None, pad_edge=False)
        head.add_column(style="bold")
        head.add_column(justify="right")
        head.add_column(style="dim")
        unit = f" {self.currency}" if self.currency else ""
        amount = f"{self.largest_amount:,.2f}{unit}" if self.money else f"{self.largest_amount:,} orders"
        share = "" if self.largest_share is None else f"{self.largest_share:.1%} of all"
        for row in (
            ("Customers", f"{self.customers:,}", ""),
            ("Orders", f"{self.orders:,}", f"days with a purchase, {self.first_day} to {self.last_day}"),
            ("Largest customer", self.largest, ", ".join(filter(None, (amount, share)))),
            ("", "", ""),
        ):
            head.add_row(*row)
        return head


def first_look(orders: Orders) -> FirstLook:
    """Counted by the engine that holds the orders."""
    import ibis

    each = orders.customers
    sums: dict[str, Any] = (
        each.aggregate(
            customers=(each.orders > 0).sum(),
            orders=each.orders.sum(),
            units=each.units.sum(),
            bought=each.units.sum(where=each.units > 0),
        )
        .to_pyarrow()
        .to_pylist()[0]
    )
    best = each.order_by(ibis.desc(each.units), each.customer).limit(1).to_pyarrow().to_pylist()[0]
    total, largest = (exact(int(units or 0), orders.scale) for units in (sums["units"], best["units"]))
    bought = exact(int(sums["bought"] or 0), orders.scale)
    share = float(largest / bought) if total > 0 else None
    return FirstLook(
        int(sums["customers"]), int(sums["orders"] or 0), orders.first_day, orders.last_day, total,
        str(best["customer"]), largest, share, orders.currency, orders.money,
    )  # fmt: skip

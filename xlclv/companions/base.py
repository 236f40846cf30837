"""The orders' customers in their engine, each with a place: what every file beside the orders is matched with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from xlclv.companions.asked import Asked
from xlclv.companions.levels import Levels, levels
from xlclv.orders.columns import kept
from xlclv.orders.definition import id_order
from xlclv.orders.engine import arrow, keep

if TYPE_CHECKING:
    from xlclv.orders.reading import Orders

_FROM = {"first": "orders, first", "last": "orders, last", "most": "orders, most"}


@dataclass(frozen=True, slots=True)
class Base:
    """The customers with a purchase: `people` is a table of place (from 0, by id), customer, first_day and last_day."""

    orders: Orders
    connection: Any
    people: str

    def arrow(self, sql: str) -> Any:
        """The rows of a query as an Arrow table."""
        return arrow(self.connection, sql)


def base(orders: Orders) -> Base:
    """The customers of orders that were read here, cell by cell."""
    import ibis

    customers = orders.customers
    bought = customers.filter(customers.orders > 0)
    turn = ibis.row_number().over(ibis.window(order_by=id_order(bought.customer)))
    people = keep(bought.select("customer", "first_day", "last_day", place=turn))
    return Base(orders, people.get_backend().con, people.get_name())


def of_orders(found: Base, asked: Asked, number: int) -> Levels:
    """The levels of a column of the orders: each customer's is that of one line, or of the most money."""
    line, cell = asked.line or "first", kept(number)
    rows = found.arrow(_most(found, cell) if line == "most" else _one_line(found, cell, line))
    texts = rows["cell"].combine_chunks().dictionary_encode()
    at = np.asarray(texts.indices.to_numpy(zero_copy_only=False), dtype=np.int64)
    return levels(asked.column, _FROM[line], texts.dictionary.to_pylist(), at, asked.edges)


def _one_line(found: Base, cell: str, line: str) -> str:
    """SQL: the largest line of the first or the last purchase day; of equals the first in the files."""
    return (
        f"SELECT p.place, coalesce(first(o.{cell} ORDER BY o.amount DESC, o.part, o.row), '') AS cell FROM "
        f"{found.people} AS p LEFT JOIN orders AS o ON o.customer = p.customer AND o.day = p.{line}_day "
        "GROUP BY p.place ORDER BY p.place"
    )


def _most(found: Base, cell: str) -> str:
    """SQL: the level with the most money of the customer; of equals the one that came first."""
    return (
        f"SELECT place, first(cell ORDER BY money DESC, day, part, row) AS cell FROM (SELECT p.place, "
        f"o.{cell} AS cell, sum(o.amount) AS money, min(o.day) AS day, min(o.part) AS part, min(o.row) AS row FROM "
        f"{found.people} AS p JOIN orders AS o USING (customer) GROUP BY ALL) GROUP BY place ORDER BY place"
    )

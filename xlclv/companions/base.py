"""The orders' customers in their engine, each with a place: what every file beside the orders is matched with."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from xlclv.checks import Bools
from xlclv.companions.asked import Asked
from xlclv.companions.levels import Levels, levels
from xlclv.models.likelihood.collapse import Ints
from xlclv.orders.arrow import as_numpy, coded
from xlclv.orders.definition import id_order
from xlclv.orders.engine import arrow, keep, one, rows
from xlclv.orders.roles import kept

if TYPE_CHECKING:
    from xlclv.orders.reading import Orders

_LINES = "beside_lines"
AT_ONCE = 1 << 18  # customers looked at together where each has several rows, and each row takes room more than once


@dataclass(frozen=True, slots=True)
class Days:
    """Every customer-day of customers with a purchase, sorted by place and day: days since 1970, whole units of money.

    `month` counts whole months since the first purchase day, below 0 before it.
    """

    place: Ints
    day: Ints
    units: Ints
    bought: Bools
    month: Ints


@dataclass(frozen=True, slots=True)
class Base:
    """The customers with a purchase: `people` is a table of place (from 0, by id), customer (text), key (as the orders
    have it), first_day and last_day.

    `lines` is a table of place, day and the orders' kept columns (kept(0), ...), of the largest line of each day; of
    equals the first in the files.
    """

    backend: Any  # which lives as long as it is asked
    people: str
    days: Days
    as_of: dt.date
    scale: int
    lines: str = ""
    currency: str = ""  # of the orders, where they or the user name one; else of what stands beside them
    customer: str = ""  # the header of the orders' customers
    in_it: str = "orders"  # what names the currency

    def with_money(self, currency: str, what: str) -> Base:
        """The same beside money in this currency, which counts where nothing before it names one."""
        return self if self.currency or not currency else replace(self, currency=currency, in_it=what)

    @property
    def connection(self) -> Any:
        """The engine's connection."""
        return self.backend.con

    def arrow(self, sql: str) -> Any:
        """The rows of a query as an Arrow table."""
        return arrow(self.connection, sql)

    def texts(self, sql: str) -> tuple[list[str | None], Ints]:
        """The different texts of a query's column `cell`, and each row's place among them."""
        texts, at = coded(self.arrow(sql), "cell")
        return texts, at.astype(np.int64)


def base(orders: Orders) -> Base:
    """The customers of orders that were read here; their lines come when they are asked for, see keep_lines."""
    import ibis

    customers = orders.customers
    bought = customers.filter(customers.orders > 0)
    turn = ibis.row_number().over(ibis.window(order_by=id_order(bought.customer))).cast("int32")
    name = bought.customer
    people = keep(bought.select("first_day", "last_day", place=turn, customer=name.cast("string"), key=name))
    backend, name = people.get_backend(), people.get_name()
    days = days_of(backend.con, name, orders.days.get_name())
    customer = orders.ledger.customer
    found = Base(backend, name, days, orders.as_of, orders.scale, _LINES, orders.currency, customer)
    return found.with_money(orders.cost_currency, "costs or margins of the orders")


def keep_lines(found: Base, orders: Orders, columns: int) -> None:
    """Make the table of lines, with so many kept columns.

    The largest line speaks for its day: amount first, then how early it stands, in one number.

    Where each line has its day to itself nothing has to be compared, which takes much room.
    """
    if not columns:
        return
    counts = f"SELECT (SELECT count(*) FROM orders), (SELECT count(*) FROM {orders.days.get_name()})"
    lines, apart = one(found.connection, counts)
    turn = "(o.amount::HUGEINT * 72057594037927936 - o.part::HUGEINT * 1099511627776 - o.row)"
    several = lines > apart
    told = ", ".join(
        f"arg_max(o.{cell}, {turn}) AS {cell}" if several else f"o.{cell}" for cell in map(kept, range(columns))
    )
    found.connection.execute(
        f"CREATE OR REPLACE TABLE {found.lines} AS SELECT p.place, o.day, {told} FROM orders AS o JOIN "
        f"{found.people} AS p ON p.key = o.customer{' GROUP BY p.place, o.day' if several else ''}"
    )


def let_go(found: Base, kept_cell: str | None) -> None:
    """Free the cells of lines that nobody asks for any more."""
    held = rows(found.connection, f"SELECT column_name FROM (DESCRIBE {found.lines})")
    for (name,) in held:
        if name not in ("place", "day", kept_cell):
            found.connection.execute(f"ALTER TABLE {found.lines} DROP COLUMN {name}")


def days_of(connection: Any, people: str, days: str) -> Days:
    """The customer-days of a table of customer, day, amount and bought."""
    found = arrow(
        connection,
        f"SELECT p.place, d.day, d.amount, d.bought, date_sub('month', p.first_day, d.day)::INTEGER AS month FROM "
        f"{days} AS d JOIN {people} AS p ON p.key = d.customer ORDER BY p.place, d.day",
    )
    return Days(
        as_numpy(found, "place"),
        as_numpy(found, "day").astype(np.int64),
        as_numpy(found, "amount"),
        as_numpy(found, "bought"),
        as_numpy(found, "month"),
    )


_FROM = {"first": "orders, first", "last": "orders, last", "most": "orders, most"}


def of_orders(found: Base, asked: Asked, number: int) -> Levels:
    """The levels of a column of the orders: each customer's is that of one line, or of the most money."""
    texts, at = cells_of(found, asked, number)
    return levels(asked.column, _FROM[asked.line or "first"], texts, at, asked.edges)


def cells_of(found: Base, asked: Asked, number: int) -> tuple[list[str | None], Ints]:
    """The different texts of the column, and each customer's place among them."""
    line, cell = asked.line or "first", kept(number)
    return found.texts(_most(found, cell) if line == "most" else _one_line(found, cell, line))


def _one_line(found: Base, cell: str, line: str) -> str:
    """SQL: the largest line of the first or the last purchase day."""
    return (
        f"SELECT coalesce(o.{cell}, '') AS cell FROM {found.people} AS p LEFT JOIN {found.lines} AS o ON "
        f"o.place = p.place AND o.day = p.{line}_day ORDER BY p.place"
    )


def _most(found: Base, cell: str) -> str:
    """SQL: the level with the most money of the customer; of equals the one that came first."""
    return (
        f"SELECT place, first(cell ORDER BY money DESC, day, part, row) AS cell FROM (SELECT p.place, "
        f"o.{cell} AS cell, sum(o.amount) AS money, min(o.day) AS day, min(o.part) AS part, min(o.row) AS row FROM "
        f"{found.people} AS p JOIN orders AS o ON p.key = o.customer GROUP BY ALL) GROUP BY place ORDER BY place"
    )

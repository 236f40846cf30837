"""Orders and deliveries beside invoices: no money where the rows show that invoices bill them, else money like these.

Invoices bill them where nearly all orders have an invoice of the same customer and amount. Payments beside charges are
warned of by the same measure.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from xlclv.orders.chosen import key as compared
from xlclv.orders.engine import rows
from xlclv.orders.files.cells import literal, trimmed
from xlclv.orders.files.in_doubt import Doubt
from xlclv.orders.files.meanings import OF_STATUS, example, said_of
from xlclv.orders.headers import plain
from xlclv.orders.roles import Columns
from xlclv.orders.rules.papers import BILL_OR_RECEIPT, to_be_billed
from xlclv.orders.rules.payment_words import CHARGED, PAID
from xlclv.orders.rules.roughly import near
from xlclv.orders.rules.statuses import NO_SALE, SALE, key
from xlclv.orders.source import Source, listed
from xlclv.terms.options import option

_NEARLY = 0.8  # of the orders have an invoice: the last ones may wait for theirs


class Alike(NamedTuple):
    """Rows with money of one word for orders, of all invoices, and how many are of the same customer and amount.

    Then those that are the only order of their customer and amount: of one price all are alike, which shows nothing.
    """

    orders: int
    bills: int
    both: int
    single: int = 0
    single_both: int = 0

    @property
    def billed(self) -> bool:
        """Whether nearly all orders have their like; what has no money cannot be lost."""
        shown = 2 * self.single >= self.orders and self.single_both >= _NEARLY * self.single
        return not self.orders or (self.both > 0 and shown)


class Found(NamedTuple):
    """What the words mean; those that are left out as invoices bill them, and those that are not."""

    means: dict[str, str | None]
    bills: list[str]
    billed: dict[str, Alike]
    unbilled: dict[str, Alike]


def settle(
    connection: Any, source: Source, columns: Columns, role: str, where: str, means: Mapping[str, str | None]
) -> Found:
    """What the words of the column in this role mean, with those of orders as the rows `where` show it.

    What the user says of one stands.
    """
    header = plain(source.headers[columns.roles[role]]) if source.headers else ""
    left = to_be_billed({*map(key, means)})
    said = said_of(columns, role, only=True) | said_of(columns, role, only=False)
    orders = [
        word
        for word, meant in means.items()
        if key(word) in left and compared(word) not in said and meant in (NO_SALE, SALE)
    ]
    bills = [word for word, meant in means.items() if key(word) in BILL_OR_RECEIPT and meant == SALE]
    if not orders or not bills or header in OF_STATUS or said_of(columns, role, only=True):
        return Found(dict(means), bills, {}, {})
    alike = _alike(connection, columns, role, where, (orders, bills))
    found = {word: alike.get(word, Alike(0, 0, 0)) for word in orders}
    billed = {word: each for word, each in found.items() if each.billed}
    unbilled = {word: each for word, each in found.items() if not each.billed}
    return Found({**means, **dict.fromkeys(billed, NO_SALE), **dict.fromkeys(unbilled, SALE)}, bills, billed, unbilled)


def _alike(
    connection: Any, columns: Columns, role: str, where: str, words: tuple[Collection[str], Collection[str]]
) -> dict[str, Alike]:
    """How many rows of each word for orders have an invoice of the same customer and amount, each of its own."""
    orders, bills = (", ".join(map(literal, side)) for side in words)
    money = " * ".join(
        f"coalesce({near(trimmed(of))}, {int(of == 'quantity')})"
        for of in ("amount", "quantity", "price")
        if of in columns.roles
    )
    found = rows(
        connection,
        f"WITH papers AS (SELECT kind, who, money, count(*) AS n FROM (SELECT {trimmed(role)} AS kind, "
        f"nullif(lower({trimmed('customer')}), '') AS who, round({money or '1'}, 2) AS money FROM raw WHERE {where}) "
        "WHERE money > 0 GROUP BY ALL), "
        f"bills AS (SELECT who, money, sum(n) AS n FROM papers WHERE kind IN ({bills}) GROUP BY ALL) "
        "SELECT o.kind, sum(o.n), (SELECT coalesce(sum(n), 0) FROM bills), coalesce(sum(least(o.n, b.n)) FILTER "
        "(b.n > 0), 0), count(*) FILTER (o.n = 1), count(*) FILTER (o.n = 1 AND b.n > 0) "
        "FROM papers AS o LEFT JOIN bills AS b ON o.who = b.who AND o.money = b.money "
        f"WHERE o.kind IN ({orders}) GROUP BY 1",
    )
    # Where orders are counted without money nothing shows it.
    return {word: Alike(*map(int, counts)) if money else Alike(int(counts[0]), 0, 0) for word, *counts in found}


def left_out(source: Source, at: int, found: Found, named: Mapping[str, str]) -> list[str]:
    """A warning of those that invoices bill, of which some may not be."""
    if not found.billed:
        return []
    some = len(found.bills) == 1
    return [
        f"{source.where}, {source.column(at)}: {listed([named[word] for word in found.billed])} left out beside "
        f"{listed([named[word] for word in found.bills])}, which bill{'s' if some else ''} what was ordered"
        f"{_most(found.billed)}; rows that nothing bills count where the column says Sale instead"
    ]


def paid_twice(
    connection: Any, source: Source, columns: Columns, role: str, where: str, means: Mapping[str, str | None]
) -> list[Doubt]:
    """A warning of payments that count beside charges of the same customers and amounts, which they may pay."""
    sold = [word for word, meant in means.items() if meant == SALE]
    charges = [word for word in sold if key(word) in CHARGED]
    payments = [word for word in sold if key(word) in PAID - CHARGED]
    if not charges or not payments:
        return []
    alike = _alike(connection, columns, role, where, (payments, charges))
    paying = [word for word in payments if word in alike and 0 < _NEARLY * alike[word].orders <= alike[word].both]
    if not paying:
        return []
    column = source.column(columns.roles[role])
    both, words = sum(alike[word].both for word in paying), ",".join(example(source, word) for word in paying)
    named = option("without", f"{column.removeprefix('column ').strip(chr(34))}={words}")
    few = f", of which {both:,} ha{'s' if both < 2 else 've'} a payment of the same customer and amount"
    return [
        Doubt(role, (f"{source.where}, {column}: ", tuple(paying), " counted beside ", tuple(charges),
                     f"{few}; if they pay what was charged, {named} leaves them out"))
    ]  # fmt: skip


def _most(billed: Mapping[str, Alike]) -> str:
    """How many are alike; "" where there is no money."""
    both, orders = (sum(each[at] for each in billed.values()) for at in (2, 0))
    return f" ({both:,} of {orders:,} have one of the latter with the same customer and amount)" if both else ""


def counted(source: Source, role: str, at: int, found: Found) -> list[Doubt]:
    """A warning of those that no invoice bills, which count."""
    if not found.unbilled:
        return []
    column, both = source.column(at), max(each.both for each in found.unbilled.values())
    header = column.removeprefix("column ").strip('"')
    words = ",".join(example(source, word) for word in found.unbilled)
    out = option("without", f"{header}={words}")
    few = f", of which {both or 'none'} ha{'s' if both < 2 else 've'} an order of the same customer and amount"
    return [
        Doubt(role, (f"{source.where}, {column}: ", tuple(found.unbilled), " counted beside ", tuple(found.bills),
                     f"{few}; if they are billed all the same, {out} leaves them out"))
    ]  # fmt: skip

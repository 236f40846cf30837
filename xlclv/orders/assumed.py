"""Columns that no name tells but their values do: the only one of days, the only one of amounts; said as assumed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from xlclv.orders.columns import recognise
from xlclv.orders.headers import UnclearError, find, plain
from xlclv.orders.roles import Columns
from xlclv.orders.rules.documents import OF_DOCUMENTS, OF_SIGNS, documents, sides
from xlclv.orders.rules.headers import (
    AMOUNT,
    CANCELLED,
    COST,
    CURRENCY,
    CUSTOMER,
    DATE,
    DISCOUNT,
    NO_AMOUNT,
    NO_ORDER_DATE,
    NO_STATUS,
    ORDER,
    PRICE,
    QUANTITY,
    REFUNDED,
    STATUS,
)
from xlclv.orders.rules.layouts import is_day, is_month, number
from xlclv.orders.rules.statuses import CREDIT, NO_SALE, SALE, meaning
from xlclv.orders.rules.whole_money import with_zeros
from xlclv.orders.source import Options

SEEN = 200  # rows looked at
SIGNED = ("amount", "quantity", "price")  # a row of which one is below 0 takes money back
_OTHER_ROLES = (CUSTOMER, DATE, QUANTITY, COST, CURRENCY, STATUS, CANCELLED, REFUNDED, ORDER, DISCOUNT)


def by_values(headers: Sequence[str], below: Sequence[Sequence[str]], options: Options) -> Columns:
    """The columns, where a date or an amount that no header names is the only column it can be.

    >>> rows = [["A", "2024-01-05", "12.50"], ["B", "2024-01-07", "3"]]
    >>> by_values(["Customer", "Visited", "Ticket"], rows, Options()).assumed
    ('date', 'amount')
    """
    told: dict[str, Any] = {}
    rows = below[:SEEN]
    if options.date is None and not find(DATE, headers):
        told |= _only("date", [at for at, name in enumerate(headers) if _of_days(at, name, rows)])
    product = len(find(QUANTITY, headers)) == len(find(PRICE, headers)) == 1
    if options.amount is None and not product and not find(AMOUNT, headers):
        told |= _only("amount", _of_amounts(headers, rows, told.get("date")))
    if not told:
        raise UnclearError
    return replace(recognise(headers, replace(options, **told)), assumed=tuple(told))


def status_sought(columns: Columns, options: Options) -> bool:
    """Whether values may tell what is a sale: in orders whose columns the user or a system does not tell."""
    plainly = options.form == "orders" and options.told is None and not columns.system
    return plainly and options.status_column != "none" and columns.nature is None


def seen(cells: Sequence[Any], columns: Columns) -> list[str]:
    """A row of a table as `status_by_values` looks at it: texts, and amounts, whose minus tells."""
    money = {columns.roles[role] for role in SIGNED if role in columns.roles}
    return [
        cell if isinstance(cell, str) else str(cell) if at in money and cell is not None else ""
        for at, cell in enumerate(cells)
    ]


def status_by_values(
    columns: Columns, headers: Sequence[str], below: Sequence[Sequence[str]], options: Options
) -> Columns:
    """The columns, with a status that no header names: the first column of words that all say sale or no sale.

    One of them must say that there was none, or a credit note; where goods are and who a customer is are other
    questions. Beside a status there may be a column of documents, which says what is credited.
    """
    if not status_sought(columns, options):
        return columns
    used = set(columns.roles.values())
    said = columns.status is not None or options.status_column or options.only or options.without
    for at, header in enumerate(headers):
        if at in used or not header.strip() or NO_STATUS.search(header):
            continue
        if plain(header) in OF_DOCUMENTS:
            if _of_documents(at, plain(header), below, columns):
                return replace(columns, nature=at) if said else replace(columns, status=at)
        elif not said:
            meant = {meaning(cell) for cell in _cells(at, below)}
            if None not in meant and (CREDIT in meant or (NO_SALE in meant and len(meant) > 1)):
                return replace(columns, status=at)
    return columns


def _of_documents(at: int, header: str, below: Sequence[Sequence[str]], columns: Columns) -> bool:
    """Whether a column so called decides what is a sale: one of words all known, or one that must be asked about.

    It must where something is credited, or may be, and its amounts have no minus; so where a word is known to be a sale
    and another is not known.
    """
    means = documents(_cells(at, below), header)
    meant = set(means.values())
    if None not in meant:
        return bool(meant & {SALE, CREDIT})
    of = {said: {cell for cell, known in means.items() if known == said} for said in (None, CREDIT)}
    kinds = sides(means) if header in OF_SIGNS else [of[CREDIT] or (of[None] if SALE in meant else set())]
    money = [columns.roles[role] for role in SIGNED if role in columns.roles]

    def unsigned(kind: set[str]) -> bool:
        rows = [row for row in below if at < len(row) and row[at].strip() in kind]
        return any(not any(_minus(row[place]) for place in money if place < len(row)) for row in rows)

    return bool(kinds and money) and all(map(unsigned, kinds))


def _minus(cell: str) -> bool:
    cell = with_zeros(cell)
    return "-" in cell or "\u2212" in cell or cell.strip().startswith("(")


def _only(role: str, places: list[int]) -> dict[str, str]:
    return {role: str(places[0] + 1)} if len(places) == 1 else {}


def _cells(at: int, rows: Sequence[Sequence[str]]) -> list[str]:
    return [row[at].strip() for row in rows if at < len(row) and row[at].strip()]


def _of_days(at: int, header: str, rows: Sequence[Sequence[str]]) -> bool:
    """Whether a column holds days, or months, of which none is a birthday or the like."""
    cells = _cells(at, rows)
    return bool(cells) and not _has(header, NO_ORDER_DATE) and all(is_day(cell) or is_month(cell) for cell in cells)


def _of_amounts(headers: Sequence[str], rows: Sequence[Sequence[str]], date: str | None) -> list[int]:
    """The columns that can be amounts; those with decimals or a currency before those of whole numbers."""
    others = {at for tiers in _OTHER_ROLES for at in find(tiers, headers)} | ({int(date) - 1} if date else set())
    found = [
        at
        for at, header in enumerate(headers)
        if at not in others and header.strip() and not _has(header, NO_AMOUNT)
        if (cells := _cells(at, rows)) and all(map(number, cells))
    ]
    fine = [at for at in found if any(not cell.lstrip("+-").isdecimal() for cell in _cells(at, rows))]
    return fine or found


def _has(header: str, words: frozenset[str]) -> bool:
    """Whether one of the words is the header, or stands in it as a word of its own."""
    parts = {plain(part) for part in header.replace("_", " ").replace("-", " ").split()}
    return bool(words & (parts | {plain(header)})) or any(mark in header for mark in "%#")

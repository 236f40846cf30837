"""Columns that no name tells but their values do: the only one of days, the only one of amounts; said as assumed."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from xlclv.orders.billed import amounts, are_money, of_paid
from xlclv.orders.columns import recognise
from xlclv.orders.headers import UnclearError, find, plain
from xlclv.orders.roles import Columns
from xlclv.orders.rules.flags import NO, YES
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
    ORDER,
    PRICE,
    QUANTITY,
    REFUNDED,
    STATUS,
)
from xlclv.orders.rules.layouts import is_day, is_month, number
from xlclv.orders.rules.paid_words import is_paid
from xlclv.orders.rules.tax_words import phrase
from xlclv.orders.source import Options

SEEN = 200  # rows looked at
_OTHER_ROLES = (CUSTOMER, DATE, QUANTITY, COST, CURRENCY, STATUS, CANCELLED, REFUNDED, ORDER, DISCOUNT)


def by_values(headers: Sequence[str], below: Sequence[Sequence[str]], options: Options) -> Columns:
    """The columns, where a date or an amount that no header names is the only column it can be.

    >>> rows = [["A", "2024-01-05", "12.50"], ["B", "2024-01-07", "3"]]
    >>> by_values(["Customer", "Visited", "Ticket"], rows, Options()).assumed
    ('date', 'amount')
    >>> rows = [["A", "2024-01-05", "2", "3.00", "card", "yes"]]
    >>> by_values(["Customer", "Date", "Qty", "Price", "Payment", "Paid"], rows, Options()).roles
    {'customer': 0, 'date': 1, 'quantity': 2, 'price': 3}
    """
    told: dict[str, Any] = {}
    rows = below[:SEEN]
    if options.date is None and not find(DATE, headers):
        told |= _only("date", [at for at, name in enumerate(headers) if _of_days(at, name, rows)])
    product = len(find(QUANTITY, headers)) == len(find(PRICE, headers)) == 1
    if options.amount is None and not product and not find(AMOUNT, headers):
        told |= _only("amount", _of_amounts(headers, rows, told.get("date")))
    named = headers
    if options.amount is None and (rivals := amounts(headers)):
        money = [at for at in rivals if not _of_marks(at, headers[at], rows)]
        if not money and product:
            named = ["" if at in rivals else header for at, header in enumerate(headers)]
        elif len(rivals) > 1:
            told |= _only("amount", money)
    if not told and named is headers:
        raise UnclearError
    found = without_tax_marks(recognise(named, replace(options, **told)), named, rows, options)
    return replace(found, assumed=tuple(told))


def without_words(
    columns: Columns, headers: Sequence[str], below: Sequence[Sequence[str]], options: Options
) -> Columns:
    """The columns, where the amount is what was paid by its name and its cells are words, as card and cash: without it.

    >>> heads, rows = ["Customer", "Date", "Quantity", "Price", "Payment"], [["A", "2024-01-05", "2", "5.00", "card"]]
    >>> without_words(recognise(heads, Options()), heads, rows, Options()).roles
    {'customer': 0, 'date': 1, 'quantity': 2, 'price': 3}
    """
    columns = without_tax_marks(columns, headers, below, options)
    if options.form == "contracts" and options.told is None:
        return _fee_of_money(columns, headers, below[:SEEN], options)
    if options.told is not None or options.form != "orders":
        return columns
    at = columns.amount
    if at is None or not of_paid(headers, columns, options) or not _of_marks(at, headers[at], below[:SEEN]):
        return columns
    with suppress(UnclearError):
        return recognise(["" if place == at else header for place, header in enumerate(headers)], options)
    return columns


def without_tax_marks(
    columns: Columns, headers: Sequence[str], below: Sequence[Sequence[str]], options: Options
) -> Columns:
    """The columns, without an amount headed Tax Excluded or the like alone whose cells are marks: a yes, or 0 and 1.

    >>> heads = ["Customer", "Date", "Tax Excluded", "Tax", "Total"]
    >>> of = recognise(heads, Options())
    >>> without_tax_marks(of, heads, [["A", "2024-01-05", "1", "1.90", "11.90"]], Options()).amount
    4
    >>> without_tax_marks(of, heads, [["A", "2024-01-05", "10.00", "1.90", "11.90"]], Options()).amount
    2
    """
    if options.told is not None or options.amount is not None or columns.system:
        return columns
    at = columns.amount
    if at is None or at >= len(headers):
        return columns
    if not phrase(headers[at]) or are_money([cell.removesuffix(".0") for cell in _cells(at, below[:SEEN])]):
        return columns
    with suppress(UnclearError):
        return recognise(["" if place == at else header for place, header in enumerate(headers)], options)
    return columns


def _fee_of_money(columns: Columns, headers: Sequence[str], rows: Sequence[Sequence[str]], options: Options) -> Columns:
    """The columns, with the next one that may be the fee where the cells of the first are words: "Payment: quarterly".

    >>> heads = ["Customer", "Start", "End", "Annual Fee", "Payment"]
    >>> rows = [["A", "2024-01-05", "", "120", "quarterly"], ["B", "2024-02-01", "", "240", "monthly"]]
    >>> _fee_of_money(recognise(heads, Options(form="contracts")), heads, rows, Options(form="contracts")).amount
    3
    """
    named, found = list(headers), columns
    while options.amount is None and found.amount is not None and _of_words(found.amount, rows):
        named[found.amount] = ""
        try:
            found = recognise(named, options)
        except UnclearError:
            return columns
    return found


def _of_words(at: int, rows: Sequence[Sequence[str]]) -> bool:
    """Whether no cell that is filled has a digit, and one says more than that there is nothing."""
    cells = _cells(at, rows)
    return any(map(str.isalpha, "".join(cells))) and not any(map(str.isdigit, "".join(cells)))


def _only(role: str, places: list[int]) -> dict[str, str]:
    return {role: str(places[0] + 1)} if len(places) == 1 else {}


def _cells(at: int, rows: Sequence[Sequence[str]]) -> list[str]:
    return [row[at].strip() for row in rows if at < len(row) and row[at].strip()]


def _of_marks(at: int, header: str, rows: Sequence[Sequence[str]]) -> bool:
    """Whether a column says yes and no, or how or when something was paid; 0 and 1 alone may be money.

    >>> _of_marks(0, "Paid", [["Card"], ["Cash"]]), _of_marks(0, "Paid", [["18.00 Euro"], ["n/a"]])
    (True, False)
    """
    cells = {cell.casefold() for cell in _cells(at, rows)}
    how = is_paid(plain(header)) and bool(cells) and not any(map(_may_be_money, cells))
    return how or (not cells <= {"0", "1"} and cells <= {*YES, *NO, "0", "1"})


def _may_be_money(cell: str) -> bool:
    """Whether a cell has a digit, as money has however it is written ("18.00 Euro"), and is no day."""
    return any(map(str.isdigit, cell)) and (cell.isdecimal() or not is_day(cell))


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
    return found if all(is_paid(plain(headers[at])) for at in fine) else fine  # what was paid of whole bills


def _has(header: str, words: frozenset[str]) -> bool:
    """Whether one of the words is the header, or stands in it as a word of its own."""
    parts = {plain(part) for part in header.replace("_", " ").replace("-", " ").split()}
    return bool(words & (parts | {plain(header)})) or any(mark in header for mark in "%#")

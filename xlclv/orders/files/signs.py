"""Rows that contradict themselves: a quantity below 0 beside an amount above it, which is a return or no sale at all.

And columns beside an amount that prove what was taken off it: net is gross less discounts and returns on every row.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlclv.orders.engine import one, rows
from xlclv.orders.headers import plain
from xlclv.orders.ledger import exact
from xlclv.orders.roles import Columns
from xlclv.orders.rules.flags import OF_DISCOUNT, OF_REFUND
from xlclv.orders.rules.headers import GROSS_WORD, NET_WORD
from xlclv.orders.rules.roughly import READINGS, is_minus, signed, size
from xlclv.orders.source import Source, also

_NEARLY = 0.95  # of the other rows whose quantity x price is their amount
_OFF = 0.005  # it may differ by half a cent
_RETURNS = 1 / 3  # of the rows may be returns; more is how the system writes what leaves the shop
_SHOWN = 5


def beside(headers: Sequence[str], columns: Columns) -> tuple[int, ...]:
    """The columns not in use that are looked at here."""
    net = net_of(headers, columns)
    units = () if columns.units is None else (columns.units,)
    return (*units, *(columns.of_line or ()), *((net[0], *net[1]) if net else ()))


def net_of(headers: Sequence[str], columns: Columns) -> tuple[int, tuple[int, ...]] | None:
    """Where the amount is called net: the one column called gross, and those of discounts and returns not in use.

    >>> net_of(["Customer", "Date", "Gross sales", "Discounts", "Returns", "Net sales"], Columns(0, 1, amount=5))
    (2, (3, 4))
    """
    if columns.amount is None or not headers or not NET_WORD.search(headers[columns.amount]):
        return None
    used = {at for role, at in columns.roles.items() if role != "refunded"}
    free = {at: header for at, header in enumerate(headers) if at not in used}
    gross = [at for at, header in free.items() if GROSS_WORD.search(header)]
    off = tuple(at for at, header in free.items() if _taken_off(plain(header)))
    return (gross[0], off) if len(gross) == 1 and any(OF_REFUND.search(plain(headers[at])) for at in off) else None


def _taken_off(name: str) -> bool:
    return bool(OF_DISCOUNT.search(name) or OF_REFUND.search(name))


def proven(connection: Any, source: Source, columns: Columns, total: int | None) -> str:
    """What to say of an amount that is, on every row, gross less discounts and returns; "" where it is not."""
    found = net_of(source.headers, columns)
    if found is None:
        return ""
    gross, off = found[0], _of_numbers(connection, source, found[1], total)
    if not off:
        return ""
    tests = []
    for reading in READINGS:
        taken = " - ".join(f"coalesce({size(f'beside{at}', reading)}, 0)" for at in off)
        rest = f"{signed(f'beside{gross}', reading)} - {taken} - {signed('amount', reading)}"
        tests.append(f"bool_and(coalesce(abs({rest}) <= {_OFF}, FALSE))")
    (sure,) = one(connection, f"SELECT {' OR '.join(tests)} FROM raw WHERE {_others(total)}")
    named = [source.column(at).removeprefix("column ") for at in (columns.amount or 0, gross, *off)]
    return f"{named[0]} is {named[1]} less {' and '.join(named[2:])} on every row" if sure else ""


def takes_off(source: Source, columns: Columns) -> bool:
    """Whether the column of refunds is among those that net is proven by."""
    found = net_of(source.headers, columns)
    return found is not None and columns.refunded in found[1]


def _others(total: int | None) -> str:
    return f"left_out IS NULL AND row IS DISTINCT FROM {'NULL' if total is None else total}"


def _of_numbers(connection: Any, source: Source, off: Sequence[int], total: int | None) -> tuple[int, ...]:
    """Of these columns those of numbers; none where one of returns holds words, or all of them nothing but 0.

    A mark that an order was returned, or a day, takes nothing off any number: net is gross then, and proves nothing.
    """
    tests = []
    for at in off:
        cell = f"beside{at}"
        number = f"regexp_matches({cell}, '[0-9]') OR trim({cell}, ' -\u2212\u2013') = ''"
        tests.append(f"bool_and({number}), coalesce(bool_or(regexp_matches({cell}, '[1-9]')), FALSE)")
    found = one(connection, f"SELECT {', '.join(tests)} FROM raw WHERE {_others(total)}")
    numbers = [at for at, sure in zip(off, found[::2], strict=True) if sure]
    returns = [at for at in off if OF_REFUND.search(plain(source.headers[at]))]
    some = any(found[2 * off.index(at) + 1] for at in returns)
    return tuple(numbers) if some and set(returns) <= set(numbers) else ()


def returned(connection: Any, source: Source, columns: Columns, table: str, scale: int) -> tuple[list[str], list[str]]:
    """Take off rows of a quantity (or price) below 0 whose amount is above it; notes and warnings.

    Only where quantity x price is the amount of nearly all other rows and, without its sign, of that row too; else it
    is counted and told. Where more than a third have such a quantity the minus is how the system writes what leaves
    the shop. What a column of refunds holds beside a return is the same money.
    """
    if columns.units is None or columns.amount is None:
        return [], []
    factors = columns.of_line or (columns.units,)
    odd = f"({' <> '.join(_below(f'beside{at}') for at in factors)})"  # of a quantity alone: it is below 0
    own = _own(factors, scale) if columns.of_line else "FALSE"
    connection.execute(
        f"CREATE OR REPLACE TABLE signs AS SELECT t.row, t.amount, t.refunded, {odd} AND t.perhaps IS NULL AS odd, "
        f"{own} AS own FROM {table} AS t JOIN raw USING (row) WHERE t.left_out IS NULL AND t.amount > 0 AND "
        f"regexp_matches(beside{columns.units}, '[1-9]')"
    )
    others, agree, count = one(
        connection,
        "SELECT count(*) FILTER (NOT odd), count(*) FILTER (NOT odd AND own), count(*) FILTER (odd) FROM signs",
    )
    said: tuple[list[str], list[str]] = [], []
    if count > _RETURNS * (count + others) and others:
        said = [_leaving(source, columns, count, count + others)], []
    elif count and others:
        if agree >= _NEARLY * others:
            said = _take_off(connection, columns, source, table), []
        said[1].extend(_told(connection, source, columns, scale))
    connection.execute("DROP TABLE signs")
    return said


def _leaving(source: Source, columns: Columns, count: int, every: int) -> str:
    quantity, amount = (source.column(at).removeprefix("column ") for at in (columns.units or 0, columns.amount or 0))
    return (
        f"{quantity} or its price is below 0 on {count:,} of {every:,} rows with {amount} above it: too many to be "
        "returns, all count as they stand"
    )


def _take_off(connection: Any, columns: Columns, source: Source, table: str) -> list[str]:
    more = ", worth = -worth" if "worth" in [name for name, *_ in rows(connection, f"DESCRIBE {table}")] else ""
    where = "row IN (SELECT row FROM signs WHERE odd AND own)"
    (twice,) = one(connection, "SELECT count(*) FROM signs WHERE odd AND own AND refunded <> 0")
    connection.execute(f"UPDATE {table} SET amount = -amount, refunded = 0{more} WHERE {where}")
    (count,) = one(connection, "DELETE FROM signs WHERE odd AND own")
    if not count:
        return []
    again = ""
    if twice and columns.refunded is not None:
        refunded = source.column(columns.refunded).removeprefix("column ")
        again = f"; what {refunded} says of {'it' if count == 1 else 'them'} is the same money and not taken off again"
    many = "1 row has" if count == 1 else f"{count:,} rows have"
    quantity, price, amount = (source.column(at).removeprefix("column ") for at in _line(columns))
    return [f"{many} {quantity} or {price} below 0 and {amount} without the minus: taken off, as returns are{again}"]


def _told(connection: Any, source: Source, columns: Columns, scale: int) -> list[str]:
    """A warning of the rows that contradict themselves and count as they stand."""
    found = rows(
        connection,
        "SELECT row, count(*) OVER (), sum(amount) OVER () FROM signs WHERE odd AND refunded = 0 "
        f"ORDER BY row LIMIT {_SHOWN}",
    )
    if not found:
        return []
    count, units = int(found[0][1]), int(found[0][2])
    named = f"row {source.row(found[0][0]):,}{also([source.row(row) for row, *_ in found[1:]], count - 1)}"
    quantity, amount = (source.column(at).removeprefix("column ") for at in (columns.units or 0, columns.amount or 0))
    rule = f"{quantity} or its price is below 0, but {amount} is above it: counted as a sale"
    fix = f"if it is a return, write {amount} with a minus"
    return [f"{source.where}, {named}: {rule}, {exact(units, scale):,} in all; {fix}"]


def _line(columns: Columns) -> tuple[int, int, int]:
    assert columns.of_line is not None
    assert columns.amount is not None
    return *columns.of_line, columns.amount


def _amount(scale: int) -> str:
    return f"t.amount / {10**scale}.0"


def _below(cell: str) -> str:
    return f"({is_minus(cell)} AND regexp_matches({cell}, '[1-9]'))"


def _own(factors: Sequence[int], scale: int) -> str:
    """SQL: whether quantity x price is the amount, without signs."""
    tests = []
    for reading in READINGS:
        product = " * ".join(size(f"beside{at}", reading) for at in factors)
        tests.append(f"coalesce(abs({product} - abs({_amount(scale)})) <= {_OFF}, FALSE)")
    return f"({' OR '.join(tests)})"

"""One file from its raw cells to its orders: what is blank, what is a total, which convention, which amount."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xlclv.orders import dates, ids, money
from xlclv.orders.cells import Column, distinct, is_blank, spaced, trimmed
from xlclv.orders.columns import Columns
from xlclv.orders.delimited import unreadable
from xlclv.orders.engine import one, rows
from xlclv.orders.ledger import exact
from xlclv.orders.opening import open_source
from xlclv.orders.source import Options, Source, refusal

_TOTAL = re.compile(r"((grand |sub-?)?totals?|sums?|overall|(gesamt)?summe)\s*:?", re.IGNORECASE)
_MONEY = ("amount", "quantity", "price")


@dataclass(frozen=True, slots=True)
class Part:
    """One file converted: a table of row, customer (NULL: none), day and amount at 10**-scale.

    `total` is the row and the amount of a totals row at the end, which is no order.
    """

    source: Source
    table: str
    scale: int
    total: tuple[int, int] | None
    currency: str
    notes: tuple[str, ...]
    warnings: tuple[str, ...]


def convert(connection: Any, path: Path, number: int, options: Options) -> Part:
    """The orders of one file, in a table of their own."""
    source, columns = open_source(path, options)
    types = _stage(connection, source, columns)
    roles = {role: Column(connection, role, types[role], source, at) for role, at in columns.roles.items()}
    blank = _drop_blank(connection, source, columns)
    total_row = _total_row(connection, columns)
    for role, column in roles.items():
        distinct(column, total_row if role in ("customer", "date") else None)
    customer = ids.convert(roles["customer"], options.pseudonyms)
    day = dates.convert(roles["date"], options.dayfirst)
    factors = {role: money.convert(roles[role], options.decimal) for role in _MONEY if role in roles}
    amount = money.product(factors)
    table = f"part_{number}"
    joins = "".join(f" JOIN {f.table} AS {role} ON raw.{role} = {role}.text" for role, f in factors.items())
    connection.execute(
        f"CREATE TABLE {table} AS SELECT row, c.value AS customer, d.value AS day, {amount.value} AS amount FROM raw "
        f"JOIN {customer.table} AS c ON raw.customer = c.text JOIN {day.table} AS d ON raw.date = d.text{joins}"
    )
    total = None if total_row is None else _total(connection, source, table, total_row, factors["amount"])
    notes = [f"{source.where}: {_taken(source, columns)}"]
    if blank:
        notes.append(f"{source.where}: {blank:,} blank row{'s were' if blank > 1 else ' was'} not read")
    warnings = list(source.warnings)
    if total is not None:
        warnings.append(f"{source.where}: row {source.row(total[0]):,} is the total of the rows above, left out")
    converted: tuple[ids.Ids | dates.Days | money.Money, ...] = (customer, day, *factors.values())
    currency = _currency(roles, factors)
    _drop_working_tables(connection, roles)
    return Part(
        source,
        table,
        amount.scale,
        total,
        currency,
        (*source.notes, *notes, *(n for c in converted for n in c.notes)),
        (*warnings, *amount.warnings, *(w for c in converted for w in c.warnings)),
    )


def _stage(connection: Any, source: Source, columns: Columns) -> dict[str, str]:
    """The table `raw`: row and the columns in use, named by role, as text. Gives the types they had."""
    import pyarrow as pa

    scanned = source.scan(sorted(set(columns.roles.values())))
    origin = f"({scanned})" if isinstance(scanned, str) else "scanned"
    if not isinstance(scanned, str):
        connection.register("scanned", scanned)
    named = ", ".join(f"coalesce(CAST(\"{at}\" AS VARCHAR), '') AS {role}" for role, at in columns.roles.items())
    try:
        types = {name: str(kind) for name, kind, *_ in rows(connection, f"DESCRIBE SELECT * FROM {origin}")}
        connection.execute(f"CREATE OR REPLACE TABLE raw AS SELECT row, {named} FROM {origin}")
    except pa.ArrowInvalid as reason:
        raise unreadable(source.path, reason) from None
    finally:
        if not isinstance(scanned, str):
            connection.unregister("scanned")
    if source.ragged:
        row, found = source.ragged[0]
        more = f" (and {len(source.ragged) - 1:,} more rows)" if len(source.ragged) > 1 else ""
        rule = f"the row has {found} cells where the header has {source.width}{more}"
        raise source.refuse(rule, row=row, mend="quote cells that hold the delimiter, or mend the row")
    return {role: types[str(at)] for role, at in columns.roles.items()}


def _drop_blank(connection: Any, source: Source, columns: Columns) -> int:
    """Take out the rows that are blank in every column in use; gives their number."""
    blank = " AND ".join(map(is_blank, columns.roles))
    removed = one(connection, f"DELETE FROM raw WHERE {blank}")[0] + len(source.dropped)
    if not one(connection, "SELECT count(*) FROM raw")[0]:
        raise refusal(source.where, "there is a header but no rows below it")
    return int(removed)


def _total_row(connection: Any, columns: Columns) -> int | None:
    """The last row, when it has an amount and a word such as Total for a customer, or neither customer nor date."""
    if columns.amount is None:
        return None
    row, customer, date, amount = one(
        connection,
        f"SELECT row, {spaced('customer')}, {trimmed('date')}, {trimmed('amount')} FROM raw ORDER BY row DESC LIMIT 1",
    )
    words = [cell for cell in (customer, date) if cell]
    named = any(_TOTAL.fullmatch(word) for word in words)  # dated or not: some programs date their totals
    return int(row) if amount and (named or not words) else None


def _total(connection: Any, source: Source, table: str, row: int, amount: money.Money) -> tuple[int, int]:
    """Row and amount of the totals row, which must be what the rows above add up to."""
    (value,) = one(
        connection, f"SELECT value FROM raw JOIN {amount.table} AS m ON raw.amount = m.text WHERE row = {row}"
    )
    (above,) = one(connection, f"SELECT coalesce(sum(amount), 0) FROM {table}")
    if int(above) != value:
        said, found = exact(value, amount.scale), exact(int(above), amount.scale)
        raise source.refuse(
            f"the row looks like a total of {said:,f}, but the rows above add up to {found:,f}",
            row=source.row(row),
            mend="remove the row, or complete the ones above",
        )
    return row, int(value)


def _currency(roles: dict[str, Column], factors: dict[str, money.Money]) -> str:
    """The currency of all amounts: as written in the cells, or in a column of its own; never several."""
    written = {factor.currency for factor in factors.values()} - {""}
    if "currency" in roles:
        column = roles["currency"]
        found = column.rows(
            f"SELECT upper(plain), min(first) FROM {column.table} WHERE plain <> '' GROUP BY 1 ORDER BY 2"
        )
        if len(found) > 1:
            (one_code, _), (other, row) = found[:2]
            raise column.source.refuse(
                f"amounts in {one_code} and in {other} cannot be added",
                row=column.source.row(row),
                column=column.called,
                mend="convert them to one currency first",
            )
        written = {code for code, _ in found} or written
    return min(written, default="")


def _drop_working_tables(connection: Any, roles: dict[str, Column]) -> None:
    """Free the memory of the raw cells."""
    for role in roles:
        for name in (f"texts_{role}", f"canon_{role}", f"{role}_values"):
            connection.execute(f"DROP TABLE IF EXISTS {name}")
    connection.execute("DROP TABLE raw")


def _taken(source: Source, columns: Columns) -> str:
    """The columns in use, in words."""
    named = {role: source.column(at).removeprefix("column ") for role, at in columns.roles.items()}
    amount = named.get("amount") or f"{named['quantity']} x {named['price']}"
    return f"customer is {named['customer']}, date is {named['date']}, amount is {amount}"

"""One file from its raw cells to its orders: what is blank, what is a total, which convention, which amount."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from xlclv.orders.columns import Columns
from xlclv.orders.files import amounts, days, ids, totals
from xlclv.orders.files.cells import Column, distinct
from xlclv.orders.files.staging import drop_blank, fill_down, stage, swallowed, taken
from xlclv.orders.ledger import Counted
from xlclv.orders.source import Options, Source, also

_MONEY = ("amount", "quantity", "price")


@dataclass(frozen=True, slots=True)
class Part:
    """One file converted: a table of row, customer (NULL: none), day, amount at 10**-scale, and the row's print.

    `total` is a row of totals and its amount, which is no order. `repeated` are rows taken out of the table because
    they repeat others.
    """

    source: Source
    table: str
    scale: int
    total: tuple[int, int] | None
    currency: str
    notes: tuple[str, ...]
    warnings: tuple[str, ...]
    repeated: Counted = field(default_factory=Counted)
    in_place: bool = False  # a view on the file, not a copy


def convert(connection: Any, source: Source, columns: Columns, number: int, options: Options) -> Part:
    """The orders of one file as it was opened, in a table of their own."""
    types = stage(connection, source, columns)
    roles = {role: Column(connection, role, types[role], source, at) for role, at in columns.roles.items()}
    notes = [taken(source, columns), *drop_blank(connection, source, columns)]
    total = totals.find(connection, columns)
    if options.fill_down:
        notes += fill_down(connection, source, columns, total.row if total else None)
    for role, column in roles.items():
        distinct(column, total.row if total and total.outside(role) else None)
    customer = ids.convert(roles["customer"], options.pseudonyms, options.normalise)
    day = days.convert(roles["date"], options.dayfirst, options.timezone)
    factors = {role: amounts.convert(roles[role], options.decimal) for role in _MONEY if role in roles}
    amount = amounts.product(factors)
    table = f"part_{number}"
    joins = "".join(f" JOIN {f.table} AS {role} ON raw.{role} = {role}.text" for role, f in factors.items())
    others = f" WHERE row <> {total.row}" if total else ""
    connection.execute(
        f"CREATE TABLE {table} AS SELECT row, c.value AS customer, d.value AS day, {amount.value} AS amount, print "
        f"FROM raw JOIN {customer.table} AS c ON raw.customer = c.text JOIN {day.table} AS d ON raw.date = d.text"
        f"{joins}{others}"
    )
    warnings = [*source.warnings, *swallowed(source)]
    sum_of_others = None
    if total is not None:
        sum_of_others = total.row, totals.check(connection, source, table, total, factors, amount.scale)
        warnings.append(f"{source.where}: row {source.row(total.row):,} is the total of the other rows, left out")
    warnings += _called_total(connection, source, total)
    converted: tuple[ids.Ids | days.Days | amounts.Money, ...] = (customer, day, *factors.values())
    currency = _currency(roles, factors)
    if currency:
        notes.append(f"amounts are in {currency}")
    _drop_working_tables(connection, roles)
    return Part(
        source,
        table,
        amount.scale,
        sum_of_others,
        currency,
        (*source.notes, *(f"{source.where}: {note}" for note in notes), *(n for c in converted for n in c.notes)),
        (*warnings, *amount.warnings, *(w for c in converted for w in c.warnings)),
    )


def _called_total(connection: Any, source: Source, total: totals.TotalRow | None) -> list[str]:
    """A customer called Subtotal may be one, and then its money counts twice; it may be a company too."""
    found = [line for line in totals.named_rows(connection) if total is None or line[0] != total.row]
    if not found:
        return []
    row, word, _ = found[0]
    others = also([source.row(row) for row, *_ in found[1:]])
    return [
        f'{source.where}: row {source.row(row):,}{others} has the customer "{word}" and counts as an order; if it is a '
        "total, take it out of the file"
    ]


def _currency(roles: dict[str, Column], factors: dict[str, amounts.Money]) -> str:
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

"""The currency of costs and margins, which must be that of the amounts: by cells, header or a column beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from xlclv.orders.currencies import apart, contradicts, one_of, shown, way_out
from xlclv.orders.engine import rows
from xlclv.orders.files.amounts import Money
from xlclv.orders.files.cells import Column, trimmed
from xlclv.orders.files.currency_of import header_currency, in_use
from xlclv.orders.headers import plain
from xlclv.orders.roles import Columns
from xlclv.orders.rules.headers import COST, CURRENCY
from xlclv.orders.source import Source

_CURRENCY = re.compile("|".join(sorted({word for tier in CURRENCY for word in tier}, key=len, reverse=True)))
_JOINED = re.compile(r"^(?:of|der|des|du|de|la|del|di|van|do|da)|(?:of|der|des|du|de|la|del|di|van|do|da|s|n)$")
_ITS_OWN = frozenset(
    ("cost", "costs", "cogs", "margin", "profit", "kosten", "marge", "coût", "costo", "coste", "custo")
)
_CONVERT = way_out()


def beside(headers: Sequence[str], columns: Columns) -> tuple[int, ...]:
    """Where the currency of the costs stands: Cost currency, Währung der Kosten.

    >>> heads = ["Customer", "Date", "Total", "Currency", "COGS", "Cost Currency"]
    >>> beside(heads, Columns(0, 1, amount=2, currency=3, worth=4)), beside(heads[:5], Columns(0, 1, 2, worth=4))
    ((5,), ())
    """
    if columns.worth is None or not headers:
        return ()
    mine, taken = plain(headers[columns.worth]), set(columns.roles.values())
    names = {at: plain(header) for at, header in enumerate(headers) if at not in taken}
    rests = {at: _JOINED.sub("", _CURRENCY.sub("", name, count=1)) for at, name in names.items()
             if len(name) < 60 and _CURRENCY.search(name)}  # fmt: skip
    found = [at for at, rest in rests.items() if rest and (rest in mine or rest in _ITS_OWN or rest in COST[0])]
    return tuple(found[:1])


def told(
    connection: Any,
    source: Source,
    columns: Columns,
    roles: dict[str, Column],
    money: Money,
    amounts_in: str,
    table: str,
) -> tuple[str, list[str]]:
    """The currency of costs or margins, and a warning where amounts name none; InputError where it is another."""
    if money.share:
        return "", []
    column, what = roles["worth"], "costs or margins"
    named = {name: column.called for name in (header_currency(column), _written(column, money, table)) if name}
    for at in beside(source.headers, columns):
        cell = trimmed(f"beside{at}")
        said = rows(connection, f"SELECT DISTINCT upper({cell}) FROM raw WHERE {cell} <> '' AND {in_use(table)} "
                                "ORDER BY 1 LIMIT 20")  # fmt: skip
        named |= {str(name): source.column(at) for (name,) in said}
    for name, where in named.items():
        if contradicts(amounts_in, {name}):
            rule = f"{what} in {shown(name, source)} cannot be set against amounts in {shown(amounts_in, source)}"
            raise source.refuse(rule, column=where, fix=_CONVERT)
    found = one_of(list(named))
    if named and found is None:
        first, other = (shown(name, source) for name in apart(list(named)))
        raise source.refuse(f"{what} in {first} and in {other} cannot be added", column=column.called, fix=_CONVERT)
    if not found or amounts_in:
        return found or "", []
    rule = f"{next(iter(named.values()))} is in {shown(found, source)}, and the amounts name no currency: taken as"
    return found, [f"{source.where}: {rule} {shown(found, source)} too; if they are in another, {_CONVERT}"]


def _written(column: Column, money: Money, table: str) -> str:
    """The currency in the cells of costs, "" where only rows that do not count have one there."""
    if not money.currency:
        return ""
    used = f"SELECT 1 FROM raw AS r JOIN canon_{column.role} AS c ON r.{column.role} = c.text WHERE c.currency <> '' "
    return money.currency if column.rows(f"{used} AND {in_use(table, 'r.row')} LIMIT 1") else ""

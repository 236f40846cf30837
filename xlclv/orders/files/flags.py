"""Columns of discounts and refunds that only say whether there was one: how much it was cannot be told from them."""

from __future__ import annotations

from typing import Any

from xlclv.errors import InputError
from xlclv.orders.engine import one
from xlclv.orders.files.cells import Column, literal, spaced
from xlclv.orders.headers import plain
from xlclv.orders.roles import Columns
from xlclv.orders.rules.flags import NO, OF_DISCOUNT, OF_MONEY, YES
from xlclv.orders.source import Options, Source

_BARE = r"\+?[01]([.,]0*)?"  # 1.00 EUR and 100% say what they are


def settle(connection: Any, roles: dict[str, Column], total: int | None) -> list[str]:
    """Take columns of yes and no out of those that money is taken off by; one of 0 and 1 alone is asked about.

    An order that is marked as refunded is one with that status. The row of totals is not looked at.
    """
    said = []
    for role in ("discount", "refunded"):
        if role in roles:
            said += _settle(connection, roles, role, f"row IS DISTINCT FROM {'NULL' if total is None else total}")
    return said


def _settle(connection: Any, roles: dict[str, Column], role: str, others: str) -> list[str]:
    column = roles[role]
    cell, listed = f"lower({spaced(f'raw.{role}')})", ", ".join(map(literal, YES + NO))
    yes = f"{cell} IN ({', '.join(map(literal, YES))})"
    words, bare, filled, row, first, ones = one(
        connection,
        f"SELECT bool_and({cell} IN ({listed}, '0')), bool_and(regexp_full_match({cell}, '{_BARE}')), "
        f"count(*) FILTER (trim({cell}, '0.,+') <> ''), min(row) FILTER (trim({cell}, '0.,+') <> ''), "
        f"arg_min({role}, row) FILTER (trim({cell}, '0.,+') <> ''), count(*) FILTER ({yes}) "
        f"FROM raw WHERE left_out IS NULL AND {others}",
    )
    if not filled:
        return []
    if bare and not _names_money(column):
        raise _asked(roles, role, first.strip(), int(row))
    if not words:
        return []
    del roles[role]
    if role == "discount":
        return [f"{column.called} says only whether there was a discount, not how much: nothing is taken off for it"]
    connection.execute(f"UPDATE raw SET perhaps = 'refunded' WHERE {yes} AND left_out IS NULL AND perhaps IS NULL")
    return [f"{column.called} marks {ones:,} row{'s' if ones != 1 else ''} as paid back"]


def _names_money(column: Column) -> bool:
    """Whether the header says that the column is money: 1 is then 1.00."""
    headers = column.source.headers
    return bool(headers) and bool(OF_MONEY.search(headers[column.position].casefold()))


def _asked(roles: dict[str, Column], role: str, text: str, row: int) -> InputError:
    column = roles[role]
    named = (roles[name].called for name in (role, "quantity", "price") if name in roles)
    header, *factors = (name.removeprefix("column ").strip('"') for name in named)
    if role == "discount":
        rule = "holds only 0 and 1: a mark of a discount, the whole price, 1% and 1.00 off cannot be told apart"
        fix = f'if it is a mark, --amount "{" * ".join(factors)}" reads without it; else write 100%, 1% or 1.00 with '
        fix += "its currency"
    else:
        rule = "holds only 0 and 1: a mark that an order was paid back and an amount of 1.00 cannot be told apart"
        fix = f'if it is a mark, --without "{header}={text}" leaves those orders out; else write 1.00 with its currency'
    return column.source.refuse(rule, row=column.source.row(row), column=column.called, fix=fix)


def passed_over(source: Source, columns: Columns, options: Options) -> list[str]:
    """Columns of discounts beside quantity x price that are not taken off, since no header says what they are."""
    if columns.price is None or columns.discount is not None:
        return []
    used = set(columns.roles.values())
    names = [h.strip() for at, h in enumerate(source.headers) if at not in used and OF_DISCOUNT.search(plain(h))]
    called = ", a column called Discount would be" if options.amount is None else ""
    return [f'column "{names[0]}" is not taken off quantity x price{called}'] if names else []

"""What is taken off the amounts: discounts, decided by their values, and refunds in a column of their own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from xlclv.orders.engine import one, rows
from xlclv.orders.files.amounts import Cut, Money
from xlclv.orders.files.cells import Column, literal, trimmed
from xlclv.orders.roles import Columns
from xlclv.orders.rules.flags import OF_MONEY
from xlclv.orders.rules.shares import share_in
from xlclv.orders.rules.statuses import CREDIT
from xlclv.orders.source import Source
from xlclv.terms.options import bare_option, option

_OF_THEM = 2  # refunds in rows of their own reach at least one in so many of what was paid back


def percents(connection: Any) -> bool:
    """Whether discounts are written with %, which goes."""
    (found,) = one(connection, "SELECT count(*) FROM raw WHERE discount LIKE '%\\%%' ESCAPE '\\'")
    if found:
        connection.execute("UPDATE raw SET discount = replace(discount, '%', '')")
    return bool(found)


def discount(column: Column, factors: dict[str, Money], off: Money, percent: bool) -> tuple[Cut | None, list[str]]:
    """How the discounts are meant, and what to say of it; None where there are none."""
    one_unit = 10**off.scale
    joins = "".join(f" JOIN {f.table} AS {role} ON raw.{role} = {role}.text" for role, f in factors.items())
    gross = " * ".join(f"CAST({role}.value AS DOUBLE)" for role in factors)
    scale = sum(f.scale for f in factors.values())
    most, above = column.one(
        f"SELECT max(abs(d.value)), count(*) FILTER (abs(d.value) / {one_unit}.0 > abs({gross}) / {10**scale}.0 + "
        "0.005) "
        f"FROM raw JOIN {off.table} AS d ON raw.discount = d.text{joins}"
    )
    if not most:
        return None, []
    header = column.called.casefold()
    if off.currency or OF_MONEY.search(header):
        kind = "money"
    elif percent or "%" in header or share_in(header) == "percent":
        kind = "share" if not percent and most <= one_unit else "percent"
    elif most <= one_unit:
        kind = "share"
    else:
        kind = "percent" if above and most <= 100 * one_unit else "money"
    if most > {"share": one_unit, "percent": 100 * one_unit}.get(kind, most):
        rule = "holds discounts of more than the whole price"
        raise column.source.refuse(
            rule, column=column.called, fix=f"correct them, or name the money with {option('amount')}"
        )
    words = {"share": "x (1 - {})", "percent": "x (1 - {} / 100)", "money": "- {}"}[kind]
    named = column.called.removeprefix("column ")
    return Cut(kind, off.scale), [f"amount is quantity x price {words.format(named)}, as the discounts' values say"]


def adjusted(connection: Any, roles: dict[str, Column]) -> list[str]:
    """Take what a system says is left of an amount after refunds in its place; where that is blank, nothing was."""
    if "adjusted" not in roles:
        return []
    left = f"{trimmed('adjusted')} <> '' AND {trimmed('amount')} <> ''"
    (count,) = one(connection, f"SELECT count(*) FROM raw WHERE {left}")
    if count and "worth" in roles:  # of the whole amount, and so is the cost
        connection.execute("ALTER TABLE raw ADD COLUMN gross VARCHAR DEFAULT '0'")
        connection.execute(f"UPDATE raw SET gross = amount WHERE {left}")
        roles["gross"] = replace(roles["amount"], role="gross")
    connection.execute(f"UPDATE raw SET amount = adjusted WHERE {left}")
    column, rows_take = roles.pop("adjusted"), "1 row takes" if count == 1 else f"{count:,} rows take"
    return [f"{rows_take} {column.called}, which is less refunds"] if count else []


def twice_below(connection: Any, factors: dict[str, Money]) -> list[str]:
    """Says how many rows have both quantity and price below 0: they are returns, though their product is above."""
    if "quantity" not in factors or "price" not in factors:
        return []
    joins = "".join(f" JOIN {f.table} AS {role} ON raw.{role} = {role}.text" for role, f in factors.items())
    (count,) = one(
        connection, f"SELECT count(*) FROM raw{joins} WHERE left_out IS NULL AND quantity.value < 0 AND price.value < 0"
    )
    rows_have = "1 row has" if count == 1 else f"{count:,} rows have"
    return [f"{rows_have} both quantity and price below 0: taken off, as returns are"] if count else []


def credits(connection: Any, source: Source, columns: Columns, table: str) -> list[str]:
    """Take credit notes off that are written without a minus; those with one are refunds as they stand."""
    credit = f"perhaps = {literal(CREDIT)} AND left_out IS NULL"
    at = next((at for at in (columns.nature, columns.status, columns.refunded) if at is not None), None)
    if at is None:
        return []
    plus, minus, row = one(
        connection,
        "SELECT count(*) FILTER (amount > 0), count(*) FILTER (amount < 0), min(row) FILTER (amount > 0) "
        f"FROM {table} WHERE {credit}",
    )
    column = source.column(at)
    if plus and minus:
        header = column.removeprefix("column ").strip('"')
        rule = f"{plus:,} credit note{'s' if plus > 1 else ''} above 0 and {minus:,} below: what adds cannot be told"
        fix = "write all with a minus, or leave some out with "
        fix += f"{option('without', header + '=...')}, or add them as they stand with "
        fix += bare_option("status-column", "none")
        raise source.refuse(rule, row=source.row(row), column=column, fix=fix)
    if plus:
        names = [name for name, *_ in rows(connection, f"DESCRIBE {table}")]
        also = ", worth = -worth" if "worth" in names else ""
        connection.execute(f"UPDATE {table} SET amount = -amount{also} WHERE {credit}")
    connection.execute(f"UPDATE {table} SET perhaps = NULL WHERE {credit}")
    many = f"{plus:,} credit note{'s' if plus > 1 else ''}"
    return [f"{many} in {column} without a minus {'are' if plus > 1 else 'is'} taken off"] if plus else []


def refunds(connection: Any, roles: dict[str, Column], table: str, own: bool) -> tuple[int, list[str]]:
    """Take what was paid back off the amounts, or leave out sales whose status says so; units taken off, and notes."""
    back, sold = one(
        connection,
        f"SELECT -coalesce(sum(amount) FILTER (amount < 0), 0), coalesce(sum(amount) FILTER (amount > 0 AND perhaps IS "
        f"NOT NULL), 0) FROM {table} WHERE left_out IS NULL",
    )
    notes = []
    if sold and (own or back * _OF_THEM >= sold):
        notes.append("sales paid back are read with the refunds, which are rows of their own")
    elif sold:
        connection.execute(
            f"UPDATE {table} SET left_out = perhaps, customer = NULL WHERE perhaps IS NOT NULL AND amount > 0 AND "
            "left_out IS NULL"
        )
    if "refunded" not in roles:
        return 0, notes
    (netted,) = one(connection, f"SELECT coalesce(sum(refunded), 0) FROM {table} WHERE customer IS NOT NULL")
    connection.execute(f"UPDATE {table} SET refunded = 0 WHERE customer IS NULL")
    connection.execute(f"UPDATE {table} SET amount = TRY(amount - refunded) WHERE refunded <> 0")
    if netted:
        notes.append(f"{roles['refunded'].called} is taken off the amounts")
    return int(netted), notes

"""Rows that name no currency among others that do: they are added, and it is said how many and how much."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

from xlclv.orders.currencies import CODES, same
from xlclv.orders.engine import one
from xlclv.orders.files.amounts import Money
from xlclv.orders.files.cells import Column
from xlclv.orders.ledger import exact
from xlclv.orders.source import Source, refusal

if TYPE_CHECKING:
    from xlclv.orders.files.part import Part


def unnamed(
    connection: Any, source: Source, table: str, roles: dict[str, Column], factors: dict[str, Money], scale: int
) -> list[str]:
    """A warning where some rows of one file name a currency, in their cells or beside them, and others none."""
    tables = {role: f"canon_{role}" for role, factor in factors.items() if factor.currency}
    said = {role: f"coalesce(n_{role}.currency, '') <> ''" for role in tables}
    if "currency" in roles:
        tables["currency"], said["currency"] = roles["currency"].table, "coalesce(n_currency.plain, '') <> ''"
    bare = [role for role in tables if one(connection, f"SELECT count(*) FROM {tables[role]} AS n_{role} "
                                                       f"WHERE NOT ({said[role]})")[0]]  # fmt: skip
    if not tables or source.currency or len(bare) < len(tables):  # all name one, or their number formats do
        return []
    joins = "".join(f" LEFT JOIN {name} AS n_{role} ON raw.{role} = n_{role}.text" for role, name in tables.items())
    count, units = one(
        connection,
        f"SELECT count(*), coalesce(sum(t.amount), 0) FROM {table} AS t JOIN raw USING (row){joins} WHERE "
        f"t.customer IS NOT NULL AND t.left_out IS NULL AND t.amount <> 0 AND NOT ({' OR '.join(said.values())})",
    )
    if not count:
        return []
    row = "1 row names no currency where others do; it is added as it stands"
    several = f"{count:,} rows name no currency where others do; they are added as they stand"
    return [f"{source.where}: {row if count == 1 else several}, {exact(int(units), scale):,} in all"]


def one_currency(parts: list[Part]) -> str:
    """The currency of all files that write one."""
    named = {part.currency: part for part in reversed(parts) if part.currency}
    pairs = combinations(sorted(named.items()), 2)
    for (one_code, first), (other, second) in (pair for pair in pairs if not same(pair[0][0], pair[1][0])):
        raise refusal(
            f"{first.source.where} and {second.source.where}",
            f"amounts in {one_code} and in {other} cannot be added",
            "convert them to one currency first",
        )
    return min(named, key=lambda currency: (currency not in CODES, currency), default="")


def nameless(connection: Any, parts: list[Part]) -> list[str]:
    """A warning for each file that names no currency beside others that do: what it adds to them."""
    currency = one_currency(parts)
    said = []
    for part in parts if currency else []:
        if not part.currency:
            count, units = one(
                connection, f"SELECT count(*), coalesce(sum(amount), 0) FROM {part.table} WHERE customer IS NOT NULL"
            )
            many = f"{count:,} row{'s' if count != 1 else ''}, {exact(int(units), part.scale):,} in all"
            said.append(f"{part.source.where} names no currency ({many}): it is added to amounts in {currency}")
    return said

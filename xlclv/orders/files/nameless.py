"""Rows that name no currency among others that do: they are added, and it is said how many and how much."""

from __future__ import annotations

from typing import Any

from xlclv.orders.engine import one
from xlclv.orders.files.amounts import Money
from xlclv.orders.files.cells import Column
from xlclv.orders.ledger import exact
from xlclv.orders.source import Source


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
    if (
        not tables or source.currency or source.formats or len(bare) < len(tables)
    ):  # all name one, or their number formats do
        return []
    joins = "".join(f" LEFT JOIN {name} AS n_{role} ON raw.{role} = n_{role}.text" for role, name in tables.items())
    names = f"({' OR '.join(said.values())})"
    count, units, named = one(
        connection,
        f"SELECT count(*) FILTER (NOT {names} AND t.amount <> 0), coalesce(sum(t.amount) FILTER (NOT {names}), 0), "
        f"count(*) FILTER ({names}) FROM {table} AS t JOIN raw USING (row){joins} WHERE t.customer IS NOT NULL AND "
        "t.left_out IS NULL",
    )
    if not count or not named:  # totals alone, which are left out, are often written with it
        return []
    row = "1 row names no currency where others do; it is added as it stands"
    several = f"{count:,} rows name no currency where others do; they are added as they stand"
    return [f"{source.where}: {row if count == 1 else several}, {exact(int(units), scale):,} in all"]

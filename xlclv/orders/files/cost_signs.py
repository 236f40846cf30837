"""Costs as ledgers write them: with a minus beside their sales, which would add to them."""

from __future__ import annotations

from typing import Any

from xlclv.errors import counted
from xlclv.orders.engine import one
from xlclv.orders.files.cells import Column
from xlclv.orders.ledger import exact


def settle(connection: Any, column: Column, table: str, scale: int) -> tuple[list[str], list[str]]:
    """Take every cost off what its line brought, in a table of amounts and margins; notes and warnings.

    What goes back carries its cost back whatever sign that has. Beside sales, a minus before all costs is how a ledger
    writes them, and before some it is of credits: as companions.file.refuse_below_0 takes what is spent.
    """
    connection.execute(f"UPDATE {table} SET worth = 2 * amount - worth WHERE amount < 0 AND worth < amount")
    minus, plus, total, off, row = one(
        connection,
        "SELECT count(*) FILTER (worth > amount), count(*) FILTER (worth < amount), coalesce(sum(amount - worth), 0), "
        "coalesce(sum(amount - worth) FILTER (worth > amount), 0), min(row) FILTER (worth > amount) "
        f"FROM {table} WHERE amount >= 0 AND left_out IS NULL",
    )
    if not minus:
        return [], []
    if not plus:
        connection.execute(f"UPDATE {table} SET worth = 2 * amount - worth WHERE amount >= 0 AND worth > amount")
        return [f"{column.called} is written with a minus beside every sale, as ledgers write costs: taken off"], []
    first, many = column.source.row(row), counted(int(minus), "cost")
    if total < 0:
        below = exact(int(total), scale)
        rule = f"{many} of sales with a minus and {plus:,} without: together {below:,}, which would add to the sales"
        fix = "write what goods cost without a minus, or all with one"
        raise column.source.refuse(rule, row=first, column=column.called, fix=fix)
    below = exact(int(off), scale)
    rule = f"{many} below 0 beside sales ({below:,} in all, first row {first:,}), taken off the costs as credits"
    return [], [f"{column.source.where}: {column.called} has {rule}; correct the sign where it is what goods cost"]

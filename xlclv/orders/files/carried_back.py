"""What a refund in a column of its own does to the margin of its line: the goods come back, and so does their cost."""

from __future__ import annotations

from typing import Any

from xlclv.orders.engine import rows
from xlclv.orders.files.cells import Column
from xlclv.orders.source import SHOWN, also

_CENTS = 2  # decimals that a share of a margin is rounded to, where the file has none finer
_PART = "refunded > 0 AND amount > 0 AND refunded <= amount"


def carry_back(connection: Any, column: Column, table: str, scale: int) -> tuple[int, list[str]]:
    """Take off each margin the share of it that was paid back, before that is taken off the amounts; scale, warnings.

    So a line leaves what it would with the refund as a row of its own. Of a refund above its line's amount all of the
    margin goes, and the rest of the money; of an amount of 0 or below there is no share, and the money goes.
    """
    if scale < _CENTS:
        broken = f"SELECT 1 FROM {table} WHERE {_PART} AND worth::HUGEINT * refunded % amount <> 0 LIMIT 1"
        if rows(connection, broken):
            up = 10 ** (_CENTS - scale)
            each = ", ".join(f"{name} = TRY({name} * {up})" for name in ("amount", "worth", "refunded"))
            connection.execute(f"UPDATE {table} SET {each}")
            scale = _CENTS
    found = rows(
        connection,
        f"SELECT row, count(*) OVER () FROM {table} WHERE refunded > greatest(amount, 0) AND customer IS NOT NULL "
        f"AND perhaps IS NULL ORDER BY row LIMIT {SHOWN}",
    )
    product = "abs(worth::HUGEINT) * refunded"
    off = f"sign(worth)::HUGEINT * ((2 * {product} + amount) // (2 * amount))"  # rounded half away from 0
    connection.execute(
        f"UPDATE {table} SET worth = TRY_CAST(TRY(CASE WHEN {_PART} THEN worth - {off} WHEN amount > 0 THEN "
        "amount - refunded ELSE worth - refunded END) AS BIGINT) WHERE refunded > 0"
    )
    if not found:
        return scale, []
    first, *others = [column.source.row(row) for row, _ in found]
    rule = f"more was paid back than the line's amount in {column.called}: its cost is carried back whole"
    rule += ", once, and all the money taken off its margin; beside an amount of 0 or below no cost is"
    fix = "write refunds beside their own lines, or as rows with a minus"
    return scale, [f"{column.source.where}, row {first:,}{also(others, found[0][1] - 1)}: {rule}; {fix}"]

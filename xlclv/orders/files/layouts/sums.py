"""The totals among the rows of a report: no orders, and held to what they say they are of."""

from __future__ import annotations

from typing import Any

from xlclv.orders.engine import rows
from xlclv.orders.files.cells import literal, trimmed
from xlclv.orders.ledger import TOTALS_ROW, exact
from xlclv.orders.source import Source

_MONEY = ("amount", "quantity", "price")
_ROUNDED = 5, 3  # each line may be rounded to half a cent: 5 of 10**-3


def leeway(lines: int, scale: int) -> int:
    """By how many units at a scale the sum of so many lines may differ from their total, each of them rounded.

    >>> leeway(3, 2), leeway(3, 0), leeway(3, 4)
    (2, 0, 200)
    """
    amount, at = _ROUNDED
    return int(amount * (lines + 1) * 10 ** max(scale - at, 0) // 10 ** max(at - scale, 0))


def mark(connection: Any, source: Source, roles: dict[str, Any]) -> None:
    """Leave the totals out of the orders; blank cells in them are 0."""
    if not source.totals:
        return
    import pyarrow as pa

    names = ("row", "first", "last")
    listed = [(row, *span) for row, span in source.totals.items()]
    table = pa.table(
        {name: pa.array(values, pa.int64()) for name, values in zip(names, zip(*listed, strict=True), strict=True)}
    )
    connection.register("listed", table)
    connection.execute("CREATE OR REPLACE TABLE totals AS SELECT l.*, raw.date FROM listed AS l JOIN raw USING (row)")
    connection.unregister("listed")
    connection.execute(f"UPDATE raw SET left_out = {literal(TOTALS_ROW)} WHERE row IN (SELECT row FROM totals)")
    for role in _MONEY:
        if role in roles:
            connection.execute(
                f"UPDATE raw SET {role} = '0' WHERE left_out = {literal(TOTALS_ROW)} AND {trimmed(role)} = ''"
            )


def check(connection: Any, source: Source, table: str, scale: int) -> None:
    """Every total is the sum of its rows, the last perhaps of all, but for what rounding does."""
    if not source.totals:
        return
    order = f"p.left_out IS DISTINCT FROM {literal(TOTALS_ROW)}"
    used, lines = f"CASE WHEN {order} THEN p.amount + refunded ELSE 0 END", f"CASE WHEN {order} THEN 1 ELSE 0 END"
    connection.execute(
        f"CREATE OR REPLACE TABLE upto AS SELECT p.row, r.date, p.amount, {used} AS used, {lines} AS line, "
        "sum(used) OVER (ORDER BY p.row) AS sum, sum(line) OVER (ORDER BY p.row) AS n "
        f"FROM {table} AS p JOIN raw AS r ON p.row = r.row"
    )
    end = "least(t.last, (SELECT max(row) FROM upto))"
    spans = (
        "SELECT t.row, p.amount AS said, b.sum - coalesce(a.sum, 0) AS sum, b.n - coalesce(a.n, 0) AS n "
        f"FROM totals AS t JOIN upto AS p ON p.row = t.row JOIN upto AS b ON b.row = {end} "
        "LEFT JOIN upto AS a ON a.row = t.first - 1 WHERE t.last >= t.first AND t.date = ''"
    )
    dated = (
        "SELECT t.row, p.amount, s.sum, s.n FROM totals AS t JOIN upto AS p ON p.row = t.row JOIN (SELECT date, "
        "sum(used) AS sum, sum(line) AS n FROM upto GROUP BY date) AS s ON s.date = t.date "
        "WHERE t.last >= t.first AND t.date <> ''"
    )
    every = rows(
        connection,
        "SELECT row, said, sum, n, (SELECT max(row) FROM totals), (SELECT sum(used) FROM upto) "
        f"FROM ({spans} UNION ALL {dated}) ORDER BY row",
    )
    off = next(
        (
            (row, said, add)
            for row, said, add, lines, last, all_of_them in every
            if _differs(said, add, lines, scale) and (row != last or _differs(said, all_of_them, lines, scale))
        ),
        None,
    )
    connection.execute("DROP TABLE totals")
    connection.execute("DROP TABLE upto")
    if off:
        row, said, add = off
        rule = f"the row is a total of {exact(int(said), scale):,f}, but its rows add up to {exact(int(add), scale):,f}"
        raise source.refuse(rule, row=source.row(row), fix="complete the rows, or take the total out of the file")


def _differs(said: Any, add: Any, lines: Any, scale: int) -> bool:
    return bool(abs(said - add) > leeway(int(lines), scale))

"""Documents that cancel a sale which is left out as cancelled already: both are of one sale, taken off twice.

Systems of invoices keep a cancelled invoice with that word and write its cancellation or credit note beside it.
"""

from __future__ import annotations

from typing import Any

from xlclv.errors import counted
from xlclv.orders.engine import one, rows
from xlclv.orders.files.cells import literal, trimmed
from xlclv.orders.files.sales import CANCELLED, STATUS_SAYS
from xlclv.orders.ledger import exact
from xlclv.orders.roles import Columns
from xlclv.orders.rules.statuses import VOIDED, inside, key
from xlclv.orders.source import Source
from xlclv.terms.options import bare_option

_NEARLY = 0.8  # of the cancelled sales have such a document: a refund may be of the same amount by chance
_REASON = "cancels a sale left out as cancelled"
_VOID = "marked as void"  # as `marks` has it
# Cancelled sales, and how many that count are alike; then the rows below 0 that may cancel them, each of its own.
_ROWS = (
    "(SELECT t.row, lower({who}) AS who, abs(t.amount) AS money, t.day, t.customer IS NOT NULL AS counts, "
    "t.amount > 0 AS plus, t.customer IS NULL AND ({gone}) AS gone FROM {table} AS t JOIN raw USING (row) "
    "WHERE t.amount <> 0)"
)
_SALES = (
    "CREATE OR REPLACE TABLE cancelled AS SELECT who, money, count(*) FILTER (gone AND plus) AS gone, "
    "min(day) FILTER (gone AND plus) AS first, count(*) FILTER (counts AND plus) AS sold FROM {rows} "
    "WHERE who <> '' GROUP BY ALL HAVING count(*) FILTER (gone AND plus) > 0"
)
_DOCUMENTS = (
    "CREATE OR REPLACE TABLE cancelling AS SELECT row, money, sold FROM (SELECT r.row, r.money, c.sold, c.gone, "
    "row_number() OVER (PARTITION BY r.who, r.money ORDER BY r.day, r.row) AS n FROM {rows} AS r JOIN cancelled AS c "
    "ON r.who = c.who AND r.money = c.money WHERE r.counts AND NOT r.plus AND coalesce(r.day >= c.first, TRUE)) "
    "WHERE n <= gone"
)


def settle(connection: Any, source: Source, columns: Columns, table: str, scale: int) -> tuple[list[str], list[str]]:
    """Leave out what cancels sales that are left out; notes, and warnings of what may cancel them or not.

    It does where nearly all cancelled sales have a row below 0 of their customer and amount, and the customer has no
    other sale of that amount, which it may be of. A day that only rows left out have is not known here.
    """
    says = (columns.status, columns.cancelled, columns.void)
    if says == (None, None, None) or (columns.amount is None and columns.price is None):
        return [], []
    gone = f"t.left_out IN ({literal(CANCELLED)}, {literal(_VOID)}){_of_words(connection, columns)}"
    if not one(connection, f"SELECT bool_or({gone}) FROM {table} AS t JOIN raw USING (row)")[0]:
        return [], []
    found = _ROWS.format(who=trimmed("raw.customer"), gone=gone, table=table)
    connection.execute(_SALES.format(rows=found))
    connection.execute(_DOCUMENTS.format(rows=found))
    sums = "coalesce(sum(gone), 0), coalesce(sum(gone) FILTER (sold = 0), 0)"
    every, single = one(connection, f"SELECT {sums} FROM cancelled")
    (sure,) = one(connection, "SELECT count(*) FROM cancelling WHERE sold = 0")
    shown = 0 < every <= 2 * single and sure >= _NEARLY * single
    said = _leave_out(connection, table, scale) if shown else []
    doubts = _doubt(connection, source, "sold > 0" if shown else "TRUE", scale)
    connection.execute("DROP TABLE cancelled")
    connection.execute("DROP TABLE cancelling")
    return said, doubts


def _of_words(connection: Any, columns: Columns) -> str:
    """SQL: the status says that the sale is cancelled, and not that it waits or failed."""
    if columns.status is None:
        return ""
    words = [word for (word,) in rows(connection, f"SELECT DISTINCT {trimmed('status')} FROM raw")]
    void = ", ".join(literal(word) for word in words if {key(word), key(inside(word))} & VOIDED)
    said = f"starts_with(t.left_out, {literal(STATUS_SAYS)})"
    return f" OR ({said} AND {trimmed('raw.status')} IN ({void}))" if void else ""


def _leave_out(connection: Any, table: str, scale: int) -> list[str]:
    which = "SELECT row FROM cancelling WHERE sold = 0"
    count, money = one(connection, f"SELECT count(*), sum(amount) FROM {table} WHERE row IN ({which})")
    if not count:
        return []
    connection.execute(f"UPDATE {table} SET left_out = {literal(_REASON)}, customer = NULL WHERE row IN ({which})")
    many, several = f"{counted(count, 'row')} ({exact(int(money), scale):,f})", count > 1
    sales = f"cancel{'' if several else 's a'} sale{'s' if several else ''} of the same customer and amount"
    left = f"that {'are' if several else 'is'} left out: left out too"
    return [f"{many} {sales} {left}; {bare_option('status-column', 'none')} counts both"]


def _doubt(connection: Any, source: Source, where: str, scale: int) -> list[str]:
    count, money, first = one(connection, f"SELECT count(*), sum(money), min(row) FROM cancelling WHERE {where}")
    if not count:
        return []
    what = f"{counted(count, 'row')} (-{exact(int(money), scale):,f}, first row {source.row(first):,})"
    return [
        f"{source.where}: {what} may cancel sales of the same customer and amount that are left out as cancelled: "
        "that money is taken off twice then; leave those rows out of the file too"
    ]

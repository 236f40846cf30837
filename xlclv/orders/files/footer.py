"""What systems print below a table: who made it, how many records, that it is confidential; said, and not read."""

from __future__ import annotations

from typing import Any

from xlclv.errors import InputError
from xlclv.orders.engine import one, rows
from xlclv.orders.files.cells import is_blank
from xlclv.orders.files.quotes import open_quote
from xlclv.orders.roles import Columns
from xlclv.orders.source import DROPPED, UNEVEN, Source, also

MOST = 20  # rows that a footer has
_OF_ORDERS = ("date", "amount", "quantity", "price", "order", "status", "currency")  # of which a footer has none


def cut(connection: Any, source: Source, columns: Columns) -> list[str]:
    """Take out the rows below the table that a blank one sets apart; InputError for other rows of another width.

    Such a row has words and nothing of an order, or another number of cells than the header.
    """
    filled = _some(columns, tuple(columns.roles))
    of_orders = _some(columns, _OF_ORDERS) or filled
    (end,) = one(connection, f"SELECT max(row) FROM raw WHERE {of_orders}")
    named = "customer" if "customer" in columns.roles else "''"
    below = rows(
        connection, f"SELECT row, {named} FROM raw WHERE ({filled}) AND row > {end or 0} ORDER BY row LIMIT {MOST + 1}"
    )
    places = [(source.row(row), text) for row, text in below]
    found = sorted([*places, *((row, text) for row, _, text in source.met.ragged)])
    _refuse_quoted(source, end or 0)
    if end is not None and found and len(found) <= MOST and _apart(source, end, found[0][0]):
        connection.execute(f"DELETE FROM raw WHERE row > {end}")
        return [_told(source, [text for _, text in found])]
    if source.met.ragged:
        raise uneven(source)
    return []


def uneven(source: Source) -> InputError:
    """The refusal of rows of another width, or of lines of blanks that are too many to be passed over."""
    if not source.met.ragged:
        return source.refuse(f"more than {DROPPED:,} of its lines hold nothing but blanks", fix="take them out")
    row, cells, _ = source.met.ragged[0]
    count = len(source.met.uneven) - 1
    more = also([row for row, *_ in source.met.ragged[1:]], count)
    more += ", and it was read no further" if count >= UNEVEN else ""
    behind = source.met.behind if cells <= source.width else 0
    others = f"the others have {source.width + behind}" if behind else f"the header has {source.width}"
    rule = f"the row has {cells} cell{'s' if cells != 1 else ''} where {others}{more}"
    return source.refuse(rule, row=row, fix="quote cells that hold the delimiter, or fix the row")


def _refuse_quoted(source: Source, end: int) -> None:
    """Rows that an open quote has made one line are no footer, wherever the quote stands."""
    quoted = [*sorted(source.met.opened), *(source.row(row) for row in source.met.swallowed if row > end)]
    if quoted:
        rule, fix = open_quote(quoted)
        raise source.refuse(rule, row=quoted[0], fix=fix)


def _some(columns: Columns, roles: tuple[str, ...]) -> str:
    """SQL: a row has something in one of these columns; "" where there are none."""
    return " OR ".join(f"NOT ({is_blank(chr(34) + role + chr(34))})" for role in roles if role in columns.roles)


def _apart(source: Source, end: int, first: int) -> bool:
    """Whether the row of the file follows the table's last with a blank one between them: kept as cells or not."""
    above = source.row(end)
    if first < above:
        return False
    return source.row(end + 1) < first or any(above < row < first for row in source.met.dropped)


def _told(source: Source, lines: list[str]) -> str:
    many, verb = (f"{len(lines):,} lines", "were") if len(lines) > 1 else ("1 line", "was")
    words = source.quoted(" ".join(lines[0].split()), "", most=60)
    return f"{many} below the table, apart from it, {verb} not read{words and f': {words}'}"

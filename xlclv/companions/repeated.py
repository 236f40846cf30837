"""Lines of a file beside the orders that are none of its rows: the header again, an earlier row, a total."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from xlclv.orders.engine import one, rows
from xlclv.orders.files.cells import literal, spaced
from xlclv.orders.files.total_words import WORD
from xlclv.orders.files.totals import NAMED
from xlclv.orders.source import SHOWN, Source, also
from xlclv.orders.worth_a_look import MANY, again
from xlclv.terms.options import option

# Of the ids' different texts: text, value (NULL where there is no customer), rows, place (NULL: never bought) and key,
# a number for each value.
IDS = "customer_values"


class Repeats(NamedTuple):
    """How many rows that repeat an earlier one count, how many were left out, and what is said of them."""

    kept: int = 0
    gone: int = 0
    said: tuple[str, ...] = ()


def drop_headers(connection: Any, source: Source, roles: dict[str, int]) -> list[str]:
    """Take out the lines that are the header again, as in files put one below the other; says how many."""
    named = {role: " ".join(source.headers[at].split()) for role, at in roles.items() if at < len(source.headers)}
    if len(named) < 2 or not all(named.values()):
        return []
    alike = " AND ".join(f"{spaced(role)} = {literal(header)}" for role, header in named.items())
    (gone,) = one(connection, f"DELETE FROM raw WHERE {alike}")
    if not gone:
        return []
    return [
        f"{gone:,} lines that repeat the header were not read"
        if gone > 1
        else "1 line that repeats the header was not read"
    ]


def repeats(connection: Any, source: Source, remove: bool, what: str, among: str = "TRUE") -> Repeats:
    """Rows of `raw` that repeat an earlier one in every column: told with the way to leave them out, or left out.

    `what` is what such a row counts as; `among` is SQL for the rows that are looked at.
    """
    total, different = one(connection, f"SELECT count(*), count(DISTINCT print) FROM raw WHERE {among}")
    if total == different or (total > MANY and not remove):
        return Repeats()
    later = f"SELECT row, row_number() OVER (PARTITION BY print ORDER BY row) AS n FROM raw WHERE {among}"
    mine = f"SELECT row FROM ({later}) WHERE n > 1"
    count = int(total - different)
    first = [row for (row,) in rows(connection, f"{mine} ORDER BY 1 LIMIT {SHOWN}")]
    said = again(source, first, count)
    if not remove:
        return Repeats(count, 0, (f"{said}; counted as {what}, say {option('dedupe')} to leave them out",))
    connection.execute(f"DELETE FROM raw WHERE row IN ({mine})")
    return Repeats(0, count, (f"{said}; left out",))


def drop_totals(connection: Any, source: Source, keep: Sequence[str]) -> list[str]:
    """Take out the rows of nobody who bought that are called as totals are, but for ids to `keep`; says which."""
    kept = ", ".join(literal(name.strip().casefold()) for name in keep) or "''"
    word = f"lower({spaced('r.customer')})"
    found = rows(
        connection,
        f"SELECT r.row, r.customer FROM raw AS r JOIN {IDS} AS v ON v.text = r.customer WHERE v.place IS NULL AND "
        f"r.customer SIMILAR TO '[^0-9].*' AND regexp_full_match({word}, '{WORD}') AND {word} NOT IN ({kept}) "
        "ORDER BY r.row",
    )
    if not found:
        return []
    connection.execute(f"DELETE FROM raw WHERE row IN ({', '.join(str(row) for row, _ in found)})")
    connection.execute(f"DELETE FROM {IDS} WHERE text NOT IN (SELECT customer FROM raw)")
    row, name = found[0]
    many = "1 row" if len(found) == 1 else f"{len(found):,} rows"
    others = also([source.row(at) for at, _ in found[1:]])
    way = f"{option('keep-id')} and its name" if source.secret else option("keep-id", name.strip())
    return [
        f"{source.where}: {many} of totals left out, row {source.row(row):,}{others}: "
        f"nobody who bought has the id {source.quoted(name, NAMED)}; say {way} if it is a customer"
    ]

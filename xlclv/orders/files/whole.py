"""What the whole of a column says: whether its words, beyond the first rows too, decide what is a sale."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from xlclv.orders.engine import rows
from xlclv.orders.files.cells import Column, literal, trimmed
from xlclv.orders.kinds import MOST, SIGNED, Words, decided
from xlclv.orders.ledger import TOTALS_ROW
from xlclv.orders.roles import Columns, choice_role
from xlclv.orders.rules.roughly import is_minus
from xlclv.orders.source import Options, Source

_LATE = ("status", "nature")  # what a watched column may turn out to be


def settle(
    connection: Any, source: Source, columns: Columns, options: Options, total: int | None
) -> tuple[Columns, dict[str, Column]]:
    """The columns of a table staged as `raw`, with those watched that decide; these, named in `raw` by their roles."""
    money = [is_minus(trimmed(role)) for role in SIGNED if role in columns.roles]
    others = f"row IS DISTINCT FROM {'NULL' if total is None else total}"
    others += f" AND left_out IS DISTINCT FROM {literal(TOTALS_ROW)}"

    def words(at: int, signs: bool) -> Words:
        return _words(connection, "raw", trimmed(f"beside{at}"), money if signs else [], others)

    found = settled(columns, source.headers, options, words)
    late = {role: at for role in _LATE if (at := getattr(found, role)) != getattr(columns, role)}
    if "status" in late and columns.status is not None:  # which --only or --without alone had named
        connection.execute(f"ALTER TABLE raw RENAME COLUMN status TO {choice_role(columns.status)}")
    for role, at in late.items():
        connection.execute(f"ALTER TABLE raw RENAME COLUMN beside{at} TO {role}")
    return found, {role: Column(connection, role, "VARCHAR", source, at) for role, at in late.items()}


def settle_relation(connection: Any, source: Source, columns: Columns, options: Options) -> Columns:
    """The same of a file that is read where it is."""
    if not source.relation or not columns.watched:
        return columns

    def text(at: int) -> str:
        name = source.headers[at].replace('"', '""')
        return trimmed(f"coalesce(CAST(\"{name}\" AS VARCHAR), '')")

    money = [is_minus(text(columns.roles[role])) for role in SIGNED if role in columns.roles]

    def words(at: int, signs: bool) -> Words:
        return _words(connection, source.relation, text(at), money if signs else [], "TRUE")

    return settled(columns, source.headers, options, words)


def settled(
    columns: Columns, headers: tuple[str, ...], options: Options, words: Callable[[int, bool], Words]
) -> Columns:
    """The columns, none of them watched. `words` gives those of a column: with signs, which cost more, only where
    something is decided if no amount is below 0."""
    watched, columns = columns.watched, replace(columns, watched=())
    found = {at: words(at, False) for at in watched}
    if decided(columns, headers, found, options) == columns:
        return columns
    return decided(columns, headers, {at: words(at, True) for at in watched if found[at]}, options)


def few(found: list[tuple[Any, ...]]) -> Words:
    """The words of a column; none where they are more than kinds of rows are."""
    return {} if len(found) > MOST else {str(word): bool(unsigned) for word, unsigned in found}


def _words(connection: Any, origin: str, word: str, minuses: list[str], others: str) -> Words:
    unsigned = f"NOT ({' OR '.join(minuses)})" if minuses else "TRUE"
    return few(
        rows(
            connection,
            f"SELECT word, bool_or(unsigned) FROM (SELECT {word} AS word, {unsigned} AS unsigned FROM {origin} "
            f"WHERE {others}) WHERE word <> '' GROUP BY 1 ORDER BY 1 LIMIT {MOST + 1}",
        )
    )

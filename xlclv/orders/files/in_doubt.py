"""What counts though a status may say otherwise: words of which none is known, and sales paid back in part."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from xlclv.errors import counted
from xlclv.orders.engine import one, rows
from xlclv.orders.files.cells import trimmed
from xlclv.orders.files.meanings import example, meanings, said_of, shown
from xlclv.orders.headers import plain
from xlclv.orders.ledger import exact
from xlclv.orders.roles import Columns
from xlclv.orders.rules.doubts import like_a_stage
from xlclv.orders.rules.headers import STATUS
from xlclv.orders.rules.statuses import PARTLY, key
from xlclv.orders.rules.systems import own_refunds
from xlclv.orders.source import Options, Source, listed
from xlclv.terms.options import bare_option, option

# These name a part of a country too; in some languages they are the word for a status all the same.
_REGION, _PERHAPS_REGION = frozenset({"state"}), frozenset({"estado", "état", "stato", "stan", "stav", "staat"})
_REGIONS, _CODE = 12, 3  # an order has not so many statuses; letters of a code of a region


class Doubt(NamedTuple):
    """A warning that names words of the column in this role with their rows and money: its text, and these words."""

    role: str
    parts: tuple[str | tuple[str, ...], ...]


def doubtful(header: str, words: Collection[str]) -> bool:
    """Whether a column of this plain header whose words are all unknown speaks of sales all the same.

    >>> doubtful("status", ["Cancel requested", "Bar"]), doubtful("status", ["Gold", "VIP"])
    (True, False)
    >>> doubtful("state", ["Texas", "Ohio"]), doubtful("estado", ["SP", "RJ"])
    (False, False)
    """
    if header not in frozenset().union(*STATUS) - _REGION or len(words) < 2 or not any(map(like_a_stage, words)):
        return False
    regions = len(words) > _REGIONS or all(len(word) <= _CODE for word in words)
    return not (header in _PERHAPS_REGION and regions)


def told(
    connection: Any,
    source: Source,
    columns: Columns,
    table: tuple[str, int],
    options: Options,
    doubts: Sequence[Doubt],
    off: bool,
) -> list[str]:
    """Warnings of the orders in the part's table at this scale, beside `raw`; `off` where a column says what was paid
    back, `doubts` of what its words mean."""
    named = {role: _named(connection, source, columns, role, table) for role in {each.role for each in doubts}}
    said = [text for each in doubts if (text := _said(each, named[each.role]))]
    if columns.status is None:
        return said
    words = named.get("status") or _named(connection, source, columns, "status", table)
    said += [] if off or own_refunds(columns.system) else _in_part(connection, source, columns, table[0], words)
    return [*said, *_unknown(source, columns, words, options)]


def _named(connection: Any, source: Source, columns: Columns, role: str, table: tuple[str, int]) -> dict[str, str]:
    """The words of a column, with the rows and the money that count, most rows first."""
    name, scale = table
    counts = rows(
        connection,
        f"SELECT {trimmed(role)} AS s, count(*), sum(t.amount) FROM raw JOIN {name} AS t ON raw.row = t.row "
        "WHERE t.customer IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1",
    )
    money = columns.amount is not None or columns.price is not None
    return {
        word: (f"{shown(source, word)} " if word else "blank ") + counted(count, "row") + _sum(units, scale, money)
        for word, count, units in counts
    }


def _said(doubt: Doubt, named: dict[str, str]) -> str:
    """The warning; "" where no row that counts has a word of its first list."""
    parts = [part if isinstance(part, str) else [named[word] for word in part if word in named] for part in doubt.parts]
    if not next((part for part in parts if not isinstance(part, str)), True):
        return ""
    return "".join(part if isinstance(part, str) else listed(part) for part in parts)


def _sum(units: int, scale: int, money: bool) -> str:
    return f" ({exact(int(units), scale):,f})" if money else ""


def _in_part(connection: Any, source: Source, columns: Columns, table: str, named: dict[str, str]) -> list[str]:
    """Sales paid back in part, where nothing says how much: no column of it, no row with a minus."""
    words = [word for word in named if key(word) in PARTLY]
    if not words or one(connection, f"SELECT bool_or(amount < 0) FROM {table} WHERE customer IS NOT NULL")[0]:
        return []
    column, header = _called(source, columns)
    out = option("without", f"{header}={example(source, words[0])}")
    return [
        f"{source.where}, {column}: {listed([named[word] for word in words])} counted in full, as nothing says how "
        f'much was paid back; add it in a column called "Refunded amount", or leave them out, {out}'
    ]


def _unknown(source: Source, columns: Columns, named: dict[str, str], options: Options) -> list[str]:
    """A status of which no word is known: every row counts."""
    column, header = _called(source, columns)
    named_here = any(said_of(columns, "status", only=only) for only in (True, False))
    if named_here or not doubtful(plain(header), named):
        return []
    means = meanings([*named], source, columns)
    if any(meant is not None for word, meant in means.items() if word):
        return []
    first = example(source, next(word for word in named if word))
    only = option("only", f"{header}={first},...")
    return [
        f"{source.where}, {column}: none of its words is known to be a sale or not, and every row counts: "
        f"{listed([*named.values()])}; say which are sales, {only}; or that all are, "
        f"{bare_option('status-column', 'none')}"
    ]


def _called(source: Source, columns: Columns) -> tuple[str, str]:
    column = source.column(columns.roles["status"])
    return column, column.removeprefix("column ").strip('"')

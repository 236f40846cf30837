"""Totals among the rows of a plain table, which programs print where a group of rows ends: they are no orders.

Where customers and days are filled down, such a row has whoever stands above it, and would count twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from xlclv.orders.engine import one, rows
from xlclv.orders.files import named_totals
from xlclv.orders.files.cells import literal, spaced, trimmed
from xlclv.orders.files.layouts.plain import EVERYTHING
from xlclv.orders.files.total_words import WORD, number_of
from xlclv.orders.roles import Columns
from xlclv.orders.source import Source, also
from xlclv.terms.options import option

_MONEY = ("amount", "quantity", "price")
_ADDENDS = 2  # of one, both rows may cost the same


def others(source: Source, columns: Columns) -> tuple[int, ...]:
    """The columns beside customer and date, any of which may hold the word of a total."""
    used = (columns.roles["customer"], columns.roles["date"])
    return tuple(at for at in range(source.width) if at not in used)


def settle(
    connection: Any, source: Source, columns: Columns, further: Sequence[int] = (), keep: Sequence[str] = ()
) -> Source:
    """The source with the totals among its rows, each of the rows since the last; one alone at an end is `totals`'.

    A word says so, with money and without a day; of the columns beside those in use `further` were kept. So does a
    word with a day, or with more behind it, where the row is the sum of others; but not of the customers to `keep`.
    """
    money = [role for role in _MONEY if role in columns.roles]
    if source.totals or not money:
        return source
    filled = " OR ".join(f"{trimmed(role)} <> ''" for role in money)
    connection.execute(
        f"CREATE OR REPLACE TABLE subtotals AS SELECT row FROM raw WHERE {_worded(further)} AND ({filled})"
    )
    bare = {row for (row,) in rows(connection, "SELECT row FROM subtotals")}
    summed = {row: of for row, of in named_totals.spans(connection, columns, keep).items() if row not in bare}
    if summed:
        listed = ", ".join(f"({row})" for row in summed)
        connection.execute(f"INSERT INTO subtotals FROM (VALUES {listed}) AS s(row)")
    ends = "row IN (SELECT unnest([min(row), max(row)]) FROM raw)"
    many, inside = one(connection, f"SELECT count(*), count(*) FILTER (NOT {ends}) FROM subtotals")
    apart = bool(summed) and "amount" not in columns.roles  # `totals` holds the row's quantity to be a sum too
    found = _spans(connection) | summed if inside or many > 1 or apart else {}
    if found:
        connection.execute("UPDATE raw SET customer = '', date = '' WHERE row IN (SELECT row FROM subtotals)")
    connection.execute("DROP TABLE subtotals")
    said = _told(source, sorted(summed)) if found and summed else ()
    return replace(source, totals=found, warnings=(*source.warnings, *said)) if found else source


def _told(source: Source, summed: Sequence[int]) -> list[str]:
    more, verb = also([source.row(row) for row in summed[1:]]), "are" if len(summed) > 1 else "is"
    what = "totals of other rows" if len(summed) > 1 else "the total of the other rows"
    return [f"{source.where}: row {source.row(summed[0]):,}{more} {verb} {what}, left out"]


def nameless(connection: Any, source: Source) -> list[str]:
    """A warning where the customer stands on the first row alone of each group that ends with a total."""
    if source.places or not source.totals:
        return []  # a report, which says so itself
    groups = ", ".join(f"({first}, {last})" for first, last in source.totals.values() if (first, last) != EVERYTHING)
    if not groups:
        return []
    named = f"{trimmed('customer')} <> ''"
    counts = f"count(*) FILTER (row = first AND {named}), count(*) FILTER (row <> first AND {named}), count(*)"
    joined = f"raw JOIN (VALUES {groups}) AS g(first, last) ON row BETWEEN first AND last"
    first, further, every = one(connection, f"SELECT {counts} FROM {joined}")
    if further or first == every:
        return []
    rule = "the customer stands on the first row alone of each group that ends with a total"
    return [f"{source.where}: {rule}; {option('fill-down')} gives it to the rows below"]


def _worded(further: Sequence[int]) -> str:
    """SQL: a cell of the row says that it is a total, and no day stands there."""
    cells = ["customer", "date", *(f"beside{at}" for at in further)]
    words = " OR ".join(f"regexp_full_match(lower({spaced(cell)}), {literal(WORD)})" for cell in cells)
    return f"(date < '0' OR date > '9~') AND NOT regexp_matches(date, '[0-9]') AND ({words})"


def _spans(connection: Any) -> dict[int, tuple[int, int]]:
    """What each is of: the rows since the last, or since the last with a name where those below it have none."""
    before = "OVER (ORDER BY row ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"
    cells = f"SELECT row, {trimmed('customer')} <> '' AS filled, row IN (SELECT row FROM subtotals) AS total FROM raw"
    marked = f"SELECT row, total, filled AND NOT total AS named, coalesce(sum(total::INT) {before}, 0) AS part "
    marked += f"FROM ({cells})"
    found = rows(
        connection,
        "SELECT max(row) FILTER (total), min(row) FILTER (NOT total), max(row) FILTER (named), "
        f"coalesce(bool_or(NOT named) FILTER (NOT total), FALSE) FROM ({marked}) GROUP BY part HAVING bool_or(total)",
    )
    return {
        row: EVERYTHING if first is None else (name if blanks and name is not None else first, row - 1)
        for row, first, name, blanks in found
    }


def refuse_filled(connection: Any, source: Source, further: Sequence[int], kept: str) -> None:
    """Refuse a row that says it is a total and would have the customer or the day above it; `kept` are no such rows."""
    blank = f"({trimmed('customer')} = '' OR NOT regexp_matches(date, '[0-9]'))"
    found = rows(connection, f"SELECT row FROM raw WHERE {_worded(further)} AND {blank} AND NOT ({kept}) ORDER BY row")
    if found:
        more = also([source.row(row) for (row,) in found[1:]])
        rule = f"the row says that it is a total{more}, and would count as one more of what stands above it"
        raise source.refuse(rule, row=source.row(found[0][0]), fix=source.without())


def without_words(connection: Any, source: Source, columns: Columns, kept: str) -> list[str]:
    """A warning of rows with neither customer nor day that are the sum of those above them, from the last name on.

    Where every group of three rows or more has one, and there are two such groups, they are totals: refused.
    """
    role = next((role for role in ("amount", "price") if role in columns.roles), None)
    if role is None:
        return []
    most: tuple[int, int, list[int]] = (0, 0, [])
    for value in number_of(role):
        named, bare = f"{trimmed('customer')} <> ''", f"{trimmed('customer')} = '' AND {trimmed('date')} = ''"
        cells = f"SELECT row, {named} AS named, {bare} AS bare, {value} AS value FROM raw WHERE NOT ({kept})"
        groups = f"SELECT *, sum(named::INT) OVER (ORDER BY row) AS part FROM ({cells})"
        above = "OVER (PARTITION BY part ORDER BY row ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"
        summed = f"SELECT *, sum(value) {above} AS above, count(*) {above} AS n FROM ({groups}) WHERE part > 0"
        hits = f"count(*) FILTER (bare AND value <> 0 AND value = above AND n >= {_ADDENDS})"
        per = f"SELECT part, {hits} AS hits, min(row) FILTER (bare AND value = above AND n >= {_ADDENDS}) AS hit FROM "
        per += f"({summed}) GROUP BY part HAVING count(*) > {_ADDENDS}"
        counts = "count(*), count(*) FILTER (hits > 0), list(hit ORDER BY hit) FILTER (hits > 0)"
        every, met, where = one(connection, f"SELECT {counts} FROM ({per})")
        most = max(most, (met, every, where or []), key=lambda found: found[0])
    met, every, found = most
    if not met:
        return []
    places = [source.row(row) for row in found]
    rule = f"the row has neither customer nor date and is the sum of those above it{also(places[1:])}"
    if met == every and met > 1:
        raise source.refuse(f"{rule}, as a total is", row=places[0], fix=source.without())
    return [f"{source.where}, row {places[0]:,}: {rule}; if it is a total, leave it out of the file"]

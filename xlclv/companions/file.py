"""A file beside the orders, staged in the orders' own engine: opened by the readers of orders, matched by id."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from xlclv.companions.base import Base
from xlclv.companions.columns import Beside
from xlclv.companions.repeated import IDS, drop_headers
from xlclv.errors import counted
from xlclv.orders.currencies import contradicts, way_out
from xlclv.orders.engine import one, rows
from xlclv.orders.files import ids
from xlclv.orders.files.amounts import Money
from xlclv.orders.files.cells import Column, distinct
from xlclv.orders.files.currency_of import by_formats, currency_of, header_currency
from xlclv.orders.files.opening import open_source
from xlclv.orders.files.staging import drop_blank, stage, swallowed
from xlclv.orders.files.textstream import encoding_beside
from xlclv.orders.headers import UnclearError
from xlclv.orders.ledger import exact
from xlclv.orders.roles import asked_of
from xlclv.orders.source import Options, Source, refusal
from xlclv.terms.options import option

LEAST_MATCH = 0.05  # of ids that must be known to both sides
EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Opened:
    """A file, or a table of a database, whose columns are known."""

    source: Source
    columns: Beside
    table: str = ""

    @property
    def name(self) -> str:
        """What it is called where levels and sheets speak of it."""
        return self.table or self.source.name

    def told_by(self, told: Callable[[Sequence[str]], Beside]) -> Opened:
        """The same with the columns that are told so, where that is another customer."""
        with suppress(UnclearError):
            columns = told(self.source.headers)
            if columns.customer != self.columns.customer:
                return replace(self, columns=columns)
        return self


def _asked(options: Options, told: Callable[[Sequence[str]], Beside]) -> Options:
    """What is asked of a file whose columns are told apart in its own way."""
    how = {name: getattr(options, name) for name in ("decimal", "dayfirst", "timezone", "secret")}
    return Options(told=told, companion=True, **how)


def open_beside(path: Path, told: Callable[[Sequence[str]], Beside], options: Options) -> Opened:
    """The file's table and columns, by the readers of orders."""
    asked = replace(_asked(options, told), encoding=options.encoding and encoding_beside(path, options.encoding))
    source, columns = open_source(path, asked)
    return Opened(replace(source, beside=True), columns)  # type: ignore[arg-type]


_NEVER = 1 << 30  # keys of people who never bought begin here


def open_table(url: str, name: str, told: Callable[[Sequence[str]], Beside], options: Options) -> Opened:
    """A table or view of the database that holds the orders; its cells are read here by the rules for files."""
    from xlclv.orders.columns import recognise
    from xlclv.orders.tables import sqlite
    from xlclv.orders.tables.cells import open_cells
    from xlclv.orders.tables.connecting import database, file_of, plainly, scheme, table_of
    from xlclv.orders.tables.size import bounded, long_columns, refuse_expanding, refuse_used

    asked = _asked(options, told)
    if scheme(url) == "sqlite":
        source, told_columns = sqlite.open_table(file_of(url), name, asked)
        return Opened(replace(source, beside=True), told_columns, name)  # type: ignore[arg-type]
    table, where = table_of(database(url), url, name), f"table {name}"
    try:
        columns = recognise(table.columns, asked)
    except UnclearError as reason:
        raise refusal(where, str(reason)) from None
    with plainly(where, url, secret=asked.secret):
        long = refuse_expanding(table, url, name, where) or long_columns(table, table.columns, url)
        refuse_used(long, [table.columns[at] for at in asked_of(columns.roles)], where)
        table = bounded(table, long)
        source = replace(open_cells(table, name, columns, asked.secret), beside=True)
        return Opened(source, columns, name)  # type: ignore[arg-type]


def staged(
    connection: Any, opened: Opened, options: Options, people: str = "", prints: bool = False
) -> tuple[dict[str, Column], tuple[str, ...], tuple[str, ...]]:
    """The table `raw` of its cells, its columns, notes and warnings; IDS says whose a customer cell is.

    With `prints`, rows have a fingerprint of all columns.
    """
    source, columns = opened.source, opened.columns
    types = stage(connection, source, columns, orders=False, prints=prints)  # type: ignore[arg-type]
    notes = drop_headers(connection, source, columns.roles)
    notes += drop_blank(connection, source, columns)  # type: ignore[arg-type]
    found = {role: Column(connection, role, types[role], source, at) for role, at in columns.roles.items()}
    said: tuple[str, ...] = source.notes
    said += tuple(f"{source.where}: {note}" for note in (_taken(opened), *notes))
    if "customer" in found:
        said += _identified(connection, found["customer"], options, people)
    return found, said, (*source.warnings, *swallowed(source))


def _taken(opened: Opened) -> str:
    """The columns in use, in words; further ones of customers and spend are not named."""
    words = {"date": "day", "handle": "handle time", "hold": "hold time", "wrap": "after-call work"}
    source, roles = opened.source, opened.columns.roles
    return ", ".join(
        f"{words.get(role, role)} is {source.column(at).removeprefix('column ')}"
        for role, at in roles.items()
        if at in asked_of({role: at})
    )


def refuse_other(base: Base, found: Mapping[str, Column], role: str, money: Money) -> tuple[str, list[str]]:
    """Money beside the orders must not be in another currency than theirs, or than that of another file beside them:
    in its cells, header or a column of them.

    Gives its currency, "" where nothing names one, and what is to be warned of.
    """
    roles = {name: found[name] for name in (role, "currency") if name in found}
    if "currency" in roles:
        distinct(roles["currency"])
    named, said = currency_of(roles, {role: money})
    if other := contradicts(base.currency, {named} - {""}):
        by_itself = (
            header_currency(found[role]) or money.currency or by_formats(found[role].connection, found[role].source, "")
        )
        rule = f"amounts in {other} cannot be set beside {base.in_it} in {base.currency}"
        where = found[role] if by_itself else roles.get("currency", found[role])
        raise where.source.refuse(rule, column=where.called, fix=way_out())
    return named, said


def refuse_below_0(column: Column, money: Money, what: str) -> list[str]:
    """Costs are above 0 where they are costs: a minus before all is a ledger's; before some it is of credits, told."""
    minus, off, total, first = column.one(
        "SELECT count(*) FILTER (m.value < 0), sum(m.value) FILTER (m.value < 0), sum(m.value), min(r.row) FILTER "
        f"(m.value < 0) FROM raw AS r JOIN {money.table} AS m ON m.text = r.{column.role}"
    )
    if not minus:
        return []
    row, many = column.source.row(first), counted(int(minus), "amount")
    if total < 0:
        below = exact(int(total), money.scale)
        rule = f"what was {what} adds up to {below:,}, below 0 ({many} with a minus), as ledgers write costs"
        raise column.source.refuse(rule, row=row, column=column.called, fix=f"write what was {what} without a minus")
    below = exact(int(off), money.scale)
    return [
        f"{column.source.where}: {column.called} has {many} below 0 ({below:,} in all, first row {row:,}), taken off "
        "as credits"
    ]


def _identified(connection: Any, column: Column, options: Options, people: str) -> tuple[str, ...]:
    """Make IDS. A text that is a customer's id as it stands needs no second look: most are, and each look is long."""
    distinct(column)
    as_it_stands = options.pseudonyms is None and not options.normalise
    if as_it_stands:
        connection.execute(
            f"CREATE OR REPLACE TABLE known_ids AS SELECT t.*, p.place FROM {column.table} AS t LEFT JOIN {people} AS "
            "p ON p.customer = t.text"
        )
        connection.execute(
            f"CREATE OR REPLACE TABLE {column.table} AS SELECT * EXCLUDE (place) FROM known_ids WHERE place IS NULL"
        )
    found = ids.convert(column, options.pseudonyms, options.normalise, options.keep_ids, ())
    connection.execute(
        f"CREATE OR REPLACE TABLE {IDS} AS SELECT v.*, p.place, coalesce(p.place, {_NEVER} + dense_rank() OVER "
        f"(ORDER BY v.value)) AS key FROM {IDS} AS v LEFT JOIN {people} AS p ON p.customer = v.value"
    )
    if as_it_stands:
        connection.execute(
            f"INSERT INTO {IDS} BY NAME SELECT text, text AS value, first, rows, place, place AS key FROM known_ids "
            "WHERE place IS NOT NULL"
        )
        connection.execute("DROP TABLE known_ids")
    return found.notes


def dropped(connection: Any, found: dict[str, Column]) -> None:
    """Free the raw cells."""
    for role in found:
        for name in (f"texts_{role}", f"canon_{role}", f"{role}_values"):
            connection.execute(f"DROP TABLE IF EXISTS {name}")
    connection.execute("DROP TABLE IF EXISTS raw")


def refuse_strangers(connection: Any, column: Column, people: str, share: float, secret: bool) -> None:
    """Ids that hardly meet those of the orders are other ids, or the same written another way."""
    if share >= LEAST_MATCH:
        return
    mine = rows(
        connection,
        f"SELECT DISTINCT value FROM {IDS} WHERE value IS NOT NULL AND place IS NULL ORDER BY 1 LIMIT {EXAMPLES}",
    )
    others = f"SELECT customer FROM {people} WHERE place NOT IN (SELECT place FROM {IDS} WHERE place IS NOT NULL)"
    theirs = rows(connection, f"{others} ORDER BY 1 LIMIT {EXAMPLES}")
    here, there = (", ".join(f'"{name}"' for (name,) in found) for found in (mine, theirs))
    shown = "" if secret else f": here {here}; in the orders {there}"
    rule = f"only {share:.1%} of the ids meet those of the orders{shown}"
    fix = f"{_differ(mine, theirs, secret)}name the column of ids as in the orders, or write the ids alike"
    raise column.source.refuse(rule, column=column.called, fix=fix)


def _differ(mine: list[tuple[Any, ...]], theirs: list[tuple[Any, ...]], secret: bool) -> str:
    """How the two seem to differ, where the examples show it."""
    if secret or not mine or not theirs:
        return ""
    here, there = ([str(name) for (name,) in found] for found in (mine, theirs))
    if any("@" in name for name in here) != any("@" in name for name in there):
        return "one side has e-mail addresses, the other has not: "
    if _zeros(here) != _zeros(there) and all(name.isdigit() for name in (*here, *there)):
        return "one side has zeros in front, the other has not: "
    if {name.casefold() for name in here} & {name.casefold() for name in there}:
        return f"they differ in upper and lower case, which {option('normalise')} evens out: "
    return ""


def _zeros(names: list[str]) -> bool:
    return any(name.startswith("0") and len(name) > 1 for name in names)


def matched(connection: Any) -> tuple[int, int]:
    """How many of the orders' customers the file knows, and how many ids it has."""
    met, known = one(
        connection, f"SELECT count(DISTINCT place), count(DISTINCT key) FROM {IDS} WHERE value IS NOT NULL"
    )
    return int(met), int(known)

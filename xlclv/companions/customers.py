"""The customers file: one row a customer, any columns; who bought, who never did, who is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from xlclv.companions.asked import Asked
from xlclv.companions.base import Base
from xlclv.companions.columns import personal
from xlclv.companions.data import CustomersFile
from xlclv.companions.file import Opened, dropped, matched, refuse_strangers, staged
from xlclv.companions.levels import Levels, is_number, levels, without_empty
from xlclv.companions.repeated import IDS, drop_totals
from xlclv.errors import counted
from xlclv.models.likelihood.collapse import Ints
from xlclv.orders.arrow import as_numpy
from xlclv.orders.engine import one, rows
from xlclv.orders.headers import is_called, plain
from xlclv.orders.source import Options
from xlclv.places import places
from xlclv.terms.options import bare_option, option_name

ORIGIN, TABLE = "customers", "customers_file"


@dataclass(frozen=True, slots=True)
class People:
    """The customers file read: its table in the orders' engine has id and the attributes' roles."""

    base: Base
    opened: Opened
    told: CustomersFile
    attributes: dict[str, str]  # role: header
    place: Ints  # of each customer, which row of the table is his; -1 where none is
    prospects: tuple[Ints, tuple[str, ...]]  # rows of people who never bought, and their ids
    notes: tuple[str, ...]
    warnings: tuple[str, ...] = ()

    def role(self, column: str) -> str | None:
        """The role of a column, named exactly, or plainly."""
        headers = self.opened.columns.headers
        exact = [role for role, header in headers.items() if header == column.strip()]
        alike = exact or [role for role, header in headers.items() if is_called(column, header)]
        return alike[0] if alike else None

    def every(self, asked: Asked, role: str) -> Levels:
        """The levels of an attribute, of all rows of the file by their place."""
        texts, at = self.base.texts(f'SELECT "{role}" AS cell FROM {TABLE} ORDER BY row')
        _refuse_classes(self.opened, role, asked, texts)
        return levels(self.opened.columns.headers[role], ORIGIN, texts, at, asked.edges)

    def let_go(self) -> None:
        """Free the cells of the file, of which no more is asked than who never bought."""
        never = f"SELECT other FROM {TABLE} WHERE other IS NOT NULL"
        self.base.connection.execute(f"CREATE OR REPLACE TABLE {TABLE} AS {never}")

    def of_customers(self, every: Levels) -> Levels:
        """The same, of the customers who bought; those who are not in the file are one level."""
        absent = self.place < 0
        if not absent.any():
            return without_empty(replace(every, of=every.of[places(self.place)]))
        of = np.full(len(self.place), len(every.labels), dtype=np.int64)
        of[~absent] = every.of[places(self.place[~absent])]
        return without_empty(replace(every, labels=(*every.labels, f"(not in {self.told.name})"), of=of))


def _refuse_classes(opened: Opened, role: str, asked: Asked, cells: Sequence[str | None]) -> None:
    """Edges are asked of numbers alone."""
    bad = next((cell for cell in cells if cell and cell.strip() and not is_number(cell)), None) if asked.edges else None
    if bad is not None:
        column = opened.source.column(opened.columns.roles[role])
        rule = f"{opened.source.quoted(bad, 'a cell', most=40)} is not a number, so it is in no class"
        raise opened.source.refuse(rule, column=column, fix=f"say {bare_option('by', asked.column)} without edges")


def read(base: Base, opened: Opened, options: Options, wanted: Sequence[str]) -> People:
    """The file against the orders. `wanted` are columns named by --by: they are kept even if they name a person."""
    connection = base.connection
    found, notes, warnings = staged(connection, opened, options, base.people)
    warnings = (*warnings, *drop_totals(connection, opened.source, options.keep_ids))
    count = int(one(connection, "SELECT count(*) FROM raw")[0])
    _refuse_blank(opened, connection)
    again = _merged(connection, list(found), opened, options)
    named = {plain(name) for name in wanted}
    headers = opened.columns.headers
    kept = {r: h for r, h in headers.items() if plain(h) in named or not personal(h)}
    columns = "".join(f", {role}" for role in kept)
    connection.execute(
        f"CREATE OR REPLACE TABLE {TABLE} AS SELECT v.place, CASE WHEN v.place IS NULL THEN v.value END AS other, row"
        f"{columns} FROM raw JOIN {IDS} AS v ON raw.customer = v.text"
    )
    mine, _ = matched(connection)
    everyone = int(one(connection, f"SELECT count(*) FROM {base.people}")[0])
    refuse_strangers(connection, found["customer"], base.people, mine / max(everyone, 1), options.secret)
    dropped(connection, found)
    left = tuple(header for role, header in headers.items() if role not in kept)
    told = CustomersFile(
        name=opened.name,
        rows=count,
        matched=mine,
        never_bought=count - again - mine,
        not_in_file=everyone - mine,
        duplicates=again,
        columns=tuple(kept.values()),
        left_out=left,
    )
    spots = np.full(everyone, -1, dtype=np.int64)
    owner = as_numpy(base.arrow(f"SELECT coalesce(place, -1) AS place FROM {TABLE} ORDER BY row"), "place")
    bought = owner >= 0
    spots[places(owner[bought])] = np.flatnonzero(bought)
    away = base.arrow(f"SELECT other FROM {TABLE} WHERE place IS NULL ORDER BY row")
    prospects = np.flatnonzero(~bought), tuple(away["other"].to_pylist())
    return People(base, opened, told, kept, spots, prospects, (*notes, *_said(told)), warnings)


def _merged(connection: object, roles: Sequence[str], opened: Opened, options: Options) -> int:
    """Exact repeats become one row: how many went. Two rows of one customer that differ are refused."""
    rows_of, keys, texts = one(connection, f"SELECT max(rows), count(DISTINCT key), count(*) FROM {IDS}")
    if rows_of == 1 and keys == texts:
        return 0  # each customer has one row, and nothing has to be looked for
    several = "customer IN (SELECT customer FROM raw GROUP BY customer HAVING count(*) > 1)"
    turn = f"row_number() OVER (PARTITION BY {', '.join(roles)} ORDER BY row) AS n FROM raw WHERE {several}"
    again = int(one(connection, f"DELETE FROM raw WHERE row IN (SELECT row FROM (SELECT row, {turn}) WHERE n > 1)")[0])
    _refuse_two(opened, connection)
    return again


def _said(told: CustomersFile) -> list[str]:
    said = [
        f"{told.name}: {counted(told.rows, 'row')}, {counted(told.matched, 'customer')} of the orders, "
        f"{told.never_bought:,} who never bought, {told.not_in_file:,} customers are not in it"
    ]
    if told.duplicates:
        said.append(f"{told.name}: {told.duplicates:,} exact repeats were merged")
    if told.left_out:
        named = ", ".join(f'"{header}"' for header in told.left_out)
        way = f"{option_name('by')} names one all the same"
        said.append(f"{told.name}: {named} left out: they look as if they named a person; {way}")
    return said


def _refuse_blank(opened: Opened, connection: object) -> None:
    if not one(connection, f"SELECT count(*) FROM {IDS} WHERE value IS NULL")[0]:
        return
    found = rows(
        connection,
        f"SELECT row, count(*) OVER () FROM raw JOIN {IDS} AS v ON raw.customer = v.text WHERE v.value IS NULL "
        "ORDER BY row LIMIT 1",
    )
    if found:
        source = opened.source
        many = f" ({found[0][1]:,} such rows)" if found[0][1] > 1 else ""
        column = source.column(opened.columns.customer)
        rule = f"the row has no customer{many}"
        raise source.refuse(rule, row=source.row(found[0][0]), column=column, fix="fill the id, or leave the row out")


def _refuse_two(opened: Opened, connection: object) -> None:
    """Two different rows of one customer: which of them is true, nobody can tell."""
    found = rows(
        connection,
        f"SELECT v.value, min(row, 2), count(*) OVER () FROM raw JOIN {IDS} AS v ON raw.customer = "
        "v.text GROUP BY 1 HAVING count(*) > 1 ORDER BY 2 LIMIT 1",
    )
    if not found:
        return
    name, (first, second), many = found[0]
    source = opened.source
    who = "one customer has" if source.secret else f'customer "{name}" has'
    rest = f"; so have {many - 1:,} more customers" if many > 1 else ""
    rule = f"{who} two different rows, {source.row(first):,} and {source.row(second):,}{rest}"
    raise source.refuse(rule, column=source.column(opened.columns.customer), fix="keep one row a customer")

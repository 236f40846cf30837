"""Parquet files read in place: where types leave nothing to decide, orders are a view and nothing is copied.

Where anything has to be said (an id to trim, a missing date), the file is read cell by cell instead, which names rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlclv.errors import InputError
from xlclv.orders.files import balances, measures
from xlclv.orders.files.cells import identifier, spaced
from xlclv.orders.files.days import EARLIEST
from xlclv.orders.files.flags import not_looked_at
from xlclv.orders.files.part import Part
from xlclv.orders.roles import Columns, kept
from xlclv.orders.rules.ids import RARE
from xlclv.orders.source import Options, Source
from xlclv.orders.tables.place import UndecidedError
from xlclv.orders.tables.typed import PRINT, ROW, convert

_FILLED = "coalesce({}, '')"


def in_place(backend: Any, opened: Sequence[tuple[Source, Columns]], options: Options) -> list[Part] | None:
    """The orders of all files as views on them; None where a file must be read cell by cell, and so all."""
    if options.pseudonyms is not None or options.fill_down or options.normalise or options.timezone:
        return None
    if options.since is not None or options.until is not None:
        return None
    parts = []
    for number, (source, columns) in enumerate(opened):
        if not columns.plain or options.exclude or options.keep_ids:
            return None
        part = _view(backend, source, columns, number, options)
        if part is None:
            return None
        parts.append(part)
    return parts


def _view(backend: Any, source: Source, columns: Columns, number: int, options: Options) -> Part | None:
    import ibis

    if not source.relation or {ROW, PRINT} & set(source.headers):
        return None
    every = ", ".join(map(identifier, source.headers))
    places = source.compared or range(source.width)
    compared = ", ".join("NULL" if at is None else identifier(source.headers[at]) for at in places)
    backend.con.execute(
        f"CREATE OR REPLACE VIEW file_{number} AS SELECT {every}, file_row_number + 1 AS {ROW}, "
        f"hash({compared}) AS {PRINT} FROM {source.relation}"
    )
    table = backend.table(f"file_{number}")
    kinds = {role: table[source.headers[at]].type() for role, at in columns.roles.items()}
    if not (kinds["date"].is_date() or (kinds["date"].is_timestamp() and not kinds["date"].timezone)):
        return None
    day = identifier(source.headers[columns.roles["date"]])
    early = f"SELECT 1 FROM file_{number} WHERE {day} < DATE '{EARLIEST}' LIMIT 1"  # statistics tell of most files
    if backend.con.execute(early).fetchone() or any(of.any_in(table, columns) for of in (balances, measures)):
        return None
    try:
        found = convert(table, source.headers, columns, source.where, options)
    except (InputError, UndecidedError):
        return None
    named = columns.currency is None and found.currency  # in a header
    of_header = f"{source.where}: amounts are in {found.currency}" if named else ""
    aside = "in floating point", of_header or "in floating point"  # as stored, to the last decimal; no cell says more
    plain = [note for note in found.notes if not any(said in note for said in aside)]
    unused = {f"{source.where}: {said}" for said in not_looked_at(source.headers, columns)}
    if any(RARE not in said for said in set(found.warnings) - unused) or len(plain) > 1:
        return None
    name = f"part_{number}"
    cells = [kept(number) for number in range(len(columns.extra))]
    tidy = ", ".join(f"{spaced(_FILLED.format(cell))} AS {cell}" for cell in cells)
    every = f"* REPLACE ({tidy})" if tidy else "*"
    orders = ibis.to_sql(found.table, dialect="duckdb")
    backend.con.execute(f"CREATE OR REPLACE VIEW {name} AS SELECT {every} FROM ({orders})")
    notes, warnings = (*source.notes, *plain, *filter(None, (of_header,))), (*source.warnings, *found.warnings)
    return Part(
        source, name, found.scale, None, found.currency, notes, warnings, in_place=True, columns=columns,
        bound=found.bound,
    )  # fmt: skip

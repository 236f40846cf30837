"""The columns of files and some of their values, before anybody knows which is what: for whoever has to choose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from xlclv.orders.engine import connect, one, rows
from xlclv.orders.files.opening import open_all
from xlclv.orders.files.staging import stage
from xlclv.orders.headers import UnclearError, find
from xlclv.orders.roles import further
from xlclv.orders.rules import statuses
from xlclv.orders.rules.headers import STATUS
from xlclv.orders.source import Options, several

FEW = 15  # different values that are all listed; of more, three are examples
_EXAMPLES = 3
_LONGEST = 60  # letters of a value shown


@dataclass(frozen=True, slots=True)
class Value:
    """A value, how many rows have it, and whether as a status it would mean a sale; None where nobody knows."""

    text: str
    rows: int
    sale: bool | None


@dataclass(frozen=True, slots=True)
class SeenColumn:
    """A column: its header, its place from 1, the rows that fill it, how many values they have, and some; `status` by
    its header."""

    header: str
    place: int
    filled: int
    different: int
    values: tuple[Value, ...]
    status: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """A table of a file."""

    name: str
    sheet: str
    rows: int
    columns: tuple[SeenColumn, ...]


def seen(
    paths: Sequence[Path], *, sheet: str | Sequence[str] | None = None, encoding: str | None = None,
    memory_limit: str | None = None,
) -> tuple[Seen, ...]:  # fmt: skip
    """What the files' tables hold, column by column. The first row of two cells or more without a number is the header.

    Raises InputError for what is no table, and for one that has no such row.
    """
    backend = connect(memory_limit)
    asked = Options(sheet=several(sheet), encoding=encoding, told=every_column)
    return tuple(_seen(backend.con, source, columns) for source, columns in open_all(paths, asked))


@dataclass(frozen=True, slots=True)
class Every:
    """Every column, by its place. Readers ask where the customer stands, whose export it is, and what was assumed."""

    roles: dict[str, int]
    customer: int = 0
    system: str = ""
    assumed: tuple[str, ...] = ()


def every_column(headers: Sequence[str]) -> Every:
    """Every column, if this is a header: cells of words alone, and not only one."""
    filled = [cell for cell in headers if cell.strip()]
    if len(filled) < 2 or any(not any(map(str.isalpha, cell)) for cell in filled):
        raise UnclearError("no row names the columns")
    return Every({further(at): at for at in range(len(headers))})


def _seen(connection: Any, source: Any, columns: Any) -> Seen:
    stage(connection, source, columns, orders=False, prints=False)
    (count,) = one(connection, "SELECT count(*) FROM raw")
    by_header = set(find(STATUS, source.headers))
    found = tuple(
        replace(_column(connection, role, source.headers[at].strip(), at + 1), status=at in by_header)
        for role, at in columns.roles.items()
        if at < len(source.headers) and source.headers[at].strip()
    )
    return Seen(source.name, source.sheet, count + sum(source.met.blank), found)


def _column(connection: Any, role: str, header: str, place: int) -> SeenColumn:
    text = f"trim({role})"
    filled, different = one(connection, f"SELECT count(*), count(DISTINCT {text}) FROM raw WHERE {text} <> ''")
    most = FEW if different <= FEW else _EXAMPLES
    found = rows(
        connection,
        f"SELECT {text}, count(*) FROM raw WHERE {text} <> '' GROUP BY 1 ORDER BY 2 DESC, min(row) LIMIT {most}",
    )
    return SeenColumn(header, place, filled, different, tuple(_value(word, n) for word, n in found), False)


def _value(text: str, count: int) -> Value:
    meant = statuses.meaning(text) if text else None
    shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return Value(shown, count, None if meant is None else meant != statuses.NO_SALE)

"""Parquet files: columns keep the types they were stored with."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from xlclv.orders.account_or_name import by_name
from xlclv.orders.assumed import without_tax_marks, without_words
from xlclv.orders.columns import recognise
from xlclv.orders.currency_columns import by_cells
from xlclv.orders.files.cells import identifier, literal
from xlclv.orders.files.parquet_size import refuse_expanding, told_apart
from xlclv.orders.files.parquet_stated import refuse_untrue
from xlclv.orders.files.parquet_times import refuse_times
from xlclv.orders.files.stored_zones import local_time, stored_zones
from xlclv.orders.frames import MIXED, NOTE, PERIODS
from xlclv.orders.headers import UnclearError
from xlclv.orders.kinds import SEEN, SIGNED, seen, status_by_values, status_sought
from xlclv.orders.roles import MARKS, Columns, asked_of
from xlclv.orders.source import NOT_SHOWN, Options, Source, refusal, too_long

_AT_ONCE = 50  # rows of which no more is in memory at once than a reader of text takes in
_GLANCE = 1000  # letters of a cell, of which the first rows are told by a word or two
_NUMBER = "file_row_number"
_NO_DAYS = ("by", "level", "cancelled", *MARKS)  # how roles begin whose days count nothing, only that there is one


def open_parquet(path: Path, options: Options) -> tuple[Source, Columns]:
    """The table of a Parquet file, and its columns."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        schema = pq.read_schema(path)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as reason:  # the last from names of columns
        words = str(reason).splitlines()[0]
        raise refusal(
            path.name, f"this is not a Parquet file that can be read ({words})", "have it written again"
        ) from None
    long = refuse_expanding(path, len(schema.names))
    try:
        columns = recognise(schema.names, options)
        for at in long.intersection(asked_of(columns.roles)):
            raise too_long(f'{path.name}, column "{schema.names[at]}"')
        columns = _told_by_cells(path, schema, columns, options, long)
    except UnclearError as reason:
        raise refusal(path.name, str(reason)) from None
    for at in asked_of(columns.roles):
        if pa.types.is_nested(schema.field(at).type):
            rule = f'column "{schema.names[at]}" holds {schema.field(at).type}, not cells'
            raise refusal(path.name, rule, "have it written with a value a cell")
    refuse_times(path.name, schema, columns.roles)
    used = {*columns.roles.values()}
    if isinstance(columns, Columns):  # files beside have columns of their own kind
        used |= {*columns.watched, *columns.currencies}
    once = [schema.names[at] for at in sorted(used) if schema.names.count(schema.names[at]) == 1]
    refuse_untrue(path, once)
    headers, relation = _numbered(path, tuple(schema.names))
    local = {} if options.timezone else stored_zones(schema)
    noted = {at: (field.metadata or {}).get(NOTE) for at, field in enumerate(schema)}
    mixed = frozenset(at for at, note in noted.items() if note == MIXED)
    source = Source(path, headers, len(headers), relation=relation, mixed=mixed, secret=options.secret)

    def scan(wanted: Sequence[int]) -> Any:
        names = ", ".join(f'{cell(at)} AS "{at}"' for at in wanted)
        return f"SELECT file_row_number + 1 AS row, {names} FROM {relation}"

    def cell(at: int) -> str:
        name = identifier(headers[at])
        if at in long:
            return told_apart(name, is_text(schema.field(at).type))
        return local_time(name, local[at]) if at in local else name

    days = sorted(set(local) & {at for role, at in columns.roles.items() if not role.startswith(_NO_DAYS)})
    said = [f"{source.where}: {source.column(at)} is in time zone {local[at]}; days are that zone's" for at in days]
    starts = (at for role, at in columns.roles.items() if role == "date" and noted[at] == PERIODS)
    said += [f"{source.where}: {source.column(at)} holds periods, read as the day each starts on" for at in starts]
    return replace(source, scan=scan, notes=tuple(said)), columns


def _told_by_cells(path: Path, schema: Any, columns: Columns, options: Options, long: frozenset[int]) -> Columns:
    """The columns, with what cells of the first rows tell and headers do not; those of `long` cells tell nothing."""
    if options.told is not None:
        return columns
    headers, below = schema.names, _first_words(path, schema, columns, long)
    columns = without_tax_marks(columns, headers, below, options)
    if not status_sought(columns, options):
        columns = by_name(without_words(columns, headers, below, options), headers, below, options)
        return by_cells(columns, headers, below, options)
    columns = status_by_values(by_name(columns, headers, below, options), headers, below, options)
    columns = by_cells(columns, headers, below, options)
    texts = {at for at, field in enumerate(schema) if is_text(field.type)} - long
    return replace(columns, watched=tuple(at for at in columns.watched if at in texts))


def _first_words(path: Path, schema: Any, columns: Columns, long: frozenset[int]) -> list[list[str]]:
    """The first rows, with the cells of text, money and the customer alone; none of a damaged file, told in reading."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    looked_at = {schema.names[columns.roles[role]] for role in ("customer", *SIGNED) if role in columns.roles}
    some = (field.name for at, field in enumerate(schema) if is_text(field.type) and at not in long)
    texts = [*{*looked_at, *some}]
    try:
        with pq.ParquetFile(path) as file:
            pieces = file.iter_batches(_AT_ONCE, columns=texts) if texts else ()
            found = [row for piece in islice(pieces, SEEN // _AT_ONCE) for row in _begun(piece)]
    except (pa.ArrowException, OSError, UnicodeDecodeError):
        return []
    return [seen([row.get(name) for name in schema.names], columns) for row in found]


def _begun(piece: Any) -> Iterator[dict[str, Any]]:
    """The rows of a piece, long texts by how they begin."""
    for row in piece.to_pylist():
        yield {name: cell[:_GLANCE] if isinstance(cell, str) else cell for name, cell in row.items()}


def is_text(kind: Any) -> bool:
    """Whether a column of this Arrow type holds text: plain, large, as views, or each word once (a category)."""
    import pyarrow as pa

    if pa.types.is_dictionary(kind):
        return is_text(kind.value_type)
    view = getattr(pa.types, "is_string_view", None)  # not in older versions
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or (view and view(kind)))


def _numbered(path: Path, headers: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """The headers, each once, and SQL for the file with its rows' numbers, under whose name it may have a column.

    The database does not tell upper and lower case apart, and knows no empty names: what it would call by a name of
    its own gets blanks behind its header, which nobody is shown.
    """
    file, taken, apart = literal(str(path)), {_NUMBER, ""}, []
    for header in headers:
        name = header.replace("\0", " ")
        while name.casefold() in taken:
            name += " "
        taken.add(name.casefold())
        apart.append(name)
    if tuple(apart) == headers:
        return headers, f"read_parquet({file}, {_NUMBER} = true)"
    names = ", ".join(map(identifier, apart))
    read = f"SELECT *, row_number() OVER () - 1 AS {_NUMBER} FROM read_parquet({file}) AS cells({names})"
    return tuple(apart), f"({read})"


@contextlib.contextmanager
def damage_told(sources: Sequence[Source]) -> Iterator[None]:
    """What the database says while it reads Parquet files whose inside is damaged, in one line that names them."""
    import duckdb

    not_theirs = (
        duckdb.BinderException,
        duckdb.CatalogException,
        duckdb.InterruptException,
        duckdb.OutOfMemoryException,
        duckdb.ParserException,
    )
    try:
        yield
    except (duckdb.Error, OverflowError) as reason:  # the latter from days that its statistics deny
        packed = [source.name for source in sources if source.relation]
        full = "no space left on device" in str(reason).lower()  # where the database moves what memory cannot hold
        if not packed or full or isinstance(reason, not_theirs):
            raise
        words = (str(reason).splitlines() or ["no reason given"])[0].rpartition('": ')[2].strip(" :")  # after the path
        words = NOT_SHOWN if any(source.secret for source in sources) else words
        rule = f"the inside of the Parquet file cannot be read ({words})"
        raise refusal(" and ".join(packed), rule, "get it again, or have it written again") from None

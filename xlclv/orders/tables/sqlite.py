"""SQLite tables: a cell has the type it was given, whatever its column says, so cells are read as those of a file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from xlclv.orders.assumed import without_words
from xlclv.orders.columns import recognise
from xlclv.orders.currency_columns import by_cells
from xlclv.orders.files.whole import few, settled
from xlclv.orders.headers import UnclearError
from xlclv.orders.kinds import MOST, SEEN, Words, money_of, seen, status_by_values, status_sought
from xlclv.orders.roles import Columns
from xlclv.orders.source import NOT_SHOWN, Options, Source, refusal

_ROWS = 50_000  # handed over at once


def open_table(path: Path, name: str, options: Options) -> tuple[Source, Columns]:
    """The table or view of a SQLite file, and its columns."""
    where = f'{path.name}, table "{name}"'
    headers: tuple[str, ...] = ()
    try:
        with closing(_connect(path)) as base:
            headers = tuple(column[0] for column in base.execute(f"SELECT * FROM {_quoted(name)} LIMIT 0").description)
            columns = recognise(headers, options)
            if status_sought(columns, options):
                words = [seen(row, columns) for row in base.execute(f"SELECT * FROM {_quoted(name)} LIMIT {SEEN}")]
                columns = by_cells(status_by_values(columns, headers, words, options), headers, words, options)
                columns = _settled(base, name, headers, columns, options)
            elif options.told is None:
                words = [seen(row, columns) for row in base.execute(f"SELECT * FROM {_quoted(name)} LIMIT {SEEN}")]
                columns = by_cells(without_words(columns, headers, words, options), headers, words, options)
            numeric, mixed = _typed(base, name, headers, columns)
    except sqlite3.Error as reason:
        said = f"the database refused it; {NOT_SHOWN}" if options.secret and headers else str(reason)
        raise refusal(where, said, "check the file and the table's name") from None
    except UnclearError as reason:
        raise refusal(where, str(reason)) from None

    def scan(wanted: Sequence[int]) -> Any:
        return _reader(path, name, [headers[at] for at in wanted], wanted)

    source = Source(path, headers, len(headers), scan, numeric=numeric, mixed=mixed, table=name, secret=options.secret)
    return source, columns


def _settled(
    base: sqlite3.Connection, name: str, headers: tuple[str, ...], columns: Columns, options: Options
) -> Columns:
    """The columns, with those whose texts decide what is a sale anywhere in the table."""
    money = [f"CAST({_quoted(headers[at])} AS TEXT)" for at in money_of(columns)]
    below = " OR ".join(f"({text} LIKE '%-%' OR {text} LIKE '%−%' OR {text} LIKE '(%')" for text in money)

    def words(at: int, signs: bool) -> Words:
        column, unsigned = _quoted(headers[at]), f"NOT coalesce({below}, 0)" if signs and below else "1"
        asked = f"SELECT trim({column}) AS word, max({unsigned}) FROM {_quoted(name)} WHERE typeof({column}) = 'text' "
        return few(base.execute(f"{asked} AND trim({column}) <> '' GROUP BY 1 LIMIT {MOST + 1}").fetchall())

    return settled(columns, headers, options, words)


def _typed(
    base: sqlite3.Connection, name: str, headers: Sequence[str], columns: Columns
) -> tuple[frozenset[int], frozenset[int]]:
    """The columns in use whose cells are all numbers, and those that mix numbers and text."""
    numeric, mixed = set(), set()
    for at in columns.roles.values():
        column = _quoted(headers[at])
        kinds = base.execute(f"SELECT DISTINCT typeof({column}) FROM {_quoted(name)}").fetchall()
        found = {kind for (kind,) in kinds} - {"null"}
        if "blob" in found:
            raise refusal(f'table "{name}", column "{headers[at]}"', "holds binary data", "make a view that casts it")
        if found and found <= {"integer", "real"}:
            numeric.add(at)
        elif "text" in found and found - {"text"}:
            mixed.add(at)
    return frozenset(numeric), frozenset(mixed)


def _reader(path: Path, name: str, headers: Sequence[str], wanted: Sequence[int]) -> Any:
    """The cells as text, with a row number, in pieces."""
    import pyarrow as pa

    schema = pa.schema([("row", pa.int64()), *((str(at), pa.string()) for at in wanted)])

    def batches() -> Iterator[Any]:
        start = 1
        with closing(_connect(path)) as base:
            cursor = base.execute(f"SELECT {', '.join(map(_quoted, headers))} FROM {_quoted(name)}")
            while rows := cursor.fetchmany(_ROWS):
                cells = [pa.array([_text(cell) for cell in column], pa.string()) for column in zip(*rows, strict=True)]
                yield pa.record_batch([pa.array(range(start, start + len(rows)), pa.int64()), *cells], schema=schema)
                start += len(rows)

    return pa.RecordBatchReader.from_batches(schema, batches())


def _connect(path: Path) -> sqlite3.Connection:
    """For reading; the engine reads in a thread of its own."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(cell: Any) -> str | None:
    return cell if cell is None or isinstance(cell, str) else repr(cell)

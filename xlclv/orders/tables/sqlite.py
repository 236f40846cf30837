"""SQLite tables: a cell has the type it was given, whatever its column says, so cells are read as those of a file."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from xlclv.errors import InputError
from xlclv.orders.account_or_name import by_name
from xlclv.orders.assumed import without_tax_marks, without_words
from xlclv.orders.columns import recognise
from xlclv.orders.currency_columns import by_cells
from xlclv.orders.files.whole import few, settled
from xlclv.orders.headers import UnclearError
from xlclv.orders.kinds import MOST, SEEN, Words, money_of, seen, status_by_values, status_sought
from xlclv.orders.roles import Columns
from xlclv.orders.source import NOT_SHOWN, Met, Options, Source, refusal, row_numbers
from xlclv.orders.tables import base_files
from xlclv.orders.tables.watched import Watched

_PIECES = 400  # as SQLite gives them, handed over at once
_SIZE = 32 << 20  # bytes of them
_PICTURE = 1 << 10  # bytes; as Python writes them they would take four times as many


def open_table(path: Path, name: str, options: Options) -> tuple[Source, Columns]:
    """The table or view of a SQLite file, and its columns."""
    where = f'{path.name}, table "{name}"'
    headers: tuple[str, ...] = ()
    stamp = base_files.stamp(path)
    try:
        with closing(Watched(path, where)) as base:
            headers = base.headers(f"SELECT * FROM {_quoted(name)} LIMIT 0")
            columns = recognise(headers, options)
            if status_sought(columns, options):
                words = [seen(row, columns) for row in base.rows(f"SELECT * FROM {_quoted(name)} LIMIT {SEEN}")]
                columns = without_tax_marks(columns, headers, words, options)
                columns = status_by_values(by_name(columns, headers, words, options), headers, words, options)
                columns = by_cells(columns, headers, words, options)
                columns = _settled(base, name, headers, columns, options)
            elif options.told is None:
                words = [seen(row, columns) for row in base.rows(f"SELECT * FROM {_quoted(name)} LIMIT {SEEN}")]
                columns = by_name(without_words(columns, headers, words, options), headers, words, options)
                columns = by_cells(columns, headers, words, options)
            numeric, mixed = _typed(base, name, headers, columns)
    except sqlite3.Error as reason:
        raise _refused(path, where, reason, options.secret and bool(headers)) from None
    except UnclearError as reason:
        raise refusal(where, str(reason)) from None

    met, secret = Met(), options.secret

    def scan(wanted: Sequence[int]) -> Any:
        import pyarrow as pa

        schema = pa.schema([("row", pa.int64()), *((str(at), pa.string()) for at in wanted)])
        query = f"SELECT {', '.join(_quoted(headers[at]) for at in wanted)} FROM {_quoted(name)}"

        def batches() -> Iterator[Any]:
            try:
                with closing(Watched(path, where)) as base:
                    yield from _batches(base, query, schema)
            except sqlite3.Error as reason:
                met.failed.append(_refused(path, where, reason, secret))
                raise met.failed[0] from None
            except InputError as reason:
                met.failed.append(reason)
                raise

        return pa.RecordBatchReader.from_batches(schema, batches())

    source = Source(path, headers, len(headers), scan, numeric=numeric, mixed=mixed, met=met, table=name, secret=secret)
    return replace(source, stamp=stamp), columns


def _refused(path: Path, where: str, reason: sqlite3.Error, secret: bool) -> InputError:
    """What SQLite says against it, unless that may quote an id."""
    if getattr(reason, "sqlite_errorname", "") == "SQLITE_READONLY_ROLLBACK":
        rule = f"a write of it was interrupted, and how to undo that stands beside it ({path.name}-journal)"
        fix = "open it once with the program that writes it, or copy both, open the copy with sqlite3, and give that"
        return refusal(where, rule, fix)
    said = f"the database refused it; {NOT_SHOWN}" if secret else str(reason)
    fix = "check the file and the table's name"
    if "UTF-8" in str(reason):  # Python's words, of a text of any column
        fix = "store that text as UTF-8, or make a view without it"
    return refusal(where, said, fix)


def _settled(base: Watched, name: str, headers: tuple[str, ...], columns: Columns, options: Options) -> Columns:
    """The columns, with those whose texts decide what is a sale anywhere in the table."""
    money = [f"CAST({_quoted(headers[at])} AS TEXT)" for at in money_of(columns)]
    below = " OR ".join(f"({text} LIKE '%-%' OR {text} LIKE '%−%' OR {text} LIKE '(%')" for text in money)

    def words(at: int, signs: bool) -> Words:
        column, unsigned = _quoted(headers[at]), f"NOT coalesce({below}, 0)" if signs and below else "1"
        asked = f"SELECT trim({column}) AS word, max({unsigned}) FROM {_quoted(name)} WHERE typeof({column}) = 'text' "
        return few(base.rows(f"{asked} AND trim({column}) <> '' GROUP BY 1 LIMIT {MOST + 1}"))

    return settled(columns, headers, options, words)


def _typed(base: Watched, name: str, headers: Sequence[str], columns: Columns) -> tuple[frozenset[int], frozenset[int]]:
    """The columns in use whose cells are all numbers, and those that mix numbers and text."""
    numeric, mixed, used = set(), set(), list(columns.roles.values())
    asked = ", ".join(f"group_concat(DISTINCT typeof({_quoted(headers[at])}))" for at in used)
    (kinds,) = base.rows(f"SELECT {asked} FROM {_quoted(name)}")  # all at once: each pass works out a view again
    for at, told in zip(used, kinds, strict=True):
        found = set((told or "").split(",")) - {"null", ""}
        if "blob" in found:
            raise refusal(f'table "{name}", column "{headers[at]}"', "holds binary data", "make a view that casts it")
        if found and found <= {"integer", "real"}:
            numeric.add(at)
        elif "text" in found and found - {"text"}:
            mixed.add(at)
    return frozenset(numeric), frozenset(mixed)


def _batches(base: Watched, query: str, schema: Any) -> Iterator[Any]:
    """The cells as text, with a row number, in pieces."""
    import pyarrow as pa

    start, held, size = 1, [], 0
    for rows in base.pieces(query):
        cells = [pa.array([_text(cell) for cell in column], pa.string()) for column in zip(*rows, strict=True)]
        piece = pa.record_batch([row_numbers(start, len(rows)), *cells], schema=schema)
        base.given(len(rows), piece.nbytes)
        start, size = start + len(rows), size + piece.nbytes
        held.append(piece)
        if len(held) == _PIECES or size > _SIZE:
            yield from pa.Table.from_batches(held).combine_chunks().to_batches()
            held, size = [], 0
    yield from pa.Table.from_batches(held, schema).combine_chunks().to_batches()


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(cell: Any) -> str | None:
    """A cell as text; of a picture, whose column nobody uses, what tells it from others."""
    if isinstance(cell, bytes) and len(cell) > _PICTURE:
        return f"{len(cell)} bytes {hashlib.sha256(cell).hexdigest()}"
    return cell if cell is None or isinstance(cell, str) else repr(cell)

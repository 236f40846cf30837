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
from xlclv.orders.roles import Columns, asked_of
from xlclv.orders.source import NOT_SHOWN, Met, Options, Source, refusal, row_numbers
from xlclv.orders.tables import base_files
from xlclv.orders.tables.watched import TooLongError, Watched

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
            try:
                columns, numeric, mixed = _looked(base, name, headers, options)
                long = _pictures(base, name, headers, columns)
            except TooLongError:
                long = frozenset(at for at, each in enumerate(headers) if base.is_long(_quoted(each), _quoted(name)))
                columns, numeric, mixed = _looked(base, name, headers, options, long)
    except sqlite3.Error as reason:
        raise _refused(path, where, reason, options.secret and bool(headers)) from None
    except UnclearError as reason:
        raise refusal(where, str(reason)) from None

    met, secret = Met(), options.secret

    def scan(wanted: Sequence[int]) -> Any:
        import pyarrow as pa

        met.skipped[:] = [0]
        schema = pa.schema([("row", pa.int64()), *((str(at), pa.string()) for at in wanted)])
        cells = (Watched.told_apart(_quoted(headers[at])) if at in long else _quoted(headers[at]) for at in wanted)
        query = f"SELECT {', '.join(cells)} FROM {_quoted(name)}"

        def batches() -> Iterator[Any]:
            try:
                with closing(Watched(path, where)) as base:
                    if long:
                        base.widen()
                    yield from _batches(base, query, schema, met.skipped)
            except sqlite3.Error as reason:
                met.failed.append(_refused(path, where, reason, secret))
                raise met.failed[0] from None
            except InputError as reason:
                met.failed.append(reason)
                raise

        return pa.RecordBatchReader.from_batches(schema, batches())

    source = Source(path, headers, len(headers), scan, numeric=numeric, mixed=mixed, met=met, table=name, secret=secret)
    return replace(source, stamp=stamp), columns


def _looked(
    base: Watched, name: str, headers: tuple[str, ...], options: Options, long: frozenset[int] = frozenset()
) -> tuple[Columns, frozenset[int], frozenset[int]]:
    """The columns, with what cells tell and headers do not; which hold numbers, and which numbers and text.

    Of columns of `long` cells, which are files of their own, none may be in use, and they tell nothing.
    """
    columns = recognise(headers, options)
    base.refuse_long(headers[at] for at in long.intersection(asked_of(columns.roles)))
    shown = ", ".join("''" if at in long else _quoted(each) for at, each in enumerate(headers))

    def words() -> list[list[str]]:
        return [seen(row, columns) for row in base.rows(f"SELECT {shown} FROM {_quoted(name)} LIMIT {SEEN}")]

    if status_sought(columns, options):
        below = words()
        columns = without_tax_marks(columns, headers, below, options)
        columns = status_by_values(by_name(columns, headers, below, options), headers, below, options)
        columns = by_cells(columns, headers, below, options)
        columns = replace(columns, watched=tuple(at for at in columns.watched if at not in long))
        columns = _settled(base, name, headers, columns, options)
    elif options.told is None:
        below = words()
        columns = by_name(without_words(columns, headers, below, options), headers, below, options)
        columns = by_cells(columns, headers, below, options)
    return columns, *_typed(base, name, headers, columns)


def _pictures(base: Watched, name: str, headers: Sequence[str], columns: Columns) -> frozenset[int]:
    """The columns not in use with a cell that is a file of its own; TooLongError where a text is one."""
    used = asked_of(columns.roles)
    free = [at for at in range(len(headers)) if at not in used]
    if not free or not base.may_be_long:
        return frozenset()
    asked = ", ".join(f"max(length({_quoted(headers[at])}))" for at in free)
    (sizes,) = base.rows(f"SELECT {asked} FROM {_quoted(name)}")
    return frozenset(at for at, size in zip(free, sizes, strict=True) if base.longer(size))


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
    numeric, mixed, used, needed = set(), set(), list(columns.roles.values()), asked_of(columns.roles)
    asked = ", ".join(f"group_concat(DISTINCT typeof({_quoted(headers[at])}))" for at in used)
    (kinds,) = base.rows(f"SELECT {asked} FROM {_quoted(name)}")  # all at once: each pass works out a view again
    for at, told in zip(used, kinds, strict=True):
        found = set((told or "").split(",")) - {"null", ""}
        if "blob" in found and at in needed:
            raise refusal(f'table "{name}", column "{headers[at]}"', "holds binary data", "make a view that casts it")
        if found and found <= {"integer", "real"}:
            numeric.add(at)
        elif "text" in found and found - {"text"}:
            mixed.add(at)
    return frozenset(numeric), frozenset(mixed)


def _batches(base: Watched, query: str, schema: Any, blank: list[int]) -> Iterator[Any]:
    """The cells as text, with a row number, in pieces; rows of blanks that make up a piece are counted alone."""
    import pyarrow as pa

    start, held, size = 1, [], 0
    nothing = (None,) * (len(schema) - 1)
    for rows in base.pieces(query):
        if rows.count(nothing) == len(rows):
            base.given(len(rows), 0)
            start, blank[0] = start + len(rows), blank[0] + len(rows)
            continue
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

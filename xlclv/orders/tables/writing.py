"""A result out of its engine: a file, row by row and whole or not at all, or a table beside the orders."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from xlclv.atomic import Poll, Replacement
from xlclv.errors import OutputError
from xlclv.orders.arrow import room_for_threads
from xlclv.orders.tables.connecting import database, in_short

if TYPE_CHECKING:
    import ibis.expr.types as ir

_ROWS = 100_000  # handed over at once
_GLANCE = 0.1  # seconds between looks at how far DuckDB is, and whether someone wants it stopped
_PATIENCE = 2.0  # seconds that work asked to stop has for it before it is left behind
Told = Callable[[int, int], None]
Met = Callable[[int], None]
# What a spreadsheet takes for the beginning of a formula when it opens a .csv; a plain number with its sign is none.
_FORMULA = r"^\s*([=@\t\r]|[+-][\d.,]*[^\d.,])"


def to_parquet(table: ir.Table, path: Path, told: Told = lambda done, whole: None, rows: int = 0) -> int:
    """Write the rows beside the target, then put the file in its place; gives their number.

    `told` hears how much is done and how much there is to do; `rows` is what is expected, where that is known.
    """
    work = _copied if table.get_backend().name == "duckdb" else _streamed
    count = 0

    def fill(file: IO[bytes], poll: Poll) -> None:
        nonlocal count
        count = work(table, file, poll, told, rows)

    def verify(file: IO[bytes], _: Poll) -> None:
        import pyarrow as pa

        try:
            kept = _rows(file)
        except pa.ArrowInvalid as error:
            raise OutputError(f"{path} could not be read back: {error}; nothing was changed") from error
        if kept != count:
            raise OutputError(f"{path} came out incomplete: {kept:,} of {count:,} rows; nothing was changed")

    Replacement(path).commit(fill, verify)
    return count


def to_csv(
    table: ir.Table, path: Path, told: Told = lambda done, whole: None, rows: int = 0, met: Met = lambda cells: None
) -> int:
    """The same as text in UTF-8, a comma between cells, the point as decimal sign."""
    count = 0

    def fill(file: IO[bytes], poll: Poll) -> None:
        nonlocal count

        def heard(done: int) -> None:
            told(done, rows)
            poll()

        count = print_csv(table, file, heard, met)

    def verify(file: IO[bytes], _: Poll) -> None:
        from pyarrow import csv

        room_for_threads()
        multiline, alone = csv.ParseOptions(newlines_in_values=True), csv.ReadOptions(use_threads=False)
        kept = sum(batch.num_rows for batch in csv.open_csv(file, alone, multiline)) if count else 0
        if kept != count:
            raise OutputError(f"{path} came out incomplete: {kept:,} of {count:,} rows; nothing was changed")

    Replacement(path).commit(fill, verify)
    return count


def print_csv(
    table: ir.Table, file: IO[bytes], heard: Callable[[int], None] = lambda done: None, met: Met = lambda cells: None
) -> int:
    """Write the rows as .csv to an open file; gives their number. `met` hears of cells that begin a formula."""
    from pyarrow import csv

    count, reader = 0, _reader(table)
    with csv.CSVWriter(file, reader.schema) as target:
        for batch in reader:
            target.write_batch(batch)
            met(_formulas(batch))
            count += batch.num_rows
            heard(count)
    return count


def _formulas(batch: Any) -> int:
    """How many cells of text a spreadsheet that opens the .csv would calculate, numbers apart."""
    import pyarrow as pa
    from pyarrow import compute

    texts = [
        column for column in batch.columns if pa.types.is_string(column.type) or pa.types.is_large_string(column.type)
    ]
    return sum(compute.sum(compute.match_substring_regex(text, _FORMULA)).as_py() or 0 for text in texts)


def batches(table: ir.Table) -> tuple[list[str], Iterator[Iterator[Sequence[Any]]]]:
    """The names of the columns, and the rows in pieces."""
    reader = _reader(table)
    return reader.schema.names, (zip(*(column.to_pylist() for column in b.columns), strict=True) for b in reader)


def _reader(table: ir.Table) -> Any:
    """The rows in pieces; DuckDB's are here already, and Ibis asks it for pieces by a name it no longer has."""
    if table.get_backend().name == "duckdb":
        return table.to_pyarrow().to_reader(max_chunksize=_ROWS)
    return table.to_pyarrow_batches(chunk_size=_ROWS)


def _copied(table: ir.Table, file: IO[bytes], poll: Poll, told: Told, _: int) -> int:
    """DuckDB writes the file itself, within its memory."""
    backend: Any = table.get_backend()

    def glance() -> None:
        told(max(0, round(backend.con.query_progress())), 100)
        poll()

    def copy() -> None:
        backend.to_parquet(table, file.name, compression="zstd", use_tmp_file=False)

    try:
        _watched(copy, glance, backend.con.interrupt)
    except Exception as error:
        raise _of_the_disk(error) from None
    told(100, 100)  # DuckDB may have ended before it was looked at
    return _rows(file)


def _streamed(table: ir.Table, file: IO[bytes], poll: Poll, told: Told, rows: int) -> int:
    """Rows come here in pieces; a server may be long about the first one."""
    import pyarrow.parquet as pq

    count = 0

    def copy() -> None:
        nonlocal count
        reader = _reader(table)
        with pq.ParquetWriter(file, reader.schema, compression="zstd") as target:
            for batch in reader:
                target.write_batch(batch)
                count += batch.num_rows

    def glance() -> None:
        told(count, rows)
        poll()

    _watched(copy, glance, lambda: None)  # the server's query ends with the connection
    told(count, rows)
    return count


def _watched(work: Callable[[], Any], glance: Callable[[], None], stop: Callable[[], None]) -> None:
    """Do the work in a thread of its own, so that this one can tell how far it is and be asked to stop."""
    ended: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:
            ended.append(error)

    thread = threading.Thread(target=run, name="xlclv-writing", daemon=True)
    thread.start()
    try:
        while thread.is_alive():
            thread.join(_GLANCE)
            glance()
    except BaseException:
        stop()
        thread.join(_PATIENCE)
        raise
    if ended:
        raise ended[0]


def _rows(file: IO[bytes]) -> int:
    import pyarrow.parquet as pq

    return int(pq.read_metadata(file).num_rows)


def _of_the_disk(error: Exception) -> Exception:
    """The system's own error, where DuckDB words one."""
    import duckdb

    if not isinstance(error, duckdb.IOException):
        return error
    full = "no space left" in str(error).lower() or "file too large" in str(error).lower()
    code = errno.ENOSPC if full else errno.EIO
    return OSError(code, os.strerror(code))


def to_table(table: ir.Table, name: str, url: str) -> int:
    """Make the table in the database of the orders; one of that name stays as it is, and is an error.

    Orders that had to be read cell by cell are here: their table goes back there.
    """
    backend: Any = table.get_backend()
    held: Any = table
    if backend.name == "duckdb":
        backend, held = database(url), table.to_pyarrow()
    *schema, last = name.split(".")
    home = ".".join(schema) or None  # Ibis takes a schema, or catalogue and schema, as text
    try:
        if last in backend.list_tables(database=home):
            raise OutputError(f"table {name} is there already; drop it, or name another with --to")
        made = backend.create_table(last, held, database=home)
        return int(made.count().to_pyarrow().as_py())
    except OutputError:
        raise
    except Exception as error:
        raise OutputError(f"table {name} cannot be written: {in_short(error, url)}") from None

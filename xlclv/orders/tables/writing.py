"""A result out of its engine: a Parquet file, row by row and whole or not at all, or a table beside the orders."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlclv.errors import OutputError
from xlclv.orders.tables.connecting import safe

if TYPE_CHECKING:
    import ibis.expr.types as ir

_ROWS = 100_000  # handed over at once


def to_parquet(table: ir.Table, path: Path) -> int:
    """Write the rows in pieces beside the target, then put the file in its place; gives their number."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        count = _copied(table, partial) if table.get_backend().name == "duckdb" else _stream(table, partial)
        partial.replace(path)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror or error}; choose another place") from None
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
    return count


def _copied(table: ir.Table, partial: Path) -> int:
    """DuckDB writes the file itself, within its memory."""
    import pyarrow.parquet as pq

    table.get_backend().to_parquet(table, partial, compression="zstd")
    return int(pq.read_metadata(partial).num_rows)


def _stream(table: ir.Table, partial: Path) -> int:
    import pyarrow.parquet as pq

    count = 0
    reader: Any = table.to_pyarrow_batches(chunk_size=_ROWS)
    with pq.ParquetWriter(partial, reader.schema, compression="zstd") as file:
        for batch in reader:
            file.write_batch(batch)
            count += batch.num_rows
    return count


def to_table(table: ir.Table, name: str) -> int:
    """Make the table in the same database; one of that name stays as it is, and is an error."""
    backend = table.get_backend()
    *schema, last = name.split(".")
    home = tuple(schema) or None
    try:
        if last in backend.list_tables(database=home):
            raise OutputError(f"table {name} is there already; drop it, or name another with --to")
        made = backend.create_table(last, table, database=home)
        return int(made.count().to_pyarrow().as_py())
    except OutputError:
        raise
    except Exception as error:
        said = safe((str(error).strip() or type(error).__name__).splitlines()[0][:300])
        raise OutputError(f"table {name} cannot be written: {said}") from None

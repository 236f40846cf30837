"""A table whose types leave something to decide, read here as the cells of a file, by the same rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlclv.orders.roles import Columns
from xlclv.orders.source import Source, row_numbers
from xlclv.orders.waiting import heard

if TYPE_CHECKING:
    import ibis.expr.types as ir

_ROWS = 10_000  # handed over at once, whatever their cells hold


def open_cells(table: ir.Table, name: str, columns: Columns, secret: bool) -> Source:
    """The table as a source of text cells; numbers that are stored as such are read with a decimal point."""
    headers = tuple(table.columns)
    kinds = [table[header].type() for header in headers]
    money = {columns.roles[role] for role in columns.roles if role not in ("customer", "date")}
    numeric = {
        at
        for at, kind in enumerate(kinds)
        if kind.is_floating() or (at in money and (kind.is_decimal() or kind.is_integer()))
    }

    def scan(wanted: Sequence[int]) -> Any:
        import pyarrow as pa

        texts = table.select(**{str(at): table[headers[at]].cast("string") for at in wanted})
        schema = pa.schema([("row", pa.int64()), *((str(at), pa.string()) for at in wanted)])

        def batches() -> Iterator[Any]:
            row = 1
            for batch in heard(_batches(texts), lambda: _interrupt(texts)):
                cells = [column.cast(pa.string()) for column in batch.columns]
                yield pa.record_batch([row_numbers(row, batch.num_rows), *cells], schema=schema)
                row += batch.num_rows

        return pa.RecordBatchReader.from_batches(schema, batches())

    path, numbers = Path(f"table {name}"), frozenset(numeric)
    return Source(path, headers, len(headers), scan, numeric=numbers, table=name, secret=secret)


def _batches(texts: ir.Table) -> Iterator[Any]:
    """The rows in pieces. DuckDB is asked itself: its readers have other names from version to version."""
    backend: Any = texts.get_backend()
    if backend.name != "duckdb":
        yield from texts.to_pyarrow_batches(chunk_size=_ROWS)
        return
    import ibis

    found = backend.con.sql(str(ibis.to_sql(texts, dialect="duckdb")))
    named = getattr(found, "to_arrow_reader", None) or found.fetch_arrow_reader
    yield from named(_ROWS)


def _interrupt(texts: ir.Table) -> None:
    """End the query at work: of DuckDB, and of PostgreSQL by psycopg; others have the thread to themselves."""
    connection: Any = getattr(texts.get_backend(), "con", None)
    for name in ("interrupt", "cancel"):
        if callable(stop := getattr(connection, name, None)):
            with suppress(Exception):
                stop()
            return

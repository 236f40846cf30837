"""The embedded database that holds the orders: one private DuckDB, with a memory limit and a folder to spill to."""

from __future__ import annotations

import contextlib
import uuid
import weakref
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from xlclv.orders.waiting import waited
from xlclv.scratch import Folder
from xlclv.uninterrupted import at_work, held

if TYPE_CHECKING:
    import ibis.expr.types as ir


def connect(memory_limit: str | None = None) -> Any:
    """An Ibis backend on a DuckDB of its own; what it spills to disk goes when the backend does."""
    # A signal that met the native code while it is loaded would abort the process.
    with held():
        from xlclv.orders.embedded import Embedded

        spill = Folder()
        settings = {
            "temp_directory": str(spill.path),
            "autoinstall_known_extensions": False,  # nothing is ever fetched from the network
            "autoload_known_extensions": False,
        }
        if memory_limit is not None:
            settings["memory_limit"] = memory_limit
        backend = Embedded().connect(**settings)
        # How far a query is can be asked for, and is not printed: that would go to standard output, terminal or not.
        backend.con.execute("SET enable_progress_bar = true")
        backend.con.execute("SET enable_progress_bar_print = false")
        backend.con.execute("SET TimeZone = 'UTC'")  # else the day of a stored instant depends on the machine
        weakref.finalize(backend, _close, backend.con, spill)
        at_work.add(backend.con)
    return backend


def keep(table: ir.Table) -> ir.Table:
    """The table counted now, once, and kept where it is: in a temporary table, or in the memory of Spark's workers."""
    backend = table.get_backend()
    if backend.name == "pyspark":
        table.limit(0).to_pyarrow()  # hands over the small tables of this process, which cache() does not
        kept: ir.Table = table.cache()
        return kept
    return backend.create_table(f"xlclv_{uuid.uuid4().hex}", table, temp=True)


def _close(connection: Any, spill: Folder) -> None:
    connection.close()
    spill.close()


@contextlib.contextmanager
def unplanned(connection: Any, few: bool) -> Iterator[None]:
    """Of a few rows, to work out the best way of a query takes the database longer than any way."""
    if not few:
        yield
        return
    connection.execute("PRAGMA disable_optimizer")
    try:
        yield
    finally:
        connection.execute("PRAGMA enable_optimizer")


def rows(connection: Any, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """The whole result of a small query; nothing is left open on the connection."""
    found: list[tuple[Any, ...]] = connection.execute(sql, list(parameters)).fetchall()
    return found


def one(connection: Any, sql: str, parameters: Sequence[Any] = ()) -> tuple[Any, ...]:
    """The one row of a query that has one."""
    return rows(connection, sql, parameters)[0]


def arrow(connection: Any, sql: str, parameters: Sequence[Any] = ()) -> Any:
    """The whole result of a query as an Arrow table."""
    found = connection.sql(sql, params=list(parameters))
    named = getattr(found, "to_arrow_table", None) or found.fetch_arrow_table  # of older versions
    return waited(named, connection.interrupt)

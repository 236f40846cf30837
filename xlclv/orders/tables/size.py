"""How long the cells of a table of a database are, before they leave it: a file of DuckDB keeps a text once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from xlclv.orders.engine import arrow
from xlclv.orders.files.cells import identifier, literal
from xlclv.orders.files.parquet_size import EXPANDED
from xlclv.orders.files.textstream import RATIO
from xlclv.orders.source import CELL, refusal, too_long
from xlclv.orders.tables.connecting import called, file_of, scheme

if TYPE_CHECKING:
    import ibis.expr.types as ir

_A_VALUE = 16  # bytes that one of a list takes when it is read
_WAY = "shorten it, or make a view without its column"


def refuse_expanding(table: ir.Table, url: str, name: str, where: str) -> None:
    """InputError for a table of a DuckDB file with a cell that is a file of its own, or far more cells than the file.

    How much a view gives is not held to the file's size: it may read other files.
    """
    if scheme(url) != "duckdb":
        return
    longest, together = _counted(table)
    if longest > CELL:
        raise too_long(where, _WAY)
    path = file_of(url)
    if together > max(EXPANDED, RATIO * path.stat().st_size) and _is_stored(table, called(path), name):
        rule = (
            f"its cells are {together >> 20:,} MB, more than {RATIO} times the file's size, which no order table's are"
        )
        raise refusal(where, rule, "it was not read; if it is one, make a view of the columns of orders alone")


def refuse_long(table: ir.Table, columns: Sequence[str], url: str, where: str) -> None:
    """InputError where a text in these columns is a file of its own, whatever the database."""
    texts = [table[name] for name in dict.fromkeys(columns) if table[name].type().is_string()]
    if scheme(url) == "duckdb" or not texts:  # whose cells were counted
        return
    asked = {str(at): text.length().max() for at, text in enumerate(texts)}
    found = table.aggregate(**asked).to_pyarrow().to_pylist()[0]
    if max(size or 0 for size in found.values()) > CELL:
        raise too_long(where, _WAY)


def _counted(table: ir.Table) -> tuple[int, int]:
    """The bytes of the longest cell of text, and of all."""
    import ibis

    sizes = [size for name in table.columns if (size := _size(identifier(name), table[name].type()))]
    if not sizes:
        return 0, 0
    backend: Any = table.get_backend()
    asked = ", ".join(f'max({size}) AS "{at}", sum({size}) AS "{at}s"' for at, size in enumerate(sizes))
    found = arrow(backend.con, f"SELECT {asked} FROM ({ibis.to_sql(table, dialect='duckdb')})").to_pylist()[0]
    longest, together = ([int(value or 0) for value in list(found.values())[at::2]] for at in (0, 1))
    return max(longest), sum(together)


def _size(name: str, kind: Any) -> str:
    """SQL: the bytes of a cell; "" of a type whose cells are all short."""
    if kind.is_array():
        return f"{_A_VALUE} * len({name})"
    return f"strlen({name})" if kind.is_string() else f"octet_length({name})" if kind.is_binary() else ""


def _is_stored(table: ir.Table, base: str, name: str) -> bool:
    backend: Any = table.get_backend()
    schema, _, last = name.rpartition(".")
    asked = "SELECT 1 AS found FROM duckdb_tables() WHERE database_name = {} AND schema_name = {} AND table_name = {}"
    places = map(literal, (base, schema or "main", last))
    return bool(arrow(backend.con, asked.format(*places)).num_rows)

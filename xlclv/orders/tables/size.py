"""How long the cells of a table of a database are, before they leave it: a file of DuckDB keeps a text once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from xlclv.orders.engine import arrow
from xlclv.orders.files.cells import identifier, literal
from xlclv.orders.files.parquet_size import EXPANDED
from xlclv.orders.files.textstream import RATIO
from xlclv.orders.rules.lengths import CELL
from xlclv.orders.source import refusal, too_long
from xlclv.orders.tables.connecting import called, file_of, scheme

if TYPE_CHECKING:
    import ibis.expr.types as ir

_A_VALUE = 16  # bytes that one of a list takes when it is read
_WAY = "shorten it, or make a view without its column"


def refuse_expanding(table: ir.Table, url: str, name: str, where: str) -> frozenset[str]:
    """InputError for a table of a DuckDB file with far more cells than the file.

    How much a view gives is not held to the file's size: it may read other files. Gives the columns with a cell that
    is a file of its own, such as a picture.
    """
    if scheme(url) != "duckdb":
        return frozenset()
    longest, together = _counted(table)
    path = file_of(url)
    if together > max(EXPANDED, RATIO * path.stat().st_size) and _is_stored(table, called(path), name):
        rule = (
            f"its cells are {together >> 20:,} MB, more than {RATIO} times the file's size, which no order table's are"
        )
        raise refusal(where, rule, "it was not read; if it is one, make a view of the columns of orders alone")
    return frozenset(name for name, size in longest.items() if size > CELL)


def long_columns(table: ir.Table, columns: Sequence[str], url: str) -> frozenset[str]:
    """Those of these columns with a text or picture that is a file of its own, whatever the database."""
    sizes = {name: _length(table[name]) for name in dict.fromkeys(columns) if _is_of_bytes(table[name].type())}
    if scheme(url) == "duckdb" or not sizes:  # whose cells were counted
        return frozenset()
    asked = {str(at): size.max() for at, size in enumerate(sizes.values())}
    found = table.aggregate(**asked).to_pyarrow().to_pylist()[0]
    return frozenset(name for name, size in zip(sizes, found.values(), strict=True) if (size or 0) > CELL)


def refuse_used(long: frozenset[str], used: Iterable[str], where: str) -> None:
    """InputError where a column in use has a cell that is a file of its own."""
    for name in used:
        if name in long:
            raise too_long(f'{where}, column "{name}"', _WAY)


def bounded(table: ir.Table, long: frozenset[str]) -> ir.Table:
    """The table with the sum of each cell that is a file of its own in its place, by which rows are told apart."""
    return table.mutate(**{name: _told_apart(table[name]) for name in table.columns if name in long}) if long else table


def as_text(cell: Any) -> Any:
    """A cell as text that can be measured and cut: types of words that users of PostgreSQL make are told as text."""
    return cell.cast("string") + ""


def _told_apart(cell: Any) -> Any:
    import ibis

    text, binary = as_text(cell), cell.type().is_binary()
    is_long = _length(cell) > CELL // 4  # of letters that may take four bytes each, and of values of a list
    return ibis.ifelse(is_long, _own("md5", str, bytes if binary else str)(cell if binary else text), text)


def _length(cell: Any) -> Any:
    """The letters, bytes or values of a cell."""
    if cell.type().is_binary():
        return _own("octet_length", int, bytes)(cell)
    return (as_text(cell) if cell.type().is_string() else cell).length()


def _own(name: str, gives: type, takes: type) -> Any:
    """A function of the database's own."""
    import ibis

    def function(value: Any) -> Any: ...

    function.__annotations__ = {"value": takes, "return": gives}
    return ibis.udf.scalar.builtin(function, name=name)


def _is_of_bytes(kind: Any) -> bool:
    return bool(kind.is_string() or kind.is_binary())


def _counted(table: ir.Table) -> tuple[dict[str, int], int]:
    """The bytes of the longest cell of each column of text, and of all cells."""
    import ibis

    sizes = {name: size for name in table.columns if (size := _size(identifier(name), table[name].type()))}
    if not sizes:
        return {}, 0
    backend: Any = table.get_backend()
    asked = ", ".join(f'max({size}) AS "{at}", sum({size}) AS "{at}s"' for at, size in enumerate(sizes.values()))
    found = arrow(backend.con, f"SELECT {asked} FROM ({ibis.to_sql(table, dialect='duckdb')})").to_pylist()[0]
    longest, together = ([int(value or 0) for value in list(found.values())[at::2]] for at in (0, 1))
    return dict(zip(sizes, longest, strict=True)), sum(together)


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

"""How much of a Parquet file its cells are, before they are read: one long text may stand in any row, or in a list."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from xlclv.orders.files.cells import literal
from xlclv.orders.files.textstream import RATIO
from xlclv.orders.rules.lengths import CELL
from xlclv.orders.source import refusal
from xlclv.uninterrupted import at_work

_COUNTS = {"VARCHAR": "strlen", "BLOB": "octet_length"}
EXPANDED = 256 << 20  # bytes of cells, beyond which a file is looked at
ROWS = 50_000_000  # which a file may have, whatever its size: read in a minute
ROWS_A_BYTE = 20  # and more by this: of visits alone, sorted and packed, not even one goes into a byte
_A_VALUE = 16  # bytes that one of a list takes when it is read
_WIDE = 64  # bytes of a cell on average, from which the longest is looked for: of shorter ones it is not much longer


def refuse_expanding(path: Path, columns: int) -> frozenset[int]:
    """InputError for a file whose cells are more than any table's of its size; one that is damaged is not judged.

    Gives the places of columns with a cell that is a file of its own, such as a picture.
    """
    import duckdb
    import pyarrow as pa
    import pyarrow.parquet as pq

    size = path.stat().st_size
    most = max(EXPANDED, RATIO * size)
    try:
        found = pq.read_metadata(path)
        _refuse_rows(path, found.num_rows, max(ROWS, ROWS_A_BYTE * size))
        nested = _nested(found)
        cells = sum(found.row_group(at).total_byte_size for at in range(found.num_row_groups))
        cells = max(cells, _A_VALUE * sum(chunk.num_values for at, chunk in _chunks(found) if at in nested))
        if cells <= most and _could_be(found) > most:
            cells = sum(_letters(path, columns, "sum").values()) + _letters_of_nested(path, found, nested)
        longest = _letters(path, columns, "max") if cells <= most and _may_be_long(found) else {}
    except (pa.ArrowException, duckdb.Error, OSError, UnicodeDecodeError):
        return frozenset()
    if cells > most:
        rule = f"its cells are {cells >> 20:,} MB, more than {RATIO} times its size, which no order table's are"
        raise refusal(path.name, rule, "it was not read; if it is one, write the columns of orders alone")
    return frozenset(at for at, size in longest.items() if size > CELL)


def told_apart(cell: str, text: bool) -> str:
    """SQL: a cell of a column that nobody uses as it is, and one that is a file of its own by its sum.

    So rows that differ in it alone are told apart, and no step of reading holds it.
    """
    size = _COUNTS["VARCHAR" if text else "BLOB"]
    return f"CASE WHEN {size}({cell}) > {CELL} THEN md5({cell}) ELSE CAST({cell} AS VARCHAR) END"


def _refuse_rows(path: Path, rows: int, most: int) -> None:
    """Rows of nothing take no room in the file, and as long as others to be read."""
    if rows > most:
        rule = f"it has {rows:,} rows, more than {ROWS_A_BYTE} to a byte of it, which no order table has"
        raise refusal(path.name, rule, "it was not read; have it written without rows that hold nothing")


def _chunks(found: Any) -> Iterator[tuple[int, Any]]:
    """Each column as it is stored, by its place, of each group of rows."""
    for group in map(found.row_group, range(found.num_row_groups)):
        yield from ((at, group.column(at)) for at in range(found.num_columns))


def _texts(found: Any) -> set[int]:
    return {at for at in range(found.num_columns) if found.schema.column(at).physical_type == "BYTE_ARRAY"}


def _nested(found: Any) -> set[int]:
    """The places of what is stored of lists and of what has parts."""
    return {at for at in range(found.num_columns) if found.schema.column(at).path != found.schema.column(at).name}


def _could_be(found: Any) -> int:
    """The bytes of all cells of text, were each as long as all that its column stores of a group of rows."""
    texts = _texts(found)
    return sum(chunk.num_values * chunk.total_uncompressed_size for at, chunk in _chunks(found) if at in texts)


def _may_be_long(found: Any) -> bool:
    """Whether a cell of text may be longer than all the others beside it are together."""
    texts = _texts(found) - _nested(found)
    sizes = ((chunk.total_uncompressed_size, chunk.num_values) for at, chunk in _chunks(found) if at in texts)
    return any(size > CELL and size > _WIDE * values for size, values in sizes)


def _letters(path: Path, columns: int, counted: str) -> dict[int, int]:
    """The bytes of all cells of text of each column, or of the longest (max), by its place; to count them, the database
    makes no copy of any."""
    import duckdb

    names = ", ".join(f"c{at}" for at in range(columns))  # whose own may be two of one name
    cells = f"FROM read_parquet({literal(str(path))}) AS cells({names})"
    with duckdb.connect() as connection:
        at_work.add(connection)
        kinds = [str(kind) for _, kind, *_ in connection.execute(f"DESCRIBE SELECT * {cells}").fetchall()]
        known = {
            at: f"coalesce({counted}({_COUNTS[kind]}(c{at})), 0)" for at, kind in enumerate(kinds) if kind in _COUNTS
        }
        row = connection.execute(f"SELECT {', '.join(known.values()) or '0'} {cells}").fetchone() or ()
        return dict(zip(known, map(int, row), strict=False))


def _letters_of_nested(path: Path, found: Any, nested: set[int]) -> int:
    """The bytes of all texts in lists and in what has parts, each different one read once."""
    import pyarrow.parquet as pq
    from pyarrow import compute

    names = [found.schema.column(at).path for at in sorted(nested & _texts(found))]
    total = 0
    for name in names:
        with pq.ParquetFile(path, read_dictionary=[name]) as file:
            for batch in file.iter_batches(columns=[name]):
                for texts in _dictionaries(batch.columns):
                    sizes = compute.take(compute.binary_length(texts.dictionary), texts.indices)
                    total += compute.sum(sizes.cast("int64")).as_py() or 0
    return total


def _dictionaries(columns: Any) -> Iterator[Any]:
    """The texts within lists and parts of parts."""
    import pyarrow as pa

    for column in columns:
        if pa.types.is_dictionary(column.type):
            yield column
        elif pa.types.is_struct(column.type):
            yield from _dictionaries(column.flatten())
        elif pa.types.is_map(column.type):
            yield from _dictionaries([column.keys, column.items])
        elif pa.types.is_nested(column.type):
            yield from _dictionaries([column.flatten()])

"""Data frames and Arrow tables as a file that the rulebook of files reads, whatever types hold their cells."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import math
import numbers
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlclv.errors import VALUE, Fault, InputError
from xlclv.orders.source import FRAME, refusal

if TYPE_CHECKING:
    import pyarrow as pa

NOTE = b"xlclv"  # in what our file says of a column
MIXED, PERIODS = b"numbers or dates beside text", b"periods"
_EXACT = 2**53  # whole numbers below it are exact in floating point
_Named = Iterable[tuple[str, Any]]


def write(source: Any, path: Path) -> None:
    """Write the rows of a data frame as Parquet; InputError for what is no table.

    Of a pandas index, only a level that has a name is a column. A column that Arrow or Parquet has no type for becomes
    text, as its cells would be in a file, so that one nobody uses is in nobody's way.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns, fields = [], []
    for name, given in _columns(source):
        column, note = _stored(given)
        columns.append(column)
        fields.append(pa.field(name, column.type, metadata={NOTE: note} if note else None))
    try:
        table = pa.Table.from_arrays(columns, schema=pa.schema(fields))
    except pa.ArrowInvalid:
        raise refusal(FRAME, "its columns differ in length", "give a table") from None
    pq.write_table(table, path)


def _columns(source: Any) -> _Named:
    """The columns by name, as pandas, Polars or Arrow has them."""
    import pyarrow as pa

    if isinstance(source, pa.Table):
        return _of_arrow(source)
    if hasattr(source, "to_pyarrow"):  # Ibis
        return _of_arrow(source.to_pyarrow())
    if hasattr(source, "iloc") and hasattr(source, "columns"):
        return _of_pandas(source)
    if hasattr(source, "get_columns") and hasattr(source, "__arrow_c_stream__"):  # Polars
        return ((str(column.name), column) for column in source.get_columns())
    if hasattr(source, "__arrow_c_stream__"):
        with contextlib.suppress(pa.ArrowException):  # a column alone
            return _of_arrow(pa.table(source))
    rule = "must be a path, a pandas or Polars data frame, an Arrow table or an Ibis expression"
    raise InputError((Fault("source", rule, VALUE, value=type(source).__name__),))


def _of_arrow(table: pa.Table) -> _Named:
    return zip(table.column_names, table.columns, strict=True)


def _of_pandas(frame: Any) -> Iterator[tuple[str, Any]]:
    for at, name in enumerate(frame.columns):
        yield str(name), frame.iloc[:, at]
    for level, name in enumerate(frame.index.names):
        if name is not None:
            yield str(name), frame.index.get_level_values(level).to_series()


def _stored(given: Any) -> tuple[pa.ChunkedArray, bytes]:
    """A column as Parquet can hold it, and what its type no longer says."""
    import pyarrow as pa

    try:
        column = given if isinstance(given, pa.ChunkedArray) else _chunked(given)
    except (pa.ArrowException, OverflowError, TypeError, ValueError):  # cells of several kinds, or of none it knows
        return _of_cells(list(given))
    column = _decoded(column)
    if getattr(column.type, "extension_name", "") == "pandas.period":
        return _chunked(column.to_pandas().dt.to_timestamp()), PERIODS
    return (column, b"") if _fits(column) else _of_cells(column.to_pylist())


def _chunked(given: Any) -> pa.ChunkedArray:
    """A column of pandas or Polars in Arrow's types."""
    import pyarrow as pa

    if hasattr(given, "iloc"):
        made = pa.array(given, from_pandas=True)
        return made if isinstance(made, pa.ChunkedArray) else pa.chunked_array([made])
    if str(given.dtype) == "Object":  # which Polars hands over as where in memory they are
        return pa.chunked_array([pa.array(given.to_list())])
    return pa.chunked_array(given)


def _decoded(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The values themselves where each stands once (a category), and text of plain types."""
    import pyarrow as pa

    if pa.types.is_dictionary(column.type):
        kind = _plain(column.type.value_type)
        parts = [part.dictionary.cast(kind) if kind != part.dictionary.type else part.dictionary for part in
                 column.chunks]  # fmt: skip
        taken = [words.take(part.indices) for words, part in zip(parts, column.chunks, strict=True)]
        return pa.chunked_array(taken, kind)
    kind = _plain(column.type)
    return column if kind == column.type else column.cast(kind)


def _plain(kind: Any) -> Any:
    """The type of text that every version can write, for one that holds views."""
    import pyarrow as pa

    view = getattr(pa.types, "is_string_view", None)  # not in older versions
    return pa.large_string() if view and view(kind) else kind


def _fits(column: pa.ChunkedArray) -> bool:
    """Whether Parquet has a type for the column."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        pq.write_table(pa.table({"column": column.slice(0, 1)}), io.BytesIO())
    except pa.ArrowException:
        return False
    return True


def _of_cells(cells: Sequence[Any]) -> tuple[pa.ChunkedArray, bytes]:
    """Cells of several kinds as the text that a file has for them; as numbers where all are and some have decimals."""
    import pyarrow as pa

    known = [None if _is_missing(cell) else cell for cell in cells]
    there = [cell for cell in known if cell is not None]
    if all(_is_number(cell) for cell in there) and not all(_is_whole(cell) for cell in there):
        floats = [None if cell is None else float(_text(cell)) for cell in known]
        return pa.chunked_array([pa.array(floats, pa.float64())]), b""
    periods = bool(there) and all(hasattr(cell, "start_time") for cell in there)
    texts = pa.array([None if cell is None else _text(cell) for cell in known], pa.large_string())
    return pa.chunked_array([texts]), PERIODS if periods else MIXED


def _is_missing(cell: Any) -> bool:
    """Whether there is nothing: None, NaN, and what pandas has for no value and no time."""
    if cell is None or type(cell).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(cell, numbers.Real | Decimal) and math.isnan(cell)


def _text(cell: Any) -> str:
    """A cell as a file has it: whole numbers without decimals, days without midnight."""
    if isinstance(cell, str):
        return cell
    if hasattr(cell, "start_time"):  # a period of pandas
        cell = cell.start_time
    if isinstance(cell, dt.datetime):
        return str(cell.date()) if cell.tzinfo is None and cell.time() == dt.time() else str(cell)
    if not _is_number(cell):
        return str(cell)
    if _is_whole(cell):
        return str(int(cell))
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return str(cell) if hasattr(cell, "dtype") else repr(float(cell))  # one of 32 bits shows fewer decimals


def _is_number(cell: Any) -> bool:
    return isinstance(cell, numbers.Real | Decimal) and not isinstance(cell, bool)


def _is_whole(cell: Any) -> bool:
    """Whether a number has no decimals, and all its digits are known."""
    if isinstance(cell, numbers.Integral):
        return True
    return math.isfinite(cell) and cell % 1 == 0 and (isinstance(cell, Decimal) or abs(cell) < _EXACT)

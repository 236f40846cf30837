"""How much of a Parquet file its cells are, before they are read: one long text may stand in any row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from xlclv.orders.files.cells import literal
from xlclv.orders.files.textstream import RATIO
from xlclv.orders.source import refusal

_COUNTS = {"VARCHAR": "strlen", "BLOB": "octet_length"}
EXPANDED = 256 << 20  # bytes of cells, beyond which a file is looked at


def refuse_expanding(path: Path, columns: int) -> None:
    """InputError for a file whose cells are more than any table's of its size; one that is damaged is not judged."""
    import duckdb
    import pyarrow as pa
    import pyarrow.parquet as pq

    most = max(EXPANDED, RATIO * path.stat().st_size)
    try:
        found = pq.read_metadata(path)
        cells = sum(found.row_group(at).total_byte_size for at in range(found.num_row_groups))
        if cells <= most and _could_be(found) > most:
            cells = _letters(path, columns)
    except (pa.ArrowException, duckdb.Error, OSError, UnicodeDecodeError):
        return
    if cells > most:
        rule = f"its cells are {cells >> 20:,} MB, more than {RATIO} times its size, which no order table's are"
        raise refusal(path.name, rule, "it was not read; if it is one, write the columns of orders alone")


def _could_be(found: Any) -> int:
    """The bytes of all cells of text, were each as long as all that its column stores of a group of rows."""
    texts = [at for at in range(found.num_columns) if found.schema.column(at).physical_type == "BYTE_ARRAY"]
    groups = (found.row_group(at) for at in range(found.num_row_groups))
    return sum(group.num_rows * group.column(at).total_uncompressed_size for group in groups for at in texts)


def _letters(path: Path, columns: int) -> int:
    """The bytes of all cells of text; to count them, the database makes no copy of any."""
    import duckdb

    names = ", ".join(f"c{at}" for at in range(columns))  # whose own may be two of one name
    cells = f"FROM read_parquet({literal(str(path))}) AS cells({names})"
    with duckdb.connect() as connection:
        kinds = [
            (str(name), str(kind)) for name, kind, *_ in connection.execute(f"DESCRIBE SELECT * {cells}").fetchall()
        ]
        known = [f"coalesce(sum({_COUNTS[kind]}({name})), 0)" for name, kind in kinds if kind in _COUNTS]
        row = connection.execute(f"SELECT {' + '.join(known) or '0'} {cells}").fetchone()
        return int(row[0]) if row else 0

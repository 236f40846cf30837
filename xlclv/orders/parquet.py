"""Parquet files: columns keep the types they were stored with."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from xlclv.orders.cells import literal
from xlclv.orders.columns import Columns, UnclearError, recognise
from xlclv.orders.source import Options, Source, refusal


def open_parquet(path: Path, options: Options) -> tuple[Source, Columns]:
    """The table of a Parquet file, and its columns."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        schema = pq.read_schema(path)
    except (pa.ArrowException, OSError) as reason:
        words = str(reason).splitlines()[0]
        raise refusal(path.name, f"this is not a Parquet file that can be read ({words})") from None
    try:
        columns = recognise(schema.names, options)
    except UnclearError as reason:
        raise refusal(path.name, str(reason)) from None
    headers = tuple(schema.names)
    relation = f"read_parquet({literal(str(path))}, file_row_number = true)"

    def scan(wanted: Sequence[int]) -> Any:
        names = ", ".join(f'"{headers[i].replace(chr(34), chr(34) * 2)}" AS "{i}"' for i in wanted)
        return f"SELECT file_row_number + 1 AS row, {names} FROM {relation}"

    return Source(path, headers, len(headers), scan, relation=relation), columns

"""What a Parquet file states of its columns beside their cells: the database answers from it, so it must be true."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from xlclv.orders.source import refusal

_ROWS = 1 << 16  # at once


def refuse_untrue(path: Path, names: Sequence[str]) -> None:
    """InputError where the least, the most or the blanks stated of one of these columns are not those of its cells.

    A first day would be taken from there, and rows whose cells are said to be of no use would not be looked at. Texts
    may be stated by how they begin. A file that is damaged is told when it is read.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    with suppress(pa.ArrowException, OSError, UnicodeDecodeError, OverflowError), pq.ParquetFile(path) as file:
        found = file.metadata
        places = {found.schema.column(at).path: at for at in range(found.num_columns)}
        for group in range(found.num_row_groups):
            chunks = {name: found.row_group(group).column(places[name]) for name in names if name in places}
            told = {name: chunk.statistics for name, chunk in chunks.items() if chunk.is_stats_set}
            wrong = _untrue(file, group, {name: each for name, each in told.items() if each is not None})
            if wrong:
                rule = (
                    f'what is stated of column "{wrong}" (its least, its most, its blanks) is not what its cells hold'
                )
                raise refusal(path.name, rule, "have the file written again")


def _untrue(file: Any, group: int, told: dict[str, Any]) -> str:
    """The name of a column of which the statements are not true in a group of rows; "" where all are."""
    import pyarrow.compute as pc

    blanks, least, most = dict.fromkeys(told, 0), dict[str, Any](), dict[str, Any]()
    for piece in file.iter_batches(_ROWS, row_groups=[group], columns=list(told)) if told else ():
        for name in told:
            cells = _plain(piece.column(name))
            blanks[name] += cells.null_count
            both = pc.min_max(cells).as_py() if told[name].has_min_max and _compared(cells.type) else {}
            if both.get("min") is not None:
                least[name] = min(least.get(name, both["min"]), both["min"])
                most[name] = max(most.get(name, both["max"]), both["max"])
    for name, each in told.items():
        if each.has_null_count and each.null_count != blanks[name]:
            return name
        if name in least and not _agrees(each, least[name], most[name]):
            return name
    return ""


def _plain(cells: Any) -> Any:
    """Days and times as the whole numbers they are stored as, and words for themselves."""
    import pyarrow as pa

    kind = cells.type
    if pa.types.is_dictionary(kind):
        return cells.dictionary_decode()
    if pa.types.is_date32(kind):
        return cells.cast(pa.int32())
    return cells.cast(pa.int64()) if pa.types.is_timestamp(kind) else cells


def _compared(kind: Any) -> bool:
    import pyarrow as pa

    tests = (
        pa.types.is_integer,
        pa.types.is_floating,
        pa.types.is_decimal,
        pa.types.is_string,
        pa.types.is_large_string,
    )
    return any(test(kind) for test in tests)


def _agrees(told: Any, least: Any, most: Any) -> bool:
    """Whether what is stated are the least and the most; of texts, whether these lie within."""
    raw = told.physical_type in ("INT32", "INT64") and not str(told.logical_type).startswith(("Int", "Decimal"))
    first, last = (told.min_raw, told.max_raw) if raw else (told.min, told.max)
    if type(first) is not type(least):
        return True  # as it is stored otherwise than it is read
    if isinstance(first, str):
        return bool(first <= least and (most.startswith(last) or most <= last))
    return bool((first == least or first != first) and (last == most or last != last))  # NaN is no number to be less

"""Spreadsheet files: every cell as text, the sheet that holds the table, nothing guessed from the cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from xlclv.errors import InputError
from xlclv.orders.columns import Columns
from xlclv.orders.delimited import HEADER_ROWS, find_header
from xlclv.orders.package import Findings, inspect, refuse_bomb
from xlclv.orders.source import Options, Source, refusal

LOCKED = "EncryptedPackage".encode("utf-16-le")


def open_workbook(path: Path, options: Options) -> tuple[Source, Columns]:
    """The table of a workbook, and its columns; the sheet is the one that has the columns, or the one stated."""
    import fastexcel

    zipped = _refuse_unreadable(path)
    try:
        reader = fastexcel.read_excel(path)
        name, columns, at = _table(path, reader, options)
    except fastexcel.FastExcelError as reason:
        raise refusal(path.name, f"this is not a workbook that can be read ({_words(reason)})") from None
    head = _head(reader, name)
    headers = tuple(head[at - 1]) if at else ()

    def scan(wanted: Sequence[int]) -> Any:
        return _rows(reader, name, at, wanted)

    numeric, mixed = _typed(reader, name, at, columns)
    width = len(headers) or max(map(len, head))
    source = Source(path, headers, width, scan, sheet=name, numeric=numeric, mixed=mixed)
    found = inspect(path, name) if zipped else None
    if found is None:
        return source, columns
    offset = reader.load_sheet(name, header_row=None, skip_rows=0, n_rows=1).available_columns()[0].absolute_index
    _refuse_cells(source, columns, found, offset, at)
    notes = (f"{source.where}: days count from 1904, as the workbook says",) if found.epoch_1904 else ()
    hidden = f"{found.hidden_rows:,} hidden or filtered row{'s' if found.hidden_rows > 1 else ''}"
    warnings = (f"{source.where}: {hidden} read like the others",) if found.hidden_rows else ()
    return replace(source, notes=notes, warnings=warnings), columns


def _refuse_unreadable(path: Path) -> bool:
    """Refuse what must not reach the parser; True for a zip package, False for the older binary workbooks."""
    with path.open("rb") as file:
        if file.read(2) == b"PK":
            refuse_bomb(path)
            return True
        file.seek(0)
        if LOCKED in file.read(1 << 20):
            raise refusal(path.name, "the workbook is password protected", "save it without a password")
    return False


def _refuse_cells(source: Source, columns: Columns, found: Findings, offset: int, header: int) -> None:
    """Cells that would read as blanks though they are none, and numbers that lost digits."""
    used = {offset + place for place in columns.roles.values()}

    def refuse(cell: tuple[int, int, str], rule: str, mend: str) -> InputError:
        return source.refuse(rule, row=cell[1], column=source.column(cell[0] - offset), mend=mend)

    if cell := found.first(found.errors, used, header):
        raise refuse(cell, f'"{cell[2]}" is an error of the spreadsheet', "mend the cell")
    if cell := found.first(found.formulas, used, header):
        raise refuse(cell, "the formula has no stored value", "open the file in Excel and save it")
    if cell := found.first(found.long_numbers, {offset + columns.customer}, header):
        rule = f"{cell[2]} is a number of 16 digits or more: its last digits are lost already"
        raise refuse(cell, rule, "store ids as text")
    for first, row, last, end in sorted(found.merged, key=lambda area: area[1]):
        if end > max(row, header) and any(first <= place <= last for place in used):
            merged = next(place for place in sorted(used) if first <= place <= last)
            raise refuse((merged, row, ""), f"cells are merged down to row {end:,}", "unmerge and fill every row")


def _table(path: Path, reader: Any, options: Options) -> tuple[str, Columns, int]:
    """The sheet with the columns needed, its columns, and the rows before its data."""
    names = list(reader.sheet_names)
    if options.sheet is not None:
        chosen = [n for n in names if n.strip().casefold() == options.sheet.strip().casefold()]
        if not chosen:
            raise refusal(path.name, f'no sheet "{options.sheet}"', f"the sheets are {', '.join(names)}")
        return chosen[0], *_columns(path, reader, chosen[0], options)
    found: list[tuple[str, Columns, int]] = []
    reasons: list[InputError] = []
    for name in names:
        try:
            found.append((name, *_columns(path, reader, name, options)))
        except InputError as reason:
            reasons.append(reason)
    if len(found) > 1:
        named = " and ".join(f'"{name}"' for name, _, _ in found)
        raise refusal(path.name, f"the sheets {named} could each be the orders", "say which with --sheet")
    if not found:
        raise reasons[0] if reasons else refusal(path.name, "the workbook has no sheet with cells")
    return found[0]


def _columns(path: Path, reader: Any, name: str, options: Options) -> tuple[Columns, int]:
    head = _head(reader, name)
    where = f'{path.name}, sheet "{name}"'
    if not any(cell for cells in head for cell in cells):
        raise refusal(where, "the sheet is empty", "it needs a header and at least one row")
    return find_header(head, options, where)


def _head(reader: Any, name: str) -> list[list[str]]:
    """The first rows of a sheet as text."""
    import pyarrow as pa

    table = pa.table(reader.load_sheet(name, header_row=None, skip_rows=0, n_rows=HEADER_ROWS, dtypes="string"))
    rows = zip(*(column.to_pylist() for column in table.columns), strict=True)
    return [[cell or "" for cell in cells] for cells in rows]


def _typed(reader: Any, name: str, at: int, columns: Columns) -> tuple[frozenset[int], frozenset[int]]:
    """Columns of typed numbers alone, and of numbers beside text: as text both look alike, 1.234 and "1.234"."""
    import fastexcel

    numeric, mixed = set(), set()
    for role, place in columns.roles.items():
        if role in ("date", "currency"):
            continue
        named = [f"__UNNAMED__{place}"]  # a number would count from the sheet's first column, not the table's
        asked = {"header_row": None, "skip_rows": at, "schema_sample_rows": None, "use_columns": named}
        if reader.load_sheet(name, **asked).selected_columns[0].dtype in ("int", "float"):
            numeric.add(place)
            continue
        try:
            reader.load_sheet(name, dtype_coercion="strict", **asked)
        except fastexcel.UnsupportedColumnTypeCombinationError:
            mixed.add(place)
    return frozenset(numeric), frozenset(mixed)


def _rows(reader: Any, name: str, at: int, wanted: Sequence[int]) -> Any:
    """The wanted columns as text, with the row's number in the sheet."""
    import pyarrow as pa

    table = pa.table(reader.load_sheet(name, header_row=None, skip_rows=at, dtypes="string"))
    count = pa.array(range(at + 1, at + 1 + table.num_rows), pa.int64())
    return pa.table([count, *(table.column(i) for i in wanted)], names=["row", *map(str, wanted)])


def _words(reason: Exception) -> str:
    return str(reason).splitlines()[0]

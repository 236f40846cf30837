"""One plain sheet of rows: scores for those who go on in Excel. Text stays text, whatever it begins with."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from xlclv import __version__
from xlclv.atomic import Poll, Replacement
from xlclv.errors import OutputError
from xlclv.terms.titles import MAKER, SCORES
from xlclv.workbook.cells import MAX_TEXT, coded

MOST = 1_048_575  # rows below the header
_WIDTH = 18


def write(
    names: Sequence[str],
    batches: Iterable[Iterable[Sequence[Any]]],
    path: Path,
    told: Callable[[int, int], None],
    rows: int = 0,
) -> int:
    """Write the rows under their names; gives their number. OutputError where a sheet cannot hold them."""
    count = 0

    def fill(file: IO[bytes], poll: Poll) -> None:
        nonlocal count
        book = Workbook(write_only=True)
        book.properties.creator, book.properties.title = f"{MAKER} {__version__}", SCORES
        sheet = book.create_sheet("Customers")
        sheet.freeze_panes = "B2"
        for place in range(1, len(names) + 1):
            sheet.column_dimensions[get_column_letter(place)].width = _WIDTH
        try:
            sheet.append(list(_head(sheet, names)))
            for batch in batches:
                for row in batch:
                    count += 1
                    if count > MOST:
                        told_so = f"{path}: a sheet holds {MOST:,} rows, and there are more customers"
                        raise OutputError(f"{told_so}; name a .parquet or .csv file")
                    sheet.append([_cell(sheet, value) for value in row])
                told(count, rows)
                poll()
        except OutputError:
            sheet.close()  # else its writer is found open when it is collected
            raise
        book.save(file)

    def verify(file: IO[bytes], _: Poll) -> None:
        kept = sum(1 for _ in load_workbook(file, read_only=True)["Customers"].iter_rows()) - 1
        if kept != count:
            raise OutputError(f"{path} came out incomplete: {kept:,} of {count:,} rows; nothing was changed")

    Replacement(path).commit(fill, verify)
    return count


def _head(sheet: Any, names: Sequence[str]) -> Iterator[Any]:
    for name in names:
        cell = _cell(sheet, name)
        cell.font = Font(bold=True)
        yield cell


def _cell(sheet: Any, value: Any) -> Any:
    if isinstance(value, str):
        cell, text = WriteOnlyCell(sheet), coded(value)
        if len(text) > MAX_TEXT:
            raise OutputError(f"a text is too long for a cell with its unseen characters as codes: {value[:40]}...")
        cell.value, cell.data_type = text, "s"  # an id that begins with = is no formula
        return cell
    if isinstance(value, float) and not math.isfinite(value):
        raise OutputError(f"the table holds {value}, which a worksheet cannot show as a number")
    return dt.datetime.combine(value, dt.time()) if type(value) is dt.date else value

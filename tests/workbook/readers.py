"""Workbooks as other programs read them: `python -m tests.workbook.readers FILE...`, which .ci/validate runs.

formualizer, pandas (openpyxl and calamine) must find the sheets and texts; formulon recalculates every formula and must
come to the values that the file shows. Each program is somebody else's reading of the format.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import formualizer
import formulon
import openpyxl
import pandas
from openpyxl.utils.datetime import to_excel

_NEAR = 1e-6
# What formulon 0.18 cannot work out: rows of a table's column, a comma in a column's name, and a sum of products of two
# columns whose table stands on a later sheet. Such a cell is given its shown value, and what follows from it is held.
_UNKNOWN = re.compile(r"ROW\(CustomerTable|CustomerTable\[[^\]]*,|SUMPRODUCT\(CustomerTable\[[^\]]*\],CustomerTable")
_SLOW = 3_000_000  # bytes; larger workbooks are read, but not recalculated here: IronCalc and LibreOffice do that


def faults(path: Path) -> Iterator[str]:
    """What a reader does not see as the file says."""
    book = openpyxl.load_workbook(path, data_only=True)
    first = book[book.sheetnames[0]]
    title = str(first["A1"].value)
    if formualizer.load_workbook(str(path)).sheet_names != book.sheetnames:
        yield "formualizer: other sheets"
    for engine in ("openpyxl", "calamine"):
        frames = pandas.read_excel(path, sheet_name=None, header=None, engine=engine)
        if list(frames) != book.sheetnames:
            yield f"pandas with {engine}: other sheets"
        if str(frames[book.sheetnames[0]].iat[0, 0]) != title:
            yield f"pandas with {engine}: the title reads {frames[book.sheetnames[0]].iat[0, 0]!r}, not {title!r}"
    if path.stat().st_size <= _SLOW and not path.stem.endswith("-lambdas"):
        yield from (f"formulon: {fault}" for fault in _recalculated(path, book))


def _recalculated(path: Path, shown: openpyxl.Workbook) -> Iterator[str]:
    """Cells whose formulas come to something else than the file shows."""
    formulas = openpyxl.load_workbook(path)
    cells = [
        (i, cell, shown[sheet][cell.coordinate].value)
        for i, sheet in enumerate(formulas.sheetnames)
        for row in formulas[sheet].iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    with formulon.Workbook.load(path.read_bytes()) as book:
        for i, cell, value in cells:
            if _UNKNOWN.search(str(cell.value)):
                book.set_number(i, cell.row - 1, cell.column - 1, value)
        book.recalc()
        for i, cell, value in cells:
            told = _value(book.get_value(i, cell.row - 1, cell.column - 1))
            if not _same(told, value):
                yield f"{formulas.sheetnames[i]}!{cell.coordinate}: {told!r}, not {value!r}"


def _value(value: formulon.Value) -> float | str | bool | None:
    known = (value.number, value.boolean, value.text)
    told = next((v for v in known if v is not None), None)
    return told if value.error_code is None else f"error {value.error_code}"


def _same(told: object, shown: object) -> bool:
    if isinstance(shown, dt.datetime):
        shown = to_excel(shown)
    if isinstance(told, float) and isinstance(shown, int | float) and not isinstance(shown, bool):
        return math.isclose(told, shown, rel_tol=_NEAR, abs_tol=_NEAR)
    return told == shown or (told in (None, "") and shown in (None, ""))


def main(paths: list[str]) -> int:
    """Print what is read otherwise; 1 if anything is."""
    found = 0
    for path in map(Path, paths):
        told = list(faults(path))
        found += len(told)
        print(f"{path.name}: {len(told)} faults", *told[:20], sep="\n  " if told else " ")
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

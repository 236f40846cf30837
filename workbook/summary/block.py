"""A table of few rows: headings, and lines of data and formulas below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from xlclv.workbook.calculation import Formula
from xlclv.workbook.cells import Ref
from xlclv.workbook.sheet import Sheet

Cell = tuple[str | float | None, str]  # a formula's text or a number, or words with the format "@"; its format
WORDS = "@"


def lay(
    sheet: Sheet, row: int, heads: Sequence[str], rows: Iterable[Sequence[Cell]], *, height: float = 32
) -> list[list[Ref]]:
    """Lay out the table from `row`; gives the cells of its lines. The first column and those of words stand left."""
    lines = [list(line) for line in rows]
    words = {at for at, (_, fmt) in enumerate(lines[0], 1) if fmt == WORDS} if lines else {1}
    sheet.headings(row, heads, [at for at in range(2, len(heads) + 1) if at not in words], height)
    return [
        [_put(sheet, at, column, *cell) for column, cell in enumerate(line, 1)]
        for at, line in enumerate(lines, row + 1)
    ]


def _put(sheet: Sheet, row: int, column: int, held: str | float | None, fmt: str) -> Ref:
    if fmt == WORDS:
        return sheet.put(row, column, held, "Text" if column == 1 else "Line", WORDS)
    return sheet.put(row, column, Formula(held) if isinstance(held, str) else held, fmt=fmt)

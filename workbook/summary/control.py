"""Control totals: a line for every block of figures on every sheet, and for the formulas that stand there.

Data keep their total whatever the inputs are; what formulas give is held to its total while the inputs are as
exported. That no formula has been overwritten holds at all inputs: they are counted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from openpyxl.utils import get_column_letter

from xlclv.workbook.calculation import Formula
from xlclv.workbook.cells import quoted
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.summary.check import RIGHT, ROUNDING, Check, noise

Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Block:
    """Cells side by side: all data or all formulas, in one number format."""

    kind: tuple[bool, str]
    top: int
    bottom: int
    left: int
    right: int

    @property
    def here(self) -> str:
        """The address within its sheet."""
        first, last = f"{get_column_letter(self.left)}{self.top}", f"{get_column_letter(self.right)}{self.bottom}"
        return first if first == last else f"{first}:{last}"

    def on(self, title: str) -> str:
        """The address from any sheet."""
        first, last = f"${get_column_letter(self.left)}${self.top}", f"${get_column_letter(self.right)}${self.bottom}"
        return f"{quoted(title)}!{first}" + ("" if first == last else f":{last}")

    def cells(self) -> Iterator[Cell]:
        """Row and column of each."""
        return ((i, j) for i in range(self.top, self.bottom + 1) for j in range(self.left, self.right + 1))


def totals(sheet: Sheet, unchanged: str, apart: Collection[Cell], rounding: float = ROUNDING) -> Iterator[Check]:
    """A line a block; `unchanged` is the test for inputs as exported, `apart` are the cells that hang on the checks.

    `rounding` is the share by which a formula's figures may differ between spreadsheet programs.
    """
    for block in blocks(kinds(sheet, apart)):
        shown = [sheet.calculation.value((sheet.title, *cell)) for cell in block.cells()]
        numbers = [n for n in shown if isinstance(n, int | float) and not isinstance(n, bool)]
        if not numbers:
            continue
        live, where = block.kind[0], f"SUM({block.on(sheet.title)})"
        words = f"{sheet.title}, {'figures' if live else 'data'} in {block.here}"
        text = f"=IF({unchanged},{where},{RIGHT})" if live else f"={where}"
        yield Check(
            words, text, float(sum(numbers)), noise(numbers, exact=not live, rounding=rounding if live else ROUNDING)
        )


def formulas(sheet: Sheet, apart: Collection[Cell]) -> Iterator[Check]:
    """How many formulas stand on a sheet, around the cells `apart`."""
    held = {(row, column) for row, column, _, value in sheet.cells() if isinstance(value, Formula)} - set(apart)
    for area in _around(max((cell[0] for cell in held), default=0), max((c[1] for c in held), default=0), apart):
        count = sum(cell in held for cell in area.cells())
        if count:
            yield Check(f"{sheet.title}, formulas in {area.here}", counted(area.on(sheet.title)), count)


def counted(where: str) -> str:
    """How many formulas stand in a range; a program that cannot tell shows what should be there.

    The range must be more than one row and more than one column: of a line, such a program would see one cell.
    """
    return f"=IFERROR(SUMPRODUCT(1*_xlfn.ISFORMULA({where})),{RIGHT})"


def kinds(sheet: Sheet, apart: Collection[Cell]) -> dict[Cell, tuple[bool, str]]:
    """Each figure, data or formula, by its format; what a reader may change is left out."""
    found = {}
    for row, column, style, value in sheet.cells():
        live = isinstance(value, Formula)
        if (live or (value is not None and not isinstance(value, str | bool))) and (row, column) not in apart:
            name, fmt = sheet.look(style)
            if name != "Input":
                found[row, column] = live, fmt
    return found


def blocks(cells: dict[Cell, tuple[bool, str]]) -> list[Block]:
    """The cells as rectangles; one may hold empty cells, as a triangle does, but none of another kind."""
    found: list[Block] = []
    for run in _runs(cells):
        for at, block in enumerate(found):
            wider = replace(block, right=run.right, bottom=max(block.bottom, run.bottom))
            beside = (block.kind, block.top, block.right) == (run.kind, run.top, run.left - 1)
            if beside and all(cells.get(cell, run.kind) == run.kind for cell in wider.cells()):
                found[at] = wider
                break
        else:
            found.append(run)
    return sorted(found, key=lambda block: (block.top, block.left))


def _runs(cells: dict[Cell, tuple[bool, str]]) -> Iterator[Block]:
    """Cells of one kind below one another, column by column."""
    for row, column in sorted(cells, key=lambda cell: cell[::-1]):
        kind = cells[row, column]
        if cells.get((row - 1, column)) != kind:
            last = row
            while cells.get((last + 1, column)) == kind:
                last += 1
            yield Block(kind, row, last, column, column)


def _around(last_row: int, last_column: int, apart: Collection[Cell]) -> Iterator[Block]:
    """The whole sheet up to its last row and column, as rectangles without the cells apart."""

    def gaps(row: int) -> list[int]:
        return sorted({column for at, column in apart if at == row})

    top = 1
    for row in range(1, last_row + 1):
        if row == last_row or gaps(row + 1) != gaps(top):
            for left, right in pairwise([0, *gaps(top), last_column + 1]):
                if right - left > 1:
                    yield Block((True, ""), top, row, left + 1, right - 1)
            top = row + 1

"""Which formulas hang on a cell, so that after a change only those need to be worked out again."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from xlclv.workbook.calculation import Calculation, Formula
from xlclv.workbook.calculation.expression import Area
from xlclv.workbook.calculation.grid import Place
from xlclv.workbook.calculation.reading import read


class Reach:
    """All formulas of a workbook by the blocks they name; a long table counts as one cell."""

    def __init__(self, book: Calculation) -> None:
        self._sheets = {sheet: i for i, sheet in enumerate(book._grids)}
        self._tables = {sheet for sheet, grid in book._grids.items() if grid.table is not None}
        self._owners: list[Place] = []
        rows = []
        for owner, formula in _formulas(book):
            for area in _named(book, formula, owner[0]):
                self._owners.append(owner)
                rows.append((self._sheets[area.sheet], area.top, area.left, area.bottom, area.right))
        self._blocks = np.array(rows)

    def of(self, places: Iterator[Place]) -> set[Place]:
        """The places themselves, and every formula that hangs on one of them."""
        found, waiting = set[Place](), list(places)
        while waiting:
            here = waiting.pop()
            if here in found:
                continue
            found.add(here)
            waiting += [self._owners[i] for i in np.flatnonzero(self._over(here)).tolist()]
        return found

    def _over(self, place: Place) -> np.ndarray:  # type: ignore[type-arg]
        sheet, row, column = place
        on = self._blocks[:, 0] == self._sheets[sheet]
        if sheet in self._tables:
            return on
        top, left, bottom, right = self._blocks[:, 1:].T
        return on & (top <= row) & (row <= bottom) & (left <= column) & (column <= right)


def _formulas(book: Calculation) -> Iterator[tuple[Place, Formula]]:
    for sheet, grid in book._grids.items():
        for row, cells in grid.rows.items():
            yield from (((sheet, row, column), held) for column, held in cells.items() if isinstance(held, Formula))
        for held in grid.table.columns.values() if grid.table is not None else ():
            if isinstance(held, Formula):
                yield (sheet, grid.table.head + 1, 1), held  # type: ignore[union-attr]


def _named(book: Calculation, formula: Formula, sheet: str) -> Iterator[Area]:
    said, areas = read(formula.text, sheet)
    yield from areas
    for name in said.names:
        yield book.named(name) if isinstance(name, str) else book.column(*name)

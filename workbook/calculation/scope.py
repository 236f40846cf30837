"""One formula at its place: which cells it names, and what it gives on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from xlclv.workbook.calculation.expression import Area, Expression
from xlclv.workbook.calculation.grid import Place
from xlclv.workbook.calculation.reading import Formula, read
from xlclv.workbook.calculation.values import NUM, VALUE, Any_, Error, FormulaError, Scalar, is_block


class Cells(Protocol):
    """All cells of a workbook."""

    def named(self, name: str) -> Area:
        """The cell of a defined name."""

    def column(self, table: str, header: str) -> Area:
        """The cells of a table's column."""

    def block(self, area: Area) -> Any_:
        """What a block holds; all its formulas are known by now."""

    def formulas(self, area: Area) -> Iterator[Place]:
        """Where formulas stand in a block."""

    def filled(self, area: Area) -> NDArray[np.bool_]:
        """Which cells of a block hold a formula, those of a long table too."""


class Scope:
    """Where one formula finds what it names; filled down a table, a row that is not held stands for every row."""

    def __init__(self, book: Cells, formula: Formula, sheet: str, first: int = 0, last: int = 0) -> None:
        said = read(formula.text, sheet)
        self.root, self._names, self._operands = said[0].root, said[0].names, said[1]
        self._book = book
        if last:
            self._operands = [
                replace(a, bottom=last) if a.single and not a.held and a.top == first else a for a in self._operands
            ]

    def needs(self) -> Iterator[Place]:
        """The formulas among the cells that it names."""
        for area in self._operands:
            yield from self._book.formulas(area)
        for name in self._names:
            if isinstance(name, str):
                yield from self._book.formulas(self._book.named(name))

    def operand(self, at: int) -> Area:
        return self._operands[at]

    def named(self, name: str) -> Area:
        return self._book.named(name)

    def column(self, table: str, header: str) -> Area:
        return self._book.column(table, header)

    def filled(self, area: Area) -> NDArray[np.bool_]:
        return self._book.filled(area)

    def read(self, area: Area) -> Any_:
        return self._book.block(area)

    def read_on(self, root: Expression) -> Any_:
        """The value, or an error as a value."""
        try:
            return root.value(self)
        except FormulaError as fault:
            return fault.error
        except OverflowError:
            return NUM

    def result(self) -> Scalar:
        """The one value of a cell's formula."""
        found = self.read_on(self.root)
        if is_block(found):
            return VALUE
        if isinstance(found, Error | str | bool):
            return found
        return 0.0 if found is None else float(found)  # type: ignore[arg-type]

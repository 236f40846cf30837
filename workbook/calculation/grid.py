"""Where the cells of one sheet are kept: single ones by row and column, and the columns of a long table whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlclv.serials import EPOCH
from xlclv.workbook.calculation.expression import Area
from xlclv.workbook.calculation.reading import Formula
from xlclv.workbook.calculation.values import Block, Scalar, Words

Place = tuple[str, int, int]  # sheet, row, column
Long = NDArray[Any] | Words | Sequence[str] | Formula


@dataclass(frozen=True, slots=True)
class Table:
    """A long table: its columns below a header row, as whole arrays; a formula is the one of its first row."""

    head: int
    columns: Mapping[str, Long]
    rows: int

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell is one of its own."""
        return self.head < row <= self.head + self.rows and column <= len(self.columns)

    def area(self, sheet: str, header: str) -> Area:
        """A column's cells."""
        at = list(self.columns).index(header) + 1
        return Area(sheet, self.head + 1, at, self.head + self.rows, at)


class Grid:
    """One sheet's cells by row and column, and the long table that it may hold."""

    def __init__(self) -> None:
        self.rows: dict[int, dict[int, Any]] = {}
        self.table: Table | None = None

    def formulas(self, area: Area) -> Iterator[tuple[int, int]]:
        """Where formulas stand in a block."""
        return ((row, column) for row, column, held in self.held(area) if isinstance(held, Formula))

    def held(self, area: Area) -> Iterator[tuple[int, int, Any]]:
        """The cells of a block that were put there one by one."""
        for row in self._rows(area):
            for column, held in self.rows[row].items():
                if area.left <= column <= area.right:
                    yield row, column, held

    def _rows(self, area: Area) -> Iterator[int]:
        if area.bottom - area.top > len(self.rows):
            return (row for row in self.rows if area.top <= row <= area.bottom)
        return (row for row in range(area.top, area.bottom + 1) if row in self.rows)


def raw(held: Any) -> Scalar:
    """What a cell without a formula holds."""
    if isinstance(held, dt.date):
        return float((held - EPOCH).days)
    if held is None or held == "":
        return None
    if isinstance(held, str | bool):
        return held
    return float(held)


def column_of(values: Any) -> Block:
    """A table's column as formulas see it."""
    if isinstance(values, Words):
        return values
    if isinstance(values, np.ndarray):
        return values.astype(np.float64)[:, None] if values.dtype != np.float64 else values[:, None]
    made = np.empty((len(values), 1), dtype=object)
    made[:, 0] = values
    return made


def part_of(values: Block, rows: slice) -> Block:
    """Some rows of it."""
    return Words(values.names, values.places[rows]) if isinstance(values, Words) else values[rows]

"""The cells of a workbook as they are written, and what its formulas give on them: worked out once, on demand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlclv.workbook.calculation.expression import Area
from xlclv.workbook.calculation.grid import Grid, Place, Table, column_of, part_of, raw
from xlclv.workbook.calculation.reading import Formula
from xlclv.workbook.calculation.scope import Scope
from xlclv.workbook.calculation.values import Any_, Block, Scalar, Words, array, tidy

_KEPT = 100_000  # cells of a block kept for the next formula that reads it; longer ones are put together again


class Calculation:
    """All sheets of a workbook; `value` gives what a cell shows, and follows every later change of a cell."""

    def __init__(self) -> None:
        self._grids: dict[str, Grid] = {}
        self._names: dict[str, Area] = {}
        self._tables: dict[str, str] = {}
        self._known: dict[Place, Scalar] = {}
        self._long: dict[tuple[str, str], Block] = {}
        self._blocks: dict[Area, Any_] = {}
        self._seen: dict[str, set[Area]] = {}
        self._told: dict[Place, Scalar] = {}

    def put(self, place: Place, value: Any) -> None:
        """A cell's content: a Formula, a number, a text, a truth, a day, or None for blank."""
        sheet, row, column = place
        cells = self._grid(sheet).rows.setdefault(row, {})
        if column in cells and type(cells[column]) is type(value) and cells[column] == value:
            return  # only its look is new
        cells[column] = value
        if place in self._known or any(
            a.top <= row <= a.bottom and a.left <= column <= a.right for a in self._seen.get(sheet, ())
        ):
            self._forget()

    def name(self, name: str, place: Place) -> None:
        """A defined name points at a cell."""
        sheet, row, column = place
        self._names[name] = Area(sheet, row, column, row, column)

    def table(self, name: str, sheet: str, table: Table) -> None:
        """A sheet's long table, by the name that formulas give it."""
        self._grid(sheet).table = table
        self._tables[name] = sheet
        self._forget()

    def value(self, place: Place) -> Scalar:
        """What a cell shows."""
        if place in self._known:
            return self._known[place]
        table = self._grid(place[0]).table
        if table is not None and table.holds(*place[1:]):
            return self.block(Area(place[0], place[1], place[2], place[1], place[2]))  # type: ignore[return-value]
        return self._value(place)

    def worked(self, text: str) -> Scalar:
        """What a formula would show, without a cell for it; sheets are named in it."""
        scope = Scope(self, Formula(text), "")
        for need in scope.needs():
            self._value(need)
        return scope.result()

    def told(self, place: Place) -> Scalar:
        """The same, for words and pictures that are made while cells are still being written; see `confirm`."""
        self._told[place] = self.value(place)
        return self._told[place]

    def confirm(self) -> None:
        """No cell that something was told of has changed since: what was read before it was written would be wrong."""
        for place, value in self._told.items():
            if self.value(place) != value:
                raise AssertionError(f"{place} was read as {value!r} before all cells it needs were written")

    def numbers(self, table: str, header: str) -> NDArray[Any]:
        """A table's column of numbers, every row of it."""
        found = self.whole(table, header)
        assert not isinstance(found, Words), f"{header} holds words"
        return found[:, 0]

    def whole(self, table: str, header: str) -> Block:
        """A table's column, every row of it."""
        sheet = self._tables[table]
        if (table, header) not in self._long:
            told = self._grid(sheet).table
            assert told is not None
            held = told.columns[header]
            found = self._filled(sheet, held) if isinstance(held, Formula) else column_of(held)
            area = told.area(sheet, header)
            self._seen.setdefault(sheet, set()).add(area)
            self._long[table, header] = self._changed(found, area)
        return self._long[table, header]

    def _grid(self, sheet: str) -> Grid:
        if sheet not in self._grids:
            self._grids[sheet] = Grid()
        return self._grids[sheet]

    def _held(self, place: Place) -> Any:
        return self._grid(place[0]).rows.get(place[1], {}).get(place[2])

    def _forget(self) -> None:
        for kept in (self._known, self._long, self._blocks, self._seen):
            kept.clear()

    def _value(self, place: Place) -> Scalar:
        """A formula's cells first, then the formula itself; without recursion, as chains of cells may be long."""
        held = self._held(place)
        if not isinstance(held, Formula):
            return raw(held)
        waiting, entered = [place], set[Place]()
        while waiting:
            here = waiting[-1]
            if here in self._known:
                waiting.pop()
                continue
            scope = Scope(self, self._held(here), here[0])
            missing = [need for need in scope.needs() if need not in self._known]
            if not missing:
                self._known[here] = scope.result()
            elif here in entered:
                raise ValueError(f"the formula in {here} needs its own value: {self._held(here).text}")
            entered.add(here)
            waiting += missing
        return self._known[place]

    def formulas(self, area: Area) -> Iterator[Place]:
        """Where formulas stand in a block."""
        if area.single:
            place = (area.sheet, area.top, area.left)
            return iter((place,) if isinstance(self._held(place), Formula) else ())
        return ((area.sheet, row, column) for row, column in self._grid(area.sheet).formulas(area))

    def filled(self, area: Area) -> NDArray[np.bool_]:
        """Which cells of a block hold a formula, those of a long table too."""
        grid = self._grid(area.sheet)
        self._seen.setdefault(area.sheet, set()).add(area)
        found = np.zeros((area.bottom - area.top + 1, area.right - area.left + 1), dtype=bool)
        for column, held in enumerate(grid.table.columns.values() if grid.table else (), 1):
            if isinstance(held, Formula) and area.left <= column <= area.right:
                first = grid.table.head + 1  # type: ignore[union-attr]
                found[max(0, first - area.top) : first + grid.table.rows - area.top, column - area.left] = True  # type: ignore[union-attr]
        for row, column, held in grid.held(area):
            found[row - area.top, column - area.left] = isinstance(held, Formula)
        return found

    def named(self, name: str) -> Area:
        """The cell of a defined name."""
        if name not in self._names:
            raise ValueError(f"no cell has the name {name}")
        return self._names[name]

    def column(self, table: str, header: str) -> Area:
        """The cells of a table's column."""
        sheet = self._tables[table]
        return self._grid(sheet).table.area(sheet, header)  # type: ignore[union-attr]

    def block(self, area: Area) -> Any_:
        """What a block holds; all its formulas are known by now."""
        self._seen.setdefault(area.sheet, set()).add(area)
        if area in self._blocks:
            return self._blocks[area]
        found = self._read(area)
        if not area.single and found.shape[0] * found.shape[1] <= _KEPT:  # type: ignore[union-attr]
            self._blocks[area] = found
        return found

    def _read(self, area: Area) -> Any_:
        table = self._grid(area.sheet).table
        if table is not None and area.top <= table.head + table.rows and area.bottom > table.head:
            return self._across(area, table)
        if area.single:
            return self._cell((area.sheet, area.top, area.left))
        return self._cells(area)

    def _cell(self, place: Place) -> Scalar:
        held = self._held(place)
        return self._known[place] if isinstance(held, Formula) else raw(held)

    def _cells(self, area: Area) -> NDArray[Any]:
        made = np.empty((area.bottom - area.top + 1, area.right - area.left + 1), dtype=object)
        rows = self._grid(area.sheet).rows
        for i in range(made.shape[0]):
            for column in rows.get(area.top + i, {}):
                if area.left <= column <= area.right:
                    made[i, column - area.left] = self._cell((area.sheet, area.top + i, column))
        return tidy(made)

    def _across(self, area: Area, table: Table) -> Any_:
        """A block of a long table, with the cells above and below it that it takes in."""
        name = next(name for name, sheet in self._tables.items() if sheet == area.sheet)
        first, last = table.head + 1, table.head + table.rows
        headers = list(table.columns)[area.left - 1 : area.right]
        inside = slice(max(0, area.top - first), area.bottom - first + 1)
        columns = [part_of(self.whole(name, header), inside) for header in headers]
        if area.single:
            value: Scalar = array(columns[0]).ravel().tolist()[0]
            return value
        found: Block = columns[0] if len(columns) == 1 else np.hstack([array(column) for column in columns])
        ends = replace(area, bottom=first - 1), replace(area, top=last + 1)
        above, below = (self._cells(end) if end.top <= end.bottom else np.empty((0, found.shape[1])) for end in ends)
        if not above.size + below.size:
            return found
        return found.with_cells(above, below) if isinstance(found, Words) else np.vstack([above, found, below])

    def _changed(self, column: Block, area: Area) -> Block:
        """A table's column with the cells that were put over it since."""
        over = [row for row, cells in self._grid(area.sheet).rows.items() if area.left in cells]
        over = [row for row in over if area.top <= row <= area.bottom]
        if not over:
            return column
        made = array(column).astype(object)
        for row in over:
            made[row - area.top, 0] = self._value((area.sheet, row, area.left))
        return tidy(made)

    def _filled(self, sheet: str, formula: Formula) -> Block:
        """A formula filled down a table, all its rows at once."""
        table = self._grid(sheet).table
        assert table is not None
        scope = Scope(self, formula, sheet, table.head + 1, table.head + table.rows)
        for need in scope.needs():
            self._value(need)
        return np.broadcast_to(array(scope.read_on(scope.root)), (table.rows, 1))

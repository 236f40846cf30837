"""The cells of a workbook as they are written, and what its formulas give on them: worked out once, on demand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbook.calculation.expression import Area, Expression
from workbook.calculation.reading import Formula, Read, read
from workbook.calculation.values import NUM, VALUE, Any_, Error, FormulaError, Scalar, Words, is_block, tidy
from xlclv.serials import EPOCH

Place = tuple[str, int, int]  # sheet, row, column
Long = NDArray[Any] | Words | Sequence[str] | Formula
_KEPT = 100_000  # cells of a block kept for the next formula that reads it; longer ones are put together again


@dataclass(frozen=True, slots=True)
class Table:
    """A long table: its columns below a header row, as whole arrays; a formula is the one of its first row."""

    head: int
    columns: Mapping[str, Long]
    rows: int

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
        for row in self._rows(area):
            for column, held in self.rows[row].items():
                if area.left <= column <= area.right and isinstance(held, Formula):
                    yield row, column

    def _rows(self, area: Area) -> Iterator[int]:
        if area.bottom - area.top > len(self.rows):
            return (row for row in self.rows if area.top <= row <= area.bottom)
        return (row for row in range(area.top, area.bottom + 1) if row in self.rows)


class Calculation:
    """All sheets of a workbook; `value` gives what a cell shows, and follows every later change of a cell."""

    def __init__(self) -> None:
        self._grids: dict[str, Grid] = {}
        self._names: dict[str, Area] = {}
        self._tables: dict[str, str] = {}
        self._known: dict[Place, Scalar] = {}
        self._long: dict[tuple[str, str], Any_] = {}
        self._blocks: dict[Area, Any_] = {}
        self._seen: dict[str, set[Area]] = {}
        self._told: dict[Place, Scalar] = {}

    def put(self, place: Place, value: Any) -> None:
        """A cell's content: a Formula, a number, a text, a truth, a day, or None for blank."""
        sheet, row, column = place
        self._grid(sheet).rows.setdefault(row, {})[column] = value
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
        return self._value(place)

    def worked(self, text: str) -> Scalar:
        """What a formula would show, without a cell for it; sheets are named in it."""
        scope = _Scope(self, Formula(text), "")
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

    def whole(self, table: str, header: str) -> Any_:
        """A table's column, every row of it."""
        sheet = self._tables[table]
        if (table, header) not in self._long:
            held = self._grid(sheet).table.columns[header]  # type: ignore[union-attr]
            self._long[table, header] = self._filled(sheet, held) if isinstance(held, Formula) else _column(held)
        return self._long[table, header]

    def _grid(self, sheet: str) -> Grid:
        return self._grids.setdefault(sheet, Grid())

    def _held(self, place: Place) -> Any:
        return self._grid(place[0]).rows.get(place[1], {}).get(place[2])

    def _forget(self) -> None:
        for kept in (self._known, self._long, self._blocks, self._seen):
            kept.clear()

    def _value(self, place: Place) -> Scalar:
        """A formula's cells first, then the formula itself; without recursion, as chains of cells may be long."""
        if not isinstance(self._held(place), Formula):
            return _raw(self._held(place))
        waiting, entered = [place], set[Place]()
        while waiting:
            here = waiting[-1]
            if here in self._known:
                waiting.pop()
                continue
            scope = _Scope(self, self._held(here), here[0])
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
        return self._known[place] if isinstance(held, Formula) else _raw(held)

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
        columns = [_part(self.whole(name, header), inside) for header in headers]
        if area.single:
            value = columns[0].ravel()[0] if not isinstance(columns[0], Words) else columns[0].all()[0, 0]
            return float(value) if isinstance(value, np.floating) else value  # type: ignore[no-any-return]
        found: Any_ = columns[0] if len(columns) == 1 else np.hstack(columns)  # type: ignore[arg-type]
        ends = (replace(area, bottom=first - 1), found, replace(area, top=last + 1))
        pieces = [
            piece if not isinstance(piece, Area) else self._cells(piece)
            for piece in ends
            if not isinstance(piece, Area) or piece.top <= piece.bottom
        ]
        if len(pieces) == 1:
            return found
        return np.vstack([piece.all() if isinstance(piece, Words) else piece for piece in pieces])

    def _filled(self, sheet: str, formula: Formula) -> Any_:
        """A formula filled down a table, all its rows at once."""
        table = self._grid(sheet).table
        assert table is not None
        scope = _Scope(self, formula, sheet, table.head + 1, table.head + table.rows)
        for need in scope.needs():
            self._value(need)
        found = scope.read_on(scope.root)
        return np.broadcast_to(found, (table.rows, 1)) if is_block(found) else np.full((table.rows, 1), found)  # type: ignore[arg-type]


class _Scope:
    """Where one formula finds what it names; filled down a table, a row that is not held stands for every row."""

    def __init__(self, book: Calculation, formula: Formula, sheet: str, first: int = 0, last: int = 0) -> None:
        said: tuple[Read, list[Area]] = read(formula.text, sheet)
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


def _raw(held: Any) -> Scalar:
    if isinstance(held, dt.date):
        return float((held - EPOCH).days)
    if held is None or held == "":
        return None
    if isinstance(held, str | bool):
        return held
    return float(held)


def _column(values: Any) -> Any_:
    if isinstance(values, Words):
        return values
    if isinstance(values, np.ndarray):
        return values.astype(np.float64)[:, None] if values.dtype != np.float64 else values[:, None]
    made = np.empty((len(values), 1), dtype=object)
    made[:, 0] = values
    return made


def _part(values: Any_, rows: slice) -> Any:
    return Words(values.names, values.places[rows]) if isinstance(values, Words) else values[rows]  # type: ignore[index,union-attr]

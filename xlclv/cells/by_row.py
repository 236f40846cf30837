"""Shape R, and tables of customers: each row answers against the whole column; a bad row answers for itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from xlclv.cells.bounds import outranking
from xlclv.cells.notes import Notes
from xlclv.cells.read import Cells, flatten, read
from xlclv.cells.settle import Objects, WholeCallError, error_of, free, rows_of, settle
from xlclv.cells.whole import filled, listed, nothing
from xlclv.cells.write import grid
from xlclv.errors import SEVERITY, VALUE, Fault, InputError, counted
from xlclv.terms.term import Argument, Function


def is_table_form(function: Function, given: Sequence[Any]) -> bool:
    """A function of one customer that was given a row of cells for each of several (CLV_REALISED)."""
    takes = [argument.take for argument in function.arguments]
    if "rows" not in takes:
        return False
    _, rows, columns = flatten(given[takes.index("rows")])
    _, list_rows, list_columns = flatten(given[takes.index("list")])
    return rows >= 2 and columns >= 2 and (list_rows, list_columns) == (1, columns)


def by_row(function: Function, body: Callable[..., Any], given: Sequence[Any], notes: Notes | None = None) -> Any:
    """A row of answers for each row of the lists; a wrong option or list is one error for all."""
    unit = _unit(function)
    parts = [_part(function, argument, value) for argument, value in zip(function.arguments, given, strict=True)]
    row_wise = [p.argument.take in unit or _is_column(p, function) for p in parts]
    if not any(filled(p.flat) for p in parts if p.argument.take in unit):
        return nothing([p.argument.name for p in parts if p.argument.take in unit], notes)
    size = max(-(-filled(p.flat) // p.columns) for p, alone in zip(parts, row_wise, strict=True) if alone)
    answers = np.full((size, function.columns), None, dtype=object)
    values, shared, own = [], [], []
    for part, alone in zip(parts, row_wise, strict=True):
        if alone:
            own.append(_rows(part, size, notes))
            values.append(own[-1].values.reshape(-1, part.columns) if part.argument.take == "rows" else own[-1].values)
        else:
            cells = listed(_as_shared(part.argument), part.flat, part.rows, part.columns)
            shared.append(cells)
            values.append(None if cells is None else cells.values)
            if notes is not None:
                notes.cells(part.argument, cells, part.flat)
    error = error_of(shared)
    if error:
        return error
    for part, alone, value in zip(parts, row_wise, values, strict=True):
        if alone and len(value) != size:
            if notes is not None:
                rows = counted(len(value), "row")
                notes.say(f"{part.argument.name} has {rows}; must have {size}, as the other lists")
            if part.argument.take == "ideal":
                return VALUE
            unread = {at // cells.columns for cells in own for at in (*cells.errors, *cells.faults)}
            return outranking(function, body, values, row_wise, notes, own_rows=True, unread=unread)
    _mark(own, answers)
    common = {part.argument.name for part, alone in zip(parts, row_wise, strict=True) if not alone}
    try:
        settle(lambda rows: _run(body, values, row_wise, common, rows), answers, free(answers), notes)
    except WholeCallError as raised:
        if notes is not None:
            notes.error(raised.error)
        return raised.error.code
    return grid(answers.tolist())


class _Part(NamedTuple):
    """One argument as it came: its cells in a list, and the height and width of its range."""

    argument: Argument
    flat: list[Any]
    rows: int
    columns: int


def _unit(function: Function) -> tuple[str, ...]:
    """The takes whose rows are answered one by one."""
    return ("rows",) if function.shape == "A" else ("list", "rows")


def _part(function: Function, argument: Argument, value: Any) -> _Part:
    flat, rows, columns = flatten(value)
    if function.shape == "R" and argument.take in ("list", "each"):  # a row is read as a column
        rows, columns = len(flat), 1
    return _Part(argument, flat, rows, columns)


def _is_column(part: _Part, function: Function) -> bool:
    """One value for all, or a column that goes row by row; in a table of customers any single value may be one."""
    takes = ("one",) if function.shape == "A" else ("each", "ideal")
    return part.argument.take in takes and part.columns == 1 and part.rows > 1


def _as_shared(argument: Argument) -> Argument:
    """How an argument is read that is the same for all rows."""
    if argument.take == "list":
        return replace(argument, take="own")
    return replace(argument, take="one") if argument.take == "each" else argument


def _run(body: Callable[..., Any], values: list[Any], row_wise: list[bool], common: set[str], rows: Any) -> Any:
    picked = [value[rows] if alone else value for value, alone in zip(values, row_wise, strict=True)]
    try:
        return body(*picked)
    except InputError as error:
        if not error.faults or any(_is_common(fault, common, rows.size) for fault in error.faults):
            raise WholeCallError(error) from error
        raise


def _is_common(fault: Fault, common: set[str], size: int) -> bool:
    """A fault of the whole call: of no rows, or of the entries of a list that happens to be as long as they are."""
    return np.ndim(fault.where) == 0 or len(rows_of(fault.where)) != size or fault.argument in common


def _rows(part: _Part, size: int, notes: Notes | None) -> Cells:
    """The cells of a row-wise argument."""
    flat, columns = part.flat[: size * part.columns], part.columns
    cells = read(part.argument, flat, len(flat) // columns, columns)
    if notes is not None:
        notes.cells(part.argument, cells, flat)
    cells.columns = columns
    return cells


def _mark(own: list[Cells], answers: Objects) -> None:
    """The rows that have an error of their own: what came in first, leftmost, then the worst fault."""
    marks = [(cells.errors, cells.columns) for cells in own]
    for code in SEVERITY:
        marks += [({i: text for i, text in c.faults.items() if text == code}, c.columns) for c in own if c.faults]
    for texts, columns in marks:
        for i, text in sorted(texts.items()):
            if answers[i // columns, 0] is None:
                answers[i // columns] = text

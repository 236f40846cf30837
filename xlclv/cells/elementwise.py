"""Shapes E and W: scalars and ranges broadcast as Excel does, to cells or to rows; a bad row affects only itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from xlclv.cells.block import read_parameters
from xlclv.cells.notes import Notes
from xlclv.cells.read import Cells, flatten, read, read_list, read_table
from xlclv.cells.settle import Objects, Rows, WholeCallError, free, settle
from xlclv.cells.write import cell, grid
from xlclv.errors import SEVERITY, VALUE, InputError
from xlclv.terms.term import Argument, Function


def elementwise(function: Function, body: Callable[..., Any], given: Sequence[Any], notes: Notes | None = None) -> Any:
    """The grid of results, or the one result where every argument is a single cell.

    A W function takes single values and columns, and each row of them gives one row of cells.
    """
    cells = [_read(argument, value) for argument, value in zip(function.arguments, given, strict=True)]
    _forgive_unused(function, cells)
    if notes is not None:
        for argument, c, value in zip(function.arguments, cells, given, strict=True):
            notes.cells(argument, c, flatten(value)[0])
    clean = not any(c.errors or c.faults for c in cells)
    shared = _shared(function, cells)
    if any(VALUE in c.faults.values() for c in shared.values()) and not any(c.errors for c in cells):
        return VALUE
    if clean and function.shape == "E" and all(c.rows == c.columns == 1 for c in cells):
        try:
            return cell(np.asarray(body(*[c.values[0] for c in cells]))[()])
        except InputError as error:
            if notes is not None:
                notes.error(error)
            return error.code
    shape = (max(c.rows for c in cells), max(c.columns for c in cells))
    if any(c.rows not in (1, shape[0]) or c.columns not in (1, shape[1]) for c in cells):
        return _unmatched(cells, function, notes)
    if function.shape == "W" and shape[1] > 1:
        return _unmatched(cells, function, notes)
    values = [_spread(c, shape) for c in cells]
    refused: list[InputError] = []  # what the engine said of all rows, when it was asked for them
    if clean and function.shape == "E" and notes is None:
        plain = _plain(body, values, shape, refused)
        if plain is not None:
            return plain
    answers = np.tile(_trouble(cells, shape)[:, None], (1, function.columns))

    def run(picked: Rows) -> Any:
        try:
            if refused:
                raise refused.pop()
            return body(*[_pick(value, picked) for value in values])
        except InputError as error:
            if any(fault.argument in shared and fault.code == VALUE for fault in error.faults):
                raise WholeCallError(error) from error
            raise

    try:
        for rows in _alike(values, free(answers)):
            settle(run, answers, rows, notes, shape[1])
    except WholeCallError as raised:
        if notes is not None:
            notes.error(raised.error)
        return VALUE
    return grid((answers if function.shape == "W" else answers.reshape(shape)).tolist())


def _shared(function: Function, cells: list[Cells]) -> dict[str, Cells]:
    """What all rows share, so that a fault of its kind is one cell: parameters, and an option given once."""
    return {
        a.name: c
        for a, c in zip(function.arguments, cells, strict=True)
        if a.take == "params" or (a.term.options and c.count == 1)
    }


def _forgive_unused(function: Function, cells: list[Cells]) -> None:
    """What an option does not use is ignored, "n/a" in a comparison table too; error values still come through.

    Done where the option is one for the whole call or stands cell beside cell; else a fault stays a fault.
    """
    options = next((c for a, c in zip(function.arguments, cells, strict=True) if a.term.kind == "option"), None)
    if options is None or options.errors or options.faults:
        return
    chosen = [str(value).casefold() for value in options.values]
    for argument, c in zip(function.arguments, cells, strict=True):
        if not argument.used_by or not c.faults:
            continue
        if options.count == 1:
            named = chosen * c.count
        elif (c.rows, c.columns) == (options.rows, options.columns):
            named = chosen
        else:
            continue
        c.faults = {i: fault for i, fault in c.faults.items() if named[i] in argument.used_by}


def _plain(
    body: Callable[..., Any], values: list[Any], shape: tuple[int, int], refused: list[InputError]
) -> list[list[float]] | None:
    """The usual range, where every row is good: numbers in, numbers out. None when it is not that simple.

    What the engine refuses is kept in `refused`, so that it is not asked for all rows again.
    """
    if any(_is_text(value) for value in values):
        return None
    try:
        result = np.asarray(body(*values))
    except InputError as error:
        refused.append(error)
        return None
    if result.dtype.kind != "f" or not np.isfinite(result).all():
        return None
    grid_of: list[list[float]] = np.broadcast_to(result + 0.0, shape[0] * shape[1]).reshape(shape).tolist()
    return grid_of


def _unmatched(cells: list[Cells], function: Function, notes: Notes | None) -> str:
    if notes is not None:
        sizes = ", ".join(
            f"{a.name} {c.rows} x {c.columns}" for a, c in zip(function.arguments, cells, strict=True) if c.count != 1
        )
        wanted = "columns of one height" if function.shape == "W" else "of matching rows and columns"
        notes.say(f"the ranges must be {wanted}, or single cells: {sizes}")
    return VALUE


def _read(argument: Argument, value: Any) -> Cells:
    flat, rows, columns = flatten(value)
    if argument.take == "params":
        return read_parameters(flat, rows, columns)
    if argument.take == "table":
        return read_table(argument, flat, rows, columns)
    if argument.take == "own":
        return read_list(argument, flat)
    return read(argument, flat, rows, columns)


def _spread(cells: Cells, shape: tuple[int, int]) -> Any:
    """The values over all result cells; a single value stays single, so that the engine computes it once."""
    if cells.rows == cells.columns == 1:
        return cells.values[0]
    return np.broadcast_to(cells.values.reshape(cells.rows, cells.columns), shape).ravel()


def _trouble(cells: list[Cells], shape: tuple[int, int]) -> Objects:
    """The error each result has from its inputs alone: what came in first, leftmost, then the worst fault."""
    out = np.full(shape, None, dtype=object)
    for c in cells:
        _mark(out, c.errors, c)
    for code in SEVERITY:
        for c in cells:
            _mark(out, {i: fault for i, fault in c.faults.items() if fault == code}, c)
    return out.ravel()


def _mark(out: Objects, marks: dict[int, str], cells: Cells) -> None:
    if marks:
        own = np.full(cells.rows * cells.columns, None, dtype=object)
        own[list(marks)] = list(marks.values())
        over = np.broadcast_to(own.reshape(cells.rows, cells.columns), out.shape)
        unmarked = free(out.ravel())
        out.flat[unmarked] = over.ravel()[unmarked]


def _alike(values: list[Any], rows: Rows) -> list[Rows]:
    """Rows grouped by their text options: an engine call takes one model, one thing to solve for."""
    groups = [rows]
    for value in values:
        if _is_text(value):
            # As an object of its own: NumPy would compare with a text from which it had cut every NUL at the end.
            groups = [g[value[g] == np.array(text, object)] for g in groups for text in dict.fromkeys(value[g])]
    return groups


def _is_text(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.dtype == object


def _pick(value: Any, rows: Rows) -> Any:
    if not isinstance(value, np.ndarray):
        return value
    return value[rows[0]] if _is_text(value) else value[rows]

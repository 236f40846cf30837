"""Settling rows: the engine runs on the good ones, the rest answer with their own error."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlclv.cells.notes import Notes
from xlclv.cells.read import Cells
from xlclv.cells.write import cell
from xlclv.errors import NUM, SEVERITY, InputError

Objects = NDArray[np.object_]
Rows = NDArray[np.intp]


class WholeCallError(Exception):
    """A fault that is not a row's own: the cut-offs, an option, a number of parameters, too few rows."""

    def __init__(self, error: InputError) -> None:
        self.error = error


def settle(
    run: Callable[[Rows], Any], answers: Objects, rows: Rows, notes: Notes | None = None, width: int = 1
) -> None:
    """Fill `answers[rows]`, a row of cells each, with what `run(rows)` gives.

    Rows that the engine rejects get their error and are taken out, and the rest runs again: a bad row affects only
    itself.
    """
    while rows.size:
        try:
            answers[rows] = _answers(run(rows), (rows.size, answers.shape[1]))
            return
        except InputError as error:
            if notes is not None:
                notes.error(error, rows, width)
            codes = codes_of(error, rows.size)
            answers[rows] = codes[:, None]
            rows = rows[free(codes)]


def free(answers: Objects) -> Rows:
    """The rows that have no answer yet."""
    first = answers if answers.ndim == 1 else answers[:, 0]
    return np.flatnonzero([answer is None for answer in first])


def worst(faults: Iterable[str]) -> str:
    """The error that wins where several meet."""
    return min(faults, key=SEVERITY.index)


def error_of(cells: list[Cells | None]) -> str | None:
    """The one error a call shows that answers as a whole: what came in first, leftmost, then the worst fault."""
    read = [c for c in cells if c is not None]
    for c in read:
        if c.errors:
            return c.errors[min(c.errors)]
    faults = [fault for c in read for fault in c.faults.values()]
    return worst(faults) if faults else None


def _answers(result: Any, shape: tuple[int, int]) -> Objects:
    """The engine's answer, one row of cells each, as plain Python values."""
    array = np.asarray(result)
    array = np.broadcast_to(array if array.ndim == 2 else array.reshape(-1, 1), shape)
    out = np.empty(shape, dtype=object)
    if array.dtype.kind == "f":
        out[:] = array + 0.0  # as Python floats; a sheet would show -0.0 as -0
        out[~np.isfinite(array)] = NUM
    else:
        out[:] = [[cell(value) for value in row] for row in array]
    return out


def rows_of(where: Any) -> Any:
    """Which rows are at fault, where a fault tells it cell by cell of several columns."""
    found = np.asarray(where)
    return found.any(axis=tuple(range(1, found.ndim))) if found.ndim > 1 else found


def codes_of(error: InputError, size: int) -> Objects:
    """The worst error of each row, None where the engine found nothing wrong."""
    codes = np.full(size, None, dtype=object)
    for fault in sorted(error.faults, key=lambda f: SEVERITY.index(f.code)):
        where = np.broadcast_to(rows_of(fault.where), (size,))
        unmarked = free(codes)
        codes[unmarked[where[unmarked]]] = fault.code
    if not error.faults:
        codes[:] = error.code
    return codes

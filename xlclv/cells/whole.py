"""Shapes A and S: lists to one number or to a table; one bad cell is the whole answer, so no total omits a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from xlclv.cells.block import read_parameters
from xlclv.cells.bounds import outranking
from xlclv.cells.notes import Notes
from xlclv.cells.read import Cells, flatten, is_blank, read, read_table
from xlclv.cells.settle import error_of
from xlclv.cells.write import cell, table
from xlclv.errors import NA, VALUE, Fault, InputError
from xlclv.terms.term import Argument, Function

PAIRED = ("list", "rows")  # lists matched by position: trailing rows that are blank in all of them are dropped


def whole(function: Function, body: Callable[..., Any], given: Sequence[Any], notes: Notes | None = None) -> Any:
    """The number or the table, or one error."""
    parts = [flatten(value) for value in given]
    paired = [flat for argument, (flat, _, _) in zip(function.arguments, parts, strict=True) if argument.take in PAIRED]
    length = max((filled(flat) for flat in paired), default=0)
    tall = _tall(function, parts)
    cells: list[Cells | None] = []
    empty, lonely = [], ""
    for argument, (flat, rows, columns) in zip(function.arguments, parts, strict=True):
        may_be_blank = not argument.required or (argument.blank is not None and length > 0)
        if argument.take in PAIRED and not may_be_blank and not filled(flat) and (len(flat) > 1 or not length):
            empty.append(argument.name)
            cells.append(None)
            continue
        if argument.take in PAIRED:
            flat = flat[:length]
            rows, columns = len(flat), 1
        cells.append(listed(argument, flat, rows, columns, tall))
        if argument.take == "list" and not argument.single and len(flat) == 1 < length and filled(flat):
            lonely = f"{argument.name} is a single cell beside lists of {length} rows; select as many rows"
        if notes is not None:
            notes.cells(argument, cells[-1].values if argument.take == "cells" and cells[-1] else cells[-1], flat)
    error = error_of(cells)
    if error:
        unknown = () if any(c is not None and c.errors for c in cells) else _unknown(function, cells)
        if unknown and notes is not None:
            notes.error(InputError(unknown))
        return VALUE if unknown else error
    values = [None if c is None else c.values for c in cells]
    paired_ones = [argument.take in PAIRED for argument in function.arguments]
    if empty:
        nothing(empty, notes)
    elif lonely and notes is not None:
        notes.say(lonely)
    if empty or lonely:
        return outranking(function, body, values, paired_ones, notes)
    try:
        answer = body(*values)
    except InputError as raised:
        if notes is not None:
            notes.error(raised)
        return raised.code if raised.code != NA else outranking(function, body, values, paired_ones, notes)
    return table(answer) if isinstance(answer, list) else cell(np.asarray(answer)[()])


def _tall(function: Function, parts: Sequence[tuple[list[Any], int, int]]) -> int:
    """How many rows a list of its own may have blank at its foot: those of the rectangle or of the lists beside it.

    Where one value may stand for all periods, a list whose other cells are blank must not become that value.
    """
    pairs = list(zip(function.arguments, parts, strict=True))
    rows = [height for argument, (_, height, _) in pairs if argument.take == "grid"]
    if any(argument.take == "own" and argument.single for argument in function.arguments):
        rows += [filled(flat) for argument, (flat, _, _) in pairs if argument.take == "own"]
    return max(rows, default=0)


def _unknown(function: Function, cells: Sequence[Cells | None]) -> tuple[Fault, ...]:
    """What is no option of its argument: as #VALUE! it outranks a cell beyond its bounds, for which no body runs."""
    return tuple(
        Fault(argument.name, argument.term.rule, VALUE, True, c.values, argument.term.fix)
        for argument, c in zip(function.arguments, cells, strict=True)
        if argument.take == "one" and argument.term.options and c is not None and isinstance(c.values, str)
        if c.values.casefold() not in map(str.casefold, argument.term.options)
    )


def nothing(names: Sequence[str], notes: Notes | None) -> str:
    """The answer to lists that hold nothing but blanks."""
    if notes is not None:
        verb = "holds" if len(names) == 1 else "hold"
        notes.say(f"{', '.join(names)} {verb} nothing but blanks; select the rows with data")
    return NA


def filled(flat: Sequence[Any]) -> int:
    """The length of a list without its trailing blanks."""
    n = len(flat)
    while n and is_blank(flat[n - 1]):
        n -= 1
    return n


def listed(argument: Argument, flat: list[Any], rows: int, columns: int, tall: int = 0) -> Cells | None:
    """An argument in the form the body expects: an array, a rectangle or one value; None for a blank optional.

    Trailing blanks of a list of its own are dropped, but not within the `tall` rows of what stands beside it.
    """
    if not argument.required and not filled(flat) and argument.default is None:
        return None
    if argument.take == "params":
        cells = read_parameters(flat, rows, columns)
        cells.values = cells.values[0]
        return cells
    if argument.take == "table":
        cells = read_table(argument, flat, rows, columns)
        cells.values = cells.values[0]
        return cells
    if argument.take in ("grid", "ideal"):
        cells = read(argument, flat, rows, columns)
        cells.values = cells.values.reshape(rows, columns)
        return cells
    if argument.take == "own":
        kept = filled(flat)
        if argument.required and not kept:
            return Cells(None, faults={0: NA})
        flat = flat[: max(kept, tall)]
    elif argument.take == "cells":
        return Cells(read(argument, flat, rows, columns))
    elif argument.take == "one" and len(flat) != 1:
        return Cells(None, faults={0: VALUE})
    cells = read(argument, flat, len(flat), 1)
    if argument.take == "one":
        cells.values = cells.values[0]
    return cells

"""Reading cells: numbers, dates, texts, ids and labels as Excel hands them over, each by the catalogue's rules."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlclv.errors import NUM, VALUE
from xlclv.serials import FIRST, LAST, serial
from xlclv.terms.term import Argument

# Errors reach Python as text, or as the COM integer of an error that xlwings has no name for.
_ERROR_NUMBERS = {
    2000: "#NULL!",
    2007: "#DIV/0!",
    2015: "#VALUE!",
    2023: "#REF!",
    2029: "#NAME?",
    2036: "#NUM!",
    2042: "#N/A",
    2043: "#GETTING_DATA",
    2045: "#SPILL!",
    2046: "#CONNECT!",
    2047: "#BLOCKED!",
    2048: "#UNKNOWN!",
    2049: "#FIELD!",
    2050: "#CALC!",
}
_COM_ERRORS = {number - 2146828288: text for number, text in _ERROR_NUMBERS.items()}
ERRORS = frozenset(_ERROR_NUMBERS.values())
BLANK_LABEL = "(blank)"
_MANY = 256  # cells from which a look at all of their values is cheaper than one at their types


@dataclass(slots=True)
class Cells:
    """The cells of one argument, read in order: rows left to right, then down.

    `errors` are error values that came in, `faults` what is wrong with a cell itself, both by position.
    """

    values: Any
    rows: int = 1
    columns: int = 1
    errors: dict[int, str] = field(default_factory=dict)
    faults: dict[int, str] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many cells there are."""
        return self.rows * self.columns


def error_in(value: Any) -> str | None:
    """The error value a cell holds, if it holds one."""
    if type(value) is str:
        return value if value in ERRORS else None
    return _COM_ERRORS.get(value) if type(value) is int else None


def is_blank(value: Any) -> bool:
    return value is None or (type(value) is str and value == "")


def flatten(value: Any) -> tuple[list[Any], int, int]:
    """The cells of an argument in one list, with the height and width of its range."""
    if not isinstance(value, list | tuple):
        return [value], 1, 1
    if value and isinstance(value[0], list | tuple):
        if len(value[0]) == 1:  # a column, the usual case
            return [cell for (cell,) in value], len(value), 1
        return [cell for row in value for cell in row], len(value), len(value[0])
    return list(value), 1, len(value)


def is_ragged(value: Any) -> bool:
    """Whether lists of Python are no rectangle of cells, which every range is.

    >>> is_ragged([[1], [2, 3]]), is_ragged([1, [2]]), is_ragged([[1], [2]]), is_ragged([1, 2]), is_ragged(5)
    (True, True, False, False, False)
    """
    if not isinstance(value, list | tuple) or not value:
        return False
    kinds = [issubclass(kind, list | tuple) for kind in set(map(type, value))]
    return any(kinds) and (not all(kinds) or len(set(map(len, value))) > 1)


def read(argument: Argument, flat: Sequence[Any], rows: int, columns: int) -> Cells:
    """The cells of one argument, each by the rules of its kind."""
    if argument.term.kind in ("number", "switch"):
        return _numbers(argument, flat, rows, columns)
    cells = Cells(np.empty(len(flat), dtype=object), rows, columns)
    convert = _READERS[argument.term.kind]
    for i, value in enumerate(flat):
        found = error_in(value)
        if found:
            cells.errors[i] = found
        elif _left_out(argument, value):
            cells.values[i] = _blank(argument)
            if cells.values[i] is _MISSING:
                cells.faults[i] = VALUE
        else:
            try:
                cells.values[i] = convert(value)
            except RefusedError as refused:
                cells.faults[i] = refused.code
    if argument.term.kind == "date":  # numbers: rows of other days are one call of the engine
        known = [np.nan if value is None or value is _MISSING else value for value in cells.values.tolist()]
        cells.values = np.array(known, dtype=np.float64)
    return cells


def _left_out(argument: Argument, value: Any) -> bool:
    """A blank cell, a text of spaces, and 0 where the lack of a date means something: one blank cell that a formula
    points at, or that Calc hands over, is 0."""
    if argument.term.kind != "date":
        return is_blank(value) or (isinstance(value, str) and not value.strip())
    return is_blank(value) or (argument.blank != argument.blank and not isinstance(value, bool) and value == 0)


def read_table(argument: Argument, flat: Sequence[Any], rows: int, columns: int) -> Cells:
    """A rectangle of mixed cells as one value: a list of rows, None when all of it is blank."""
    out = Cells(np.empty(1, dtype=object))
    kept = len(flat)
    while kept and all(is_blank(value) for value in flat[kept - columns : kept]):  # rows selected beyond its foot
        kept -= columns
    flat = [float(value) if isinstance(value, Decimal) else value for value in flat[:kept]]  # currency is a number
    for value in flat:
        found = error_in(value)
        if found:
            out.errors.setdefault(0, found)
        elif isinstance(value, dt.date | dt.time):
            out.faults[0] = VALUE
    if flat:
        out.values[0] = [list(flat[i : i + columns]) for i in range(0, len(flat), columns)]
    return out


def read_list(argument: Argument, flat: Sequence[Any]) -> Cells:
    """A list of its own as one value, its trailing blanks dropped; None when all of it is blank."""
    kept = len(flat)
    while kept and is_blank(flat[kept - 1]):
        kept -= 1
    cells = read(argument, flat[:kept], kept, 1)
    out = Cells(np.empty(1, dtype=object))
    out.values[0] = cells.values if kept else None
    for marks, own in ((cells.errors, out.errors), (cells.faults, out.faults)):
        if marks:
            own[0] = marks[min(marks)]
    return out


class RefusedError(Exception):
    """A cell that cannot be read as its argument wants; `code` is the error it shows."""

    def __init__(self, code: str = VALUE) -> None:
        self.code = code


_MISSING = object()


def _blank(argument: Argument) -> Any:
    """What an empty cell means: the default, 0 for a compulsory number, a group of its own for a label."""
    if argument.term.kind == "label":
        return BLANK_LABEL
    if argument.blank is not None:
        return argument.blank
    if not argument.required:
        default = argument.default
        return np.nan if default is None and argument.term.kind in ("number", "switch", "date") else default
    return 0.0 if argument.term.kind in ("number", "switch") else _MISSING


def _numbers(argument: Argument, flat: Sequence[Any], rows: int, columns: int) -> Cells:
    floats = _floats(flat)
    if floats is not None:  # the usual range: no text code touched
        return Cells(floats, rows, columns)
    cells = Cells(np.zeros(len(flat)), rows, columns)
    values, switch, blank = cells.values, argument.term.kind == "switch", float(_blank(argument))
    for i, value in enumerate(flat):
        if type(value) is float:
            values[i] = value
        elif is_blank(value):
            values[i] = blank
        elif (found := error_in(value)) is not None:
            cells.errors[i] = found
        else:
            try:
                values[i] = number(value, switch)
            except RefusedError as refused:
                cells.faults[i] = refused.code
    return cells


def _floats(flat: Sequence[Any]) -> Any:
    """The cells as an array where all of them are floats, as those of the usual range; else None.

    Asking a hundred thousand cells for their type takes as long as reading them. It can be left out where no value is
    whole: a bool, an integer and an error's code are, and array refuses text, blanks and dates.
    """
    if len(flat) < _MANY:
        return np.fromiter(flat, np.float64, len(flat)) if set(map(type, flat)) == {float} else None
    try:
        values = np.frombuffer(array("d", flat))
    except (TypeError, ValueError, OverflowError):
        return None
    between = np.floor(values) < values  # neither whole, infinite nor NaN
    return values if between.all() or set(map(type, flat)) == {float} else None


def number(value: Any, switch: bool = False) -> float:
    """A cell as a number; RefusedError, with the error it shows, for what is none."""
    if isinstance(value, bool | np.bool_):
        if not switch:
            raise RefusedError
        return float(value)
    if isinstance(value, int | float | Decimal | np.integer | np.floating):
        try:
            return float(value)
        except OverflowError:
            raise RefusedError(NUM) from None
    raise RefusedError


def _date(value: Any) -> float:
    # a datetime is a date too; the time of day is cut off
    day = float(serial(value)) if isinstance(value, dt.date) else float(np.floor(number(value)))
    if not FIRST <= day <= LAST:
        raise RefusedError(NUM)
    return day


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise RefusedError
    return value.strip()


def _name(value: Any) -> Any:
    """An id or a label as it is shown: text without outer spaces, or a number."""
    return value.strip() if isinstance(value, str) else number(value)


def key(name: Any) -> str:
    """What makes two ids or labels one: a number and its digits as text are the same, case is not ignored."""
    if isinstance(name, str):
        return name
    return str(int(name)) if float(name).is_integer() else repr(float(name))


def unify(names: NDArray[np.object_]) -> list[Any]:
    """Ids or labels with every spelling of one name replaced by the one met first."""
    first: dict[str, Any] = {}
    return [first.setdefault(key(name), name) for name in names]


def _any(value: Any) -> Any:
    return value


_READERS: dict[str, Callable[[Any], Any]] = {
    "date": _date,
    "text": _text,
    "option": _text,
    "id": _name,
    "label": _name,
    "status": _name,
    "any": _any,
}

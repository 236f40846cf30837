"""Notes on a call: what was wrong with it, in sentences that name argument, row, value, rule and mend (CLV_WHY)."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlclv.cells.read import Cells
from xlclv.errors import NUM, Fault, InputError, shown
from xlclv.serials import FIRST, LAST
from xlclv.terms.term import Argument

_LISTED = 5  # rows named for one fault; the rest are counted
_KINDS = {
    "number": "must be a number",
    "switch": "must be 0, 1, TRUE or FALSE",
    "date": "must be a date",
    "text": "must be text",
    "option": "must be text",
    "id": "must be text or a number, and not blank",
    "label": "must be text or a number",
    "status": "must be text or a number, and not blank",
    "any": "must be text or a number",
}


class Notes:
    """Collects sentences while a call runs; a call that nobody asks about carries None instead."""

    def __init__(self) -> None:
        self.sentences: list[str] = []

    def cells(self, argument: Argument, cells: Cells | None, given: Any) -> None:
        """Note what is wrong with the cells of one argument."""
        if cells is None:
            return
        for i, text in sorted(cells.errors.items())[:_LISTED]:
            self.sentences.append(f"{_place(argument.name, i, cells)} holds {text}; mend that cell first")
        for i, code in sorted(cells.faults.items())[:_LISTED]:
            if argument.take == "one" and isinstance(given, list) and len(given) > 1:
                self.sentences.append(f"{argument.name} is a range of {len(given)} cells; must be a single cell")
                continue
            self.sentences.append(f"{_place(argument.name, i, cells)} {_fault(argument, code, _at(given, i))}")

    def say(self, sentence: str) -> None:
        """Note what is wrong with the call as a whole."""
        self.sentences.append(sentence)

    def error(self, error: InputError, rows: NDArray[np.intp] | None = None, width: int = 1) -> None:
        """Note the engine's faults; `rows` are its rows' places in the call, `width` of them to a row of cells."""
        for fault in error.faults:
            self._fault(fault, None if rows is None else rows // width)
        if not error.faults and error.text:
            self.sentences.append(error.text)

    def _fault(self, fault: Fault, rows: NDArray[np.intp] | None) -> None:
        tail = f"; {fault.mend}" if fault.mend else ""
        size = np.size(fault.where)
        if size == 1:
            value = "" if fault.value is None or np.size(fault.value) != 1 else _is(np.ravel(fault.value)[0])
            self.sentences.append(f"{fault.argument}{value} {fault.rule}{tail}")
            return
        shape = np.shape(fault.where)
        across = shape[1] if len(shape) == 2 else 1  # of a rectangle that the engine took whole
        where = np.flatnonzero(fault.where)
        values = None if fault.value is None else np.broadcast_to(fault.value, np.shape(fault.where)).ravel()
        for i in where[:_LISTED]:
            row = int(rows[i]) if rows is not None and rows.size == size else int(i) // across
            value = "" if values is None else _is(values[i])
            self.sentences.append(f"{fault.argument} in row {row + 1}{value} {fault.rule}{tail}")
        if where.size > _LISTED:
            self.sentences.append(f"and {where.size - _LISTED:,} more rows of {fault.argument}")


def _is(value: Any) -> str:
    """What a value is, as the subject of a rule; a blank cell has reached the engine as NaN."""
    return " is blank;" if isinstance(value, float) and math.isnan(value) else f" is {shown(value)};"


def _place(name: str, i: int, cells: Cells) -> str:
    return name if cells.count == 1 else f"{name} in row {i // cells.columns + 1}"


def _at(given: Any, i: int) -> Any:
    return given[i] if isinstance(given, list) and i < len(given) else None


def _fault(argument: Argument, code: str, value: Any) -> str:
    """What a cell is and what it must be; a blank is named as such."""
    is_blank = value is None or (isinstance(value, str) and not value.strip())
    what = "is blank" if is_blank else f"is {shown(value)}"
    if code == NUM and argument.term.kind == "date":
        return f"{what}; must be a day from {FIRST} to {LAST}, as Excel counts them"
    if code == NUM:
        return f"{what}; must be a number that a cell can hold"
    mend = ""
    if isinstance(value, str) and value.strip().rstrip("%").replace(".", "", 1).isdigit():
        mend = "; it is text: type the number without quotes or apostrophe"
    return f"{what}; {_KINDS[argument.term.kind]}{mend}"

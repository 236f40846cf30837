"""Notes on a call: what was wrong with it, in sentences that name argument, row, value, rule and fix (CLV_WHY)."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlclv.cells.read import Cells, is_blank
from xlclv.errors import NUM, VALUE, Fault, InputError, shown
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


HEADER = "row 1 looks like a header: select the rows below it"
_ISO = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?![0-9])")
_YES, _NO = "yes y true ja j wahr oui vrai si sí sim", "no n false nein falsch non faux não nee"
_SWITCHES = dict.fromkeys(_YES.split(), True) | dict.fromkeys(_NO.split(), False)


class Notes:
    """Collects sentences while a call runs; a call that nobody asks about carries None instead."""

    def __init__(self) -> None:
        self.sentences: list[str] = []

    def cells(self, argument: Argument, cells: Cells | None, given: Any) -> None:
        """Note what is wrong with the cells of one argument."""
        if cells is None:
            return
        for i, text in sorted(cells.errors.items())[:_LISTED]:
            self.sentences.append(f"{_place(argument.name, i, cells)} holds {text}; fix that cell first")
        for i, code in sorted(cells.faults.items())[:_LISTED]:
            if argument.take == "one" and isinstance(given, list) and len(given) > 1:
                self.sentences.append(f"{argument.name} is a range of {len(given)} cells; must be a single cell")
            elif argument.take == "params" and code == VALUE:
                self.sentences.append(f"{argument.name} {_no_parameters(given)}")
            else:
                tail = f"; {HEADER}" if _is_header(argument, cells, given, i) else ""
                told = _fault(argument, code, _at(given, i), bare=bool(tail))
                self.sentences.append(f"{_place(argument.name, i, cells)} {told}{tail}")

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
        size = np.size(fault.where)
        if size == 1:
            one = None if fault.value is None or np.size(fault.value) != 1 else np.ravel(fault.value)[0]
            what = "" if one is None else _is(one)
            self.sentences.append(f"{fault.argument}{what} {fault.rule}{fault.tail(one)}")
            return
        shape = np.shape(fault.where)
        across = shape[1] if len(shape) == 2 else 1  # of a rectangle that the engine took whole
        where = np.flatnonzero(fault.where)
        values = None if fault.value is None else np.broadcast_to(fault.value, np.shape(fault.where)).ravel()
        for i in where[:_LISTED]:
            row = int(rows[i]) if rows is not None and rows.size == size else int(i) // across
            what = "" if values is None else _is(values[i])
            tail = fault.tail(None if values is None else values[i])
            self.sentences.append(f"{fault.argument} in row {row + 1}{what} {fault.rule}{tail}")
        if where.size > _LISTED:
            self.sentences.append(f"and {where.size - _LISTED:,} more rows of {fault.argument}")


def _is(value: Any) -> str:
    """What a value is, as the subject of a rule; a blank cell has reached the engine as NaN."""
    return " is blank;" if isinstance(value, float) and math.isnan(value) else f" is {shown(value)};"


def _place(name: str, i: int, cells: Cells) -> str:
    return name if cells.count == 1 else f"{name} in row {i // cells.columns + 1}"


def _at(given: Any, i: int) -> Any:
    return given[i] if isinstance(given, list) and i < len(given) else None


def _is_header(argument: Argument, cells: Cells, given: Any, i: int) -> bool:
    """Whether a text in the first row names the column below it, which holds what it should."""
    if i >= cells.columns or cells.rows < 2 or argument.term.kind not in ("number", "date", "switch"):
        return False
    first = _at(given, i)
    below = [_at(given, at) for at in cells.faults if at >= cells.columns]
    return _is_word(first) and all(isinstance(cell, str) and any(map(str.isdigit, cell)) for cell in below)


def _is_word(cell: Any) -> bool:
    """Whether a cell reads as the name of a column."""
    if not isinstance(cell, str) or cell.strip().casefold() in _SWITCHES:
        return False
    return any(map(str.isalpha, cell)) and not any(map(str.isdigit, cell))


def _no_parameters(given: Any) -> str:
    """What is wrong with a cell among parameters that is no number."""
    odd = next((value for value in given if isinstance(value, str | bool) and not is_blank(value)), None)
    is_block = isinstance(odd, str) and odd.strip().casefold() == "model"
    what = "holds a cell that is not a number" if odd is None or is_block else f"holds {shown(odd)}"
    return f"{what}; must be the block of a fit, or its numbers alone"


def _fault(argument: Argument, code: str, value: Any, bare: bool = False) -> str:
    """What a cell is and what it must be; a blank is named as such. `bare` leaves out how to fix it."""
    is_blank = value is None or (isinstance(value, str) and not value.strip())
    what = "is blank" if is_blank else f"is {shown(value)}"
    if code == NUM and argument.term.kind == "date":
        return f"{what}; must be a day from {FIRST} to {LAST}, as Excel counts them"
    if code == NUM:
        return f"{what}; must be a number that a cell can hold"
    fix = f"; {found}" if isinstance(value, str) and not bare and (found := _fix(argument, value.strip())) else ""
    return f"{what}; {_KINDS[argument.term.kind]}{fix}"


def _fix(argument: Argument, text: str) -> str:
    """How to fix a text where something else belongs, as far as the text tells."""
    kind, said = argument.term.kind, _SWITCHES.get(text.casefold())
    if said is not None and (kind == "switch" or argument.term.choices):
        return f"type {'1 or TRUE' if said else '0 or FALSE'}" if kind == "switch" else f"type {int(said)}"
    if kind == "date" and any(map(str.isdigit, text)):
        return _as_date(text)
    if text.lstrip("+-").rstrip("%").replace(".", "", 1).isdigit():
        return "it is text: type the number without quotes or apostrophe"
    return ""


def _as_date(text: str) -> str:
    """The formula for a date that can be read in one way; else how to make dates of the column."""
    if found := _ISO.match(text):
        year, month, day = map(int, found.groups())
        return f"it is text: type =DATE({year},{month},{day}), or turn the column into dates with Data, Text to Columns"
    return "it is text, not a date: turn the column into dates with Data, Text to Columns"

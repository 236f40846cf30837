"""Cases of a call laid out on a sheet of Calc: ranges in cells, single values in the formula, as a person would."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from openpyxl.utils import get_column_letter

from tests.hosts.conformance import OMITTED, Err
from xlclv.serials import serial

_ANSWERS = 20  # the first column of results, right of all inputs


class Layout:
    """A sheet that is filled from the top: the inputs of each case on the left, its answer on the right."""

    def __init__(self) -> None:
        self.cells: dict[str, Any] = {}
        self.answers: list[str] = []
        self._row = 1

    def add(self, name: str, arguments: tuple[Any, ...], wanted: Any) -> None:
        """A case whose answer fills as many cells as it wants."""
        column, tallest, words = 1, 1, []
        for argument in arguments:
            if not isinstance(argument, list):
                words.append(literal(argument))
                continue
            rows, columns = len(argument), len(argument[0])
            for i, line in enumerate(argument):
                for j, value in enumerate(line):
                    self.cells[f"{get_column_letter(column + j)}{self._row + i}"] = typed(value)
            first, last = get_column_letter(column), get_column_letter(column + columns - 1)
            single = rows == columns == 1
            words.append(f"{first}{self._row}" + ("" if single else f":{last}{self._row + rows - 1}"))
            column, tallest = column + columns, max(tallest, rows)
        assert column <= _ANSWERS
        place = f"{get_column_letter(_ANSWERS)}{self._row}"
        call = f"={name}({';'.join(words)})"
        if isinstance(wanted, list):
            place += f":{get_column_letter(_ANSWERS + len(wanted[0]) - 1)}{self._row + len(wanted) - 1}"
            call = f"{{{call}}}"
            tallest = max(tallest, len(wanted))
        self.cells[place] = call
        self.answers.append(place)
        self._row += tallest + 1


def literal(value: Any) -> str:
    """A value inside a formula."""
    if value is None or value is OMITTED:
        return ""
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    return str(typed(value)).replace("=", "") if isinstance(value, bool) else repr(float(typed(value)))


def typed(value: Any) -> Any:
    """A value as it goes into a cell."""
    if isinstance(value, Err):
        return {"#N/A": "=NA()", "#DIV/0!": "=1/0"}[value.text]
    if isinstance(value, bool):
        return "=TRUE()" if value else "=FALSE()"
    if isinstance(value, dt.datetime):
        return serial(value.date())
    if value == "" and isinstance(value, str):
        return '=""'
    return float(value) if isinstance(value, Decimal | int) else value

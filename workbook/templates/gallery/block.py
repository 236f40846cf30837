"""One function of the gallery: its words, an example's arguments in cells, and its twin in Excel's own functions.

A formula is written with the arguments' names in braces. {values} is the whole block that the name stands for,
{values@} its cell in the column that is being written, {values..} its cells up to that column; of a grid {grid[@]}
is the row that belongs to the column, {grid|@} the column, and {list[0]} is one cell.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from openpyxl.utils import get_column_letter

from xlclv.terms.term import Argument, Function
from xlclv.workbook.calculation import Formula
from xlclv.workbook.cells import Ref
from xlclv.workbook.sentences import DATA
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import FREE
from xlclv.workbook.templates.gallery.rules import guard
from xlclv.workbook.templates.page import section

WIDTHS = (25, 66, 16)  # of the columns before the values
_LARGE, _WORD = 1e4, 20
VALUES = 4  # the column where values begin
EQUAL, CHANGED = "equals the engine", "inputs changed"
_NAME = re.compile(r"\{(\w+)(@|\.\.|\|@|\[@\]|\[\d+\])?\}")
_CLASSES = {
    "N": "N: lives in a workbook as Excel's own formulas, below",
    "V": "V: needs the engine; a workbook keeps its value",
}


class Block:
    """A function's block, written from a row downward."""

    def __init__(self, sheet: Sheet, row: int, function: Function, kind: str, columns: int, remark: str = "") -> None:
        self.sheet, self.start, self.row, self.columns = sheet, row, row, columns
        self.function, self.kind = function, kind
        self.values: dict[str, Any] = {}
        self.answers: list[Any] = []
        self.laid_out: tuple[str, ...] = ()  # arguments that decide how many cells the twin has: not to be changed
        self.flags: list[Ref] = []
        self._at: dict[str, tuple[int, int, int]] = {}  # first row, rows, columns
        self._head(remark)

    def _head(self, remark: str) -> None:
        f = self.function
        section(self.sheet, self.row, 1, f.name, self.columns)
        self.row += 1
        class_words = _CLASSES[self.kind] + (f". {remark}" if remark else "")
        for label, words in (
            ("Call", f.call),
            ("What it does", f.summary),
            ("In words", f.formula),
            ("Errors", f.errors),
            ("Source", f.source),
            ("In a workbook", class_words),
        ):
            self._words(label, words, DATA if label == "Call" else FREE)

    def _words(self, label: str, words: str, fmt: str = FREE) -> None:
        self.sheet.put(self.row, 1, label, "Line")
        self.sheet.put(self.row, 2, words, "Text", fmt)
        self.sheet.fit(self.row, [(words, WIDTHS[1])])
        self.row += 1

    def given(self, **values: Any) -> None:
        """The example's arguments by name: a number, a text, a day, a list, or a grid as a list of rows."""
        self.values = values
        self.sheet.headings(self.row, ["Argument", "Meaning", "", "Value"], (4,))
        for column in range(VALUES + 1, self.columns + 1):
            self.sheet.put(self.row, column, None, "Head")
        self.row += 1
        for argument in self.function.arguments:
            self._argument(argument, argument.name in values, values.get(argument.name))
        if values:
            self._words("With the add-in", self.typed, DATA)

    def _argument(self, argument: Argument, is_given: bool, value: Any) -> None:
        unit = f" [{argument.term.unit}]" if argument.term.unit else ""
        words = f"{argument.term.words}{unit}"
        self.sheet.put(self.row, 1, argument.name, "Line")
        self.sheet.put(self.row, 2, words, "Text")
        self.sheet.put(self.row, 3, "" if argument.required else "optional", "Note")
        grid = _grid(value) if is_given else []
        self.sheet.fit(self.row, [(words, WIDTHS[1])])
        if grid:
            self._lay(argument.name, grid, argument)
        self.row += max(1, len(grid))

    @property
    def typed(self) -> str:
        """The call on these cells, as a user of the add-in types it."""
        names = [a.name for a in self.function.arguments]
        used = [i for i, name in enumerate(names) if name in self._at]
        shown = [self._block(name, fixed=False) if name in self._at else "" for name in names]
        return f"={self.function.name}({','.join(shown[: used[-1] + 1] if used else [])})"

    def constant(self, name: str, words: str, value: Any) -> None:
        """A number or list that the twin needs and the function knows by itself."""
        self.sheet.put(self.row, 2, words, "Text")
        self._lay(name, _grid(value), None)
        self.row += 1

    def step(self, name: str, words: str, text: str | Sequence[str], *, fmt: str = "") -> None:
        """A row of formulas on the way, one for each column of the values that they go along."""
        self.sheet.put(self.row, 2, words, "Text")
        self._fill(name, [text] * self._columns(text) if isinstance(text, str) else text, "Fixed", fmt)
        self.row += 1

    def _columns(self, text: str) -> int:
        """How many columns a formula is written in: as many as what it names cell by cell has."""
        sizes = (self._at[name][1 if way == "[@]" else 2] for name, way in _NAME.findall(text) if "@" in way)
        return max(sizes, default=1)

    def result(self, words: str, text: str | Sequence[str], values: Any, name: str = "") -> None:
        """A row of what the function gives, as formulas, and below it what the engine gave when this was written."""
        shown = _plain(values)
        self.answers.extend(shown)
        self.sheet.put(self.row, 1, "Result, by formula", "Total label")
        self.sheet.put(self.row, 2, words, "Total label")
        self.sheet.put(self.row, 3, None, "Total")
        self._fill(name, [text] * len(shown) if isinstance(text, str) else text, "Total")
        live = self._line(self.row, len(shown))
        self.row += 1
        engine = self._values("Result, by the engine", "", shown)
        same = f"SUMPRODUCT(--({live}<>{engine}))=0"
        close = f"SUMXMY2({live},{engine})<=Tolerance^(1+1)*SUMSQ({engine})"
        if len(shown) == 1:
            close = f"ABS({live}-{engine})<=Tolerance*ABS({engine})"
        text = f'=IF(IFERROR({same if isinstance(shown[0], str) else close},FALSE),"{EQUAL}","{CHANGED}")'
        self.flags.append(self.sheet.live(self.row - 1, 3, text, "Note"))

    def shown(self, words: str, values: Any) -> None:
        """A row of what the engine gives, for a function that has no twin."""
        plain = _plain(values)
        self.answers.extend(plain)
        self._values("Result, by the engine", words, plain)

    def _values(self, label: str, words: str, values: list[Any]) -> str:
        self.sheet.put(self.row, 1, label, "Line")
        self.sheet.put(self.row, 2, words, "Text")
        for i, value in enumerate(values):
            sentence = isinstance(value, str) and len(value) > _WORD  # it may run on to the right
            fmt = DATA if isinstance(value, str) else _digits(value)
            self.sheet.put(self.row, VALUES + i, value, "Line" if sentence else "Fixed", fmt)
        self.row += 1
        return self._line(self.row - 1, len(values))

    def _lay(self, name: str, grid: list[list[Any]], argument: Argument | None) -> None:
        """Values into cells; numbers of a function that has a twin are yellow, for trying others."""
        for i, line in enumerate(grid):
            for j, value in enumerate(line):
                fmt = "yyyy-mm-dd" if isinstance(value, dt.date) else FREE
                free = argument is not None and self.kind == "N" and argument.term.kind in ("number", "switch")
                open_to = free and name not in self.laid_out
                style = "Input" if open_to else "Fixed"
                ref = self.sheet.put(self.row + i, VALUES + j, value, style, fmt)
                if open_to and argument is not None:
                    guard(self.sheet, ref, argument)
        self._at[name] = (self.row, len(grid), len(grid[0]))

    def _fill(self, name: str, texts: Sequence[str], style: str, fmt: str = "") -> None:
        for i, pattern in enumerate(texts):
            ref = self.sheet.put(self.row, VALUES + i, self._formula(pattern, i))
            self.sheet.put(self.row, VALUES + i, ref.value, style, fmt or _digits(ref.shown))
        if name:
            self._at[name] = (self.row, 1, len(texts))

    def _formula(self, pattern: str, column: int) -> Formula:
        def cell(found: re.Match[str]) -> str:
            return self._block(found.group(1), found.group(2) or "", column)

        return Formula(_NAME.sub(cell, pattern))

    def _block(self, name: str, way: str = "", column: int = 0, *, fixed: bool = True) -> str:
        row, rows, columns = self._at[name]
        here = get_column_letter(VALUES + column)
        if way == "@":
            return f"{here}{row}"
        if way == "..":
            return f"${get_column_letter(VALUES)}{row}:{here}{row}"
        if way == "|@":
            return f"{here}${row}:{here}${row + rows - 1}"
        if way == "[@]":
            return self._line(row + column, columns)
        if way:
            return f"${get_column_letter(VALUES + int(way[1:-1]))}${row}"
        last = get_column_letter(VALUES + columns - 1)
        mark = "$" if fixed else ""
        first = f"{mark}{get_column_letter(VALUES)}{mark}{row}"
        return first if rows == columns == 1 else f"{first}:{mark}{last}{mark}{row + rows - 1}"

    def _line(self, row: int, columns: int) -> str:
        first, last = get_column_letter(VALUES), get_column_letter(VALUES + columns - 1)
        return f"{first}{row}" if columns == 1 else f"{first}{row}:{last}{row}"


def _digits(value: Any) -> str:
    """Six places for a fraction, as the reference prints them; two for a sum of money that large."""
    if not isinstance(value, float) or value.is_integer():
        return FREE
    return "#,##0.000000" if abs(value) < _LARGE else "#,##0.00"


def _grid(value: Any) -> list[list[Any]]:
    """A value as rows of cells."""
    if isinstance(value, list):
        return value if value and isinstance(value[0], list) else [value]
    return [[value]]


def _plain(values: Any) -> list[Any]:
    """Engine's numbers as Python's, in a row."""
    if hasattr(values, "tolist"):
        values = values.tolist()
    if not isinstance(values, list | tuple):
        values = [values]
    flat = [inner for value in values for inner in (value if isinstance(value, list | tuple) else [value])]
    return [value.item() if hasattr(value, "item") else value for value in flat]

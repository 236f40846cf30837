"""What the templates' pages are made of: headings, lines of label, value and unit, tiles, inputs with their rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from openpyxl.worksheet.datavalidation import DataValidation

from xlclv.terms import TERMS
from xlclv.workbook.cells import Ref, Value
from xlclv.workbook.names import define
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import FREE
from xlclv.workbook.writer import Book

_PROMPT, _TITLE = 255, 32  # characters that Excel shows
_NUMBER = re.compile(r"(?<![\w.,])\d+(?:,\d{3})*(?:\.\d+)?(?![.,]?\d)")
_NAMED = ((10**9, " billion"), (10**6, " million"))


TIMING = "When money arrives in a period: at its end, in its middle or at its start (Excel's own type)"


@dataclass(frozen=True, slots=True)
class Field:
    """A number a reader may change: where its words stand among the terms, and how far it may go here."""

    key: str
    label: str
    name: str
    value: float | None
    unit: str
    fmt: str
    lowest: float
    highest: float
    meaning: str = ""

    @property
    def words(self) -> str:
        """What it means, as the functions' own help says it unless it means something else here."""
        return self.meaning or TERMS[self.key].words


def in_any_country(text: str) -> str:
    """A prompt, which no formula can follow: its numbers without the commas and points that countries write otherwise.

    >>> in_any_country("from 0.1 to 1,000,000,000; 0, 0.5 or 36,000")
    'from 1/10 to 1 billion; 0, 1/2 or 36000'
    """
    return _NUMBER.sub(lambda found: _bare(found[0]), text)


def _bare(number: str) -> str:
    exact = Fraction(number.replace(",", ""))
    for size, name in _NAMED:
        if exact >= size and exact % size == 0:
            return f"{exact / size}{name}"
    return str(exact)


def section(sheet: Sheet, row: int, column: int, words: str, columns: int) -> None:
    """A heading with a rule under it, over so many columns from `column` on."""
    for at in range(column, column + columns):
        sheet.put(row, at, words if at == column else None, "Heading")
    sheet.height(row, 21)


def heads(sheet: Sheet, row: int, column: int, words: Sequence[str]) -> list[Ref]:
    """A table's header whose first column is words and whose others are numbers."""
    return [sheet.put(row, column + i, word, "Head number" if i else "Head") for i, word in enumerate(words)]


def line(sheet: Sheet, row: int, column: int, label: str, value: Value, fmt: str, note: Value = None) -> Ref:
    """A label, its value and a note beside it; gives the value's cell."""
    sheet.put(row, column, label, "Line")
    ref = sheet.put(row, column + 1, value, "Fixed", fmt)
    if note is not None:
        sheet.put(row, column + 2, note, "Line")
    return ref


def tile(sheet: Sheet, row: int, columns: tuple[int, int], label: str, value: Value, fmt: str, note: Value) -> None:
    """One large figure over a block of columns, with its label above and a line of context below."""
    first, last = columns
    for at, (content, style) in enumerate(((label, "Tile label"), (value, "Tile"), (note, "Tile note"))):
        for column in range(first, last + 1):
            sheet.put(row + at, column, content if column == first else None, style, fmt if at == 1 else FREE)
    sheet.height(row, 20)
    sheet.height(row + 1, 32)
    sheet.height(row + 2, 27)


def input_cell(book: Book, sheet: Sheet, row: int, column: int, field: Field, *, choices: str = "") -> Ref:
    """One yellow cell with its rule, its prompt and, if the field has one, its name; `choices` is a block of cells."""
    ref = sheet.put(row, column, field.value, "Input", field.fmt)
    if field.name:
        define(book, field.name, ref, f"{field.label}, {field.unit}; input".replace(", ;", ";"))
    told = in_any_country(f"Enter a number from {_shown(field, field.lowest)} to {_shown(field, field.highest)}.")
    limits = (
        {"type": "list", "formula1": choices}
        if choices
        else {
            "type": "decimal",
            "operator": "between",
            "formula1": f"{field.lowest:.15g}",
            "formula2": f"{field.highest:.15g}",
        }
    )
    _validate(sheet, ref, field.label, in_any_country(f"{field.words}. {told}"), told, limits)
    return ref


def choice_cell(sheet: Sheet, row: int, column: int, value: str, title: str, words: str, options: Sequence[str]) -> Ref:
    """One yellow cell that takes one of a few words."""
    ref = sheet.put(row, column, value, "Input")
    told = f"Choose one of: {', '.join(options)}."
    limits = {"type": "list", "formula1": f'"{",".join(options)}"'}
    _validate(sheet, ref, title, f"{words} {told}", told, limits)
    return ref


def listed(choices: str) -> str:
    """A formula for what a choice of three cells in a row offers: 0, 0,5 or 1 in a country that writes it so."""
    first, last = choices.split(":")
    letter, row = first.strip("$").split("$")
    middle = f"${chr(ord(letter) + 1)}${row}"
    return f'={first}&", "&{middle}&" or "&{last}'


def _validate(sheet: Sheet, ref: Ref, title: str, prompt: str, error: str, limits: dict[str, str]) -> None:
    rule = DataValidation(
        **limits,
        allow_blank=False,
        showErrorMessage=True,
        showInputMessage=True,
        errorTitle=title[:_TITLE],
        error=error,
        promptTitle=title[:_TITLE],
        prompt=prompt[:_PROMPT],
    )
    rule.add(ref.here)
    sheet.ws.add_data_validation(rule)


def _shown(field: Field, number: float) -> str:
    """A bound as the cell would show it."""
    if not field.fmt.endswith("%"):
        return f"{number:.10g}"
    return f"{number * 100:g}%" if number * 100 >= 1 or number == 0 else f"{number * 100:g} of 1%"

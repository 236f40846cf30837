"""Cells as SpreadsheetML: values, text that stays text, and formulas that carry the value they will give."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import get_column_letter

from xlclv.errors import OutputError
from xlclv.serials import serial
from xlclv.workbook.calculation import Calculation, Error, Formula

MAX_TEXT = 32_767  # characters in a cell; Excel cuts the rest without a word

# Excel reads _x0041_ in a stored text as "A", so a text that looks like one has its underscore escaped;
# what XML cannot hold, and the line ends it would change, travel in the same notation.
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_UNFIT_FOR_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
# What moves a cursor or turns the letters around it, whoever wrote it: names of files, columns and levels may have it.
# No id does (`xlclv.orders.rules.ids`), so that none is changed.
_MOVES = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


Value = Formula | float | str | bool | dt.date | None


@dataclass(frozen=True, slots=True)
class Ref:
    """Where a cell stands and what it holds, so that other sheets can point at it."""

    sheet: str
    row: int
    column: int
    value: Value
    book: Calculation | None = field(default=None, repr=False, compare=False)

    @property
    def place(self) -> tuple[str, int, int]:
        """The same as sheet, row and column."""
        return self.sheet, self.row, self.column

    @property
    def here(self) -> str:
        """The address within its own sheet: C7."""
        return f"{get_column_letter(self.column)}{self.row}"

    @property
    def fixed(self) -> str:
        """The same with both coordinates held: $C$7."""
        return f"${get_column_letter(self.column)}${self.row}"

    @property
    def full(self) -> str:
        """The address from any sheet: 'Data check'!$C$7."""
        return f"{quoted(self.sheet)}!{self.fixed}"

    @property
    def shown(self) -> float | str | bool:
        """The value shown, be it a number or words."""
        value: Any = self.value
        if isinstance(value, Formula) and self.book is not None:
            value = self.book.told(self.place)
        if isinstance(value, int | float | str):  # truth is a number to Python
            return value
        raise TypeError(f"{self.full} shows {value!r}, neither number nor text")

    @property
    def number(self) -> float:
        """The value shown, for arithmetic on cached values."""
        if not isinstance(self.shown, int | float):
            raise TypeError(f"{self.full} shows {self.shown!r}, not a number")
        return self.shown


def exact(number: float) -> str:
    """A number as a formula writes it, to its last digit: Excel's E is a capital.

    >>> exact(1.5e-07)
    '1.5E-07'
    """
    return repr(number if isinstance(number, int) else float(number)).upper()


def quoted(sheet: str) -> str:
    """A sheet's name as a formula writes it."""
    return sheet if re.fullmatch(r"[A-Za-z_]+", sheet) else "'" + sheet.replace("'", "''") + "'"


def span(first: Ref, last: Ref) -> str:
    """The block between two cells, from any sheet: Segments!$B$7:$B$11."""
    return f"{first.full}:{last.fixed}"


def coded(text: str) -> str:
    """Text as a cell holds it, what XML cannot hold as its code; OutputError when a cell cannot hold it."""
    if len(text) > MAX_TEXT:
        raise OutputError(f"a text of {len(text):,} characters does not fit a cell ({MAX_TEXT:,}): {text[:40]}...")
    if "_x" in text:
        text = _LOOKS_ESCAPED.sub("_x005F_", text)
    return _UNFIT_FOR_XML.sub(lambda found: f"_x{ord(found.group()):04X}_", text)


def shown(text: str) -> str:
    """Text as attributes and a chart's memory hold it, where no code is understood: a sign for what XML cannot hold.

    >>> shown("a\\x07b\\uffff")
    'a\ufffdb\ufffd'
    """
    return _UNFIT_FOR_XML.sub("\ufffd", _MOVES.sub("\ufffd", text))


def escaped(text: str) -> str:
    """Text for an XML element of a workbook, or OutputError when a cell cannot hold it: the one way into every cell.

    >>> escaped("a\\x1b[2Jb\\u202ec & d")
    'a [2Jb c &amp; d'
    """
    return coded(_MOVES.sub(" ", text)).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def text_item(text: str) -> str:
    """An entry of the table of strings; Excel drops blanks at the ends unless told to keep them."""
    keep = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f"<si><t{keep}>{escaped(text)}</t></si>"


def digits(number: float) -> str:
    """A number with every digit it has: openpyxl itself keeps 16, and writes NaN as a blank cell."""
    if isinstance(number, int):
        return str(int(number))
    if not math.isfinite(number):
        raise OutputError(f"the report holds {number}, which a worksheet cannot show as a number")
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(float(number))


def cell_xml(address: str, style: int, value: Value, place: Callable[[str], int], shows: Any = None) -> str:
    """One <c> element: a text by its `place` in the table of strings, a formula with what it `shows`.

    Viewers that cannot calculate show that too.
    """
    head = f'<c r="{address}" s="{style}"'
    if value is None:
        return head + "/>"
    if isinstance(value, Formula):
        kind, shown = _typed(shows)
        formula = escaped(value.text[1:])
        return f"{head}{kind}><f>{formula}</f><v>{shown}</v></c>"
    if isinstance(value, str):
        return f'{head} t="s"><v>{place(value)}</v></c>' if value else head + "/>"
    kind, shown = _typed(serial(value) if isinstance(value, dt.date) else value)
    return f"{head}{kind}><v>{shown}</v></c>"


def _typed(value: Any) -> tuple[str, str]:
    if isinstance(value, Error):
        return ' t="e"', value.code
    if isinstance(value, bool):
        return ' t="b"', str(int(value))
    if isinstance(value, str):
        return ' t="str"', escaped(value)
    return "", digits(value)

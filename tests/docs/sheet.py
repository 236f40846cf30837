"""Worksheet formulas as text, worked out through udfs: what a reader types is what the test runs."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from statistics import NormalDist
from typing import Any

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from openpyxl.utils import range_boundaries

from xlclv import udfs
from xlclv.terms.catalogue import FUNCTIONS

# Excel's own functions that the handbook uses beside ours.
NATIVE: dict[str, Callable[..., Any]] = {
    "DATE": lambda year, month, day: dt.datetime(int(year), int(month), int(day)),
    "INDEX": lambda table, row, column=None: _at(table, int(row), column),
    "MAX": lambda *values: max(_flat(values)),
    "NORM.S.INV": lambda share: NormalDist().inv_cdf(share),
    "ROUNDUP": lambda number, digits: math.ceil(number * 10**digits - 1e-9) / 10**digits,
    "SUM": lambda *values: math.fsum(v for v in _flat(values) if isinstance(v, int | float)),
}
_SIGNS = {"^": "**", "=": "==", "<>": "!=", "&": "+"}


class Sheet:
    """The cells of a page, and the values of formulas that may name them."""

    def __init__(self) -> None:
        self.cells: dict[tuple[int, int], Any] = {}

    def put(self, address: str, value: Any) -> None:
        column, row, _, _ = range_boundaries(address)
        self.cells[row, column] = value

    def value(self, formula: str) -> Any:
        """What the cells show: a value, or a list of rows."""
        python = "".join(map(_python, _without_gaps(Tokenizer(formula).items)))
        return eval(python, {"call": _call, "at": self._range, "rows": lambda *rows: list(map(list, rows))})

    def _range(self, address: str) -> Any:
        left, top, right, bottom = range_boundaries(address.replace("$", ""))
        rows = [[self.cells[row, column] for column in range(left, right + 1)] for row in range(top, bottom + 1)]
        return rows if ":" in address else rows[0][0]


def _without_gaps(tokens: list[Token]) -> list[Token]:
    """The tokens without blanks, shares as numbers, and an empty operand where an argument is left out."""
    kept: list[Token] = []
    for token in (t for t in tokens if t.type != Token.WSPACE):
        opened = kept and (kept[-1].type == Token.SEP or (kept[-1].type, kept[-1].subtype) == (Token.FUNC, Token.OPEN))
        if opened and token.type == Token.SEP:
            kept.append(Token("", Token.OPERAND))
        if token.type == Token.OP_POST:  # 40% binds closer than any other sign
            token = Token(repr(float(kept.pop().value) / 100), Token.OPERAND, Token.NUMBER)
        kept.append(token)
    return kept


def _python(token: Token) -> str:
    """One token of a formula as Python."""
    kind = token.type, token.subtype
    if kind == (Token.FUNC, Token.OPEN):
        return f"call({token.value[:-1]!r},"
    if token.type == Token.ARRAY:
        return "rows((" if token.subtype == Token.OPEN else ",))"
    if token.type == Token.FUNC:
        return ")"
    if token.type == Token.SEP:
        return ",),(" if token.subtype == Token.ROW else ","
    if token.type != Token.OPERAND:
        return _SIGNS.get(token.value, token.value)
    if not token.value:
        return "None"
    if token.subtype == Token.RANGE:
        return f"at({token.value!r})"
    if token.subtype == Token.TEXT:
        return repr(token.value[1:-1].replace('""', '"'))
    return token.value.capitalize() if token.subtype == Token.LOGICAL else repr(float(token.value))


def _call(name: str, *arguments: Any) -> Any:
    return (getattr(udfs, name) if name in FUNCTIONS else NATIVE[name])(*arguments)


def _at(table: Any, row: int, column: Any) -> Any:
    """Excel's INDEX: in a single row or column one number is enough."""
    return _flat(table)[row - 1] if column is None else table[row - 1][int(column) - 1]


def _flat(value: Any) -> list[Any]:
    return [one for part in value for one in _flat(part)] if isinstance(value, list | tuple) else [value]


def typed(text: str) -> Any:
    """The cell that a person gets who types this: a number, a share, a day, a text or nothing."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return dt.datetime.fromisoformat(text)
    number = re.fullmatch(r"(-?[\d,]*\.?\d+)(%?)", text)
    if number:
        return float(number[1].replace(",", "")) / (100 if number[2] else 1)
    return text or None


def agrees(value: Any, shown: str) -> bool:
    """Whether the cells show what is written: numbers to the digits written, several cells parted by semicolons."""
    cells = _flat(value)
    words = shown.split("; ") if len(cells) > 1 else [shown]
    return len(cells) == len(words) and all(map(_same, cells, words))


def _same(cell: Any, word: str) -> bool:
    number = typed(word)
    if not isinstance(number, float) or not isinstance(cell, int | float):
        return str(cell) == word
    digits = len(word.rstrip("%").partition(".")[2]) + (2 if word.endswith("%") else 0)
    return abs(cell - number) <= 0.5 * 10.0**-digits * (1 + 1e-9)

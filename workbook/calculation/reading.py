"""From a formula's text to its expression, with Excel's own order of signs: a sign before a number binds first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from xlclv.workbook.calculation.expression import Area, Call, Constant, Expression, Negative, Operation, Reference
from xlclv.workbook.calculation.functions import KNOWN

_LEVELS = (("=", "<>", "<", ">", "<=", ">="), ("&",), ("+", "-"), ("*", "/"), ("^",))
_ADDRESS = re.compile(
    r"""
    (?P<other> "(?:[^"]|"")*" | \w+\[[^\]]*\] )
    | (?<![\w.]) (?:(?:'(?P<quoted>(?:[^']|'')+)'|(?P<sheet>[A-Za-z_]\w*))!)?
      (?P<left>\$?[A-Z]{1,3})(?P<top>\$?[0-9]+)(?::(?P<right>\$?[A-Z]{1,3})(?P<bottom>\$?[0-9]+))? (?![\w(])
    """,
    re.VERBOSE,
)
_TOKEN = re.compile(
    r"""
    \s* (?:
      (?P<text> "(?:[^"]|"")*" )
    | (?P<number> [0-9]+(?:\.[0-9]+)?(?:E[-+]?[0-9]+)? )
    | (?P<operand> @ )
    | (?P<column> (?P<table>\w+)\[(?P<header>[^\]]*)\] )
    | (?P<call> (?:_xlfn\.)?[A-Z][A-Z0-9.]* ) \(
    | (?P<name> [A-Za-z_][\w.]* )
    | (?P<sign> <= | >= | <> | [-+*/^&=<>(),] )
    )
    """,
    re.VERBOSE,
)


MAX_FORMULA = 120


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as a cell holds it; the value that it shows is worked out from this text and the cells it names."""

    text: str

    def __post_init__(self) -> None:
        if not self.text.startswith("=") or len(self.text) > MAX_FORMULA:
            raise ValueError(f"not a formula of at most {MAX_FORMULA} characters: {self.text}")


@dataclass(frozen=True, slots=True)
class Read:
    """A formula's expression, and what it names besides addresses."""

    root: Expression
    names: tuple[str | tuple[str, str], ...]


def read(text: str, sheet: str) -> tuple[Read, list[Area]]:
    """The expression of a formula on a sheet, and the blocks it names; formulas filled down share their expression."""
    areas: list[Area] = []

    def taken(found: re.Match[str]) -> str:
        if found["other"]:
            return found[0]
        areas.append(_area(found, sheet))
        return "@"

    return _parsed(_ADDRESS.sub(taken, text[1:])), areas


def _area(found: re.Match[str], sheet: str) -> Area:
    where = found["quoted"].replace("''", "'") if found["quoted"] else found["sheet"] or sheet
    left, top = _column(found["left"]), int(found["top"].lstrip("$"))
    if not found["bottom"]:
        return Area(where, top, left, top, left, "$" in found["top"])
    return Area(where, top, left, int(found["bottom"].lstrip("$")), _column(found["right"]), "$" in found["top"])


@lru_cache(maxsize=1024)
def _column(letters: str) -> int:
    at = 0
    for letter in letters.lstrip("$"):
        at = at * 26 + ord(letter) - 64
    return at


@lru_cache(maxsize=4096)
def _parsed(pattern: str) -> Read:
    return _Parser(pattern).whole()


class _Parser:
    """Reads a formula whose addresses are marks, from left to right."""

    def __init__(self, pattern: str) -> None:
        self._text, self._at, self._operands = pattern, 0, 0
        self._names: list[str | tuple[str, str]] = []
        self._next()

    def whole(self) -> Read:
        """The expression, which must be all of the text."""
        root = self._level(0)
        if self._token is not None:
            raise self._fault()
        return Read(root, tuple(self._names))

    def _next(self) -> None:
        self._token = _TOKEN.match(self._text, self._at)
        if self._token is None and self._text[self._at :].strip():
            raise self._fault()
        self._at = self._token.end() if self._token else self._at

    def _fault(self) -> ValueError:
        return ValueError(f"not a formula that is understood, from {self._text[self._at :]!r} on: ={self._text}")

    def _sign(self, *signs: str) -> str:
        """The sign that comes next, if it is one of these; it is passed over."""
        if self._token is None or self._token["sign"] not in signs:
            return ""
        sign: str = self._token["sign"]
        self._next()
        return sign

    def _expect(self, sign: str) -> None:
        if not self._sign(sign):
            raise self._fault()

    def _level(self, depth: int) -> Expression:
        if depth == len(_LEVELS):
            return self._signed()
        found = self._level(depth + 1)
        while sign := self._sign(*_LEVELS[depth]):
            found = Operation(sign, found, self._level(depth + 1))
        return found

    def _signed(self) -> Expression:
        if sign := self._sign("-", "+"):
            return Negative(self._signed()) if sign == "-" else self._signed()
        return self._atom()

    def _atom(self) -> Expression:
        token = self._token
        if token is None:
            raise self._fault()
        if self._sign("("):
            inside = self._level(0)
            self._expect(")")
            return inside
        self._next()
        if token["call"]:
            return self._call(token["call"])
        if token["text"]:
            return Constant(token["text"][1:-1].replace('""', '"'))
        if token["number"]:
            return Constant(float(token["number"]))
        if token["operand"]:
            self._operands += 1
            return Reference(self._operands - 1)
        if token["name"] in ("TRUE", "FALSE"):
            return Constant(token["name"] == "TRUE")
        if not (token["name"] or token["column"]):
            raise self._fault()
        name = token["name"] or (token["table"], token["header"])
        self._names.append(name)
        return Reference(name)

    def _call(self, name: str) -> Expression:
        if name not in KNOWN:
            raise ValueError(f"{name} is not a function that is understood here: ={self._text}")
        arguments: list[Expression] = []
        while not self._sign(")"):
            arguments.append(self._level(0))
            if not self._sign(","):
                self._expect(")")
                break
        return Call(name, tuple(arguments))

"""What a word of xlclv's vocabulary is: an argument's term, and a worksheet function made of terms."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

# What a person most likely meant to type, where a share or a rate was typed as a whole number.
PERCENT = "type 80% or 0.8"
RATE = "type 8% or 0.08"
PEOPLE = 1e9  # customers in one cell: sums of a whole column of them are numbers that a cell can hold

Kind = Literal["number", "switch", "text", "option", "date", "id", "label", "status", "any"]
Take = Literal["each", "list", "own", "one", "rows", "grid", "table", "cells", "ideal", "rest", "params"]
Shape = Literal["E", "W", "A", "R", "S"]


class Required:
    """The default of an argument that has none."""

    def __repr__(self) -> str:
        return "required"


REQUIRED = Required()


@dataclass(frozen=True, slots=True)
class Term:
    """One argument's meaning: words, unit and the values it may take.

    `lower` and `upper` are the closed bounds unless `above` or `below` opens them. `whole` asks for an
    integer, `choices` for one of a few numbers, `options` for one of a few texts. `fix` says what a
    person most likely meant to type.
    """

    words: str
    unit: str = ""
    kind: Kind = "number"
    lower: float = -math.inf
    upper: float = math.inf
    above: bool = False
    below: bool = False
    whole: bool = False
    choices: tuple[float, ...] = ()
    options: tuple[str, ...] = ()
    fix: str = ""

    @property
    def rule(self) -> str:
        """The bounds in words, as an error message and the reference show them."""
        if self.options:
            return f"must be one of {', '.join(self.options)}"
        if self.choices:
            listed = [f"{c:g}" for c in self.choices]
            return f"must be {', '.join(listed[:-1])} or {listed[-1]}"
        noun = "must be a whole number" if self.whole else "must be"
        low, high = math.isfinite(self.lower), math.isfinite(self.upper)
        if low and high and not (self.above or self.below):
            return f"{noun} between {plain(self.lower)} and {plain(self.upper)}"
        parts = []
        if low:
            parts.append(f"{'above' if self.above else 'at least'} {plain(self.lower)}")
        if high:
            parts.append(f"{'below' if self.below else 'at most'} {plain(self.upper)}")
        if not parts:
            return noun if self.whole else "must be a number"
        return f"{noun} {' and '.join(parts)}"


def plain(number: float) -> str:
    """A bound as a person writes it: 1,000,000,000 rather than 1e+09.

    >>> plain(1e9), plain(0.5)
    ('1,000,000,000', '0.5')
    """
    return f"{number:,.0f}" if float(number).is_integer() and abs(number) < 1e15 else f"{number:g}"


@dataclass(frozen=True, slots=True)
class Argument:
    """A term in the place it has in one function: its name there, its default, how a range is taken.

    `take`: each = broadcast cell by cell; list = a row or a column read as one list; own = a list paired with no
    other; one = a single value; rows = a rectangle, one customer a row; grid = a rectangle of numbers; table = a
    rectangle of mixed cells; cells = a range whose cells each answer for themselves; ideal = a
    column of switches beside the rows, or one row; params = a fitted block or its bare numbers;
    rest = all arguments that follow. `blank` is what an empty cell means
    where that is neither the default nor 0.
    """

    name: str
    term: Term
    default: Any = REQUIRED
    take: Take = "each"
    blank: float | None = None
    single: bool = False  # of a list: one value may stand for all rows
    used_by: tuple[str, ...] = ()  # the options that need it; under the others whatever stands there is ignored

    @property
    def required(self) -> bool:
        return self.default is REQUIRED


@dataclass(frozen=True, slots=True)
class Function:
    """A worksheet function in words; its signature in udfs.py must agree with it (a test holds that)."""

    name: str
    family: str
    shape: Shape
    summary: str
    arguments: tuple[Argument, ...]
    formula: str
    errors: str
    source: str
    examples: tuple[tuple[str, str], ...] = ()
    columns: int = 1  # of a W or R result
    gaps: str = ""  # why a cell inside the result may carry an error of its own, after "where"

    @property
    def call(self) -> str:
        """The call as the reference prints it, optional arguments in brackets with their default."""
        shown = []
        for argument in self.arguments:
            if argument.required:
                shown.append(argument.name)
            elif argument.default is None:
                shown.append(f"[{argument.name}]")
            else:
                shown.append(f"[{argument.name}={argument.default}]")
        return f"={self.name}({', '.join(shown)})"

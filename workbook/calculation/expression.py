"""A formula as an expression: what its text says, read once, worked out on whatever its cells hold.

The text is the one statement of a cell: the value that a file shows is worked out from the very text that Excel gets.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from xlclv.workbook.calculation.functions import AGGREGATES, CHOICES, FUNCTIONS, ISFORMULA
from xlclv.workbook.calculation.values import (
    DIV0,
    NUM,
    VALUE,
    Any_,
    Error,
    FormulaError,
    Scalar,
    Words,
    array,
    by_element,
    finite,
    is_block,
    number,
    order,
    text,
)


@dataclass(frozen=True, slots=True)
class Area:
    """A block of cells of one sheet; rows marked with $ stay when a formula is filled down."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int
    held: bool = field(default=True, compare=False)

    @property
    def single(self) -> bool:
        """Whether it is one cell."""
        return self.top == self.bottom and self.left == self.right


class Scope(Protocol):
    """Where a formula finds what it names."""

    def operand(self, at: int) -> Area:
        """The block that the formula names as its at-th."""

    def named(self, name: str) -> Area:
        """The cell of a defined name."""

    def column(self, table: str, header: str) -> Area:
        """The cells of a table's column, below its header."""

    def filled(self, area: Area) -> NDArray[np.bool_]:
        """Which cells of a block hold a formula."""

    def read(self, area: Area) -> Any_:
        """What a block holds: one value of a single cell, an array of others."""


class Expression(Protocol):
    """One part of a formula."""

    def value(self, scope: Scope) -> Any_:
        """What it gives, or FormulaError."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, a text or a truth in the formula itself."""

    held: Scalar

    def value(self, scope: Scope) -> Any_:
        return self.held


@dataclass(frozen=True, slots=True)
class Reference:
    """Cells by their address, a defined name, or a table's column."""

    at: int | str | tuple[str, str]

    def area(self, scope: Scope) -> Area:
        """Which cells."""
        if isinstance(self.at, int):
            return scope.operand(self.at)
        return scope.named(self.at) if isinstance(self.at, str) else scope.column(*self.at)

    def value(self, scope: Scope) -> Any_:
        found = scope.read(self.area(scope))
        if isinstance(found, Error):
            raise FormulaError(found)
        return found


@dataclass(frozen=True, slots=True)
class Call:
    """A function and its arguments."""

    name: str
    arguments: tuple[Expression, ...]

    def value(self, scope: Scope) -> Any_:
        if self.name in CHOICES:  # takes its arguments unevaluated: some are not to be looked at, some may be errors
            return CHOICES[self.name](*(lambda given=given: given.value(scope) for given in self.arguments))
        if self.name == "ROW":
            return _rows(self.arguments[0], scope)
        if self.name == "COLUMN":
            return _columns(self.arguments[0], scope)
        if self.name == ISFORMULA:
            return _formulas(self.arguments[0], scope)
        if self.name in AGGREGATES:
            return AGGREGATES[self.name](*(_cells(given, scope) for given in self.arguments))
        return FUNCTIONS[self.name](*(given.value(scope) for given in self.arguments))


def _cells(given: Expression, scope: Scope) -> Any_:
    """An argument of a function that skips what is no number in cells, but not what is written as its argument."""
    return array(scope.read(given.area(scope))) if _lone(given, scope) else given.value(scope)  # type: ignore[attr-defined]


def _lone(given: Expression, scope: Scope) -> bool:
    return isinstance(given, Reference) and given.area(scope).single


def _columns(given: Expression, scope: Scope) -> Any_:
    if not isinstance(given, Reference):
        raise FormulaError(VALUE)
    area = given.area(scope)
    if area.left == area.right:
        return float(area.left)
    return np.arange(area.left, area.right + 1, dtype=np.float64)[None, :]


def _formulas(given: Expression, scope: Scope) -> Any_:
    """Which cells hold a formula, whatever it gives."""
    if not isinstance(given, Reference):
        raise FormulaError(VALUE)
    area = given.area(scope)
    found = scope.filled(area)
    return bool(found[0, 0]) if area.single else found


def _rows(given: Expression, scope: Scope) -> Any_:
    if not isinstance(given, Reference):
        raise FormulaError(VALUE)
    area = given.area(scope)
    if area.top == area.bottom:
        return float(area.top)
    return np.arange(area.top, area.bottom + 1, dtype=np.float64)[:, None]


@dataclass(frozen=True, slots=True)
class Operation:
    """Two expressions and the sign between them."""

    sign: str
    left: Expression
    right: Expression

    def value(self, scope: Scope) -> Any_:
        return operate(self.sign, self.left.value(scope), self.right.value(scope))


@dataclass(frozen=True, slots=True)
class Negative:
    """The sign before an expression."""

    of: Expression

    def value(self, scope: Scope) -> Any_:
        found = self.of.value(scope)
        return operate("-", 0.0, found) if is_block(found) else -number(found)  # type: ignore[arg-type]


def _divided(left: float, right: float) -> float:
    if right == 0:
        raise FormulaError(DIV0)
    return left / right


def _power(left: float, right: float) -> float:
    if left == 0 and right <= 0:
        raise FormulaError(NUM if right == 0 else DIV0)
    try:
        return finite(math.pow(left, right))
    except (ValueError, OverflowError):
        raise FormulaError(NUM) from None


_SUMS: dict[str, tuple[Callable[[float, float], float], Callable[[Any, Any], Any]]] = {
    "+": (operator.add, np.add),
    "-": (operator.sub, np.subtract),
    "*": (operator.mul, np.multiply),
    "/": (_divided, np.divide),
    "^": (_power, np.power),
}
_TESTS: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq, "<>": operator.ne, "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge,
}  # fmt: skip


def operate(sign: str, left: Any_, right: Any_) -> Any_:
    """The value of left sign right, element by element where one of them is a block."""
    if is_block(left) or is_block(right):
        return _by_block(sign, left, right)
    return _single(sign, left, right)  # type: ignore[arg-type]


def _single(sign: str, left: Scalar, right: Scalar) -> Scalar:
    if sign in _SUMS:
        return finite(_SUMS[sign][0](number(left), number(right)))
    if sign == "&":
        return text(left) + text(right)
    return bool(_TESTS[sign](order(left, right), 0))


def _by_block(sign: str, left: Any_, right: Any_) -> Any_:
    for block, other in ((left, right), (right, left)):
        if isinstance(block, Words) and sign in ("=", "<>") and not is_block(other):
            return block.spread([_single(sign, name, other) for name in block.names])  # type: ignore[arg-type]
    if sign == "&" and isinstance(right, str) and not right and (same := _as_texts(left)) is not None:
        return same
    one, two = _plain(left), _plain(right)
    if one is None or two is None or sign == "&":
        return by_element(lambda a, b: _single(sign, a, b), left, right)
    if sign in _TESTS:
        return np.asarray(_TESTS[sign](one, two))
    with np.errstate(all="ignore"):
        found = _SUMS[sign][1](one, two)
    if np.isfinite(found).all():
        return np.asarray(found)
    return by_element(lambda a, b: _single(sign, a, b), left, right)


def _as_texts(block: Any_) -> Any_:
    """Cells with &"" as they are, where all hold texts: there may be a hundred thousand; else None."""
    held = block.names if isinstance(block, Words) else block.flat if isinstance(block, np.ndarray) else ()
    return block if set(map(type, held)) == {str} else None


def _plain(value: Any_) -> NDArray[np.float64] | float | None:
    """Numbers as they are, or None when there are others among them."""
    if isinstance(value, np.ndarray):
        if value.dtype == np.bool_:
            return value.astype(np.float64)
        return value if value.dtype != object else None
    return float(value) if type(value) in (float, int) else None  # type: ignore[arg-type]

"""Excel's values: numbers, texts, truth, blanks and errors, how each is taken for another, and how they compare."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, ROUND_UP, Context, Decimal
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

_WIDE = Context(prec=700)  # the largest number has 309 digits, and may be asked for with as many decimals
_LONGEST = 1e20  # from here on a number in a text is written with an exponent


@dataclass(frozen=True, slots=True)
class Error:
    """An error as a cell holds it: #DIV/0!."""

    code: str


DIV0, NA, NAME, NUM, REF, VALUE = map(Error, ("#DIV/0!", "#N/A", "#NAME?", "#NUM!", "#REF!", "#VALUE!"))


class FormulaError(Exception):
    """A calculation that has no value: it ends in an error, unless a function such as IFERROR takes it up."""

    def __init__(self, error: Error) -> None:
        super().__init__(error.code)
        self.error = error


Scalar = float | str | bool | Error | None


@dataclass(frozen=True, slots=True)
class Words:
    """A long column of few texts: each row's place among them. A million segments take a million bytes."""

    names: tuple[Scalar, ...]
    places: NDArray[np.integer]

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns, as an array has them."""
        return len(self.places), 1

    def spread(self, found: Any) -> NDArray[Any]:
        """What holds of each name, for each row."""
        return np.asarray(np.asarray(found)[self.places][:, None])

    def with_cells(self, above: NDArray[Any], below: NDArray[Any]) -> Words:
        """The column with the few cells above and below it."""
        more = [*above.ravel().tolist(), *below.ravel().tolist()]
        places = np.arange(len(self.names), len(self.names) + len(more), dtype=np.int32)
        split = np.split(places, [above.size])
        return Words((*self.names, *more), np.concatenate([split[0], self.places, split[1]]))

    def all(self) -> NDArray[Any]:
        """The texts one by one."""
        return self.spread(np.array(self.names, dtype=object))


Block = NDArray[Any] | Words
Any_ = Scalar | Block


def is_block(value: Any_) -> bool:
    """Whether it is many values and not one."""
    return isinstance(value, np.ndarray | Words)


def number(value: Scalar) -> float:
    """A value where a number is wanted: blank is 0, TRUE is 1, a text that reads as a number is that number."""
    if type(value) is float:
        return value
    if value is None:
        return 0.0
    if isinstance(value, Error):
        raise FormulaError(value)
    try:
        return float(value)
    except ValueError:
        raise FormulaError(VALUE) from None


def text(value: Scalar) -> str:
    """A value where a text is wanted: a number with up to 15 digits, none of them a zero at the end."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, Error):
        raise FormulaError(value)
    if isinstance(value, bool):
        return str(value).upper()
    shown = f"{value:.15g}"
    if "e" not in shown or abs(value) >= _LONGEST:
        return shown.replace("e", "E")
    return f"{Decimal(shown):f}"


def truth(value: Scalar) -> bool:
    """A value where TRUE or FALSE is wanted."""
    if isinstance(value, str):
        if value.upper() in ("TRUE", "FALSE"):
            return value.upper() == "TRUE"
        raise FormulaError(VALUE)
    return number(value) != 0


def finite(value: Any) -> float:
    """A result that a cell can hold, or #NUM!."""
    if isinstance(value, complex) or not math.isfinite(value):
        raise FormulaError(NUM)
    return float(value)


def order(left: Scalar, right: Scalar) -> int:
    """Below 0, 0 or above it: numbers stand before texts, texts before truth; letters count without their case."""
    for value in (left, right):
        if isinstance(value, Error):
            raise FormulaError(value)
    one, other = _rank(left, right), _rank(right, left)
    return (one > other) - (one < other)


def _rank(value: Any, beside: Any) -> tuple[int, Any]:
    if value is None:  # blank is what stands beside it wants
        value = "" if isinstance(beside, str) else False if isinstance(beside, bool) else 0.0
    if isinstance(value, bool):
        return 2, value
    return (1, value.casefold()) if isinstance(value, str) else (0, value)


def rounded(value: float, places: int = 0, *, up: bool = False) -> Decimal:
    """Excel's ROUND: halves go away from zero, on the 15 digits that Excel sees; with `up` its ROUNDUP.

    >>> str(rounded(6.96528540390266e27, 2))
    '6965285403902660000000000000.00'
    """
    mode = ROUND_UP if up else ROUND_HALF_UP
    return Decimal(f"{value:.15g}").quantize(Decimal(1).scaleb(-places), mode, _WIDE)


def shown(value: float, places: int = 0) -> str:
    """What ROUND(value, places)&"" shows: no zeros at the end."""
    return text(float(rounded(value, places)))


def fixed(value: float, places: int = 0) -> str:
    """What FIXED(value, places) shows: thousands set apart, as many places as asked for."""
    return f"{rounded(value, places):,f}"


def tidy(block: NDArray[Any]) -> NDArray[Any]:
    """The same values, as plain numbers where all of them are: those are fast."""
    return block.astype(np.float64) if block.size and all(type(v) is float for v in block.flat) else block


def array(value: Any_) -> NDArray[Any]:
    """One value or many, as an array of rows."""
    if isinstance(value, Words):
        return value.all()
    if isinstance(value, np.ndarray):
        return value
    made = np.empty((1, 1), dtype=object)
    made[0, 0] = value
    return tidy(made)


def each(block: Any_) -> Iterator[Any]:
    """Values one by one, along the rows."""
    return iter(array(block).ravel().tolist())


def by_element(scalar: Callable[..., Scalar], *blocks: Any_) -> NDArray[Any]:
    """A function of single values on blocks of them; an error stays with its element."""

    @lru_cache(maxsize=1 << 16, typed=True)  # columns of words hold few, again and again; TRUE is not 1
    def one(*values: Scalar) -> Scalar:
        try:
            return scalar(*values)
        except FormulaError as fault:
            return fault.error

    made = np.frompyfunc(one, len(blocks), 1)(*(array(block).astype(object) for block in blocks))
    return tidy(made)

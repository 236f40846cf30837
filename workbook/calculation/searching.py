"""Functions that look for values: criteria as COUNTIFS takes them, MATCH, INDEX, LARGE."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlclv.workbook.calculation.values import (
    DIV0,
    NA,
    NUM,
    REF,
    VALUE,
    Any_,
    Block,
    Error,
    FormulaError,
    Scalar,
    Words,
    array,
    is_block,
    number,
)

_SIGNS: dict[str, Callable[[Any, Any], Any]] = {
    "<=": operator.le, ">=": operator.ge, "<>": operator.ne, "=": operator.eq, "<": operator.lt, ">": operator.gt,
}  # fmt: skip
_MANY = 50  # cells, from where on they are looked up in a dictionary
_PATTERN = re.compile(r"[*?~]")
_NUMBER = re.compile(r" *[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)? *")  # neither nan, inf nor 1_000
Test = Callable[[Scalar], bool]


def matching(block: Any_, criterion: Any_) -> NDArray[np.bool_]:
    """Which cells meet a criterion such as 3, "Gold", ">=0" or FALSE."""
    if isinstance(criterion, np.ndarray | Words):
        raise FormulaError(VALUE)
    sign, wanted = _read(criterion)
    if isinstance(block, np.ndarray) and block.dtype == np.float64 and type(wanted) is float:
        return np.asarray(_SIGNS[sign](block, wanted))
    test = _test(sign, wanted)
    if isinstance(block, Words):
        return block.spread([test(name) for name in block.names])
    cells = array(block)
    return np.fromiter(map(test, cells.ravel().tolist()), dtype=bool, count=cells.size).reshape(cells.shape)


def _read(criterion: Scalar) -> tuple[str, Scalar]:
    if criterion is None:
        return "=", 0.0
    if not isinstance(criterion, str):
        return "=", criterion
    sign = next((sign for sign in _SIGNS if criterion.startswith(sign)), "")
    word = criterion.removeprefix(sign)
    if word.upper() in ("TRUE", "FALSE"):
        return sign or "=", word.upper() == "TRUE"
    return sign or "=", float(word) if _NUMBER.fullmatch(word) else word


def _test(sign: str, wanted: Scalar) -> Test:
    """One cell's test: kinds are not mixed, and only "not equal" holds for a cell of another kind."""
    compare = _SIGNS[sign]
    if isinstance(wanted, str):
        return _text_test(sign, wanted)

    def test(value: Scalar) -> bool:
        if isinstance(value, str) and not isinstance(wanted, bool) and sign in ("=", "<>"):
            value = float(value) if _NUMBER.fullmatch(value) else value  # a number in a text counts as that number
        if type(value) is not type(wanted):
            return sign == "<>"
        return bool(compare(value, wanted))

    return test


def _text_test(sign: str, wanted: str) -> Test:
    if not wanted:
        return lambda value: (value is None) == (sign == "=")
    if sign in ("=", "<>"):
        alike = wildcard(wanted)
        return lambda value: (isinstance(value, str) and alike(value)) == (sign == "=")
    low = wanted.casefold()
    return lambda value: isinstance(value, str) and bool(_SIGNS[sign](value.casefold(), low))


def wildcard(pattern: str) -> Callable[[str], bool]:
    """Whether a text is the pattern, letters without their case; * stands for any letters, ? for one, ~ before both."""
    if not _PATTERN.search(pattern):
        low = pattern.casefold()
        return lambda value: value.casefold() == low
    pieces = re.findall(r"~[*?~]|.", pattern, re.DOTALL)
    made = "".join({"*": ".*", "?": "."}.get(p, re.escape(p.removeprefix("~") if len(p) > 1 else p)) for p in pieces)
    found = re.compile(made, re.IGNORECASE | re.DOTALL)
    return lambda value: found.fullmatch(value) is not None


def _mask(pairs: tuple[Any_, ...]) -> NDArray[np.bool_]:
    tests = [matching(block, criterion) for block, criterion in zip(pairs[::2], pairs[1::2], strict=True)]
    if any(test.shape != tests[0].shape for test in tests):
        raise FormulaError(VALUE)
    return np.asarray(np.logical_and.reduce(tests))


def countifs(*pairs: Any_) -> float:
    """How many rows meet all criteria."""
    return float(_mask(pairs).sum())


def _chosen(block: Any_, pairs: tuple[Any_, ...]) -> NDArray[np.float64]:
    cells, mask = array(block), _mask(pairs)
    if cells.shape != mask.shape:
        raise FormulaError(VALUE)
    return numbers_of(cells[mask])


def sumifs(block: Any_, *pairs: Any_) -> float:
    """The sum of the numbers whose rows meet all criteria."""
    return float(_chosen(block, pairs).sum())


def averageifs(block: Any_, *pairs: Any_) -> float:
    """Their mean."""
    found = _chosen(block, pairs)
    if not found.size:
        raise FormulaError(DIV0)
    return float(found.mean())


def numbers_of(cells: NDArray[Any]) -> NDArray[np.float64]:
    """The numbers among cells; an error among them is the answer."""
    if cells.dtype == np.float64:
        return cells.ravel()
    if cells.dtype == np.bool_:
        return np.empty(0)
    values = cells.ravel().tolist()
    kept = [value for value in values if type(value) is float]  # there may be a million
    if len(kept) < len(values):
        for value in values:
            if type(value) is Error:
                raise FormulaError(value)
    return np.array(kept, dtype=np.float64)


def match(wanted: Any_, block: Any_, way: Any_ = 1.0) -> Any_:
    """The place of a value: way 0 asks for an equal one, way 1 for the last that is not above, in rising cells."""
    held = array(block).ravel()
    if held.dtype == np.float64 and type(wanted) is float:  # there may be a million
        return _among(wanted, held, number(way) == 0)  # type: ignore[arg-type]
    cells = held.tolist()
    if isinstance(wanted, Words):
        return wanted.spread([_place(name, cells, way) for name in wanted.names])
    if isinstance(wanted, np.ndarray):
        if number(way) == 0 and len(cells) > _MANY:  # type: ignore[arg-type]
            return _places(wanted, cells)
        places = [_place(value, cells, way) for value in wanted.ravel().tolist()]
        return np.array(places, dtype=np.float64).reshape(wanted.shape)
    return _place(wanted, cells, way)


def _among(wanted: float, cells: NDArray[np.float64], equal: bool) -> float:
    """The place of a number among numbers."""
    found = np.flatnonzero(cells == wanted if equal else cells <= wanted)
    if not found.size:
        raise FormulaError(NA)
    return float(found[0 if equal else -1] + 1)


def _places(wanted: NDArray[Any], cells: list[Scalar]) -> NDArray[np.float64]:
    """The first equal one for each of many: by a dictionary, and one by one where a text is a pattern."""
    first: dict[Any, float] = {}
    for i, value in enumerate(cells, 1):
        first.setdefault(value.casefold() if isinstance(value, str) else value, float(i))
    found = []
    for value in wanted.ravel().tolist():
        plain = not isinstance(value, str) or not _PATTERN.search(value)
        place = first.get(value.casefold() if isinstance(value, str) else value) if plain else None
        found.append(_place(value, cells, 0.0) if place is None else place)
    return np.array(found, dtype=np.float64).reshape(wanted.shape)


def _place(wanted: Scalar, cells: list[Scalar], way: Any_) -> float:
    if isinstance(wanted, Error):
        raise FormulaError(wanted)
    if number(way) == 0:  # type: ignore[arg-type]
        test: Test = _test("=", wanted) if isinstance(wanted, str) else lambda value: value == wanted
        found = next((i for i, value in enumerate(cells, 1) if type(value) is type(wanted) and test(value)), 0)
    else:
        alike = [i for i, value in enumerate(cells, 1) if type(value) is type(wanted) and not value > wanted]  # type: ignore[operator]
        found = alike[-1] if alike else 0
    if not found:
        raise FormulaError(NA)
    return float(found)


def index(block: Any_, row: Any_, column: Any_ = None) -> Any_:
    """One cell of a block; row or column 0 is all of them. In a line, one place is enough."""
    cells = array(block)
    if column is None and cells.shape[0] == 1:
        row, column = 1.0, row
    across = 1.0 if column is None else column
    if isinstance(row, np.ndarray):  # a formula filled down a long column asks for many cells at once
        places = row.astype(np.intp).ravel() - 1
        return np.asarray(cells[places, 0]).reshape(row.shape)
    i, j = int(number(row)), int(number(across))  # type: ignore[arg-type]
    if not (0 <= i <= cells.shape[0] and 0 <= j <= cells.shape[1]):
        raise FormulaError(REF)
    if i and j:
        value: Scalar = cells[i - 1, j - 1]
        if isinstance(value, Error):
            raise FormulaError(value)
        return float(value) if isinstance(value, np.floating) else value
    return cells[slice(i - 1, i) if i else slice(None), slice(j - 1, j) if j else slice(None)]


def large(block: Block, place: Any_) -> float:
    """The value at a place, the highest first."""
    cells = numbers_of(array(block))
    at = int(number(array(place).ravel()[0]))
    if not 1 <= at <= cells.size:
        raise FormulaError(NUM)
    if (cells[1:] <= cells[:-1]).all():  # a list that is kept in that order need not be sorted again
        return float(cells[at - 1])
    return float(np.partition(cells, cells.size - at)[cells.size - at])


def rows(block: Any_) -> float:
    """How many rows."""
    return float(block.shape[0]) if is_block(block) else 1.0  # type: ignore[union-attr]


def columns(block: Any_) -> float:
    """How many columns."""
    return float(block.shape[1]) if is_block(block) else 1.0  # type: ignore[union-attr]


def countblank(block: Any_) -> float:
    """How many cells hold nothing, or a text of no letters."""
    cells = array(block)
    return 0.0 if cells.dtype != object else float(((cells == "") | (cells == None)).sum())  # noqa: E711  of each cell

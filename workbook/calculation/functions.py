"""The functions that sheets use, each as Excel has it: what it makes of blanks, texts and errors too."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlclv.workbook.calculation import finance
from xlclv.workbook.calculation.searching import (
    averageifs,
    columns,
    countblank,
    countifs,
    index,
    large,
    match,
    numbers_of,
    rows,
    sumifs,
)
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
    each,
    finite,
    fixed,
    is_block,
    number,
    rounded,
    text,
    truth,
)

Later = Callable[[], Any_]


def _if(test: Later, yes: Later, no: Later = lambda: False) -> Any_:
    found = test()
    if is_block(found):
        raise FormulaError(VALUE)
    return yes() if truth(found) else no()  # type: ignore[arg-type]


def _if_error(given: Later, otherwise: Later) -> Any_:
    try:
        found = given()
    except FormulaError:
        return otherwise()
    return otherwise() if isinstance(found, Error) else found


def _choose(place: Later, *choices: Later) -> Any_:
    at = int(number(place()))  # type: ignore[arg-type]
    if not 1 <= at <= len(choices):
        raise FormulaError(VALUE)
    return choices[at - 1]()


def _kind(test: Callable[[Any_], bool]) -> Callable[[Later], bool]:
    def of(given: Later) -> bool:
        try:
            return test(given())
        except FormulaError:
            return False

    return of


def _taken(arguments: Iterable[Any_]) -> NDArray[np.float64]:
    """Numbers in cells, and what stands as an argument by itself."""
    found = [numbers_of(array(a)) if is_block(a) else np.array([number(a)]) for a in arguments]  # type: ignore[arg-type]
    return found[0] if len(found) == 1 else np.concatenate(found)


def _count(*arguments: Any_) -> float:
    return float(sum(map(_numbers_in, arguments)))


def _numbers_in(given: Any_) -> int:
    if isinstance(given, np.ndarray) and given.dtype == np.float64:
        return given.size
    return sum(type(value) is float for value in each(given))


def _average(*arguments: Any_) -> float:
    found = _taken(arguments)
    if not found.size:
        raise FormulaError(DIV0)
    return finite(found.mean())


def _stdev(*arguments: Any_) -> float:
    found = _taken(arguments)
    if found.size < 2:
        raise FormulaError(DIV0)
    return finite(found.std(ddof=1))


def _median(*arguments: Any_) -> float:
    found = _taken(arguments)
    if not found.size:
        raise FormulaError(NUM)
    return float(np.median(found))


def _truths(arguments: Iterable[Any_]) -> list[bool]:
    found = []
    for given in arguments:
        if isinstance(given, np.ndarray | Words):  # of cells, those that hold nothing or a text do not count
            found += [truth(value) for value in each(given) if value is not None and not isinstance(value, str)]
        else:
            found.append(truth(given))
    if not found:
        raise FormulaError(VALUE)
    return found


def _as_numbers(block: Any_) -> NDArray[np.float64]:
    """Cells of SUMPRODUCT: whatever is no number counts as 0."""
    cells = array(block)
    if cells.dtype == np.float64:
        return cells
    if cells.dtype == np.bool_:
        return np.zeros(cells.shape)
    for value in cells.ravel().tolist():
        if isinstance(value, Error):
            raise FormulaError(value)
    found = [value if type(value) is float else 0.0 for value in cells.ravel().tolist()]
    return np.array(found).reshape(cells.shape)


def _sum_product(*blocks: Any_) -> float:
    found = [_as_numbers(block) for block in blocks]
    if any(block.shape != found[0].shape for block in found):
        raise FormulaError(VALUE)
    if len(found) == 2:
        return finite(found[0].ravel() @ found[1].ravel())
    return finite(math.prod(found[1:], start=found[0]).sum())


def _paired(left: Any_, right: Any_) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    one, two = (array(block).ravel() for block in (left, right))
    if one.shape != two.shape:
        raise FormulaError(VALUE)
    if one.dtype == two.dtype == np.float64:
        return one, two
    both = [(a, b) for a, b in zip(one.tolist(), two.tolist(), strict=True) if type(a) is type(b) is float]
    made = np.array(both, dtype=np.float64).reshape(-1, 2)
    return made[:, 0], made[:, 1]


def _sum_of_differences(left: Any_, right: Any_) -> float:
    one, two = _paired(left, right)
    return finite(((one - two) ** 2).sum())


def _correlation(left: Any_, right: Any_) -> float:
    one, two = _paired(left, right)
    one, two = one - one.mean(), two - two.mean()
    spread = math.sqrt((one**2).sum() * (two**2).sum())
    if spread == 0:
        raise FormulaError(DIV0)
    return finite((one @ two) / spread)


def _each(scalar: Callable[..., Any], fast: Callable[..., Any] | None = None) -> Callable[..., Any_]:
    """A function of numbers, for one value or for a block of them."""

    def one(*values: Scalar) -> Scalar:
        try:
            return finite(scalar(*map(number, values)))
        except (ValueError, OverflowError, ZeroDivisionError):
            raise FormulaError(NUM) from None

    def of(*given: Any_) -> Any_:
        if not any(map(is_block, given)):
            return one(*given)  # type: ignore[arg-type]
        if fast and all(isinstance(a, np.ndarray) and a.dtype == np.float64 for a in given):
            with np.errstate(all="ignore"):
                found = fast(*given)
            if np.isfinite(found).all():
                return found  # type: ignore[no-any-return]
        return by_element(one, *given)

    return of


def _n(value: Any_) -> float:
    return 0.0 if isinstance(value, str) else number(value)  # type: ignore[arg-type]


def _right(given: Any_, count: Any_ = 1.0) -> Any_:
    """The last letters of a text, by the 16 bits that Excel counts as one; all of a shorter one."""

    def one(value: Scalar, letters: Scalar) -> str:
        held, last = text(value), int(number(letters))
        return held[-last:] if last else ""

    if not (is_block(given) or is_block(count)):
        return one(given, count)  # type: ignore[arg-type]
    held, letters = array(given), array(count)
    if letters.dtype == np.float64 and _spelled(held):  # ids by the thousand, each for every number of letters
        cut = np.frompyfunc(lambda text, last: text[-last:] if last else "", 2, 1)
        return np.asarray(cut(held, letters.astype(np.int64).astype(object)))
    return by_element(one, held, letters)


def _unicode(given: Any_) -> Any_:
    """The number of a text's first letter."""

    def one(value: Scalar) -> float:
        held = text(value)
        if not held:
            raise FormulaError(VALUE)
        return float(ord(held[0]))

    if not is_block(given):
        return one(given)  # type: ignore[arg-type]
    held = array(given)
    if held.size and _spelled(held) and all(held.flat):
        return np.array([ord(letters[0]) for letters in held.flat], dtype=np.float64).reshape(held.shape)
    return by_element(one, held)


def _exact(left: Any_, right: Any_) -> Any_:
    """Whether two texts are the same letter by letter, capitals too; a number is taken as its text."""
    for block, other in ((left, right), (right, left)):
        if isinstance(block, Words) and not is_block(other):
            return block.spread([text(name) == text(other) for name in block.names])  # type: ignore[arg-type]
        if isinstance(block, np.ndarray) and isinstance(other, str) and _spelled(block):
            return np.asarray(block == other, dtype=bool)  # ids by the hundred thousand
    if is_block(left) or is_block(right):
        return by_element(lambda one, two: text(one) == text(two), left, right)
    return text(left) == text(right)  # type: ignore[arg-type]


def _spelled(block: NDArray[Any]) -> bool:
    """Whether all are texts: then the rules for other kinds of values need not be asked of each."""
    return set(map(type, block.flat)) <= {str}


def _fixed(value: Any_, places: Any_ = 2.0) -> str:
    return fixed(number(value), int(number(places)))  # type: ignore[arg-type]


def _highest(*arguments: Any_) -> float:
    found = _taken(arguments)
    return float(found.max()) if found.size else 0.0


def _lowest(*arguments: Any_) -> float:
    found = _taken(arguments)
    return float(found.min()) if found.size else 0.0


CHOICES: dict[str, Callable[..., Any_]] = {
    "IF": _if,
    "IFERROR": _if_error,
    "CHOOSE": _choose,
    "ISNUMBER": _kind(lambda value: type(value) is float),
    "ISTEXT": _kind(lambda value: isinstance(value, str)),
}
AGGREGATES: dict[str, Callable[..., Any_]] = {
    "AND": lambda *given: all(_truths(given)),
    "AVERAGE": _average,
    "COUNT": _count,
    "LARGE": large,
    "MAX": _highest,
    "MEDIAN": _median,
    "MIN": _lowest,
    "NPV": finance.npv,
    "OR": lambda *given: any(_truths(given)),
    "STDEV": _stdev,
    "SUM": lambda *given: finite(_taken(given).sum()),
    "SUMSQ": lambda *given: finite((_taken(given) ** 2).sum()),
}
FUNCTIONS: dict[str, Callable[..., Any_]] = {
    "ABS": _each(abs, np.abs),
    "AVERAGEIFS": averageifs,
    "BETAINV": _each(finance.beta_inverse),
    "COLUMNS": columns,
    "CORREL": _correlation,
    "COUNTBLANK": countblank,
    "COUNTIF": countifs,
    "COUNTIFS": countifs,
    "EXACT": _exact,
    "EXP": _each(math.exp, np.exp),
    "FIXED": _fixed,
    "GAMMALN": _each(math.lgamma),
    "INDEX": index,
    "INT": _each(math.floor, np.floor),
    "LN": _each(math.log, np.log),
    "MATCH": match,
    "N": _n,
    "NPER": _each(finance.nper),
    "POISSON": _each(finance.poisson),
    "PV": _each(finance.pv),
    "RIGHT": _right,
    "ROUND": _each(lambda value, places: rounded(value, int(places))),
    "ROUNDUP": _each(lambda value, places: rounded(value, int(places), up=True)),
    "ROWS": rows,
    "SQRT": _each(math.sqrt, np.sqrt),
    "SUMIFS": sumifs,
    "SUMPRODUCT": _sum_product,
    "SUMXMY2": _sum_of_differences,
    "_xlfn.UNICODE": _unicode,
}
ISFORMULA = "_xlfn.ISFORMULA"  # newer than the file's format, which is why it carries a prefix there
KNOWN = frozenset((*CHOICES, *AGGREGATES, *FUNCTIONS, "COLUMN", "ROW", ISFORMULA))

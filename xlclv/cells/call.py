"""One call of a worksheet function: cells in, the engine on the good rows, cells out, by the function's shape."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from xlclv.cells.by_row import by_row, is_table_form
from xlclv.cells.elementwise import elementwise
from xlclv.cells.whole import whole
from xlclv.terms.term import Function


def call(function: Function, body: Callable[..., Any], given: Sequence[Any]) -> Any:
    """What the cells show when `body`, the engine behind `function`, is called with these cells.

    `given` has one entry an argument, defaults included: a scalar or a list of rows. The answer is a plain
    Python value for one cell, else a list of rows; an error value is its text.
    """
    if function.shape == "E":
        return elementwise(function, body, given)
    if function.shape == "R" or is_table_form(function, given):
        return by_row(function, body, given)
    return whole(function, body, given)

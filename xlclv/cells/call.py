"""One call of a worksheet function: cells in, the engine on the good rows, cells out, by the function's shape."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from xlclv.cells.by_row import by_row, is_table_form
from xlclv.cells.elementwise import elementwise
from xlclv.cells.notes import Notes
from xlclv.cells.whole import whole
from xlclv.terms.term import Function


def call(function: Function, body: Callable[..., Any], given: Sequence[Any], notes: Notes | None = None) -> Any:
    """What the cells show when `body`, the engine behind `function`, is called with these cells.

    `given` has one entry an argument, defaults included: a scalar or a list of rows. The answer is a plain
    Python value for one cell, else a list of rows; an error value is its text. With `notes` what is wrong is put
    into words as well.
    """
    with np.errstate(all="ignore"):  # an overflow on the way is a cell of its own, #NUM!, not a warning
        if function.shape in ("E", "W"):
            return elementwise(function, body, given, notes)
        if function.shape == "R" or is_table_form(function, given):
            return by_row(function, body, given, notes)
        return whole(function, body, given, notes)

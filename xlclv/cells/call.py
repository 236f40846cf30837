"""One call of a worksheet function: cells in, the engine on the good rows, cells out, by the function's shape."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any

import numpy as np

from xlclv.cells.by_row import by_row, is_table_form
from xlclv.cells.elementwise import elementwise
from xlclv.cells.notes import Notes
from xlclv.cells.read import is_ragged
from xlclv.cells.whole import whole
from xlclv.errors import VALUE
from xlclv.terms.term import Function

_LARGE = 1_000  # rows


def call(function: Function, body: Callable[..., Any], given: Sequence[Any], notes: Notes | None = None) -> Any:
    """What the cells show when `body`, the engine behind `function`, is called with these cells.

    `given` has one entry an argument, defaults included: a scalar or a list of rows. The answer is a plain
    Python value for one cell, else a list of rows; an error value is its text. With `notes` what is wrong is put
    into words as well.
    """
    if ragged := [a.name for a, value in zip(function.arguments, given, strict=True) if is_ragged(value)]:
        if notes is not None:
            notes.say(f"{', '.join(ragged)} has rows of different lengths; must be a rectangle, as a range is")
        return VALUE
    large = any(isinstance(value, list) and len(value) > _LARGE for value in given)
    with np.errstate(all="ignore"), _collector_at_rest() if large else nullcontext():
        # an overflow on the way is a cell of its own, #NUM!, not a warning
        if function.shape in ("E", "W"):
            return elementwise(function, body, given, notes)
        if function.shape == "R" or is_table_form(function, given):
            return by_row(function, body, given, notes)
        return whole(function, body, given, notes)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """No garbage collection meanwhile: it would walk 100,000 new rows several times over and find nothing to free."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()

"""Parameter blocks: a fit as labelled cells, and the same cells (or bare numbers) read back as parameters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from xlclv.cells.read import Cells, RefusedError, error_in, is_blank, number
from xlclv.errors import VALUE

_HEAD, _FOOT = "model", "log_likelihood"


@dataclass(frozen=True, slots=True)
class Parameters:
    """One set of parameters; `model` is what the block says, None for bare numbers."""

    numbers: tuple[float, ...]
    model: str | None = None


def read_parameters(flat: Sequence[Any], rows: int, columns: int) -> Cells:
    """One Parameters in a Cells of a single cell, whose error is the first one met among the numbers."""
    model = None
    if columns == 3 and rows > 1 and isinstance(flat[0], str) and flat[0].strip().casefold() == _HEAD:
        model = str(flat[1])
        flat = _estimates(flat)
    elif rows > 1 and columns > 1:
        return Cells(np.array([None], dtype=object), faults={0: VALUE})
    out = Cells(np.empty(1, dtype=object))
    numbers = []
    for value in flat:
        found = error_in(value)
        if found:
            out.errors.setdefault(0, found)
        elif is_blank(value):
            numbers.append(0.0)
        else:
            try:
                numbers.append(number(value))
            except RefusedError as refused:
                out.faults[0] = refused.code
    out.values[0] = Parameters(tuple(numbers), model)
    return out


def _estimates(flat: Sequence[Any]) -> list[Any]:
    """The second column of the rows between "model" and "log_likelihood"."""
    picked = []
    for start in range(3, len(flat), 3):
        if isinstance(flat[start], str) and flat[start].strip().casefold() == _FOOT:
            break
        picked.append(flat[start + 1])
    return picked

"""Writing cells: what a function answers, as plain Python values that every host can show."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from xlclv.errors import NUM


def cell(value: Any) -> Any:
    """One value as a cell shows it: never NaN, infinity, None or a NumPy type."""
    if isinstance(value, np.generic):
        value = value.item()
    if value is None:
        return ""
    if isinstance(value, float):
        return value + 0.0 if math.isfinite(value) else NUM  # + 0.0: a sheet would show -0.0 as -0
    return value


def grid(rows: list[list[Any]]) -> Any:
    """Rows of cells; a single cell stands alone."""
    if len(rows) == 1 and len(rows[0]) == 1:
        return rows[0][0]
    return rows


def table(rows: list[list[Any]]) -> Any:
    """Rows of anything a function computed, as cells."""
    return grid([[cell(value) for value in row] for row in rows])

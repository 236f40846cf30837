"""One line of the Checks sheet; every sheet brings the lines that hold for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

RIGHT = "{right}"  # in a left side: the cell of the right side
ROUNDING = 1e-11  # of a figure: what two programs' arithmetic may make of one formula


@dataclass(frozen=True, slots=True)
class Check:
    """One line: what is compared, both sides as formulas' texts or numbers, and how far apart they may be."""

    words: str
    left: str | float
    right: str | float
    tolerance: float = 0.0


def close(total: float) -> float:
    """Far above what rounding can do, far below any customer's value: one part in a billion, as one digit."""
    return float(f"{1e-9 * max(1.0, abs(total)):.0e}")


def noise(numbers: Iterable[float], *, exact: bool, rounding: float = ROUNDING) -> float:
    """What rounding may do to a sum: nothing to whole numbers given, `rounding` of their size to others."""
    held = [float(number) for number in numbers]
    if exact and all(number.is_integer() for number in held):
        return 0.0
    return float(f"{rounding * max(1e-2, sum(map(abs, held))):.0e}")

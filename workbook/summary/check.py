"""One line of the Checks sheet; every sheet brings the lines that hold for it."""

from __future__ import annotations

from dataclasses import dataclass


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

"""What the calculator opens with: in each period a plausible customer, not the same numbers under other words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """The inputs, from top to bottom."""

    value: float = 50.0
    rate: float = 4.0
    years: float = 3.0
    cost: float = 100.0
    share: float = 0.4
    discount: float = 0.1
    timing: float = 0.0
    kept: float = 0.8
    target: float = 3.0
    shock: float = 0.1


STARTS = {
    "year": Example(),
    "quarter": Example(rate=1.0, years=12.0, discount=0.024, kept=0.95),
    "month": Example(rate=0.5, years=36.0, discount=0.008, kept=0.98),
}

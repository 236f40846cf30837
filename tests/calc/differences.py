"""All in which Calc differs from the conformance table, and why; docs/calc.md says the same in words."""

from __future__ import annotations

from typing import Any

from tests.hosts.conformance import Err

# Calc hands a boolean over as the number 1 or 0: the label in the table, and what Calc shows.
BOOLEANS: dict[str, Any] = {
    "bool as a number": 12.0,
    "whole: bool as a number": 150.0,
    "by row: bool": [["Tier 2"], ["Tier 1"]],
}
BROKEN_RANGE = "Err:504"  # Calc hands no range over that holds an error value: the answer is this throughout
NO_SUCH_ERROR = ("#SPILL!", "#CALC!")  # Calc has none of these to put into a cell


def can_be_typed(arguments: tuple[Any, ...]) -> bool:
    """Whether Calc has all the errors that the case puts into cells."""
    return not any(isinstance(cell, Err) and cell.text in NO_SUCH_ERROR for cell in _cells(arguments))


def shown_in_calc(label: str, arguments: tuple[Any, ...], shows: Any) -> Any:
    """What the table says, unless Calc differs."""
    ranges = [a for a in arguments if isinstance(a, list) and len(a) * len(a[0]) > 1]
    if any(isinstance(cell, Err) for cell in _cells(tuple(ranges))):
        return [[BROKEN_RANGE] * len(shows[0]) for _ in shows] if isinstance(shows, list) else BROKEN_RANGE
    return BOOLEANS.get(label, shows)


def _cells(arguments: tuple[Any, ...]) -> list[Any]:
    return [cell for a in arguments if isinstance(a, list) for row in a for cell in row]

"""Every bound that the catalogue states of a number, in every function: what lies beyond it is an error, at once."""

from __future__ import annotations

import math
from typing import Any

import pytest

from tests.worksheet.test_parity import CALLS
from xlclv import udfs
from xlclv.terms.catalogue import FUNCTIONS
from xlclv.terms.term import Argument, Term

BOUNDED = [
    (name, argument)
    for name, (given, _) in CALLS.items()
    for argument in FUNCTIONS[name].arguments
    if argument.name in given and argument.term.kind in ("number", "switch") and not argument.used_by
]


def beyond(term: Term) -> list[float]:
    """Just beyond each bound, and so far beyond that nothing should be made of it."""
    found = [0.5, 2.0] if term.kind == "switch" and term.choices else []
    step = 1.0 if term.whole else 1e-6
    if math.isfinite(term.upper):
        found += [term.upper if term.below else term.upper + step * max(1.0, abs(term.upper)), term.upper + 1e15]
    if math.isfinite(term.lower):
        found += [term.lower if term.above else term.lower - step, term.lower - 1e15]
    found += [max(term.lower, 0.0) + 0.5] if term.whole else []
    return found + ([max(term.choices) + 0.5] if term.choices else [])


def with_one(given: dict[str, Any], argument: Argument, number: float) -> dict[str, Any] | None:
    """The usual call with the number in the last cell of the argument; None where no number goes there."""
    usual = given[argument.name]
    if usual is None and argument.take == "list":
        longest = max(len(value) for value in given.values() if isinstance(value, list))
        usual = [[1.0]] * longest
    if isinstance(usual, list):
        if not isinstance(usual[-1], list) or not isinstance(usual[-1][-1], int | float):
            return None
        return {**given, argument.name: [*usual[:-1], [*usual[-1][:-1], number]]}
    return None if isinstance(usual, str) else {**given, argument.name: number}


@pytest.mark.parametrize(("name", "argument"), BOUNDED, ids=[f"{name} {argument.name}" for name, argument in BOUNDED])
def test_bounds_hold(name: str, argument: Argument) -> None:
    """A number beyond what its term allows is an error of Excel's, and CLV_WHY names the argument."""
    for number in beyond(argument.term):
        call = with_one(CALLS[name][0], argument, number)
        if call is not None:
            assert "#" in str(getattr(udfs, name)(*call.values())), number
            assert argument.name in udfs.CLV_WHY(name, *call.values()), number

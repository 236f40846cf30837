"""What no cell holds but Python may hand over: no number, infinity and ragged lists. Never an exception, with any."""

from __future__ import annotations

import math
from typing import Any

import pytest

from tests.worksheet.test_parity import CALLS
from xlclv import udfs

ODD = (math.nan, math.inf, -math.inf)


def spoilt(value: Any, odd: float) -> list[Any]:
    """The argument as one odd number, and with one among its cells, first or last."""
    if not isinstance(value, list):
        return [odd, [[odd]]]
    rows = [list(row) if isinstance(row, list) else [row] for row in value]
    first, last = ([list(row) for row in rows] for _ in range(2))
    first[0][0], last[-1][-1] = odd, odd
    return [odd, first, last]


def answered(name: str, given: list[Any]) -> Any:
    why = udfs.CLV_WHY(name, *given)
    assert isinstance(why, str)
    return getattr(udfs, name)(*given)


@pytest.mark.parametrize("name", CALLS)
def test_no_number_and_infinity(name: str) -> None:
    """An answer or an error value, and CLV_WHY a sentence."""
    base = list(CALLS[name][0].values())
    for at, value in enumerate(base):
        for odd in ODD:
            for spoiled in spoilt(value, odd):
                answered(name, [*base[:at], spoiled, *base[at + 1 :]])


@pytest.mark.parametrize("name", CALLS)
def test_ragged_lists(name: str) -> None:
    """#VALUE!, since no range is ragged; CLV_WHY names the argument."""
    base, names = list(CALLS[name][0].values()), list(CALLS[name][0])
    for at in range(len(base)):
        for ragged in ([[1.0], [2.0, 3.0]], [[1.0, 2.0], [3.0]], [1.0, [2.0]]):
            given = [*base[:at], ragged, *base[at + 1 :]]
            assert answered(name, given) == "#VALUE!"
            assert udfs.CLV_WHY(name, *given).startswith(f"{names[at]} has rows of different lengths")

"""Odd cells thrown at every function: whatever comes in, plain cells come out, and CLV_WHY has words for it."""

from __future__ import annotations

import datetime as dt
import json
import math
import random
import re
from decimal import Decimal
from typing import Any

import pytest

from tests.worksheet.test_parity import CALLS
from xlclv import udfs

ODD: list[Any] = [
    None, "", " ", "x", "85%", "#N/A", "#REF!", -2146826243, True, False, 0.0, -1.0, 0.5, 1.0, 2.0, 1e308, -1e308,
    5e-324, 10**400, 85.0, Decimal("2.5"), dt.datetime(2026, 1, 5), 46000.0, "BG/NBD", "margin", 1e9, 0.999999999,
    Decimal("-3"), dt.date(2026, 1, 1), dt.time(3), dt.datetime(9999, 12, 31), "*", "Exceeds", " \t", "=1/0", "x" * 300,
    1e15, -0.5, -0.0, 12.0, -2958465.0, "top", -2146826246, -2146826259,
]  # fmt: skip


def mutated(rng: random.Random, value: Any) -> Any:
    """The value with one cell, or its shape, made odd."""
    if not isinstance(value, list):
        return rng.choice(ODD)
    kind = rng.random()
    if kind < 0.6:
        rows = [list(row) for row in value]
        row = rng.choice(rows)
        row[rng.randrange(len(row))] = rng.choice(ODD)
        return rows
    if kind < 0.7:
        return rng.choice(ODD)
    if kind < 0.8:
        return value[: rng.randint(1, len(value))]
    if kind < 0.85:
        return [[cell for row in value for cell in row]]
    if kind < 0.95:
        width = rng.randint(1, 3)
        return [[rng.choice(ODD) for _ in range(width)] for _ in range(rng.randint(1, 4))]
    return [*value, [None] * len(value[0])]


def assert_cells(shown: Any) -> None:
    """A number, text or TRUE/FALSE, or a rectangle of them: never a blank for a failure, NaN or a NumPy type."""
    rows = shown if isinstance(shown, list) else [[shown]]
    assert rows
    assert all(isinstance(row, list) for row in rows)
    assert len({len(row) for row in rows}) == 1
    for row in rows:
        for cell in row:
            assert type(cell) in (int, float, str, bool), repr(cell)
            assert not isinstance(cell, float) or (math.isfinite(cell) and str(cell) != "-0.0")
            assert type(cell) is not int or abs(cell) <= 2**53, cell  # a cell holds no longer whole number
    json.dumps(shown, allow_nan=False)  # as the web host sends it


@pytest.mark.parametrize("name", CALLS)
def test_odd_cells(name: str) -> None:
    """Forty calls of each function with one to three arguments made odd, seeds fixed."""
    function, (base, _) = getattr(udfs, name), CALLS[name]
    for seed in range(40):
        rng = random.Random(f"{name}{seed}")
        arguments = dict(base)
        for argument in rng.sample(list(base), rng.randint(1, min(3, len(base)))):
            arguments[argument] = mutated(rng, arguments[argument])
        shown = function(*arguments.values())
        assert_cells(shown)
        why = udfs.CLV_WHY(name, *arguments.values())
        assert isinstance(why, str)
        if isinstance(shown, str) and shown.startswith("#"):
            assert not why.startswith("OK"), (arguments, shown, why)
        assert not re.search(r"\b(nan|inf|None|array|object)\b", why), why


LISTS = {name: [key for key, value in given.items() if isinstance(value, list) and len(value) > 2]
         for name, (given, *_) in CALLS.items()}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "blank", "short"),
    [(name, blank, short) for name, keys in LISTS.items() for blank in keys for short in keys if blank != short],
)
def test_a_blank_list_beside_a_short_one(name: str, blank: str, short: str) -> None:
    """Two faults at once, of which the first leaves nothing to try the second with: an error of Excel's, in words."""
    given = CALLS[name][0]
    given = {**given, blank: [[None] * len(row) for row in given[blank]], short: given[short][:-1]}
    assert getattr(udfs, name)(*given.values()) in ("#N/A", "#NUM!")
    assert re.search(r"blank|row", udfs.CLV_WHY(name, *given.values()))

"""A long range is read by its values first: one odd cell among hundreds shows what it shows alone."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from xlclv import udfs

_REST = 50.5  # not whole, so that nothing but the odd cell asks for a look at types


@pytest.mark.parametrize(
    "odd",
    [True, False, None, "", " ", "abc", "1.5", "#N/A", -2146826246, -2146826281, 5, 0, 2.0, -1.5, Decimal("1.5"),
     Decimal(2), Decimal("NaN"), float("nan"), float("inf"), 1e308, 10**400, dt.datetime(2020, 1, 1),
     dt.date(2020, 1, 1), np.float64(1.5), np.int64(3)],
    ids=repr,
)  # fmt: skip
def test_one_odd_cell(odd: Any) -> None:
    """The odd row is what the same call gives for that cell alone, and no other row feels it."""
    column: list[list[Any]] = [[_REST] for _ in range(300)]
    column[7] = [odd]
    found = udfs.CLV(column, 4.5, 3.5, 100.5)
    alone, other = (udfs.CLV([[value]], 4.5, 3.5, 100.5) for value in (odd, _REST))
    assert found[7][0] == alone
    assert [row[0] for i, row in enumerate(found) if i != 7] == [other] * 299

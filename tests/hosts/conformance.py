"""One table of inputs for every host: what stands in the cells, and what the function's cells must then show."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, NamedTuple


class Err(NamedTuple):
    """An error value in a cell; each host has its own way to hand it over."""

    text: str


class _Omitted:
    """An argument that was left out."""


OMITTED = _Omitted()
DAY = dt.datetime(2026, 3, 31)
SERIAL = 46112.0
IDS, DATES, AMOUNTS = [["A"], ["A"]], [[46098.0], [46105.0]], [[10.0], [20.0]]
HALF = [[0.5, 0.5], [0.0, 1.0]]

# label, function, arguments, what the cells show
CASES: list[tuple[str, str, tuple[Any, ...], Any]] = [
    ("number", "CLV", (50.0, 4.0, 3.0), 600.0),
    ("1x1 range", "CLV", ([[50.0]], [[4.0]], [[3.0]]), 600.0),
    ("currency cell", "CLV", ([[Decimal("50.2500")]], 4.0, 3.0), 603.0),
    ("blank cell", "CLV", ([[None]], 4.0, 3.0), 0.0),
    ("blank optional cell", "CLV", (50.0, 4.0, 3.0, [[None]]), 600.0),
    ("blank range", "CLV", ([[None], [None]], 4.0, 3.0), [[0.0], [0.0]]),
    ("blank list", "CLV_CURVE", (0.1, [[None], [None]], [[None], [None]]), "#N/A"),
    ("omitted", "CLV", (50.0, 4.0, 3.0, OMITTED, OMITTED, OMITTED, OMITTED), 600.0),
    ("empty text", "CLV", ([[""]], 4.0, 3.0), 0.0),
    ("text number", "CLV", ([["50"]], 4.0, 3.0), "#VALUE!"),
    ("text percent", "CLV", (50.0, 4.0, 3.0, 0.0, [["40%"]]), "#VALUE!"),
    ("bool as a number", "CLV", ([[True]], 4.0, 3.0), "#VALUE!"),
    ("bool as a switch", "CLV_RETENTION", (0.1, 0.8, 100.0, OMITTED, 0.0, [[False]]), 266.666667),
    ("85 for 85%", "CLV_RETENTION", (0.1, [[85.0]], 100.0), "#NUM!"),
    ("#N/A in", "CLV", ([[Err("#N/A")]], 4.0, 3.0), "#N/A"),
    ("#DIV/0! in a range", "CLV", ([[50.0], [Err("#DIV/0!")]], 4.0, 3.0), [[600.0], ["#DIV/0!"]]),
    ("errors without a name", "CLV", ([[Err("#SPILL!")], [Err("#CALC!")]], 4.0, 3.0), [["#SPILL!"], ["#CALC!"]]),
    ("row", "CLV", ([[50.0, 60.0]], 4.0, 3.0), [[600.0, 720.0]]),
    ("column", "CLV", ([[50.0], [60.0]], 4.0, 3.0), [[600.0], [720.0]]),
    ("grid", "CLV", ([[50.0], [60.0]], [[1.0, 2.0]], 1.0), [[50.0, 100.0], [60.0, 120.0]]),
    ("unequal lengths, cell by cell", "CLV", ([[1.0], [2.0]], [[1.0], [2.0], [3.0]], 1.0), "#VALUE!"),
    ("unequal lengths, lists", "CLV_CURVE", (0.0, [[1.0], [0.5]], [[1.0], [2.0], [3.0]]), "#N/A"),
    ("infinity as a result", "CLV", (1e308, 1e308, 1.0), "#NUM!"),
    ("no result in one row", "CLV_PAYBACK", (100.0, 20.0, [[1.0], [0.5]]), [[5.0], ["#N/A"]]),
    ("date as datetime", "CLV_RFM_SUMMARY", (IDS, DATES, AMOUNTS, [[DAY]]), [["A", 1, 1.0, 2.0, 20.0]]),
    ("date as serial", "CLV_RFM_SUMMARY", (IDS, DATES, AMOUNTS, [[SERIAL]]), [["A", 1, 1.0, 2.0, 20.0]]),
    ("date as text", "CLV_RFM_SUMMARY", (IDS, DATES, AMOUNTS, [["31/03/2026"]]), "#VALUE!"),
    ("column of numbers", "CLV_MIGRATION", (0.1, HALF, [[10.0], [0.0]]), [[18.333333], [0.0]]),
    ("row of a W function", "CLV_ROI", (1.0, 2.0, 3.0, 0.0), [[1.0, 3.0, 3.0, "#DIV/0!", 1.0]]),
    ("text result", "CLV_TIER", ([[900.0], [20.0]], [[500.0]], [["A", "B"]]), [["A"], ["B"]]),
    ("table with text and blanks", "CLV_COHORT_TABLE", ([["A"], ["B"]], [[46036.0], [46067.0]], [[1.0], [1.0]]),
     [["2026-01", 1, 1.0, 0.0], ["2026-02", 1, 1.0, ""]]),
    ("words", "CLV_WHY", ("CLV", 50.0, 4.0, 3.0), "OK"),
]  # fmt: skip

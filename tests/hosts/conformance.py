"""One table of inputs for every host, shape by shape: what stands in the cells, and what they must then show."""

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

# the same inputs as a list that is answered as a whole, then row by row against its column, then a row of cells a row
WHOLE: list[tuple[str, str, tuple[Any, ...], Any]] = [
    ("whole: 1x1", "CLV_CURVE", (0.0, [[1.0]], [[100.0]]), 100.0),
    ("whole: row", "CLV_CURVE", (0.0, [[1.0, 0.5]], [[100.0, 50.0]]), 125.0),
    ("whole: column and row", "CLV_CURVE", (0.0, [[1.0], [0.5]], [[100.0, 50.0]]), 125.0),
    ("whole: grid", "CLV_CURVE", (0.0, [[1.0, 0.5], [0.4, 0.3]], 100.0), 220.0),
    ("whole: currency cell", "CLV_CURVE", (0.0, [[1.0], [0.5]], [[Decimal("100.0000")], [Decimal("50.5")]]), 125.25),
    ("whole: blank cell", "CLV_CURVE", (0.0, [[1.0], [0.5]], [[None], [100.0]]), 50.0),
    ("whole: blank rows at the foot", "CLV_CURVE", (0.0, [[1.0], [0.5], [None]], [[100.0], [50.0], [""]]), 125.0),
    ("whole: text number", "CLV_CURVE", (0.0, [[1.0], ["0.5"]], 100.0), "#VALUE!"),
    ("whole: bool as a number", "CLV_CURVE", (0.0, [[True], [0.5]], 100.0), "#VALUE!"),
    ("whole: bool as a switch", "CLV_SURVIVAL", ([[1.0], [2.0]], [[True], [False]]), [[1, 2, 1, 0.5]]),
    ("whole: #N/A in", "CLV_CURVE", (0.0, [[1.0], [Err("#N/A")]], 100.0), "#N/A"),
    ("whole: error without a name", "CLV_CURVE", (0.0, [[1.0], [Err("#CALC!")]], 100.0), "#CALC!"),
    ("whole: 85 for 85%", "CLV_CURVE", (0.0, [[1.0], [85.0]], 100.0), "#NUM!"),
    ("whole: range for a single value", "CLV_CURVE", ([[0.0], [0.1]], [[1.0], [0.5]], 100.0), "#VALUE!"),
    ("whole: omitted", "CLV_CONCENTRATION", ([[1.0], [3.0]], OMITTED, OMITTED), 0.25),
    ("whole: infinity as a result", "CLV_CURVE", (0.0, [[1.0], [1.0]], 1e308), "#NUM!"),
    ("whole: nothing to divide by", "CLV_CONCENTRATION", ([[1.0], [-1.0]],), "#DIV/0!"),
    ("whole: a cell of its own error", "CLV_DECILES", ([[1.0], [-1.0]], 2.0),
     [[1, 1, 1.0, "#DIV/0!", "#DIV/0!"], [2, 1, -1.0, "#DIV/0!", "#DIV/0!"]]),
    ("whole: dates as datetime", "CLV_REALISED", (0.0, [[5.0], [6.0]], [[DAY], [DAY]], [[DAY]]), 11.0),
    ("whole: date as text", "CLV_REALISED", (0.0, [[5.0], [6.0]], [[SERIAL], ["31/03/2026"]], [[DAY]]), "#VALUE!"),
    ("whole: date as currency", "CLV_REALISED", (0.0, [[5.0]], [[Decimal("46112.0000")]], [[DAY]]), 5.0),
]  # fmt: skip
BY_ROW: list[tuple[str, str, tuple[Any, ...], Any]] = [
    ("by row: 1x1", "CLV_TIER", ([[900.0]], [[500.0]]), "Tier 1"),
    ("by row: row", "CLV_TIER", ([[900.0, 20.0]], [[500.0]]), [["Tier 1"], ["Tier 2"]]),
    ("by row: grid", "CLV_TIER", ([[900.0, 20.0], [1.0, 700.0]], [[500.0]]),
     [["Tier 1"], ["Tier 2"], ["Tier 2"], ["Tier 1"]]),
    ("by row: currency cell", "CLV_TIER", ([[Decimal("900.5000")], [20.0]], [[500.0]]), [["Tier 1"], ["Tier 2"]]),
    ("by row: blank cell", "CLV_TIER", ([[None], [900.0]], [[500.0]]), [["Tier 2"], ["Tier 1"]]),
    ("by row: blank range", "CLV_TIER", ([[None], [None]], [[500.0]]), "#N/A"),
    ("by row: blank rows at the foot", "CLV_TIER", ([[900.0], [1.0], [None]], [[500.0]]), [["Tier 1"], ["Tier 2"]]),
    ("by row: omitted", "CLV_TIER", ([[2.0], [1.0]], OMITTED, OMITTED, OMITTED), [["Silver"], ["Bronze"]]),
    ("by row: text number", "CLV_TIER", ([["900"], [1.0]], [[500.0]]), [["#VALUE!"], ["Tier 2"]]),
    ("by row: bool", "CLV_TIER", ([[True], [900.0]], [[500.0]]), [["#VALUE!"], ["Tier 1"]]),
    ("by row: #N/A in", "CLV_TIER", ([[Err("#N/A")], [900.0]], [[500.0]]), [["#N/A"], ["Tier 1"]]),
    ("by row: error without a name", "CLV_TIER", ([[Err("#SPILL!")], [9.0]], [[5.0]]), [["#SPILL!"], ["Tier 1"]]),
    ("by row: bad option", "CLV_TIER", ([[900.0], [1.0]], [[0.5, 0.2]]), "#NUM!"),
    ("by row: unequal lengths", "CLV_RFM_SCORE", ([[1.0], [2.0]], [[1.0]], [[1.0], [2.0]], 2.0), "#N/A"),
    ("by row: a single value beside a list", "CLV_SERVICE_LEVEL", ([["Exceeds"], ["Exceeds"]], 5.0, 4.0, 2.0), "#N/A"),
    ("by row: too few rows", "CLV_RFM_SCORE", (5.0, 1.0, 1.0), "#NUM!"),
    ("by row: several columns", "CLV_RFM_SCORE",
     ([[1.0], ["x"], [3.0]], [[3.0], [2.0], [1.0]], [[3.0], [2.0], [1.0]], 2.0),
     [[2, 2, 2], ["#VALUE!", "#VALUE!", "#VALUE!"], [1, 1, 1]]),
]  # fmt: skip
WIDE: list[tuple[str, str, tuple[Any, ...], Any]] = [
    ("wide: column", "CLV_ROI", ([[1.0], [1.5]], 2.0, 4.0, 2.0),
     [[1.0, 4.0, 2.0, 1.0, 1.0], [0.5, 2.0, 0.0, 0.0, 0.5]]),
    ("wide: row", "CLV_ROI", ([[1.0, 1.5]], 2.0, 4.0, 2.0), "#VALUE!"),
    ("wide: currency cell", "CLV_ROI", ([[Decimal("1.0000")]], 2.0, 4.0, 2.0), [[1.0, 4.0, 2.0, 1.0, 1.0]]),
    ("wide: text number", "CLV_ROI", ([["1"]], 2.0, 4.0, 2.0), [["#VALUE!"] * 5]),
    ("wide: blank cell", "CLV_ROI", ([[None]], 2.0, 4.0, 2.0), [[2.0, 8.0, 6.0, 3.0, 2.0]]),
    ("wide: #N/A in one row", "CLV_ROI", ([[Err("#N/A")], [1.0]], 2.0, 4.0, 2.0),
     [["#N/A"] * 5, [1.0, 4.0, 2.0, 1.0, 1.0]]),
    ("wide: unequal lengths", "CLV_ROI", ([[1.0], [1.5]], [[2.0], [2.0], [2.0]], 4.0, 2.0), "#VALUE!"),
    ("wide: omitted", "CLV_INTERVAL", (0.1, 500.0, 400.0, 100.0, OMITTED, OMITTED, OMITTED),
     [[296.971718, 333.111053, 374.912605, 0.763268, 0.833271]]),
    ("wide: infinity as a result", "CLV_ROI", (-1e308, 1e308, 10.0, 5.0), [["#NUM!"] * 5]),
]  # fmt: skip
CASES += WHOLE + BY_ROW + WIDE

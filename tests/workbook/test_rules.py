"""The house rules of formulas: short, of Excel 2016, without hidden numbers, one pattern a column."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from xlclv.report import Report
from xlclv.report.evidence import TOLD
from xlclv.validation.headline import WIDE

from .holdout import WEEKS
from .recalculation import formulas

FUNCTIONS = {
    "ABS", "AND", "AVERAGE", "AVERAGEIFS", "COLUMN", "COUNT", "COUNTBLANK", "COUNTIFS", "EXACT", "FIXED", "IF",
    "IFERROR", "INDEX", "INT", "ISFORMULA", "ISNUMBER", "LARGE", "LN", "MATCH", "MAX", "MEDIAN", "MIN", "N", "RIGHT",
    "ROUND", "ROW", "ROWS", "SUM", "SUMIFS", "SUMPRODUCT", "UNICODE",
}  # fmt: skip


def test_formulas_keep_the_house_rules(written: Path) -> None:
    """Short, of Excel 2016, not volatile, and no number but 0, 1, 100 and digits of ROUND and FIXED."""
    for place, text in formulas(written).items():
        bare = re.sub(r'"[^"]*"', '""', text)
        assert len(text) <= 120, place
        bare = re.sub(r"\[[^\]]*\]", "", bare)
        assert set(re.findall(r"([A-Z][A-Z0-9.]*)\(", bare)) <= FUNCTIONS, (place, text)
        bare = re.sub(r"\$?[A-Z]{1,3}\$?\d+", "", bare)
        bare = re.sub(r",\d\)", ")", bare) if "ROUND(" in bare or "FIXED(" in bare else bare
        bare = re.sub(r"/10\^\d", "", bare)  # thousands, millions, billions
        assert set(re.findall(r"\d+(?:\.\d+)?", bare)) <= {"0", "1", "100", f"{TOLD:g}", f"{WIDE:g}"}, (place, text)


def relative(text: str, row: int) -> str:
    """A formula with its relative rows as offsets: what a spreadsheet fills down."""
    return re.sub(r"(\b[A-Z]{1,3})(\d+)\b", lambda ref: f"{ref[1]}[{int(ref[2]) - row}]", text)


@pytest.mark.parametrize(
    ("sheet", "first", "count"),
    [
        ("Customers", 5, "customers"),
        ("Flows", 9, "weeks"),
        ("Segments", 6, "segments"),
        ("Concentration", 7, 10),
        ("Tracking", 50, WEEKS),
        ("Sensitivity", 8, 5),
        ("Sensitivity", 16, 5),
        ("Sensitivity", 24, 4),
        ("Sensitivity", 33, 5),
        ("Sensitivity", 38, 8),
        ("Sensitivity", 48, 4),
        ("Acquisition", 50, 18),
    ],
)
def test_one_pattern_a_column(report: Report, written: Path, sheet: str, first: int, count: int | str) -> None:
    """Within a table, a column's formulas are one another filled down."""
    sizes = {
        "customers": len(report.customers.id),
        "weeks": len(report.flows.midpoint),
        "segments": len(report.segments),
    }
    last = first - 1 + (sizes[count] if isinstance(count, str) else count)
    patterns: dict[int, dict[str, int]] = {}
    for (title, row, column), text in formulas(written).items():
        if title == sheet and first <= row <= last:
            own = relative(text, row)
            found = patterns.setdefault(column, {})
            found[own] = found.get(own, 0) + 1
    assert patterns
    assert all(len(found) == 1 for found in patterns.values()), patterns
    assert {sum(found.values()) for found in patterns.values()} == {last - first + 1}

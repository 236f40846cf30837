"""The lines of Cohorts and the payback count whole periods, and cohorts of enough customers."""

from __future__ import annotations

import dataclasses
import datetime as dt

import numpy as np
import pytest

from xlclv.report import CohortTable, Report
from xlclv.workbook.summary import lay_out
from xlclv.workbook.summary.triangle import SMALLEST, in_words, triangle

from .conftest import make_report


def cohorts(people: list[int], came: list[list[int]]) -> CohortTable:
    """Cohorts of so many customers, of whom so many came in each month since."""
    width = len(came[0])
    active = np.array([[*row, *[-1] * (width - len(row))] for row in came])
    revenue = np.where(active >= 0, active * 10.0, np.nan)
    return CohortTable("month", tuple(f"2026-{i:02d}" for i in range(1, width + 1)), np.array(people), active, revenue)


@pytest.fixture(scope="module")
def report() -> Report:
    """Three cohorts, the second of few customers, valued in the middle of the last month."""
    made = make_report(100, holdout=None)
    table = cohorts([60, 8, 32], [[60, 30, 6], [8, 8], [32]])
    table.revenue[0, 0] += made.sales - np.nansum(table.revenue)
    given = dataclasses.replace(made.assumptions, as_of=dt.date(2026, 3, 15))
    return dataclasses.replace(made, cohorts=table, assumptions=given, last_order=dt.date(2026, 3, 10))


def test_the_lines_leave_out_what_cannot_be_compared(report: Report) -> None:
    """A month that is not over and a cohort below the least are in the triangle, and in no line or payback."""
    shape = triangle(report)
    assert (shape.partial, shape.least, shape.periods) == (True, SMALLEST, 2)
    assert shape.counted.tolist() == [[True, True, False], [False, False, False], [False, False, False]]
    book = lay_out(report, lambda words, done, total: None)
    cell = book.calculation.value
    assert [cell(("Cohorts", 9, column)) for column in (2, 3, 4, 5)] == [92, 1.0, 0.5, None]
    sheet = {(r, c): v for r, c, _, v in book.sheets["Acquisition"].cells()}
    (head,) = [r for (r, _), v in sheet.items() if v == "Customers who got so far"]
    assert [cell(("Acquisition", head + 1 + j, 2)) for j in range(2)] == [60, 60]
    assert (head + 3, 2) not in sheet
    assert "not over on 2026-03-15" in in_words(shape, report)


def test_a_month_over_on_the_day_counts(report: Report) -> None:
    """On its last day, or valued later, the newest month is like the others."""
    for day in (dt.date(2026, 3, 31), dt.date(2026, 5, 4)):
        given = dataclasses.replace(report.assumptions, as_of=day)
        assert not triangle(dataclasses.replace(report, assumptions=given)).partial


def test_where_most_cohorts_are_small_they_count(report: Report) -> None:
    """A base of few customers still has its lines, and a note that says so."""
    small = dataclasses.replace(report, cohorts=cohorts([20, 8, 32], [[20, 10, 6], [8, 8], [32]]))
    shape = triangle(small)
    assert (shape.least, shape.periods) == (1, 2)
    assert "counted all the same" in in_words(shape, small)

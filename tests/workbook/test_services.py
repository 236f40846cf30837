"""Attainment and service levels on the sheets, and where each assumption comes from."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from xlclv import workbook
from xlclv.report import SERVICES, Report
from xlclv.report.service import GONE, WIN_BACK, earned
from xlclv.segments import attainment

from .conftest import make_report
from .recalculation import Calculation


def test_services_are_those_of_the_worksheet_functions(report: Report) -> None:
    """CLV_ATTAINMENT over what the average customer brings in all, and CLV_SERVICE_LEVEL of it, row by row."""
    people = report.customers
    expected = float((people.sales + people.remaining).mean())
    attained = attainment.attainment(people.sales, expected)
    assert people.attainment == pytest.approx(attained)
    assert people.service is not None
    told = [SERVICES[place] for place in people.service]
    by_function = attainment.service_level(attained.tolist(), people.remaining).tolist()
    gone = people.p_alive < GONE
    assert gone.any()
    assert [name for name, left in zip(told, gone, strict=True) if not left] == [
        name for name, left in zip(by_function, gone, strict=True) if not left
    ]
    assert {name for name, left in zip(told, gone, strict=True) if left} <= {WIN_BACK, attainment.SELF_SERVICE}
    assert all(name == WIN_BACK for name, left, a in zip(told, gone, attained, strict=True) if left and a >= 1)
    assert set(told) >= set(SERVICES) - {WIN_BACK}


@pytest.mark.parametrize(
    ("realised", "remaining"), [(np.ones(4), np.ones(4)), (np.full(9, -5.0), np.ones(9)), (np.zeros(9), np.zeros(9))]
)
def test_no_service_without_a_yardstick(realised: np.ndarray, remaining: np.ndarray) -> None:
    """Fewer than five customers have no percentiles; an expected loss, or nothing, cannot be attained."""
    alive, mean = np.ones(len(realised)), float((realised + remaining).mean())
    assert earned(realised, remaining, alive, len(realised), mean, (0.0, 1.0)) is None


def test_who_has_left_is_won_back_and_not_served() -> None:
    """With a P(alive) below 10% nobody is Concierge: those who exceeded are to be won back."""
    realised, remaining = np.array([9.0, 9, 1, 2, 0]), np.array([1.0, 1, 9, 3, 2])
    found = earned(realised, remaining, np.array([0.05, 0.5, 0.05, 0.9, 0.9]), 5, 5.4, (0.8, 4.2))
    assert found is not None
    assert [SERVICES[i] for i in found[1]][:3] == [WIN_BACK, attainment.CONCIERGE, attainment.SELF_SERVICE]


def test_segments_count_the_services(report: Report, written: Path) -> None:
    """The table on Segments holds every customer once, and follows the customer sheet."""
    sheet = openpyxl.load_workbook(written, data_only=True)["Segments"]
    top = next(row for row in range(1, 60) if sheet.cell(row, 2).value == SERVICES[0])
    counts = [[sheet.cell(top + 1 + i, 2 + j).value for j in range(len(SERVICES))] for i in range(len(report.segments))]
    people = report.customers
    assert people.service is not None
    assert counts == [
        [int(((people.segment == i) & (people.service == j)).sum()) for j in range(len(SERVICES))]
        for i in range(len(report.segments))
    ]
    assert sheet.cell(top + 1 + len(report.segments), len(SERVICES) + 2).value == len(people.id)


def test_four_customers_have_no_service_and_a_sound_workbook(tmp_path: Path) -> None:
    """Without service levels there are no such columns, no table, and all checks hold."""
    path = tmp_path / "few.xlsx"
    workbook.write(make_report(4, periods=2), path)
    head = [cell.value for cell in openpyxl.load_workbook(path)["Customers"][4]]
    assert "Attainment" not in head
    assert "Service level" not in head
    assert Calculation(path).value("AllChecksOK") is True


def test_each_assumption_names_its_source(report: Report, tmp_path: Path) -> None:
    """Given where the user gave it, the default where not; and both where nobody can tell."""
    path = tmp_path / "given.xlsx"
    some = dataclasses.replace(report.assumptions, given=frozenset({"rate", "as_of", "model"}))
    sources = []
    for made in (dataclasses.replace(report, assumptions=some), report):
        workbook.write(made, path)
        sheet = openpyxl.load_workbook(path)["Assumptions"]
        sources.append({sheet.cell(row, 1).value: sheet.cell(row, 8).value for row in range(5, 20)})
    names = ("Discount rate", "Margin", "Horizon", "As-of date", "Range of the rate")
    assert [sources[0][name] for name in names] == ["given", "the default", "the default", "given", "convention"]
    assert [sources[1][name] for name in names[:4]] == [*["given, or the default"] * 3, "given, or the last order"]

"""Fewer customers listed than there are: the others stand below them, and all totals hold."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

from xlclv.report import Report
from xlclv.workbook import summary

from .cutting import shortened
from .recalculation import Calculation, cached, differing, formulas, libreoffice, poison
from .test_live import FIRST_CUSTOMER, by_segment

LISTED = 250  # of 320: those left belong to one segment; of 60, to several


@pytest.fixture(scope="module", params=[LISTED, 60])
def cut(request: pytest.FixtureRequest, report: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of the report that lists so many customers."""
    path = tmp_path_factory.mktemp("cut") / "cut.xlsx"
    summary.write(shortened(report, request.param), path)
    return path


def listed(cut: Path) -> int:
    """How many customers the table holds."""
    first, last = openpyxl.load_workbook(cut)["Customers"].tables["CustomerTable"].ref.split(":")
    return int(last.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) - int(first[1:])


def test_totals_and_checks_cover_all(report: Report, written: Path, cut: Path) -> None:
    """Every named figure is that of the uncut workbook, at the exported inputs and at others; all checks hold."""
    whole, part = Calculation(written), Calculation(cut)
    names = ("CustomerCount", "CustomerEquity", "MeanCLV", "Gini", "MaximumCAC", "AllChecksOK")
    tiles = [("Summary", row, column) for row in (7, 11) for column in (1, 3, 5)]
    tenths = [("Concentration", row, column) for row in range(7, 17) for column in (3, 4, 6, 9)]
    segments = [("Segments", row, column) for row in range(6, 11) for column in (2, 4, 8, 10, 13)]
    for rate in (0.1, 0.25):
        for calculation in (whole, part):
            calculation.set("DiscountRate", rate)
        near = 1e-9 if rate == 0.1 else 2e-2  # beyond the list, places move as a whole with the rate
        assert [part.value(name) for name in names] == pytest.approx([whole.value(name) for name in names], rel=near)
        assert [part.at(place) for place in tiles] == pytest.approx([whole.at(place) for place in tiles], rel=1e-9)
        assert [part.at(place) for place in segments] == pytest.approx([whole.at(p) for p in segments], rel=near)
        assert [part.at(place) for place in tenths] == pytest.approx([whole.at(p) for p in tenths], rel=near)
        assert part.value("CustomerEquity") == pytest.approx(by_segment(report, rate, 0.4, 3.0).sum())
        assert part.value("AllChecksOK") is True


def test_every_cached_value_holds(cut: Path, tmp_path: Path) -> None:
    """Both calculators agree with what the file says."""
    found, calculation = formulas(cut), Calculation(cut)
    told = cached(cut, found)
    assert not differing(told, {place: calculation.at(place) for place in found})


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.libreoffice
def test_libreoffice_agrees_on_a_cut_list(cut: Path, tmp_path: Path) -> None:
    """The poisoned copy, recalculated, gives every cached value."""
    found = formulas(cut)
    after = cached(libreoffice(poison(cut, tmp_path / "poisoned.xlsx"), tmp_path), found)
    assert not differing(cached(cut, found), after)


def test_the_rule_is_stated_and_the_rest_is_named(report: Report, cut: Path) -> None:
    """The sheet and the Data check say who is listed; the rest stands below the table, a row a segment."""
    book, count = openpyxl.load_workbook(cut, data_only=True), listed(cut)
    left = len(report.customers.id) - count
    rule = f"The {count:,} customers of highest remaining CLV"
    assert rule in book["Customers"]["A2"].value
    assert any(rule in str(row[0].value) for row in book["Data check"].iter_rows(max_col=1))
    below = list(book["Customers"].iter_rows(min_row=FIRST_CUSTOMER + count, values_only=True))
    assert all(row[0].startswith("All other customers (") for row in below)
    assert sum(row[2] for row in below) == left
    assert len({row[1] for row in below}) == len(below) == len(set(report.customers.segment[count:]))


def test_a_corrupted_rest_is_seen(cut: Path) -> None:
    """No number of the rest can change unseen either."""
    calculation, row = Calculation(cut), FIRST_CUSTOMER + listed(cut)
    for column in (2, 3, 6, 16, 17):
        place = ("Customers", row, column)
        stood = calculation.at(place)
        calculation.set(place, "Platinum" if column == 2 else 987.125)
        assert calculation.value("AllChecksOK") is False, column
        calculation.set(place, stood)
        assert calculation.value("AllChecksOK") is True, column


def test_the_top_group_is_of_all_customers(written: Path, cut: Path) -> None:
    """However few are listed, the best share of the customers holds what it holds in the uncut workbook."""
    whole, part = Calculation(written), Calculation(cut)
    tile = ("Summary", 7, 7)
    for share in (0.1, 0.25, 0.5):
        for calculation in (whole, part):
            calculation.set("TopShare", share)
        assert part.at(tile) == pytest.approx(whole.at(tile), rel=1e-9), share
        assert part.value("AllChecksOK") is True, share

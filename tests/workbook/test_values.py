"""Correctness: what the file shows is what an independent calculation of its formulas gives."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

from xlclv import workbook
from xlclv.report import Report

from .conftest import make_report
from .recalculation import Calculation, cached, differing, formulas, libreoffice, poison


def recalculated(path: Path, places: dict) -> dict:
    """IronCalc's value of every formula."""
    calculation = Calculation(path)
    return {place: calculation.at(place) for place in places}


def test_every_cached_value_is_what_ironcalc_computes(written: Path) -> None:
    """No formula's stored value differs from its recalculation by more than 1e-9 of its size."""
    found = formulas(written)
    assert len(found) > 1000
    assert not differing(cached(written, found), recalculated(written, found))


def test_a_poisoned_copy_fails_before_and_passes_after_recalculation(written: Path, tmp_path: Path) -> None:
    """The comparison sees wrong cached values, and the formulas do not live off them."""
    found = formulas(written)
    spoiled = poison(written, tmp_path / "poisoned.xlsx")
    told = cached(written, found)
    assert len(differing(cached(spoiled, found), told)) == len(found)
    assert not differing(recalculated(spoiled, found), told)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.libreoffice
@pytest.mark.parametrize("customers", [1, 320])
def test_libreoffice_agrees(customers: int, tmp_path: Path) -> None:
    """A second spreadsheet program, made to recalculate a poisoned copy, gives every cached value."""
    written = tmp_path / "written.xlsx"
    workbook.write(make_report(customers), written)
    found = formulas(written)
    spoiled = poison(written, tmp_path / "summary.xlsx")
    after = cached(libreoffice(spoiled, tmp_path), found)
    assert not differing(cached(written, found), after)


@pytest.mark.parametrize(
    "case",
    [
        {"customers": 2, "periods": 1},
        {"customers": 7, "periods": 3},
        {"horizon": 0.01},
        {"horizon": 1.0, "rate": 0.0},
        {"margin": 1.0, "cac": None, "currency": ""},
        {"periods": 40, "currency": "JPY"},
        {"currency": "pieces of eight"},
        {"margin": -0.1, "rate": -0.02},
    ],
    ids=str,
)
def test_unusual_reports_recalculate_too(case: dict, tmp_path: Path) -> None:
    """Few customers or cohorts, short horizons, no cost, many periods: the same law, and the checks hold.

    IronCalc reads a table column of one row as a single cell, so one customer alone is left to LibreOffice.
    """
    path = tmp_path / "case.xlsx"
    workbook.write(make_report(**case), path)
    found = formulas(path)
    assert not differing(cached(path, found), recalculated(path, found))
    assert Calculation(path).value("AllChecksOK") is True


def test_headline_figures_are_the_engine_s(report: Report, written: Path) -> None:
    """The named cells show the report's own figures."""
    calculation = Calculation(written)
    assert calculation.value("CustomerEquity") == pytest.approx(report.customer_equity, rel=1e-12)
    assert calculation.value("MeanCLV") == pytest.approx(report.mean_clv, rel=1e-12)
    assert calculation.value("CustomerCount") == len(report.customers.id)
    assert calculation.value("AllChecksOK") is True


def test_programs_that_cannot_calculate_see_every_value(report: Report, written: Path) -> None:
    """A reader of values alone finds all customers with their CLV, and no empty formula cell."""
    book = openpyxl.load_workbook(written, data_only=True)
    rows = list(book["Customers"].iter_rows(min_row=5, values_only=True))
    assert [row[3] for row in rows] == pytest.approx(report.residual_clv.tolist(), rel=1e-12)
    calculation = Calculation(written)
    empty = [place for place, value in cached(written, formulas(written)).items() if value is None]
    assert [place for place in empty if calculation.at(place) not in ("", None)] == []  # sentences that do not apply

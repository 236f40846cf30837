"""LAMBDA names in the summary workbook: an extra that changes nothing else."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from xlclv import workbook
from xlclv.report import Report
from xlclv.workbook.lambdas import lambda_names
from xlclv.workbook.lint import faults

from .recalculation import Calculation, cached, differing, formulas


@pytest.fixture(scope="module")
def named(report: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report's workbook with LAMBDA names."""
    path = tmp_path_factory.mktemp("named") / "summary.xlsx"
    workbook.write(report, path, lambdas=True)
    return path


def test_only_the_names_differ(written: Path, named: Path) -> None:
    """Off by default; with them, workbook.xml alone is another, and it holds the LAMBDAs as Excel stores them."""
    with zipfile.ZipFile(written) as plain, zipfile.ZipFile(named) as other:
        parts = plain.namelist()
        assert parts == other.namelist()
        assert [part for part in parts if plain.read(part) != other.read(part)] == ["xl/workbook.xml"]
    book = openpyxl.load_workbook(named)
    assert {name: book.defined_names[name].attr_text for name in lambda_names()} == lambda_names()
    assert not set(openpyxl.load_workbook(written).defined_names) & set(lambda_names())


def test_the_workbook_stays_right_and_clean(named: Path) -> None:
    """Nothing in it needs the names: every cached value is recalculated as it was, and the lint finds no fault."""
    calculation, found = Calculation(named), formulas(named)
    assert not differing(cached(named, found), {place: calculation.at(place) for place in found})
    assert calculation.value("AllChecksOK") is True
    assert faults(named) == []

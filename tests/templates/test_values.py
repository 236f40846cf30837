"""Correctness: every cached value of a template is what independent engines compute from the file."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.workbook.recalculation import Calculation, cached, differing, formulas, libreoffice, poison
from xlclv.workbook import templates

from .conftest import WRITERS

LEAST = {"calculator": 250, "service-roi": 120, "functions": 450}  # formulas: an empty file would agree with anything


def recalculated(path: Path, places: Any) -> dict[Any, Any]:
    """IronCalc's value of every formula."""
    calculation = Calculation(path)
    return {place: calculation.at(place) for place in places}


@pytest.mark.parametrize("name", WRITERS)
def test_every_cached_value_is_what_ironcalc_computes(files: dict[str, Path], name: str) -> None:
    """No formula's stored value differs from its recalculation by more than 1e-9 of its size; the checks hold."""
    found = formulas(files[name])
    assert len(found) > LEAST[name]
    assert not differing(cached(files[name], found), recalculated(files[name], found))
    assert Calculation(files[name]).value("AllChecksOK") is True


@pytest.mark.parametrize("name", WRITERS)
def test_a_poisoned_copy_fails_before_and_passes_after_recalculation(
    files: dict[str, Path], name: str, tmp_path: Path
) -> None:
    """The comparison sees wrong cached values, and no formula lives off them."""
    found = formulas(files[name])
    spoiled = poison(files[name], tmp_path / "poisoned.xlsx")
    told = cached(files[name], found)
    assert len(differing(cached(spoiled, found), told)) == len(found)
    assert not differing(recalculated(spoiled, found), told)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.libreoffice
@pytest.mark.parametrize("name", WRITERS)
def test_libreoffice_agrees(files: dict[str, Path], name: str, tmp_path: Path) -> None:
    """A second spreadsheet program, made to recalculate a poisoned copy, gives every cached value."""
    found = formulas(files[name])
    spoiled = poison(files[name], tmp_path / f"{name}.xlsx")
    after = cached(libreoffice(spoiled, tmp_path), found)
    assert not differing(cached(files[name], found), after)


@pytest.mark.parametrize("currency", ["", "JPY", "CHF", "pieces of eight"])
@pytest.mark.parametrize("period", ["month", "quarter"])
def test_other_currencies_and_periods_recalculate_too(currency: str, period: str, tmp_path: Path) -> None:
    """The words change, the law does not."""
    path = tmp_path / "case.xlsx"
    templates.write_calculator(path, currency=currency, period=period)
    found = formulas(path)
    assert not differing(cached(path, found), recalculated(path, found))
    templates.write_service_roi(path, currency=currency)
    found = formulas(path)
    assert not differing(cached(path, found), recalculated(path, found))


@pytest.mark.parametrize("name", WRITERS)
def test_programs_that_cannot_calculate_see_every_value(files: dict[str, Path], name: str) -> None:
    """No formula cell is empty for a reader of values alone, and none shows an error."""
    values = cached(files[name], formulas(files[name])).values()
    assert not [value for value in values if value is None or str(value).startswith("#")]
    assert openpyxl.load_workbook(files[name], data_only=True).active.title

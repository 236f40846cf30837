"""Overwrite a cell, and a check fails: the same law as `python -m tests.workbook.mutants`, on a sample."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

from workbook.summary import lay_out
from workbook.writer import Book
from xlclv.report import Report

from .mutants import AIM, Mutant, caught, mutants, overall, rates, relative, told
from .recalculation import Calculation, cached, libreoffice

SAMPLE, JUDGED = 60, 8


@pytest.fixture(scope="module")
def book(report: Report) -> Book:
    """The synthetic report's workbook, in memory."""
    return lay_out(report, lambda words, done, total: None)


def some(book: Book, count: int) -> list[Mutant]:
    """Mutants from all over the workbook, the control totals themselves left out."""
    found = [mutant for mutant in mutants(book) if mutant.place[0] != "Checks"]
    return found[:: max(1, len(found) // count)]


def test_an_overwritten_cell_is_caught(book: Book) -> None:
    """Of the patterns of formulas and columns of values, at least so many cells cannot be overwritten unseen."""
    found = rates(book, some(book, SAMPLE))
    assert set(found) >= {"Summary", "Cohorts", "Acquisition", "Sensitivity", "Tracking"}
    assert overall(found) >= AIM, "\n".join(told("sample", found))


def test_an_overwritten_formula_is_caught_in_a_what_if(book: Book) -> None:
    """At other inputs the exported totals say nothing; the formulas are counted all the same."""
    ((place, given),) = [(p, v) for p, v in _inputs(book) if v == pytest.approx(0.1)][:1]
    book.calculation.put(place, 0.2)
    try:
        formulas = [mutant for mutant in some(book, SAMPLE) if "=" in mutant.pattern and mutant.place[0] != "Summary"]
        assert len(formulas) > SAMPLE / 4
        assert [mutant.at for mutant in formulas if not caught(book, mutant)] == []
    finally:
        book.calculation.put(place, given)


def _inputs(book: Book) -> list[tuple[tuple[str, int, int], float]]:
    sheet = book.sheets["Assumptions"]
    return [
        (("Assumptions", row, column), value)  # type: ignore[misc]
        for row, column, style, value in sheet.cells()
        if sheet.look(style)[0] == "Input" and value is not None
    ]


def test_what_a_reader_may_change_is_no_mutant(book: Book) -> None:
    """Input cells are left out: changing them is what they are for."""
    assert not {place for place, _ in _inputs(book)} & {mutant.place for mutant in mutants(book)}


def test_patterns_are_filled_down() -> None:
    """Formulas that a spreadsheet would fill down or across are one pattern."""
    assert relative("=B7/$B$3", 7, 3) == relative("=C9/$B$3", 9, 4) != relative("=B6/$B$3", 7, 3)


def test_ironcalc_sees_what_our_own_calculation_sees(book: Book, written: Path) -> None:
    """Numbers overwritten in the file itself fail the checks of an independent calculation too."""
    numbers = [mutant for mutant in some(book, 4 * JUDGED) if isinstance(mutant.value, int | float)]
    for mutant in numbers[:: max(1, len(numbers) // JUDGED)]:
        calculation = Calculation(written)
        assert calculation.value("AllChecksOK") is True
        calculation.set(mutant.place, mutant.value)
        assert calculation.value("AllChecksOK") is not caught(book, mutant), mutant


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.libreoffice
def test_libreoffice_counts_formulas(book: Book, written: Path, tmp_path: Path) -> None:
    """A sentence overwritten by another changes no total: that its formula is gone is seen."""
    (mutant, *_) = [mutant for mutant in some(book, 1000) if mutant.at == "Concentration!A3"]
    changed = openpyxl.load_workbook(written)
    sheet, row, column = mutant.place
    changed[sheet].cell(row, column).value = mutant.value
    path = tmp_path / "changed.xlsx"
    changed.save(path)
    place = ("Checks", 3, 5)
    assert caught(book, mutant)
    assert cached(libreoffice(path, tmp_path), [place])[place] is False

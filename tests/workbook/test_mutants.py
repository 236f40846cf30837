"""Overwrite a cell, and a check fails: the same law as `python -m tests.workbook.mutants`, on a sample."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import openpyxl
import pytest

from xlclv.report import Report
from xlclv.workbook.summary import lay_out
from xlclv.workbook.writer import Book

from .mutants import AIM, Mutant, book_of, caught, caught_all, mutants, overall, rates, relative, told
from .recalculation import Calculation, cached, libreoffice

SAMPLE, JUDGED = 60, 8


@pytest.fixture(scope="module")
def book(report: Report) -> Book:
    """The synthetic report's workbook, in memory."""
    return lay_out(report, lambda words, done, total: None)


@pytest.fixture(scope="module")
def plain(report: Report) -> Book:
    """The same without letters that a spreadsheet counts as two: with them, ids are only compared with one another."""
    ids = [name.replace("\U0001f600", "x") for name in report.customers.id]
    named = dataclasses.replace(report, customers=dataclasses.replace(report.customers, id=ids))
    return lay_out(named, lambda words, done, total: None)


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


def test_acquisition_is_worked_out_again_in_a_what_if(book: Book) -> None:
    """At another rate, too, each figure of what a customer may cost has a check that names the sheet."""
    ((place, given),) = [(p, v) for p, v in _inputs(book) if v == pytest.approx(0.1)][:1]
    own = [holds for words, holds in book.checks if words.startswith("Acquisition: ")]
    book.calculation.put(place, 0.2)
    try:
        assert len(own) == 8
        # lifetime value, maximum cost, CLV : CAC, break-even margin; a new customer's value and its interval
        for row in (8, 11, 14, 16, 39, 43, 44):
            cell = ("Acquisition", row, 2)
            formula = book.sheets["Acquisition"]._rows[row][2][1]
            book.calculation.put(cell, 1.1 * float(book.calculation.value(cell)))
            assert not all(book.calculation.value(holds.place) for holds in own), row
            book.calculation.put(cell, formula)
        assert all(book.calculation.value(holds.place) for holds in own)
    finally:
        book.calculation.put(place, given)


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


@pytest.mark.parametrize("header", ["Customer", "First order", "P(alive)", "Sales to date", "Discounted orders"])
def test_figures_of_two_customers_swapped_are_caught(plain: Book, header: str) -> None:
    """Totals do not change when two customers change places in one column; a row's own checks do."""
    table = plain.calculation._grid("Customers").table
    assert table is not None
    column = list(table.columns).index(header) + 1
    here, there = ("Customers", 20, column), ("Customers", 220, column)
    first, second = plain.calculation.value(here), plain.calculation.value(there)
    assert first != second
    assert caught_all(plain, {here: second, there: first})


def test_an_id_that_stands_twice_is_caught(book: Book) -> None:
    """The id of another customer over one's own: the ids are counted, live."""
    twice = book.calculation.value(("Customers", 20, 1))
    assert caught_all(book, {("Customers", 220, 1): twice})


def test_money_given_back_before_a_first_order_is_in_the_cohorts(tmp_path: Path) -> None:
    """Refunds in months before the first purchase: cohorts' revenue is the customers' sales, and a check says so."""
    orders = ["Customer,Order date,Amount"]
    for i in range(60):
        orders += [f"R{i},2024-01-{i % 28 + 1:02d},-75.50"] if i % 3 == 0 else []
        orders += [f"R{i},2024-0{m + 1}-{i % 28 + 1:02d},{20 + (7 * i + 11 * m) % 90}.40" for m in range(2, 3 + i % 6)]
    path = tmp_path / "refunds.csv"
    path.write_text("\n".join(orders) + "\n", encoding="utf-8")
    made = book_of(path, margin=0.4)
    assert made.calculation.worked("=AllChecksOK") is True
    row = next(r for r, _, _, v in made.sheets["Checks"].cells() if v == "Revenue of all cohorts = sales to date")
    sides = [made.calculation.value(("Checks", row, column)) for column in (2, 3)]
    paid = sum(float(line.rpartition(",")[2]) for line in orders[1:])
    assert sides == [pytest.approx(paid, abs=1e-6)] * 2

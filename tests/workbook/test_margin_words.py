"""Where values are the margin of the lines, no word of page 1 calls them sales."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.companions.shops import run, write
from tests.workbook.conftest import make_report
from tests.workbook.recalculation import Calculation
from xlclv import workbook

_SALES = re.compile(r"\b(?:sales|spen[dt]|revenue)\b", re.IGNORECASE)
PAGES = ("Summary", "Segments", "Cohorts")


def texts(path: Path, pages: tuple[str, ...]) -> dict[str, list[str]]:
    """What the cells of these sheets show that speaks of sales."""
    import openpyxl

    book = openpyxl.load_workbook(path, data_only=True)
    return {
        page: [cell.value for row in book[page].iter_rows() for cell in row
               if isinstance(cell.value, str) and _SALES.search(cell.value)]
        for page in pages if page in book.sheetnames
    }  # fmt: skip


@pytest.mark.parametrize("by_line", [True, False])
def test_the_headline_says_what_values_are(by_line: bool, tmp_path: Path) -> None:
    """Margin by line is what customers are worth, as with --margin; sales they will spend."""
    report = make_report(60, margin=1.0)
    given = replace(report.assumptions, by_line=by_line)
    workbook.write(replace(report, assumptions=given), tmp_path / "a.xlsx")
    said = Calculation(tmp_path / "a.xlsx").at(("Summary", 1, 1))
    assert str(said).startswith("Customers are worth " if by_line else "Customers will spend ")
    assert any(texts(tmp_path / "a.xlsx", PAGES).values()) != by_line


def test_too_few_customers_for_values_left_margin_too(tmp_path: Path) -> None:
    """Of a base that no model fits to: what the lines left so far, not what customers spent."""
    rows = [["2026-01-05", "A", "10.00", "4.00"], ["2026-02-05", "B", "20.00", "5.00"]]
    path = write(tmp_path / "a.csv", ["date", "customer", "amount", "line cost"], rows)
    run("summarize", path, "--cost", "line cost", "-o", str(tmp_path / "a.xlsx"))
    book = Calculation(tmp_path / "a.xlsx")
    assert book.at(("Summary", 1, 1)) == "Customers have left 21 margin so far"
    assert book.at(("Summary", 3, 1)) == "Margin by line"
    assert texts(tmp_path / "a.xlsx", ("Summary",)) == {"Summary": []}

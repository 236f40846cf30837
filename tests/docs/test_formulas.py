"""Every worksheet formula of the handbook shows what is written beside it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tests.docs import pages
from tests.docs.sheet import Sheet, agrees, typed


@cache
def sheet_of(page: Path) -> Sheet:
    """The page's cells, its own formulas worked out and held against what they show."""
    made = Sheet()
    for address, text, formula in pages.sheet(page):
        value = made.value(formula.text) if formula else typed(text)
        if formula:
            assert formula.shown, f"{formula}: write its result in bold after it"
            assert agrees(value, formula.shown), f"{formula} shows {value}, not {formula.shown}"
        made.put(address, value)
    return made


@pytest.mark.parametrize("page", pages.PAGES, ids=lambda page: page.name)
def test_sheets_show_what_their_formulas_give(page: Path) -> None:
    """In a table drawn as a sheet every formula gives the bold value beside it."""
    sheet_of(page)


@pytest.mark.parametrize("formula", [f for page in pages.PAGES for f in pages.formulas(page)], ids=str)
def test_formula(formula: pages.Formula) -> None:
    """A formula works, and shows the bold value that follows it; without one it is no error."""
    value = sheet_of(formula.page).value(formula.text)
    if formula.shown is None:
        assert not str(value).startswith("#"), value
    else:
        assert agrees(value, formula.shown), f"shows {value}, not {formula.shown}"


@pytest.mark.parametrize(
    ("value", "shown", "same"),
    [
        (500.0, "500", True), (500.4, "500", True), (500.6, "500", False), (0.8403, "84.03%", True),
        (0.8404, "84.03%", False), ([["a", 1.0], ["b", 2.0]], "a; 1; b; 2", True), ([[1.0]], "1; 2", False),
        ("#N/A", "#N/A", True), ("#N/A", "#NUM!", False), (1208.633, "1,208.63", True),
    ],
)  # fmt: skip
def test_results_are_compared_to_the_digits_written(value: object, shown: str, same: bool) -> None:
    """The comparison itself can fail."""
    assert agrees(value, shown) is same

"""Checks that work a figure out a second time, by another way than its sheet; they hold at all inputs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from workbook.calculation import Calculation, Words
from workbook.summary.check import RIGHT, Check, close, noise
from workbook.summary.cohorts import CohortCells
from workbook.summary.customers import FIRST, HEAD, SALES, CustomerTable, column
from workbook.summary.customers import TITLE as CUSTOMERS

COMPARED = 5_000  # customers whose ids are compared by formulas: each with all others, letter by letter
_LONGEST = 255  # letters of a text that MATCH looks for
_TWO_HALVES = "\U00010000"  # from here on Excel counts a letter as two, and RIGHT may cut it
_FIRST_ORDER = "First order"


def cohorts(cells: CohortCells, table: CustomerTable, money: float) -> Iterator[Check]:
    """The cohorts' money is the customers' money."""
    yield Check("Revenue of all cohorts = sales to date", cells.every_sale, f"=SUM({table.every(SALES)})", close(money))


def _worked(book: Calculation, text: str) -> float:
    found = book.worked(f"={text}")
    assert isinstance(found, float)
    return found


def ids(table: CustomerTable, book: Calculation) -> Iterator[Check]:
    """No id stands twice, and each stands by its own customer's figures, wherever the table is sorted to."""
    told = table.column("Customer").values
    assert not isinstance(told, Words), "every customer has its own id"
    if table.listed > COMPARED or max(map(len, told)) > _LONGEST:
        return
    held, last = _cells(table, "Customer"), HEAD + table.listed
    twice = f'SUMPRODUCT(1*(MATCH({held}&"",{held},0)<>ROW(A{FIRST}:A{last})-ROW(A{HEAD})))'
    # Ids that differ in capitals alone, or hold * or ?, are alike to a spreadsheet: their number is as exported.
    yield Check("Ids that stand twice", f"=IFERROR({twice},{RIGHT})", _worked(book, twice))
    if max(map(max, told)) < _TWO_HALVES:
        for header in (_FIRST_ORDER, "Sales to date"):
            text = f"SUMPRODUCT({_letters(table)}*{_cells(table, header)})"
            total = _worked(book, text)
            words = f"Each id stands beside its own {header.lower()}: its letters by their place, times that"
            yield Check(words, f"=IFERROR({text},{RIGHT})", total, noise([total], exact=header == _FIRST_ORDER))


def _letters(table: CustomerTable) -> str:
    """An id's last twelve letters as numbers, each by its place, over all ids.

    With &"" a program that takes one cell of a range where a text is asked for gives an error, not one cell's answer.
    """
    return f'_xlfn.UNICODE(RIGHT({_cells(table, "Customer")}&"",COLUMN(A2:L2)))*COLUMN(A2:L2)'


def _cells(table: CustomerTable, header: str) -> str:
    letter = table.letter[header]
    return f"{CUSTOMERS}!{letter}{FIRST}:{letter}{HEAD + table.listed}"


def rows(table: CustomerTable) -> Iterator[Check]:
    """Each customer's figures stand in one row: every column times one that differs from customer to customer."""
    sales = table.column("Sales to date").values
    assert isinstance(sales, np.ndarray)
    by = "Sales to date" if len(np.unique(sales)) > 1 else _FIRST_ORDER
    weights = np.asarray(table.column(by).values, dtype=np.float64)
    for entry in table.columns:
        if isinstance(entry.values, np.ndarray) and entry.header != by:
            products = entry.values.astype(np.float64) * weights
            text = f"=SUMPRODUCT({column(entry.header)},{column(by)})"
            near = noise([float(np.abs(products).sum())], exact=False)
            yield Check(f"{entry.header} of each customer: times {by.lower()}", text, float(products.sum()), near)

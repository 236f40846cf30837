"""Checks that work a figure out a second time, by another way than its sheet; they hold at all inputs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from xlclv.workbook import lookups
from xlclv.workbook.calculation import Calculation, Words
from xlclv.workbook.summary.check import RIGHT, Check, close, noise
from xlclv.workbook.summary.cohorts import CohortCells
from xlclv.workbook.summary.customers import FIRST, HEAD, Column, CustomerTable, column
from xlclv.workbook.summary.customers import TITLE as CUSTOMERS

COMPARED = 5_000  # customers whose ids are compared by formulas: each with all others, letter by letter
_TWO_HALVES = "\U00010000"  # from here on Excel counts a letter as two, and RIGHT may cut it
_FIRST_ORDER = "First order"


def cohorts(cells: CohortCells, table: CustomerTable, money: float) -> Iterator[Check]:
    """The cohorts' money is the customers' money."""
    said = table.words
    words = f"{said.revenue.capitalize()} of all cohorts = {said.to_date}"
    yield Check(words, cells.every_sale, f"=SUM({table.sales})", close(money))


def _worked(book: Calculation, text: str) -> float:
    found = book.worked(f"={text}")
    assert isinstance(found, float)
    return found


def ids(table: CustomerTable, book: Calculation) -> Iterator[Check]:
    """No id stands twice, and each stands by its own customer's figures, wherever the table is sorted to."""
    told = table.column("Customer").values
    assert not isinstance(told, Words | np.ndarray), "every customer has its own id"
    yield from named(told, table.letter, (_FIRST_ORDER, table.to_date), book)


def named(told: Sequence[str], letter: Mapping[str, str], beside: Sequence[str], book: Calculation) -> Iterator[Check]:
    """The same for ids in the column Customer, beside figures in others; each column by its letter."""
    if len(told) > COMPARED:
        return
    held, last = _cells(letter["Customer"], len(told)), HEAD + len(told)
    twice = f'SUMPRODUCT(1*(MATCH({held}&"",{held},0)<>ROW(A{FIRST}:A{last})-ROW(A{HEAD})))'
    if all(lookups.alone(told, told)):  # of others MATCH would say that they stand twice, each program by its own rules
        yield Check("Ids that stand twice", f"=IFERROR({twice},{RIGHT})", 0)
    if max(map(max, told)) < _TWO_HALVES:
        for header in beside:
            yield _spelled("Customer", header, letter, len(told), book)


def levels(
    columns: Sequence[Column], beside: str, letter: Mapping[str, str], count: int, book: Calculation
) -> Iterator[Check]:
    """The same for the columns of words but the ids, where each has letters that every spreadsheet counts alike."""
    for entry in columns if count <= COMPARED else ():
        if isinstance(entry.values, Words) and all(map(_plain, entry.values.names)):
            yield _spelled(entry.header, beside, letter, count, book)


def _plain(name: Any) -> bool:
    return isinstance(name, str) and name != "" and max(name) < _TWO_HALVES


def _spelled(of: str, beside: str, letter: Mapping[str, str], count: int, book: Calculation) -> Check:
    """A column of words, letter by letter, each times the figure beside it."""
    text = f"SUMPRODUCT({_letters(_cells(letter[of], count))}*{_cells(letter[beside], count)})"
    total = _worked(book, text)
    words = f"Each {of.lower()} stands beside its own {beside.lower()}: its letters by their place, times that"
    return Check(words, f"=IFERROR({text},{RIGHT})", total, noise([total], exact=beside == _FIRST_ORDER))


def _letters(held: str) -> str:
    """A text's last twelve letters as numbers, each by its place, over all texts.

    With &"" a program that takes one cell of a range where a text is asked for gives an error, not one cell's answer.
    """
    return f'_xlfn.UNICODE(RIGHT({held}&"",COLUMN(A2:L2)))*COLUMN(A2:L2)'


def _cells(letter: str, count: int) -> str:
    return f"{CUSTOMERS}!{letter}{FIRST}:{letter}{HEAD + count}"


def rows(table: CustomerTable) -> Iterator[Check]:
    """Each customer's figures stand in one row: every column times one that differs from customer to customer."""
    sales = table.column(table.to_date).values
    assert isinstance(sales, np.ndarray)
    yield from linked(table.columns, table.to_date if len(np.unique(sales)) > 1 else _FIRST_ORDER)


def linked(columns: Sequence[Column], by: str) -> Iterator[Check]:
    """The same for any columns, times the figures of one."""
    weights = np.asarray(next(entry.values for entry in columns if entry.header == by), dtype=np.float64)
    for entry in columns:
        if isinstance(entry.values, np.ndarray) and entry.header != by:
            products = entry.values.astype(np.float64) * weights
            text = f"=SUMPRODUCT({column(entry.header)},{column(by)})"
            near = noise([float(np.abs(products).sum())], exact=False)
            yield Check(f"{entry.header} of each customer: times {by.lower()}", text, float(products.sum()), near)

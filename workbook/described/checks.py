"""The Checks sheet of a description."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from xlclv.report.described import Described
from xlclv.terms.money import words_of
from xlclv.workbook.described.buyers import BuyerCells
from xlclv.workbook.described.concentration import CurveCells
from xlclv.workbook.summary import control
from xlclv.workbook.summary.check import Check, close
from xlclv.workbook.summary.checks import EVERY, TITLE, lay
from xlclv.workbook.summary.cohorts import CohortCells
from xlclv.workbook.summary.data_check import LedgerCells
from xlclv.workbook.writer import Book

__all__ = ["EVERY", "TITLE", "Parts", "build"]


@dataclass(frozen=True, slots=True)
class Parts:
    """The sheets that the checks compare; `unchanged` tests that the margin is as exported."""

    table: BuyerCells
    curve: CurveCells
    cohorts: CohortCells
    ledger: LedgerCells
    unchanged: str
    apart: Mapping[str, Collection[control.Cell]]


def build(book: Book, made: Described, parts: Parts) -> None:
    """Lay out the sheet, after all others."""
    lay(book, list(_figures(made, parts)), list(_controls(book, parts)))


def _figures(made: Described, parts: Parts) -> Iterator[Check]:
    table, ledger, near = parts.table, parts.ledger, close(made.sales)
    sales = words_of(made).sales
    yield Check(f"{sales.capitalize()} of all customers = the engine's", f"=SUM({table.sales})", made.sales, near)
    yield Check("Customers = the engine's", f"=SUM({table.customers})", made.customer_count)
    yield Check("Days with an order = the engine's", f"=SUM({table.orders})", made.orders)
    yield Check("Customers of all cohorts = customers", f"=SUM({parts.cohorts.customers})", "=CustomerCount")
    yield Check(
        f"{sales.capitalize()} of the tenths = {sales} of all customers",
        f"={parts.curve.last.full}",
        "=SalesToDate",
        near,
    )
    rows = f"={ledger.rows_read.full}", f"={ledger.rows_explained.full}"
    yield Check("Rows read = rows used + rows left out", *rows)
    amounts = f"={ledger.amount_read.full}", f"={ledger.amount_explained.full}"
    yield Check("Amount read = amount used + amount left out", *amounts, close(ledger.amount_read.number))
    yield Check("The engine's own checks (1 = all hold)", int(made.checks_ok), 1)


def _controls(book: Book, parts: Parts) -> Iterator[Check]:
    for title, sheet in book.sheets.items():
        if title != TITLE:
            yield from control.totals(sheet, parts.unchanged, parts.apart.get(title, ()))
            yield from control.formulas(sheet, parts.apart.get(title, ()))

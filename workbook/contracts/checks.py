"""The Checks sheet of contracts: each figure twice, in two ways, and whether they agree."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from xlclv.contracts.report import Report
from xlclv.workbook.contracts.assumptions import UNCHANGED, Inputs
from xlclv.workbook.summary import control
from xlclv.workbook.summary.check import ROUNDING, Check, close
from xlclv.workbook.summary.checks import EVERY, TITLE, lay
from xlclv.workbook.summary.customers import TITLE as CUSTOMERS
from xlclv.workbook.writer import Book

__all__ = ["EVERY", "ROUNDING", "TITLE", "Check", "build", "close"]


def build(
    book: Book,
    report: Report,
    inputs: Inputs,
    found: list[Check],
    apart: Mapping[str, Collection[control.Cell]],
    rounding: float = ROUNDING,
) -> None:
    """Lay out the sheet, after all others; `rounding` is what programs' log-gammas may move the curve's figures by."""
    own = [Check(f"The engine: {words} (1 = holds)", int(holds), 1) for words, holds in report.checks]
    checks = [*found, *own, Check("Inputs outside their bounds", inputs.out_of_range, 0)]
    lay(book, checks, _controls(book, apart, rounding))


def _controls(book: Book, apart: Mapping[str, Collection[control.Cell]], rounding: float) -> Iterator[Check]:
    """Every sheet's blocks and formulas but the customers', whose columns have checks of their own."""
    for sheet in (sheet for title, sheet in book.sheets.items() if title not in (TITLE, CUSTOMERS)):
        yield from control.totals(sheet, UNCHANGED, apart.get(sheet.title, ()), rounding)
        yield from control.formulas(sheet, apart.get(sheet.title, ()))

"""The Checks sheet: each figure twice, in two ways, and whether they agree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from xlclv.report import Report
from xlclv.serials import serial
from xlclv.workbook.bulk import chunks
from xlclv.workbook.calculation import Formula
from xlclv.workbook.cells import Ref
from xlclv.workbook.names import define
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import FREE, color_truth
from xlclv.workbook.summary import control, recomputed
from xlclv.workbook.summary.assumptions import Inputs
from xlclv.workbook.summary.check import RIGHT, Check, close
from xlclv.workbook.summary.cohorts import CohortCells
from xlclv.workbook.summary.concentration import ConcentrationCells
from xlclv.workbook.summary.customers import CLV, DISCOUNTED, IDS, LAST_ORDER, P_ALIVE, TABLE, CustomerTable, column
from xlclv.workbook.summary.customers import TITLE as CUSTOMERS
from xlclv.workbook.summary.data_check import LedgerCells
from xlclv.workbook.summary.flows import FlowCells
from xlclv.workbook.summary.newcomer import NewcomerCells
from xlclv.workbook.summary.segments import SegmentCells
from xlclv.workbook.summary.tracking import TrackingCells
from xlclv.workbook.writer import Book

TITLE = "Checks"
_FIRST = 6
_DIGITS = "#,##0.00########"
_NOTE = "Figures worked out in two ways, then control totals as exported; OK: both sides agree within the tolerance."


@dataclass(frozen=True, slots=True)
class Parts:
    """The sheets that the checks compare."""

    inputs: Inputs
    flows: FlowCells
    segments: SegmentCells
    cohorts: CohortCells
    ledger: LedgerCells
    table: CustomerTable
    concentration: ConcentrationCells
    tracking: TrackingCells | None
    sensitivity: list[Check]
    ratio: Ref
    newcomer: NewcomerCells | None
    services: list[Check]
    unchanged: str = ""  # the test that no input beside those of Assumptions was changed


# Where other sheets find the result: whether all checks hold, how many do not, and how many there are.
EVERY, FAILING, COUNT = (Ref(TITLE, 3, column, None) for column in (5, 4, 3))


def build(book: Book, report: Report, parts: Parts, apart: Mapping[str, Collection[control.Cell]]) -> None:
    """Lay out the sheet, after all others; `apart` are the cells, sheet by sheet, that show the checks' result."""
    differing = _differing(book, report, parts)
    tracking = parts.tracking.checks if parts.tracking else []
    more = (*parts.concentration.checks, *tracking, *parts.sensitivity, *parts.services, *_second(book, report, parts))
    checks = [*_totals(report, parts), *_sanity(report, parts, differing), *more, *_columns(parts.table)]
    lay(book, checks, _controls(book, parts, apart))


def lay(book: Book, checks: Sequence[Check], controls: Iterable[Check]) -> None:
    """The sheet from its lines: figures worked out twice, then control totals."""
    sheet = book.sheets[TITLE]
    sheet.title_block("Checks", _NOTE)
    sheet.widths([76, 22, 22, 14, 11])
    sheet.headings(_FIRST - 1, ["Check", "Left", "Right", "Tolerance", "OK"], range(2, 5))
    for row, check in enumerate(checks, _FIRST):
        book.checks.append((check.words, _line(sheet, row, check)))
    row = _FIRST + len(checks)
    sheet.section(row, "Control totals: no figure and no formula of any sheet has been overwritten", 5)
    for row, check in enumerate(controls, row + 1):  # noqa: B020  goes on from there
        book.checks.append((check.words, _line(sheet, row, check)))
    _result(book, sheet, f"E{_FIRST}:E{row}")
    sheet.ws.freeze_panes = f"A{_FIRST}"
    sheet.repeat_rows(_FIRST - 1, _FIRST - 1)


def _result(book: Book, sheet: Sheet, okay: str) -> None:
    sheet.put(3, 1, "All checks", "Message")
    sheet.live(COUNT.row, COUNT.column, f"=COUNTIFS({okay},TRUE)+COUNTIFS({okay},FALSE)", "Value", '0" checks"')
    failing = sheet.live(FAILING.row, FAILING.column, f"=COUNTIFS({okay},FALSE)", "Value", '0" failed"')
    every = sheet.live(EVERY.row, EVERY.column, f"=AND({okay},{failing.here}=0)", "Check")
    define(book, "AllChecksOK", every, "TRUE when every check on this sheet holds")
    color_truth(sheet.ws, f"E3 {okay}")


def _controls(book: Book, parts: Parts, apart: Mapping[str, Collection[control.Cell]]) -> Iterator[Check]:
    """Every sheet's blocks and formulas; the customers' own columns have their control totals above."""
    unchanged = f'COUNTIFS({parts.inputs.changed},"changed")=0'
    if parts.unchanged:
        own = book.sheets[TITLE]
        own.put(4, 1, "Inputs are as exported (totals of formulas are held to it)", "Text")
        unchanged = own.live(4, 5, f"=AND({unchanged},{parts.unchanged})").full
    for sheet in (sheet for title, sheet in book.sheets.items() if title not in (TITLE, CUSTOMERS)):
        yield from control.totals(sheet, unchanged, apart.get(sheet.title, ()))
        yield from control.formulas(sheet, apart.get(sheet.title, ()))
    yield Check(f"{CUSTOMERS}, formulas", control.counted(parts.table.block), f"=ROWS({parts.table.every(CLV)})")


def _line(sheet: Sheet, row: int, check: Check) -> Ref:
    sheet.put(row, 1, check.words, "Text")
    for at, side in ((3, check.right), (2, check.left)):
        held = Formula(side.replace(RIGHT, f"C{row}")) if isinstance(side, str) else side
        # On the digits that a cell shows: a last bit of rounding does not make a whole number a fraction.
        whole = float(f"{sheet.put(row, at, held).number:.15g}").is_integer()
        sheet.put(row, at, held, fmt="#,##0" if whole else _DIGITS)
    sheet.put(row, 4, check.tolerance, fmt=FREE if check.tolerance else "0")
    return sheet.live(row, 5, f"=IFERROR(ABS(B{row}-C{row})<=D{row},FALSE)", "Check")


def _second(book: Book, report: Report, parts: Parts) -> Iterator[Check]:
    """Figures worked out a second time, by another way."""
    yield from recomputed.cohorts(parts.cohorts, parts.table, report.sales)
    yield from recomputed.ids(parts.table, book.calculation)
    yield from recomputed.rows(parts.table)
    yield from recomputed.levels(
        parts.table.columns, parts.table.to_date, parts.table.letter, parts.table.listed, book.calculation
    )


def _totals(report: Report, parts: Parts) -> list[Check]:
    segments, flows, table, said = parts.segments, parts.flows, parts.table, parts.table.words
    margin, near = parts.inputs.exported["Margin"].full, close(segments.equity.number or report.scale)
    whole = "=IF(CustomerEquity>0,1,0)"
    at_export = f"=SUMPRODUCT({flows.given},{flows.factors_exported})*{margin}"
    one_by_one = f"=SUMPRODUCT({table.spend},{table.every(DISCOUNTED)})*{margin}"
    every, number, total = f"=SUM({table.every(CLV)})", f"={table.number}", report.customer_equity
    lines = (
        ("Segments' value = sum over customers", f"={segments.equity.full}", every, near),
        ("Each segment's value = sum over its own customers (differences in all)", segments.differences, 0, near * 10),
        (f"The engine's total = expected {said.sales} discounted at the exported inputs", total, at_export, near * 10),
        (f"The engine's total = customers' {said.spend} x discounted orders at the exported margin", total, one_by_one,
         near * 10),
        ("Customers in segments = rows of the customer table", "=CustomerCount", number),
        ("The engine's customers = rows of the customer table", report.customer_count, number),
        ("Customers of all cohorts = rows of the customer table", f"=SUM({parts.cohorts.customers})", number),
        ("Shares of value sum to 100%, or to 0 where there is no value in total", f"=SUM({segments.shares})", whole,
         1e-9),
        ("Cumulative share ends at 100%, or at 0 where there is no value in total",
         f"=N({segments.last_cumulative.full})", whole, 1e-9),
    )  # fmt: skip
    return [Check(*line) for line in lines]


def _sanity(report: Report, parts: Parts, differing: int) -> list[Check]:
    ledger, inputs = parts.ledger, parts.inputs
    inside, latest = parts.table.every(P_ALIVE), parts.table.every(LAST_ORDER)
    amounts = f"={ledger.amount_read.full}", f"={ledger.amount_explained.full}"
    lines = (
        ("Customers without an id", f"=COUNTBLANK({IDS})", 0),
        ("P(alive) below 0 or above 1", f'=COUNTIFS({inside},"<0")+COUNTIFS({inside},">1")', 0),
        ("Customers whose remaining CLV is not a number", f"=ROWS({CLV})-COUNT({CLV})", 0),
        ("Inputs outside their bounds", inputs.out_of_range, 0),
        ("Inputs left blank, which would count as 0", inputs.blank, 0),
        ("Days from the as-of date to a later order", f"=MAX(0,MAX({latest})-AsOf)", 0),
        ("Rows read = rows used + rows left out", f"={ledger.rows_read.full}", f"={ledger.rows_explained.full}"),
        ("Amount read = amount used + amount left out", *amounts, close(ledger.amount_read.number)),
        ("The engine's own checks (1 = all hold)", int(report.checks_ok), 1),
        ("Figures that differ from the engine's own, counted at export", differing, 0),
    )
    return [Check(*line) for line in lines]


def _differing(book: Book, report: Report, parts: Parts) -> int:
    """How many of the engine's figures are not those that this workbook's cells show."""
    cells, worked = parts.segments, book.calculation.worked
    totals = [segment.total for segment in report.segments]
    pairs: list[tuple[Any, Any]] = [
        (report.residual_clv, book.calculation.whole(TABLE, "Remaining CLV")[:, 0]),  # type: ignore[index]
        (report.customer_equity, worked(f"=SUM({parts.table.every(CLV)})")),
        (report.mean_clv, worked(f"=SUM({parts.table.every(CLV)})/CustomerCount")),
        (report.median_clv, cells.median.number),
        (report.realised, worked(f"=SUM({parts.table.sales})*Margin")),
        (report.expected_active, worked(f"={parts.table.active}")),
        ([segment.customers for segment in report.segments], [ref.number for ref in cells.counts]),
        (totals, [ref.number for ref in cells.summed]),
        (totals, [ref.number for ref in cells.values]),
    ]
    if report.new_customer is not None and parts.newcomer is not None:
        pairs.append((report.new_customer.total.value * report.assumptions.margin, parts.newcomer.value.number))
    if report.customer_equity > 0 and report.top_decile_share is not None:  # a loss has no shares
        pairs.append((report.top_decile_share, cells.top_share.number))
    return sum(_apart(np.atleast_1d(told), np.atleast_1d(worked)) for told, worked in pairs)


def _apart(told: Any, worked: Any) -> int:
    """How many are not the same to a billionth; piece by piece, as there may be a million."""
    pieces = ((told[i:j], worked[i:j]) for i, j in chunks(len(told)))
    return sum(int((~np.isclose(a, b, rtol=1e-9, atol=1e-9)).sum()) for a, b in pieces)


def _columns(table: CustomerTable) -> list[Check]:
    """A control total a column, the rows of the rest included: none of its numbers can change unseen."""
    found = []
    for entry in table.columns:
        if isinstance(entry.values, np.ndarray):
            below = [_plain(getattr(rest, entry.other)) for rest in table.rest] if entry.other else []
            whole = np.issubdtype(entry.values.dtype, np.integer)
            total = (int if whole else float)(entry.values.sum() + sum(below))
            name, live = f"Control total of the column {entry.header}", f"=SUM({table.every(column(entry.header))})"
            found.append(Check(name, live, total, 0 if whole else close(float(np.abs(entry.values).sum()))))
    return found


def _plain(value: float | dt.date) -> float:
    return serial(value) if isinstance(value, dt.date) else value

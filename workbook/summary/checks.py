"""The Checks sheet: each figure twice, in two ways, and whether they agree."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np

from workbook.bulk import chunks
from workbook.cells import Ref, serial
from workbook.names import define
from workbook.sheet import Sheet, formula
from workbook.spoken import rounded
from workbook.styles import FREE, color_truth
from workbook.summary.assumptions import Inputs
from workbook.summary.check import Check, close
from workbook.summary.cohorts import CohortCells
from workbook.summary.concentration import ConcentrationCells
from workbook.summary.customers import CLV, DISCOUNTED, IDS, LAST_ORDER, P_ALIVE, SPEND, CustomerTable, column
from workbook.summary.data_check import LedgerCells
from workbook.summary.figures import TOP_SHARE, Figures
from workbook.summary.flows import FlowCells
from workbook.summary.segments import SegmentCells
from workbook.summary.sensitivity import SensitivityCells
from workbook.summary.tracking import TrackingCells
from workbook.writer import Book
from xlclv.report import Report

TITLE = "Checks"
_FIRST = 6
_DIGITS = "#,##0.00########"


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
    sensitivity: SensitivityCells
    ratio: Ref
    services: list[Check]


def build(book: Book, report: Report, figures: Figures, parts: Parts) -> tuple[Ref, Ref, int]:
    """Lay out the sheet; gives the cell of all checks, the number that fail, and how many there are."""
    sheet = book.sheets[TITLE]
    sheet.title_block("Checks", "Each figure is worked out in two ways; OK means that they agree within the tolerance.")
    sheet.widths([76, 22, 22, 14, 11])
    sheet.headings(_FIRST - 1, ["Check", "Left", "Right", "Tolerance", "OK"], range(2, 5))
    checks = [*_totals(report, figures, parts), *_sanity(report, figures, parts), *_more(parts), *_columns(parts.table)]
    for row, check in enumerate(checks, _FIRST):
        _line(sheet, row, check)
    last = _FIRST + len(checks) - 1
    okay = f"E{_FIRST}:E{last}"
    sheet.put(3, 1, "All checks", "Message")
    every = sheet.put(3, 5, formula(f"=AND({okay})"), "Check")
    failing = sheet.put(3, 4, formula(f"=COUNTIFS({okay},FALSE)"), "Value", '0" failed"')
    define(book, "AllChecksOK", every, "TRUE when every check on this sheet holds")
    color_truth(sheet.ws, f"E3 {okay}")
    sheet.ws.freeze_panes = f"A{_FIRST}"
    sheet.ws.page_setup.fitToHeight = 1
    sheet.repeat_rows(_FIRST - 1, _FIRST - 1)
    return every, failing, len(checks)


def _line(sheet: Sheet, row: int, check: Check) -> None:
    sheet.put(row, 1, check.words, "Text")
    for at, side in ((2, check.left), (3, check.right)):
        # On the digits that a cell shows: a last bit of rounding does not make a whole number a fraction.
        whole = float(f"{sheet.put(row, at, side).number:.15g}").is_integer()
        sheet.put(row, at, side, fmt="#,##0" if whole else _DIGITS)
    sheet.put(row, 4, check.tolerance, fmt=FREE if check.tolerance else "0")
    sheet.put(row, 5, formula(f"=IFERROR(ABS(B{row}-C{row})<=D{row},FALSE)"), "Check")


def _totals(report: Report, figures: Figures, parts: Parts) -> list[Check]:
    segments, flows, table = parts.segments, parts.flows, parts.table
    equity, summed = segments.equity.number, figures.whole.clv
    margin = parts.inputs.exported["Margin"].full
    at_export = float(report.flows.sales.sum(axis=1) @ figures.factor_exported) * report.assumptions.margin
    near, people, whole = close(equity), figures.whole.customers, int(equity > 0)
    return [
        Check(
            "Segments' value = sum over customers",
            formula(f"={segments.equity.full}", equity),
            formula(f"=SUM({table.every(CLV)})", summed),
            near,
        ),
        Check(
            "Each segment's value = sum over its own customers (differences in all)",
            formula(segments.differences),
            0,
            near * 10,
        ),
        Check(
            "The engine's total = expected sales discounted at the exported inputs",
            report.customer_equity,
            formula(f"=SUMPRODUCT({flows.total_sales},{flows.factors_exported})*{margin}", at_export),
            near * 10,
        ),
        Check(
            "The engine's total = customers' spend x discounted orders at the exported margin",
            report.customer_equity,
            formula(f"=SUMPRODUCT({table.every(SPEND)},{table.every(DISCOUNTED)})*{margin}", summed),
            near * 10,
        ),
        Check(
            "Customers in segments = rows of the customer table",
            formula("=CustomerCount", int(figures.counts.sum())),
            formula(f"={table.number}", people),
        ),
        Check("The engine's customers = rows of the customer table", people, formula(f"={table.number}", people)),
        Check(
            "Customers of all cohorts = rows of the customer table",
            formula(f"=SUM({parts.cohorts.customers})", parts.cohorts.total),
            formula(f"={table.number}", people),
        ),
        Check(
            "Shares of value sum to 100%, or to 0 where there is no value in total",
            formula(f"=SUM({segments.shares})", whole),
            formula("=IF(CustomerEquity>0,1,0)", whole),
            1e-9,
        ),
        Check(
            "Cumulative share ends at 100%",
            formula(f"={segments.last_cumulative.full}", whole),
            formula("=IF(CustomerEquity>0,1,0)", whole),
            1e-9,
        ),
    ]


def _sanity(report: Report, figures: Figures, parts: Parts) -> list[Check]:
    ledger = parts.ledger
    inside, latest = parts.table.every(P_ALIVE), parts.table.every(LAST_ORDER)
    late = max(0, (figures.whole.last_order - report.assumptions.as_of).days)
    text, count = parts.inputs.out_of_range
    return [
        Check("Customers without an id", formula(f"=COUNTBLANK({IDS})", sum(not i for i in report.customers.id)), 0),
        Check("Ids that stand twice, counted by the engine", 0, 0),
        Check(
            "P(alive) below 0 or above 1",
            formula(f'=COUNTIFS({inside},"<0")+COUNTIFS({inside},">1")', figures.whole.outside),
            0,
        ),
        Check("Customers whose remaining CLV is no number", formula(f"=ROWS({CLV})-COUNT({CLV})", 0), 0),
        Check("Inputs outside their bounds", formula(text, count), 0),
        Check("Inputs left blank, which would count as 0", formula(parts.inputs.blank, 0), 0),
        Check("Days from the as-of date to a later order", formula(f"=MAX(0,MAX({latest})-AsOf)", late), 0),
        Check(
            "Rows read = rows used + rows left out",
            formula(f"={ledger.rows_read.full}", ledger.rows_read.number),
            formula(f"={ledger.rows_explained.full}", ledger.rows_explained.number),
        ),
        Check(
            "Amount read = amount used + amount left out",
            formula(f"={ledger.amount_read.full}", ledger.amount_read.number),
            formula(f"={ledger.amount_explained.full}", ledger.amount_explained.number),
            close(ledger.amount_read.number),
        ),
        Check("The engine's own checks (1 = all hold)", int(report.checks_ok), 1),
        Check("Figures that differ from the engine's own, counted at export", _differing(report, figures), 0),
    ]


def _differing(report: Report, figures: Figures) -> int:
    """How many of the engine's figures are not those that this workbook works out from its parts."""
    whole, people = figures.whole, report.customers
    number = max(1, int(rounded(TOP_SHARE * whole.customers)))
    best = float(np.sort(figures.clv)[::-1][:number].sum()) if number <= figures.listed else None
    realised = float(people.realised.sum()) if not figures.rest else whole.sales * report.assumptions.margin
    pairs: list[tuple[Any, Any]] = [
        (people.residual_clv, figures.clv),
        (report.customer_equity, whole.clv),
        (report.mean_clv, whole.clv / whole.customers),
        (report.median_clv, whole.median),
        (report.realised, realised),
        (report.expected_active, whole.active),
        ([s.customers for s in report.segments], figures.counts),
        ([s.total for s in report.segments], figures.summed),
        ([s.total for s in report.segments], figures.present_value * report.assumptions.margin),
    ]
    if best is not None:  # else some of the best tenth are not listed
        pairs.append((report.top_decile_share * max(0.0, whole.clv), best if whole.clv > 0 else 0.0))
    return sum(_apart(np.atleast_1d(told), np.atleast_1d(worked)) for told, worked in pairs)


def _apart(told: Any, worked: Any) -> int:
    """How many are not the same to a billionth; piece by piece, as there may be a million."""
    pieces = ((told[i:j], worked[i:j]) for i, j in chunks(len(told)))
    return sum(int((~np.isclose(a, b, rtol=1e-9, atol=1e-9)).sum()) for a, b in pieces)


def _more(parts: Parts) -> list[Check]:
    tracking = parts.tracking.checks if parts.tracking else []
    return [*parts.concentration.checks, *tracking, *parts.sensitivity.checks, *parts.services]


def _columns(table: CustomerTable) -> list[Check]:
    """A control total a column, the rows of the rest included: none of its numbers can change unseen."""
    found = []
    for entry in table.columns:
        if entry.numeric:
            below = [_plain(getattr(rest, entry.other)) for rest in table.rest] if entry.other else []
            whole = np.issubdtype(entry.values.dtype, np.integer)
            total = (int if whole else float)(entry.values.sum() + sum(below))
            name = f"Control total of the column {entry.header}"
            live = formula(f"=SUM({table.every(column(entry.header))})", total)
            found.append(Check(name, live, total, 0 if whole else close(float(np.abs(entry.values).sum()))))
    return found


def _plain(value: float | dt.date) -> float:
    return serial(value) if isinstance(value, dt.date) else value

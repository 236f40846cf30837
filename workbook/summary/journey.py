"""The Journey sheet: the first steps of customers and what follows, and how long the second order takes."""

from __future__ import annotations

from workbook.calculation import fixed
from workbook.styles import PERCENT, WHOLE, money
from workbook.summary.block import WORDS, Cell, lay
from workbook.summary.check import Check
from workbook.writer import Book
from xlclv.companions.data import Acquisition
from xlclv.companions.journeys import MOST, SILENCE, STEPS
from xlclv.report import Report

TITLE = "Journey"
_FIRST = 6


def build(book: Book, report: Report) -> list[Check]:
    """Lay out the sheet, where something stands beside the orders."""
    beside = report.beside
    if beside is None or beside.second_orders is None:
        return []
    sheet, cents = book.sheets[TITLE], money(report.assumptions.currency, cents=True)
    amounts = (
        f"Amounts in {report.assumptions.currency}, at the exported inputs. " if report.assumptions.currency else ""
    )
    sheet.title_block(TITLE, f"{amounts}A silence is {SILENCE} days without an order, a refund or a contact.")
    sheet.widths((64, 12, 14, 14, 14, 14))
    median = beside.second_orders.median
    if median is not None:
        when = f"Half of those who came back had come by day {fixed(median, 0)} after the first order: act before"
        sheet.put(3, 1, when, "Message")
    margin = report.assumptions.margin
    sheet.section(_FIRST - 2, f"The first {STEPS} events of a customer, the {MOST} most frequent paths", 6)
    everyone = report.sales + report.remaining
    mean = everyone * margin / report.customer_count
    heads = ("Path", "Customers", "Mean lifetime value", "Share who exceed", "Share who miss", "Index, average = 100")
    paths: list[list[Cell]] = [
        [(j.path, WORDS), (j.customers, WHOLE), (j.mean_lifetime * margin, cents), (j.exceed, PERCENT),
         (j.miss, PERCENT), (100 * j.mean_lifetime * margin / mean if mean > 0 else 0.0, WHOLE)]
        for j in beside.journeys
    ]  # fmt: skip
    lay(sheet, _FIRST - 1, heads, paths)
    row = _FIRST + len(paths) + 2
    sheet.section(row - 2, "Days from the first order to the second", 6)
    classes: list[list[Cell]] = [
        [(name, WORDS), (count, WHOLE), (money_ * margin / count if count else None, cents)]
        for name, count, money_ in beside.second_orders.classes
    ]
    refs = lay(sheet, row - 1, ("Days", "Customers", "Mean lifetime value"), classes)
    row += len(classes) + 2
    if beside.acquisition is not None:
        sheet.section(row - 2, f"What a customer cost, by the period of the first order ({beside.acquisition.name})", 6)
        heads = ("Cohort", "New customers", "Spend", "CAC", "Months to payback", "Seen or predicted")
        lay(sheet, row - 1, heads, _cohorts(report, beside.acquisition, row))
    sheet.ws.freeze_panes = "B4"
    every = f"=SUM({refs[0][1].full}:{refs[-1][1].fixed})"
    return [Check("Journey: customers by days to the second order = all customers", every, "=CustomerCount")]


def _cohorts(report: Report, found: Acquisition, row: int) -> list[list[Cell]]:
    """One line a cohort; a cost that is not known is blank, never 0."""
    cash, cents = money(report.assumptions.currency), money(report.assumptions.currency, cents=True)
    words = {True: "seen", False: "predicted", None: ""}
    return [
        [
            (one.cohort, WORDS),
            (one.customers, WHOLE),
            (one.spend, cash),
            (f'=IF(AND(ISNUMBER(C{at}),B{at}>0),C{at}/B{at},"")', cents),
            (one.payback_months, WHOLE),
            (
                "not within the horizon" if one.cac is not None and one.payback_months is None else words[one.observed],
                WORDS,
            ),
        ]
        for at, one in enumerate(found.by_cohort, row)
    ]

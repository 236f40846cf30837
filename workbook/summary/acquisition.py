"""The Acquisition sheet: what a customer may cost, what one costs, and when the cost comes back."""

from __future__ import annotations

from dataclasses import dataclass

from workbook.cells import Ref, Value
from workbook.names import define
from workbook.sheet import Sheet, formula
from workbook.styles import PERCENT, RATIO, money
from workbook.summary import payback
from workbook.summary.assumptions import Inputs
from workbook.summary.cohorts import CohortCells
from workbook.summary.customers import SALES, CustomerTable
from workbook.summary.figures import Figures
from workbook.summary.flows import FlowCells
from workbook.summary.inputs import MIN_PROFIT, TARGET
from workbook.writer import Book
from xlclv.report import Report

TITLE = "Acquisition"
_WIDTHS = (40, 14, 14, 14, 14, 14, 14, 2, 14, 14, 14, 14)
_FIRST = 6
_NOT_GIVEN, _NO_COST, _NONE = "not given", "no cost", "none"
# From the worst to the best; the first is shown while no cost is given.
_VERDICTS = (
    "No acquisition cost is given: enter one on Assumptions",
    "A customer costs more than it brings",
    "A customer pays back, but costs more than target and minimum profit allow",
    "A customer is worth its cost: target and minimum profit are met",
)


@dataclass(frozen=True, slots=True)
class Sources:
    """The sheets whose cells this one points at."""

    inputs: Inputs
    flows: FlowCells
    cohorts: CohortCells
    customers: CustomerTable


def build(book: Book, report: Report, figures: Figures, parts: Sources) -> Ref:
    """Lay out the sheet: the ratio and the ceiling, payback as the cohorts show it and in closed form, break-even.

    Gives the cell of CLV : CAC, which the Summary shows.
    """
    sheet, given = book.sheets[TITLE], report.assumptions
    amounts = f"Amounts in {given.currency} a customer. " if given.currency else ""
    sheet.title_block("Acquisition", f"{amounts}Cost, target and minimum profit are inputs on Assumptions.")
    sheet.widths(_WIDTHS)
    sales = "Revenue basis: values are sales, too high to compare with a cost"
    profit = "Margin basis: values are margin"
    basis = sales if given.margin == 1 else profit
    sheet.put(4, 1, formula(f'=IF(Margin=1,"{sales}","{profit}")', basis), "Note")
    gross, ceiling, ratio = _value(book, report, figures, parts.customers)
    below = payback.closed_form(sheet, report, figures, parts.flows, parts.inputs, parts.customers, _FIRST + 13)
    _verdict(sheet, given.cac, gross, ceiling, below + 1)
    payback.by_cohort(book, report, parts.cohorts, below + 9)
    sheet.repeat_rows(1, 3)
    return ratio


def _value(book: Book, report: Report, figures: Figures, customers: CustomerTable) -> tuple[Ref, Ref, Ref]:
    sheet, given = book.sheets[TITLE], report.assumptions
    cash, count, cac = money(given.currency, cents=True), figures.whole.customers, given.cac
    so_far = figures.whole.sales * given.margin / count
    to_come = float(figures.present_value.sum()) * given.margin / count
    gross = so_far + to_come
    most = min(gross / TARGET, gross - MIN_PROFIT)
    cost = cac or 0.0
    sheet.section(_FIRST - 1, "What a customer brings, may cost and costs", 7)
    a = _FIRST

    def given_cost(live: str, value: float | str) -> Value:
        """A figure that takes a cost, of 0 too; words while none is given."""
        return formula(f'=IF(ISNUMBER(AcquisitionCost),{live},"{_NOT_GIVEN}")', _NOT_GIVEN if cac is None else value)

    def for_cost(value: str, now: float) -> Value:
        """A value over the cost: for a cost of 0 there is no such number."""
        live = f'IF(AcquisitionCost>0,{value}/AcquisitionCost,"{_NO_COST}")'
        return given_cost(live, now / cost if cost > 0 else _NO_COST)

    break_even = f'IF(B{a + 2}>0,AcquisitionCost*Margin/B{a + 2},"{_NONE}")'
    at_least = cost * given.margin / gross if gross > 0 else _NONE
    lines: list[tuple[str, Value, str, str]] = [
        (
            "Margin so far",
            formula(f"=SUM({customers.every(SALES)})*Margin/CustomerCount", so_far),
            cash,
            "Sales to date x margin, the mean over all customers; not discounted",
        ),
        ("Margin to come: remaining CLV", formula("=MeanCLV", to_come), cash, "Present value within the horizon"),
        (
            "Lifetime value, before the cost of winning",
            formula(f"=B{a}+B{a + 1}", gross),
            cash,
            "What the average customer brings in all: the break-even cost",
        ),
        (
            "Most by target ratio",
            formula(f"=B{a + 2}/TargetRatio", gross / TARGET),
            cash,
            "Lifetime value / target CLV : CAC",
        ),
        (
            "Most by minimum profit",
            formula(f"=B{a + 2}-MinimumProfit", gross - MIN_PROFIT),
            cash,
            "Lifetime value - minimum profit",
        ),
        (
            "Maximum acquisition cost",
            formula(f"=MIN(B{a + 3},B{a + 4})", most),
            cash,
            "The lower of the two; below 0 not even a free customer pays",
        ),
        ("Acquisition cost", given_cost("AcquisitionCost", cost), cash, "From Assumptions"),
        ("Room up to the maximum", given_cost(f"B{a + 5}-AcquisitionCost", most - cost), cash, "Maximum - cost"),
        ("CLV : CAC", for_cost(f"B{a + 2}", gross), RATIO, "Lifetime value / cost: below 1 it is never earned"),
        ("Remaining CLV alone : CAC", for_cost(f"B{a + 1}", to_come), RATIO, "Margin to come / cost"),
        (
            "Break-even margin",
            given_cost(break_even, at_least),
            PERCENT,
            "Margin of sales at which lifetime value = cost",
        ),
    ]
    refs = _put(sheet, a, lines)
    define(book, "MaximumCAC", refs[5], "The most that winning a customer may cost")
    return refs[2], refs[5], refs[8]


def _put(sheet: Sheet, row: int, lines: list[tuple[str, Value, str, str]]) -> list[Ref]:
    refs = []
    for at, (label, value, fmt, words) in enumerate(lines, row):
        sheet.put(at, 1, label, "Line")
        refs.append(sheet.put(at, 2, value, "Fixed", fmt))
        sheet.put(at, 3, words, "Line")
    return refs


def _verdict(sheet: Sheet, cac: float | None, gross: Ref, ceiling: Ref, row: int) -> Ref:
    """The sentence on top, chosen by a grade; all sentences stand here for whoever wants to check."""
    sheet.section(row, "How the sentence on top is chosen", 7)
    sheet.headings(row + 1, ("Verdict", "Grade"), (2,))
    first, now = row + 2, row + 2 + len(_VERDICTS)
    for i, words in enumerate(_VERDICTS):
        sheet.put(first + i, 2, i, fmt="0")
        sheet.put(first + i, 1, words, "Text")
        sheet.fit(first + i, [(words, _WIDTHS[0])])
    grade = 1 + int(gross.number >= cac) + int(ceiling.number >= cac) if cac is not None else 0
    live = f"=IF(ISNUMBER(AcquisitionCost),1+({gross.here}>=AcquisitionCost)+({ceiling.here}>=AcquisitionCost),0)"
    sheet.put(now, 1, "Now", "Total label")
    cell = sheet.put(now, 2, formula(live, grade), "Total", "0")
    texts = f"A{first}:A{now - 1}"
    return sheet.put(3, 1, formula(f"=INDEX({texts},1+{cell.here})", _VERDICTS[grade]), "Message")

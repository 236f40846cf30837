"""The Acquisition sheet: what a customer may cost, what one costs, and when the cost comes back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from xlclv.report import Report
from xlclv.workbook.cells import Ref
from xlclv.workbook.names import define
from xlclv.workbook.sheet import Line, Sheet
from xlclv.workbook.styles import PERCENT, RATIO, money
from xlclv.workbook.summary import newcomer, payback
from xlclv.workbook.summary.assumptions import Inputs
from xlclv.workbook.summary.check import Check, close
from xlclv.workbook.summary.cohorts import CohortCells
from xlclv.workbook.summary.customers import CustomerTable
from xlclv.workbook.summary.flows import FlowCells
from xlclv.workbook.summary.what_if import Begun
from xlclv.workbook.writer import Book

TITLE = "Acquisition"
_WIDTHS = (40, 14, 14, 14, 14, 14, 14, 2, 14, 14, 14, 14)
_FIRST = 6
# From the worst to the best; the first is shown while no cost is given, the last of sales.
_VERDICTS = (
    "No acquisition cost is given: enter one on Assumptions",
    "A customer costs more than it brings",
    "A customer pays back, but costs more than target and minimum profit allow",
    "A customer is worth its cost: target and minimum profit are met",
    "No verdict: values are sales, too high to set against a cost; enter a margin on Assumptions",
)


@dataclass(frozen=True, slots=True)
class Sources:
    """The sheets whose cells this one points at."""

    inputs: Inputs
    flows: FlowCells
    cohorts: CohortCells
    customers: CustomerTable
    begun: Begun | None  # the scenarios, if there are


class AcquisitionCells(NamedTuple):
    """CLV : CAC and a new customer's value, which the Summary shows, and what must agree at all inputs."""

    ratio: Ref
    newcomer: newcomer.NewcomerCells | None
    checks: list[Check]


def build(book: Book, report: Report, parts: Sources) -> AcquisitionCells:
    """Lay out the sheet: ratio and ceiling, payback in closed form, a new customer, payback as the cohorts show it."""
    sheet, currency = book.sheets[TITLE], report.assumptions.currency
    amounts = f"Amounts in {currency} a customer. " if currency else ""
    sheet.title_block("Acquisition", f"{amounts}Cost, target and minimum profit are inputs on Assumptions.")
    sheet.widths(_WIDTHS)
    sales = "Revenue basis: values are sales, too high to compare with a cost"
    if report.assumptions.by_line:
        sales = "Margin by line: values are what the lines leave"
    sheet.live(4, 1, f'=IF(Margin=1,"{sales}","Margin basis: values are margin")', "Note")
    sheet.section(_FIRST - 1, "What a customer brings, may cost and costs", 7)
    refs = sheet.lines(_FIRST, _value(currency, parts.customers, report.assumptions.by_line))
    define(book, "MaximumCAC", refs[5], "The most that winning a customer may cost")
    below = payback.closed_form(sheet, report, parts.flows, parts.inputs, parts.customers, _FIRST + 13)
    _verdict(sheet, refs[2], refs[5], below + 1, report.assumptions.by_line)
    won = newcomer.build(book, report, parts.flows, parts.begun, below + 10)
    earned = payback.by_cohort(book, report, parts.cohorts, below + 10 + (newcomer.ROWS if won else 0))
    sheet.repeat_rows(1, 3)
    worth = refs[2].number or (report.sales + report.remaining) / report.customer_count  # at a margin of 0, before it
    each, every = close(10 * worth), close(10 * worth * report.customer_count)
    checks = [
        Check(f"{TITLE}: {words}", left, right, every if "CustomerEquity" in right else each)
        for words, left, right in (*_again(refs, parts.customers), earned)
    ]
    return AcquisitionCells(refs[8], won, [*checks, *(won.checks if won else ())])


def _again(refs: list[Ref], customers: CustomerTable) -> Iterator[tuple[str, str, str]]:
    """Each figure led back to what it comes from, by another way than the sheet takes."""
    lifetime, ratio, margin = (refs[i].full for i in (2, 8, 10))
    yield ("lifetime value x customers = margin to date + customer equity", f"={lifetime}*CustomerCount",
           f"=SUM({customers.sales})*Margin+CustomerEquity")  # fmt: skip
    yield ("at the maximum cost the target ratio or the minimum profit is just met, and the other not missed",
           f"=MIN({lifetime}/TargetRatio-MaximumCAC,{lifetime}-MinimumProfit-MaximumCAC)", "=0")  # fmt: skip
    yield ("CLV : CAC x cost = lifetime value", f"=IF(ISNUMBER({ratio}),{ratio}*AcquisitionCost,{lifetime})",
           f"={lifetime}")  # fmt: skip
    yield ("at the break-even margin lifetime value = cost",
           f"=IF(AND(ISNUMBER({margin}),Margin>0),{margin}/Margin*{lifetime},N(AcquisitionCost))",
           "=N(AcquisitionCost)")  # fmt: skip


def _value(currency: str, customers: CustomerTable, by_line: bool) -> list[Line]:
    cash, b = money(currency, cents=True), [f"B{_FIRST + i}" for i in range(6)]

    so_far = f"{customers.words.to_date.capitalize()}{customers.words.times}"

    def given(text: str) -> str:
        """A figure that takes a cost, of 0 too; words while none is given."""
        return f'=IF(ISNUMBER(AcquisitionCost),{text},"not given")'

    def over(value: str) -> str:
        """A value over the cost, which sales are no measure of: for a cost of 0 there is no such number."""
        ratio = f'IF(AcquisitionCost>0,{value}/AcquisitionCost,"no cost")'
        return given(ratio if by_line else f'IF(Margin=1,"{payback.NO_MARGIN}",{ratio})')

    return [
        ("Margin so far", f"=SUM({customers.sales})*Margin/CustomerCount", cash,
         f"{so_far}, the mean over all customers; not discounted"),
        ("Margin to come: remaining CLV", "=MeanCLV", cash, "Present value within the horizon"),
        ("Lifetime value, before the cost of winning", f"={b[0]}+{b[1]}", cash,
         "What the average customer brings in all: the break-even cost"),
        ("Most by target ratio", f"={b[2]}/TargetRatio", cash, "Lifetime value / target CLV : CAC"),
        ("Most by minimum profit", f"={b[2]}-MinimumProfit", cash, "Lifetime value - minimum profit"),
        ("Maximum acquisition cost", f"=MIN({b[3]},{b[4]})", cash,
         "The lower of the two; below 0 not even a free customer pays"),
        ("Acquisition cost", given("AcquisitionCost"), cash, "From Assumptions"),
        ("Room up to the maximum", given(f"{b[5]}-AcquisitionCost"), cash, "Maximum - cost"),
        ("CLV : CAC", over(b[2]), RATIO, "Lifetime value / cost: below 1 it is never earned"),
        ("Remaining CLV alone : CAC", over(b[1]), RATIO, "Margin to come / cost"),
        ("Break-even margin", given(f'IF({b[2]}>0,AcquisitionCost*Margin/{b[2]},"none")'), PERCENT,
         f"Share of {'this margin' if by_line else 'sales'} at which lifetime value = cost"),
    ]  # fmt: skip


def _verdict(sheet: Sheet, gross: Ref, ceiling: Ref, row: int, by_line: bool) -> None:
    """The sentence on top, chosen by a grade; all sentences stand here for whoever wants to check."""
    sheet.section(row, "How the sentence on top is chosen", 7)
    sheet.headings(row + 1, ("Verdict", "Grade"), (2,))
    verdicts = _VERDICTS[:-1] if by_line else _VERDICTS
    first, now = row + 2, row + 2 + len(verdicts)
    for i, words in enumerate(verdicts):
        sheet.put(first + i, 2, i, fmt="0")
        sheet.put(first + i, 1, words, "Text")
        sheet.fit(first + i, [(words, _WIDTHS[0])])
    grade = f"1+({gross.here}>=AcquisitionCost)+({ceiling.here}>=AcquisitionCost)"
    if not by_line:  # sales are no measure of a cost
        grade = f"IF(Margin=1,MAX(B{first}:B{now - 1}),{grade})"
    live = f"=IF(ISNUMBER(AcquisitionCost),{grade},0)"
    sheet.put(now, 1, "Now", "Total label")
    sheet.live(now, 2, live, "Total", "0")
    sheet.live(3, 1, f"=INDEX(A{first}:A{now - 1},1+B{now})", "Message")

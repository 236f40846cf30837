"""On the Acquisition sheet: when the cost comes back, in closed form and as the cohorts show it."""

from __future__ import annotations

from xlclv.report import Report
from xlclv.terms.money import Words, words_of
from xlclv.workbook.calculation import shown
from xlclv.workbook.charts import Line, line_chart, place
from xlclv.workbook.names import define
from xlclv.workbook.sheet import Line as Said
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import ACCENT, CONTRAST, FACTOR, PERCENT, WHOLE, money
from xlclv.workbook.summary.assumptions import Inputs
from xlclv.workbook.summary.cohorts import CohortCells
from xlclv.workbook.summary.customers import CustomerTable
from xlclv.workbook.summary.flows import FlowCells
from xlclv.workbook.summary.triangle import triangle
from xlclv.workbook.writer import Book

_TITLE = "Acquisition"
_TIMING = 0.5  # of a year: sales come all through it
_COST = "Acquisition cost"
NO_MARGIN = "no margin"


def closed_form(
    sheet: Sheet, report: Report, flows: FlowCells, inputs: Inputs, customers: CustomerTable, row: int
) -> int:
    """CLV_BREAKEVEN with the base's own margin and retention; gives the row below."""
    sheet.section(row - 1, "In closed form: the coming year's margin of an active customer, kept at one yearly rate", 7)
    cash = money(report.assumptions.currency, cents=True)
    lines = _closed_form(cash, flows, inputs.exported["Horizon"].full, customers, row, words_of(report))
    return row + len(sheet.lines(row, lines))


def _closed_form(
    cash: str, flows: FlowCells, horizon: str, customers: CustomerTable, row: int, said: Words
) -> list[Said]:
    coming, after, margin, kept, timing, cost = (f"B{row + i}" for i in range(6))
    ready = f"AND(ISNUMBER({kept}),AcquisitionCost>0,{margin}>0)"
    return [
        (f"Expected {said.sales} of the coming year", f"=SUMPRODUCT(({flows.midpoints}<=1)*{flows.total_sales})", cash,
         f"From Flows, {said.before}"),
        (f"Expected {said.sales} of the year after",
         f"=SUMPRODUCT(({flows.midpoints}>1)*({flows.midpoints}<=1+1)*{flows.total_sales})", cash,
         f"From Flows, {said.before}"),
        ("Margin of the year, an active customer", f"={coming}*Margin/{customers.active}", cash,
         f"Coming year{said.times} / sum of P(alive)"),
        (f"Yearly retention of {said.sales}",
         f'=IF(AND({horizon}>=1+1,{coming}>0),{after}/{coming},"not defined")', PERCENT,
         "Year after / coming year; it takes an exported horizon of two years"),
        ("Timing within the year", _TIMING, "0.0", f"0 end, 0.5 middle, 1 start: {said.come} all through it"),
        ("Cost in margins of a year",
         f'=IF({ready},AcquisitionCost/({margin}*(1+DiscountRate)^{timing}),"not defined")', FACTOR,
         "Acquisition cost / (margin x (1 + rate)^timing)"),
        ("Break-even retention", f'=IF(ISNUMBER({cost}),MAX(0,1+DiscountRate-1/{cost}),"not defined")', PERCENT,
         "The yearly retention at which the margins of all years are worth the cost; above 100%: none"),
    ]  # fmt: skip


def by_cohort(book: Book, report: Report, cohorts: CohortCells, row: int) -> tuple[str, str, str]:
    """Margin of a new customer by period since the first order, over the cohorts that the lines on Cohorts count.

    Gives what its last line must agree with: words, and both sides.
    """
    sheet, width = book.sheets[_TITLE], triangle(report).periods
    period, cash, said = report.cohorts.period, money(report.assumptions.currency, cents=True), words_of(report)
    sheet.section(row, f"As the cohorts show it: margin of a new customer by {period}s since the first order", 7)
    sheet.page_break(row)
    words = (
        f"{period.capitalize()}s since the first order",
        "Customers who got so far",
        f"Their {said.revenue}",
        "Margin of one",
    )
    heads = sheet.headings(row + 2, (*words, "Margin so far", _COST, "Earned?"), range(2, 8), 32)
    # The chart's legend says it beside a line at 0.
    missing = f'="{_COST}"&IF(ISNUMBER(AcquisitionCost),"",": none given")'
    heads[5] = sheet.live(row + 2, 6, missing, "Head number")
    first, last = row + 3, row + 2 + width
    labels, running, costs = [], [], []
    for j in range(width):
        at = first + j
        labels.append(sheet.put(at, 1, j, "Line", "0"))
        sheet.live(at, 2, f"=INDEX({cohorts.reached},A{at}+1)", fmt=WHOLE)
        sheet.live(at, 3, f"=INDEX({cohorts.brought},A{at}+1)", fmt=cash)
        sheet.live(at, 4, f"=C{at}/B{at}*Margin", fmt=cash)
        running.append(sheet.live(at, 5, f"=SUM(D${first}:D{at})", fmt=cash))
        costs.append(sheet.live(at, 6, "=MAX(0,AcquisitionCost)", fmt=cash))
        sheet.live(at, 7, f"=IF(AND(ISNUMBER(AcquisitionCost),E{at}>=F{at}),1,0)", fmt="0")
    _payback(book, report, sheet, row + 1, (first, last), period)
    if width > 1:
        points = "; ".join(f"{j} {shown(ref.number, 2)}" for j, ref in enumerate(running[:13]))
        alt = f"Lines: margin of a new customer so far, by {period}s since the first order, and the cost. {points}"
        unit = f"{report.assumptions.currency or 'Money'} a customer"
        lines = [Line(heads[4], running, ACCENT, 2.5), Line(heads[5], costs, CONTRAST, 1.5, "dash")]
        chart = line_chart(labels, lines, fmt=cash, x=words[0], y=unit, alt=alt, name="Payback")
        place(sheet, chart, f"I{row + 2}", f"N{row + 21}")
    each = f"SUMPRODUCT({_TITLE}!$C${first}:$C${last}/{_TITLE}!$B${first}:$B${last})"
    told = f"margin so far = each {period}'s {said.revenue} a customer, added up{said.times and ',' + said.times}"
    return told, f"={running[-1].full}", f"={each}*Margin"


def _payback(book: Book, report: Report, sheet: Sheet, row: int, rows: tuple[int, int], period: str) -> None:
    """The first period at whose end the cost is earned; 0 is the period of the first order itself."""
    first, last = rows
    earliest = f"INDEX(A{first}:A{last},MATCH(1,G{first}:G{last},0))"
    earned = f'IFERROR({earliest},"not yet")'
    if not report.assumptions.by_line:
        earned = f'IF(Margin=1,"{NO_MARGIN}",{earned})'
    text = f'=IF(ISNUMBER(AcquisitionCost),{earned},"not given")'
    words = (
        f"0 is the calendar {period} of the first order; not discounted; of the cohorts and periods counted on Cohorts"
    )
    (cell,) = sheet.lines(row, [(f"Payback: cost earned within this {period} after the first order", text, "0", words)])
    define(book, "PaybackPeriod", cell, f"{period.capitalize()}s after the first order until the cost is earned")

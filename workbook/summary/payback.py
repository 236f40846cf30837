"""On the Acquisition sheet: when the cost comes back, in closed form and as the cohorts show it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from workbook.cells import Ref, Value
from workbook.charts import Line, line_chart, place
from workbook.names import define
from workbook.sheet import Sheet, formula
from workbook.spoken import shown
from workbook.styles import ACCENT, CONTRAST, FACTOR, PERCENT, WHOLE, money
from workbook.summary.assumptions import Inputs
from workbook.summary.cohorts import CohortCells, fold
from workbook.summary.customers import CustomerTable
from workbook.summary.figures import Figures
from workbook.summary.flows import FlowCells
from workbook.writer import Book
from xlclv.report import Report

_TITLE = "Acquisition"
_TIMING = 0.5  # of a year: sales come all through it
_UNDEFINED, _NEVER = "not defined", "never"
_COST, _MISSING = "Acquisition cost", ": none given"


@dataclass(frozen=True, slots=True)
class _Base:
    """What the base itself says of a customer who is there today; text where it cannot be said."""

    first: float
    second: float
    margin: float
    kept: float | str
    cost: float | str
    payback: float | str
    kept_at_least: float | str


def closed_form(
    sheet: Sheet, report: Report, figures: Figures, flows: FlowCells, inputs: Inputs, customers: CustomerTable, row: int
) -> int:
    """CLV_PAYBACK and CLV_BREAKEVEN with the base's own margin and retention; gives the row below."""
    given, base, r = report.assumptions, _base(report, figures.whole.active), row
    cash = money(given.currency, cents=True)
    sheet.section(row - 1, "In closed form: the coming year's margin of an active customer, kept at one yearly rate", 7)
    coming = f"=SUMPRODUCT(({flows.midpoints}<=1)*{flows.total_sales})"
    after = f"=SUMPRODUCT(({flows.midpoints}>1)*({flows.midpoints}<=1+1)*{flows.total_sales})"
    kept = f'=IF(AND({inputs.exported["Horizon"].full}>=1+1,B{r}>0),B{r + 1}/B{r},"{_UNDEFINED}")'
    ready = f"AND(ISNUMBER(B{r + 3}),AcquisitionCost>0,B{r + 2}>0)"
    cost = f'=IF({ready},AcquisitionCost/(B{r + 2}*(1+DiscountRate)^B{r + 4}),"{_UNDEFINED}")'
    years = f"LN(1-B{r + 5}*(1+DiscountRate-B{r + 3}))/LN(B{r + 3}/(1+DiscountRate))"
    payback = f'=IF(ISNUMBER(B{r + 5}),IFERROR({years},"{_NEVER}"),"{_UNDEFINED}")'
    least = f'=IF(ISNUMBER(B{r + 5}),MAX(0,1+DiscountRate-1/B{r + 5}),"{_UNDEFINED}")'
    lines: list[tuple[str, Value, str, str]] = [
        ("Expected sales of the coming year", formula(coming, base.first), cash, "From Flows, before margin"),
        ("Expected sales of the year after", formula(after, base.second), cash, "From Flows, before margin"),
        (
            "Margin of the year, an active customer",
            formula(f"=B{r}*Margin/{customers.active}", base.margin),
            cash,
            "Coming year x margin / sum of P(alive)",
        ),
        (
            "Yearly retention of sales",
            formula(kept, base.kept),
            PERCENT,
            "Year after / coming year; it takes an exported horizon of two years",
        ),
        ("Timing within the year", _TIMING, "0.0", "0 end, 0.5 middle, 1 start: sales come all through it"),
        (
            "Cost in margins of a year",
            formula(cost, base.cost),
            FACTOR,
            "Acquisition cost / (margin x (1 + rate)^timing)",
        ),
        (
            "Payback, years",
            formula(payback, base.payback),
            "0.00",
            "Discounted; never, if the margins of all years are worth less than the cost",
        ),
        (
            "Break-even retention",
            formula(least, base.kept_at_least),
            PERCENT,
            "The yearly retention at which the margins of all years are worth the cost; above 100%: none",
        ),
    ]
    for at, (label, value, fmt, words) in enumerate(lines, row):
        sheet.put(at, 1, label, "Line")
        sheet.put(at, 2, value, "Fixed", fmt)
        sheet.put(at, 3, words, "Line")
    return row + len(lines)


def _base(report: Report, active: float) -> _Base:
    given, middle = report.assumptions, report.flows.midpoint
    sales = report.flows.sales.sum(axis=1)
    first, second = float(sales[middle <= 1].sum()), float(sales[(middle > 1) & (middle <= 2)].sum())
    margin = first * given.margin / active
    if given.horizon < 2 or first <= 0:
        return _Base(first, second, margin, *(_UNDEFINED,) * 4)
    kept = second / first
    if not given.cac or margin <= 0:
        return _Base(first, second, margin, kept, *(_UNDEFINED,) * 3)
    cost = given.cac / (margin * (1 + given.rate) ** _TIMING)
    left, ratio = 1 - cost * (1 + given.rate - kept), kept / (1 + given.rate)
    there = left > 0 and ratio > 0 and ratio != 1
    years = math.log(left) / math.log(ratio) if there else _NEVER
    return _Base(first, second, margin, kept, cost, years, max(0.0, 1 + given.rate - 1 / cost))


def by_cohort(book: Book, report: Report, cohorts: CohortCells, row: int) -> None:
    """Margin of a new customer by period since the first order, over the cohorts that got so far."""
    sheet, given, shape = book.sheets[_TITLE], report.assumptions, fold(report.cohorts)
    period, cash = report.cohorts.period, money(given.currency, cents=True)
    width, cost = shape.active.shape[1], given.cac or 0.0
    sheet.section(row, f"As the cohorts show it: margin of a new customer by {period}s since the first order", 7)
    sheet.page_break(row)
    words = (
        f"{period.capitalize()}s since the first order",
        "Customers who got so far",
        "Their revenue",
        "Margin of one",
    )
    heads = sheet.headings(row + 2, (*words, "Margin so far", _COST, "Earned?"), range(2, 8), 32)
    live = f'="{_COST}"&IF(ISNUMBER(AcquisitionCost),"","{_MISSING}")'  # the chart's legend says it beside a line at 0
    heads[5] = sheet.put(row + 2, 6, formula(live, _COST + ("" if given.cac is not None else _MISSING)), "Head number")
    first, last = row + 3, row + 2 + width
    reached = shape.active >= 0
    people = np.array(shape.customers)[:, None] * reached
    revenue = np.where(reached, shape.revenue, 0.0).sum(axis=0)
    labels, running, costs, summed, earned = [], [], [], 0.0, None
    for j in range(width):
        at, number, money_ = first + j, int(people[:, j].sum()), float(revenue[j])
        each = money_ / number * given.margin if number else 0.0
        summed += each
        labels.append(sheet.put(at, 1, j, "Line", "0"))
        live = f'=SUMPRODUCT({cohorts.customers}*(INDEX({cohorts.active},0,A{at}+1)<>""))'
        sheet.put(at, 2, formula(live, number), fmt=WHOLE)
        sheet.put(at, 3, formula(f"=SUM(INDEX({cohorts.revenue},0,A{at}+1))", money_), fmt=cash)
        sheet.put(at, 4, formula(f"=IF(B{at}=0,0,C{at}/B{at}*Margin)", each), fmt=cash)
        running.append(sheet.put(at, 5, formula(f"=SUM(D${first}:D{at})", summed), fmt=cash))
        costs.append(sheet.put(at, 6, formula("=MAX(0,AcquisitionCost)", cost), fmt=cash))
        there = given.cac is not None and summed >= cost
        earned = j if there and earned is None else earned
        sheet.put(at, 7, formula(f"=IF(AND(ISNUMBER(AcquisitionCost),E{at}>=F{at}),1,0)", int(there)), fmt="0")
    _payback(book, sheet, row + 1, (first, last), period, given.cac, earned)
    if width > 1:
        points = "; ".join(f"{j} {shown(ref.number, 2)}" for j, ref in enumerate(running[:13]))
        alt = f"Lines: margin of a new customer so far, by {period}s since the first order, and the cost. {points}"
        lines = [Line(heads[4], running, ACCENT, 2.5), Line(heads[5], costs, CONTRAST, 1.5, "dash")]
        chart = line_chart(labels, lines, fmt=cash, x=words[0], alt=alt, name="Payback")
        place(sheet, chart, f"I{row + 2}", f"N{row + 21}")


def _payback(
    book: Book, sheet: Sheet, row: int, rows: tuple[int, int], period: str, cac: float | None, earned: int | None
) -> Ref:
    """The first period at whose end the cost is earned; 0 is the period of the first order itself."""
    first, last = rows
    found: float | str = "not yet" if earned is None else earned
    earliest = f"INDEX(A{first}:A{last},MATCH(1,G{first}:G{last},0))"
    live = f'=IF(ISNUMBER(AcquisitionCost),IFERROR({earliest},"not yet"),"not given")'
    sheet.put(row, 1, f"Cost earned within this {period} after the first order", "Line")
    cell = sheet.put(row, 2, formula(live, "not given" if cac is None else found), "Fixed", "0")
    sheet.put(row, 3, "Not discounted; the newest period of a cohort may be only partly over", "Line")
    define(
        book, "PaybackPeriod", cell, f"{period.capitalize()}s after the first order until the cost is earned"
    )
    return cell

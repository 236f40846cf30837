"""The Budget sheet: orders and margin by month, live in margin, rate, acquisition cost, plan, season, fixed costs."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from xlclv.discounting import DAYS_PER_YEAR
from xlclv.planning.budget import Budget
from xlclv.planning.what_if import weeks_of
from xlclv.report import Report
from xlclv.report.data import Flows
from xlclv.terms.money import Words, words_of
from xlclv.workbook.cells import Ref
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import DECIMAL, WHOLE, YEARS
from xlclv.workbook.summary import budget_months
from xlclv.workbook.summary.budget_months import BESIDE, FIRST, SALES, TITLE, Laid, Moves, by_tier
from xlclv.workbook.summary.check import Check
from xlclv.workbook.summary.flows import FlowCells
from xlclv.workbook.summary.scenarios import NEAR
from xlclv.workbook.writer import Book


def _words(said: Words) -> budget_months.Words:
    return budget_months.Words(
        "Orders",
        said.sales.capitalize(),
        f"First order of a customer won, {said.sales}",
        "Orders following, each",
        "First bought",
        "first purchase",
        "chance, parameters and the error that the back-test shows. It moves with margin and season alone.",
    )


class BudgetCells(NamedTuple):
    """What the checks need: lines of their own, and the test that no input here was changed."""

    checks: list[Check]
    changed: str


def build(book: Book, report: Report, flows: FlowCells, held: Callable[[Laid], Check] | None) -> BudgetCells | None:
    """Lay out the sheet of orders, if there is a budget; `held` is what scenarios check of it."""
    found = report.budget
    if found is None:
        return None
    sheet = book.sheets[TITLE]
    moves = _moves(sheet, report)
    words = _words(words_of(report))
    if moves is not None:
        words = words._replace(interval=f"{words.interval} {budget_months.WITH_SCENARIOS}")
    laid = budget_months.lay(book, sheet, found, report.assumptions.currency, words, moves)
    checks = _checks(sheet, report, found, flows, laid.totals, laid.last)
    return BudgetCells(checks if held is None else [*checks, held(laid)], laid.changed)


def _moves(sheet: Sheet, report: Report) -> Moves | None:
    """Orders, their value and losses, these by the steady sales of each month and of the first week."""
    told = report.what_if
    if told is None:
        return None
    steady, first = told.by_month.tolist(), float(told.steady[0])

    def own(row: int) -> str:
        here = sheet.put(row, BESIDE, steady[row - FIRST], fmt=DECIMAL).here
        start = sheet.put(row, BESIDE + 1, first, fmt=DECIMAL).here
        return f"*OrdersTimes*SpendTimes*MAX(0,{start}-LossTimes*({start}-{here}))/{here}"

    return Moves(own, None, "*SpendTimes*NewTimes", "*OrdersTimes", "*NewTimes")


def _checks(
    sheet: Sheet, report: Report, found: Budget, flows: FlowCells, totals: dict[str, Ref], last: int
) -> list[Check]:
    """The months against the weeks: up to the last month that ends within the horizon, a week cut in proportion."""
    inside = [
        row for row, month in enumerate(found.months, FIRST) if month.end / DAYS_PER_YEAR <= report.assumptions.horizon
    ]
    checks = [by_tier(totals, report.scale)]
    if inside:
        months = f"=SUM({TITLE}!${SALES}${FIRST}:${SALES}${inside[-1]})"
        end = found.months[inside[-1] - FIRST].end / DAYS_PER_YEAR
        weeks = _weeks(sheet, end, flows, last + 2, words_of(report))
        size = 1e-5 * abs(found.total[: inside[-1] - FIRST + 1].sum()) + _bent(report.flows, end)
        if report.months:  # a week between two months of a season is not cut in proportion
            size += float(report.flows.sales.sum(axis=1).max())
        size = float(f"{size:.0e}")
        checks.append(Check(f"Budget: {words_of(report).add_up} to the weeks of Flows", months, weeks, size))
    return checks


def _bent(flows: Flows, end: float) -> float:
    """What a week cut in proportion may miss, where sales fall within it as they do from one week to the next: an
    eighth of that fall at the most where they fall evenly, so a quarter.
    """
    sales, widths = flows.sales.sum(axis=1), weeks_of(flows.midpoint)
    cut = min(int(np.searchsorted(np.cumsum(widths), end + NEAR)), len(sales) - 1)
    near = (sales / widths)[max(0, cut - 1) : cut + 2]
    return float(np.ptp(near) * widths[cut] if len(near) > 1 else sales[cut]) / 4.0


def _weeks(sheet: Sheet, end: float, flows: FlowCells, row: int, said: Words) -> str:
    """The weeks' sales up to a month's end; of the week that it cuts, the share inside."""
    sheet.put(row, 1, f"{said.sales.capitalize()} of the weeks to the end of the last month inside the horizon", "Line")
    # A day later by nothing: whether a week has ended must not hang on the last digit.
    until = sheet.put(row, 8, end + NEAR, fmt=YEARS).here
    cut = f"({flows.ends}>{until})*({flows.starts}<{until})"
    whole = sheet.live(row, 9, f"=SUMPRODUCT({flows.given},1*({flows.ends}<={until}))", fmt=WHOLE)
    begun = sheet.live(row, 10, f"=SUMPRODUCT({flows.starts},{cut})", fmt=YEARS)
    over = sheet.live(row, 11, f"=SUMPRODUCT({flows.ends},{cut})", fmt=YEARS)
    inside = f"IF({over.here}=0,0,({until}-{begun.here})/({over.here}-{begun.here}))"
    part = sheet.live(row, 12, f"=SUMPRODUCT({flows.given},{cut})*{inside}", fmt=WHOLE)
    return f"={whole.full}+{part.full}"

"""The Budget sheet of contracts: payments and margin by month, laid out and live as that of orders."""

from __future__ import annotations

import numpy as np
from openpyxl.utils import get_column_letter

from workbook.contracts.assumptions import UNCHANGED
from workbook.contracts.checks import Check, close
from workbook.sheet import Sheet
from workbook.styles import DECIMAL, FACTOR, YEARS
from workbook.summary import budget, what_if
from workbook.summary.budget import BESIDE, FIRST, TABLE, Moves
from workbook.summary.what_if import Begun
from workbook.writer import Book
from xlclv.checks import Floats
from xlclv.contracts.report import Report
from xlclv.contracts.what_if import Steps

TITLE = budget.TITLE
_WORDS = budget.Words(
    "Payments",
    "Fees",
    "First fee of a customer won",
    "Fees following, each",
    "Started",
    "start",
    "chance, parameters and the choice of curve. It moves with margin and season alone; curves and growth do not move.",
)
_WITH_SCENARIOS = "chance, parameters and the choice of curve; parameters typed over do not move it."


def build(book: Book, report: Report, begun: Begun | None, found: list[Check]) -> None:
    """Lay out the sheet, after the customer equity that it shows beside."""
    if report.budget is None or report.equity is None:
        return
    sheet, steps = book.sheets[TITLE], report.budget_steps
    moves = None if steps is None else _moves(sheet, report, steps)
    words = _WORDS if moves is None else _WORDS._replace(interval=_WITH_SCENARIOS)
    laid = budget.lay(book, sheet, report.budget, report.currency, words, moves)
    whole = float(report.budget.total.sum()) * report.terms.margin
    own = f"=IF(AND({UNCHANGED},{laid.changed}),{laid.totals['H'].full},{whole!r})"
    found.append(budget.by_tier(laid.totals, report.scale))
    words_of = "Budget: margin of all months = the engine's, while nothing is changed"
    found.append(Check(words_of, own, whole, close(whole)))
    if begun is not None:
        found.append(what_if.cash_flow(begun, laid, 1e4))


def _moves(sheet: Sheet, report: Report, steps: Steps) -> Moves:
    """Fees, their growth, and losses: between those the engine worked out the money is interpolated, and growth counts
    by the mean years to the payments of a month."""
    count, rows = len(steps.losses), len(steps.own)
    own, new = BESIDE + 2, BESIDE + 2 + count
    weights = _weights(sheet, steps, own)
    for column, head in ((BESIDE, "Years of growth, today’s"), (BESIDE + 1, "Years of growth, new ones")):
        sheet.put(TABLE, column, head, "Head number")
    sheet.put(TABLE - 2, BESIDE, "Growth, times", "Line")
    growth = sheet.live(TABLE - 1, BESIDE, f"=(1+FeeGrowth)/{1.0 + report.terms.growth!r}", fmt=FACTOR).fixed

    def moved(row: int, years: int, first: int, given: Floats, length: float) -> str:
        far = sheet.put(row, years, length, fmt=YEARS).here
        refs = [sheet.put(row, first + i, float(value), fmt=DECIMAL) for i, value in enumerate(given.tolist())]
        return f"SUMPRODUCT({weights},{refs[0].here}:{refs[-1].here})*{growth}^{far}"

    def today(row: int) -> str:
        at = row - FIRST
        text = moved(row, BESIDE, own, steps.own[at], float(steps.own_years[at]))
        return f"*SpendTimes*IF(D{row}=0,1,{text}/D{row})"

    def following(row: int) -> str:
        age = rows - 1 - (row - FIRST)
        return f"={moved(row, BESIDE + 1, new, steps.new[age], float(steps.new_years[age]))}"

    return Moves(today, following, "*SpendTimes*NewTimes", "", "*NewTimes")


def _weights(sheet: Sheet, steps: Steps, first: int) -> str:
    """The losses, times, that the engine worked out, and below them the weight of each at those shown: a polynomial
    through all of them, by the barycentric formula (Berrut & Trefethen 2004)."""
    row, count, losses = TABLE - 4, len(steps.losses), np.array(steps.losses)
    apart = losses[:, None] - losses + np.eye(count)
    end = get_column_letter(first + count - 1)
    nodes, terms, weights = (f"${get_column_letter(first)}${at}:${end}${at}" for at in (row, row + 2, row + 3))
    for at, words in enumerate(("Losses, times", "Of the polynomial", "Shown", "Weight"), row):
        sheet.put(at, first - 1, words, "Line")
    low, high = steps.losses[0], steps.losses[-1]
    sheet.put(row, first - 2, "Losses shown", "Line")
    shown = sheet.live(row + 1, first - 2, f"=MAX({low!r},MIN({high!r},LossTimes))", fmt=FACTOR).fixed
    for i, each in enumerate(steps.losses):
        for part, what in enumerate(("today’s", "new ones")):
            sheet.put(TABLE, first + part * count + i, f"At losses x {each:g}, {what}", "Head number")
        here = get_column_letter(first + i)
        sheet.put(row, first + i, each, fmt=FACTOR)
        sheet.put(row + 1, first + i, float(1.0 / apart[i].prod()), fmt=FACTOR)
        sheet.live(row + 2, first + i, f"=IF({shown}={here}{row},0,{here}{row + 1}/({shown}-{here}{row}))", fmt=FACTOR)
        text = f"=IF(COUNTIFS({nodes},{shown})>0,1*({shown}={here}{row}),{here}{row + 2}/SUM({terms}))"
        sheet.live(row + 3, first + i, text, fmt="0.000000")
    return weights

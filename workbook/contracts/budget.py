"""The Budget sheet of contracts: payments and margin by month, laid out and live as that of orders."""

from __future__ import annotations

import numpy as np
from openpyxl.utils import get_column_letter

from xlclv.checks import Floats
from xlclv.contracts.report import Report
from xlclv.contracts.what_if import Steps
from xlclv.workbook.cells import Ref, exact
from xlclv.workbook.contracts.assumptions import UNCHANGED
from xlclv.workbook.contracts.checks import Check, close
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import DECIMAL, FACTOR, YEARS
from xlclv.workbook.summary import budget_months, what_if
from xlclv.workbook.summary.budget_months import BESIDE, FIRST, TABLE, Moves
from xlclv.workbook.summary.what_if import Begun
from xlclv.workbook.writer import Book

TITLE = budget_months.TITLE
_OWN, _SHOWN = (TABLE - 6, BESIDE), (TABLE - 3, BESIDE)  # row and column
_WORDS = budget_months.Words(
    "Payments",
    "Fees",
    "First fee of a customer won",
    "Fees following, each",
    "Started",
    "start",
    "chance, parameters and the choice of curve. It moves with margin and season alone; curves and growth do not move.",
)
_WITH_SCENARIOS = (
    f"chance, parameters and the choice of curve. Parameters typed over do not move it. {budget_months.WITH_SCENARIOS}"
)


def build(book: Book, report: Report, begun: Begun | None, found: list[Check]) -> None:
    """Lay out the sheet, after the customer equity that it shows beside."""
    if report.budget is None or report.equity is None:
        return
    sheet, steps = book.sheets[TITLE], report.budget_steps
    moves = None if steps is None else _moves(sheet, report, steps)
    words = _WORDS if moves is None else _WORDS._replace(interval=_WITH_SCENARIOS)
    laid = budget_months.lay(book, sheet, report.budget, report.currency, words, moves)
    whole = float(report.budget.total.sum()) * report.terms.margin
    own = f"=IF(AND({UNCHANGED},{laid.changed}),{laid.totals['H'].full},{exact(whole)})"
    found.append(budget_months.by_tier(laid.totals, report.scale))
    words_of = "Budget: margin of all months = the engine's, while nothing is changed"
    found.append(Check(words_of, own, whole, close(whole)))
    if begun is not None:
        found.append(what_if.cash_flow(begun, laid, 1e4))
    if steps is not None:
        found.append(_lost(sheet, steps))


def _lost(sheet: Sheet, steps: Steps) -> Check:
    """Losses beyond those that the engine worked out are no basis of a budget: it says so, instead of a number."""
    own, shown = Ref(TITLE, *_OWN, None).full, Ref(TITLE, *_SHOWN, None).full
    words = f"Budget: losses typed on Scenarios lie within {steps.losses[0]:g} and {steps.losses[-1]:g}"
    return Check(words, f"=IF({own}=1,{shown},LossTimes)", f"={shown}", 1e-9)


def _moves(sheet: Sheet, report: Report, steps: Steps) -> Moves:
    """Fees, their growth, and losses: of a scenario's own the money is the engine's. Typed over, losses are
    interpolated between those that the engine worked out, and growth counts by the mean years to a month's payments."""
    count, rows = len(steps.losses) + len(steps.told), len(steps.own)
    own, new = BESIDE + 2, BESIDE + 2 + count
    weights, growth = _weights(sheet, steps, own)
    for column, head in ((BESIDE, "Years of growth, today’s"), (BESIDE + 1, "Years of growth, new ones")):
        sheet.put(TABLE, column, head, "Head number")

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


def _weights(sheet: Sheet, steps: Steps, first: int) -> tuple[str, str]:
    """The losses, times, that the engine worked out, then the scenarios' own, and below them the weight of each as
    shown: of the scenario shown all, or, where its losses are typed over, a polynomial through the first, by the
    barycentric formula (Berrut & Trefethen 2004); and the growth, times, beside that of the money weighed."""
    row, count, losses = TABLE - 4, len(steps.losses), np.array(steps.losses)
    own, growth = _own(sheet, steps, first + count, row)
    apart = losses[:, None] - losses + np.eye(count)
    end = get_column_letter(first + count - 1)
    nodes, terms = (f"${get_column_letter(first)}${at}:${end}${at}" for at in (row, row + 2))
    for at, words in enumerate(("Losses, times", "Of the polynomial", "Shown", "Weight"), row):
        sheet.put(at, first - 1, words, "Line")
    shown = _within(sheet, steps)
    for i, each in enumerate(steps.losses):
        here = get_column_letter(first + i)
        sheet.put(row, first + i, each, fmt=FACTOR)
        sheet.put(row + 1, first + i, float(1.0 / apart[i].prod()), fmt=FACTOR)
        sheet.live(row + 2, first + i, f"=IF({shown}={here}{row},0,{here}{row + 1}/({shown}-{here}{row}))", fmt=FACTOR)
        text = f"IF(COUNTIFS({nodes},{shown})>0,1*({shown}={here}{row}),{here}{row + 2}/SUM({terms}))"
        sheet.live(row + 3, first + i, f"=(1-{own})*{text}", fmt="0.000000")
    _heads(sheet, steps, first)
    last = get_column_letter(first + count + len(steps.told) - 1)
    return f"${get_column_letter(first)}${row + 3}:${last}${row + 3}", growth


def _own(sheet: Sheet, steps: Steps, first: int, row: int) -> tuple[str, str]:
    """The scenarios' own losses, growth and weights; gives whether the losses shown are the scenario's own, and the
    growth shown, times that of the money weighed."""
    last = get_column_letter(first + len(steps.told) - 1)
    across = f"${get_column_letter(first)}${{0}}:${last}${{0}}"
    sheet.put(_OWN[0] - 1, _OWN[1], "Losses are the scenario’s own", "Line")
    text = f"=1*(ABS(LossTimes-INDEX({across.format(row)},1,ScenarioNumber))<0.000000001)"
    own = sheet.live(*_OWN, text, fmt="0").fixed
    for i, drivers in enumerate(steps.told):
        sheet.put(row, first + i, drivers.losses, fmt=FACTOR)
        sheet.put(row + 1, first + i, 1.0 + drivers.growth, fmt=FACTOR)
        sheet.live(row + 3, first + i, f"={own}*(ScenarioNumber={i + 1})", fmt="0.000000")
    sheet.put(row + 2, BESIDE, "Growth, times", "Line")
    base = f"INDEX({across.format(row + 1)},1,IF({own}=1,ScenarioNumber,1))"
    return own, sheet.live(row + 3, BESIDE, f"=(1+FeeGrowth)/{base}", fmt=FACTOR).fixed


def _within(sheet: Sheet, steps: Steps) -> str:
    """The losses shown, within those that the engine worked out."""
    row, column = _SHOWN
    sheet.put(row - 1, column, "Losses shown", "Line")
    text = f"=MAX({exact(steps.losses[0])},MIN({exact(steps.losses[-1])},LossTimes))"
    return sheet.live(row, column, text, fmt=FACTOR).fixed


def _heads(sheet: Sheet, steps: Steps, first: int) -> None:
    """What the money of each column is of: today's customers, then new ones."""
    words = [f"At losses x {each:g}" for each in steps.losses]
    words += [f"Scenario {place}" for place in range(1, len(steps.told) + 1)]
    heads = [f"{each}, {what}" for what in ("today’s", "new ones") for each in words]
    for column, head in enumerate(heads, first):
        sheet.put(TABLE, column, head, "Head number")

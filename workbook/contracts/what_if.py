"""The Scenarios sheet of contracts: its drivers, and what running customers are worth under each."""

from __future__ import annotations

from openpyxl.worksheet.datavalidation import DataValidation

from xlclv.contracts.report import Report
from xlclv.workbook.cells import exact
from xlclv.workbook.contracts import assumptions
from xlclv.workbook.contracts.assumptions import Inputs
from xlclv.workbook.contracts.cases import Cells
from xlclv.workbook.contracts.checks import Check
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import PERCENT, RATE
from xlclv.workbook.summary import what_if
from xlclv.workbook.summary.what_if import COST, HORIZON, LOSSES, RATE_, WON, Begun, Line
from xlclv.workbook.writer import Book

TITLE = what_if.TITLE
DRIVERS = (
    RATE_,
    Line("margin", "Margin", "Margin", PERCENT, "of fees"),
    HORIZON,
    Line("growth", "Growth of fees", "FeeGrowth", RATE, "a year"),
    COST,
    Line("spend", "Fees, times", "SpendTimes", "0.000", "of those to come"),
    LOSSES,
    WON,
)
_AS_EXPORTED = (
    "The one shown follows every input; the others stand as exported, since the Curve is too long for Cases. "
    "Differences are blank once an input or driver is changed."
)
_NEAR = 1e4  # of 1e-9: a group's mean wait stands for each of its customers


def begin(book: Book, report: Report, inputs: Inputs) -> Begun | None:
    """Lay out the drivers, if scenarios were asked for."""
    if not report.what_if:
        return None
    steps = report.budget_steps
    lines = DRIVERS if steps is None else tuple(_within(line, steps.losses) for line in DRIVERS)
    begun = what_if.begin(book, report.what_if, lines, inputs.live, inputs.changed)
    if steps is not None:
        _hold(book.sheets[TITLE], begun, steps.losses)
    assumptions.shown(book.sheets[assumptions.TITLE], begun.as_exported)
    return begun


def _within(line: Line, losses: tuple[float, ...]) -> Line:
    """What may be typed as losses, in words: the budget knows no others."""
    return line if line.key != LOSSES.key else line._replace(words=f"{losses[0]:g} to {losses[-1]:g}, {line.words}")


def _hold(sheet: Sheet, begun: Begun, losses: tuple[float, ...]) -> None:
    """Keep losses that are typed within those of which the budget is known."""
    least, most = losses[0], losses[-1]
    rule = DataValidation(
        type="decimal", operator="between", formula1=f"{least:g}", formula2=f"{most:g}", allow_blank=False,
        showErrorMessage=True, errorTitle=LOSSES.label, error=f"Type {least:g} to {most:g}: Budget knows no others.",
    )  # fmt: skip
    for place in range(len(begun.told)):
        rule.add(begun.driver(place, LOSSES.key).replace("$", ""))
    sheet.ws.add_data_validation(rule)


def build(book: Book, report: Report, begun: Begun, cells: Cells | None, found: list[Check]) -> None:
    """Lay out what they come to: live by the sheet Cases; without it, as exported but for the one shown."""
    worth = []
    for place, told in enumerate(report.what_if):
        margin = begun.driver(place, "margin").replace("$", "")
        alone = f"=IF({begun.number.here}={place + 1},CustomerEquity,{exact(told.equity)})"
        worth.append(alone if cells is None else f"={cells.scenario(place)}*{margin}")
    if cells is None:
        book.sheets[TITLE].put(5, 1, _AS_EXPORTED, "Note")
    live = cells is not None
    found += what_if.build(book, begun, worth, report.currency, str(report.customers), _NEAR, live).checks

"""The Assumptions sheet: terms and fitted parameters, all of which may be changed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from openpyxl.worksheet.datavalidation import DataValidation

from xlclv.contracts.report import Report
from xlclv.workbook.cells import Ref
from xlclv.workbook.names import define
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import DAY, PARAMETER, PERCENT, RATE, money
from xlclv.workbook.summary.inputs import MARGIN_STEP, RATE_STEP
from xlclv.workbook.writer import Book

TITLE = "Assumptions"
UNCHANGED = f'COUNTIFS({TITLE}!$G$1:$G$200,"changed")=0'
_WIDTHS = (26, 14, 26, 12, 14, 14, 13, 60)
RETENTION_STEP, GROWTH_STEP, STEPS = 0.01, 0.01, "On Sensitivity"
COSTS = 15  # the row of Acquisition's headings; costs of a month's own stand below, in column E
OWN = f"Acquisition!$E${COSTS + 1}:$E$1000"
LEAST_YEARS, TIMES, ENDLESS = 10.0, 3.0, 250.0  # how far the curve's table reaches


@dataclass(slots=True)
class Inputs:
    """Where the inputs stand: the block of values with its bounds, and the names of each curve's parameters."""

    first: int
    last: int
    params: list[list[str]] = field(default_factory=list)

    live: dict[str, Ref] = field(default_factory=dict)

    @property
    def changed(self) -> str:
        """Where it says which inputs, parameters and costs are no longer as exported."""
        return f"{TITLE}!$G${self.first}:$G$200"

    @property
    def out_of_range(self) -> str:
        """A formula that counts inputs outside their bounds."""
        block = f"{TITLE}!$B${self.first}:$B${self.last}"
        low, high = block.replace("B", "D"), block.replace("B", "E")
        return f"=SUMPRODUCT(({block}<{low})+({block}>{high}))"


def reach(report: Report) -> float:
    """How many years ahead the curve's table goes: the horizon may be lengthened up to there."""
    horizon = report.terms.horizon
    return max(LEAST_YEARS, TIMES * horizon) if math.isfinite(horizon) else ENDLESS


def build(book: Book, report: Report, force: Mapping[str, Ref]) -> Inputs:
    """Lay out the sheet; the names of inputs in `force` mean those cells, which hold what a scenario makes of them."""
    sheet = book.sheets[TITLE]
    sheet.title_block("Assumptions", "Yellow cells are yours to change: every value in this workbook follows them.")
    sheet.widths(_WIDTHS)
    heads = ["Input", "Value", "Unit", "Lowest", "Highest", "As exported", "Changed?", "Note"]
    sheet.headings(4, heads, (2, 4, 5, 6))
    terms, most = report.terms, reach(report)
    horizon = terms.horizon if math.isfinite(terms.horizon) else most
    longest = f"For ever is {most:g} years here" if not math.isfinite(terms.horizon) else f"Up to {most:g} years"
    lines: list[tuple[str, str, float, str, float, float, str, str]] = [
        ("Discount rate", "DiscountRate", terms.rate, "a year, effective", min(0.0, terms.rate), 1.0, RATE,
         "What a unit of money a year from now is worth less today"),
        ("Margin", "Margin", terms.margin, "of fees", min(0.0, terms.margin), 1.0, PERCENT,
         "Contribution share of fees; 100% shows fees instead of profit"),
        ("Horizon", "Horizon", horizon, "years", 0.0, most, "0.00", longest),
        ("Growth of fees", "FeeGrowth", terms.growth, "a year", min(-0.5, terms.growth), max(0.5, terms.growth), RATE,
         "At every renewal, by the years until it"),
        ("Timing", "Timing", terms.timing, "1 start, 0 end of a period", 0.0, 1.0, "0",
         "When a renewal is paid: on its day, or a period later"),
        ("Acquisition cost", "AcquisitionCost", report.cac or 0.0, "a customer, 0 if unknown", 0.0,
         max(1e6, 100 * (report.cac or 0.0)), money(report.currency, cents=True), "For CLV:CAC and payback"),
        ("Step of retention", "RetentionStep", RETENTION_STEP, "points at every renewal", 0.0, 0.2, PERCENT, STEPS),
        ("Step of the rate", "RateStep", RATE_STEP, "a year", 0.001, 0.1, RATE, STEPS),
        ("Step of the margin", "MarginStep", MARGIN_STEP, "of fees", 0.001, 0.2, PERCENT, STEPS),
        ("Step of growth", "GrowthStep", GROWTH_STEP, "a year", 0.001, 0.1, RATE, STEPS),
    ]  # fmt: skip
    inputs = Inputs(5, 4 + len(lines))
    for row, line in enumerate(lines, 5):
        inputs.live[line[1]] = _input(book, sheet, row, force, *line)
    row = inputs.last + 1
    if report.running is not None and report.movement:
        sheet.put(row, 1, "Costs typed on Acquisition", "Text")
        sheet.live(row, 2, f"=COUNT({OWN})", fmt="0")
        sheet.live(row, 7, f'=IF(B{row}=0,"as exported","changed")', "Text")
    row += 1
    sheet.section(row, "Fixed at export", len(_WIDTHS))
    sheet.put(row + 1, 1, "As-of date", "Text")
    as_of = sheet.put(row + 1, 2, report.as_of or "no dates", "Fixed", DAY)
    define(book, "AsOf", as_of, "The day on which the figures stand")
    sheet.put(row + 2, 1, "Currency", "Text")
    define(book, "Currency", sheet.put(row + 2, 2, report.currency or "not given", "Fixed"), "The currency of amounts")
    sheet.put(row + 3, 1, "Billing period of most", "Text")
    sheet.put(row + 3, 2, str(report.period), "Fixed")
    _parameters(book, sheet, report, inputs, row + 5)
    sheet.repeat_rows(1, 2)
    return inputs


def shown(sheet: Sheet, as_exported: str) -> None:
    """Beside the selector: whether the base is shown, with the drivers of scenarios as they were."""
    sheet.live(3, 7, f'=IF({as_exported},"as exported","changed")', "Text")


def _input(
    book: Book, sheet: Sheet, row: int, force: Mapping[str, Ref], label: str, name: str, value: float, unit: str,
    low: float, high: float, fmt: str, note: str,
) -> Ref:  # fmt: skip
    sheet.put(row, 1, label, "Text")
    live = sheet.put(row, 2, value, "Input", fmt)
    sheet.put(row, 3, unit, "Text")
    least, most = sheet.put(row, 4, low, fmt=fmt), sheet.put(row, 5, high, fmt=fmt)
    sheet.put(row, 6, value, fmt=fmt)
    sheet.live(row, 7, f'=IF(B{row}=F{row},"as exported","changed")', "Text")
    sheet.put(row, 8, note, "Text")
    define(book, name, force.get(name, live), f"{label}, {unit}; input")
    rule = DataValidation(
        type="decimal", operator="between", formula1=least.fixed, formula2=most.fixed, allow_blank=False,
        showErrorMessage=True, errorTitle=label, error=f"{label} must lie between the bounds beside it.",
    )  # fmt: skip
    rule.add(f"B{row}")
    sheet.ws.add_data_validation(rule)
    return live


def _parameters(book: Book, sheet: Sheet, report: Report, inputs: Inputs, row: int) -> None:
    """Every curve's parameters, each in a cell of its own."""
    sheet.section(row, "Fitted parameters", len(_WIDTHS))
    heads = ["Parameter", "Estimate", "Standard error", "", "", "As exported", "Changed?", "Curve"]
    sheet.headings(row + 1, heads, (2, 3, 6))
    row += 2
    for number, (curve, name) in enumerate(zip(report.curves, report.curve_names, strict=True)):
        cells = []
        for (parameter, value), error in zip(curve.params.items(), curve.errors, strict=True):
            sheet.put(row, 1, parameter, "Text")
            cells.append(f"{parameter.capitalize()}_{number}")
            live = sheet.put(row, 2, value, "Input", PARAMETER)
            define(book, cells[-1], live, f"{parameter} of the curve {curve.name}, {name}; fitted")
            sheet.put(row, 3, "on a boundary" if error is None else error, "Fixed", PARAMETER)
            sheet.put(row, 6, value, fmt=PARAMETER)
            sheet.live(row, 7, f'=IF(B{row}=F{row},"as exported","changed")', "Text")
            sheet.put(row, 8, f"{curve.name}, {name}: {curve.status}", "Text")
            sheet.fit(row, [(f"{curve.name}, {name}: {curve.status}", _WIDTHS[7])])
            row += 1
        inputs.params.append(cells)

"""The conventions side by side: what the same customer is worth when lifetime, timing or first payment are read
differently."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill

from workbook.cells import Ref
from workbook.sheet import Sheet, formula
from workbook.styles import FREE, INK, TILE
from workbook.templates.calculator.figures import ENDLESS, Example
from workbook.templates.page import heads, section

_TIMINGS = (0.0, 0.5, 1.0)
_NOTES = (
    "First payment sure: a new customer who pays at once.",
    "First payment must be renewed: valued just before the renewal.",
    "Without discounting the timing of payments has no effect.",
    "Shaded: the timing chosen among the options. All after acquisition cost.",
)


@dataclass(frozen=True, slots=True)
class Conventions:
    """The cells of the table, line by line, and where the choices of timing stand."""

    cells: list[list[Ref]]
    timings: str


def conventions(sheet: Sheet, row: int, column: int, amount: str, example: Example, period: str) -> Conventions:
    """Lay out the table with its top left corner at this cell."""
    section(sheet, row, column, "The same customer by other conventions", 4)
    words = ("Payments arrive", f"{period}'s end", "middle", "start")
    heads(sheet, row + 1, column, words)
    sheet.put(row + 2, column, "Timing, as Excel counts it", "Line")
    marks = [sheet.put(row + 2, column + 1 + i, w, "Fixed", FREE) for i, w in enumerate(_TIMINGS)]
    cells = []
    for at, (label, text, value) in enumerate(_lines(example), row + 3):
        sheet.put(at, column, label, "Line")
        told = [
            sheet.put(
                at,
                mark.column,
                formula(text.format(w=mark.here.replace(str(mark.row), f"${mark.row}")), v),
                "Fixed",
                amount,
            )
            for mark, v in ((m, value(w)) for m, w in zip(marks, _TIMINGS, strict=True))
        ]
        cells.append(told)
    for at, note in enumerate(_NOTES, row + 4 + len(cells)):
        sheet.put(at, column, note, "Note")
    block = f"{cells[0][0].here}:{cells[-1][-1].here}"
    first = marks[0].here.replace(str(marks[0].row), f"${marks[0].row}")
    shade = FormulaRule(
        formula=[f"{first}=Timing"], font=Font(bold=True, color=INK), fill=PatternFill("solid", bgColor=TILE)
    )
    sheet.ws.conditional_formatting.add(block, shade)
    return Conventions(cells, f"{marks[0].fixed}:{marks[-1].fixed}")


def _lines(example: Example) -> list[tuple[str, str, Callable[[float], float]]]:
    """Words, the formula with {w} for the timing, and the engine's value of it."""
    growth = "PeriodMargin*(1+DiscountRate)^{w}"
    endless = '=IF(RetentionGap>0,{0}/RetentionGap-AcquisitionCost,"' + ENDLESS + '")'
    plain = '=IF(Retention<1,PeriodMargin*{0}/(1-Retention)-AcquisitionCost,"' + ENDLESS + '")'
    return [
        (
            "Lifetime, on revenue, undiscounted (simple)",
            "=PurchaseValue*PurchaseRate*Lifetime-AcquisitionCost",
            lambda w: example.simple,
        ),
        ("Lifetime, on margin, undiscounted", "=PeriodMargin*Lifetime-AcquisitionCost", lambda w: example.net(w, 0)),
        (
            "Lifetime, on margin, discounted",
            "=PV(DiscountRate,Lifetime,-PeriodMargin)*(1+DiscountRate)^{w}-AcquisitionCost",
            lambda w: example.net(w),
        ),
        ("Retention, first payment sure, undiscounted", plain.format("1"), lambda w: example.retained(w, 1, 0)),
        (
            "Retention, first must be renewed, undiscounted",
            plain.format("Retention"),
            lambda w: example.retained(w, 0, 0),
        ),
        ("Retention, first payment sure, discounted", endless.replace("{0}", growth), lambda w: example.retained(w, 1)),
        (
            "Retention, first must be renewed, discounted",
            endless.replace("{0}", "Retention*" + growth),
            lambda w: example.retained(w, 0),
        ),
    ]

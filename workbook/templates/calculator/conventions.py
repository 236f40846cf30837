"""The conventions side by side: what the same customer is worth when lifetime, timing or first payment are read
differently."""

from __future__ import annotations

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill

from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import FREE, INK, TILE
from xlclv.workbook.templates.page import heads, section

_NOTES = (
    "First payment sure: a new customer who pays at once.",
    "First payment must be renewed: valued just before the renewal.",
    "Without discounting the timing of payments has no effect.",
    "Shaded: the timing chosen among the options. All after acquisition cost.",
)


def conventions(sheet: Sheet, row: int, column: int, amount: str, period: str) -> str:
    """Lay out the table with its top left corner at this cell; gives the block of the choices of timing."""
    section(sheet, row, column, "The same customer by other conventions", 4)
    heads(sheet, row + 1, column, ("Payments arrive", f"{period}'s end", "middle", "start"))
    sheet.put(row + 2, column, "Timing, as Excel counts it", "Line")
    marks = [sheet.put(row + 2, column + 1 + i, w, "Fixed", FREE) for i, w in enumerate((0.0, 0.5, 1.0))]
    letters = [mark.here.removesuffix(str(mark.row)) for mark in marks]
    for at, (label, text) in enumerate(_LINES, row + 3):
        sheet.put(at, column, label, "Line")
        for mark, letter in zip(marks, letters, strict=True):
            sheet.live(at, mark.column, text.replace("{w}", f"{letter}${mark.row}"), "Fixed", amount)
    for at, note in enumerate(_NOTES, row + 4 + len(_LINES)):
        sheet.put(at, column, note, "Note")
    shade = FormulaRule(
        formula=[f"{letters[0]}${row + 2}=Timing"],
        font=Font(bold=True, color=INK),
        fill=PatternFill("solid", bgColor=TILE),
    )
    block = f"{letters[0]}{row + 3}:{letters[-1]}{row + 2 + len(_LINES)}"
    sheet.ws.conditional_formatting.add(block, shade)
    return f"{marks[0].fixed}:{marks[-1].fixed}"


# Words, and the formula with {w} for the timing.
_LINES = (
    ("Lifetime, on revenue, undiscounted (simple)", "=PurchaseValue*PurchaseRate*Lifetime-AcquisitionCost"),
    ("Lifetime, on margin, undiscounted", "=PeriodMargin*Lifetime-AcquisitionCost"),
    ("Lifetime, on margin, discounted",
     "=PV(DiscountRate,Lifetime,-PeriodMargin)*(1+DiscountRate)^{w}-AcquisitionCost"),
    ("Retention, first payment sure, undiscounted",
     '=IF(Retention<1,PeriodMargin*1/(1-Retention)-AcquisitionCost,"no end")'),
    ("Retention, first must be renewed, undiscounted",
     '=IF(Retention<1,PeriodMargin*Retention/(1-Retention)-AcquisitionCost,"no end")'),
    ("Retention, first payment sure, discounted",
     '=IF(RetentionGap>0,PeriodMargin*(1+DiscountRate)^{w}/RetentionGap-AcquisitionCost,"no end")'),
    ("Retention, first must be renewed, discounted",
     '=IF(RetentionGap>0,Retention*PeriodMargin*(1+DiscountRate)^{w}/RetentionGap-AcquisitionCost,"no end")'),
)  # fmt: skip

"""The calculator's sheet Workings: intermediate steps, the curve of value over the lifetime, one driver at a time."""

from __future__ import annotations

from dataclasses import dataclass

from xlclv.workbook.calculation import Formula
from xlclv.workbook.cells import Ref
from xlclv.workbook.names import define
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import DECIMAL, FACTOR, FREE, WHOLE
from xlclv.workbook.templates.page import heads, line, section
from xlclv.workbook.writer import Book

TITLE = "Workings"
_STEPS, _CURVE, _GRID = 5, 17, 35
STEPS = 12  # points of the curve of value
DRIVERS = ("Purchase value", "Purchases", "Lifetime", "Acquisition cost", "Margin", "Discount rate")
_INPUTS = ("PurchaseValue", "PurchaseRate", "Lifetime", "AcquisitionCost", "Margin", "DiscountRate")
_WIDTHS = (34, 16, 16, 16, 18, 14, 14, 16, 16)


@dataclass(frozen=True, slots=True)
class Parts:
    """Where the charts and checks find what they need; the tornado's rows are sorted."""

    times: list[Ref]
    worth: list[Ref]
    worth_head: Ref
    drivers: list[Ref]
    sides: tuple[list[Ref], list[Ref]]
    side_heads: tuple[Ref, Ref]
    swings: tuple[str, str]
    base: Ref


def build(book: Book, period: str) -> Parts:
    """Lay out the sheet."""
    sheet = book.sheets[TITLE]
    sheet.title_block("Workings", "The steps between the inputs and the results; nothing here is to be changed.")
    sheet.widths(_WIDTHS)
    section(sheet, _STEPS - 1, 1, "Steps", 9)
    for row, (label, name, text, words) in enumerate(_SHARED, _STEPS):
        fmt = FREE if text.startswith("=AND") else FACTOR
        define(book, name, line(sheet, row, 1, label, Formula(text), fmt, words), label)
    times, worth, worth_head = _curve(sheet, period)
    grid = _grid(sheet)
    sheet.page_break(_GRID - 2)
    return Parts(times, worth, worth_head, *grid)


# Steps that several results share; each has a name, so that the results read as sentences.
_SHARED = (
    ("Growth up to the payment", "TimingFactor", "=(1+DiscountRate)^Timing",
     "1 at the period's end; more when money comes earlier"),
    ("Kept and discounted over a period", "KeptFactor", "=Retention/(1+DiscountRate)",
     "What each payment is worth of the one before it"),
    ("Gap: 1 + discount rate - retention", "RetentionGap", "=1+DiscountRate-Retention",
     "Payments for ever are worth their margin over this gap"),
    ("Gap at one point more of retention", "NarrowerGap", "=1+DiscountRate-MIN(1,Retention+1/100)",
     "Retention cannot pass 100%"),
    ("Acquisition cost in margins", "CostInMargins",
     '=IF(PeriodMargin>0,AcquisitionCost/(PeriodMargin*TimingFactor),"never")',
     "How many margins, each valued when it is paid, the customer cost"),
    ("Payments until they cover it", "PaymentsNeeded",
     '=IFERROR(LN(1-CostInMargins*RetentionGap)/LN(KeptFactor),"never")',
     "With customers leaving; never if the logarithm has no value"),
    ("One payment covers it, and no other comes", "OnePayment",
     "=AND(Retention=0,N(CostInMargins)*RetentionGap<=1,PeriodMargin>0)", "Only at a retention of 0%"),
    ("Retention that would just pay", "RetentionNeeded",
     '=IFERROR(IF(1/CostInMargins<DiscountRate,"none",1+DiscountRate-1/CostInMargins),"none")',
     "Below 0 any retention pays"),
)  # fmt: skip


def _curve(sheet: Sheet, period: str) -> tuple[list[Ref], list[Ref], Ref]:
    section(sheet, _CURVE - 2, 1, "What the customer is worth by the time the relationship ends", 4)
    head = heads(sheet, _CURVE - 1, 1, ["Twelfths of the lifetime", f"After {period}s", "Label", "CLV so far"])[3]
    times, worth = [], []
    for step in range(STEPS + 1):
        row = _CURVE + step
        sheet.put(row, 1, step, "Line", WHOLE)
        sheet.live(row, 2, f"=Lifetime*A{row}/A${_CURVE + STEPS}", "Fixed", DECIMAL)
        times.append(sheet.live(row, 3, f'=ROUND(B{row},2)&""', "Fixed"))
        text = f"=PV(DiscountRate,B{row},-PeriodMargin)*TimingFactor-AcquisitionCost"
        worth.append(sheet.live(row, 4, text, "Fixed", DECIMAL))
    return times, worth, head


def _grid(sheet: Sheet) -> tuple[list[Ref], tuple[list[Ref], list[Ref]], tuple[Ref, Ref], tuple[str, str], Ref]:
    """Two rows of inputs a driver, moved down and up, their CLV, and the drivers by the width of their swing."""
    base, count, worth = _GRID, len(DRIVERS), []
    section(sheet, base - 2, 1, "One driver at a time", 9)
    heads(sheet, base - 1, 1, ["Driver moved", "By", *DRIVERS, "CLV"])
    cases = [("None", None), *((name, sign) for sign in ("-", "") for name in DRIVERS)]
    for row, (driver, sign) in enumerate(cases, base):
        sheet.put(row, 1, driver, "Line")
        sheet.put(row, 2, 0 if sign is None else Formula(f"={sign}Shock"), "Fixed", "0%")
        for letter, name in zip("CDEFGH", _INPUTS, strict=True):
            text = f"{letter}${base}*IF($A{row}={letter}${base - 1},1+$B{row},1)"
            text = name if sign is None else f"MIN(1,{text})" if name == "Margin" else text  # no margin passes 100%
            fmt = "0.0%" if name in ("Margin", "DiscountRate") else FREE
            sheet.live(row, "ABCDEFGH".index(letter) + 1, f"={text}", "Fixed", fmt)
        text = f"=PV(H{row},E{row},-C{row}*D{row}*G{row})*(1+H{row})^Timing-F{row}"
        worth.append(sheet.live(row, 9, text, "Fixed", DECIMAL))
    return *_sorted(sheet, base + 2 * count + 2, base + 1), worth[0]


def _sorted(
    sheet: Sheet, row: int, low: int
) -> tuple[list[Ref], tuple[list[Ref], list[Ref]], tuple[Ref, Ref], tuple[str, str]]:
    count = len(DRIVERS)
    section(sheet, row, 1, "The drivers by the width of their swing", 9)
    words = ["Driver", "CLV lower", "CLV higher", "Swing", "Place", "Sorted", "Swing", "Driver down", "Driver up"]
    titles = heads(sheet, row + 1, 1, words)
    first, last = row + 2, row + 1 + count
    rows = []
    for at, name in enumerate(DRIVERS):
        r = first + at
        here = f"MATCH(ROWS(A${first}:A{r}),$E${first}:$E${last},0)"

        def found(letter: str, here: str = here) -> str:
            return f"=INDEX(${letter}${first}:${letter}${last},{here})"

        sheet.put(r, 1, name, "Line")
        cells = (
            (f"=I{low + at}", DECIMAL),
            (f"=I{low + count + at}", DECIMAL),
            # Rounded, so that drivers which do the same to the last digit but one stand in the inputs' order.
            (f"=ROUND(ABS(C{r}-B{r}),9)", DECIMAL),
            (f"=SUMPRODUCT(--($D${first}:$D${last}>D{r}))+SUMPRODUCT(--(D${first}:D{r}=D{r}))", WHOLE),
            (found("A"), FREE),
            (found("D"), DECIMAL),
            (f"{found('B')}-CustomerValue", DECIMAL),
            (f"{found('C')}-CustomerValue", DECIMAL),
        )
        rows.append(
            [sheet.live(r, c, text, "Line" if c == 6 else "Fixed", fmt) for c, (text, fmt) in enumerate(cells, 2)]
        )
    drivers, down, up = ([cells[i] for cells in rows] for i in (4, 6, 7))
    blocks = f"{TITLE}!$D${first}:$D${last}", f"{TITLE}!$G${first}:$G${last}"
    return drivers, (down, up), (titles[7], titles[8]), blocks

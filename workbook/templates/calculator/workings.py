"""The calculator's sheet Workings: intermediate steps, the curve of value over the lifetime, one driver at a time."""

from __future__ import annotations

from dataclasses import dataclass
from math import log

from workbook.cells import Ref
from workbook.names import define
from workbook.sheet import Sheet, formula
from workbook.spoken import shown
from workbook.styles import FACTOR, FREE, WHOLE
from workbook.templates.calculator.figures import DRIVERS, NEVER, STEPS, Example
from workbook.templates.page import heads, section
from workbook.writer import Book

TITLE = "Workings"
_STEPS, _CURVE, _GRID = 5, 17, 35
_MONEY = "#,##0.00"
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


def build(book: Book, example: Example, period: str) -> Parts:
    """Lay out the sheet."""
    sheet = book.sheets[TITLE]
    sheet.title_block("Workings", "The steps between the inputs and the results; nothing here is to be changed.")
    sheet.widths(_WIDTHS)
    _steps(book, sheet, example)
    times, worth, worth_head = _curve(sheet, example, period)
    grid = _grid(sheet, example)
    sheet.page_break(_GRID - 2)
    return Parts(times, worth, worth_head, *grid)


def _steps(book: Book, sheet: Sheet, example: Example) -> None:
    """Steps that several results share; each has a name, so that the results read as sentences."""
    section(sheet, _STEPS - 1, 1, "Steps", 9)
    gap = 1 + example.discount - example.kept
    growth = (1 + example.discount) ** example.timing
    recovery = example.cost / (example.margin * growth)
    lines = (
        (
            "Growth up to the payment",
            "TimingFactor",
            "=(1+DiscountRate)^Timing",
            growth,
            "1 at the period's end; more when money comes earlier",
        ),
        (
            "Kept and discounted over a period",
            "KeptFactor",
            "=Retention/(1+DiscountRate)",
            example.kept / (1 + example.discount),
            "What each payment is worth of the one before it",
        ),
        (
            "Gap: 1 + discount rate - retention",
            "RetentionGap",
            "=1+DiscountRate-Retention",
            gap,
            "Payments for ever are worth their margin over this gap",
        ),
        (
            "Gap at one point more of retention",
            "NarrowerGap",
            "=1+DiscountRate-MIN(1,Retention+1/100)",
            gap - 0.01,
            "Retention cannot pass 100%",
        ),
        (
            "Acquisition cost in margins",
            "CostInMargins",
            f'=IF(PeriodMargin>0,AcquisitionCost/(PeriodMargin*TimingFactor),"{NEVER}")',
            recovery,
            "How many margins, each valued when it is paid, the customer cost",
        ),
        (
            "Payments until they cover it",
            "PaymentsNeeded",
            f'=IFERROR(LN(1-CostInMargins*RetentionGap)/LN(KeptFactor),"{NEVER}")',
            log(1 - recovery * gap) / log(example.kept / (1 + example.discount)),
            "With customers leaving; never if the logarithm has no value",
        ),
        (
            "One payment covers it, and no other comes",
            "OnePayment",
            "=AND(Retention=0,N(CostInMargins)*RetentionGap<=1,PeriodMargin>0)",
            False,
            "Only at a retention of 0%",
        ),
        (
            "Retention that would just pay",
            "RetentionNeeded",
            '=IFERROR(IF(1/CostInMargins<DiscountRate,"none",1+DiscountRate-1/CostInMargins),"none")',
            1 + example.discount - 1 / recovery,
            "Below 0 any retention pays",
        ),
    )
    for row, (label, name, text, value, words) in enumerate(lines, _STEPS):
        sheet.put(row, 1, label, "Line")
        ref = sheet.put(row, 2, formula(text, value), "Fixed", FREE if isinstance(value, bool) else FACTOR)
        sheet.put(row, 3, words, "Line")
        define(book, name, ref, label)


def _curve(sheet: Sheet, example: Example, period: str) -> tuple[list[Ref], list[Ref], Ref]:
    section(sheet, _CURVE - 2, 1, "What the customer is worth by the time the relationship ends", 4)
    head = heads(sheet, _CURVE - 1, 1, ["Twelfths of the lifetime", f"After {period}s", "Label", "CLV so far"])[3]
    times, worth = [], []
    first, last = _CURVE, _CURVE + STEPS
    for row in range(first, last + 1):
        step = row - first
        stay = example.years * step / STEPS
        sheet.put(row, 1, step, "Line", WHOLE)
        sheet.put(row, 2, formula(f"=Lifetime*A{row}/A${last}", stay), "Fixed", _MONEY)
        times.append(sheet.put(row, 3, formula(f'=ROUND(B{row},2)&""', shown(stay, 2)), "Fixed"))
        text = f"=PV(DiscountRate,B{row},-PeriodMargin)*TimingFactor-AcquisitionCost"
        worth.append(sheet.put(row, 4, formula(text, example.worth_after(step)), "Fixed", _MONEY))
    return times, worth, head


def _grid(
    sheet: Sheet, example: Example
) -> tuple[list[Ref], tuple[list[Ref], list[Ref]], tuple[Ref, Ref], tuple[str, str], Ref]:
    """Two rows of inputs a driver, moved down and up, their CLV, and the drivers by the width of their swing."""
    section(sheet, _GRID - 2, 1, "One driver at a time", 9)
    heads(sheet, _GRID - 1, 1, ["Driver moved", "By", *DRIVERS, "CLV"])
    base = _GRID
    sheet.put(base, 1, "None", "Line")
    sheet.put(base, 2, 0, "Fixed", "0%")
    drivers = [example.value, example.rate, example.years, example.cost, example.share, example.discount]
    for column, (name, number) in enumerate(zip(_INPUTS, drivers, strict=True), 3):
        sheet.put(base, column, formula(f"={name}", number), "Fixed", FREE if column < 7 else "0.0%")
    unmoved = _worth(sheet, base, example.net())
    moved = [(driver, sign) for sign in (-1, 1) for driver in range(len(DRIVERS))]
    for row, (driver, sign) in enumerate(moved, base + 1):
        sheet.put(row, 1, DRIVERS[driver], "Line")
        sheet.put(row, 2, formula("=-Shock" if sign < 0 else "=Shock", sign * example.shock), "Fixed", "0%")
        inputs, worth = example.shocked(driver, sign)
        for column, number in enumerate(inputs, 3):
            letter = "CDEFGH"[column - 3]
            text = f"{letter}${base}*IF($A{row}={letter}${base - 1},1+$B{row},1)"
            whole = f"=MIN(1,{text})" if letter == "G" else f"={text}"  # no margin passes 100%
            sheet.put(row, column, formula(whole, number), "Fixed", FREE if column < 7 else "0.0%")
        _worth(sheet, row, worth)
    return *_sorted(sheet, base + len(moved) + 2, base + 1, example), unmoved


def _worth(sheet: Sheet, row: int, value: float) -> Ref:
    text = f"=PV(H{row},E{row},-C{row}*D{row}*G{row})*(1+H{row})^Timing-F{row}"
    return sheet.put(row, 9, formula(text, value), "Fixed", _MONEY)


def _sorted(
    sheet: Sheet, row: int, low: int, example: Example
) -> tuple[list[Ref], tuple[list[Ref], list[Ref]], tuple[Ref, Ref], tuple[str, str]]:
    count = len(DRIVERS)
    section(sheet, row, 1, "The drivers by the width of their swing", 9)
    words = ["Driver", "CLV lower", "CLV higher", "Swing", "Place", "Sorted", "Swing", "Driver down", "Driver up"]
    titles = heads(sheet, row + 1, 1, words)
    first, last = row + 2, row + 1 + count
    ends = [(example.shocked(i, -1)[1], example.shocked(i, 1)[1]) for i in range(count)]
    swings = [abs(up - down) for down, up in ends]
    order = sorted(range(count), key=lambda i: -round(swings[i], 9))
    sides: tuple[list[Ref], list[Ref]] = ([], [])
    drivers = []
    swing, place = f"$D${first}:$D${last}", f"$E${first}:$E${last}"
    for at in range(count):
        r, k = first + at, order[at]
        sheet.put(r, 1, DRIVERS[at], "Line")
        sheet.put(r, 2, formula(f"=I{low + at}", ends[at][0]), "Fixed", _MONEY)
        sheet.put(r, 3, formula(f"=I{low + count + at}", ends[at][1]), "Fixed", _MONEY)
        # Rounded, so that drivers which do the same to the last digit but one stand in the inputs' order.
        sheet.put(r, 4, formula(f"=ROUND(ABS(C{r}-B{r}),9)", round(swings[at], 9)), "Fixed", _MONEY)
        text = f"=SUMPRODUCT(--({swing}>D{r}))+SUMPRODUCT(--(D${first}:D{r}=D{r}))"
        sheet.put(r, 5, formula(text, order.index(at) + 1), "Fixed", WHOLE)
        here = f"MATCH(ROWS(A${first}:A{r}),{place},0)"
        drivers.append(sheet.put(r, 6, formula(f"=INDEX($A${first}:$A${last},{here})", DRIVERS[k]), "Line"))
        sheet.put(r, 7, formula(f"=INDEX({swing},{here})", round(swings[k], 9)), "Fixed", _MONEY)
        for column, letter, side in ((8, "B", 0), (9, "C", 1)):
            text = f"=INDEX(${letter}${first}:${letter}${last},{here})-CustomerValue"
            ref = sheet.put(r, column, formula(text, ends[k][side] - example.net()), "Fixed", _MONEY)
            sides[side].append(ref)
    blocks = f"{TITLE}!$D${first}:$D${last}", f"{TITLE}!$G${first}:$G${last}"
    return drivers, sides, (titles[7], titles[8]), blocks

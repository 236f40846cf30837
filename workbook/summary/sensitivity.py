"""The Sensitivity sheet: customer equity at other rates, margins and horizons, in closed form from the Flows sheet."""

from __future__ import annotations

from openpyxl.formatting.rule import ColorScaleRule, FormulaRule
from openpyxl.styles import Border, Font, Side
from openpyxl.utils import get_column_letter

from xlclv.report import Report
from xlclv.terms.money import words_of
from xlclv.workbook.cells import Ref
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import INK, RATE, YEARS, money
from xlclv.workbook.summary import tornado
from xlclv.workbook.summary.assumptions import Inputs
from xlclv.workbook.summary.check import Check, close
from xlclv.workbook.summary.flows import FlowCells
from xlclv.workbook.summary.scenarios import Scenarios
from xlclv.workbook.writer import Book

TITLE = "Sensitivity"
_COUNT = 5  # rates, margins, horizons
_RATES, _HORIZONS, _TORNADO, _WORKING = 5, 14, 22, 30
_WIDTHS = (18, 27, 11, *[10] * 12)
_MARGINS, _FIRST_MARGIN = "DEFGH", 4
_ACROSS = f"{_MARGINS[0]}{_RATES + 1}:{_MARGINS[-1]}{_RATES + 1}"
_SHARES = [(i + 1) / _COUNT for i in range(_COUNT)]  # of the horizon


def build(book: Book, report: Report, flows: FlowCells, inputs: Inputs, equity: float) -> list[Check]:
    """Lay out the sheet: two grids, the tornado, and below them the working; gives the checks of the base cases."""
    sheet, currency = book.sheets[TITLE], report.assumptions.currency
    amounts = f" in {currency}" if currency else ""
    sheet.title_block(
        "Sensitivity",
        f"Customer equity{amounts} if an input were another. The base case, the inputs now, is boxed; steps and "
        "ranges are on Assumptions.",
    )
    sheet.widths(_WIDTHS)
    said = words_of(report)
    working = Scenarios(sheet, currency, flows, inputs, said)
    sheet.section(_WORKING, f"Working: {said.given}, discounted at each case's own rate up to its own horizon", 14)
    working.head(_WORKING + 1)
    by_horizon = [
        working.horizon(_WORKING + 3 + i, f"Horizon x {share:.0%}", f"B{_HORIZONS + 2 + i}")
        for i, share in enumerate(_SHARES)
    ]
    bases = _rate_grid(sheet, report, flows), _horizon_grid(sheet, report, by_horizon)
    tornado.build(sheet, report, working, inputs, (_TORNADO, _WORKING + 3 + _COUNT))
    sheet.page_break(_WORKING)
    sheet.repeat_rows(1, 3)
    # A scenario may cut a week, whose sales are then told as changing steadily, and here as even.
    near = close(equity) * 10 if report.what_if is None else close(equity) * 1e5
    return [
        Check(f"Sensitivity: base case of {what} = customer equity", f"={base}", "=CustomerEquity", near)
        for what, base in zip(("rates", "horizons"), bases, strict=True)
    ]


# The first step: two below the base, or as many as stay in the domain; live, so that no what-if repeats a row.
_FIRST_RATE = "=MAX(-1-1,MIN(0,-INT(DiscountRate/RateStep)))"
_LOWEST_MARGIN = "MAX(-1-1,MIN(0,-INT(Margin/MarginStep)))"


def _margin_heads(sheet: Sheet, row: int, words: tuple[str, str, str], source: int | None) -> None:
    """The margins across; the second grid points at those of the first."""
    sheet.height(row, 45)
    for column, word in enumerate(words, 1):
        sheet.put(row, column, word, "Head number")
    for column, letter in enumerate(_MARGINS, _FIRST_MARGIN):
        text = f"=MIN(1,Margin+{letter}{row - 1}*MarginStep)" if source is None else f"={letter}{source}"
        sheet.live(row, column, text, "Head number", '0.0%" margin"')


def _present(report: Report) -> str:
    return f"{words_of(report).sales.capitalize()}, present value"


def _rate_grid(sheet: Sheet, report: Report, flows: FlowCells) -> str:
    """Gives the address of the base case."""
    sheet.section(_RATES, "Customer equity by discount rate, down, and margin, across", 8)
    sheet.put(_RATES + 1, 1, "Steps: down, across", "Note")
    begin = sheet.live(_RATES + 1, 2, _FIRST_RATE, "Fixed", "+0;-0;0")
    highest = f"INT((1-Margin)/MarginStep)+1-ROWS(A{_RATES + 3}:A{_RATES + 2 + _COUNT})"
    for column, letter in enumerate(_MARGINS, _FIRST_MARGIN):
        before = get_column_letter(column - 1)
        text = f"={before}{_RATES + 1}+1" if letter != _MARGINS[0] else f"=MIN({_LOWEST_MARGIN},{highest})"
        sheet.live(_RATES + 1, column, text, "Fixed", "+0;-0;0")
    _margin_heads(sheet, _RATES + 2, ("Steps", "Discount rate", _present(report)), None)
    first = _RATES + 3
    for row in range(first, first + _COUNT):
        sheet.live(row, 1, f"={begin.fixed}+ROW(J{row})-ROW(J${first})", fmt="+0;-0;0")
        sheet.live(row, 2, f"=DiscountRate+A{row}*RateStep", fmt=RATE)
        live = f"=SUMPRODUCT({flows.total_sales}*{flows.inside},(1+B{row})^-{flows.years})"
        sheet.live(row, 3, live, fmt=money(report.assumptions.currency))
    return _grid(sheet, report, first, 0)


def _horizon_grid(sheet: Sheet, report: Report, working: list[Ref]) -> str:
    """Gives the address of the base case."""
    sheet.section(_HORIZONS, "Customer equity by horizon, down, and margin, across", 8)
    _margin_heads(sheet, _HORIZONS + 1, ("Share of the horizon", "Horizon, years", _present(report)), _RATES + 2)
    for row, (share, cell) in enumerate(zip(_SHARES, working, strict=True), _HORIZONS + 2):
        sheet.put(row, 1, share, fmt="0%")
        sheet.live(row, 2, f"=Horizon*A{row}", fmt=YEARS)
        sheet.live(row, 3, f"={cell.here}", fmt=money(report.assumptions.currency))
    return _grid(sheet, report, _HORIZONS + 2, 1)


def _grid(sheet: Sheet, report: Report, first: int, base: int) -> str:
    """Equity at each row's sales and each column's margin; the base case, in the row that says `base`, is boxed."""
    last = first + _COUNT - 1
    for row in range(first, last + 1):
        for column, letter in enumerate(_MARGINS, _FIRST_MARGIN):
            sheet.live(row, column, f"=$C{row}*{letter}${first - 1}", fmt=money(report.assumptions.currency))
    block = f"{_MARGINS[0]}{first}:{_MARGINS[-1]}{last}"
    edge = Side("medium", color=INK)
    box = {"font": Font(bold=True), "border": Border(left=edge, right=edge, top=edge, bottom=edge)}
    boxed = FormulaRule(formula=[f"AND($A{first}={base},{_MARGINS[0]}${_RATES + 1}=0)"], **box)
    sheet.ws.conditional_formatting.add(block, boxed)
    sheet.ws.conditional_formatting.add(block, ColorScaleRule("min", None, "FFFFFF", "max", None, "9DB4DD"))
    place = f"MATCH({base},{TITLE}!A{first}:A{last},0),MATCH(0,{TITLE}!{_ACROSS},0)"
    return f"INDEX({TITLE}!{block},{place})"

"""The Sensitivity sheet: customer equity at other retention, rates, margins and horizons; what a point is worth."""

from __future__ import annotations

from openpyxl.formatting.rule import ColorScaleRule

from xlclv.contracts.report import Report
from xlclv.workbook.bars import tornado_chart
from xlclv.workbook.calculation import rounded
from xlclv.workbook.cells import exact
from xlclv.workbook.charts import place
from xlclv.workbook.contracts.assumptions import UNCHANGED
from xlclv.workbook.contracts.cases import Cells
from xlclv.workbook.contracts.checks import Check, close
from xlclv.workbook.names import define
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import PERCENT, RATE, in_brief, money
from xlclv.workbook.writer import Book

TITLE = "Sensitivity"
_GRIDS = (
    (
        "retention",
        "Customer equity by points of retention at every renewal, down, and margin, across",
        "+0.0%;-0.0%;0%",
    ),
    ("rate", "Customer equity by discount rate, down, and margin, across", RATE),
    ("horizon", "Customer equity by horizon in years, down, and margin, across", "0.0"),
)
_MARGINS, _BASE = (-2, -1, 0, 1, 2), "D"
_LETTERS = "BCDEF"
_TORNADO = 32
_DRIVERS = (("Retention", "retention"), ("Discount rate", "rate"), ("Horizon", "horizon"), ("Growth of fees", "growth"))


def build(book: Book, report: Report, cells: Cells, found: list[Check]) -> None:
    """Lay out the sheet: three grids, then one step of every input beside the others."""
    sheet, cash = book.sheets[TITLE], money(report.currency)
    amounts = f" in {report.currency}" if report.currency else ""
    note = f"Customer equity{amounts} if an input were another; the base is in bold, steps are on Assumptions."
    sheet.title_block("Sensitivity", note)
    sheet.widths((28, 16, 16, 16, 16, 16, 4, 14, 14, 14, 14))
    for number, (what, words, fmt) in enumerate(_GRIDS):
        _grid(sheet, cells, 5 + 9 * number, what, words, fmt, cash)
    _tornado(book, sheet, report, cells, cash)
    assert report.equity is not None
    tolerance = close(report.scale) * 100
    for number, (what, *_) in enumerate(_GRIDS):
        base = f"={TITLE}!{_BASE}{5 + 9 * number + 4}"
        found.append(Check(f"Sensitivity: base case of {what} = customer equity", base, "=CustomerEquity", tolerance))
    if report.retention_point is not None:
        told = report.retention_point
        text = f"=IF({UNCHANGED},PointOfRetention,{exact(told)})"
        found.append(Check("One step of retention = the engine's, while nothing is changed", text, told, tolerance))
    sheet.repeat_rows(1, 3)


def _grid(sheet: Sheet, cells: Cells, row: int, what: str, words: str, fmt: str, cash: str) -> None:
    """Five cases down by five margins across."""
    sheet.section(row, words, 6)
    sheet.put(row + 1, 1, {"retention": "Points", "rate": "Discount rate", "horizon": "Years"}[what], "Head")
    for letter, step in zip(_LETTERS, _MARGINS, strict=True):
        column = ord(letter) - 64
        text = f"=MAX(0,MIN(1,Margin+{step}*MarginStep))" if step else "=Margin"
        sheet.live(row + 1, column, text, "Head number", '0.0%" margin"')
    for at, step in enumerate(_MARGINS, row + 2):
        sheet.live(at, 1, f"={cells.told(what, step)}", "Line", fmt)
        for letter in _LETTERS:
            style = "Total" if step == 0 and letter == _BASE else "Value"
            sheet.live(at, ord(letter) - 64, f"={cells.worth(what, step)}*{letter}${row + 1}", style, cash)
    block = f"{_LETTERS[0]}{row + 2}:{_LETTERS[-1]}{row + 6}"
    sheet.ws.conditional_formatting.add(block, ColorScaleRule("min", None, "FFFFFF", "max", None, "9DB4DD"))


def _tornado(book: Book, sheet: Sheet, report: Report, cells: Cells, cash: str) -> None:
    """One step of every input lower and higher, as listed and then by its swing."""
    count = len(_DRIVERS) + 1
    raw, first = _TORNADO + count + 5, _TORNADO + 2
    sheet.section(raw - 2, "One step of every input, as listed", 6)
    heads = ("Input", "Step", "Equity, one step lower", "Equity, one step higher", "Swing", "Place")
    sheet.headings(raw - 1, heads, (2, 3, 4, 5, 6), 32)
    lines = [(words, cells.worth(what, -1) + "*Margin", cells.worth(what, 1) + "*Margin") for words, what in _DRIVERS]
    whole = cells.worth("", 0)
    lines.append(("Margin", f"{whole}*MAX(0,Margin-MarginStep)", f"{whole}*MIN(1,Margin+MarginStep)"))
    steps = ("RetentionStep", "RateStep", "1", "GrowthStep", "MarginStep")
    for row, ((words, low, high), step) in enumerate(zip(lines, steps, strict=True), raw):
        sheet.put(row, 1, words, "Line")
        sheet.live(row, 2, f"={step}", fmt='0" year"' if step == "1" else PERCENT)
        sheet.live(row, 3, f"={low}", fmt=cash)
        sheet.live(row, 4, f"={high}", fmt=cash)
        sheet.live(row, 5, f"=ROUND(ABS(D{row}-C{row}),4)", fmt=cash)
        wider = f"SUMPRODUCT(1*(E${raw}:E${raw + count - 1}>E{row}))"
        sheet.live(row, 6, f"={wider}+SUMPRODUCT(1*(E${raw}:E{row}=E{row}))", fmt="0")
    sheet.section(_TORNADO, "What matters most: customer equity one step lower or higher", 6)
    told = ("Input", "Equity, lower", "Equity, higher", "Change, lower", "Change, higher", "Place")
    heads_of = sheet.headings(_TORNADO + 1, told, (2, 3, 4, 5, 6), 32)
    names, lower, higher = [], [], []
    for at in range(count):
        row = first + at
        sheet.put(row, 6, at + 1, fmt="0")
        match = f"MATCH($F{row},$F${raw}:$F${raw + count - 1},0)"
        names.append(sheet.live(row, 1, f"=INDEX($A${raw}:$A${raw + count - 1},{match})", "Line"))
        for column, letter in ((2, "C"), (3, "D")):
            sheet.live(row, column, f"=INDEX(${letter}${raw}:${letter}${raw + count - 1},{match})", fmt=cash)
        lower.append(sheet.live(row, 4, f"=ROUND(B{row}-CustomerEquity,4)", fmt=cash))
        higher.append(sheet.live(row, 5, f"=ROUND(C{row}-CustomerEquity,4)", fmt=cash))
    point = sheet.live(raw + count + 1, 2, f"=D{raw}-CustomerEquity", fmt=cash)
    sheet.put(raw + count + 1, 1, "One point of retention", "Line")
    define(book, "PointOfRetention", point, "Customer equity gained by one step more of retention at every renewal")
    sheet.live(
        3,
        1,
        f'="One step of retention more ("&ROUND(RetentionStep*100,1)&"%) is worth "&FIXED(B{raw + count + 1},0)',
        "Message",
    )
    spoken = "; ".join(
        f"{n.shown} {rounded(a.number):,f} to {rounded(b.number):,f}"
        for n, a, b in zip(names, lower, higher, strict=True)
    )
    brief = in_brief(report.currency, max(abs(ref.number) for ref in (*lower, *higher)))
    alt = f"Tornado: change of customer equity when one input is a step lower or higher, widest first. {spoken}"
    unit = f", {report.currency}" if report.currency else ""
    chart = tornado_chart(
        names, (heads_of[3], lower), (heads_of[4], higher), fmt=brief, x=f"Change of customer equity{unit}", alt=alt
    )
    place(sheet, chart, "H5", f"N{_TORNADO - 8}")

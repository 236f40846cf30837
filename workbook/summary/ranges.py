"""How far each driver of the tornado may plausibly lie from its input: from the interval and the history, where known.

Moving each by the same share would let the margin win by arithmetic: it multiplies all of the value.
"""

from __future__ import annotations

from xlclv.report import Report
from xlclv.terms.money import Words, words_of
from xlclv.workbook.calculation import Formula
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import FACTOR, PERCENT, RATE, YEARS
from xlclv.workbook.summary.assumptions import Inputs

MARGIN, HORIZON, RATE_ = "Margin", "Horizon", "Discount rate"
UNKNOWN = (0.8, 1.2)  # of the expected sales, where no interval is known: a convention
_YEAR = 365.25


def expected(said: Words) -> str:
    """The driver that the model gives."""
    return f"Expected {said.sales}"


def drivers(said: Words) -> tuple[str, str, str, str]:
    """All of them; ties of the tornado keep this order."""
    return MARGIN, expected(said), HORIZON, RATE_


def build(sheet: Sheet, report: Report, inputs: Inputs, row: int) -> int:
    """A line a driver: its range, the same in words, and where it comes from; gives the first one's row."""
    sheet.section(row, "Plausible ranges of the tornado", 7)
    sheet.headings(row + 1, ("Input", "From", "To", "In words", "", "Source"), (2, 3), 18)
    at, names = row + 2, drivers(words_of(report))
    for line, name in enumerate(names, at):
        low, high, fmt, words, source = _line(report, inputs, name, line, at + len(names))
        sheet.put(line, 1, name, "Text")
        held = (Formula(end) if isinstance(end, str) else end for end in (low, high))
        for column, end in enumerate(held, 2):
            sheet.put(line, column, end, fmt=fmt)
        sheet.live(line, 4, words, "Line")
        sheet.put(line, 6, source, "Line")
    sheet.put(at + len(names), 1, "Years of history", "Text")
    sheet.put(at + len(names), 2, (report.assumptions.as_of - report.first_order).days / _YEAR, fmt=YEARS)
    return at


def _line(
    report: Report, inputs: Inputs, name: str, row: int, history: int
) -> tuple[str | float, str | float, str, str, str]:
    """Low end, high end, format, the label in the picture, and the source."""
    if name == MARGIN:
        # At 100% values are sales, or what the lines leave: there is no share that could be another.
        low, high = (f"=IF(Margin=1,1,{end})" for end in ("MAX(MIN(0,Margin),Margin-MarginRange)",
                                                          "MIN(1,Margin+MarginRange)"))  # fmt: skip
        return low, high, PERCENT, f"={_shares(name, row)}", "Range of the margin on Assumptions, up and down"
    if name == RATE_:
        low = "=MAX(MIN(0,DiscountRate),DiscountRate-RateRange)"
        source = "Range of the rate on Assumptions, up and down"
        return low, "=DiscountRate+RateRange", RATE, f"={_shares(name, row)}", source
    if name == HORIZON:
        low = f"=MAX(Horizon/(1+1),MIN(Horizon-1,B{history}))"
        high = f"=MIN({inputs.exported['Horizon'].full},Horizon+1)"
        words = f'="{name}, "&ROUND(B{row},1)&" to "&ROUND(C{row},1)&" years"'
        source = "A year shorter, or the history where that is shorter; a year longer, up to the one exported"
        return low, high, YEARS, words, source
    ends, source = _sales(report)
    return *ends, FACTOR, f"={_shares(name, row)}", source


def _sales(report: Report) -> tuple[tuple[float, float], str]:
    """As shares of what is expected."""
    for found, what in ((report.coming, "will really come"), (report.expected, "the model expects")):
        if found is not None and found.value:
            ends = found.low / found.value, found.high / found.value
            return ends, f"The {found.confidence:.0%} interval of what {what}, as a share of what is expected"
    return UNKNOWN, "Convention, as no interval is known"


def _shares(name: str, row: int) -> str:
    return f'"{name}, "&ROUND(B{row}*100,1)&"% to "&ROUND(C{row}*100,1)&"%"'

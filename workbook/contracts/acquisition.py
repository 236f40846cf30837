"""The Acquisition sheet: what a new customer is worth and may cost; when each month's starters pay it back."""

from __future__ import annotations

from typing import NamedTuple

from openpyxl.utils import get_column_letter

from xlclv.companions.payback import PAID
from xlclv.contracts import cohorts
from xlclv.contracts.cohorts import Cohort
from xlclv.contracts.periods import Period
from xlclv.contracts.report import Report
from xlclv.workbook.cells import exact
from xlclv.workbook.contracts import customers
from xlclv.workbook.contracts.assumptions import COSTS as HEAD
from xlclv.workbook.contracts.checks import Check, close
from xlclv.workbook.contracts.curve import Places
from xlclv.workbook.names import define
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import DAY, RATIO, WHOLE, money
from xlclv.workbook.summary.customers import column
from xlclv.workbook.summary.payback import NO_MARGIN
from xlclv.workbook.writer import Book

TITLE = "Acquisition"
MONTHS = 24  # that the payback is looked for in
_HEADS = ("Start", "From", "Until", "Starters", "Cost, if another", "Cost of one", "Spent", "Margin so far, a head",
          "Margin to come, a head", "Lifetime : cost", "Paid back after, months", "MRR running, a head")  # fmt: skip
_WIDTHS = (28, 11, 11, 10, 12, 12, 14, 14, 14, 11, 14, 13, *(10,) * (MONTHS + 1))
_FIRST = len(_HEADS) + 1  # the column of month 0


class _New(NamedTuple):
    """What a new customer brings: rows of its curve, renewals a month."""

    place: int
    length: Period


def build(book: Book, report: Report, places: Places, found: list[Check]) -> None:
    """Lay out the sheet."""
    sheet, known = book.sheets[TITLE], cohorts.of(report, MONTHS)
    amounts = f"Amounts in {report.currency}. " if report.currency else ""
    sheet.title_block(
        TITLE, f"{amounts}The cost of one is on Assumptions; a month with a cost of its own has it typed in column E."
    )
    sheet.widths(_WIDTHS)
    sheet.pages_across(sum(_WIDTHS), "A:A")
    period = int(report.contracts.periods.index(report.period))
    key = (0, period) if (0, period) in places.blocks else (0, 0)
    new = _New(places.place(*key), report.contracts.periods[key[1]])
    fee = cohorts.first_mrr(report)
    _value(book, sheet, report, places, new, fee)
    row = _cohorts(sheet, report, places, new, known)
    starters = sum(one.starters for one in known)
    found.append(Check("Starters of all months = relationships", f"={TITLE}!D{row}", starters))
    if report.equity is not None:
        words = "Margin to come of all months = customer equity"
        total = f"=SUMPRODUCT({TITLE}!D{HEAD + 1}:D{row - 1},{TITLE}!I{HEAD + 1}:I{row - 1})"
        found.append(Check(words, total, "=CustomerEquity", close(report.scale) * 100))
    sheet.ws.freeze_panes = f"B{HEAD + 1}"
    sheet.repeat_rows(HEAD, HEAD)


def _value(book: Book, sheet: Sheet, report: Report, places: Places, new: _New, fee: float) -> None:
    """What a customer who starts today brings within the horizon, by the curve of all, and what one may cost."""
    cash = money(report.currency, cents=True)
    years = repr(new.length.years)
    sheet.section(5, "What a new customer brings and may cost", 7)
    sums, spend = places.column("F"), _spend(report)
    carried = f"(1+DiscountRate)^((Timing-1)*{years})"
    ratio = f'IF(Margin=1,"{NO_MARGIN}",IF(AcquisitionCost>0,B9/AcquisitionCost,"no cost given"))'
    lines: list[tuple[str, str | float, str, str]] = [
        (
            "First fee, as MRR",
            fee,
            cash,
            f"mean of those who started in the last 12 months; most pay by the {new.length}",
        ),
        ("Renewals within the horizon", f"=INT(Horizon/{years}+0.000000001)", WHOLE, "of one who starts today"),
        ("Payments expected, discounted", f"={carried}*(1+INDEX({sums},{new.place}+B7))", "0.00", "the first included"),
        (
            "Value of a new customer",
            f"=B6*{exact(new.length.in_months)}*Margin*B8{spend}",
            cash,
            "the most that one may cost",
        ),
        ("Cost of one", '=IF(AcquisitionCost>0,AcquisitionCost,"no cost given")', cash, "from Assumptions"),
        ("Value : cost", f"={ratio}", RATIO, "below 1 it is never earned"),
    ]
    refs = sheet.lines(6, lines, style="Value")
    define(book, "NewCustomerValue", refs[3], "What a customer who starts on the as-of date brings within the horizon")


def _cohorts(sheet: Sheet, report: Report, places: Places, new: _New, known: list[Cohort]) -> int:
    """A row a month of start; gives the row of totals."""
    spend, cash = _spend(report), money(report.currency, cents=True)
    sheet.section(HEAD - 1, "By month of start: margin a head after so many months, as paid and then by the curve", 12)
    heads = [*_HEADS, *(f"Month {month}" for month in range(MONTHS + 1))]
    sheet.headings(HEAD, heads, range(2, len(heads) + 1), 45)
    row, value, start = HEAD, customers.VALUE, column("Start")
    months = [get_column_letter(_FIRST + month) for month in range(MONTHS + 1)]
    for one in known:
        row += 1
        sheet.put(row, 1, one.name, "Line", "@")
        sheet.put(row, 2, one.first, fmt=DAY)
        sheet.put(row, 3, one.last, fmt=DAY)
        sheet.put(row, 4, one.starters, fmt=WHOLE)
        sheet.put(row, 5, None, "Input", cash)
        sheet.live(row, 6, f"=IF(ISNUMBER(E{row}),E{row},AcquisitionCost)", fmt=cash)
        sheet.live(row, 7, f"=F{row}*D{row}", fmt=cash)
        sheet.live(row, 8, f"={exact(one.paid)}*Margin", fmt=cash)
        worth = f'SUMIFS({value},{start},">="&B{row},{start},"<="&C{row})'
        sheet.live(row, 9, f"={worth}/D{row}", fmt=cash)
        ratio = f'IF(F{row}>0,(H{row}+I{row})/F{row},"no cost given")'
        sheet.live(row, 10, f'=IF(Margin=1,"{NO_MARGIN}",{ratio})', fmt=RATIO)
        span = f"{months[0]}{row}:{months[-1]}{row}"
        least = f"F{row}*{exact(PAID)}"
        after = f'IF(MAX({span})<{least},"not in {MONTHS}",SUMPRODUCT(1*({span}<{least})))'
        sheet.live(row, 11, f"=IF(ISNUMBER(J{row}),{after},J{row})", fmt="0")  # the same words where there is none
        sheet.put(row, 12, one.running, fmt=cash)
        _months(sheet, places, new, one, row, cash, spend)
    sheet.put(row + 1, 1, "All", "Total label")
    sheet.live(row + 1, 4, f"=SUM(D{HEAD + 1}:D{row})", "Total", WHOLE)
    sheet.live(row + 1, 7, f"=SUM(G{HEAD + 1}:G{row})", "Total", cash)
    words = "As paid up to the month that all starters reached; then with the fees of those who run, by the curve."
    sheet.put(row + 3, 1, words, "Note")
    return row + 1


def _spend(report: Report) -> str:
    """The factor that scenarios have on fees to come."""
    return "*SpendTimes" if report.what_if else ""


def _months(sheet: Sheet, places: Places, new: _New, one: Cohort, row: int, cash: str, spend: str) -> None:
    """The cumulative margin a head after each month: as paid while all starters have come so far, then expected."""
    survival, a_month = places.column("D"), 1.0 / new.length.in_months
    step = max(1, round(new.length.in_months))
    made = int(one.age * a_month + 1e-9)
    for month in range(MONTHS + 1):
        at = _FIRST + month
        if month <= one.age:
            sheet.live(row, at, f"={exact(one.cumulative[month])}*Margin", "Fixed", cash)
            continue
        before = f"{get_column_letter(at - 1)}{row}"
        if month % step:
            sheet.live(row, at, f"={before}", fmt=cash)
            continue
        then, now = new.place + int(month * a_month + 1e-9), new.place + made
        kept = f"INDEX({survival},{then})/INDEX({survival},{now})"
        paid = new.length.in_months * a_month * step
        sheet.live(row, at, f"={before}+$L{row}*{exact(paid)}*Margin*{kept}{spend}", fmt=cash)

"""The Summary of contracts: what a board asks, on one page."""

from __future__ import annotations

import math

from xlclv.contracts.report import Report
from xlclv.valuation.intervals import Interval
from xlclv.workbook.cells import exact
from xlclv.workbook.charts import Line, line_chart, place
from xlclv.workbook.contracts import cases, customers, movement
from xlclv.workbook.contracts.checks import EVERY
from xlclv.workbook.contracts.movement import Bridge
from xlclv.workbook.contracts.retention import Chart, survival_chart
from xlclv.workbook.names import define
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import PERCENT, RATE, WHOLE, color_truth, money
from xlclv.workbook.summary.payback import NO_MARGIN
from xlclv.workbook.writer import Book

TITLE = "Summary"
_FIRST = 5
_Figure = tuple[str, str | float, str, str]
_NO_INTERVAL = "export again"  # of a value that was 0 at export, where nothing can be moved with it


def build(book: Book, report: Report, bridge: Bridge | None, chart: Chart | None) -> list[tuple[int, int]]:
    """Lay out the sheet, after those it speaks of; gives the cells that show the checks' result."""
    sheet = book.sheets[TITLE]
    when = f"as of {report.as_of:%Y-%m-%d}" if report.as_of else "of tenures without dates"
    sheet.title_block("Contracts", f"{report.customers:,} customers run, {when}. {report.basis.capitalize()} basis.")
    sheet.widths((30, 16, 62, 12, 12, 12, 12, 12))
    sheet.put(3, 1, report.why, "Message")
    sheet.section(4, "In figures", 3)
    lines = _recurring(report, bridge, chart)
    equity = 0
    if report.running and report.equity and report.outcome and report.expected and report.coming:
        equity = _FIRST + len(lines)
        found, shown = (report.equity, report.outcome), (report.expected, report.coming)
        # At a margin of 0 the shares are those before it.
        of = (*found, found[0].value) if found[0].value else (*shown, report.scale)
        lines += [*_worth(report, equity, *of), *_decisions(report)]
    refs = sheet.lines(_FIRST, lines, style="Value")
    if equity:
        define(book, "CustomerEquity", refs[equity - _FIRST], "Remaining value of all running customers")
    row = _FIRST + len(lines) + 1
    sheet.put(row, 1, "All checks", "Line")
    sheet.live(row, 2, f"={EVERY.full}", "Check")
    color_truth(sheet.ws, f"B{row}")
    _charts(book, sheet, row + 2, report.currency, bridge, chart)
    return [(row, 2)]


def _recurring(report: Report, bridge: Bridge | None, chart: Chart | None) -> list[_Figure]:
    """Who runs, what they pay a month, and how much of that is kept."""
    cents = money(report.currency, cents=True, sign=True)
    mrr = f"={movement.TITLE}!H{bridge.last}" if bridge else report.mrr / 1e6
    lines: list[_Figure] = [
        ("Customers", report.customers, WHOLE, "who run"),
        ("MRR", mrr, cents, "monthly recurring revenue"),
        ("ARR", f"=B{_FIRST + 1}*12", cents, "twelve times that"),
    ]
    if chart is not None:
        lines.append(("Churn", "=ConstantChurn", RATE, f"of renewals due, a {report.period} for most"))
    kept = report.retained
    if kept is not None and kept.nrr is not None and kept.grr is not None and kept.logos is not None:
        lines += [
            ("NRR, 12 months", kept.nrr, PERCENT, "MRR now of those who had some then"),
            ("GRR, 12 months", kept.grr, PERCENT, "the same, each customer capped at then"),
            ("Logo retention, 12 months", kept.logos, PERCENT, f"of {kept.customers:,} customers"),
        ]
    return lines


def _worth(report: Report, equity: int, curve: Interval, chance: Interval, total: float) -> list[_Figure]:
    """What they are worth, from the row `equity` on, both its intervals as shares of `total`, and the mean."""
    cash, cents = money(report.currency, sign=True), money(report.currency, cents=True, sign=True)
    years = "for ever" if not math.isfinite(report.terms.horizon) else "over the horizon on Assumptions"

    def moved(end: float) -> str:
        if total:
            return f"={exact(end)}*B{equity}/{exact(total)}"
        return f'=IF(B{equity}=0,0,"{_NO_INTERVAL}")'

    ratio = f"B{equity}/B{_FIRST}/AcquisitionCost"
    return [
        ("Customer equity", f"=SUM({customers.VALUE})", cash, f"remaining value of all who run, {years}"),
        ("  low, from the curve", moved(curve.low), cash, "80% interval at export, moved with the value"),
        ("  high, from the curve", moved(curve.high), cash, ""),
        ("  low, with chance", moved(chance.low), cash, "80% interval of what will really come"),
        ("  high, with chance", moved(chance.high), cash, ""),
        ("Mean CLV", f"=B{equity}/B{_FIRST}", cents, "remaining, of a running customer"),
        ("CLV : CAC", f'=IF(Margin=1,"{NO_MARGIN}",IF(AcquisitionCost>0,{ratio},"no cost given"))',
         "0.00", "remaining value over the cost to win a customer"),
    ]  # fmt: skip


def _decisions(report: Report) -> list[_Figure]:
    """What a little more retention is worth, and what a new customer may cost."""
    cash = money(report.currency, sign=True)
    lines: list[_Figure] = []
    if cases.fits(report):
        lines.append(("One step of retention", "=PointOfRetention", cash, "more at every renewal: gain of equity"))
    elif report.retention_point is not None:
        words = "more at every renewal: gain of equity, as exported; why no Sensitivity: Method"
        lines.append(("One point of retention", report.retention_point, cash, words))
    if report.movement:
        cents = money(report.currency, cents=True, sign=True)
        lines.append(("Value of a new customer", "=NewCustomerValue", cents, "the most that one may cost"))
    return lines


def _charts(book: Book, sheet: Sheet, top: int, currency: str, bridge: Bridge | None, chart: Chart | None) -> None:
    """MRR of the last two years and the survival curve, side by side."""
    if bridge is not None:
        drawn = Line(book.sheets[movement.TITLE].put(22, 8, "Closing", "Head number"), bridge.closing[-25:])
        picture = line_chart(
            bridge.labels[-25:], [drawn], fmt=money(currency), x="Month", y="MRR", name="MRR",
            alt=f"Line: MRR at each month end, ending at {bridge.closing[-1].number:,.0f}",
        )  # fmt: skip
        place(sheet, picture, f"A{top}", f"C{top + 16}")
    if chart is not None:
        place(sheet, survival_chart(chart), f"C{top}", f"H{top + 16}")

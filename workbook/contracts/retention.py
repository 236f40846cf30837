"""The Retention sheet: who came to each renewal, who was lost there, the Kaplan-Meier estimate and the curve."""

from __future__ import annotations

from dataclasses import dataclass

from xlclv.contracts.report import Report
from xlclv.contracts.retention import Counts, ahead_of_seen, count, kaplan_meier
from xlclv.workbook.cells import Ref
from xlclv.workbook.charts import place
from xlclv.workbook.contracts import curve as curve_sheet
from xlclv.workbook.contracts.checks import Check
from xlclv.workbook.contracts.curve import Places
from xlclv.workbook.curves import Axis, Curve, curve_chart
from xlclv.workbook.names import define
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import ACCENT, CONTRAST, GREY, PERCENT, WHOLE
from xlclv.workbook.writer import Book

TITLE = "Retention"
_CHART, _FIRST = 5, 22
_UNSEEN = "not seen yet"
_HEADS = ("Renewal", "Came to it", "Lost", "Churn", "Survival, seen", "Low, 95%", "High, 95%", "Survival, curve")


@dataclass(frozen=True, slots=True)
class Chart:
    """The curves of the chart, which the Summary draws too; the last renewal seen, where the curve goes on beyond."""

    curves: list[Curve]
    seen: int
    fitted: bool  # whether the curve is drawn


def build(book: Book, report: Report, places: Places | None, found: list[Check]) -> Chart:
    """Lay out the sheet: all relationships, then each level with a curve of its own."""
    sheet = book.sheets[TITLE]
    sheet.title_block(
        "Retention",
        "The share still there after each renewal: as seen (Kaplan-Meier), and by the curve, which goes on beyond.",
    )
    sheet.widths((12, 12, 12, 11, 14, 12, 12, 14, 3, 19, 9))
    them, row = report.them, _FIRST
    drawn: Chart | None = None
    parts: list[tuple[str, Counts, int]] = [("all relationships", report.counts, 0)]
    names = report.contracts.levels[0] if report.contracts.by else ()
    for number, name in enumerate(report.curve_names[1:], 1):
        mine = them.levels[0] == names.index(name)
        parts.append((name, count(them.renewals[mine], them.lost[mine]), number))
    for name, counts, number in parts:
        # Survival by renewals is the same in every period's block: the longest has all that is drawn.
        blocks = [] if places is None else [b for (curve, _), b in places.blocks.items() if curve == number]
        block = max(blocks, key=lambda each: each.size, default=None)
        ahead = 0 if block is None or number else ahead_of_seen(report.terms.horizon, report.period.years)
        table = _block(sheet, row, name, counts, block, ahead)
        found.append(Check(f"Lost of {name} = counted", f"={TITLE}!C{table.last}", counts.losses))
        drawn = drawn or _drawn(book, sheet, table)
        row = table.last + 2
    assert drawn is not None
    place(sheet, survival_chart(drawn), f"A{_CHART}", f"I{_FIRST - 1}")
    return drawn


def survival_chart(drawn: Chart):  # type: ignore[no-untyped-def]
    """Survival as seen and by the curve, an upright where what was seen ends."""
    last = drawn.curves[-1].up[-1]
    alt = f"Lines: share of customers still there by renewals made, seen to renewal {drawn.seen}"
    alt += f"{' and by the curve beyond it' * drawn.fitted}; at the end {last.number:.0%}"
    return curve_chart(
        drawn.curves, Axis("Renewals", "0"), Axis("Share still there", "0%", 1.0), alt=alt, name="Survival"
    )


@dataclass(frozen=True, slots=True)
class _Table:
    """One block: its heads, the cells of renewals, of survival as seen and by the curve, the total's row and churn."""

    first: int
    heads: list[Ref]
    across: list[Ref]
    seen: list[Ref]
    fitted: list[Ref]
    churn: Ref
    last: int


def _block(sheet: Sheet, row: int, name: str, counts: Counts, block: curve_sheet.Block | None, ahead: int) -> _Table:
    """A line for each renewal seen, and for `ahead` more that the curve alone knows."""
    sheet.section(row, f"{name[:1].upper()}{name[1:]}: {counts.everyone:,}, {counts.losses:,} lost", len(_HEADS))
    heads = sheet.headings(row + 1, _HEADS, range(1, len(_HEADS) + 1), 32)
    first, steps = row + 2, kaplan_meier(counts)
    across, seen, fitted = [], [], []
    for at, step in enumerate(steps, first):
        across.append(sheet.put(at, 1, step.renewal, fmt="0"))
        sheet.put(at, 2, step.at_risk, fmt=WHOLE)
        sheet.put(at, 3, step.lost, fmt=WHOLE)
        sheet.live(at, 4, f"=C{at}/B{at}", fmt=PERCENT)
        before = f"E{at - 1}*" if at > first else ""
        seen.append(sheet.live(at, 5, f"={before}(1-C{at}/B{at})", fmt=PERCENT))
        sheet.put(at, 6, step.low, fmt=PERCENT)
        sheet.put(at, 7, step.high, fmt=PERCENT)
    size = 0 if block is None else block.size - 1
    for renewal in range(len(steps) + 1, min(len(steps) + ahead, size) + 1):
        across.append(sheet.put(first + renewal - 1, 1, renewal, fmt="0"))
        sheet.put(first + renewal - 1, 5, _UNSEEN, "Line")
    if block is not None:
        for renewal in range(1, min(len(across), size) + 1):
            text = f"={curve_sheet.TITLE}!D{block.first + renewal}"
            fitted.append(sheet.live(first + renewal - 1, 8, text, fmt=PERCENT))
    last = first + len(across)
    sheet.put(last, 1, "All", "Total label")
    sheet.live(last, 2, f"=SUM(B{first}:B{last - 1})", "Total", WHOLE)
    sheet.live(last, 3, f"=SUM(C{first}:C{last - 1})", "Total", WHOLE)
    churn = sheet.live(last, 4, f"=C{last}/B{last}", "Total", PERCENT)
    return _Table(first, heads, across, seen, fitted, churn, last)


def _drawn(book: Book, sheet: Sheet, made: _Table) -> Chart:
    """The curves of the first block, and both ends of the upright beside it."""
    define(book, "ConstantChurn", made.churn, "Losses over renewals that fell due")
    known = len(made.seen)
    curves = [Curve(made.heads[4], made.across[:known], made.seen, ACCENT, label=(known // 6, "r"))]
    if len(made.fitted) > known:
        name = sheet.put(made.first - 1, 10, f"Seen to renewal {known}", "Head number")
        sheet.put(made.first - 1, 11, "Height", "Head number")
        x = [sheet.live(made.first + i, 10, f"=A{made.first + known - 1}", fmt="0") for i in range(2)]
        high = [sheet.put(made.first + i, 11, 1 - i, fmt="0") for i in range(2)]
        curves.insert(0, Curve(name, x, high, GREY, 1.25, label=(0, "r")))
    fitted = len(made.fitted) >= known
    if fitted:
        curves.append(Curve(made.heads[7], made.across, made.fitted, CONTRAST, 2.0, "dash"))
    return Chart(curves, known, fitted)

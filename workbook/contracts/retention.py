"""The Retention sheet: who came to each renewal, who was lost there, the Kaplan-Meier estimate and the curve."""

from __future__ import annotations

from dataclasses import dataclass

from workbook.charts import place
from workbook.contracts import curve as table
from workbook.contracts.checks import Check
from workbook.contracts.curve import Places
from workbook.curves import Axis, Curve, curve_chart
from workbook.names import define
from workbook.sheet import Sheet
from workbook.styles import ACCENT, CONTRAST, PERCENT, WHOLE
from workbook.writer import Book
from xlclv.contracts.report import Report
from xlclv.contracts.retention import Counts, count, kaplan_meier

TITLE = "Retention"
_CHART, _FIRST = 5, 22
_HEADS = ("Renewal", "Came to it", "Lost", "Churn", "Survival, seen", "Low, 95%", "High, 95%", "Survival, curve")


@dataclass(frozen=True, slots=True)
class Chart:
    """The curves of the chart, which the Summary draws too."""

    curves: list[Curve]


def build(book: Book, report: Report, places: Places | None, found: list[Check]) -> Chart:
    """Lay out the sheet: all relationships, then each level with a curve of its own."""
    sheet = book.sheets[TITLE]
    sheet.title_block("Retention", "The share still there after each renewal: as seen (Kaplan-Meier) and by the curve.")
    sheet.widths((12, 12, 12, 11, 14, 12, 12, 14))
    them, row, drawn = report.them, _FIRST, Chart([])
    parts: list[tuple[str, Counts, int]] = [("all relationships", report.counts, 0)]
    names = report.contracts.levels[0] if report.contracts.by else ()
    for number, name in enumerate(report.curve_names[1:], 1):
        mine = them.levels[0] == names.index(name)
        parts.append((name, count(them.renewals[mine], them.lost[mine]), number))
    for name, counts, number in parts:
        block = None
        if places is not None:
            block = next((b for (curve, _), b in places.blocks.items() if curve == number), None)
        row = _block(book, sheet, row, name, counts, block, found, drawn if number == 0 else None) + 2
    place(sheet, survival_chart(drawn), f"A{_CHART}", f"I{_FIRST - 1}")
    return drawn


def survival_chart(drawn: Chart):  # type: ignore[no-untyped-def]
    """Survival as seen and by the curve."""
    last = drawn.curves[0].up[-1]
    alt = f"Lines: share of customers still there by renewals made, seen and by the curve; at the end {last.number:.0%}"
    return curve_chart(
        drawn.curves, Axis("Renewals", "0"), Axis("Share still there", "0%", 1.0), alt=alt, name="Survival"
    )


def _block(
    book: Book, sheet: Sheet, row: int, name: str, counts: Counts, block: table.Block | None, found: list[Check],
    drawn: Chart | None,
) -> int:  # fmt: skip
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
        if block is not None and step.renewal < block.size:
            fitted.append(sheet.live(at, 8, f"={table.TITLE}!D{block.first + step.renewal}", fmt=PERCENT))
    last = first + len(steps) - 1
    sheet.put(last + 1, 1, "All", "Total label")
    sheet.live(last + 1, 2, f"=SUM(B{first}:B{last})", "Total", WHOLE)
    sheet.live(last + 1, 3, f"=SUM(C{first}:C{last})", "Total", WHOLE)
    churn = sheet.live(last + 1, 4, f"=C{last + 1}/B{last + 1}", "Total", PERCENT)
    found.append(Check(f"Lost of {name} = counted", f"={TITLE}!C{last + 1}", counts.losses))
    if drawn is not None:
        define(book, "ConstantChurn", churn, "Losses over renewals that fell due")
        drawn.curves.append(Curve(heads[4], across, seen, ACCENT))
        if len(fitted) == len(seen):
            drawn.curves.append(Curve(heads[7], across, fitted, CONTRAST, 2.0, "dash"))
    return last + 1

"""What page 1 says of how sure it is: the interval of what will come, the grade, the back-test, what is left out."""

from __future__ import annotations

import textwrap

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font

from xlclv.report import Report
from xlclv.workbook.calculation import Formula
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import BAD, PERCENT, brief, sign_of
from xlclv.workbook.summary.checks import Parts
from xlclv.workbook.summary.tile import Tile

_REASONS = 55  # letters of them; a formula is held to what a reader can take in


def tiles(report: Report, parts: Parts) -> list[Tile]:
    """Four tiles in a row."""
    return [_coming(report, parts), _grade(parts), _back_test(report, parts), _left_out(parts)]


def cautions(sheet: Sheet, report: Report, parts: Parts, row: int) -> None:
    """Two lines under the headline, each only where there is something to say: the back-test, the money left out."""
    lines = [_missed(report, parts), _has_no_value(parts)]
    for at, text in enumerate(lines, row):
        said = sheet.put(at, 1, Formula(text) if text.startswith("=") else text, "Note").shown if text else ""
        sheet.height(at, 19 if said else 6)
    rule = FormulaRule(formula=[f'LEFT($A{row},1)<>""'], font=Font(bold=True, color=BAD))
    sheet.ws.conditional_formatting.add(f"A{row}:A{row + 1}", rule)


def _missed(report: Report, parts: Parts) -> str:
    """One story of the total, as the cautions tell it: in money where that was far off, else in orders."""
    if report.missed is not None:
        return f"The back-test was missed: {report.missed.said}."
    if parts.tracking is None:
        return ""
    return f'=IF({parts.tracking.missed.full}=1,"The back-test was missed. "&{parts.tracking.message.full}&".","")'


def _has_no_value(parts: Parts) -> str:
    """One sentence for all that is left out, with the reasons for most of it; a long one is told on Data check."""
    cells = parts.ledger
    words = textwrap.shorten(cells.without, _REASONS, placeholder=" ...")
    return f'=IF({cells.heavy.full}>0,{cells.heavy_in_brief.full}&" read "&"{words}.","")'


def _coming(report: Report, parts: Parts) -> Tile:
    found, sign = parts.segments.interval, sign_of(report.assumptions.currency)
    label = "What will really come"
    if found is None:
        return label, '="unknown"', "@", "Order values vary without bound: no interval can be told"
    low, high = found
    text = f'="{sign}"&{brief(low.full, abs(low.number))}&" to "&{brief(high.full, abs(high.number))}'
    confidence = f"{report.outcome.confidence:.0%}" if report.outcome else ""
    what = "chance and parameters, if the model holds"
    if report.model_error is not None:
        what = "chance, parameters and the model's error on past days"
    return label, text, "@", f"{confidence} interval of {what}"


def _grade(parts: Parts) -> Tile:
    found = parts.ledger.evidence
    if found is None:
        return "How sure", '="not graded"', "@", "No evidence came with this report"
    return "How sure", f"={found.grade.full}", "@", found.lacking


def _back_test(report: Report, parts: Parts) -> Tile:
    label, found = "Back-test: predicted over came", parts.ledger.evidence
    if report.missed is not None and found is not None:
        over = f"(1+{found.back_test.full})"
        return label, f'=IF({over}>=1+1,ROUND({over},1)&" times",{over})', "0%", report.missed.said
    if parts.tracking is None:
        return label, '="none made"', "@", "The history is too short to hold a part of it back"
    return label, f"={parts.tracking.foreseen.full}", "0%", f"={parts.tracking.message.full}"


def _left_out(parts: Parts) -> Tile:
    cells = parts.ledger
    text = f"={cells.share_left_out.full}"
    return "Money left out", text, PERCENT, f'={cells.in_brief.full}&" read; see Data check"'

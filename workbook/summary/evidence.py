"""How sure the values are, on the Data check sheet: five points with their measures and grades, and one for all."""

from __future__ import annotations

from dataclasses import dataclass

from xlclv.report import Report
from xlclv.report import evidence as told
from xlclv.report.described import Described
from xlclv.workbook.calculation import Formula
from xlclv.workbook.cells import Ref
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import DECIMAL, PERCENT, WHOLE

_FORMATS = {told.SHARE: PERCENT, told.COUNT: WHOLE, told.TIMES: DECIMAL}


@dataclass(frozen=True, slots=True)
class EvidenceCells:
    """The grade of all points, in words those that do not hold, and the measure of the back-test."""

    grade: Ref
    lacking: str
    back_test: Ref


def build(sheet: Sheet, report: Report | Described, row: int, left_out: Ref, columns: int) -> EvidenceCells | None:
    """Lay out the table; the back-test and the money left out follow their own cells. None where nothing is known."""
    if not report.evidence:
        return None
    sheet.section(row, "How sure: five points of evidence", columns)
    sheet.headings(row + 1, ("Point", "Measure", "Grade", "What is measured", "", ""), (2,))
    live = {told.MONEY: f"={left_out.full}"}
    if report.holdout is not None and not (isinstance(report, Report) and report.missed):
        live[told.BACK_TEST] = "=HoldoutBias"
    first, measured = row + 2, {}
    for at, point in enumerate(report.evidence, first):
        sheet.put(at, 1, point.name.capitalize(), "Text")
        held = Formula(live[point.name]) if point.name in live else point.measure
        measured[point.name] = sheet.put(at, 2, held, fmt=_FORMATS[point.kind])
        sheet.put(at, 3, point.grade, "Text")
        sheet.put(at, 4, point.words.capitalize(), "Line")
    last = row + 1 + len(report.evidence)
    grades = f"C{first}:C{last}"
    for at, grade in enumerate((told.WEAK, told.FAILS), last + 1):
        sheet.put(at, 1, f"Points graded: {grade}", "Text")
        sheet.live(at, 2, f'=COUNTIFS({grades},"{grade}")', fmt=WHOLE)
    some = f'CHOOSE(1+MIN(2,B{last + 1}),"{told.SOUND}","{told.FAIR}","{told.ROUGH}")'
    sheet.put(last + 3, 1, "All points together", "Total label")
    together = sheet.live(last + 3, 3, f'=IF(B{last + 2}>0,"{told.UNPROVEN}",{some})', "Total label")
    return EvidenceCells(together, _lacking(report), measured[told.BACK_TEST])


def _lacking(report: Report | Described) -> str:
    """The points that do not hold, by grade, the worst first."""
    found = []
    for kind in (told.FAILS, told.WEAK):
        names = [point.name for point in report.evidence if point.grade == kind]
        if names:
            found.append(f"{kind}: {', '.join(names)}")
    return ("; ".join(found) or "all five points hold").capitalize() + "; see Data check"

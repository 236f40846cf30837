"""The Tracking sheet: survivors that each curve predicted from a third of the longest tenure ago, and those seen."""

from __future__ import annotations

from xlclv.contracts.report import Report
from xlclv.workbook.charts import place
from xlclv.workbook.contracts.checks import Check, close
from xlclv.workbook.curves import Axis, Curve, curve_chart
from xlclv.workbook.styles import ACCENT, CONTRAST, DECIMAL, GREY, WHOLE
from xlclv.workbook.writer import Book

TITLE = "Tracking"
_HEAD, _COLORS = 24, (GREY, "8FAADC", CONTRAST)


def build(book: Book, report: Report, found: list[Check]) -> None:
    """Lay out the sheet: errors, the chart, renewal by renewal."""
    sheet, test = book.sheets[TITLE], report.test
    assert test is not None
    when = f"{test.cut:%Y-%m-%d}" if test.cut is not None else f"renewal {test.renewals}"
    sheet.title_block(
        "Tracking", f"Curves fitted to what was known at {when}; survivors since, of those who ran then and were due."
    )
    sheet.widths((26, 14, 16, 14, 14, 14))
    names = list(test.predicted)
    heads = sheet.headings(_HEAD, ["Renewals since", "Seen", *names], range(2, 3 + len(names)))
    first, last = _HEAD + 1, _HEAD + len(test.seen)
    across = [sheet.put(row, 1, row - _HEAD, "Line", "0") for row in range(first, last + 1)]
    seen = [sheet.put(row, 2, float(n), fmt=WHOLE) for row, n in enumerate(test.seen.tolist(), first)]
    curves = [Curve(heads[1], across, seen, ACCENT)]
    sheet.section(4, "Error in survivors, root mean square", 6)
    for i, name in enumerate(names):
        letter = chr(67 + i)
        cells = [sheet.put(row, 3 + i, n, fmt=DECIMAL) for row, n in enumerate(test.predicted[name].tolist(), first)]
        curves.append(Curve(heads[2 + i], across, cells, _COLORS[i % 3], 1.75, "dash"))
        sheet.put(5 + i, 1, name + (", used" if report.model is not None and name == report.model.name else ""), "Line")
        columns = f"{letter}{first}:{letter}{last}", f"B{first}:B{last}"
        error = sheet.live(5 + i, 2, f"=SQRT(SUMPRODUCT(({columns[0]}-{columns[1]})^2)/{len(seen)})", fmt=DECIMAL)
        told = test.errors[name]
        found.append(Check(f"Tracking: error of {name} = the engine's", f"={error.full}", told, close(told)))
    alt = f"Lines: survivors seen and predicted by {', '.join(names)}, by renewals since {when}"
    chart = curve_chart(curves, Axis("Renewals since", "0"), Axis("Survivors", WHOLE), alt=alt, name="Tracking")
    place(sheet, chart, "A9", f"G{_HEAD - 1}")
    sheet.repeat_rows(_HEAD, _HEAD)

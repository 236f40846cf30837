"""The lines below the cohorts: averages over those that count, their customers and their money, period by period."""

from __future__ import annotations

import numpy as np
from openpyxl.utils import get_column_letter

from xlclv.workbook.cells import Ref
from xlclv.workbook.charts import Line
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import ACCENT, CONTRAST, GREY, WHOLE
from xlclv.workbook.summary.triangle import SMALLEST, Triangle

_ENOUGH_FOR_HALVES = 6
_COUNTED = "In the lines above"


def averages(sheet: Sheet, shape: Triangle, row: int, counts: int, least: str) -> list[Line]:
    """Over the cohorts that have reached the period, and over those of the older and newer half of the customers."""
    rows, counted = len(shape.labels), np.where(shape.counted[:, 0], shape.customers, 0)
    name = "All cohorts" if min(shape.customers) >= shape.least else f"Cohorts of {SMALLEST} or more"
    parts = [(name, 0, rows, ACCENT, 2.75, "solid", "none")]
    if np.count_nonzero(counted) >= _ENOUGH_FOR_HALVES:
        running = np.cumsum(counted)
        half = int(np.clip(np.searchsorted(running, running[-1] / 2) + 1, 1, rows - 1))  # of the customers
        parts.append(("Older half", 0, half, GREY, 1.5, "solid", "none"))
        parts.append(("Newer half", half, rows, CONTRAST, 1.5, "solid", "circle"))
    lines = []
    for at, (name, first, last, color, width, dash, marker) in enumerate(parts, row):
        label = sheet.put(at, 1, name, "Total label" if at == row else "Text")
        style, people = "Total" if at == row else "Value", f"B{counts + first}:B{counts + last - 1}"
        points = [
            _average(sheet, shape, (at, 3 + j), (counts, first, last), style, least)
            for j in range(shape.active.shape[1])
        ]
        sheet.live(at, 2, f'=SUMIFS({people},{people},">="&{least})', style, WHOLE)
        lines.append(Line(label, points, color, width, dash, marker))
    return lines


def _average(
    sheet: Sheet, shape: Triangle, at: tuple[int, int], part: tuple[int, int, int], style: str, least: str
) -> Ref:
    """Over the part's cohorts, to the last that has come so far; blank where none has."""
    (row, column), (counts, first, last) = at, part
    reached = np.flatnonzero(shape.counted[first:last, column - 3])
    if not len(reached):
        return sheet.put(row, column, None, style)
    letter, top, low = get_column_letter(column), counts + first, counts + first + int(reached[-1])
    block, people = f"{letter}{top}:{letter}{low}", f"$B{top}:$B{low}"
    enough = f'{people},">="&{least}'
    return sheet.live(row, column, f'=SUMIFS({block},{enough})/SUMIFS({people},{enough},{block},">=0")', style, "0%")


def counted(sheet: Sheet, shape: Triangle, counts: int, revenue: int, least: str, cash: str) -> tuple[str, str]:
    """Below the counts, the customers of the cohorts that count, by periods since; below the money, what they brought.

    Gives the addresses of both rows, from any sheet.
    """
    below, width = counts + len(shape.labels), shape.periods
    rows = [(below, counts, WHOLE)] + [(revenue + len(shape.labels) + 1, revenue, cash)] * (cash != "")
    for at, top, fmt in rows:
        sheet.put(at, 1, f"{_COUNTED}: {'their customers' if top == counts else 'what they brought'}", "Line")
        for j in range(width):
            letter, last = get_column_letter(3 + j), int(np.flatnonzero(shape.counted[:, j])[-1])
            people = f"$B{counts}:$B{counts + last}"
            enough = f'{people},">="&{least}'
            block = f"{letter}{top}:{letter}{top + last}"
            text = f"=SUMIFS({block},{enough})" if top != counts else f'=SUMIFS({people},{enough},{block},">=0")'
            sheet.live(at, 3 + j, text, fmt=fmt)
    ends = [f"{sheet.title}!$C${at}:${get_column_letter(width + 2)}${at}" for at, _, _ in rows]
    return ends[0], ends[-1]

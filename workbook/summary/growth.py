"""On a By sheet: money a customer by months since the first purchase, a line for each of the largest levels."""

from __future__ import annotations

import numpy as np

from xlclv.companions.data import Dimension
from xlclv.workbook.calculation import Formula
from xlclv.workbook.cells import Ref
from xlclv.workbook.charts import Line, line_chart, place
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import ACCENT, CONTRAST, DECIMAL, GREY, money

_WIDE = 12  # letters of a heading that fit its column
_LINES = ((ACCENT, "solid"), (CONTRAST, "dash"), (GREY, "dot"), ("0B5A1E", "dashDot"), ("7030A0", "lgDash"))


def build(sheet: Sheet, currency: str, found: Dimension, where: tuple[int, int], said: str) -> None:
    """Money a customer by months since the first purchase, of the largest levels: the block, and its lines; `said`
    is what money is that is not yet multiplied by the margin."""
    months = int((~np.isnan(found.growth)).sum(axis=1).max(initial=0)) if found.growth.size else 0
    if months < 2:
        return
    top, end = where
    first = end + 3
    sheet.section(
        first - 1, "Money a customer by whole months since the first purchase, of those known for so long", 12
    )
    big = sorted(range(len(found.levels)), key=lambda i: -found.levels[i].customers)[: len(_LINES)]
    chosen = [i for i in sorted(big) if not np.isnan(found.growth[i, 0])]
    called = [found.levels[i].level for i in chosen]
    high = 32 if max(map(len, called), default=0) > _WIDE else 18  # two lines
    names = sheet.headings(first, ["Months", *called], range(2, 99), high)
    labels, lines = [], []
    points: list[list[Ref]] = [[] for _ in chosen]
    before = first + months + 2
    for month in range(months):
        labels.append(sheet.put(first + 1 + month, 1, f"{month + 1}", "Text", "@"))
        sheet.put(before + month, 1, f"{month + 1}", "Text", "@")
        for at, level in enumerate(chosen):
            value = float(found.growth[level, month])
            held = None if np.isnan(value) else value
            sheet.put(before + month, 2 + at, held, fmt=DECIMAL)
            letter = "BCDEFGH"[at]
            text = None if held is None else Formula(f"={letter}{before + month}*Margin")
            ref = sheet.put(first + 1 + month, 2 + at, text, fmt=DECIMAL)
            if held is not None:
                points[at].append(ref)
    sheet.put(before - 1, 1, said.capitalize(), "Note")
    for (color, dash), name, drawn in zip(_LINES, names[1:], points, strict=False):
        lines.append(Line(name, drawn, color=color, dash=dash))
    alt = f"Lines: money a customer by months since the first purchase, by {found.name}"
    longest = max(len(at) for at in points)
    fmt = money(currency, sign=True)
    chart = line_chart(
        labels[:longest],
        lines,
        fmt=fmt,
        x="Months since the first purchase",
        y="Money a customer",
        alt=alt,
        name=f"Growth, {sheet.title}",
    )
    place(sheet, chart, f"I{top}", f"S{end}")

"""Column widths from what stands in them: Excel shows ### in place of a number that does not fit, and cuts nothing."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence

import numpy as np

from xlclv.workbook.sheet import Sheet

_SECTION = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')
_LIMIT = re.compile(r"\[>=(\d+)\]")
_QUOTED = re.compile(r'"([^"]*)"')
_DAY = "yyyy-mm-dd"
_SIZES = {"Tile": 20.0, "Total": 10.8, "Check": 10.8}  # points, bold ones as if larger
_PLAIN, _UNIT = 10.0, 11.0  # points of other cells, and of the digits that widths are counted in
_EDGES, _ROOM = 1.4, 1.5  # what stays empty beside the digits, and for what a changed input may add
_BUTTON = 3.5  # units that a filter button covers


def shown(value: float, fmt: str) -> str:
    """The letters that a number takes in a cell of this format; what is quoted comes last, as only the width counts.

    >>> [shown(-1234.5, "#,##0.00"), shown(0.256, "0.0%"), shown(1.5e6, '[>=1000000]"$"#,##0.0,," million";"$"#,##0')]
    ['-1,234.50', '25.6%', '1.5$ million']
    """
    if fmt == _DAY:
        return _DAY
    if fmt == "General":
        return f"{value:.9g}"
    picked = _section(value, fmt)
    body = _QUOTED.sub("", _LIMIT.sub("", picked))
    digits = body.strip("+-%")
    scaled = digits.rstrip(",")
    number = value / 1000 ** (len(digits) - len(scaled)) * (100 if "%" in body else 1)
    sign = "+" if body[:1] == "+" else "-" if number < 0 else ""
    text = f"{abs(number):{',' if ',' in scaled else ''}.{len(scaled.partition('.')[2])}f}"
    return f"{sign}{text}{'%' if '%' in body else ''}{''.join(_QUOTED.findall(picked))}"


def _section(value: float, fmt: str) -> str:
    """The part of a format that a number takes."""
    sections = _SECTION.split(fmt)
    if _LIMIT.search(sections[0]):
        limits = ((section, _LIMIT.search(section)) for section in sections)
        return next((section for section, limit in limits if limit is None or value >= float(limit[1])), sections[-1])
    if value < 0 and len(sections) > 1:
        return sections[1]
    return sections[2] if value == 0 and len(sections) > 2 else sections[0]


def needed(value: float, fmt: str, style: str = "Value") -> float:
    """The width of a column that shows this number."""
    return len(shown(value, fmt)) * _SIZES.get(style, _PLAIN) / _UNIT + _EDGES


def widen(sheet: Sheet) -> None:
    """Make every column wide enough for its numbers, and for a digit more, as an input may be changed."""
    least: dict[int, float] = {}
    for row, column, style, _ in sheet.cells():
        value = sheet.calculation.value((sheet.title, row, column))
        if isinstance(value, int | float) and not isinstance(value, bool):
            name, fmt = sheet.look(style)
            least[column] = max(least.get(column, 0.0), needed(value, fmt, name) + (_ROOM if name != "Tile" else 0))
    for column, width in least.items():
        sheet.widen(column, width)


def of_column(values: Iterable[float], fmt: str) -> float:
    """The width of a long column: of its highest and its lowest number."""
    held = np.asarray(values)
    ends = (float(held.max()), float(held.min())) if held.size else (0.0,)
    return max(needed(value, fmt) for value in ends) + _ROOM


def under_button(header: str) -> float:
    """The width at which no word of a header runs under its filter button."""
    return max(map(len, header.split())) + _BUTTON


def lines(headers: Sequence[str], widths: Sequence[float]) -> int:
    """How many lines the tallest of these headers takes beside its filter button."""
    fitted = (textwrap.wrap(h, max(1, int(w - _BUTTON))) for h, w in zip(headers, widths, strict=True))
    return max(map(len, fitted))

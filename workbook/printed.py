"""Pages one can read: a sheet that is wider than its page goes on over several, each with the words of its rows.

Excel and LibreOffice shrink a sheet to its page's width without a limit; below eight points a table is grey on paper.
"""

from __future__ import annotations

from openpyxl.utils import column_index_from_string, get_column_letter, range_boundaries

from xlclv.workbook.sheet import Sheet

_UNIT = 5.25  # points of a unit of column width
_LONG, _SHORT, _INCH = 842.0, 595.0, 72.0  # A4 in points
_A4 = 9
_PLAIN = 8.43  # units of a column whose width nobody set


def print_readably(sheet: Sheet) -> None:
    """Turn a sheet of one page so that it prints larger; part one that is too wide for its page."""
    setup = sheet.ws.page_setup
    if setup.paperSize != _A4:
        return
    first, last, bottom = _area(sheet)
    widths = {column: _width(sheet, column) for column in range(first, last + 1)}
    if setup.fitToHeight:
        heights = sum(sheet.points(row) for row in range(1, bottom + 1))
        setup.orientation = max(
            ("landscape", "portrait"), key=lambda way: _scale(sheet, way, sum(widths.values()), heights)
        )
    elif sheet.labels and setup.fitToWidth == 1:
        again = sum(widths[column] for column in range(first, column_index_from_string(sheet.labels) + 1))
        sheet.pages_across(sum(widths.values()), f"A:{sheet.labels}", again)


def _area(sheet: Sheet) -> tuple[int, int, int]:
    """First and last column, and the last row, of what is printed."""
    area = str(sheet.ws.print_area or sheet.dimension).rpartition("!")[2].replace("$", "")
    first, _, last, bottom = range_boundaries(area)
    return int(first or 1), int(last or 1), int(bottom or 1)


def _width(sheet: Sheet, column: int) -> float:
    held = sheet.ws.column_dimensions.get(get_column_letter(column))
    return _PLAIN if held is None else 0.0 if held.hidden else float(held.width)


def _room(sheet: Sheet, way: str) -> tuple[float, float]:
    """Points of a page across and down, inside its margins."""
    across, down = (_LONG, _SHORT) if way == "landscape" else (_SHORT, _LONG)
    edge = sheet.ws.page_margins
    return across - (edge.left + edge.right) * _INCH, down - (edge.top + edge.bottom) * _INCH


def _scale(sheet: Sheet, way: str, width: float, height: float = 0.0) -> float:
    """How large a block of so many units across and points down is printed on one page."""
    across, down = _room(sheet, way)
    return min(1.0, across / (width * _UNIT), down / height if height else 1.0)

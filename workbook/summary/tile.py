"""A tile of the Summary: one figure with its label above and a line of context below."""

from __future__ import annotations

from xlclv.workbook.calculation import Formula
from xlclv.workbook.sheet import Sheet

# Its label, its formula, its format, and the line of context as a formula or in words.
Tile = tuple[str, str, str, str]


def put_tile(sheet: Sheet, row: int, column: int, tile: Tile, note: float = 27) -> None:
    """Three rows: label, figure, context, the last so many points high."""
    label, text, fmt, words = tile
    sheet.put(row, column, label, "Tile label")
    sheet.live(row + 1, column, text, "Tile", fmt)
    sheet.put(row + 2, column, Formula(words) if words.startswith("=") else words, "Tile note")
    for at, height in enumerate((20, 32, note), row):
        sheet.height(at, height)

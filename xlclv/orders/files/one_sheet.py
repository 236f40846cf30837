"""One sheet of a spreadsheet file that has the columns needed: its cells as text, and which of them are numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from xlclv.orders.files.sheetxml import Cell
from xlclv.orders.roles import Columns
from xlclv.orders.source import row_numbers

ERRORS = {"Div0": "#DIV/0!", "NA": "#N/A", "Name": "#NAME?", "Null": "#NULL!", "Num": "#NUM!", "Ref": "#REF!"}
_NUMBERS = ("int", "float", "null")  # null: a column without any cell


class Sheet(NamedTuple):
    """A sheet with the columns needed: its first rows, how many stand before the data, where its cells begin."""

    name: str
    columns: Columns
    at: int
    head: list[list[str]]
    offset: int  # the column of the sheet in which the head's cells begin, from 0
    hidden: bool
    drawn: dict[int, list[int]] | None = None  # of a report: the columns that a column of its table comes from
    start: int = 0  # how many rows stand before the data with a row of units below the header

    @property
    def all(self) -> list[int]:
        """Every column of the table, counted in the sheet."""
        return [self.offset + place for place in range(len(self.head[0]))]

    @property
    def used(self) -> list[int]:
        """The columns in use, counted in the sheet."""
        return self.of(self.columns.roles.values())

    def of(self, places: Iterable[int]) -> list[int]:
        """Columns of the table, counted in the sheet."""
        drawn = [place for at in places for place in (self.drawn.get(at, []) if self.drawn is not None else [at])]
        return sorted({self.offset + place for place in drawn})


def cells_of(reader: Any, sheet: Sheet) -> tuple[Any, list[Cell]]:
    """The cells as text, with the row's number in the sheet, and those among them that are errors."""
    import pyarrow as pa

    above = 0 if sheet.drawn is not None else sheet.start or sheet.at  # a report says above its rows what they are
    asked = {"header_row": None, "skip_rows": above, "use_columns": sheet.all, "dtypes": "string"}
    batch, wrong = reader.load_sheet(sheet.name, **asked).to_arrow_with_errors()
    names = ["row", *(str(place - sheet.offset) for place in sheet.all)]
    errors = []
    for one in wrong.errors if wrong else ():
        row, place = one.position
        name = one.detail.partition("Error(")[2].partition(")")[0]
        errors.append((place, row + 1, ERRORS.get(name, "#VALUE!")))
    return pa.Table.from_arrays([row_numbers(above + 1, batch.num_rows), *batch.columns], names=names), errors


def types_of(reader: Any, sheet: Sheet) -> tuple[frozenset[int], frozenset[int]]:
    """Columns of typed numbers alone, and of numbers beside text: as text both look alike, 1.234 and "1.234"."""
    import fastexcel

    wanted = sheet.of(p for role, p in sheet.columns.roles.items() if role not in ("date", "currency"))

    def guessed(places: Sequence[int], how: str) -> dict[int, str]:
        asked = {
            "header_row": None,
            "skip_rows": sheet.start or sheet.at,
            "schema_sample_rows": None,
            "use_columns": sorted(places),
        }
        loaded = reader.load_sheet(sheet.name, dtype_coercion=how, **asked)
        return {c.absolute_index: c.dtype for c in loaded.selected_columns}

    mixed: list[int] = []
    types: dict[int, str] = {}
    try:
        types = guessed(wanted, "strict")
    except fastexcel.UnsupportedColumnTypeCombinationError:
        for place in sorted(set(wanted)):
            try:
                types |= guessed([place], "strict")
            except fastexcel.UnsupportedColumnTypeCombinationError:
                types[place] = _coerced(guessed, place)
                if types[place] not in _NUMBERS:
                    mixed.append(place)
    numeric = {place for place, kind in types.items() if kind in _NUMBERS}
    places = sheet.columns.roles.values()
    return (
        frozenset(p for p in places if sheet.of([p]) and numeric.issuperset(sheet.of([p]))),
        frozenset(p for p in places if set(mixed).intersection(sheet.of([p]))),
    )


def _coerced(guessed: Callable[[Sequence[int], str], dict[int, str]], place: int) -> str:
    """What kind all cells of a column can be; text where there is none, as of numbers beside a duration."""
    import fastexcel

    try:
        return guessed([place], "coerce")[place]
    except fastexcel.UnsupportedColumnTypeCombinationError:
        return "string"

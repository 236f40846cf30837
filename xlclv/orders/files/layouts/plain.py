"""What every layout becomes: a table with a row an order, the place each came from, and the totals among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from xlclv.orders.assumed import without_words
from xlclv.orders.columns import recognise
from xlclv.orders.every_cell import by_all_cells
from xlclv.orders.headers import UnclearError
from xlclv.orders.kinds import SEEN
from xlclv.orders.roles import Columns
from xlclv.orders.source import Options, row_numbers

HEAD = 40  # records looked at to tell a layout

_OF_LINES = ("order", "discount", "adjusted", "payer", "cost", "worth", "pieces", "perhaps_pieces")
EVERYTHING, NOTHING = (0, 1 << 40), (0, -1)  # what a total is of: all rows, or some that are not known

Record = tuple[int, list[str]]  # the row as the file's own program counts it, and its cells


@dataclass(slots=True)
class Plain:
    """A table. A row whose number (from 0) is in `totals` is a total of the rows from the first to the last named.

    A total that has a date is one of the rows with that date.
    """

    kind: str
    headers: list[str]
    roles: dict[str, int] = field(default_factory=dict)
    rows: list[list[str]] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    totals: dict[int, tuple[int, int]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    titles: list[Record] = field(default_factory=list)  # above headers that come again, and not read
    second: tuple[Record, int] | None = None  # the heading of a second block of the same customers, and its first row
    doubts: list[str] = field(default_factory=list)  # what a second block of months may be, for the user to say
    spread: bool = False  # a line of the file is several rows, so what it says once is of none of them
    start: int = 0  # records up to the header, and it
    drawn: dict[int, list[int]] = field(default_factory=dict)  # columns of the file that a column's cells come from

    def add(self, place: int, cells: list[str]) -> int:
        """Another row; its number."""
        self.rows.append(cells)
        self.places.append(place)
        return len(self.rows) - 1

    def add_total(self, place: int, cells: list[str], first: int, last: int) -> None:
        """A row that totals others."""
        self.totals[self.add(place, cells)] = (first, last)

    def opened(self, options: Options) -> tuple[dict[str, Any], Columns]:
        """What a source of these rows knows of them, and their columns."""
        return {
            "headers": tuple(self.headers),
            "width": len(self.headers),
            "places": tuple(self.places),
            "totals": {row + 1: (first + 1, last + 1) for row, (first, last) in self.totals.items()},
            "notes": (f"read as {self.kind}: {'; '.join(self.notes)}",),
        }, self.columns(options)

    def cells(self) -> Any:
        """The rows as an Arrow table of text, numbered from 1."""
        import pyarrow as pa

        wide = range(len(self.headers))
        columns = [pa.array([row[at] for row in self.rows], pa.string(), from_pandas=False) for at in wide]
        names = ["row", *map(str, wide)]
        return pa.Table.from_arrays([row_numbers(1, len(self.rows)), *columns], names=names)

    def columns(self, options: Options) -> Columns:
        """Its columns: as the user says, else as the layout knows, else by their names; then what cells alone tell, as
        of a table that needed no turning."""
        known: dict[str, Any] = {
            role: str(at + 1) for role, at in self.roles.items() if getattr(options, role, "") is None
        }
        told = replace(options, **known)
        some = [cells for row, cells in enumerate(self.rows[: 2 * SEEN]) if row not in self.totals]
        found = recognise(self.headers, told)
        if self.spread and options.told is None and options.form == "orders":
            found = _of_rows(found, options)
        columns = without_words(found, self.headers, some, told)
        return by_all_cells(columns, self.headers, some, told)


def _of_rows(found: Columns, options: Options) -> Columns:
    """The columns without those that say once, of a line of several rows, what would count with each of them."""
    asked = (options.cost, options.margin_column, None if options.order_column == "none" else options.order_column)
    if any(one is not None for one in asked):
        raise UnclearError("the table has months side by side, so no column says the cost, margin or order of a row")
    return replace(found.without(_OF_LINES), units=None, of_line=None)


def filled(cells: Sequence[str]) -> list[int]:
    """The places of cells in which something stands."""
    return [at for at, cell in enumerate(cells) if cell.strip()]


def at(cells: Sequence[str], place: int | None) -> str:
    """A cell without outer blanks; "" where the row is shorter."""
    return cells[place].strip() if place is not None and place < len(cells) else ""

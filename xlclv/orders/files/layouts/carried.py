"""What stands beside the customer of a line of months: each month's order keeps it, as a row of a plain table does."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from xlclv.orders.files.layouts.plain import HEAD, Record, at
from xlclv.orders.headers import find
from xlclv.orders.rules.headers import AMOUNT, COST, DATE, DISCOUNT, ORDER, PRICE, QUANTITY, REFUNDED
from xlclv.orders.rules.layouts import number

# Of the whole line: taken for each month, it would count as often as the line has months.
_OF_THE_LINE = (AMOUNT, QUANTITY, PRICE, COST, DISCOUNT, ORDER, DATE)
_MARKS = ("0", "1")


class Carried:
    """The columns of a table of months that its orders keep, and what tells two lines of one customer apart."""

    def __init__(self, records: Sequence[Record], place: int, first: int, label: int) -> None:
        names = records[place][1]
        self._label = label
        named = [c for c in range(first) if c != label and names[c].strip()]
        line = {c for tiers in _OF_THE_LINE for c in find(tiers, names[:first])}
        back = set(find(REFUNDED, names[:first]))
        below = [cells for _, cells in records[place + 1 : HEAD]]
        self.columns = [c for c in named if c not in line and not _sums([at(cells, c) for cells in below], c in back)]
        self.names = [names[c].strip() for c in self.columns]
        self.passed = [names[c].strip() for c in named if c not in self.columns]
        self._lines: dict[tuple[str, ...], dict[tuple[str, ...], int]] = {}

    @property
    def headers(self) -> list[str]:
        """Their names, and one without a name: the how manieth line of its customer this is."""
        return [*self.names, ""]

    def cells(self, cells: Sequence[str]) -> list[str]:
        """Those of a line. Lines that are the same in every cell have one number, others of that customer another, so
        that only the former repeat each other; they begin at 1 in each file, of which two may hold the same months."""
        mine = [at(cells, column) for column in self.columns]
        known = self._lines.setdefault((at(cells, self._label), *mine), {})
        whole = tuple(cell.strip() for cell in cells)
        return [*mine, str(known.setdefault(whole, len(known) + 1))]

    @property
    def none(self) -> list[str]:
        """Those of a total."""
        return [""] * len(self.headers)


def _sums(cells: Collection[str], back: bool) -> bool:
    """Whether cells hold money, or what came back of it, and so are of all months together."""
    figures = [cell for cell in cells if number(cell)]
    return any(not cell.isdecimal() or (back and cell not in _MARKS) for cell in figures)

"""Customers ranked where they are: places, values at a place and sums up to it, while only sums are fetched.

Customers fall into bins of nearly one value (PER_E in a factor of e) and are ranked within their bin. So the sort is of
parts that workers of a cluster share, some thousand rows tell how many stand above each bin, and a place among all
customers is a bin and a place in it. Nothing is approximated: bins only say where to look.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from xlclv.checks import Floats
from xlclv.orders.arrow import as_numpy
from xlclv.orders.engine import keep

if TYPE_CHECKING:
    import ibis.expr.types as ir

PER_E = 64
_LOWEST = -100.0  # ln of what is worth nothing


class Place(NamedTuple):
    """A place among all, counted from 1 for the best, as the bin in which it lies and the place there."""

    bin: int
    inside: int


class Mark(NamedTuple):
    """What stands at a place: the value, the sum of all up to there, and how many stand above all its equals."""

    value: float
    reached: float
    above: int


class Ranking:
    """A table ranked by a column of values from 0 on, falling, or `rising`. `table` has two columns more.

    `bin` rises with the rank's worth; `level` is 1 + the number of better values in the bin, which equals share.
    """

    def __init__(self, table: ir.Table, column: str, *, rising: bool = False) -> None:
        import ibis

        self._column = column
        value = table[column]
        size = value.cast("float64")
        power = ibis.ifelse(size > 0, ibis.greatest(ibis.ifelse(size > 0, size, 1.0).ln(), _LOWEST), _LOWEST)
        bins = (power * PER_E).floor().cast("int64")
        binned = table.mutate(bin=-bins if rising else bins)
        order = binned[column] if rising else ibis.desc(binned[column])
        window = ibis.window(group_by="bin", order_by=order)
        self.table = keep(binned.mutate(
            turn=(ibis.row_number().over(window) + 1).cast("int64"), level=(ibis.rank().over(window) + 1).cast("int64")
        ))  # fmt: skip
        each = self.table
        found = each.group_by("bin").aggregate(
            n=each.count(), total=each[column].sum(), placed=(each.turn.cast("float64") * each[column]).sum()
        )
        rows = found.order_by(ibis.desc("bin")).to_pyarrow()
        self._bins = as_numpy(rows, "bin")
        self._above = np.append(0, np.cumsum(as_numpy(rows, "n").astype(np.int64)))
        self._sums, self._placed = (as_numpy(rows, name).astype(np.float64) for name in ("total", "placed"))

    @property
    def count(self) -> int:
        """How many there are."""
        return int(self._above[-1])

    @property
    def total(self) -> float:
        """All values added up."""
        return float(self._sums.sum())

    @property
    def mean_place(self) -> float:
        """Where the average unit of value lies: SUM place x value / SUM value; 0 where there is no value."""
        total = self.total
        return float(self._above[:-1] @ self._sums + self._placed.sum()) / total if total else 0.0

    def above(self, bins: Floats) -> Floats:
        """How many stand in the bins above each of these, which are among the table's."""
        rising = self._bins[::-1]
        return np.asarray(self._above[:-1][::-1][np.searchsorted(rising, bins)], dtype=np.float64)

    def place(self, number: int) -> Place:
        """A place from 1 to the count."""
        row = int(np.searchsorted(self._above, number, side="left")) - 1
        return Place(int(self._bins[row]), number - int(self._above[row]))

    def within(self, last: int) -> ir.BooleanValue:
        """Whether a row's rank is at most `last`; equals share the better rank."""
        place, each = self.place(last), self.table
        return (each.bin > place.bin) | ((each.bin == place.bin) & (each.level <= place.inside))

    def at(self, numbers: Sequence[int]) -> dict[int, Mark]:
        """What stands at these places, in one small row."""
        if not numbers:
            return {}
        places = {number: self.place(number) for number in numbers}
        each = self.table.filter(self.table.bin.isin(sorted({place.bin for place in places.values()})))
        value, sums = each[self._column], dict[str, Any]()
        for number, place in places.items():
            mine = each.bin == place.bin
            sums |= {
                f"value_{number}": value.max(where=mine & (each.turn == place.inside)),
                f"level_{number}": each.level.max(where=mine & (each.turn == place.inside)),
                f"sum_{number}": value.sum(where=mine & (each.turn <= place.inside)),
            }
        row: dict[str, Any] = each.aggregate(**sums).to_pyarrow().to_pylist()[0]
        return {number: self._mark(row, number) for number in places}

    def _mark(self, row: dict[str, Any], number: int) -> Mark:
        bins = int(np.searchsorted(self._above, number, side="left")) - 1
        return Mark(
            float(row[f"value_{number}"]),
            float(self._sums[:bins].sum()) + float(row[f"sum_{number}"]),
            int(self._above[bins]) + int(row[f"level_{number}"]) - 1,
        )

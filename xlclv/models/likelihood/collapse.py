"""Customers with the same history are one row with a count: what makes a fit of ten million take seconds.

Ages are whole days in some unit. So a history is three small whole numbers, which make one; counting those takes a
tenth of the time of sorting rows. Where ages are on no such grid, rows are sorted by a hash of their bits.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from xlclv.checks import Floats
from xlclv.places import places

Ints = NDArray[np.int64]
UNITS = (7.0, 1.0, 30.4375, 365.25)  # days in a unit of time: weeks, days, months, years
_PIECE = 1 << 17  # rows worked on at once
_CELLS = 4_000_000  # counters that cost little beside the rows
_SORTED = 1_000_000  # rows sorted at once
_MOST = 2.0**62
_MIX = np.uint64(0x9E3779B97F4A7C15)


class Rows(NamedTuple):
    """Distinct histories and the customers that share each."""

    x: Floats
    t_x: Floats
    T: Floats
    customers: Floats


class _Grid(NamedTuple):
    """Ages in whole days: `unit` days in a unit of time, T from `youngest` on, so many different t_x and T."""

    unit: float
    youngest: int
    recencies: int
    ages: int

    def days(self, ages: Floats) -> Ints | None:
        """Ages as days; None where one is not exactly a day's age in this unit."""
        whole = np.rint(ages * self.unit)
        return whole.astype(np.int64) if np.array_equal(whole / self.unit, ages) else None

    def key(self, x: Floats, t_x: Floats, T: Floats) -> Ints | None:
        """One number a history."""
        recency, age, count = self.days(t_x), self.days(T), x.astype(np.int64)
        if recency is None or age is None or not np.array_equal(count, x):
            return None
        count *= self.recencies
        count += recency
        count *= self.ages
        count += age
        count -= self.youngest
        return count

    def rows(self, key: Ints, customers: Floats) -> Rows:
        """The histories again, to the last bit."""
        rest, age = np.divmod(key, self.ages)
        x, recency = np.divmod(rest, self.recencies)
        return Rows(x.astype(np.float64), recency / self.unit, (age + self.youngest) / self.unit, customers)


def collapse(x: Floats, t_x: Floats, T: Floats, count: Floats) -> Rows:
    """The distinct rows with customers, and their counts: 1,000,000 customers are some 100,000 rows."""
    for unit in UNITS:
        grid = _grid(unit, x, t_x, T)
        keys = None if grid is None else _keys(grid, x, t_x, T)
        if grid is not None and keys is not None:
            return grid.rows(*_counted(keys, count, max(min(4 * len(x), _CELLS), len(x))))
    return _by_hash(x, t_x, T, count)


def merge(parts: list[Rows]) -> Rows:
    """The parts as one: the same history in several of them is one row."""
    x, t_x, T, count = (np.concatenate(column) for column in zip(*parts, strict=True))
    first, which = distinct(x, t_x, T)
    total = np.bincount(places(which), weights=count, minlength=len(first)).astype(np.float64)
    rows = first[total > 0]
    return Rows(x[rows], t_x[rows], T[rows], total[total > 0])


def distinct(*columns: Floats) -> tuple[Ints, Ints]:
    """Where each distinct row first occurs, and for every row which distinct one it is.

    Rows are sorted by a hash of their bits, a third of the time of a sort by columns; equal hashes of
    unequal rows (once in 10^7 tables of 1,000,000 rows) are found, and the columns sorted after all.
    """
    bits = [(column + 0.0).view(np.uint64) for column in columns]  # + 0.0 makes -0.0 and 0.0 one
    key = np.zeros(len(bits[0]), dtype=np.uint64)
    for b in bits:
        key = (key ^ b) * _MIX
        key ^= key >> np.uint64(29)
    order = np.argsort(key)
    starts = _changes(key[order])
    if any((_changes(b[order]) & ~starts).any() for b in bits):
        order = np.lexsort(bits)
        starts = np.logical_or.reduce([_changes(b[order]) for b in bits])
    inverse = np.empty(len(order), dtype=np.int64)
    inverse[order] = np.cumsum(starts) - 1
    return order[starts], inverse


def pieces(length: int, size: int = _PIECE) -> Iterator[slice]:
    """The rows in pieces whose workings stay in the cache."""
    return (slice(start, start + size) for start in range(0, max(length, 1), size))


def _grid(unit: float, x: Floats, t_x: Floats, T: Floats) -> _Grid | None:
    """The grid of ages in this unit, when the first of them lie on it and a number can hold the histories."""
    if not len(T):
        return None
    low, high, reach = (float(np.rint(v * unit)) for v in (T.min(), T.max(), t_x.max()))
    if high >= _MOST or (float(x.max()) + 1.0) * (reach + 1.0) * (high - low + 1.0) >= _MOST:
        return None
    grid = _Grid(unit, int(low), int(reach) + 1, int(high - low) + 1)
    return None if grid.days(T[:100]) is None else grid


def _keys(grid: _Grid, x: Floats, t_x: Floats, T: Floats) -> Ints | None:
    keys = np.empty(len(x), dtype=np.int64)
    for part in pieces(len(x)):
        found = grid.key(x[part], t_x[part], T[part])
        if found is None:
            return None
        keys[part] = found
    return keys


def _counted(keys: Ints, count: Floats, cells: int) -> tuple[Ints, Floats]:
    """The distinct keys and their customers: counters for the low keys, which are most; a sort for the others."""
    span = int(keys.max()) + 1
    if span <= cells:
        total = _added(keys, count, span)
        found = np.flatnonzero(total > 0)
        return found, total[found]
    low = keys < cells
    few, which = np.unique(keys[~low], return_inverse=True)
    head = _added(keys[low], count[low], cells)
    tail = _added(which, count[~low], len(few))
    found, kept = np.flatnonzero(head > 0), tail > 0
    return np.concatenate([found, few[kept]]), np.concatenate([head[found], tail[kept]])


def _added(which: Ints, count: Floats, size: int) -> Floats:
    """Customers by kind; where every row is as many, as mostly one, they are only counted."""
    if count.strides == (0,) and len(count):
        return np.asarray(np.bincount(places(which), minlength=size) * count[0])
    return np.asarray(np.bincount(places(which), weights=count, minlength=size))


def _by_hash(x: Floats, t_x: Floats, T: Floats, count: Floats) -> Rows:
    parts = [merge([Rows(x[part], t_x[part], T[part], count[part])]) for part in pieces(len(x), _SORTED)]
    return parts[0] if len(parts) == 1 else merge(parts)


def _changes(ordered: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Where a value differs from the one before it."""
    out = np.ones(len(ordered), dtype=bool)
    out[1:] = ordered[1:] != ordered[:-1]
    return out

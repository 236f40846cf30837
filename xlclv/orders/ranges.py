"""The customer summary of a worksheet's ranges: the rules of `summary`, on plain arrays, in NumPy alone."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xlclv.checks import Bools, Floats
from xlclv.places import places

Ints = NDArray[np.int64]
Key = str | int | float

DECIMALS = 9  # as for files: a computed 45.900000000000006 is 45.9
_ROOM = 2.0**62


@dataclass(frozen=True, slots=True)
class RangeSummary:
    """One row a customer, sorted by id. Where `bought` is False there was no purchase day, and the rest is 0."""

    id: list[Key]
    bought: Bools
    frequency: Ints
    recency: Floats
    T: Floats
    monetary_value: Floats


@dataclass(frozen=True, slots=True)
class CustomerDays:
    """Rows merged by customer and day, sorted by both: `customer` indexes `ids`, which are sorted."""

    ids: list[Key]
    customer: Ints
    day: Ints
    amount: Floats
    bought: Bools

    @property
    def first(self) -> Ints:
        """Each customer's first purchase day; the largest integer where there is none."""
        first = np.full(len(self.ids), np.iinfo(np.int64).max)
        np.minimum.at(first, self.customer[self.bought], self.day[self.bought])
        return first


def summarise(
    ids: Sequence[Key], days: NDArray[np.integer], amounts: Floats, as_of: int, unit_days: float = 7.0
) -> RangeSummary:
    """Frequency, recency, T and monetary value of each customer, in units of `unit_days` (catalogue 14).

    `ids` are keys as the caller normalised them: numbers as numbers, other ids as text. `days` count from any
    origin that `as_of` shares and none is later than it.

    >>> s = summarise(["A", "B", "A"], np.array([0, 3, 14]), np.array([9.0, 5.0, 7.0]), 21)
    >>> s.id, s.frequency.tolist(), s.recency.tolist(), s.T.tolist(), s.monetary_value.tolist()
    (['A', 'B'], [1, 0], [2.0, 0.0], [3.0, 2.5714285714285716], [7.0, 0.0])
    """
    merged = customer_days(ids, days, amounts)
    n, first = len(merged.ids), merged.first
    orders = np.bincount(places(merged.customer[merged.bought]), minlength=n).astype(np.int64)
    bought = orders > 0
    last = np.full(n, np.iinfo(np.int64).min)
    np.maximum.at(last, merged.customer[merged.bought], merged.day[merged.bought])
    later = merged.day > first[merged.customer]
    repeat = np.bincount(places(merged.customer[later]), weights=merged.amount[later], minlength=n)
    frequency = np.where(bought, orders - 1, 0)
    with np.errstate(over="ignore"):
        recency = np.where(bought, (np.where(bought, last, 0) - np.where(bought, first, 0)) / unit_days, 0.0)
        age = np.where(bought, (as_of - np.where(bought, first, as_of)) / unit_days, 0.0)
        value = np.where(frequency > 0, repeat / np.maximum(frequency, 1), 0.0)
    return RangeSummary(merged.ids, bought, frequency, recency, age, value)


def customer_days(ids: Sequence[Key], days: NDArray[np.integer], amounts: Floats | None) -> CustomerDays:
    """Rows merged by customer and day. A day is a purchase when it sums to more than 0, or is all zeros.

    Without amounts every customer-day is a purchase.
    """
    keys, code = factorise(ids)
    day = np.asarray(days, dtype=np.int64)
    order = np.lexsort((day, code))
    code, day = code[order], day[order]
    start = np.ones(len(code), dtype=bool)
    start[1:] = (code[1:] != code[:-1]) | (day[1:] != day[:-1])
    at = np.flatnonzero(start)
    if amounts is None:
        return CustomerDays(keys, code[at], day[at], np.zeros(len(at)), np.ones(len(at), dtype=bool))
    given = np.asarray(amounts, dtype=np.float64)[order]
    if not len(given):
        return CustomerDays(keys, code, day, given, np.zeros(0, dtype=bool))
    total = _sums(given, at)
    zeros = np.logical_and.reduceat(given == 0, places(at))
    return CustomerDays(keys, code[at], day[at], total, (total > 0) | zeros)


def factorise(ids: Sequence[Key]) -> tuple[list[Key], Ints]:
    """The different ids, numbers by size and then text by code point, and each row's place among them."""
    seen: dict[Hashable, int] = {}
    met = np.fromiter((seen.setdefault(i, len(seen)) for i in ids), dtype=np.int64, count=len(ids))
    keys: list[Key] = list(seen)  # type: ignore[arg-type]
    ranked = sorted(range(len(keys)), key=lambda k: sort_key(keys[k]))
    place = np.empty(len(keys), dtype=np.int64)
    place[ranked] = np.arange(len(keys))
    return [keys[k] for k in ranked], place[met]


def sort_key(key: Key) -> tuple[bool, float | str]:
    """Numbers by size, then text by code point."""
    return (True, key) if isinstance(key, str) else (False, key)


def _sums(amounts: Floats, starts: Ints) -> Floats:
    """Sums of runs of amounts that are exact where the amounts are decimals: 0.1 + 0.2 - 0.3 is 0.

    Amounts are whole numbers of 10**-s for the smallest s up to 9 at which all of them are, and are added as
    such. Money of more decimals is rounded to nine, as in files. What is too large for that is added in floating
    point, and a sum within its rounding error is 0.
    """
    largest = float(np.abs(amounts).max())
    for decimals in range(DECIMALS + 1):
        unit = 10.0**decimals
        if largest * unit * len(amounts) >= _ROOM:
            break
        whole = np.rint(amounts * unit)
        if decimals == DECIMALS or np.array_equal(whole / unit, amounts):
            return np.asarray(np.add.reduceat(whole.astype(np.int64), places(starts)) / unit)
    with np.errstate(over="ignore", invalid="ignore"):
        total = np.add.reduceat(amounts, places(starts))
        error = np.add.reduceat(np.abs(amounts), places(starts)) * 1e-12
    return np.where(np.abs(total) <= error, 0.0, total)

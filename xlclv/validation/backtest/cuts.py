"""Where to cut: past days that leave enough before them to fit a model and enough after them to judge it."""

from __future__ import annotations

from typing import NamedTuple

QUARTER, HALF_YEAR, YEAR = 91, 182, 364  # whole weeks, so that every window has as many Saturdays
_MOST = 8
_APART = 28  # days between cut-offs at least: nearer ones judge nearly the same weeks
_LEAST = 56  # days of history before which nothing can be back-tested


class Cut(NamedTuple):
    """A day up to which is known, and the days ahead that are then judged, the shortest first."""

    day: int
    horizons: tuple[int, ...]


def cuts(begin: int, end: int, most: int = _MOST) -> tuple[Cut, ...]:
    """The cut-offs of a history from `begin` to `end`, the earliest first; none where it is too short.

    Each leaves a year before it and a quarter after; of histories too short for both, half of the history before and a
    quarter after; of those shorter still one cut-off leaves the last third.

    >>> [(c.day, c.horizons) for c in cuts(0, 545)]
    [(363, (91, 182)), (393, (91,)), (423, (91,)), (454, (91,))]
    >>> [(c.day, c.horizons) for c in cuts(0, 89)], cuts(0, 30)
    ([(59, (30,))], ())
    """
    length = end - begin + 1
    if length < _LEAST:
        return ()
    before = YEAR if length >= YEAR + QUARTER + _APART else length // 2
    first, last = begin + before - 1, end - QUARTER
    if first > last:
        third = length // 3
        return (Cut(end - third, (third,)),)
    count = min(most, 1 + (last - first) // _APART)
    days = [first + (last - first) * i // max(count - 1, 1) for i in range(count)]
    return tuple(Cut(day, tuple(h for h in (QUARTER, HALF_YEAR, YEAR) if day + h <= end)) for day in days)


def few_cuts(begin: int, end: int, ahead: float, most: int = 2) -> tuple[Cut, ...]:
    """Cut-offs for a short test: one stretch, the longest up to `ahead` days that half of the history leaves room for.

    >>> few_cuts(0, 1095, 1096)
    (Cut(day=547, horizons=(364,)), Cut(day=731, horizons=(364,)))
    >>> few_cuts(0, 373, 365)
    (Cut(day=191, horizons=(182,)),)
    """
    length = end - begin + 1
    fit = [h for h in (QUARTER, HALF_YEAR, YEAR) if 2 * h <= length and h <= max(ahead, QUARTER)]
    if not fit:
        return cuts(begin, end)[:1]
    last, first = end - fit[-1], begin + length // 2 - 1
    count = min(most, 1 + (last - first) // _APART)
    days = [last - (last - first) * (count - 1 - i) // max(count - 1, 1) for i in range(count)]
    return tuple(Cut(day, (fit[-1],)) for day in days)

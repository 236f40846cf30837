"""Calendar months ahead of a day: the rest of the one begun, if any is left, then whole ones."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from xlclv.discounting import DAYS_PER_YEAR


class Month(NamedTuple):
    """A calendar month, days from the as-of day to its start and to its end, and the share of it that is left."""

    label: str
    start: int
    end: int
    share: float

    @property
    def middle(self) -> float:
        """Years from the as-of day to the middle of these days."""
        return 0.5 * (self.start + self.end) / DAYS_PER_YEAR


def months_ahead(as_of: dt.date, count: int) -> tuple[Month, ...]:
    """The rest of the as-of day's month and so many whole ones.

    >>> [(month.label, month.start, month.end) for month in months_ahead(dt.date(2026, 1, 30), 2)]
    [('2026-01', 0, 1), ('2026-02', 1, 29), ('2026-03', 29, 60)]
    >>> [month.label for month in months_ahead(dt.date(2026, 6, 30), 2)]
    ['2026-07', '2026-08']
    """
    end = _end(as_of)
    found = [] if end == as_of else [_month(as_of, as_of + dt.timedelta(days=1), end)]
    for _ in range(count):
        first = end + dt.timedelta(days=1)
        end = _end(first)
        found.append(_month(as_of, first, end))
    return tuple(found)


def _month(as_of: dt.date, first: dt.date, last: dt.date) -> Month:
    days = (last - first).days + 1
    return Month(f"{first:%Y-%m}", (first - as_of).days - 1, (last - as_of).days, days / last.day)


def _end(day: dt.date) -> dt.date:
    """The last day of its month."""
    later = day.replace(day=28) + dt.timedelta(days=4)
    return later - dt.timedelta(days=later.day)

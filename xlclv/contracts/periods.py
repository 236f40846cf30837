"""Billing periods, and the anniversaries of a start: whole periods later by the calendar."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlclv.discounting import DAYS_PER_YEAR
from xlclv.orders.rules.period_words import KNOWN, NAMES, UNITS

Days = NDArray[np.int64]  # days since 1970-01-01
FOREVER = np.int64(2**31)  # the end of what has none
DAYS_PER_MONTH = DAYS_PER_YEAR / 12


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """So many calendar months, or so many days; one of both is 0.

    >>> Period(3), str(Period(3)), str(Period(5)), str(Period(0, 7)), Period(12).years
    (Period(months=3, days=0), 'quarter', '5 months', 'week', 1.0)
    """

    months: int
    days: int = 0

    def __str__(self) -> str:
        many = f"{self.months} months" if self.months else f"{self.days} days"
        return NAMES.get((self.months, self.days), many)

    @property
    def in_months(self) -> float:
        """Its length in months, days by the average month."""
        return self.months + self.days / DAYS_PER_MONTH

    @property
    def years(self) -> float:
        """Its length in years."""
        return self.in_months / 12


DAY, MONTH, YEAR = Period(0, 1), Period(1), Period(12)


def period(text: str) -> Period | None:
    """What a billing period's name or number of months says; None for a word not known.

    >>> period("Monthly"), period("half-year"), period("18"), period("2 weeks"), period("blue")
    (Period(months=1, days=0), Period(months=6, days=0), Period(months=18, days=0), Period(months=0, days=14), None)
    >>> period("1.0 year"), period("3,0"), period("1.5 months"), period("1.2 months")  # no 15 and no 12
    (Period(months=12, days=0), Period(months=3, days=0), None, None)
    """
    number = re.match(r"\s*([0-9]+)(?:[.,]([0-9]+))?", text)
    if number:
        if number[2] and int(number[2]):
            return None
        text = number[1] + text[number.end() :]
    word = re.sub(r"[\W_]+", "", text).casefold()
    if word in KNOWN:
        return Period(*KNOWN[word])
    if re.fullmatch(r"[0-9]{1,3}\s*", text):
        word = text.strip() + "months"
    counted = re.fullmatch(r"([0-9]{1,3})(.+)", word)
    one = KNOWN.get(counted[2]) if counted else None
    if counted is None or one is None or not 0 < int(counted[1]) * max(one) <= 1200:
        return None
    return Period(one[0] * int(counted[1]), one[1] * int(counted[1]))


def unit(text: str) -> str | None:
    """The word of a unit of time, one or several of it; None for any other, such as monthly, which is not counted.

    >>> unit("Months"), unit(" jahre "), unit("monthly"), unit("3 months")
    ('month', 'jahr', None, None)
    """
    word = text.strip().casefold()
    return UNITS.get(word.removesuffix("(s)"))


def anniversary(start: Any, months: Any) -> Days:
    """The day so many months later; a 31st falls on the last day of a shorter month.

    >>> day = np.datetime64("2026-01-31").astype(np.int64)
    >>> anniversary(day, np.array([1, 2])).astype("datetime64[D]").astype(str).tolist()
    ['2026-02-28', '2026-03-31']
    """
    month, place = _split(np.asarray(start, dtype=np.int64))
    first = _first(month + np.asarray(months, dtype=np.int64))
    last = _first(month + np.asarray(months, dtype=np.int64) + 1) - 1
    return np.asarray(np.minimum(first + place, last), dtype=np.int64)


def later(start: Any, periods: Any, length: Period) -> Days:
    """The anniversary after so many periods."""
    if length.days:
        begun = np.asarray(start, dtype=np.int64)
        return np.asarray(begun + np.asarray(periods, dtype=np.int64) * length.days, dtype=np.int64)
    return anniversary(start, np.asarray(periods, dtype=np.int64) * length.months)


def whole_periods(start: Any, day: Any, length: Period) -> Days:
    """Anniversaries from `start` up to and including `day`; none where the day lies before the start.

    >>> start, day = (np.datetime64(text).astype(np.int64) for text in ("2026-01-31", "2026-06-30"))
    >>> int(whole_periods(start, day, MONTH))
    5
    """
    begun, today = np.asarray(start, dtype=np.int64), np.asarray(day, dtype=np.int64)
    if length.days:
        return np.asarray(np.maximum((today - begun) // length.days, 0), dtype=np.int64)
    months = _split(today)[0] - _split(begun)[0]
    months = np.asarray(months - (anniversary(begun, months) > today), dtype=np.int64)
    return np.asarray(np.maximum(months // length.months, 0), dtype=np.int64)


def month_of(day: Any) -> Days:
    """Calendar months since January 1970."""
    return _split(np.asarray(day, dtype=np.int64))[0]


def month_end(month: Any) -> Days:
    """The last day of a calendar month."""
    return _first(np.asarray(month, dtype=np.int64) + 1) - 1


def months_before(day: int, months: int) -> int:
    """The same day so many months earlier; the end of a month stays one.

    >>> day = int(np.datetime64("2025-02-28").astype(np.int64))
    >>> str(np.datetime64(months_before(day, 12), "D"))
    '2024-02-29'
    """
    month = int(month_of(day)) - months
    if day == int(month_end(month + months)):
        return int(month_end(month))
    return int(anniversary(day, -months))


def _split(day: Days) -> tuple[Days, Days]:
    """The calendar month of each day, and the days gone in it."""
    month = day.astype("datetime64[D]").astype("datetime64[M]")
    return month.astype(np.int64), day - month.astype("datetime64[D]").astype(np.int64)


def _first(month: Days) -> Days:
    return np.asarray(month.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64), dtype=np.int64)

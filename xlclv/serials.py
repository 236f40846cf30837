"""Excel's day numbers: how a date becomes a serial, and today's."""

from __future__ import annotations

import datetime as dt

# Excel counts 1900 as a leap year; from March 1900 on, serials are days since this date.
EPOCH = dt.date(1899, 12, 30)
UNIX_DAY = 25569  # 1970-01-01
FIRST, LAST = 1, 2958465  # 1900-01-01 and 9999-12-31, the days a cell can hold


def serial(day: dt.date) -> int:
    """The day number of a date; the time of day is cut off.

    >>> serial(dt.date(2026, 11, 21))
    46347
    """
    return day.toordinal() - EPOCH.toordinal()


def date_of(number: int) -> dt.date:
    """The date of a day number.

    >>> date_of(46347)
    datetime.date(2026, 11, 21)
    """
    return EPOCH + dt.timedelta(days=number)


def today() -> int:
    """Today's day number, where the user sits."""
    return serial(dt.date.today())

"""Periods as they are typed: a day, a week, a month, a quarter or a year, each one text of one kind."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Sequence

from xlclv.orders.rules.dates import MONTHS

_Parts = Callable[[re.Match[str]], dt.date]
_NAME = r"([^\W\d_]{3,12})\.?"


def _named(name: str, year: int) -> dt.date:
    """The first day of a month by its name, or by the beginning of one; ValueError for another word."""
    bare = unicodedata.normalize("NFD", name.casefold())
    return dt.date(year, MONTHS.get("".join(each for each in bare if not unicodedata.combining(each)), 0), 1)


_FORMS: tuple[tuple[str, str, _Parts], ...] = (
    ("day", r"(\d{4})-(\d{1,2})-(\d{1,2})([ T].*)?", lambda m: dt.date(int(m[1]), int(m[2]), int(m[3]))),
    ("month", r"(\d{4})[-/.](\d{1,2})", lambda m: dt.date(int(m[1]), int(m[2]), 1)),
    ("month", r"(\d{1,2})[-/.](\d{4})", lambda m: dt.date(int(m[2]), int(m[1]), 1)),
    ("month", rf"{_NAME}[-/. ]+(\d{{4}})", lambda m: _named(m[1], int(m[2]))),
    ("month", rf"{_NAME}[-/. ']+(\d{{2}})", lambda m: _named(m[1], 2000 + int(m[2]))),
    ("quarter", r"(\d{4})[ -]?Q([1-4])", lambda m: dt.date(int(m[1]), 3 * int(m[2]) - 2, 1)),
    ("quarter", r"Q([1-4])[ -/]?(\d{4})", lambda m: dt.date(int(m[2]), 3 * int(m[1]) - 2, 1)),
    ("year", r"(\d{4})", lambda m: dt.date(int(m[1]), 1, 1)),
    ("week", r"(\d{4})[- /]?K?W ?(\d{1,2})", lambda m: dt.date.fromisocalendar(int(m[1]), int(m[2]), 1)),
    ("week", r"K?W ?(\d{1,2})[-/ ]+(\d{4})", lambda m: dt.date.fromisocalendar(int(m[2]), int(m[1]), 1)),
)
_OF_TWO = re.compile(rf"{_NAME}[-/. ']+(\d{{2}})")


def period(text: str) -> tuple[str, dt.date] | None:
    """The kind of a period and its first day; None for what is none.

    >>> period("2025-W01"), period("KW 1/2025") == period("2025W1"), period("2025-W54"), period("2025-13")
    (('week', datetime.date(2024, 12, 30)), True, None, None)
    >>> period("Jul-26") == period("Juli 2026") == period("07/2026"), period("Row-26")
    (True, None)
    """
    for kind, pattern, day in _FORMS:
        if found := re.fullmatch(pattern, text, re.IGNORECASE):
            try:
                return kind, day(found)
            except ValueError:
                return None
    return None


def day_without_year(texts: Sequence[str]) -> int | None:
    """The place of the first of texts such as Jul-26 that seem to be the 26th of July: more numbers than months.

    >>> day_without_year(["Jul-25", "Aug-25", "Jul-26"]), day_without_year(["Jul-24", "Jul-25"])
    (None, 0)
    """
    found = [(at, named) for at, text in enumerate(texts) if (named := _OF_TWO.fullmatch(text)) and period(text)]
    months, numbers = ({named[part].casefold() for _, named in found} for part in (1, 2))
    return found[0][0] if len(numbers) > len(months) else None

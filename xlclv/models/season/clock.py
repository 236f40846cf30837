"""Operational time: a clock that runs as fast as the month buys (Feller 1971, X.7; catalogue 20).

Under BG/NBD and MBG/NBD customers leave at purchases alone. Where all rates rise and fall together by w(month), a
history on the clock L(t) = INTEGRAL of w is one of the plain model, so every closed form stands on L in place of t:

    recency -> L(last) - L(first),   T -> L(now) - L(first),   horizon -> L(now + horizon) - L(now)

A day belongs to its month to its end; the weights are 1 on average over the days of a year, so that over whole years
the clock keeps calendar time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from xlclv.checks import Floats
from xlclv.errors import NUM, Fault, InputError

MONTHS = ("January", "February", "March", "April", "May", "June",
          "July", "August", "September", "October", "November", "December")  # fmt: skip
DAYS = np.array([31.0, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])  # of the months, in the mean year
WEEK = 7.0
_FARTHEST = 2_000 * 365.25  # days ahead beyond which a year is as good as its mean


class Clock(Protocol):
    """Time in weeks before and after today's end, as purchases feel it."""

    @property
    def estimated(self) -> int:
        """How many numbers were estimated for it."""

    def history(self, recency: Any, T: Any) -> tuple[Floats, Floats]:
        """Recency and T of customers known today."""

    def passed(self, age: Any) -> Floats:
        """What has passed since so long ago."""

    def ahead(self, horizon: Any) -> Floats:
        """What will pass within so long; below 0 of what is before today."""


@dataclass(frozen=True, slots=True)
class Steady:
    """Calendar time itself: no season."""

    estimated: int = 0

    def history(self, recency: Any, T: Any) -> tuple[Any, Any]:
        return recency, T

    def passed(self, age: Any) -> Any:
        return age

    def ahead(self, horizon: Any) -> Any:
        return horizon


STEADY = Steady()


@dataclass(frozen=True, slots=True)
class Seasonal:
    """Twelve weights, January's first, and `now`, the last day known, counted from 1970-01-01.

    `errors` are the standard errors of ln(weight); empty where the weights were not estimated.

    >>> clock = Seasonal((1.0,) * 12, 20_000)
    >>> clock.ahead([0.0, 4.0]).round(9).tolist(), clock.passed(52.0).round(9).tolist()
    ([0.0, 4.0], 52.0)
    >>> Seasonal((1.0,) * 11 + (3.0,), 20_000)
    Traceback (most recent call last):
    ...
    xlclv.errors.InputError: season has a mean of 1.1697467488 over the days of a year; must be 1
    """

    weights: tuple[float, ...]
    now: int
    errors: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        given = np.array(self.weights)
        if given.shape != (12,) or not (np.isfinite(given) & (given > 0)).all():
            raise InputError((Fault("season", "must be twelve weights above 0", NUM),))
        mean = float(given @ DAYS / DAYS.sum())
        if abs(mean - 1.0) > 1e-9:
            raise InputError((Fault("season", f"has a mean of {mean:.10f} over the days of a year; must be 1", NUM),))

    @property
    def estimated(self) -> int:
        return len(self.weights) - 1

    def history(self, recency: Any, T: Any) -> tuple[Floats, Floats]:
        """Recency and T, the one from whole days not after the other."""
        age = np.asarray(T, dtype=np.float64)
        whole = self.passed(age)
        silent = self.passed(age - np.asarray(recency, dtype=np.float64))
        return np.where(np.asarray(recency) > 0, whole - silent, 0.0), whole

    def passed(self, age: Any) -> Floats:
        return -self._at(-np.asarray(age, dtype=np.float64) * WEEK)

    def ahead(self, horizon: Any) -> Floats:
        return self._at(np.asarray(horizon, dtype=np.float64) * WEEK)

    def _at(self, days: Floats) -> Floats:
        """The clock so many days from the end of today on, in weeks; linear within a month, mean years far out."""
        near = np.clip(days, -_FARTHEST, _FARTHEST)
        low, high = (float(end(near, initial=0.0)) for end in (np.min, np.max))
        knots, month = month_ends(self.now + low, self.now + high)
        weeks = np.append(0.0, np.cumsum(np.diff(knots) * np.array(self.weights)[month])) / WEEK
        zero = np.interp(self.now, knots, weeks)
        return np.asarray(np.interp(self.now + near, knots, weeks) - zero + (days - near) / WEEK)


def month_ends(low: float, high: float) -> tuple[Floats, Any]:
    """The last days of months, from before `low` to after `high` (days from 1970-01-01), and the month of the year
    (January 0) between each and the next."""
    ends = np.floor([low, high]).astype(np.int64).astype("datetime64[D]").astype("datetime64[M]")
    months = np.arange(ends[0] - 1, ends[1] + 3)
    return months.astype("datetime64[D]").astype(np.float64) - 1.0, months[:-1].astype(np.int64) % 12


def normalised(weights: Sequence[float] | Floats) -> Floats:
    """Weights in proportion, 1 on average over the days of a year."""
    given = np.asarray(weights, dtype=np.float64)
    return np.asarray(given * DAYS.sum() / (given @ DAYS))

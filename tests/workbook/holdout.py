"""A synthetic holdout in which every identity holds, and one in which nothing was bought."""

from __future__ import annotations

import datetime as dt

import numpy as np

from xlclv.validation.by_frequency import Conditional, Histogram
from xlclv.validation.holdout import Assessment
from xlclv.validation.metrics import groups, measures
from xlclv.validation.tracking import Tracking

LABELS = (*"0123456", "7+")
WEEKS = 78


def make_holdout(
    end: dt.date, *, customers: int = 300, seed: int = 11, bought: bool = True, weeks: int = WEEKS
) -> Assessment:
    """A model that is right up to noise; without purchases after the cut-off its errors have no denominator."""
    rng = np.random.default_rng(seed)
    pace = rng.gamma(0.8, 2.0, customers)
    before, later = rng.poisson(pace), rng.poisson(0.6 * pace) * int(bought)
    expected = 0.6 * pace + 0.01
    calibration = 2 * weeks // 3
    place = np.minimum(before, len(LABELS) - 1)
    number = np.bincount(place, minlength=len(LABELS)).astype(float)
    mean = [np.bincount(place, column, len(LABELS)) / np.maximum(number, 1) for column in (later, expected)]
    model = rng.dirichlet(number + 3) * customers
    return Assessment(
        end - dt.timedelta(weeks=weeks - calibration),
        end,
        customers,
        20,
        measures(later, expected),
        groups(later, expected, min(10, customers)),
        tracking(rng, weeks, calibration, bought),
        Histogram(LABELS, number, model),
        Conditional(LABELS, number, *mean),
    )


def tracking(rng: np.random.Generator, weeks: int, calibration: int, bought: bool) -> Tracking:
    """Weeks of purchases around a smooth expectation; the first bring nothing."""
    rate = 20 * (1 - np.exp(-np.arange(1, weeks + 1) / 30))
    actual = np.cumsum(rng.poisson(rate) * (np.arange(weeks) > 1) * int(bought)).astype(float)
    expected = np.cumsum(rate)
    judged = slice(calibration if calibration < weeks else 0, None)
    single = np.diff(expected, prepend=0.0)[judged], np.diff(actual, prepend=0.0)[judged]
    return Tracking(
        np.arange(1, weeks + 1), expected, actual, calibration, mape(expected[judged], actual[judged]), mape(*single)
    )


def mape(expected: np.ndarray, actual: np.ndarray) -> float | None:
    """Mean absolute error relative to the actual, where there was any."""
    there = actual > 0
    return float(np.mean(np.abs(expected[there] - actual[there]) / actual[there])) if there.any() else None

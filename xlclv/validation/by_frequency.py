"""Calibration by frequency: customers with 0, 1, 2, ... repeat purchases, actual and expected, then and later.

Fader, Hardie & Lee 2005a, figures 2 and 4; the last class gathers all who bought as often or more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from xlclv.checks import Check, Floats
from xlclv.models import by_name
from xlclv.models.likelihood.history import frequencies, paired, totals
from xlclv.models.purchase_counts import new_buyers, probabilities

MOST = 7
_CELLS = 200_000


@dataclass(frozen=True, slots=True)
class Histogram:
    """Customers by repeat purchases in the calibration period; labels "0", "1", ..., "7+"."""

    labels: tuple[str, ...]
    actual: Floats
    expected: Floats


@dataclass(frozen=True, slots=True)
class Conditional:
    """Mean purchases in the holdout of the customers of each calibration frequency; 0 where there are none."""

    labels: tuple[str, ...]
    customers: Floats
    actual: Floats
    expected: Floats


def calibration_by_frequency(
    model: str, params: Any, frequency: Any, T: Any, *, weights: Any = None, most: int = MOST
) -> Histogram:
    """How many customers made 0, 1, ..., `most` or more repeat purchases, and how many the model expects.

    frequency and T are equally long lists, `weights` the customers a row stands for. The expected number with n is
    SUM over customers of P(X(T) = n), so both columns add up to the customers.

    Raises InputError for values out of bounds or lists of unequal length.

    >>> from xlclv.models import bg_nbd
    >>> found = calibration_by_frequency("BG/NBD", bg_nbd.Params(0.243, 4.414, 0.793, 2.426), [0, 0, 2, 5], 39, most=2)
    >>> found.labels, found.actual.tolist(), found.expected.round(3).tolist()
    (('0', '1', '2+'), [2.0, 0.0, 2.0], [2.295, 0.798, 0.907])
    """
    check = Check()
    x, age = check.take("frequency", frequency), check.take("T", T)
    count = check.take("weights", 1.0 if weights is None else weights, blank=1.0)
    check.rule(most < 1, "most", most, "must be at least 1")
    x, age, count = paired(check, frequency=x, T=age, weights=count)
    check.done()
    ages, which = np.unique(age, return_inverse=True)
    customers = totals(which, count, len(ages))
    expected = np.zeros(most)
    size = max(1, _CELLS // most)
    for start in range(0, len(ages), size):
        part = slice(start, start + size)
        expected += customers[part] @ probabilities(new_buyers(model, params), ages[part], most)
    actual = totals(_classes(x, most), count, most + 1)
    return Histogram(_labels(most), actual, np.append(expected, max(0.0, float(customers.sum() - expected.sum()))))


def conditional_by_frequency(
    model: str,
    params: Any,
    horizon: Any,
    frequency: Any,
    recency: Any,
    T: Any,
    holdout_frequency: Any,
    *,
    weights: Any = None,
    most: int = MOST,
) -> Conditional:
    """Mean purchases in the holdout, actual and expected of the history, by calibration frequency.

    One entry a customer in every list, or as many as its `weights` say; horizon is the holdout's length in the fit's
    unit of time.

    Raises InputError for histories that cannot be, or lists of unequal length.

    >>> from xlclv.models import bg_nbd
    >>> params = bg_nbd.Params(0.243, 4.414, 0.793, 2.426)
    >>> found = conditional_by_frequency("BG/NBD", params, 39, [0, 2, 0], [0, 30.43, 0], 38.86, [1, 1, 0], most=2)
    >>> found.customers.tolist(), found.actual.tolist(), found.expected.round(3).tolist()
    ([2.0, 0.0, 1.0], [0.5, 0.0, 1.0], [0.195, 0.0, 1.226])
    """
    expected = by_name(model).expected_purchases(params, horizon, frequency, recency, T)
    check = Check()
    x, later = check.take("frequency", frequency), check.take("frequency", holdout_frequency, name="holdout_frequency")
    count = check.take("weights", 1.0 if weights is None else weights, blank=1.0)
    check.rule(most < 1, "most", most, "must be at least 1")
    x, later, expected, count = paired(
        check, frequency=x, holdout_frequency=later, expected=np.asarray(expected), weights=count
    )
    check.done()
    place = _classes(x, most)
    customers = totals(place, count, most + 1)
    share = 1.0 / np.maximum(customers, 1.0)
    actual, predicted = (totals(place, column * count, most + 1) * share for column in (later, expected))
    return Conditional(_labels(most), customers, actual, predicted)


def _classes(x: Floats, most: int) -> Any:
    values, which = frequencies(x)
    return np.minimum(values, most).astype(np.int64)[which]


def _labels(most: int) -> tuple[str, ...]:
    return (*(str(n) for n in range(most)), f"{most}+")

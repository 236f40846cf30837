"""The times between purchases: their logarithms, and the test of Wheat & Morrison (1990) for how regular they are.

For a customer who buys at Erlang-k intervals the share of one of two intervals in both is beta(k, k), whatever the
customer's own rate: its variance is 1 / (4 (2 k + 1)), so k = (1 - 4 v) / (8 v). Random buying is k = 1.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from xlclv.checks import Floats
from xlclv.errors import NA, Fault, InputError
from xlclv.models.likelihood.collapse import Ints
from xlclv.places import places

_LEAST = 20  # customers with two intervals


class Gaps(NamedTuple):
    """SUM ln(time between purchases), how many times there are, and a pair of them each customer who has two."""

    log_total: float
    number: int
    first: Floats
    second: Floats


class Regularity(NamedTuple):
    """k by Wheat & Morrison with its standard error, and the customers whose intervals it rests on."""

    k: float
    error: float
    customers: int


def gaps(customer: Any, day: Any, unit_days: float = 7.0) -> Gaps:
    """From purchase days, one row each, of customers numbered from 0; times in units of `unit_days`.

    The pair is of a customer's last two intervals.

    >>> found = gaps([0, 0, 0, 1, 1], [0, 7, 21, 3, 10])
    >>> found.number, found.first.tolist(), found.second.tolist()
    (3, [1.0], [2.0])
    """
    who, when = np.asarray(customer, dtype=np.int64), np.asarray(day, dtype=np.int64)
    order = np.lexsort((when, who))
    who, when = who[order], when[order]
    same: Ints = np.diff(who) == 0
    length = np.diff(when)[same] / unit_days
    own = who[1:][same]
    last = np.flatnonzero(np.append(own[1:] != own[:-1], True)) if len(own) else np.zeros(0, dtype=np.int64)
    many = np.bincount(places(own))[own[last]] > 1 if len(own) else np.zeros(0, dtype=bool)
    return Gaps(float(np.log(length).sum()), len(length), length[last[many] - 1], length[last[many]])


def wheat_morrison(first: Any, second: Any) -> Regularity:
    """k from two intervals each of many customers, of whom each may have a rate of their own.

    Raises InputError (code #N/A) for fewer than 20 customers, or intervals that are all alike.

    >>> rng = np.random.default_rng(0)
    >>> found = wheat_morrison(*rng.gamma(3, 1, (2, 4000)))
    >>> round(found.k, 1), found.customers
    (3.0, 4000)
    """
    one, two = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    n = len(one)
    if n < _LEAST:
        rule = f"are of {n} customers; the test needs {_LEAST} with two intervals each"
        raise InputError((Fault("intervals", rule, NA),))
    square = (one / (one + two) - 0.5) ** 2  # the mean share is a half, by symmetry
    variance = float(square.mean())
    if variance <= 0:
        raise InputError((Fault("intervals", "are all of one length: k has no end", NA),))
    error = float(square.std() / np.sqrt(n))
    return Regularity((1.0 - 4.0 * variance) / (8.0 * variance), error / (8.0 * variance * variance), n)

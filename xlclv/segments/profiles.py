"""Profiles: what the people of highest value look like, and who looks like them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from xlclv.checks import Check, Floats
from xlclv.errors import DIV0, NA, VALUE, counted
from xlclv.segments.tables import by_label


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a trait: its share of all customers, of the top group, and 100 x top share / share."""

    label: Any
    share: float
    top_share: float
    index: float


def profile(traits: Sequence[Hashable], values: Any, top_share: Any = 0.2) -> list[Level]:
    """How often each level of a trait occurs among the best customers against all; by index, falling.

    The top group holds the k = MAX(1, INT(n x top_share + 0.5)) highest values and all that tie with the k-th.

    Raises InputError: top_share outside (0, 1], and (code #N/A) lists of unequal length or nothing at all.

    >>> [(l.label, l.index) for l in profile(["a", "b", "b"], [9, 5, 1], 0.3)]
    [('a', 300.0), ('b', 0.0)]
    """
    check = Check()
    v, share = np.atleast_1d(check.take("values", values)), check.take("top_share", top_share)
    if len(traits) != v.size or not v.size:
        rule = f"has {counted(len(traits), 'row')}; must have {v.size}, as many as values, and at least one"
        check.rule(True, "traits", None, rule, code=NA)
    check.done()
    best = top_group(v, float(share))
    places: dict[Any, list[int]] = {}
    for i, label in enumerate(traits):
        places.setdefault(label, []).append(i)
    found = []
    for label, rows in places.items():
        whole, top = len(rows) / v.size, float(best[rows].sum() / best.sum())
        found.append(Level(label, whole, top, 100 * top / whole))
    return sorted(found, key=lambda level: (-level.index, by_label(level.label)))


def top_group(values: Floats, share: float) -> Any:
    """Which customers are in the top group, ties with the last included.

    >>> top_group(np.array([9.0, 5.0, 9.0, 1.0]), 0.25).tolist()
    [True, False, True, False]
    """
    k = max(1, int(values.size * share + 0.5))
    return values >= np.sort(values)[values.size - k]


def lookalike(features: Any, ideal: Any, weights: Any = None) -> Floats:
    """Likeness to the ideal customer, 0 to 1 a customer: EXP(-0.5 SUM(w z^2)/SUM(w)).

    features: customers x traits; ideal: a switch for each customer (1 = ideal), or the traits of one persona;
    z = (feature - mean of the ideal)/standard deviation of all; weights one per trait, None = equal. A trait
    without spread is dropped.

    Raises InputError: ideal or weights of another shape (code #VALUE!), fewer than 2 customers or no ideal one
    (#N/A), no trait with spread or weights all 0 (#DIV/0!), weights below 0.

    >>> lookalike([[34, 12], [36, 10], [51, 2], [33, 9]], [1, 1, 0, 0]).round(6).tolist()
    [0.983402, 0.983402, 0.139193, 0.935244]
    """
    check = Check()
    x = np.atleast_2d(check.take("features", features))
    n, k = x.shape
    if n < 2:
        check.rule(
            True, "features", None, f"has {counted(n, 'usable row')}; a spread needs at least 2 customers", code=NA
        )
        check.done()
    centre = _centre(check, x, np.asarray(ideal, dtype=np.float64))
    w = (
        np.ones(k)
        if weights is None
        else np.atleast_1d(check.take("feature_weights", weights, name="weights", blank=1.0))
    )
    if w.size != k:
        rule = f"has {counted(w.size, 'value')}; must have {k}, one for each column of features"
        check.rule(True, "weights", None, rule, code=VALUE)
        check.done()
    check.done()
    spread = x.std(axis=0, ddof=1)
    used = (spread > 0) & (w > 0)
    check.rule(not used.any(), "features", None, "have no column with spread and weight", code=DIV0)
    check.done()
    z = (x[:, used] - centre[used]) / spread[used]
    return np.asarray(np.exp(-0.5 * (z**2 @ w[used]) / w[used].sum()))


def _centre(check: Check, x: Floats, ideal: Floats) -> Floats:
    """The traits to be like: the persona's, or the mean of the ideal customers'."""
    n, k = x.shape
    if ideal.shape in ((1, k), (k,)) and not (ideal.shape == (k,) and k == n):
        return ideal.reshape(k)
    if ideal.size != n:
        rule = f"has {counted(ideal.size, 'value')}; must be a column of {n} switches, or one row of {k} traits"
        check.rule(True, "ideal", None, rule, code=VALUE)
        check.done()
    switch = ideal.reshape(n)
    check.rule((switch != 0) & (switch != 1), "ideal", switch, "must be 0 or 1")
    check.rule(not (switch == 1).any(), "ideal", None, "has no 1: nobody is ideal", code=NA)
    check.done()
    return np.asarray(x[switch == 1].mean(axis=0))

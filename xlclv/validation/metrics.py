"""How good predictions were: bias, error, ranking and groups, of a holdout or any pair of lists (catalogue 50)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from xlclv.checks import Check, Floats
from xlclv.errors import NA
from xlclv.models.likelihood.history import paired, totals

_LEAST = 3
_ROUNDING = 1e-12  # values that differ by less are one value, computed two ways


@dataclass(frozen=True, slots=True)
class Measures:
    """n customers; None where a measure has no denominator (no purchases at all, or nothing that differs).

    bias = SUM predicted / SUM actual - 1; mae and rmse in the unit of the lists; spearman = correlation of ranks;
    gini = normalised Gini: 1 ranks as well as the truth itself, 0 no better than chance.
    """

    n: int
    bias: float | None
    mae: float
    rmse: float
    spearman: float | None
    gini: float | None


@dataclass(frozen=True, slots=True)
class Group:
    """One group of the customers sorted by prediction, 1 = the highest: customers, mean predicted, mean actual."""

    place: int
    n: int
    predicted: float
    actual: float


def measures(actual: Any, predicted: Any, *, weights: Any = None) -> Measures:
    """The measures of predictions against what happened; two lists of one length, at least 3 entries, one unit.

    `weights` are the customers that each entry stands for, one if not given.

    normalised Gini = SUM a ((n + 1) / 2 - rank of predicted) / SUM a ((n + 1) / 2 - rank of actual), ranks averaged
    over ties, the highest 1 (Wang, Liu & Miao 2019).

    Raises InputError for lists of unequal length or fewer than 3 entries.

    >>> found = measures([0, 3, 1, 5], [0.9, 2.5, 1.2, 3.1])
    >>> found.n, round(found.bias, 6), round(found.mae, 6), found.gini
    (4, -0.144444, 0.875, 1.0)
    """
    a, b, count = _both(actual, predicted, weights)
    wrong, happened, n = b - a, count * a, float(count.sum())
    up_a, up_b = ranks(a, count), ranks(b, count)
    centre = 0.5 * (n + 1)
    best = float(happened @ (up_a - centre))  # rank from below less the centre = the centre less rank from above
    return Measures(
        n=round(n),
        bias=float((count * b).sum() / happened.sum() - 1.0) if happened.sum() else None,
        mae=float((count * np.abs(wrong)).sum() / n),
        rmse=float(np.sqrt((count * (wrong * wrong)).sum() / n)),
        spearman=correlation(up_a, up_b, count),
        gini=float(happened @ (up_b - centre)) / best if best else None,
    )


def groups(actual: Any, predicted: Any, bins: Any = 10) -> tuple[Group, ...]:
    """Customers by falling prediction in `bins` groups, ties in input order; group i holds places INT((i-1)n/bins)+1
    to INT(i n/bins).

    Raises InputError as `measures` does, and for bins that are not whole, below 2 or more than the customers.

    >>> [(g.n, g.predicted, g.actual) for g in groups([0, 3, 1, 5], [0.75, 2.5, 1.25, 3.5], 2)]
    [(2, 3.0, 4.0), (2, 1.0, 0.5)]
    """
    a, b, _ = _both(actual, predicted, None)
    check = Check()
    count = check.take("holdout_bins", bins, name="bins")
    check.rule(count > a.size, "bins", count, f"must be at most the number of customers, {a.size}")
    check.done()
    order = np.argsort(-b, kind="stable")
    k = int(count)
    edges = [i * a.size // k for i in range(k + 1)]
    parts = [order[start:stop] for start, stop in pairwise(edges)]
    return tuple(Group(i + 1, part.size, float(b[part].mean()), float(a[part].mean())) for i, part in enumerate(parts))


def lift(found: tuple[Group, ...]) -> tuple[float | None, ...]:
    """The mean actual of each group over that of all: 3 in the first of ten means three times the average customer.

    >>> lift(groups([0, 3, 1, 5], [0.75, 2.5, 1.25, 3.5], 2))
    (1.7777777777777777, 0.2222222222222222)
    """
    mean = sum(g.n * g.actual for g in found) / sum(g.n for g in found)
    return tuple(g.actual / mean if mean else None for g in found)


def ranks(values: Floats, count: Floats | None = None) -> Floats:
    """Ranks from 1 for the lowest, ties sharing their mean; `count` customers an entry, one if not given.

    >>> ranks(np.array([3.0, 1.0, 3.0])).tolist()
    [2.5, 1.0, 2.5]
    >>> ranks(np.array([3.0, 1.0]), np.array([2.0, 1.0])).tolist()
    [2.5, 1.0]
    """
    found, which = np.unique(values, return_inverse=True)
    alike = totals(which, np.ones(len(which)) if count is None else count, len(found))
    last = np.cumsum(alike)
    return np.asarray((last - 0.5 * (alike - 1))[which])


def correlation(a: Floats, b: Floats, count: Floats | None = None) -> float | None:
    """Pearson's correlation, of `count` customers an entry, one if not given; None where one list does not vary.

    >>> correlation(np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 6.0]))
    1.0
    """
    if any(np.ptp(side) <= _ROUNDING * np.abs(side).max() for side in (a, b)):
        return None
    w = np.ones(a.size) if count is None else count
    n = w.sum()
    da, db = a - (w * a).sum() / n, b - (w * b).sum() / n
    found = float((w * da) @ db / np.sqrt(((w * da) @ da) * ((w * db) @ db)))
    return min(1.0, max(-1.0, found))


def _both(actual: Any, predicted: Any, weights: Any) -> tuple[Floats, Floats, Floats]:
    check = Check()
    a, b = check.take("actual", actual), check.take("predicted", predicted)
    count = check.take("weights", 1.0 if weights is None else weights, blank=1.0)
    a, b, count = paired(check, actual=np.ravel(a), predicted=np.ravel(b), weights=np.ravel(count))
    few = a.size if weights is None else int(count.sum())
    check.rule(few < _LEAST, "actual", None, f"has {few} entries; at least {_LEAST} are needed", code=NA)
    check.done()
    return a, b, count

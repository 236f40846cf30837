"""Value tiers: the best few percent, or the customers above a floor of money."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlclv.checks import Check, Floats
from xlclv.errors import NA, counted

DEFAULT_CUTS = (0.05, 0.20, 0.50)
DEFAULT_LABELS = ("Platinum", "Gold", "Silver", "Bronze")
_TIE = 1e-12  # 3 of 30 customers must count as 10% whatever the division's last digit


def labels_for(cuts: Sequence[float]) -> tuple[str, ...]:
    """The labels used when none are given: precious metals for three cuts, else Tier 1, Tier 2, ...

    >>> labels_for([0.1])
    ('Tier 1', 'Tier 2')
    """
    if len(cuts) == len(DEFAULT_LABELS) - 1:
        return DEFAULT_LABELS
    return tuple(f"Tier {i + 1}" for i in range(len(cuts) + 1))


def places(values: Any, cuts: Any = None, labels: Any = None, scope: Any = None) -> NDArray[np.intp]:
    """The tier of each value as a place among the labels, 0 the best.

    `cuts` up to 1 are rising shares of the customers in `scope` (None = values; NaN left out): a value belongs to
    the first tier with rank/n <= cut, rank = 1 + number above it, so ties share the better tier. With any cut above
    1 they are falling floors of money. Values are one-dimensional.

    Raises InputError: shares not rising or <= 0, floors not falling, and (code #N/A) labels not one more than cuts.

    >>> places([9, 8, 7, 6], [0.25, 0.75]).tolist()
    [0, 1, 1, 2]
    """
    check = Check()
    v = np.atleast_1d(check.take("values", values))
    population = v if scope is None else np.atleast_1d(check.take("scope", scope, blank=np.nan))
    limits = np.atleast_1d(check.take("cuts", DEFAULT_CUTS if cuts is None else cuts))
    money = bool((limits > 1).any())
    steps = np.diff(limits)
    if money:
        check.rule((steps >= 0).any(), "cuts", _listed(limits), "must fall, best first, when they are money floors")
    else:
        broken = (steps <= 0).any() or (limits <= 0).any()
        check.rule(broken, "cuts", _listed(limits), "must be shares above 0 that rise, best first")
    if labels is not None and len(labels) != limits.size + 1:
        rule = f"has {counted(len(labels), 'label')}; must have {limits.size + 1}, one more than cuts"
        check.rule(True, "labels", None, rule, code=NA)
    check.done()
    if money:
        return np.asarray((v[:, None] < limits).sum(axis=1), dtype=np.intp)
    ranked = np.sort(population[~np.isnan(population)])
    rank = 1 + ranked.size - np.searchsorted(ranked, v, side="right")
    return np.asarray(np.searchsorted(limits + _TIE, rank / max(ranked.size, 1), side="left"), dtype=np.intp)


def reach(count: int, cuts: Sequence[float] = DEFAULT_CUTS) -> list[int]:
    """The last rank of each tier but the lowest among so many customers, by the rule of `places`; 0 for nobody.

    >>> reach(30, [0.1, 0.5])
    [3, 15]
    """
    out = []
    for cut in cuts:
        last = int((cut + _TIE) * count) + 1
        while last > 0 and last / count > cut + _TIE:
            last -= 1
        out.append(last)
    return out


def assign(values: Any, cuts: Any = None, labels: Any = None, scope: Any = None) -> NDArray[np.object_]:
    """The label of each value's tier; see `places` for the rules.

    Raises InputError as `places`.

    >>> assign([900, 500, 20], [500, 100], ["A", "B", "C"]).tolist()
    ['A', 'A', 'C']
    """
    place = places(values, cuts, labels, scope)
    names = labels_for(DEFAULT_CUTS if cuts is None else np.atleast_1d(cuts).tolist()) if labels is None else labels
    return np.array(list(names), dtype=object)[place]


def _listed(limits: Floats) -> str:
    return "; ".join(f"{limit:g}" for limit in limits)

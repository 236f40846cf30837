"""The segment table: customers, mean, median, total, share and index of each group."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from xlclv.checks import Check, Floats
from xlclv.errors import DIV0, NA, NUM, counted

HEADER = ("segment", "n", "mean", "median", "total", "share", "index")


@dataclass(frozen=True, slots=True)
class Group:
    """One segment's figures; `cac` is the acquisition cost of all its customers, None when not asked for."""

    label: Any
    n: int
    mean: float
    median: float
    total: float
    cac: float | None = None


def by_label(label: Any) -> tuple[int, float, str]:
    """Sorting by label: numbers by size, then text by code point.

    >>> sorted(["b", 10.0, "a", 9.0], key=by_label)
    [9.0, 10.0, 'a', 'b']
    """
    return (1, 0.0, label) if isinstance(label, str) else (0, float(label), "")


def groups_of(values: Any, groups: Sequence[Hashable], cac: Any = None) -> list[Group]:
    """The groups by mean value, falling, ties by label.

    `values` (money) and `groups` (labels) pair by position; `cac` is one cost for every customer or one for each.

    Raises InputError: cac below 0, and (code #N/A) lists of unequal length or nothing at all.

    >>> [(g.label, g.n, g.total) for g in groups_of([5, 7, 1], ["a", "a", "b"])]
    [('a', 2, 12.0), ('b', 1, 1.0)]
    """
    check = Check()
    v = np.atleast_1d(check.take("values", values))
    cost = None if cac is None else np.atleast_1d(check.take("group_cac", cac, name="cac", blank=0.0))
    if len(groups) != v.size or not v.size:
        rule = f"has {counted(len(groups), 'row')}; must have {v.size}, as many as values, and at least one"
        check.rule(True, "groups", None, rule, code=NA)
    if cost is not None and cost.size not in (1, v.size):
        rule = f"has {counted(cost.size, 'value')}; must have one, or {v.size}, as many as values"
        check.rule(True, "cac", None, rule, code=NA)
    check.done()
    places: dict[Any, list[int]] = {}
    for i, label in enumerate(groups):
        places.setdefault(label, []).append(i)
    each = None if cost is None else np.broadcast_to(cost, v.shape)
    found = [_group(label, v[rows], None if each is None else each[rows]) for label, rows in places.items()]
    return sorted(found, key=lambda g: (-g.mean, by_label(g.label)))


def rows_of(groups: list[Group]) -> list[list[Any]]:
    """The table as rows with a header; a share, index or ratio that does not exist carries its error's text.

    >>> rows_of(groups_of([3, 1], ["a", "b"]))[1]
    ['a', 1, 3.0, 3.0, 3.0, 0.75, 150.0]
    """
    total = sum(g.total for g in groups)
    mean = total / sum(g.n for g in groups)
    ratio = groups[0].cac is not None
    rows: list[list[Any]] = [[*HEADER, "clv_to_cac"] if ratio else list(HEADER)]
    for g in groups:
        row: list[Any] = [g.label, g.n, g.mean, g.median, g.total, _part(g.total, total), _part(100 * g.mean, mean)]
        if g.cac is not None:
            row.append(g.total / g.cac if g.cac else DIV0)
        rows.append(row)
    return rows


def _group(label: Any, values: Floats, costs: Floats | None) -> Group:
    total = float(values.sum())
    cac = None if costs is None else float(costs.sum())
    return Group(label, values.size, total / values.size, float(np.median(values)), total, cac)


def _part(value: float, whole: float) -> float | str:
    """A share of a whole; of nothing it is #DIV/0!, of a loss #NUM!."""
    if whole == 0:
        return DIV0
    return value / whole if whole > 0 else NUM

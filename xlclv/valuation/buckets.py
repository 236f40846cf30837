"""Purchases of living customers over many buckets, for one customer or a million.

They depend on frequency and T alone, and smoothly on T: for many customers E[Y] x (alpha + T) is tabulated for each
frequency as a Chebyshev series in ln(alpha + T), exact to rounding, so that the buckets are summed once for each
frequency and not once for each customer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from xlclv.checks import Floats
from xlclv.models import Model
from xlclv.models.likelihood.collapse import Ints
from xlclv.models.likelihood.history import frequencies, totals
from xlclv.models.numerics import chebyshev
from xlclv.places import places

_FEW = 60  # customers of a frequency for whom a table would cost more than it saves
_CELLS = 400_000  # buckets x rows computed at once


def bucket_edges(horizon: float) -> Floats:
    """0, 1, 2, ... and the horizon."""
    whole = np.arange(np.floor(horizon) + 1.0)
    return np.append(whole, horizon) if horizon > whole[-1] else whole


def middles(edges: Floats) -> Floats:
    """The middle of each bucket."""
    return np.asarray(0.5 * (edges[1:] + edges[:-1]))


def discounted(engine: Model, params: Any, ends: Floats, weight: Floats, x: Floats, T: Floats) -> Floats:
    """SUM over ends of weight x E[Y(end)], for flat x and T."""
    values, which = frequencies(x)
    if len(x) <= _FEW * len(values):
        return _sum_over(engine, params, ends, weight, x, T)
    axis = _Axis(params, T)

    def table(t: Floats) -> Floats:
        age = axis.age(t)[:, None]
        total = _sum_over(engine, params, ends, weight, *(c.ravel() for c in np.broadcast_arrays(values, age)))
        return np.asarray(total.reshape(len(t), len(values)) * axis.scaled(age))

    return chebyshev.evaluate(chebyshev.series(table), which, axis.position(T)) / axis.scaled(T)


def flows(
    engine: Model, params: Any, ends: Floats, x: Floats, T: Floats, mass: Floats, group: Ints, groups: int
) -> Floats:
    """SUM over customers of mass x E[Y(end)], by end and group: the transpose of `discounted`, from the same tables."""
    values, which = frequencies(x)
    if len(x) <= _FEW * len(values):
        parts = _pieces(ends, len(x))
        return np.concatenate([
            _by_group(engine.purchases_if_alive(params, part[:, None], x, T) * mass, group, groups) for part in parts
        ])  # fmt: skip
    axis = _Axis(params, T)
    moments = _Moments(axis.position(T), mass / axis.scaled(T), which * groups + group, len(values) * groups)
    out = []
    for part in _pieces(ends, len(values) * 33):

        def table(t: Floats, part: Floats = part) -> Floats:
            age = axis.age(t)[:, None, None]
            bought = engine.purchases_if_alive(params, part[:, None], values, age) * axis.scaled(age)
            return np.asarray(bought.reshape(len(t), -1))

        coefficients = chebyshev.series(table)
        degree = len(coefficients)
        by_frequency = coefficients.reshape(degree, len(part), len(values))
        sums = moments.up_to(degree).reshape(degree, len(values), groups)
        out.append(np.tensordot(by_frequency, sums, axes=((0, 2), (0, 1))))
    return np.concatenate(out)


class _Axis:
    """ln(alpha + T) over the customers' ages, stretched to [-1, 1]."""

    def __init__(self, params: Any, T: Floats) -> None:
        self.alpha = min(params.alpha, getattr(params, "beta", np.inf))
        low, high = np.log(self.alpha + T.min()), np.log(self.alpha + T.max())
        self.middle, self.half = 0.5 * (high + low), max(0.5 * (high - low), 1e-9)

    def position(self, T: Floats) -> Floats:
        return np.asarray((np.log(self.alpha + T) - self.middle) / self.half)

    def age(self, t: Floats) -> Floats:
        return np.asarray(np.maximum(np.exp(self.middle + self.half * t) - self.alpha, 0.0))

    def scaled(self, T: Floats) -> Floats:
        return np.asarray(self.alpha + T)


class _Moments:
    """Sums of mass x Chebyshev polynomial by cell, as many degrees as have been asked for."""

    def __init__(self, t: Floats, mass: Floats, cell: Ints, cells: int) -> None:
        self._cell, self._cells, self._twice = cell, cells, 2.0 * t
        self._last, self._now = mass, mass * t
        self._sums = [self._sum(self._last), self._sum(self._now)]

    def up_to(self, degree: int) -> Floats:
        while len(self._sums) < degree:
            self._last, self._now = self._now, self._twice * self._now - self._last
            self._sums.append(self._sum(self._now))
        return np.stack(self._sums[:degree])

    def _sum(self, values: Floats) -> Floats:
        return totals(self._cell, values, self._cells)


def _sum_over(engine: Model, params: Any, ends: Floats, weight: Floats, x: Floats, T: Floats) -> Floats:
    total = np.zeros(len(x))
    used = weight != 0  # at rate 0 only the last
    ends, weight = ends[used], weight[used]
    for part in _pieces(np.arange(len(ends)), len(x)):
        total += weight[part] @ engine.purchases_if_alive(params, ends[part][:, None], x, T)
    return total


def _pieces(array: Any, width: int) -> Iterator[Any]:
    """The array in pieces of so few entries that pieces x width stay within the cells computed at once."""
    size = max(1, _CELLS // max(width, 1))
    for start in range(0, len(array), size):
        yield array[start : start + size]


def _by_group(values: Floats, group: Ints, groups: int) -> Floats:
    """Columns of `values` added up by group."""
    order = np.argsort(group, kind="stable")
    present, starts = np.unique(group[order], return_index=True)
    out = np.zeros((len(values), groups))
    out[:, present] = np.add.reduceat(values[:, order], places(starts), axis=1)
    return out

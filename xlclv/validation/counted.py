"""A split whose customers stay where their orders are: what they did before and after, as rows with a count."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from xlclv.checks import Bools, Floats
from xlclv.models.likelihood.collapse import Ints, distinct
from xlclv.models.likelihood.history import totals
from xlclv.orders.aggregates import ages
from xlclv.orders.arrow import as_numpy
from xlclv.orders.definition import id_order
from xlclv.orders.engine import keep
from xlclv.orders.reading import Orders
from xlclv.orders.summary import WEEK
from xlclv.validation.halves import before_and_after, newcomers, nobody_by
from xlclv.validation.metrics import Group
from xlclv.validation.split import day_number

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True, slots=True)
class CountedSplit:
    """A Split whose rows are distinct: history, holdout_frequency, and the `customers` that share both.

    `each` is the engine's table of single customers, ages in days; it is asked where a group ends among equals.
    """

    frequency: Floats
    recency: Floats
    T: Floats
    holdout_frequency: Floats
    customers: Floats
    horizon: float
    cutoff: int
    end: int
    later: int
    unit_days: float
    each: Any

    @property
    def fit_rows(self) -> Bools:
        """The rows a model is fitted from: customers known for longer than no time."""
        return self.T > 0

    def groups(self, expected: Floats, bins: int) -> tuple[Group, ...]:
        """Customers in `bins` groups by falling prediction, ties by id: as metrics.groups has them."""
        first, which = distinct(self.frequency, self.recency, self.T)
        order = np.argsort(-expected[first], kind="stable")
        count = totals(which, self.customers, len(first))[order]
        actual = totals(which, self.customers * self.holdout_frequency, len(first))[order]
        ends = np.cumsum(count)
        n = round(ends[-1])
        edges = [i * n // bins for i in range(bins + 1)]
        reached = self._reached(edges, first[order], ends, count, actual)
        out = []
        for i, (start, stop) in enumerate(pairwise(edges)):
            inside = np.clip(np.minimum(ends, stop) - np.maximum(ends - count, start), 0.0, None)
            size = stop - start
            predicted = float(inside @ expected[first][order]) / size
            out.append(Group(i + 1, size, predicted, (reached[i + 1] - reached[i]) / size))
        return tuple(out)

    def _reached(self, edges: list[int], row: Ints, ends: Floats, count: Floats, actual: Floats) -> list[float]:
        """Purchases of the customers up to each edge: of a history that an edge cuts, those of the first by id."""
        at = np.searchsorted(ends, edges, side="left")  # the history in which the edge lies, or with which it ends
        before = np.append(0.0, np.cumsum(actual))
        whole = [edge == 0 or ends[place] == edge for edge, place in zip(edges, at, strict=True)]
        cut = [i for i, done in enumerate(whole) if not done]
        some = dict(
            zip(cut, self._of_first([(row[at[i]], edges[i] - (ends - count)[at[i]]) for i in cut]), strict=True)
        )
        return [
            0.0 if edge == 0 else float(before[at[i] + 1]) if whole[i] else float(before[at[i]]) + some[i]
            for i, edge in enumerate(edges)
        ]

    def _of_first(self, asked: list[tuple[int, float]]) -> list[float]:
        """Purchases after the cut-off of the first so many customers, by id, of each history asked for."""
        import ibis

        if not asked:
            return []
        days = [np.rint(column * self.unit_days).astype(np.int64) for column in (self.recency, self.T)]
        keys = [(int(self.frequency[row]), *(int(column[row]) for column in days)) for row, _ in asked]
        each = self.each
        alike = [(each.frequency == x) & (each.recency == t_x) & (each.age == age) for x, t_x, age in keys]
        mine = each.filter(ibis.or_(*alike))
        turn = ibis.row_number().over(
            ibis.window(group_by=["frequency", "recency", "age"], order_by=id_order(mine.customer))
        )
        mine = mine.mutate(turn=turn)
        sums = {
            f"edge_{i}": mine.then.sum(
                where=(mine.frequency == x) & (mine.recency == t_x) & (mine.age == age) & (mine.turn < round(first))
            )
            for i, ((x, t_x, age), (_, first)) in enumerate(zip(keys, asked, strict=True))
        }
        found = mine.aggregate(**sums).to_pyarrow().to_pylist()[0]
        return [float(found[f"edge_{i}"]) for i in range(len(asked))]


def split_counted(orders: Orders, cutoff: dt.date, *, unit_days: float = WEEK) -> CountedSplit:
    """split.split_orders without fetching a customer: the same ones, by the same definitions.

    Raises InputError as it does.
    """
    each = keep(_histories(orders, cutoff))
    keys = ("frequency", "recency", "age", "then")
    found = each.group_by(*keys).aggregate(customers=each.count()).to_pyarrow()
    if not found.num_rows:
        raise nobody_by(cutoff)
    columns = [as_numpy(found, name).astype(np.float64) for name in (*keys, "customers")]
    order = np.lexsort(columns[3::-1])  # engines hand rows over in any order
    x, t_x, age, then, count = (column[order] for column in columns)
    end = orders.as_of
    return CountedSplit(
        x, t_x / unit_days, age / unit_days, then, count,
        (end - cutoff).days / unit_days, day_number(cutoff), day_number(end), newcomers(orders, cutoff),
        unit_days, each,
    )  # fmt: skip


def _histories(orders: Orders, cutoff: dt.date) -> ir.Table:
    known = ages(before_and_after(orders, cutoff), cutoff)
    return known.select("customer", "frequency", "recency", "age", then=known.then.cast("int64"))

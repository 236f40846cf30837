"""What columns of the orders told of customers on a past day: cells of each first order, which were known by then.

Columns of a customers file are not asked: nobody knows on which day they were written. Levels are made anew at each
cut-off from the customers known there, so that no class of numbers has its edges from later ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from xlclv.companions.asked import Asked
from xlclv.companions.base import base, cells_of, keep_lines
from xlclv.companions.levels import levels
from xlclv.models.likelihood.collapse import Ints
from xlclv.orders.arrow import as_numpy
from xlclv.orders.reading import Orders
from xlclv.places import places
from xlclv.valuation.by_levels import Column


class Told(NamedTuple):
    """A column: its distinct texts, and each customer's place among them, by the numbers that Days has."""

    name: str
    texts: tuple[str | None, ...]
    of: Ints
    edges: tuple[float, ...] = ()

    def known(self, who: Ints) -> Column:
        """The levels of some customers, made of their own cells alone."""
        used, at = np.unique(self.of[places(who)], return_inverse=True)
        found = levels(self.name, "", [self.texts[i] for i in used], np.ravel(at).astype(np.int64), self.edges)
        return Column(found.name, found.labels, found.of)


def told(orders: Orders, by: Sequence[Asked]) -> tuple[Told, ...]:
    """The columns of --by, as the customers' first orders tell them."""
    found = base(orders)
    keep_lines(found, orders, len(by))
    days = orders.days.get_name()
    query = f"SELECT coalesce(p.place, -1) AS place FROM (SELECT DISTINCT customer FROM {days}) AS d LEFT JOIN "
    place = as_numpy(found.arrow(f"{query}{found.people} AS p ON p.key = d.customer ORDER BY d.customer"), "place")
    at = np.maximum(place.astype(np.int64), 0)  # who never bought is known at no cut-off
    out = []
    for number, one in enumerate(by):
        texts, of = cells_of(found, one, number)
        out.append(Told(one.column, tuple(texts), of[places(at)], one.edges))
    return tuple(out)

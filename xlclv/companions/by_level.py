"""One dimension: what the customers of each level did and are worth, and whether that is luck."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from xlclv.checks import Bools, Floats
from xlclv.companions import luck
from xlclv.companions.data import Dimension, Level
from xlclv.companions.everyone import Everyone
from xlclv.companions.growth import Growth
from xlclv.companions.levels import Levels, fewer
from xlclv.places import places


def dimension(found: Levels, people: Everyone, growth: Growth) -> Dimension:
    """The levels' figures, from all customers."""
    lifetime = people.sales + people.remaining
    kept = fewer(found, lifetime)
    every = [_level(label, kept.of == place, people, lifetime) for place, label in enumerate(kept.labels)]
    differs = _differ(kept, lifetime)
    ranked = sorted(range(len(every)), key=lambda i: i if kept.ordered else -every[i].mean_lifetime)
    turn = np.empty(len(ranked), dtype=np.int64)
    turn[ranked] = np.arange(len(ranked))
    of = turn[places(kept.of)]
    levels = tuple(replace(every[i], differs=differs[i]) for i in ranked)
    return Dimension(kept.name, kept.origin, levels, of, growth.of_levels(of, len(levels)))


def _level(label: str, mine: Bools, people: Everyone, lifetime: Floats) -> Level:
    own, orders = lifetime[mine], people.orders[mine]
    low, high = luck.interval(own)
    average = float(lifetime.mean())
    return Level(
        level=label,
        customers=len(own),
        realised=float(people.sales[mine].sum()),
        remaining=float(people.remaining[mine].sum()),
        median=float(np.median(own)),
        low=low,
        high=high,
        purchase_days=float(orders.mean()),
        bought_again=float((orders > 1).mean()),
        p_alive=float(people.p_alive[mine].mean()),
        index=100 * float(own.mean()) / average if average > 0 else None,
        differs=None,
    )


def _differ(found: Levels, lifetime: Floats) -> list[bool | None]:
    """Whether each level differs from all other customers by more than luck: of levels with two customers or more."""
    count = np.bincount(places(found.of), minlength=len(found.labels))
    asked = [place for place in range(len(found.labels)) if 1 < count[place] < len(lifetime)]
    said: list[bool | None] = [None] * len(found.labels)
    named = luck.discoveries([luck.chance(lifetime, found.of == place) for place in asked])
    for place, one in zip(asked, named, strict=True):
        said[place] = one
    return said

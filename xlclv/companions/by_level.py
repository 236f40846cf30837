"""One dimension: what the customers of each level did and are worth, and whether that is luck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from xlclv.checks import Floats
from xlclv.companions import luck
from xlclv.companions.data import Dimension, Level
from xlclv.companions.everyone import Everyone
from xlclv.companions.growth import Growth
from xlclv.companions.levels import Levels, fewer
from xlclv.models.likelihood.collapse import Ints
from xlclv.places import places


def dimension(found: Levels, people: Everyone, growth: Growth) -> Dimension:
    """The levels' figures, from all customers."""
    lifetime = people.sales + people.remaining
    kept = fewer(found, lifetime)
    groups = _groups(kept)
    average = float(lifetime.mean())
    every = [_level(label, who, people, lifetime, average) for label, who in zip(kept.labels, groups, strict=True)]
    differs = _differ(groups, lifetime)
    ranked = sorted(range(len(every)), key=lambda i: i if kept.ordered else -every[i].mean_lifetime)
    turn = np.empty(len(ranked), dtype=np.int64)
    turn[ranked] = np.arange(len(ranked))
    of = turn[places(kept.of)]
    grown = growth.of_levels(of, len(ranked))
    levels = tuple(replace(every[i], differs=differs[i]) for i in ranked)
    return Dimension(kept.name, kept.origin, levels, of.astype(np.int8), grown)  # 20 levels at most


def _groups(found: Levels) -> list[Ints]:
    """The customers of each level, by their places."""
    count = np.bincount(places(found.of), minlength=len(found.labels))
    order = np.argsort(found.of.astype(np.int16), kind="stable")  # a dimension has 20 levels at most
    return np.split(order, np.cumsum(count)[:-1])


def _level(label: str, who: Ints, people: Everyone, lifetime: Floats, average: float) -> Level:
    own, orders = lifetime[places(who)], people.orders[places(who)]
    low, high = luck.interval(own)
    return Level(
        level=label,
        customers=len(own),
        realised=float(people.sales[places(who)].sum()),
        remaining=float(people.remaining[places(who)].sum()),
        median=float(np.median(own)),
        low=low,
        high=high,
        purchase_days=float(orders.mean()),
        bought_again=float((orders > 1).mean()),
        p_alive=float(people.p_alive[places(who)].mean()),
        index=100 * float(own.mean()) / average if average > 0 else None,
        differs=None,
    )


def _differ(groups: Sequence[Ints], lifetime: Floats) -> list[bool | None]:
    """Whether each level differs from all other customers by more than luck: of levels with two customers or more."""
    everyone = luck.Everyone.of(lifetime)
    asked = [place for place, who in enumerate(groups) if 1 < len(who) < len(lifetime)]
    said: list[bool | None] = [None] * len(groups)
    named = luck.discoveries([everyone.chance(lifetime[places(groups[place])]) for place in asked])
    for place, one in zip(asked, named, strict=True):
        said[place] = one
    return said

"""Who is like the best: a scorecard of weights of evidence, and how well it tells the best apart.

The weight of evidence of a level is LN((its share of the best)/(its share of all others)); POINTS points double the
odds. Levels of few customers are drawn to 0, which says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from xlclv.checks import Bools, Floats
from xlclv.companions.data import Alike, Point, Resemblance
from xlclv.companions.levels import Levels
from xlclv.models.likelihood.collapse import Ints
from xlclv.places import places

BEST = 0.2
POINTS = 20 / np.log(2)  # points a unit of evidence: 20 double the odds
DRAWN = 20  # customers that halve the evidence of a level which has as many
FOLDS, SEED = 5, 20261129
NO_BETTER = 0.55  # an area under the curve below this is no better than chance
LISTED = 50  # people of each kind who are named
NOBODYS = "(no customer's)"  # a level that no customer has, which says nothing


def best_fifth(lifetime: Floats) -> Bools:
    """The best customers by lifetime value: MAX(1, INT(n x BEST + 0.5)) of them, of equals those with the first ids."""
    count = max(1, int(len(lifetime) * BEST + 0.5))
    best = np.zeros(len(lifetime), dtype=bool)
    best[np.argsort(-lifetime, kind="stable")[:count]] = True
    return best


def weights(of: Ints, count: int, best: Bools) -> Floats:
    """Points by level."""
    good = np.bincount(places(of[best]), minlength=count)
    bad = np.bincount(places(of[~best]), minlength=count)
    everyone = good + bad
    share = (good + 0.5) / (good.sum() + 0.5 * count), (bad + 0.5) / (bad.sum() + 0.5 * count)
    drawn = everyone / (everyone + DRAWN)
    return np.asarray(POINTS * drawn * np.log(share[0] / share[1]))


def area(score: Floats, best: Bools) -> float | None:
    """The area under the curve: how often one of the best has more points than another customer; equals count half."""
    n1, n0 = int(best.sum()), int((~best).sum())
    if not n1 or not n0:
        return None
    _, which, count = np.unique(score, return_inverse=True, return_counts=True)
    ends = np.cumsum(count)
    rank = (ends - (count - 1) / 2)[which]
    return float((rank[best].sum() - n1 * (n1 + 1) / 2) / (n1 * n0))


def resemblance(
    columns: Sequence[Levels],
    best: Bools,
    others: Sequence[Ints],
    names: Sequence[str],
    name_of: Callable[[Ints], Sequence[str]],
    coming: Floats,
) -> Resemblance | None:
    """The scorecard of customers; `others` are the levels of people who never bought, by column, and their ids.

    `name_of` gives the ids of customers by their places in the columns, `coming` is what each will still bring: few
    levels give many the same points, and of these whoever is gone for good is not to be called first.
    """
    if not columns or best.all() or not best.any():
        return None
    count = [len(column.labels) for column in columns]
    cards = [weights(column.of, many, best) for column, many in zip(columns, count, strict=True)]
    parts = np.stack([card[places(column.of)] for card, column in zip(cards, columns, strict=True)], axis=1)
    away = np.stack([np.append(card, 0.0)[places(at)] for card, at in zip(cards, others, strict=True)], axis=1)
    points = [
        Point(column.name, label, float(card[i]), int((column.of == i).sum()), int((column.of[best] == i).sum()))
        for column, card in zip(columns, cards, strict=True)
        for i, label in enumerate(column.labels)
    ]
    score = parts.sum(axis=1)
    first = _highest(np.where(best, -np.inf, score), min(LISTED, int((~best).sum())), coming)
    likest = _highest(away.sum(axis=1), LISTED, np.zeros(len(names)))
    labels = [(*column.labels, NOBODYS) for column in columns]

    def listed(ids: Sequence[str], of: Sequence[Ints], worth: Floats) -> tuple[Alike, ...]:
        levels = [[labels[i][at] for i, at in enumerate(row)] for row in zip(*(at.tolist() for at in of), strict=True)]
        return tuple(map(Alike, ids, map(tuple, levels), map(tuple, worth.tolist())))

    return Resemblance(
        _tested(columns, count, best),
        tuple(points),
        score,
        listed(name_of(first), [column.of[first] for column in columns], parts[first]),
        listed([names[i] for i in likest], [at[likest] for at in others], away[likest]),
    )


def _highest(score: Floats, count: int, then: Floats) -> Ints:
    """The places of the highest, of equals those with more of `then`, then the first; not all have to be sorted."""
    if count < len(score):
        least = np.partition(score, len(score) - count)[len(score) - count]
        near = np.flatnonzero(score >= least)
    else:
        near = np.arange(len(score))
    rank = np.round(score[near], 9)  # sums of the same points in another order
    return np.asarray(near[np.lexsort((-then[near], -rank))[:count]])


def _tested(columns: Sequence[Levels], count: Sequence[int], best: Bools) -> float | None:
    """The area, of points that each fold of customers gets from the other folds."""
    fold = np.random.default_rng(SEED).integers(0, FOLDS, len(best))
    tested = np.zeros(len(best))
    for part in range(FOLDS):
        held = fold == part
        if held.all() or not best[~held].any():
            continue
        for column, many in zip(columns, count, strict=True):
            tested[held] += weights(column.of[~held], many, best[~held])[places(column.of[held])]
    return area(tested, best)

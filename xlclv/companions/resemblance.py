"""Who is like the best: a scorecard of weights of evidence, and how well it tells the best apart.

The weight of evidence of a level is LN((its share of the best)/(its share of all others)); POINTS points double the
odds. Levels of few customers are drawn to 0, which says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from xlclv.checks import Bools, Floats
from xlclv.companions.data import Point, Resemblance
from xlclv.companions.levels import Levels
from xlclv.models.likelihood.collapse import Ints
from xlclv.places import places

BEST = 0.2
POINTS = 20 / np.log(2)  # points a unit of evidence: 20 double the odds
DRAWN = 20  # customers that halve the evidence of a level which has as many
FOLDS, SEED = 5, 20261129
NO_BETTER = 0.55  # an area under the curve below this is no better than chance
_LISTED = 1_000  # prospects listed


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
    columns: Sequence[Levels], best: Bools, others: Sequence[Ints], names: Sequence[str]
) -> Resemblance | None:
    """The scorecard of customers; `others` are the levels of people who never bought, by column, and their ids."""
    if not columns or best.all() or not best.any():
        return None
    count = [len(column.labels) for column in columns]
    fold = np.random.default_rng(SEED).integers(0, FOLDS, len(best))
    tested = np.zeros(len(best))
    for part in range(FOLDS):
        held = fold == part
        if held.all() or not best[~held].any():
            continue
        for column, many in zip(columns, count, strict=True):
            tested[held] += weights(column.of[~held], many, best[~held])[places(column.of[held])]
    points, score, prospects = [], np.zeros(len(best)), np.zeros(len(names))
    for column, many, away in zip(columns, count, others, strict=True):
        mine = weights(column.of, many, best)
        score += mine[places(column.of)]
        prospects += np.append(mine, 0.0)[places(away)]  # the last place: a level that no customer has
        have = np.bincount(places(column.of), minlength=many), np.bincount(places(column.of[best]), minlength=many)
        points += [
            Point(column.name, label, float(mine[i]), int(have[0][i]), int(have[1][i]))
            for i, label in enumerate(column.labels)
        ]
    ranked = np.argsort(-prospects, kind="stable")[:_LISTED]
    return Resemblance(area(tested, best), tuple(points), score, tuple((names[i], float(prospects[i])) for i in ranked))

"""What the best customers have more often than all: by attribute and level, the most telling first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from xlclv.checks import Bools, Floats
from xlclv.companions import luck
from xlclv.companions.data import CONFIDENCE, Profile
from xlclv.companions.levels import Levels
from xlclv.places import places


def profiles(
    columns: Sequence[Levels], best: Bools, exceed: Floats, miss: Floats, bought: Sequence[Levels] = ()
) -> tuple[Profile, ...]:
    """One row a level: its share among the best fifth and among all, and among those who exceed and those who miss.

    What customers `bought` or came by is judged apart from what they are, so that neither hides or lifts the other.
    """
    rows, by_chance, of_standing = [], [], []
    top, up, down = int(best.sum()), int(exceed.sum()), int(miss.sum())
    for column in (*columns, *bought):
        many = len(column.labels)
        at = places(column.of)
        have, mine, good, bad = (
            np.bincount(places(at), weights=w, minlength=many) for w in (np.ones(len(best)), best * 1.0, exceed, miss)
        )
        for i, label in enumerate(column.labels):
            low, high = wilson(mine[i], top)
            by_chance.append(overlap(round(mine[i]), round(have[i]), top, len(best)))
            both = round(good[i] + bad[i])
            of_standing.append(overlap(round(good[i]), both, up, up + down) if up and down else 1.0)
            rows.append((column.name, label, int(have[i]), have[i] / len(best), mine[i] / top, low, high,
                         good[i] / up if up else 0.0, bad[i] / down if down else 0.0))  # fmt: skip
    first = sum(len(column.labels) for column in columns)
    named, other = (
        luck.discoveries(chances[:first]) + luck.discoveries(chances[first:]) for chances in (by_chance, of_standing)
    )
    made = [
        (chance, Profile(name, level, count, share, at_best, low, high, named[i], over, under, other[i]))
        for i, (chance, (name, level, count, share, at_best, low, high, over, under)) in enumerate(
            zip(by_chance, rows, strict=True)
        )
    ]
    return tuple(profile for _, profile in sorted(made, key=lambda one: (not one[1].differs, one[0])))


def wilson(found: float, count: int) -> tuple[float, float]:
    """Wilson's interval of a share.

    >>> [round(end, 4) for end in wilson(8, 10)]
    [0.4902, 0.9433]
    """
    from scipy.special import ndtri

    z = float(ndtri(0.5 + CONFIDENCE / 2))
    share = found / count
    middle = share + z * z / (2 * count)
    half = z * np.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return float((middle - half) / (1 + z * z / count)), float((middle + half) / (1 + z * z / count))


def overlap(found: int, have: int, top: int, everyone: int) -> float:
    """How often chance alone gives so far from expected an overlap of two groups (Fisher's exact test, both sides)."""
    from scipy.special import gammaln

    low, high = max(0, have + top - everyone), min(have, top)
    if low == high:
        return 1.0
    k = np.arange(*_likely(low, high, have, top, everyone))
    log = (gammaln(have + 1) - gammaln(k + 1) - gammaln(have - k + 1) + gammaln(everyone - have + 1)
           - gammaln(top - k + 1) - gammaln(everyone - have - top + k + 1))  # fmt: skip
    chance = np.exp(log - log.max())
    chance /= chance.sum()
    below, above = chance[k <= found].sum(), chance[k >= found].sum()
    return float(min(1.0, 2 * min(below, above)))


def _likely(low: int, high: int, have: int, top: int, everyone: int) -> tuple[int, int]:
    """From where to before where the overlaps lie whose chance is a number above 0: of a million, some thousands.

    >>> _likely(0, 100_000, 200_000, 100_000, 1_000_000)
    (12500, 27501)
    """
    mean = have * top / everyone
    spread = np.sqrt(mean * (1 - have / everyone) * (1 - top / everyone))
    half = 60 * float(spread) + 300  # the chance of what lies 60 spreads away has more than 308 zeros
    return max(low, int(mean - half)), min(high, int(mean + half)) + 1

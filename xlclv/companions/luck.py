"""Whether groups of customers differ by more than luck, and how sure their means are.

Values of customers are skewed and heavy, so small groups are drawn again from all customers instead of trusting a bell
curve; where a group is large the two are the same, and the curve with its skewness is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from xlclv.checks import Bools, Floats
from xlclv.companions.data import CONFIDENCE, DISCOVERIES

DRAWS = 1_999
SMALL = 2_000  # customers of a group that is drawn again; of larger ones the moments say enough
SEED = 20261129


def interval(values: Floats) -> tuple[float, float]:
    """The bootstrap interval of a mean: percentiles of the means of groups drawn from the group itself."""
    from scipy.special import ndtri

    n, mean = len(values), float(values.mean())
    if n == 1 or np.ptp(values) == 0:
        return mean, mean
    tail = (1 - CONFIDENCE) / 2
    if n <= SMALL:
        means = _means(values, n, np.random.default_rng(SEED))
        low, high = np.quantile(means, [tail, 1 - tail]).tolist()
        return low, high
    spread, skew = _moments(values)
    z = np.array([ndtri(tail), ndtri(1 - tail)])
    bent = z + skew / (6 * np.sqrt(n)) * (z * z - 1)  # Cornish and Fisher
    low, high = (mean + spread / np.sqrt(n) * bent).tolist()
    return low, high


def _means(values: Floats, n: int, rng: np.random.Generator) -> Floats:
    """Means of groups of n drawn with replacement."""
    out = np.empty(DRAWS)
    step = max(1, 2_000_000 // n)
    for start in range(0, DRAWS, step):
        many = min(step, DRAWS - start)
        out[start : start + many] = values[rng.integers(0, len(values), (many, n))].mean(axis=1)
    return out


def _moments(values: Floats) -> tuple[float, float]:
    """Standard deviation and skewness."""
    away = values - values.mean()
    spread = float(np.sqrt((away**2).mean()))
    return spread, float((away**3).mean() / spread**3) if spread else 0.0


@dataclass(frozen=True, slots=True)
class Everyone:
    """The values of all customers, with what every comparison of a group with the others asks of them, once."""

    values: Floats
    mean: float
    spread: float

    @classmethod
    def of(cls, values: Floats) -> Everyone:
        """All customers by their values."""
        return cls(values, float(values.mean()), 0.0 if np.ptp(values) == 0 else _moments(values)[0])

    def chance(self, inside: Floats) -> float:
        """How often chance alone puts a group and the others so far apart, were all drawn from all customers alike."""
        from scipy.special import ndtr

        count, outside = len(inside), len(self.values) - len(inside)
        if not count or not outside or not self.spread:
            return 1.0
        own = float(inside.mean())
        apart = (own - self.mean) * len(self.values) / outside
        small, other = sorted((count, outside))
        sign = 1.0 if count == small else -1.0
        if small > SMALL:
            error = self.spread * np.sqrt(1 / small + 1 / other)
            return float(2 * ndtr(-abs(apart) / error))
        rng = np.random.default_rng(SEED)
        drawn = sign * (_means(self.values, small, rng) - self.mean)
        if other <= SMALL:
            drawn = drawn - sign * (_means(self.values, other, rng) - self.mean)
        else:
            drawn = drawn - sign * rng.normal(0.0, self.spread / np.sqrt(other), DRAWS)
        above, below = int((drawn >= apart).sum()), int((drawn <= apart).sum())
        return min(1.0, 2 * (min(above, below) + 1) / (DRAWS + 1))


def chance(values: Floats, group: Bools) -> float:
    """The same of one group alone."""
    return Everyone.of(values).chance(values[group])


def discoveries(chances: Sequence[float]) -> list[bool]:
    """Which of several differences are named: of those, at most DISCOVERIES are luck on average.

    >>> discoveries([0.001, 0.04, 0.9])
    [True, False, False]
    """
    p = np.asarray(chances, dtype=np.float64)
    order = np.argsort(p)
    below = np.flatnonzero(p[order] <= DISCOVERIES * np.arange(1, len(p) + 1) / max(len(p), 1))
    named = np.zeros(len(p), dtype=bool)
    if len(below):
        named[order[: below[-1] + 1]] = True
    return [bool(one) for one in named]

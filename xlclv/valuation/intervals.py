"""An interval around one number, or around one number a customer, and the quantiles it is made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from xlclv.checks import Floats


@dataclass(frozen=True, slots=True)
class Interval:
    """low, value and high in money; relative_error is the standard error of ln(value)."""

    low: float
    value: float
    high: float
    relative_error: float
    confidence: float

    def times(self, share: float) -> Interval:
        """The interval of a share of the money; a share below 0 turns the ends round.

        >>> found = Interval(80.0, 100.0, 125.0, 0.17, 0.8).times(-0.5)
        >>> found.low, found.value, found.high
        (-62.5, -50.0, -40.0)
        """
        low, high = sorted((self.low * share, self.high * share))
        return Interval(low, self.value * share, high, self.relative_error, self.confidence)


@dataclass(frozen=True, slots=True)
class Intervals:
    """One entry a customer: low, value (what is expected) and high."""

    low: Floats
    value: Floats
    high: Floats
    confidence: float

    def times(self, share: float) -> Intervals:
        """The intervals of a share of the money, above 0."""
        return Intervals(self.low * share, self.value * share, self.high * share, self.confidence)


def normal_quantile(confidence: float) -> float:
    """How many standard errors to either side hold `confidence` of a normal distribution.

    >>> round(normal_quantile(0.95), 6)
    1.959964
    """
    from statistics import NormalDist

    return NormalDist().inv_cdf(0.5 + 0.5 * confidence)


def around(value: Floats, log_error: Floats, confidence: float) -> Intervals:
    """Log-normal intervals with `value` in their middle; negative money, of a negative margin, is mirrored."""
    reach = np.exp(normal_quantile(confidence) * log_error)
    ends = value / reach, value * reach
    return Intervals(np.minimum(*ends), value, np.maximum(*ends), confidence)

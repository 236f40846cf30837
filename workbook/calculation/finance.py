"""Excel's functions of money and chance that the templates use."""

from __future__ import annotations

import math

import numpy as np

from xlclv.workbook.calculation.searching import numbers_of
from xlclv.workbook.calculation.values import NUM, Any_, FormulaError, array, finite, number


def pv(rate: float, periods: float, payment: float, later: float = 0.0, timing: float = 0.0) -> float:
    """What payments are worth today; the sign is turned, as for money paid out."""
    if rate == 0:
        return -(payment * periods + later)
    growth = math.pow(1 + rate, periods)
    return float(-(payment * (1 + rate * timing) * (growth - 1) / rate + later) / growth)


def nper(rate: float, payment: float, value: float, later: float = 0.0, timing: float = 0.0) -> float:
    """How many payments it takes."""
    if rate == 0:
        return -(value + later) / payment
    due = payment * (1 + rate * timing)
    return math.log((due - later * rate) / (due + value * rate)) / math.log(1 + rate)


def npv(rate: Any_, *payments: Any_) -> float:
    """What payments at the ends of coming periods are worth today."""
    found = np.concatenate([numbers_of(array(block)) for block in payments])
    factor = 1 + number(array(rate).ravel().tolist()[0])
    if factor == 0:
        raise FormulaError(NUM)
    return finite((found * factor ** -np.arange(1.0, found.size + 1)).sum())


def poisson(events: float, mean: float, cumulative: float) -> float:
    """The chance of so many events, or of at most so many."""
    count = math.floor(events)

    def one(k: int) -> float:
        return math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) if mean > 0 else float(k == 0)

    return math.fsum(map(one, range(count + 1))) if cumulative else one(count)


def beta_inverse(chance: float, a: float, b: float, low: float = 0.0, high: float = 1.0) -> float:
    """The value below which a beta distribution lies with this chance."""
    from scipy.special import betaincinv

    return low + float(betaincinv(a, b, chance)) * (high - low)

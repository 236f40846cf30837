"""How near a forecast came, in orders and in money: the total, and the customers one by one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from xlclv.checks import Floats
from xlclv.validation.backtest.baselines import Predicted
from xlclv.validation.metrics import measures
from xlclv.valuation.intervals import Interval

WORST = 10.0  # times too little or too much, beyond which a forecast was no guide: how far off then tells nothing more


@dataclass(frozen=True, slots=True)
class Nearness:
    """One forecast of orders or money against what came.

    bias = predicted / came - 1; mae is a customer's; spearman of ranks; `best_tenth` is the share of the tenth that
    brought most who were in the tenth predicted as the best. None where nothing came, or nothing differs.
    """

    predicted: float
    came: float
    bias: float | None
    mae: float
    spearman: float | None
    best_tenth: float | None


@dataclass(frozen=True, slots=True)
class Trial:
    """One method at one cut-off for one stretch of days ahead; `interval` is a model's 80% interval of the money.

    A model that could not be fitted as of that day has its reason in `refusal`, and no figures.
    """

    method: str
    is_model: bool
    cutoff: int
    ahead: int
    customers: int
    orders: Nearness | None
    money: Nearness | None
    interval: Interval | None = None
    refusal: str = ""

    @property
    def held(self) -> bool | None:
        """Whether what came lay in the interval; None where there is none."""
        if self.interval is None or self.money is None:
            return None
        return self.interval.low <= self.money.came <= self.interval.high

    @property
    def log_error(self) -> float | None:
        """ln(came / predicted) of the money, held within `WORST`; None where one of them is not above 0."""
        if self.money is None or self.money.came <= 0 or self.money.predicted <= 0:
            return None
        return float(np.log(np.clip(self.money.came / self.money.predicted, 1.0 / WORST, WORST)))


def judge(
    method: str,
    cutoff: int,
    ahead: int,
    predicted: Predicted,
    came: Predicted,
    interval: Interval | None,
    *,
    model: bool,
) -> Trial:
    """The trial of a forecast of the customers known at a cut-off."""
    orders, money = (nearness(f, c) for f, c in zip(predicted, came, strict=True))
    return Trial(method, model, cutoff, ahead, len(came.orders), orders, money, interval)


def nearness(predicted: Floats, came: Floats) -> Nearness:
    """How near a list of forecasts came; at least three entries, one a customer.

    >>> found = nearness(np.array([2.0, 1.0, 0.5, 0.5]), np.array([3.0, 0.0, 1.0, 1.0]))
    >>> round(found.bias, 9), found.mae, found.best_tenth
    (-0.2, 0.75, 1.0)
    """
    m = measures(came, predicted)
    return Nearness(float(predicted.sum()), float(came.sum()), m.bias, m.mae, m.spearman, best_tenth(predicted, came))


def best_tenth(predicted: Floats, came: Floats) -> float | None:
    """The share of the tenth that brought most found in the tenth predicted as the best.

    Where equals straddle the edge of a tenth, each of them counts by the chance to be in it.
    """
    size = max(1, round(len(came) / 10))
    if not np.any(came > 0):
        return None
    return float((_among(predicted, size) * _among(came, size)).sum() / size)


def _among(values: Floats, size: int) -> Floats:
    """The chance of each to be among the `size` highest, equals drawn by lot."""
    edge = np.partition(values, len(values) - size)[len(values) - size]
    above, at = values > edge, values == edge
    return np.where(above, 1.0, np.where(at, (size - above.sum()) / at.sum(), 0.0))

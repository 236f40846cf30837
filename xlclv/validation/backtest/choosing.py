"""`--model auto`: which model, which orders tell of order values, and at what level, as past days would have had it.

Three steps, each judged in the money of known customers at a few past days:

1. The shape: every model, with order values from repeat orders alone and from all, is fitted to what was known and
   scaled to the total that came, so that a model which predicts too little everywhere does not look better for it.
   The one whose customers' money is off least wins, if by enough to tell; else the plainest.
2. The level: where the total was missed by more than parameters and chance explain, values are moved by that error,
   and a quarter of the way by the customers' own recent rate. `level` shrinks the move to what is no chance
   (James & Stein): where the model holds, hardly anything moves.
3. What is left is the model's error, in the interval of what will come.

The quarter and the shrinkage were set once, on the cut-offs of `python -m benchmarks.race`; the handbook tells them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from xlclv.checks import Floats
from xlclv.models import MODULES
from xlclv.models.likelihood.prior import DROPOUT
from xlclv.models.season.clock import STEADY
from xlclv.validation.backtest.baselines import silent_rule
from xlclv.validation.backtest.cuts import Cut
from xlclv.validation.backtest.days import Days, past
from xlclv.validation.backtest.judging import Trial
from xlclv.validation.backtest.modelled import Fitted, Memory, fitted
from xlclv.validation.backtest.rolling import Backtest, backtest
from xlclv.validation.backtest.why import Why, by_past_days
from xlclv.validation.comparison import ALIKE

OWN_RATE = 0.25  # of the way to the customers' own recent rate: nearest over the cut-offs of the race
SILENT = 90  # days after which a customer counts as gone, in that rate
CLEARLY = 0.01  # of the money, by which a method must be nearer to be taken before a plainer one
FARTHEST = 2.0  # no level beyond this factor: the back-test of a base that collapsed says no more than that it did
_LEAST = 3  # customers
_FEW = 3  # cut-offs at which all methods are fitted


class Method(NamedTuple):
    """A model, and whether first orders tell of order values too."""

    model: str
    first: bool = False

    @property
    def words(self) -> str:
        """As a sentence says it.

        >>> Method("BG/NBD").words, Method("BG/NBD", True).words
        ('BG/NBD', 'BG/NBD with first orders among the order values')
        """
        return f"{self.model} with first orders among the order values" if self.first else self.model


METHODS = tuple(Method(model, first) for first in (False, True) for model in MODULES)  # the plainest first


class Shape(NamedTuple):
    """A method, and how far off customers' money was at each cut-off, as a share of all, at the total that came."""

    method: Method
    off: tuple[float, ...]

    @property
    def mean(self) -> float:
        return math.fsum(self.off) / len(self.off)

    @property
    def words(self) -> str:
        """The method's."""
        return self.method.words

    @property
    def days(self) -> int:
        """The past days on which it was tried."""
        return len(self.off)


class Level(NamedTuple):
    """What values are multiplied by; `missed` is the mean ln(predicted / came), `share` how much of it is no chance,
    and `rate` is ln of the customers' own recent rate over the model's."""

    factor: float
    missed: float
    share: float
    rate: float


def shapes(
    days: Days, cuts: Sequence[Cut], methods: Sequence[Method] = METHODS, season: bool = True, prior: bool = False,
    memory: Memory | None = None,
) -> tuple[Shape, ...]:  # fmt: skip
    """How each method did at the cut-offs, over the longest stretch ahead of each; none that failed at one of them."""
    found: dict[Method, list[float]] = {method: [] for method in methods}
    tried = 0
    for cut in cuts:
        known = past(days, cut.day)
        came = days.between(cut.day, cut.day + cut.horizons[-1])[1][known.who]
        if len(known.who) < _LEAST or came.sum() <= 0:
            continue
        tried += 1
        for method in methods:
            made = fitted(method.model, known, method.first, season, prior, memory)
            off = None if made.fits is None else _off(made.predict(cut.horizons[-1]).money, came)
            if off is not None:
                found[method].append(off)
    return tuple(Shape(method, tuple(off)) for method, off in found.items() if tried and len(off) == tried)


def nearest(found: Sequence[Shape], aic: Mapping[str, float]) -> Shape | None:
    """The plainest method that no other beats clearly; of several models the first, unless another is likelier.

    >>> plain, other = Shape(Method("BG/NBD"), (0.80, 0.90)), Shape(Method("BG/NBD", True), (0.83, 0.86))
    >>> nearest([plain, other], {}).method.first, nearest([plain, Shape(other.method, (0.80, 0.87))], {}).method.first
    (False, True)
    >>> nearest([plain, Shape(Method("MBG/NBD"), (0.85,))], {"BG/NBD": 990.0, "MBG/NBD": 980.0}).method.model
    'MBG/NBD'
    """
    if not found:
        return None
    best = min(shape.mean for shape in found)
    near = [shape for shape in found if shape.mean <= best * (1.0 + CLEARLY)]
    plain = [shape for shape in near if shape.method.first == near[0].method.first]
    likely = min(plain, key=lambda shape: aic.get(shape.method.model, math.inf))
    told = aic.get(plain[0].method.model, math.inf) - aic.get(likely.method.model, math.inf)
    return likely if told > ALIKE else plain[0]


class Decision(NamedTuple):
    """The method chosen, its level, why, its own back-test without the level, and all shapes."""

    method: Method
    level: Level
    why: Why
    tried: Backtest
    shapes: tuple[Shape, ...]


def decide(
    days: Days, cuts: Sequence[Cut], aic: Mapping[str, float], methods: Sequence[Method] = METHODS, season: bool = True,
    prior: bool = False,
) -> Decision | None:  # fmt: skip
    """The method for these orders; None where the history is too short for a back-test, or it can fit none.

    The shape is judged at the last few cut-offs, the level at all. `aic` is of the models fitted to all history: it
    tells models apart that past days do not, and those without one are not tried.
    """
    few, memory = cuts[-_FEW:], Memory()
    able = [method for method in methods if method.model in aic]
    if season and _seasonal(days, memory, prior):  # past days knew too little of it to speak for a model that cannot
        able = [method for method in able if method.model != "Pareto/NBD"]
    found = shapes(days, few, able, season, prior, memory)
    best = nearest(found, aic)
    if best is None:
        return None
    model, first = best.method
    today = fitted(model, past(days, days.end), first, season, prior, memory)
    if today.fits is None:
        return None
    tried = backtest(days, (model,), cuts, first=first, season=season, prior=prior, memory=memory)
    at = level(days, today, tried.of(model, tried.horizons[-1]), prior)
    return Decision(best.method, at, by_past_days(best, found, at, best.days, OWN_RATE), tried, found)


def level(days: Days, today: Fitted, trials: Iterable[Trial], prior: bool = True) -> Level:
    """The level of a fitted method, from its trials on past days and the customers' own rate as of today.

    A trial without an interval moves nothing: how much of its miss is chance is not known. Nor does anything where a
    season is reckoned with today: past days knew too little of it, and the recent rate is one part of the year's. Of
    fewer than 200 customers the move is drawn back as the priors fade: what few did by chance looks like a level.
    Without a `prior` the data stand alone, in this too.
    """
    if today.fits is not None and today.fits.clock is not STEADY:
        return Level(1.0, 0.0, 0.0, 0.0)
    told = [(t.log_error, t.interval.relative_error, t.ahead) for t in trials if t.interval is not None]
    known = [(-error, own, ahead) for error, own, ahead in told if error is not None]
    if not known:
        return Level(1.0, 0.0, 0.0, 0.0)
    square = math.fsum(missed * missed for missed, _, _ in known) / len(known)
    chance = math.fsum(own * own for _, own, _ in known) / len(known)
    share = max(0.0, square - chance) / square if square > 0 else 0.0
    if prior:
        share *= 1.0 - DROPOUT.weight(len(today.known.who))
    missed, rate = math.fsum(m for m, _, _ in known) / len(known), _rate(days, today, known[-1][2])
    moved = share * (OWN_RATE * rate - (1.0 - OWN_RATE) * missed)
    return Level(float(np.clip(math.exp(moved), 1.0 / FARTHEST, FARTHEST)), missed, share, rate)


def _seasonal(days: Days, memory: Memory, prior: bool) -> bool:
    """Whether BG/NBD reckons with a season today; Pareto/NBD has none."""
    fits = fitted("BG/NBD", past(days, days.end), prior=prior, memory=memory).fits
    return fits is not None and fits.clock is not STEADY


def _off(predicted: Floats, came: Floats) -> float | None:
    """Mean size of a customer's error as a share of the mean, the total being that which came."""
    total = float(predicted.sum())
    if not np.isfinite(total) or total <= 0:
        return None
    return float(np.abs(predicted * (came.sum() / total) - came).sum() / came.sum())


def _rate(days: Days, today: Fitted, ahead: int) -> float:
    """ln of the customers' own recent rate over what the method predicts, over so many days."""
    told = silent_rule(SILENT)(days, today.known, ahead)
    mine = float(today.predict(ahead).money.sum())
    theirs = 0.0 if told is None else float(told.money.sum())
    return math.log(theirs / mine) if theirs > 0 and mine > 0 else 0.0

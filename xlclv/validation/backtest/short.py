"""The short back-test of a report: one model, a few cut-offs, the longest stretch ahead; and the error it shows."""

from __future__ import annotations

import datetime as dt
import math
from typing import NamedTuple

from xlclv.discounting import DAYS_PER_YEAR
from xlclv.errors import InputError
from xlclv.orders.reading import Orders
from xlclv.terms.money import words
from xlclv.validation import oddities
from xlclv.validation.backtest.cuts import Cut, few_cuts
from xlclv.validation.backtest.days import Days, of_orders
from xlclv.validation.backtest.rolling import Backtest, backtest
from xlclv.valuation.intervals import Interval, normal_quantile

MOST_DAYS = 400_000  # customer-days of which a back-test costs no more than half a report
_FEW, _SOME = 2, 6  # cut-offs of many customer-days, and of few
_SMALL = 60_000
_MANY = "these orders are too many to try them on past days"


USUAL = 0.05  # a model's error of ln(money) where nothing is known of a shop; set on the cut-offs of benchmarks.race
FARTHEST = 100.0  # times: past errors beyond that say that the forecast is no guide, not how far it is off
LEANS = 0.5  # of what past forecasts erred by on one side, how much may come again; set there too


class Looked(NamedTuple):
    """The days of a base where they are few enough to be fetched, the cut-offs of a short back-test, and notes on what
    the orders themselves say against the models; or the `reason` why past days cannot be asked."""

    days: Days | None = None
    cuts: tuple[Cut, ...] = ()
    oddities: tuple[str, ...] = ()
    season: bool = True
    prior: bool = False
    reason: str = ""


class ModelError(NamedTuple):
    """What a model's forecasts erred by beyond parameters and chance: a standard error of ln(money), over so many days
    ahead, at so many cut-offs, of which so many stretches do not overlap (at least one).

    `lean` is the mean of ln(came / predicted), as far as chance does not explain it: above 0, too little was predicted.
    """

    size: float
    ahead: int
    cuts: int
    separate: int
    lean: float = 0.0


def look(orders: Orders, horizon: float, as_of: dt.date, season: bool = True, prior: bool = False) -> Looked:
    """The days and the cut-offs over the longest stretch up to `horizon` (years) for which there is history.

    Nothing where there are too many orders for a report to wait (`xlclv backtest` waits), nor without money.
    """
    count = orders.days.count().to_pyarrow().as_py()
    if count > MOST_DAYS or not orders.money:
        without = "past days are asked of money alone"
        return Looked(season=season, prior=prior, reason=_MANY if orders.money else without)
    days = of_orders(orders, as_of)
    return looked(days, horizon, season, prior)._replace(
        oddities=oddities.notes(days, words(orders.ledger.margin is not None))
    )


def looked(days: Days, horizon: float, season: bool = True, prior: bool = False) -> Looked:
    """The same of days at hand, without notes."""
    if len(days.day) > MOST_DAYS:
        return Looked(season=season, prior=prior, reason=_MANY)
    chosen = few_cuts(days.begin, days.end, horizon * DAYS_PER_YEAR, _SOME if len(days.day) <= _SMALL else _FEW)
    return Looked(days, chosen, season=season, prior=prior)


def short_backtest(seen: Looked, model: str) -> Backtest | None:
    """The back-test of one model; None where the history is too short, or too few customers came before any cut-off."""
    if seen.days is None:
        return None
    try:
        return backtest(seen.days, (model,), seen.cuts, season=seen.season, prior=seen.prior)
    except InputError:
        return None


def model_error(found: Backtest | None, model: str, level: float = 1.0) -> ModelError | None:
    """How far the model's forecasts lay from what came, beyond what its own interval allows for.

    The mean over the cut-offs of ln(came / predicted)^2 - s^2, where s is the standard error that parameters and chance
    gave on that day: the variance that is left for what the model leaves out, such as a season, a trend or a crisis.
    Values that are brought to another `level` have been moved by what the errors have in common: nothing leans then.
    None where no cut-off has both.
    """
    if found is None:
        return None
    ahead = found.horizons[-1]
    pairs = [
        (trial.log_error, trial.interval.relative_error if trial.interval else 0.0)
        for trial in found.of(model, ahead)
        if trial.log_error is not None
    ]
    if not pairs:
        return None
    excess = math.fsum((error or 0.0) ** 2 - own * own for error, own in pairs) / len(pairs)
    separate = max(1, round((found.end - found.cuts[0].day) / ahead))
    square = math.fsum((error or 0.0) ** 2 for error, _ in pairs) / len(pairs)
    share = max(0.0, excess) / square if square > 0 and level == 1.0 else 0.0
    lean = share * math.fsum(error or 0.0 for error, _ in pairs) / len(pairs)
    return ModelError(math.sqrt(max(excess, 0.0)), ahead, len(pairs), separate, lean)


def widened(coming: Interval, error: ModelError, ahead: float) -> Interval:
    """The interval of what will come within `ahead` days, with the model's error beside parameters and chance.

    That error is known from few stretches of time, so that what shops in general show counts as one more (`USUAL`),
    and it counts by Student's t with a degree of freedom for each that does not overlap another, and that one: 1.9
    standard errors to either side for two, 1.6 for three, where 1.3 would do for many. Over a longer stretch than the
    past days could show it grows with the root of the time, as what drifts at random does. To the side to which past
    days erred together, the interval reaches farther by `LEANS` of that. No end is farther than `FARTHEST` from what is
    expected, unless chance alone says so.

    >>> found = widened(Interval(80.0, 100.0, 125.0, 0.17, 0.8), ModelError(0.3, 182, 2, 2), 182)
    >>> round(found.low, 2), round(found.high, 2), round(found.relative_error, 4)
    (62.86, 159.08, 0.2996)
    >>> round(widened(Interval(80.0, 100.0, 125.0, 0.17, 0.8), ModelError(0.3, 182, 2, 2), 364).high, 2)
    184.94
    >>> found = widened(Interval(80.0, 100.0, 125.0, 0.17, 0.8), ModelError(10.5, 91, 2, 1, 7.6), 1095)
    >>> round(found.low, 9), round(found.high, 9)
    (1.0, 10000.0)
    """
    from scipy.special import stdtrit

    size = error.size * math.sqrt(max(1.0, ahead / error.ahead))
    pooled = math.sqrt((error.separate * size**2 + USUAL**2) / (error.separate + 1))
    own = normal_quantile(coming.confidence) * coming.relative_error
    others = float(stdtrit(error.separate + 1, 0.5 + 0.5 * coming.confidence)) * pooled
    reach = math.exp(min(math.hypot(own, others) - own, 700.0))  # what a number can hold
    both = math.hypot(coming.relative_error, pooled)
    down, up = (math.exp(LEANS * side) for side in (min(0.0, error.lean), max(0.0, error.lean)))
    low = max(coming.low / reach * down, min(coming.low, coming.value / FARTHEST))
    high = min(coming.high * reach * up, max(coming.high, coming.value * FARTHEST))
    return Interval(low, coming.value, high, both, coming.confidence)

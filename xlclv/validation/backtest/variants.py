"""The wider models of valuation.variants as contestants of a back-test: orders and money of customers, no interval."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from xlclv.checks import Floats
from xlclv.errors import InputError, NotIdentifiedError
from xlclv.models import log_normal
from xlclv.models.likelihood.collapse import Rows, collapse
from xlclv.models.regular.gaps import gaps
from xlclv.orders.summary import WEEK
from xlclv.places import places
from xlclv.validation.backtest.baselines import Predicted, repeat_rate
from xlclv.validation.backtest.days import Days
from xlclv.validation.backtest.modelled import Fitted
from xlclv.validation.backtest.told import Told
from xlclv.valuation import variants
from xlclv.valuation.by_levels import by_levels

REGULAR, COHORTS, HEAVY, OWN = "regular buyers", "cohorts", "log-normal spend", "half own rate"
LEVELS = "covariates of --by"
VARIANTS = (REGULAR, COHORTS, HEAVY, OWN)
_DAY_ONE = dt.date(1970, 1, 1)


class Variant(NamedTuple):
    """A wider model by name, what it predicts so many days ahead, or why it cannot."""

    name: str
    predict: Callable[[int], Predicted] | None
    refusal: str = ""


def tried(days: Days, plain: Fitted, told: Sequence[Told] = ()) -> Iterator[Variant]:
    """Each variant of a plain model that was fitted, as of its cut-off; `told` columns are covariates of one more."""
    makers = {REGULAR: _regular, COHORTS: _cohorts, HEAVY: _heavy, OWN: _own}
    makers |= {LEVELS: partial(_levels, told=told)} if told else {}
    for name, make in makers.items():
        said = f"{plain.name}, {name}"
        try:
            yield Variant(said, make(days, plain))
        except (InputError, NotIdentifiedError) as error:
            yield Variant(said, None, str(error))


def _regular(days: Days, plain: Fitted) -> Callable[[int], Predicted]:
    bought = (days.day <= plain.known.cutoff) & days.bought
    told = gaps(days.customer[bought], days.day[bought], WEEK)
    return _bought(plain, variants.regular(plain.name, _rows(plain), told.log_total))


def _cohorts(_: Days, plain: Fitted) -> Callable[[int], Predicted]:
    day = _DAY_ONE + dt.timedelta(days=plain.known.cutoff)
    return _bought(plain, variants.by_cohort(plain.name, _rows(plain), day))


def _heavy(days: Days, plain: Fitted) -> Callable[[int], Predicted]:
    n, mean, scatter = (column[plain.known.who] for column in logs(days, plain.known.cutoff))
    worth = log_normal.expected_spend(variants.heavy_spend(n, mean, scatter), n, mean)

    def predict(ahead: int) -> Predicted:
        orders = plain.predict(ahead).orders
        return Predicted(orders, orders * worth)

    return predict


def _own(days: Days, plain: Fitted) -> Callable[[int], Predicted]:
    """Half of the model's money handed out by customers' own repeat rates and order values, as --own-rates does.

    Orders stay the model's; money of one's own that is below 0 counts as none.
    """

    def predict(ahead: int) -> Predicted:
        told, own = plain.predict(ahead), repeat_rate(days, plain.known, ahead)
        assert own is not None, "every customer has a rate"
        return Predicted(told.orders, _half(told.money, np.maximum(own.money, 0.0)))

    return predict


def _levels(_: Days, plain: Fitted, told: Sequence[Told]) -> Callable[[int], Predicted]:
    """Rates of buying and leaving, and order values, by the levels that were known then."""
    known, fits = plain.known, plain.fits
    assert fits is not None, "only a model that was fitted has variants"
    history, spent = (
        (known.frequency, known.recency, known.T),
        fits.seen(known.frequency, known.monetary_value, known.spent),
    )
    found = by_levels(plain.name, *history, [one.known(known.who) for one in told], spent)
    worth = found.order_value(*spent, fits.order_value(known.frequency, known.monetary_value, known.spent))

    def predict(ahead: int) -> Predicted:
        orders = found.expected(ahead / WEEK, *history)
        return Predicted(orders, orders * worth)

    return predict


def _half(mine: Floats, own: Floats) -> Floats:
    whole = float(own.sum())
    return mine if whole <= 0 else np.asarray(0.5 * (mine + own * (float(mine.sum()) / whole)))


def _bought(plain: Fitted, found: variants.Buying) -> Callable[[int], Predicted]:
    known = plain.known
    fits = plain.fits
    assert fits is not None, "only a model that was fitted has variants"
    worth = fits.order_value(known.frequency, known.monetary_value, known.spent)

    def predict(ahead: int) -> Predicted:
        orders = found.expected(ahead / WEEK, known.frequency, known.recency, known.T)
        return Predicted(orders, orders * worth)

    return predict


def _rows(plain: Fitted) -> Rows:
    known = plain.known
    return collapse(known.frequency, known.recency, known.T, np.ones(len(known.who)))


def logs(days: Days, cutoff: int) -> tuple[Floats, Floats, Floats]:
    """Of each customer's paid repeat orders up to the cut-off: their number, mean and scatter of ln(value)."""
    used = (days.day <= cutoff) & (days.day > days.first[days.customer]) & days.bought & (days.amount > 0)
    who, size = places(days.customer[used]), len(days.first)
    log = np.log(days.amount[used] / 10.0**days.scale)
    n = np.bincount(places(who), minlength=size).astype(np.float64)
    mean = np.bincount(places(who), log, size) / np.maximum(n, 1.0)
    return n, mean, np.asarray(np.bincount(places(who), (log - mean[who]) ** 2, size), dtype=np.float64)

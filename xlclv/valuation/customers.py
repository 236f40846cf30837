"""Valuing a customer base: the models fitted to its summary, and every customer's numbers from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlclv.checks import Floats
from xlclv.discounting import WEEKS_PER_YEAR
from xlclv.errors import NA, InputError, NotIdentifiedError, counted
from xlclv.models import by_name, full_name, gamma_gamma
from xlclv.models.likelihood.history import MIN_CUSTOMERS, too_few
from xlclv.models.likelihood.maximum import Fit
from xlclv.models.likelihood.prior import LEAST
from xlclv.models.season.choice import Purchases, purchases
from xlclv.models.season.clock import STEADY, Clock
from xlclv.models.season.fit import Months
from xlclv.models.spend.fit import LEAST_PAYERS, SpendFit
from xlclv.models.spend.moments import Moments
from xlclv.orders.aggregates import Aggregates, of_summary
from xlclv.orders.summary import CustomerSummary
from xlclv.terms.options import bare_option
from xlclv.valuation import residual, uncertainty
from xlclv.valuation.intervals import Intervals
from xlclv.valuation.settings import Settings

LEAST_SPEND = 1e-9  # stands for a repeat spend that refunds have eaten: the formula's limit, and no error


@dataclass(frozen=True, slots=True)
class Fits:
    """The two fitted models of a base, the clock on which purchases are counted, and the level of values.

    Recency, T and horizons are calendar time everywhere; `history` and `clock.ahead` put them on the clock. `first`
    says that first orders count among those that tell what a customer's orders are worth; without them only repeat
    orders do, and those of one-time buyers are worth what the population's are. Every order value is taken times
    `level`, which brings it to the day's.
    """

    name: str
    purchases: Fit[Any]
    spend: SpendFit[gamma_gamma.Params]
    clock: Clock = STEADY
    season: str = ""  # why a season was reckoned with, or why not; empty where nobody asked
    first: bool = False
    level: float = 1.0

    def seen(self, frequency: Floats, monetary_value: Floats, sales: Floats) -> tuple[Floats, Floats]:
        """The orders that tell what a customer's are worth, and their mean; refunds beyond them leave the least."""
        return orders_seen(self.first, frequency, monetary_value, sales)

    def order_value(self, frequency: Floats, monetary_value: Floats, sales: Floats) -> Floats:
        """What the next orders of each customer are expected to be worth, at the level of the day."""
        assert self.spend.params is not None, "fit() refuses a base that identifies no spend model"
        told = self.seen(frequency, monetary_value, sales)
        return np.asarray(self.level * gamma_gamma.expected_spend(self.spend.params, *told))


def orders_seen(first: bool, frequency: Floats, monetary_value: Floats, sales: Floats) -> tuple[Floats, Floats]:
    """The rule of Fits.seen, wherever its parameters come from."""
    if not first:
        refunded = (frequency > 0) & (monetary_value <= 0)
        return frequency, np.where(refunded, LEAST_SPEND, monetary_value)
    mean = sales / (frequency + 1.0)
    return frequency + 1.0, np.where(mean <= 0, LEAST_SPEND, mean)


@dataclass(frozen=True, slots=True)
class Scores:
    """One number a customer each, in the summary's order; see report.Customers for their meaning.

    `refunded` customers got more back than they bought again.
    """

    p_alive: Floats
    expected_orders: Floats
    expected_spend: Floats
    discounted_orders: Floats
    refunded: int

    @property
    def remaining(self) -> Floats:
        """The sales to come at their present value: expected spend x discounted expected orders."""
        return self.expected_spend * self.discounted_orders


def fit(base: CustomerSummary, model: str) -> Fits:
    """Both models by maximum likelihood. Customers of age 0 say nothing about repeat buying and are not used.

    Raises NotIdentifiedError, with the reason, where the data cannot support a model.
    """
    return fit_aggregates(of_summary(base), model)


def fit_aggregates(
    known: Aggregates, model: str, money: bool = True, months: Months | None = None, prior: bool = False,
    bought: Purchases | None = None,
) -> Fits:  # fmt: skip
    """The same from aggregates, wherever they were counted; without money, orders are worth 1 each.

    With `months`, the repeat orders by month, a season is reckoned with where they show one. With a `prior` fewer than
    200 customers lean on what other shops show, and 8 are enough. `bought` is the model of repeat buying, where it has
    been fitted to the same histories.
    """
    rows = known.known
    few = too_few(rows.x, rows.customers, LEAST if prior else MIN_CUSTOMERS)
    if few:
        raise NotIdentifiedError(f"no model of repeat buying can be fitted: {few}")
    try:
        bought = bought or purchases(full_name(model), rows, months, prior)
        spend = _spend(known, money, prior)
    except InputError as error:
        if error.code == NA:
            raise NotIdentifiedError(f"the models cannot be fitted: {error}") from error
        raise
    for name, found in ((full_name(model), bought.fit), ("Gamma-Gamma", spend)):
        if not found.identified:
            raise NotIdentifiedError(f"{name} is {found.status}; more customers or a longer history are needed")
    return Fits(full_name(model), bought.fit, spend, bought.clock, bought.sentence, known.first)


def _spend(known: Aggregates, money: bool, prior: bool) -> SpendFit[gamma_gamma.Params]:
    if not money:
        return gamma_gamma.counted(float(known.known.customers.sum()))
    return gamma_gamma.fit_expected(require_payers(known, prior), prior)


def require_payers(known: Aggregates, prior: bool = False) -> Moments:
    """The moments of spend. Raises NotIdentifiedError where too few customers have brought money to fit it."""
    payers = 0 if known.spend is None else round(float(known.spend.customers.sum()))
    least = LEAST_PAYERS if prior else MIN_CUSTOMERS
    if known.spend is None or payers < least:
        who = f"only {counted(payers, 'customer')}" if payers else "no customer"
        rule = f"{who} {'' if known.first else 'came back and '}paid; order values need at least {least}"
        raise NotIdentifiedError(
            f"{rule}: give more orders, or count them without money with {bare_option('amount', 'none')}"
        )
    return known.spend


def score(base: CustomerSummary, fits: Fits, settings: Settings) -> Scores:
    """Every customer's numbers within the horizon.

    Customers whose refunds exceed their purchases are valued at the least spend the model can expect of them.
    """
    kernel, params = by_name(fits.name), fits.purchases.params
    weeks = settings.horizon * WEEKS_PER_YEAR
    history = (base.frequency, *fits.clock.history(base.recency, base.T))
    told = (base.frequency.astype(np.float64), base.monetary_value, base.realised)
    refunded = fits.seen(*told)[1] == LEAST_SPEND
    return Scores(
        p_alive=kernel.p_alive(params, *history),
        expected_orders=kernel.expected_purchases(params, fits.clock.ahead(weeks), *history),
        expected_spend=fits.order_value(*told),
        discounted_orders=residual.discounted_orders(
            fits.name, params, settings.rate, weeks, *history, clock=fits.clock
        ),
        refunded=int(refunded.sum()),
    )


def clv_intervals(
    fits: Fits, settings: Settings, frequency: Floats, recency: Floats, T: Floats, monetary_value: Floats, sales: Floats
) -> Intervals:
    """The 80% interval of each customer's remaining sales, refunded customers valued as `score` values them."""
    bought, spent = fits.seen(frequency, monetary_value, sales)
    found = uncertainty.clv_interval(
        fits.name,
        fits.purchases,
        fits.spend,
        settings.rate,
        settings.horizon * WEEKS_PER_YEAR,
        frequency,
        *fits.clock.history(recency, T),
        spent,
        clock=fits.clock,
        bought=bought,
    )
    return found.times(fits.level)


def flows(
    base: CustomerSummary, fits: Fits, scores: Scores, group: NDArray[np.intp], groups: int, horizon: float
) -> residual.Flows:
    """Expected sales (expected spend x expected orders) of each week ahead and group of customers, undiscounted."""
    return residual.expected_flows(
        fits.name,
        fits.purchases.params,
        horizon * WEEKS_PER_YEAR,
        base.frequency,
        *fits.clock.history(base.recency, base.T),
        weights=scores.expected_spend,
        groups=group,
        group_count=groups,
        clock=fits.clock,
    )

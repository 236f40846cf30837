"""What the models would have predicted on a past day: fitted to what was known then, orders and money a customer."""

from __future__ import annotations

from dataclasses import dataclass

from xlclv.discounting import WEEKS_PER_YEAR
from xlclv.errors import InputError, NotIdentifiedError
from xlclv.models import by_name, gamma_gamma
from xlclv.models.season.choice import Purchases
from xlclv.orders.aggregates import Aggregates, of_histories
from xlclv.orders.summary import WEEK
from xlclv.validation.backtest.baselines import Predicted
from xlclv.validation.backtest.days import Past
from xlclv.valuation.customers import Fits, fit_aggregates
from xlclv.valuation.histories import Worth, worth
from xlclv.valuation.intervals import Interval
from xlclv.valuation.settings import Settings


@dataclass(frozen=True, slots=True)
class Fitted:
    """A model as of a cut-off, or in `refusal` why there is none; with `first`, order values are of all orders."""

    name: str
    first: bool
    known: Past
    aggregates: Aggregates | None
    fits: Fits | None
    refusal: str = ""

    def predict(self, ahead: int) -> Predicted:
        """Orders and undiscounted money of each customer within so many days."""
        assert self.fits is not None, "nothing is predicted without a fit"
        known, params = self.known, self.fits.purchases.params
        clock = self.fits.clock
        history = known.frequency, *clock.history(known.recency, known.T)
        orders = by_name(self.name).expected_purchases(params, clock.ahead(ahead / WEEK), *history)
        worth = self.fits.order_value(known.frequency, known.monetary_value, known.spent)
        return Predicted(orders, orders * worth)

    def coming(self, ahead: int) -> Interval | None:
        """The 80% interval of all customers' money within so many days, parameters and chance."""
        return self.worth(ahead).coming

    def worth(self, ahead: int) -> Worth:
        """What all customers are worth within so many days, undiscounted."""
        assert self.fits is not None, "nothing is predicted without a fit"
        assert self.aggregates is not None, "a fit rests on aggregates"
        years = ahead / WEEK / WEEKS_PER_YEAR
        return worth(self.aggregates, self.fits, Settings(rate=0.0, horizon=years, model=self.name))


Memory = dict[tuple[str, int], Purchases]  # by model and cut-off: what was fitted to the same days, in the same way


def fitted(
    name: str, known: Past, first: bool = False, season: bool = True, prior: bool = False, memory: Memory | None = None
) -> Fitted:
    """The model fitted to what was known, on a season clock where that shows one; where it identifies none, why.

    `prior` as the fits have it. Repeat buying does not depend on whether first orders tell of order values: with a
    `memory` it is fitted once.
    """
    mean, months = known.spent / known.orders if first else known.monetary_value, known.months if season else None
    try:
        aggregates = of_histories(known.frequency, known.recency, known.T, mean, WEEK, first)
        held = {} if memory is None else memory
        bought = held.get((name, known.cutoff))
        fits = _sound(fit_aggregates(aggregates, name, True, months, prior, bought))
        held[name, known.cutoff] = Purchases(fits.purchases, fits.clock, fits.season)
        return Fitted(name, first, known, aggregates, fits)
    except (InputError, NotIdentifiedError) as error:
        return Fitted(name, first, known, None, None, str(error))


def _sound(fits: Fits) -> Fits:
    """Fits whose spend has a mean for every customer, the one-time buyer first of all."""
    assert fits.spend.params is not None, "fit_aggregates refuses a base that identifies no spend model"
    gamma_gamma.population_mean(fits.spend.params)
    return fits

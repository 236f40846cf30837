"""The holdout of a base: what a model fitted to the first part of its history predicted of the rest."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from xlclv.errors import InputError
from xlclv.models import by_name
from xlclv.models.likelihood.collapse import Rows
from xlclv.models.season.choice import purchases
from xlclv.orders.by_month import repeat_months
from xlclv.orders.reading import Orders
from xlclv.validation.by_frequency import Conditional, Histogram, calibration_by_frequency, conditional_by_frequency
from xlclv.validation.counted import CountedSplit, split_counted
from xlclv.validation.metrics import Group, Measures, measures
from xlclv.validation.split import Split, day_number, default_cutoff
from xlclv.validation.tracking import Tracking, activity_of_orders, track

_ORIGIN = dt.date(1970, 1, 1)
_DECILES = 10


@dataclass(frozen=True, slots=True)
class Assessment:
    """How the model did: per customer (measures, deciles), week by week, and by frequency.

    `customers` bought by `cutoff`, `later` came after it and are not judged. Purchases, not money.
    """

    cutoff: dt.date
    end: dt.date
    customers: int
    later: int
    measures: Measures
    deciles: tuple[Group, ...]
    tracking: Tracking
    calibration: Histogram
    conditional: Conditional

    @property
    def came(self) -> int:
        """Repeat purchases after the cut-off, of the customers judged."""
        return round(sum(group.n * group.actual for group in self.deciles))

    @property
    def predicted(self) -> float:
        """Those that the model had expected of the same customers for the same time."""
        return sum(group.n * group.predicted for group in self.deciles)


def cut(orders: Orders) -> CountedSplit | None:
    """The base split at the default cut-off, its customers counted where they are.

    None where the history is too short to split.
    """
    cutoff = _ORIGIN + dt.timedelta(days=default_cutoff(day_number(orders.first_day), day_number(orders.as_of)))
    try:
        return split_counted(orders, cutoff)
    except InputError:  # nobody before the cut-off, or no day after it
        return None


def assess(
    orders: Orders, holdout: Split | CountedSplit, model: str, season: bool = True, prior: bool = False
) -> Assessment | None:
    """The assessment of a model by name; None where the calibration period alone identifies no such model.

    With `season` it stands on a season clock where the calibration period shows one; `prior` as the fits have it.
    """
    plain = holdout.frequency, holdout.recency, holdout.T
    kernel = by_name(model)
    try:
        number, known = holdout.customers, holdout.fit_rows
        cutoff, end = (_ORIGIN + dt.timedelta(days=day) for day in (holdout.cutoff, holdout.end))
        rows = Rows(*(column[known] for column in (*plain, number)))
        found, clock, _ = purchases(model, rows, repeat_months(orders, cutoff) if season else None, prior)
        if found.params is None:
            return None
        history = holdout.frequency, *clock.history(holdout.recency, holdout.T)
        horizon = float(clock.ahead(holdout.horizon))
        expected = kernel.expected_purchases(found.params, horizon, *history)
        customers = round(number.sum())
        return Assessment(
            cutoff,
            end,
            customers,
            holdout.later,
            measures(holdout.holdout_frequency, expected, weights=number),
            holdout.groups(expected, min(_DECILES, customers)),
            track(model, found.params, activity_of_orders(orders, cutoff), holdout.cutoff, clock=clock),
            calibration_by_frequency(model, found.params, holdout.frequency, history[2], weights=number),
            conditional_by_frequency(model, found.params, horizon, *history, holdout.holdout_frequency, weights=number),
        )
    except InputError:  # too few customers or weeks before the cut-off to say anything
        return None

"""Movements of orders: each opening's customers found again as they were on its day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np

from xlclv.checks import Floats
from xlclv.errors import NotIdentifiedError
from xlclv.models.likelihood.history import MIN_CUSTOMERS
from xlclv.models.likelihood.prior import LEAST
from xlclv.orders.aggregates import of_histories
from xlclv.orders.reading import Orders
from xlclv.orders.summary import WEEK
from xlclv.planning.movement import Basis, Movement, Period, movement
from xlclv.planning.opening import Opening, agreeing, in_order, named, unfit
from xlclv.planning.worth import Base, Belief, belief
from xlclv.validation.automatic import Chosen, chosen
from xlclv.validation.backtest.days import Days, Past, of_orders, past, until
from xlclv.validation.backtest.short import looked
from xlclv.validation.data_warnings import refuse
from xlclv.validation.split import day_number
from xlclv.valuation.customers import fit_aggregates
from xlclv.valuation.settings import AUTO


def movements(
    orders: Orders,
    openings: tuple[Opening[Basis], ...],
    closing: Basis,
    day: dt.date,
    currency: str,
    by_line: bool = False,
    season: bool = False,
    prior: bool = False,
) -> tuple[Movement, ...]:
    """One statement a period: from each opening to the next, from the last to the closing on `day`.

    A past day's parameters are fitted to what was known then; its rate, margin and horizon are the closing's; with
    `season` it may have one; `prior` as the fits have it. Where past days chose the closing's method and
    level, days before the opening choose the opening's, so that it is the report of that day.

    Raises InputError for openings that do not fit the orders.
    """
    if not openings:
        return ()
    known = of_orders(orders, day)
    ordered = in_order(openings, orders.first_day, day)
    pasts = [past(known, day_number(each.day)) for each in ordered]
    bases = []
    for each, then in zip(ordered, pasts, strict=True):
        agreeing(each, currency, by_line)
        bases.append(each.basis or Basis(_fitted(each, then, closing, known, season, prior), closing.settings))
    ends = [*(each.day for each in ordered[1:]), day]
    stops = [*zip(pasts[1:], bases[1:], strict=True), (past(known, day_number(day)), closing)]
    found = []
    for each, then, basis, (now, at_end), end in zip(ordered, pasts, bases, stops, ends, strict=True):
        with named(each):
            moved = movement(_period(known, then, now), basis, at_end, each.day, end, each.stated, each.source)
        found.append(moved)
    return tuple(found)


def _fitted(each: Opening[Basis], then: Past, closing: Basis, known: Days, season: bool, prior: bool) -> Belief:
    seen, months = until(known, then.cutoff), then.months if season else None
    try:
        plain = of_histories(then.frequency, then.recency, then.T, then.monetary_value, WEEK)
        refuse(plain.histories, LEAST if prior else MIN_CUSTOMERS)
        choice = Chosen(closing.belief.model, closing.belief.first)
        if closing.settings.model == AUTO:
            choice = chosen(AUTO, plain.histories, None, looked(seen, closing.settings.horizon, season, prior))
        told = _told(then, choice.first)
        aggregates = of_histories(then.frequency, then.recency, then.T, told, WEEK, choice.first)
        fits = fit_aggregates(aggregates, choice.model, months=months, prior=prior)
        return belief(replace(fits, level=choice.level))
    except NotIdentifiedError as reason:
        raise unfit(each, reason) from reason


def _told(then: Past, first: bool) -> Floats:
    """The mean of the orders that tell what a customer's are worth."""
    return then.spent / then.orders if first else then.monetary_value


def _period(known: Days, then: Past, now: Past) -> Period:
    came = known.between(then.cutoff, now.cutoff)[1][now.who]
    old = np.searchsorted(now.who, then.who)
    return Period(_base(then), _base(now), old.astype(np.int64), came, (now.cutoff - then.cutoff) / WEEK)


def _base(seen: Past) -> Base:
    return Base(seen.frequency, seen.recency, seen.T, seen.monetary_value, seen.spent)

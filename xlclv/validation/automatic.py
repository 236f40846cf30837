"""The model of a report: the one asked for, or under `auto` the one that past days speak for, else the likeliest."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import NamedTuple

from xlclv.models import full_name
from xlclv.models.likelihood.collapse import Rows
from xlclv.models.likelihood.history import MIN_CUSTOMERS
from xlclv.models.likelihood.prior import LEAST
from xlclv.orders.aggregates import Aggregates, of_orders, of_summary
from xlclv.orders.by_month import repeat_months
from xlclv.orders.reading import Orders
from xlclv.orders.summary import CustomerSummary
from xlclv.validation.backtest.choosing import METHODS, Decision, decide
from xlclv.validation.backtest.rolling import Backtest
from xlclv.validation.backtest.short import Looked, look, short_backtest
from xlclv.validation.backtest.why import UNASKED, Why, by_likelihood
from xlclv.validation.comparison import Candidate, choose, compare
from xlclv.validation.counted import CountedSplit
from xlclv.validation.data_warnings import refuse
from xlclv.validation.holdout import cut
from xlclv.valuation.customers import Fits, fit_aggregates
from xlclv.valuation.settings import AUTO


class Chosen(NamedTuple):
    """A model by name, whether first orders tell of order values, the level of values, and what it rests on.

    `why` and `candidates` are empty where nobody asked for a choice; `tried` is the model's own back-test.
    """

    model: str
    first: bool = False
    level: float = 1.0
    why: Why = UNASKED
    candidates: tuple[Candidate, ...] = ()
    tried: Backtest | None = None


class Made(NamedTuple):
    """The models as they were chosen and fitted, the histories they were fitted to, and what past days were asked."""

    choice: Chosen
    known: Aggregates
    fits: Fits
    split: CountedSplit | None
    seen: Looked


def chosen(model: str, rows: Rows, split: CountedSplit | None, seen: Looked, *, first: bool = True) -> Chosen:
    """What the report is made with; `rows` are the histories of all customers, `first` whether first orders may count.

    Raises NotIdentifiedError where no model can be fitted.
    """
    if model != AUTO:
        return Chosen(full_name(model), tried=short_backtest(seen, full_name(model)))
    candidates = compare(*rows[:3], weights=rows.customers, holdout=split, prior=seen.prior)
    found = _decided(candidates, seen, first)
    if found is not None:
        method, level = found.method, found.level.factor
        return Chosen(method.model, method.first, level, found.why, candidates, found.tried)
    likeliest = choose(candidates)
    name = likeliest.best.name
    reason = seen.reason or "too little was known on past days to try them"
    why = by_likelihood(name, len(candidates), reason, likeliest.sentence)
    return Chosen(name, False, 1.0, why, candidates, short_backtest(seen, name))


def made(
    orders: Orders,
    model: str,
    horizon: float,
    as_of: dt.date | None = None,
    *,
    season: bool = True,
    prior: bool = False,
    held: CustomerSummary | None = None,
    judged: bool = False,
) -> Made:
    """The models of these orders, of a report or for scores; `horizon` in years says how far past days look.

    Where a model is named, past days are asked only to have it `judged`. `held` are the customers, where they are in
    memory as of that day.

    Raises NotIdentifiedError where no model can be fitted.
    """

    def aggregates(first: bool) -> Aggregates:
        return of_orders(orders, as_of, first=first) if held is None else of_summary(held, first=first)

    known = aggregates(first=False)
    refuse(known.histories, LEAST if prior else MIN_CUSTOMERS)
    asked = judged or model == AUTO
    split = cut(orders) if asked else None
    seen = look(orders, horizon, as_of or orders.as_of, season, prior) if asked else Looked()
    choice = chosen(model, known.histories, split, seen)
    if choice.first:
        known = aggregates(first=True)
    months = repeat_months(orders, as_of) if season else None
    fits = fit_aggregates(known, choice.model, orders.money, months, prior)
    return Made(choice, known, replace(fits, level=choice.level), split, seen)


def _decided(candidates: tuple[Candidate, ...], seen: Looked, first: bool) -> Decision | None:
    """What past days say, among the models that can be fitted today; None where there are no days to ask."""
    aic = {c.name: c.aic for c in candidates if c.aic is not None}
    if seen.days is None or not aic:
        return None
    methods = [method for method in METHODS if first or not method.first]
    return decide(seen.days, seen.cuts, aic, methods, seen.season, seen.prior)

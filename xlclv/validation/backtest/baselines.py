"""What anybody can predict without a model: the easy rules that a model has to beat, orders and money a customer."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from xlclv.checks import Bools, Floats
from xlclv.models.likelihood.history import totals
from xlclv.segments.rfm import scores
from xlclv.validation.backtest.cuts import QUARTER, YEAR
from xlclv.validation.backtest.days import Days, Past, past

_SILENT = (60, 90, 120)
_BINS = 3  # 27 cells: five bins would leave most of 125 cells to a few customers
_FEWEST = 30  # customers from whom the cells' means can be learnt


class Predicted(NamedTuple):
    """Purchase days and money of each customer of a Past within the days ahead."""

    orders: Floats
    money: Floats


Rule = Callable[[Days, Past, int], Predicted | None]  # None where the history is too short for the rule


def last_period(days: Days, known: Past, ahead: int) -> Predicted | None:
    """What the customer did in the last so many days."""
    return _during(days, known, known.cutoff - ahead, known.cutoff)


def last_year(days: Days, known: Past, ahead: int) -> Predicted | None:
    """What the customer did in the same days a year before; of a whole year that is the last period."""
    return _during(days, known, known.cutoff - YEAR, known.cutoff - YEAR + ahead) if ahead < YEAR else None


def last_quarter(days: Days, known: Past, ahead: int) -> Predicted | None:
    """The last quarter, times what all customers did a year before after the same quarter, over that quarter."""
    if known.cutoff - YEAR - QUARTER < days.begin - 1:
        return None
    recent = _during(days, known, known.cutoff - QUARTER, known.cutoff)
    year_ago = known.cutoff - YEAR
    then, later = days.between(year_ago - QUARTER, year_ago), days.between(year_ago, year_ago + ahead)
    if recent is None or not all(part.sum() > 0 for part in then):
        return None
    return Predicted(*(own * (b.sum() / a.sum()) for own, a, b in zip(recent, then, later, strict=True)))


def repeat_rate(_: Days, known: Past, ahead: int) -> Predicted | None:
    """The customer's own rate of repeat orders so far, each worth the customer's own mean."""
    orders = known.frequency / known.age * ahead
    return Predicted(orders, orders * known.monetary_value)


def silent_rule(limit: int) -> Rule:
    """The customer's own rate of all orders, over a quarter at least, while silent for less than `limit` days."""

    def predict(_: Days, known: Past, ahead: int) -> Predicted | None:
        share = np.where(known.silent < limit, ahead / np.maximum(known.age, float(QUARTER)), 0.0)
        return Predicted(known.orders * share, known.spent * share)

    return predict


def rfm_cell(days: Days, known: Past, ahead: int) -> Predicted | None:
    """What customers in the same third by recency, frequency and money did, who were in it so many days before."""
    before = past(days, known.cutoff - ahead)
    if len(before.who) < _FEWEST:
        return None
    did = _during(days, before, before.cutoff, known.cutoff)
    if did is None:
        return None
    then, now = _cells(before), _cells(known)
    number = totals(then, np.ones(len(then)), _BINS**3)
    found = []
    for column in did:
        mean = totals(then, column, _BINS**3) / np.maximum(number, 1.0)
        found.append(np.where(number > 0, mean, column.mean())[now])
    return Predicted(*found)


RULES: dict[str, Rule] = {
    "last period again": last_period,
    "last year again": last_year,
    "last quarter x season": last_quarter,
    **{f"rate, silent < {limit} days": silent_rule(limit) for limit in _SILENT},
    "own repeat rate": repeat_rate,
    "mean of the RFM cell": rfm_cell,
}


def _during(days: Days, known: Past, start: int, end: int) -> Predicted | None:
    """What the customers did after `start` up to `end`; None where orders do not reach back so far."""
    if start < days.begin - 1:
        return None
    return Predicted(*(column[known.who] for column in days.between(start, end)))


def _cells(known: Past) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    found = scores(known.silent, known.orders, _paid(known.spent, known.spent > 0), _BINS) - 1
    return np.asarray((found[:, 0] * _BINS + found[:, 1]) * _BINS + found[:, 2])


def _paid(spent: Floats, some: Bools) -> Floats:
    """Money so far, refunds beyond it as nothing."""
    return np.where(some, spent, 0.0)

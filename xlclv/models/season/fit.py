"""BG/NBD and MBG/NBD fitted together with their season clock: four parameters, and eleven free weights of twelve."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from xlclv.checks import Floats
from xlclv.errors import NUM, Fault, InputError
from xlclv.models import by_name
from xlclv.models.likelihood.collapse import Rows
from xlclv.models.likelihood.maximum import LARGEST, SMALLEST, Fit
from xlclv.models.likelihood.newton import Optimum, maximise
from xlclv.models.season.clock import DAYS, WEEK, Seasonal, normalised
from xlclv.models.season.surface import month_days, pseudo, surface

TWO_YEARS = 730  # days from which on every month has come twice
_LATE = 91  # days from which on a shop's first repeat order is not merely slow in coming
_FREE = 11
_FASTEST = 1e4  # a weight stays within this and its inverse
_ROUNDS = 3  # of fitting the parameters on the clock and the clock again, where a parameter meets its limit


class Months(NamedTuple):
    """Repeat orders by month of the year, January first; the first order's and the last known day from 1970-01-01, and
    that of the first repeat order, where it is known."""

    counts: Floats
    first: int
    now: int
    again: int | None = None

    @property
    def late(self) -> bool:
        """Whether nobody bought again for so long that months without repeat orders are no season of them."""
        return self.again is not None and self.again - self.first > _LATE

    @property
    def enough(self) -> bool:
        """Whether every month of the year has been seen twice, since when customers buy again at all."""
        begun = self.again if self.again is not None and self.late else self.first
        return self.now - begun + 1 >= TWO_YEARS


class Seasoned(NamedTuple):
    """A fit on the clock that was fitted with it; the log-likelihood is of the days, so it compares with a plain fit's.

    The fit's covariance has the weights' uncertainty in it, where no parameter is on a boundary.
    """

    fit: Fit[Any]
    clock: Seasonal


def seasonal(model: str) -> bool:
    """Whether the model can be put on a clock: customers must leave at purchases, not in calendar time."""
    return hasattr(by_name(model), "FIRST_CHANCE")


def fit(model: str, known: Rows, months: Months, plain: Fit[Any] | None = None) -> Seasoned | None:
    """The model on its season clock; None where the data identify no such model.

    `known` are histories in weeks as of months.now, of customers of some age; `plain` is the fit
    without a season, where it is at hand.

    Raises InputError where `months` are not the repeat orders of these histories.

    >>> x, t_x, T = (np.array(column, dtype=float) for column in ([0, 1, 2, 6], [0, 60, 90, 110], [110, 100, 115, 118]))
    >>> rows = Rows(x, t_x, T, np.array([40.0, 20, 10, 5]))
    >>> found = fit("BG/NBD", rows, Months(np.array([2.0] * 11 + [48]), 19_000, 20_000))
    >>> [round(w, 1) for w in found.clock.weights][-2:], found.fit.beside
    ([0.5, 7.2], 11)
    """
    repeats = float(known.customers @ known.x)
    if abs(months.counts.sum() - repeats) > 0.5:  # the likelihood would have no highest point
        rule = f"have {months.counts.sum():,.0f} repeat orders where the histories have {repeats:,.0f}"
        raise InputError((Fault("months", rule, NUM, fix="count those of the same customers up to the same day"),))
    kernel = by_name(model)
    plain = plain or kernel.fit(known.x, known.t_x, known.T, weights=known.customers)
    if plain.params is None:
        return None
    recency, age = (np.rint(column * WEEK).astype(np.int64) for column in (known.t_x, known.T))
    unit = float(known.customers @ known.T / known.customers.sum())
    spent = month_days(months.now, int(age.max())) / WEEK / unit
    first_chance: int = kernel.FIRST_CHANCE  # type: ignore[attr-defined]
    both = surface(known.x, known.customers, recency, age, spent, months.counts, first_chance)
    weights, found = np.ones(12), plain
    for _ in range(_ROUNDS):
        best = maximise(both, *_start(found.params, unit, weights))
        if not best.converged:
            return None
        weights = normalised(np.exp(best.point[4:]))
        clock = Seasonal(tuple(weights.tolist()), months.now)
        t_x, T = clock.history(known.t_x, known.T)
        found = kernel.fit(known.x, t_x, T, weights=known.customers)
        if found.params is None or found.log_likelihood is None:
            return None
        reached = best.value - pseudo(np.exp(best.point[4:])) - repeats * np.log(unit)
        of_days = found.log_likelihood + float(months.counts @ np.log(weights))
        if of_days - reached < 1e-6 * max(1.0, abs(of_days)):
            break
    return _reported(found, of_days, best, clock)


def _start(params: Any, unit: float, weights: Floats) -> tuple[Floats, Floats, Floats]:
    """Where to begin, and bounds: parameters on a limit stay there."""
    natural = np.array([params.r, params.alpha / unit, params.a, params.b])
    point = np.log(np.concatenate([natural, weights]))
    low, high = np.log([SMALLEST, SMALLEST**2.5, SMALLEST, SMALLEST]), np.log([LARGEST, LARGEST**2.5, LARGEST, LARGEST])
    held = (natural <= SMALLEST) | (natural >= LARGEST)
    held[1] = False
    if natural[2] <= SMALLEST or natural[3] <= SMALLEST:
        held[2:] = True
    low, high = np.where(held, point[:4], low), np.where(held, point[:4], high)
    reach = np.full(12, np.log(_FASTEST))
    return point, np.append(low, -reach), np.append(high, reach)


def _reported(found: Fit[Any], of_days: float, best: Optimum, clock: Seasonal) -> Seasoned:
    """The fit with the likelihood of the days, and errors that know how well the weights are known."""
    covariance, errors = found.covariance, found.standard_errors
    with np.errstate(divide="ignore"):
        inverse = np.linalg.pinv(-best.hessian)
    # The scale of all weights is shared with alpha: only weights over their mean, and alpha times it, are known.
    share = clock_share(np.array(clock.weights))
    turn = np.eye(16)
    turn[1, 4:] -= share
    turn[4:, 4:] -= share
    joint = turn @ inverse @ turn.T
    if found.status == "converged":
        point = np.array([getattr(found.params, name) for name in found.params.__slots__])  # type: ignore[union-attr]
        covariance = joint[:4, :4] * np.outer(point, point)
        errors = tuple(np.sqrt(np.diag(covariance)).tolist())
    named = Seasonal(clock.weights, clock.now, tuple(np.sqrt(np.maximum(np.diag(joint)[4:], 0.0)).tolist()))
    whole = Fit(found.params, errors, covariance, of_days, found.customers, found.status, _FREE)
    return Seasoned(whole, named)


def clock_share(weights: Floats) -> Floats:
    """Each month's share of a year on the clock."""
    return np.asarray(weights * DAYS / (weights @ DAYS))

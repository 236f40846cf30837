"""Fitting the NBD: its log-likelihood with exact derivatives (Ehrenberg 1959)."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np

from xlclv.checks import Check, Floats
from xlclv.models.likelihood.collapse import collapse
from xlclv.models.likelihood.history import frequencies, paired, require_customers, require_repeats, rescale, totals
from xlclv.models.likelihood.maximum import Fit, Limit, Problem, solve
from xlclv.models.likelihood.newton import Surface
from xlclv.models.numerics.gammas import digamma_difference, log_gamma_ratio, trigamma_difference

P = TypeVar("P")
_SAME_RATE = "r and alpha grow without bound, every customer buys at the same rate"
LIMITS = (Limit({"r": 1}, _SAME_RATE, ("r", "alpha")),)
STARTS = ((0.4, 0.4), (2.0, 2.0), (0.1, 0.02))


def fit(kind: type[P], frequency: Any, T: Any, weights: Any) -> Fit[P]:
    """The maximum likelihood estimates of `kind`."""
    check = Check()
    x, age = check.take("frequency", frequency), check.take("T", T)
    count = check.take("weights", 1.0 if weights is None else weights, blank=1.0)
    x, age, count = paired(check, frequency=x, T=age, weights=count)
    check.rule(age == 0, "T", age, "must be above 0", "a customer of age 0 says nothing; leave the row out")
    check.done()
    require_customers(count.sum())
    require_repeats(x, count)
    rows, unit, constant = rescale(collapse(x, np.zeros_like(x), age, count))
    problem = Problem(kind, ("alpha",), STARTS, LIMITS)
    return solve(problem, surface(rows.x, rows.T, rows.customers), None, unit, constant, float(count.sum()))


def surface(x: Floats, T: Floats, count: Floats) -> Surface:
    """The total log-likelihood with its exact derivatives by ln r, ln alpha."""
    values, which = frequencies(x)
    customers = totals(which, count)

    def at(point: Floats) -> tuple[float, Floats, Floats]:
        r, alpha = np.exp(point).tolist()
        log_age, share = np.log1p(T / alpha), alpha / (alpha + T)
        value = customers @ log_gamma_ratio(r, values) - count @ (r * log_age + x * np.log(alpha + T))
        by_r = r * (customers @ digamma_difference(r, values) - count @ log_age)
        by_alpha = count @ (r - (r + x) * share)
        hessian = np.empty((2, 2))
        hessian[0, 0] = by_r + r * r * (customers @ trigamma_difference(r, values))
        hessian[0, 1] = hessian[1, 0] = r * (count @ (1.0 - share))
        hessian[1, 1] = -count @ ((r + x) * share * (1.0 - share))
        return float(value), np.array([by_r, by_alpha]), hessian

    return at

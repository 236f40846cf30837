"""Fitting BG/NBD and MBG/NBD: their log-likelihood with exact derivatives (Fader, Hardie & Lee 2005a, equation 7)."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np

from xlclv.checks import Floats
from xlclv.models.likelihood.collapse import Rows
from xlclv.models.likelihood.history import MIN_CUSTOMERS, alike, fitting_rows, frequencies, rescale, sample, totals
from xlclv.models.likelihood.maximum import Fit, Limit, Problem, not_identified, solve
from xlclv.models.likelihood.newton import Surface
from xlclv.models.likelihood.prior import DROPOUT, LEAST
from xlclv.models.numerics.gammas import digamma_difference, log_gamma_ratio, trigamma_difference

P = TypeVar("P")
_CHUNK = 8192  # rows that stay in the cache, and too few for BLAS to start threads, which cost more than they save
STARTS = ((0.5, 0.6, 0.8, 2.5), (2.0, 1.5, 0.5, 3.0), (0.2, 0.1, 3.0, 10.0), (1.0, 3.0, 0.1, 1.0))
_POLAR = "a and b tend to 0, customers drop out at the first chance or never"
_ALIKE = "a and b grow without bound, every customer has the same dropout probability"
_LOYAL = "a tends to 0, nobody drops out, and the model collapses to the NBD"
LIMITS = (
    Limit({"a": -1}, _LOYAL, ("a", "b"), {"b": 1.0}, _POLAR),
    Limit({"b": -1}, "b tends to 0, every customer drops out at the first chance", ("a", "b"), {"a": 1.0}, _POLAR),
    Limit({"a": 1}, _ALIKE, ("a", "b")),
    Limit({"b": 1}, _ALIKE, ("a", "b")),
    Limit({"r": 1}, "r and alpha grow without bound, every customer buys at the same rate", ("r", "alpha")),
)


def fit(
    kind: type[P], first_chance: int, frequency: Any, recency: Any, T: Any, weights: Any, prior: bool = False
) -> Fit[P]:
    """The maximum likelihood estimates of `kind`, whose first chance to drop out counts `first_chance`."""
    rows = fitting_rows(frequency, recency, T, weights, LEAST if prior else MIN_CUSTOMERS)
    problem = Problem(kind, ("alpha",), STARTS, LIMITS)
    customers = float(rows.customers.sum())
    if why := alike(rows):
        return not_identified(problem, why, customers)
    rows, unit, constant = rescale(rows)
    few = sample(rows)
    rough = surface(few, first_chance) if few else None
    leaning = DROPOUT if prior else None
    return solve(problem, surface(rows, first_chance), rough, unit, constant, customers, leaning)


def surface(rows: Rows, first_chance: int) -> Surface:
    """The total log-likelihood with its exact derivatives by ln r, ln alpha, ln a, ln b."""
    values, which = frequencies(rows.x)
    customers = totals(which, rows.customers)

    def at(point: Floats) -> tuple[float, Floats, Floats]:
        with np.errstate(over="ignore", under="ignore"):
            r, alpha, a, b = np.exp(point).tolist()
            value, gradient, hessian = by_frequency(r, a, b, values, values + first_chance, customers)
            for start in range(0, len(rows.x), _CHUNK):
                part = Rows(*(column[start : start + _CHUNK] for column in rows))
                v, g, h = _by_row(r, alpha, a, b, part, first_chance)
                value, gradient, hessian = value + v, gradient + g, hessian + h
        return value, gradient, hessian

    return at


def by_frequency(
    r: float, a: float, b: float, x: Floats, survived: Floats, count: Floats
) -> tuple[float, Floats, Floats]:
    """The part of the log-likelihood that depends on the frequency alone."""
    value = log_gamma_ratio(r, x) + log_gamma_ratio(b, survived) - log_gamma_ratio(a + b, survived)
    r1, r2 = r * (count @ digamma_difference(r, x)), r * r * (count @ trigamma_difference(r, x))
    b1, b2 = count @ digamma_difference(b, survived), count @ trigamma_difference(b, survived)
    c1, c2 = count @ digamma_difference(a + b, survived), count @ trigamma_difference(a + b, survived)
    gradient = np.array([r1, 0.0, -a * c1, b * (b1 - c1)])
    hessian = np.zeros((4, 4))
    hessian[0, 0] = r1 + r2
    hessian[2, 2] = -a * c1 - a * a * c2
    hessian[2, 3] = hessian[3, 2] = -a * b * c2
    hessian[3, 3] = b * (b1 - c1) + b * b * (b2 - c2)
    return float(count @ value), gradient, hessian


def _by_row(r: float, alpha: float, a: float, b: float, rows: Rows, first_chance: int) -> tuple[float, Floats, Floats]:
    """The part that depends on recency and age too."""
    x, t_x, T, count = rows
    age, last = alpha + T, alpha + t_x
    log_age, share = np.log1p(T / alpha), alpha / age
    delta, shift = np.log1p((T - t_x) / last), share - alpha / last
    survived = x + first_chance
    chances = np.where(survived > 0, b + (survived - 1.0), np.inf)
    log_odds = np.log(a) - np.log(chances) + (r + x) * delta
    small = np.exp(-np.abs(log_odds))
    dead = np.where(log_odds > 0, 1.0, small) / (1.0 + small)
    log_alive = np.maximum(log_odds, 0.0) + np.log1p(small)
    value = count @ (log_alive - r * log_age - x * np.log(age))

    # log_odds by ln r, ln alpha, ln a, ln b
    slope = np.stack([r * delta, (r + x) * shift, np.ones_like(x), -b / chances])
    weight = count * dead
    gradient = slope @ weight
    hessian = (slope * (weight * (1.0 - dead))) @ slope.T
    bend = (r + x) * (shift - (share * share - (alpha / last) ** 2))
    hessian[0, 0] += weight @ slope[0] - r * (count @ log_age)
    cross = r * (weight @ shift) + r * (count @ (T / age))
    hessian[0, 1] += cross
    hessian[1, 0] += cross
    hessian[1, 1] += weight @ bend - count @ ((r + x) * share * (1.0 - share))
    hessian[3, 3] += weight @ (slope[3] * (1.0 + slope[3]))
    gradient[0] -= r * (count @ log_age)
    gradient[1] += r * count.sum() - count @ ((r + x) * share)
    return float(value), gradient, hessian

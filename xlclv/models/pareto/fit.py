"""Fitting Pareto/NBD: its log-likelihood with exact derivatives, all from the nodes of one integral per row."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np

from xlclv.checks import Floats
from xlclv.models.likelihood.collapse import Rows
from xlclv.models.likelihood.history import MIN_CUSTOMERS, alike, fitting_rows, frequencies, rescale, sample, totals
from xlclv.models.likelihood.maximum import SMALLEST, Fit, Limit, Problem, not_identified, solve
from xlclv.models.likelihood.newton import Surface
from xlclv.models.likelihood.prior import LEAST, PARETO
from xlclv.models.numerics.gammas import digamma_difference, log_gamma_ratio, trigamma_difference
from xlclv.models.pareto.integral import nodes

P = TypeVar("P")
STARTS = ((0.6, 0.4, 0.6, 0.4), (1.5, 0.8, 1.0, 2.0), (0.3, 0.1, 0.3, 0.1), (2.0, 3.0, 3.0, 3.0))
_LOYAL = "nobody drops out, and the model collapses to the NBD"
_POLAR = "s and beta tend to 0, customers drop out at once or never"
LIMITS = (
    Limit({"s": -1}, f"s tends to 0, {_LOYAL}", ("s", "beta"), {"beta": 1.0}, _POLAR),
    Limit({"s": 1}, "s and beta grow without bound, every customer drops out at the same rate", ("s", "beta")),
    Limit({"beta": 1}, f"beta grows without bound, {_LOYAL}", ("s", "beta"), {"s": SMALLEST, "beta": 1.0}),
    Limit({"beta": -1}, "beta tends to 0, some customers drop out at once", ("beta",)),
    Limit({"r": 1}, "r and alpha grow without bound, every customer buys at the same rate", ("r", "alpha")),
)


def fit(kind: type[P], frequency: Any, recency: Any, T: Any, weights: Any, prior: bool = False) -> Fit[P]:
    """The maximum likelihood estimates of `kind`."""
    rows = fitting_rows(frequency, recency, T, weights, LEAST if prior else MIN_CUSTOMERS)
    problem = Problem(kind, ("alpha", "beta"), STARTS, LIMITS)
    customers = float(rows.customers.sum())
    if why := alike(rows):
        return not_identified(problem, why, customers)
    rows, unit, constant = rescale(rows)
    few = sample(rows)
    rough = surface(few) if few else None
    return solve(problem, surface(rows), rough, unit, constant, customers, PARETO if prior else None)


def surface(rows: Rows) -> Surface:
    """The total log-likelihood with its exact derivatives by ln r, ln alpha, ln s, ln beta."""
    values, which = frequencies(rows.x)
    customers = totals(which, rows.customers)

    def at(point: Floats) -> tuple[float, Floats, Floats]:
        with np.errstate(over="ignore", under="ignore", divide="ignore"):
            r, alpha, s, beta = np.exp(point).tolist()
            value, gradient, hessian = _alive(r, alpha, s, beta, rows)
            value += float(customers @ log_gamma_ratio(r, values))
            first, second = digamma_difference(r, values), trigamma_difference(r, values)
            gradient[0] += r * (customers @ first)
            hessian[0, 0] += customers @ (r * first + r * r * second)
            for part in nodes(alpha, beta, r + rows.x, s + 1.0, rows.t_x, rows.T):
                v, g, h = _dead(r, alpha, s, beta, Rows(*(c[part.rows] for c in rows)), part.past, part.weight)
                value, gradient, hessian = value + v, gradient + g, hessian + h
        return value, gradient, hessian

    return at


def _alive(r: float, alpha: float, s: float, beta: float, rows: Rows) -> tuple[float, Floats, Floats]:
    """ln of (alpha / (alpha + T))^r (alpha + T)^-x (beta / (beta + T))^s, summed, with derivatives."""
    x, _, T, count = rows
    log_alpha, log_beta = np.log1p(T / alpha), np.log1p(T / beta)
    near_alpha, near_beta = alpha / (alpha + T), beta / (beta + T)
    value = -count @ (r * log_alpha + x * np.log(alpha + T) + s * log_beta)
    gradient = np.array([
        -r * (count @ log_alpha), count @ (r - (r + x) * near_alpha),
        -s * (count @ log_beta), s * (count @ (1.0 - near_beta)),
    ])  # fmt: skip
    hessian = np.diag([
        gradient[0], -count @ ((r + x) * near_alpha * (1.0 - near_alpha)),
        gradient[2], -s * (count @ (near_beta * (1.0 - near_beta))),
    ])  # fmt: skip
    hessian[0, 1] = hessian[1, 0] = r * (count @ (1.0 - near_alpha))
    hessian[2, 3] = hessian[3, 2] = gradient[3]
    return float(value), gradient, hessian


def _dead(
    r: float, alpha: float, s: float, beta: float, rows: Rows, past: Floats, weight: Floats
) -> tuple[float, Floats, Floats]:
    """ln(1 + odds of being dead), summed, with derivatives: moments of the day of dropout under its own density."""
    x, t_x, T, count = rows
    total = weight.sum(axis=1)
    weight /= np.where(total > 0, total, 1.0)[:, None]
    left = T - t_x
    fade_alpha, fade_beta = np.log1p(left / (alpha + t_x)), np.log1p(left / (beta + t_x))
    log_odds = np.log(s * total / (beta + t_x)) + (r + x) * fade_alpha + s * fade_beta
    small = np.exp(-np.abs(log_odds))
    dead = np.where(log_odds > 0, 1.0, small) / (1.0 + small)
    value = count @ (np.maximum(log_odds, 0.0) + np.log1p(small))

    # y: ln(alpha + u), alpha / (alpha + u), ln(beta + u), beta / (beta + u), logs relative to u = t_x
    y = []
    for scale in (alpha, beta):
        last = (scale + t_x)[:, None]
        y += [np.log1p(past / last), scale / (last + past)]
    means = [np.einsum("ij,ij->i", weight, column) for column in y]
    ends = [fade_alpha, alpha / (alpha + T), fade_beta, beta / (beta + T)]
    # minus the derivative of ln(integrand) by the logarithm of each parameter is rate x y
    rate = [np.full_like(x, r), r + x, np.full_like(x, s), np.full_like(x, s + 1.0)]
    gap = [rate[i] * (ends[i] - means[i]) for i in range(4)]
    gap[2] += 1.0
    gap[3] = s * ends[3] - (s + 1.0) * means[3]
    slope = np.stack(gap)
    mass = count * dead
    gradient = slope @ mass
    hessian = (slope * (mass * (1.0 - dead))) @ slope.T
    for i in range(4):
        weighted = weight * y[i]
        for j in range(i, 4):
            both = np.einsum("ij,ij->i", weighted, y[j])
            bend = rate[i] * rate[j] * (both - means[i] * means[j])
            bend += _bend(i, j, gap, rate, s, ends, means, both)
            hessian[i, j] += mass @ bend
            if j > i:
                hessian[j, i] = hessian[i, j]
    return float(value), gradient, hessian


def _bend(
    i: int,
    j: int,
    gap: list[Floats],
    rate: list[Floats],
    s: float,
    ends: list[Floats],
    means: list[Floats],
    both: Floats,
) -> Floats | float:
    """Mean second derivative of the integrand's logarithm, less the living customer's."""
    if (i, j) == (0, 0):
        return gap[0]
    if (i, j) == (2, 2):
        return gap[2] - 1.0
    if (i, j) == (0, 1):
        return rate[0] * (ends[1] - means[1])
    if (i, j) == (2, 3):
        return s * (ends[3] - means[3])
    if i == j == 1:
        return rate[1] * ((ends[1] - ends[1] ** 2) - (means[1] - both))
    if i == j == 3:
        return s * (ends[3] - ends[3] ** 2) - (s + 1.0) * (means[3] - both)
    return 0.0

"""Fitting BG/BB: its log-likelihood with exact derivatives, averages over paths (Fader, Hardie & Shang 2010)."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np

from xlclv.checks import Floats
from xlclv.models.likelihood.collapse import Rows
from xlclv.models.likelihood.maximum import Fit, Limit, Problem, not_identified, solve
from xlclv.models.likelihood.newton import Surface
from xlclv.models.numerics.gammas import digamma_difference, trigamma_difference
from xlclv.models.opportunities.paths import Paths, Shapes, fitting_rows, log_tables, log_terms, paths, too_little
from xlclv.places import places

P = TypeVar("P")
STARTS = ((1.0, 1.0, 0.5, 3.0), (0.5, 2.0, 0.5, 1.0), (3.0, 3.0, 1.0, 20.0), (0.3, 0.3, 0.2, 0.2))
_RATES = "alpha and beta grow without bound, all customers buy with the same probability"
_CHURN = "gamma and delta grow without bound, all customers drop out with the same probability"
_POLAR = "gamma and delta tend to 0, customers drop out at once or never"
_LOYAL = "gamma tends to 0, nobody drops out, and the model collapses to the beta-binomial"
_ALWAYS = "beta tends to 0, customers buy at every opportunity while they stay"
_EITHER = "alpha and beta tend to 0, customers buy at every opportunity or never"
LIMITS = (
    Limit({"gamma": -1}, _LOYAL, ("gamma", "delta"), {"delta": 1.0}, _POLAR),
    Limit({"delta": -1}, _POLAR, ("gamma", "delta")),
    Limit({"gamma": 1}, _CHURN, ("gamma", "delta")),
    Limit({"delta": 1}, _CHURN, ("gamma", "delta")),
    Limit({"beta": -1}, _ALWAYS, ("alpha", "beta"), {"alpha": 1.0}, _EITHER),
    Limit({"alpha": 1}, _RATES, ("alpha", "beta")),
    Limit({"beta": 1}, _RATES, ("alpha", "beta")),
    Limit({"alpha": -1}, _EITHER, ("alpha", "beta")),
)


def fit(kind: type[P], frequency: Any, recency: Any, n: Any, weights: Any) -> Fit[P]:
    """The maximum likelihood estimates of `kind`."""
    rows = fitting_rows(frequency, recency, n, weights)
    problem = Problem(kind, (), STARTS, LIMITS)
    customers = float(rows.customers.sum())
    if why := too_little(rows):
        return not_identified(problem, why, customers)
    return solve(problem, surface(rows), None, 1.0, 0.0, customers)


def surface(rows: Rows) -> Surface:
    """The total log-likelihood with its exact derivatives by ln alpha, ln beta, ln gamma, ln delta."""
    parts, longest = list(paths(rows.x, rows.t_x, rows.T)), int(rows.T.max())

    def at(point: Floats) -> tuple[float, Floats, Floats]:
        with np.errstate(over="ignore", under="ignore"):
            shapes = Shapes(*np.exp(point).tolist())
            tables = _Tables(shapes, longest)
            value, gradient, hessian = 0.0, np.zeros(4), np.zeros((4, 4))
            for part in parts:
                v, g, h = _by_path(shapes, tables, part, rows.customers[part.row[part.starts]])
                value, gradient, hessian = value + v, gradient + g, hessian + h
        scale = np.array(shapes)
        gradient = gradient * scale
        return value, gradient, hessian * np.outer(scale, scale) + np.diag(gradient)

    return at


class _Tables:
    """ln Gamma(z + j) - ln Gamma(z) and its two derivatives by z, for the five z and every j."""

    __slots__ = ("first", "logs", "second")

    def __init__(self, shapes: Shapes, longest: int) -> None:
        alpha, beta, gamma, delta = shapes
        z, j = np.array([alpha, beta, alpha + beta, delta, gamma + delta])[:, None], np.arange(longest + 2.0)
        self.logs = log_tables(shapes, longest)
        self.first, self.second = digamma_difference(z, j), trigamma_difference(z, j)


def _by_path(shapes: Shapes, tables: _Tables, part: Paths, count: Floats) -> tuple[float, Floats, Floats]:
    """Value, gradient and Hessian by the four parameters, of rows that stand for `count` customers each."""
    x, m, k = part.x, part.m, part.m + part.dead
    size = np.diff(part.starts, append=len(m))
    terms = log_terms(shapes, tables.logs, part)
    top = np.maximum.reduceat(terms, places(part.starts))
    weight = np.exp(terms - np.repeat(top, places(size)))
    total = np.add.reduceat(weight, places(part.starts))
    weight /= np.repeat(total, places(size))  # the probability of each path, given the history
    mass = weight * np.repeat(count, places(size))

    f, dies = tables.first, part.dead / shapes.gamma
    slope = np.stack([f[0][x] - f[2][m], f[1][m - x] - f[2][m], dies - f[4][k], f[3][m] - f[4][k]])
    mean = np.add.reduceat(slope * weight, places(part.starts), axis=1)
    hessian = (slope * mass) @ slope.T - (mean * count) @ mean.T
    s = tables.second
    buying, staying = mass @ s[2][m], mass @ s[4][k]
    hessian[:2, :2] -= buying
    hessian[2:, 2:] -= staying
    hessian[np.diag_indices(4)] += mass @ np.stack([s[0][x], s[1][m - x], -(dies**2), s[3][m]]).T
    return float(count @ (top + np.log(total))), slope @ mass, hessian

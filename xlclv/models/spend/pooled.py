"""Gamma-Gamma held to the mean of what was seen, where its own mean does not exist or is far above it.

A few customers who spend very much more than the rest push q to 1 and below, and with it what is expected of a
customer seen once to infinity, or past it to a number below 0. Held to the mean M of the repeat buyers' mean order
values, gamma = M (q - 1) / p, the expectation is (p x m + (q - 1) M) / (p x + q - 1): the customer's own mean and M,
weighted. p and q stay maximum likelihood; q is above 1 by construction.
"""

from __future__ import annotations

from typing import NamedTuple, TypeVar

import numpy as np

from xlclv.checks import Bools, Floats
from xlclv.models.likelihood.maximum import LARGEST, SMALLEST, Fit
from xlclv.models.likelihood.newton import Surface, maximise

P = TypeVar("P")
FARTHEST_MEAN = 2.0  # times the mean that was seen: beyond it, the model's own rests on customers nobody has seen
WORDS = (
    "boundary: order values differ so much between customers that their mean does not follow from the model; each "
    "customer's own mean is drawn towards that of all who came back"
)
_STARTS = ((1.0, 1.0), (10.0, 0.1), (100.0, 10.0))


class Held(NamedTuple):
    """The likelihood in data whose mean M is 1, that mean as money, its relative variance, and the customers."""

    surface: Surface
    mean: float
    variance: float
    constant: float
    customers: float


def fit(kind: type[P], data: Held) -> Fit[P]:
    """Maximum likelihood estimates of p and q with the population's mean held to the data's."""
    low, high = np.log([SMALLEST, SMALLEST]), np.log([LARGEST, LARGEST])
    at = _held(data.surface)
    best = max((maximise(at, np.log(start), low, high) for start in _STARTS), key=lambda found: found.value)
    p, above = np.where(best.side > 0, LARGEST, np.where(best.side < 0, SMALLEST, np.exp(best.point))).tolist()
    params = kind(p, 1.0 + above, data.mean * above / p)  # type: ignore[call-arg]
    covariance = _covariance(best.hessian, best.side == 0, p, above, params, data.variance / data.customers)
    errors = tuple(float(np.sqrt(v)) if v > 0 else None for v in np.diag(covariance))
    return Fit(params, errors, covariance, best.value + data.constant, data.customers, WORDS)


def _held(surface: Surface) -> Surface:
    """The likelihood by u = ln p and v = ln(q - 1), with ln gamma = v - u."""

    def at(point: Floats) -> tuple[float, Floats, Floats]:
        u, v = point
        above = float(np.exp(v))
        share = above / (1.0 + above)  # d ln q / dv
        value, gradient, hessian = surface(np.array([u, np.log1p(above), v - u]))
        slopes = np.array([[1.0, 0.0], [0.0, share], [-1.0, 1.0]])
        bent = slopes.T @ hessian @ slopes
        bent[1, 1] += gradient[1] * share * (1.0 - share)
        return value, slopes.T @ gradient, bent

    return at


def _covariance(hessian: Floats, free: Bools, p: float, above: float, params: object, mean_error: float) -> Floats:
    """Of p, q and gamma by the delta method; M is known as well as a mean is, apart from p and q."""
    inner = np.zeros((2, 2))
    size, axes = np.linalg.eigh(-hessian[np.ix_(free, free)])
    if free.any() and (size > 0).all():
        inner[np.ix_(free, free)] = (axes / size) @ axes.T
    gamma = params.gamma  # type: ignore[attr-defined]
    slopes = np.array([[p, 0.0], [0.0, above], [-gamma, gamma]])
    covariance = slopes @ inner @ slopes.T
    covariance[2, 2] += gamma * gamma * mean_error
    return np.asarray(covariance)

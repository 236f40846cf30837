"""NBD: repeat buying without dropout (Ehrenberg 1959), which BG/NBD and Pareto/NBD become where nobody leaves.

1. Everyone buys at random at a steady rate; rates are gamma(r, alpha) across customers.
2. Nobody leaves.
3. Rates do not change with time.

Likelihood of x repeat purchases by T: lambda^x e^(-lambda T), over the mixture.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from xlclv.checks import Check, Floats
from xlclv.models.likelihood.history import frequencies, same_shape, take_horizon
from xlclv.models.likelihood.maximum import Fit, validate
from xlclv.models.numerics.gammas import log_gamma_ratio
from xlclv.models.pareto import nbd_fit


@dataclass(frozen=True, slots=True)
class Params:
    """Purchase rates are gamma(r, alpha) across customers; both above 0.

    >>> Params(0.385, 12.07)
    Params(r=0.385, alpha=12.07)
    """

    r: float
    alpha: float

    def __post_init__(self) -> None:
        validate(self)


def fit(frequency: Any, T: Any, *, weights: Any = None) -> Fit[Params]:
    """Maximum likelihood estimates from repeat purchases and ages; when the last purchase was does not matter.

    frequency and T are equally long lists, one entry a customer, or a row of grouped data with `weights` customers.
    alpha comes out in the unit of T, r is free of it.

    Raises InputError for numbers out of bounds, age 0, fewer than 20 customers, or no repeat purchase at all.

    >>> found = fit([0, 1, 2, 6, 0, 3], [30, 31, 28, 31, 20, 30], weights=[40, 20, 10, 5, 30, 5])
    >>> found.status, found.params.r > 0, found.customers
    ('converged', True, 110.0)
    """
    return nbd_fit.fit(Params, frequency, T, weights)


def log_likelihood(params: Params, frequency: Any, T: Any) -> Floats:
    """ln of the likelihood of each history: Gamma(r + x) / Gamma(r) x alpha^r / (alpha + T)^(r + x).

    Arguments broadcast. It is of the purchases' days, as the other models' is, so the two can be compared; the
    probability of the count x alone has another factor, T^x / x!.

    Raises InputError for numbers out of bounds.

    >>> print(f"{log_likelihood(Params(0.385, 12.07), 2, 38.86):.6f}")
    -9.044012
    """
    check = Check()
    x, age = check.take("frequency", frequency), check.take("T", T)
    same_shape(check, frequency=x, T=age)
    check.done()
    values, which = frequencies(x)
    counts = log_gamma_ratio(params.r, values)[which].reshape(np.shape(x))
    total = counts - params.r * np.log1p(age / params.alpha) - x * np.log(params.alpha + age)
    return check.finite("params", total)


def expected_purchases(params: Params, horizon: Any, frequency: Any, T: Any) -> Floats:
    """Expected number of purchases in the `horizon` units of time after T: (r + x) / (alpha + T) x horizon.

    Arguments broadcast; frequency 0 and T 0 are a new customer.

    Raises InputError for numbers out of bounds.

    >>> print(f"{expected_purchases(Params(0.385, 12.07), 39, 2, 38.86):.6f}")
    1.826330
    """
    check = Check()
    h = take_horizon(check, horizon)
    x, age = check.take("frequency", frequency), check.take("T", T)
    same_shape(check, horizon=h, frequency=x, T=age)
    check.done()
    return check.finite("horizon", (params.r + x) * (h / (params.alpha + age)))

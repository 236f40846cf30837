"""Gamma-Gamma: what an order is worth, independent of how often orders come (Fader, Hardie & Lee 2005b; note 025).

1. A customer's orders vary at random around a mean of one's own: gamma of shape p.
2. The gamma's rates are gamma(q, gamma) across customers; the mean of means exists for q above 1.
3. What one spends does not depend on how often one buys, and does not change with time.

Likelihood of the mean m of x orders: the gamma of shape p x and rate nu x, over the mixture.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from xlclv.checks import Check, Floats
from xlclv.errors import NA, InputError
from xlclv.models.likelihood.history import frequencies, same_shape
from xlclv.models.likelihood.maximum import validate
from xlclv.models.numerics.gammas import log_beta
from xlclv.models.spend import fit as spend_fit
from xlclv.models.spend import pooled
from xlclv.models.spend.fit import SpendFit
from xlclv.models.spend.moments import Moments


@dataclass(frozen=True, slots=True)
class Params:
    """Order values are gamma(p, nu) for a customer, their rates nu gamma(q, gamma) across customers; all above 0.

    >>> Params(6.25, 3.74, 15.44)
    Params(p=6.25, q=3.74, gamma=15.44)
    """

    p: float
    q: float
    gamma: float

    def __post_init__(self) -> None:
        validate(self)


def fit(frequency: Any, monetary_value: Any, *, weights: Any = None) -> SpendFit[Params]:
    """Maximum likelihood estimates from repeat buyers' mean order values (note 025, equation 1a).

    frequency and monetary_value are equally long lists, one entry a customer, or a row of grouped data with
    `weights` customers; gamma comes out in the money of monetary_value, p and q are free of it. Rows with
    frequency 0 or monetary_value 0 are left out. The fit also carries the correlation of frequency and
    monetary_value, which the model takes to be none.

    Raises InputError for frequencies that are not whole, a negative mean or fewer than 20 repeat buyers.

    >>> x, m = [1, 2, 1, 4, 0, 3, 1, 1], [22.5, 40.25, 18.0, 31.5, 0, 75.5, 9, 160]
    >>> found = fit(x, m, weights=[9, 8, 7, 6, 50, 5, 4, 3])
    >>> found.status, found.customers
    ('converged', 42.0)
    """
    return spend_fit.fit(Params, frequency, monetary_value, weights)


def fit_moments(found: Moments, prior: bool = False) -> SpendFit[Params]:
    """The same estimates from the moments of any number of customers, which merge: nothing else leaves a database.

    With a `prior` fewer than 200 repeat buyers lean on what other shops show, and 3 are enough (likelihood.prior).

    Raises InputError for fewer than 20 repeat buyers.

    >>> from xlclv.models.spend.moments import moments
    >>> x, m = np.array([1.0, 2, 1, 4, 3, 1, 1]).repeat(6), np.array([22.5, 40.25, 18.0, 31.5, 75.5, 9, 160]).repeat(6)
    >>> abs(fit_moments(moments(x, m)).log_likelihood - fit(x, m).log_likelihood) < 1e-9
    True
    """
    return spend_fit.fit_moments(Params, found, prior)


def counted(customers: float) -> SpendFit[Params]:
    """The spend of `customers` whose orders are counted, without money: each is worth 1, a unit of its own.

    Raises nothing: no order value is asked for.

    >>> expected_spend(counted(30).params, [0, 3], [0, 1]).tolist()
    [1.0, 1.0]
    """
    return spend_fit.fit_price(Params, 1.0, customers)


def fit_expected(found: Moments, prior: bool = False) -> SpendFit[Params]:
    """fit_moments where the mean it expects of a new customer is one to value by; else held to the mean seen.

    Expected spend then exists and is above 0 for every history, and `status` says so (xlclv.models.spend.pooled).

    Raises InputError for fewer than 20 repeat buyers.

    >>> from xlclv.models.spend.moments import moments
    >>> x, m = np.repeat([1.0, 2, 3, 4], 8), np.repeat([10.0, 20, 80, 5000], 8)
    >>> fit_moments(moments(x, m)).params.q < 1
    True
    >>> held = fit_expected(moments(x, m))
    >>> round(population_mean(held.params), 6), m.mean().item(), held.status.startswith("boundary: ")
    (1277.5, 1277.5, True)
    """
    customers = float(found.customers.sum())
    try:
        plain = fit_moments(found, prior)
    except InputError as error:
        if error.code == NA:  # too few
            raise
        # enough customers, but no optimum: of order values that hardly anything holds together
        return spend_fit.fit_pooled(Params, found)
    if plain.params is not None and plain.params.q > 1:
        p, q, gamma = plain.params.p, plain.params.q, plain.params.gamma
        if p * gamma / (q - 1.0) <= pooled.FARTHEST_MEAN * found.mean / customers:
            return plain
    return spend_fit.fit_pooled(Params, found)


def log_likelihood(params: Params, frequency: Any, monetary_value: Any) -> Floats:
    """ln of the density of each mean order value, no constant left out (note 025, equation 1a). Arguments broadcast.

    Raises InputError for frequency 0 (there is no mean then) or a mean that is not above 0.

    >>> print(f"{log_likelihood(Params(6.25, 3.74, 15.44), 2, 22.35):.6f}")
    -3.551317
    """
    check = Check()
    x, m = check.take("frequency", frequency), check.take("monetary_value", monetary_value)
    check.rule(x == 0, "frequency", x, "must be above 0", "a one-time buyer has no repeat purchase to average")
    check.rule(m <= 0, "monetary_value", m, "must be above 0")
    same_shape(check, frequency=x, monetary_value=m)
    check.done()
    p, q, gamma = params.p, params.q, params.gamma
    # (m x / (gamma + m x))^(p x) (gamma / (gamma + m x))^q / (m B(p x, q)): powers paired so as not to cancel
    values, which = frequencies(x)
    shape, spent = p * x, m * x
    constant = -log_beta(p * values, q)[which].reshape(np.shape(x))
    total = constant - shape * np.log1p(gamma / spent) - q * np.log1p(spent / gamma) - np.log(m)
    return check.finite("params", total)


def expected_spend(params: Params, frequency: Any, monetary_value: Any) -> Floats:
    """Expected value of an order of each customer: p (gamma + m x) / (p x + q - 1) (note 025).

    Arguments broadcast. Without a repeat purchase it is the population's mean, whatever monetary_value says.

    Raises InputError for a mean not above 0 where frequency is above 0, and where p x + q is at most 1, for then
    the expectation does not exist.

    >>> print(f"{expected_spend(Params(6.25, 3.74, 15.44), 2, 22.35):.6f}")
    24.663714
    >>> expected_spend(Params(6.25, 1.0, 15.44), 0, 0)
    Traceback (most recent call last):
    ...
    xlclv.errors.InputError: frequency is 0; has no mean to expect: p x frequency + q is at most 1 (p 6.25, q 1)
    """
    check = Check()
    x, m = check.take("frequency", frequency), check.take("monetary_value", monetary_value, blank=0.0)
    if same_shape(check, frequency=x, monetary_value=m):
        check.rule((x > 0) & (m <= 0), "monetary_value", m, "must be above 0 where frequency is above 0")
    room = params.p * x + (params.q - 1.0)
    check.rule(room <= 0, "frequency", x, _no_mean(params))
    check.done()
    spent = x * np.where(x > 0, m, 0.0)
    return check.finite("monetary_value", params.p * (params.gamma + spent) / room)


def population_mean(params: Params) -> float:
    """Expected value of an order of a customer nobody has seen buy twice: p gamma / (q - 1).

    Raises InputError when q is at most 1, for then it does not exist.

    >>> print(f"{population_mean(Params(6.25, 3.74, 15.44)):.6f}")
    35.218978
    """
    return float(expected_spend(params, 0, 0))


def _no_mean(params: Params) -> str:
    return f"has no mean to expect: p x frequency + q is at most 1 (p {params.p:.15g}, q {params.q:.15g})"

"""BG/NBD: repeat buying with a chance to drop out after every repeat purchase (Fader, Hardie & Lee 2005a).

1. While a customer, one buys at random at a steady rate; rates are gamma(r, alpha) across customers.
2. After every repeat purchase one leaves for good with a probability of one's own; these are beta(a, b).
3. Rate and probability are independent across customers, and neither changes with time.

Likelihood of x repeat purchases, the last at t_x, by T: (1 - p)^x lambda^x e^(-lambda T) +
[x > 0] p (1 - p)^(x - 1) lambda^x e^(-lambda t_x), over both mixtures (equation 6).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from xlclv.checks import Floats
from xlclv.models.dropout import beta_chance
from xlclv.models.dropout import fit as dropout_fit
from xlclv.models.likelihood.maximum import Fit, validate

FIRST_CHANCE = 0  # no dropout at the first purchase


@dataclass(frozen=True, slots=True)
class Params:
    """Purchase rates are gamma(r, alpha) across customers, dropout probabilities beta(a, b); all above 0.

    >>> Params(0.243, 4.414, 0.793, 2.426)
    Params(r=0.243, alpha=4.414, a=0.793, b=2.426)
    >>> Params(0.243, -4.414, 0.793, 2.426)
    Traceback (most recent call last):
    ...
    xlclv.errors.InputError: alpha is -4.414; must be above 0
    """

    r: float
    alpha: float
    a: float
    b: float

    def __post_init__(self) -> None:
        validate(self)


def fit(frequency: Any, recency: Any, T: Any, *, weights: Any = None, prior: bool = False) -> Fit[Params]:
    """Maximum likelihood estimates from customers' histories (Fader, Hardie & Lee 2005a).

    frequency, recency and T are equally long lists, one entry a customer, or a row of grouped data with
    `weights` customers. recency and T share one unit of time; alpha comes out in it, r, a and b are free of it.

    With a `prior` fewer than 200 customers lean on what other shops show, and 8 are enough (likelihood.prior).

    Raises InputError for histories that cannot be, fewer than 20 customers, or no repeat purchase at all.

    >>> x, t_x, T = [0, 1, 2, 6, 0, 3], [0, 8, 20, 30, 0, 9], [30, 31, 28, 31, 20, 30]
    >>> found = fit(x, t_x, T, weights=[40, 20, 10, 5, 30, 5])
    >>> found.status, found.customers
    ('converged', 110.0)
    """
    return dropout_fit.fit(Params, FIRST_CHANCE, frequency, recency, T, weights, prior)


def log_likelihood(params: Params, frequency: Any, recency: Any, T: Any) -> Floats:
    """ln of the likelihood of each history, no constant left out (equation 6). Arguments broadcast.

    Raises InputError for histories that cannot be.

    >>> print(f"{log_likelihood(Params(0.243, 4.414, 0.793, 2.426), 2, 30.43, 38.86):.6f}")
    -9.458606
    """
    return beta_chance.log_likelihood(params, FIRST_CHANCE, frequency, recency, T)


def p_alive(params: Params, frequency: Any, recency: Any, T: Any, ahead: Any = 0.0) -> Floats:
    """Probability that the customer will not have dropped out by T + ahead (Fader & Hardie, note 021).

    P = 1 / (1 + odds) at T, times 2F1(r + x, a; a + b'; -ahead / (alpha + T)), b' = b + x. Arguments broadcast; ahead
    is in the unit of T. A customer without a repeat purchase had no chance to drop out by T and has probability 1 at
    `ahead` 0: the model's own assumption; MBG/NBD and Pareto/NBD make another.

    Raises InputError for histories that cannot be or a negative `ahead`.

    >>> params = Params(0.243, 4.414, 0.793, 2.426)
    >>> p_alive(params, 2, 30.43, 38.86, [0, 39]).round(6).tolist()
    [0.726579, 0.567138]
    """
    return beta_chance.p_alive(params, FIRST_CHANCE, frequency, recency, T, ahead)


def expected_purchases(params: Params, horizon: Any, frequency: Any, recency: Any, T: Any) -> Floats:
    """Expected number of purchases in the `horizon` units of time after T (equation 10). Arguments broadcast.

    Raises InputError for histories that cannot be or a negative horizon.

    >>> print(f"{expected_purchases(Params(0.243, 4.414, 0.793, 2.426), 39, 2, 30.43, 38.86):.6f}")
    1.226028
    """
    return beta_chance.expected_purchases(params, FIRST_CHANCE, horizon, frequency, recency, T)


def expected_purchases_new(params: Params, horizon: Any) -> Floats:
    """Expected repeat purchases of a new customer in the first `horizon` units of time.

    Raises InputError for a negative horizon.

    >>> print(f"{expected_purchases_new(Params(0.243, 4.414, 0.793, 2.426), 52):.6f}")
    1.446051
    """
    return beta_chance.expected_purchases_new(params, FIRST_CHANCE, horizon)


def purchases_if_alive(params: Params, horizon: Any, frequency: Any, T: Any) -> Floats:
    """Expected purchases in the `horizon` after T of a customer known to be alive at T: equation (10) / p_alive.

    Raises InputError for values out of bounds.

    >>> print(f"{purchases_if_alive(Params(0.243, 4.414, 0.793, 2.426), 39, 2, 38.86):.6f}")
    1.687399
    """
    return beta_chance.purchases_if_alive(params, FIRST_CHANCE, horizon, frequency, T)


def dert(params: Params, continuous_rate: Any, frequency: Any, recency: Any, T: Any) -> Floats:
    """DERT: all purchases to come, discounted continuously: INTEGRAL from 0 of e^(-rate t) dE[Y(t)].

    Arguments broadcast. continuous_rate is the force of interest per unit of time, ln(1 + annual rate) / units per
    year. At rate 0 it is the expected number of purchases for ever, which exists for a above 1 only. By quadrature in
    positive terms, relative error below 1e-10. Defined for Pareto/NBD by Fader, Hardie & Lee 2005b.

    Raises InputError for histories that cannot be, a negative rate, or a sum without limit.

    >>> print(f"{dert(Params(0.243, 4.414, 0.793, 2.426), 0.0027, 2, 30.43, 38.86):.6f}")
    5.156380
    """
    return beta_chance.dert(params, FIRST_CHANCE, continuous_rate, frequency, recency, T)

"""BG/BB: buying or not at each of n opportunities, with dropout in between (Fader, Hardie & Shang 2010).

1. While a customer, one buys at each opportunity with a probability p; these are beta(alpha, beta) across customers.
2. Before each opportunity one leaves for good with a probability theta; these are beta(gamma, delta).
3. Both probabilities are independent across customers, and neither changes with time.

Likelihood of x purchases, the last at opportunity t_x, in n: p^x (1 - p)^(n - x) (1 - theta)^n +
SUM over i < n - t_x of p^x (1 - p)^(t_x - x + i) theta (1 - theta)^(t_x + i), over both mixtures.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from xlclv.checks import Check, Floats
from xlclv.models.contracts.curve import Curve, log_loss
from xlclv.models.contracts.discounted_sum import discounted_survival
from xlclv.models.likelihood.history import same_shape
from xlclv.models.likelihood.maximum import Fit, validate
from xlclv.models.opportunities.paths import Shapes, log_paths, log_silence, take_opportunities


@dataclass(frozen=True, slots=True)
class Params:
    """Across customers, purchases have probability beta(alpha, beta), dropouts beta(gamma, delta); all above 0.

    >>> Params(1.204, 0.750, 0.657, 2.783)
    Params(alpha=1.204, beta=0.75, gamma=0.657, delta=2.783)
    """

    alpha: float
    beta: float
    gamma: float
    delta: float

    def __post_init__(self) -> None:
        validate(self)

    @property
    def staying(self) -> Curve:
        """The probability of being alive at each opportunity, the survival curve of sBG."""
        return Curve(self.gamma, self.delta, 1.0)

    @property
    def shapes(self) -> Shapes:
        """The four numbers."""
        return Shapes(self.alpha, self.beta, self.gamma, self.delta)


def fit(frequency: Any, recency: Any, n: Any, *, weights: Any = None) -> Fit[Params]:
    """Maximum likelihood estimates from customers' histories (Fader, Hardie & Shang 2010).

    frequency (opportunities taken), recency (the last of them, 0 without any) and n (opportunities there were) are
    equally long lists, one entry a customer, or a row of grouped data with `weights` customers.

    Raises InputError for histories that cannot be, fewer than 20 customers, or no purchase at all.

    >>> x, t_x = [0, 1, 1, 2, 1, 2, 3, 1, 2, 3, 4], [0, 1, 2, 2, 3, 3, 3, 4, 4, 4, 4]
    >>> found = fit(x, t_x, 4, weights=[100, 34, 11, 18, 8, 13, 16, 6, 15, 28, 51])
    >>> found.status, found.customers
    ('converged', 300.0)
    """
    from xlclv.models.opportunities import fit as bg_bb_fit

    return bg_bb_fit.fit(Params, frequency, recency, n, weights)


def log_likelihood(params: Params, frequency: Any, recency: Any, n: Any) -> Floats:
    """ln of the likelihood of each history, no constant left out. Arguments broadcast.

    Raises InputError for histories that cannot be.

    >>> print(f"{log_likelihood(Params(1.204, 0.750, 0.657, 2.783), 2, 4, 6):.6f}")
    -5.195698
    """
    check = Check()
    x, t_x, age = np.broadcast_arrays(*take_opportunities(check, frequency, recency, n))
    check.done()
    total, _ = log_paths(params.shapes, x, t_x, age)
    silent = (x == 0) & (total > -0.5)  # L is near 1 and its logarithm near 0
    if silent.any():
        total = np.where(silent, log_silence(params.shapes, age), total)
    return check.finite("params", total)


def p_alive(params: Params, frequency: Any, recency: Any, n: Any, ahead: Any = 0.0) -> Floats:
    """Probability of being alive at opportunity n + ahead (equation A10). Arguments broadcast.

    The paper's tables have ahead 1, whether the customer will be there at the next opportunity.

    Raises InputError for histories that cannot be, or ahead below 0 or not whole.

    >>> print(f"{p_alive(Params(1.204, 0.750, 0.657, 2.783), 2, 4, 6, 1):.6f}")
    0.589514
    """
    check = Check()
    j = check.take("opportunities_ahead", ahead, name="ahead")
    x, t_x, age = take_opportunities(check, frequency, recency, n)
    same_shape(check, ahead=j, frequency=x, recency=t_x, n=age)
    check.done()
    return np.asarray(_alive(params, x, t_x, age) * np.exp(-log_loss(params.staying, age, j)))


def expected_purchases(params: Params, horizon: Any, frequency: Any, recency: Any, n: Any) -> Floats:
    """Expected purchases at the next `horizon` opportunities (equation 13). Arguments broadcast.

    Raises InputError for histories that cannot be, or a horizon below 0 or not whole.

    >>> print(f"{expected_purchases(Params(1.204, 0.750, 0.657, 2.783), 5, 2, 4, 6):.6f}")
    1.057349
    """
    check = Check()
    h = check.take("opportunities_ahead", horizon, name="horizon")
    x, t_x, age = take_opportunities(check, frequency, recency, n)
    same_shape(check, horizon=h, frequency=x, recency=t_x, n=age)
    check.done()
    return check.finite("horizon", _alive(params, x, t_x, age) * _living(params, x, age, np.zeros(()), h))


def expected_purchases_new(params: Params, horizon: Any) -> Floats:
    """Expected purchases of a new customer at the first `horizon` opportunities.

    Raises InputError for a horizon below 0 or not whole.

    >>> print(f"{expected_purchases_new(Params(1.204, 0.750, 0.657, 2.783), 6):.6f}")
    2.219631
    """
    check = Check()
    h = check.take("opportunities_ahead", horizon, name="horizon")
    check.done()
    nothing = np.zeros(())
    return check.finite("horizon", _living(params, nothing, nothing, nothing, h))


def purchase_probability(params: Params, frequency: Any, n: Any) -> Floats:
    """P(X(n) = frequency), the probability that a new customer buys so often at n opportunities.

    Arguments broadcast; it is 0 where frequency exceeds n.

    Raises InputError for numbers below 0 or not whole.

    >>> print(f"{purchase_probability(Params(1.204, 0.750, 0.657, 2.783), 2, 6):.6f}")
    0.121481
    """
    check = Check()
    x, age = check.take("frequency", frequency), check.take("opportunities", n, name="n")
    same_shape(check, frequency=x, n=age)
    check.done()
    within = np.minimum(x, age)
    total, _ = log_paths(params.shapes, within, within, age, ways=True)
    return np.where(x > age, 0.0, np.exp(total))


def dert(params: Params, rate: Any, frequency: Any, recency: Any, n: Any) -> Floats:
    """All purchases to come, each discounted by 1 + rate for every opportunity from n on.

    rate is effective per opportunity. Arguments broadcast.

    Raises InputError for histories that cannot be, a rate below 0, or 0 where gamma is at most 1: the sum is infinite.

    >>> print(f"{dert(Params(1.204, 0.750, 0.657, 2.783), 0.10, 2, 4, 6):.6f}")
    1.665070
    """
    check = Check()
    d = check.take("rate", rate)
    x, t_x, age = take_opportunities(check, frequency, recency, n)
    same_shape(check, rate=d, frequency=x, recency=t_x, n=age)
    check.rule(d < 0, "rate", d, "must be at least 0")
    rule = "gives a sum without limit when gamma is at most 1"
    check.rule((d == 0) & (params.gamma <= 1), "rate", d, rule, "discount at a rate above 0")
    check.done()
    return check.finite("rate", _alive(params, x, t_x, age) * _living(params, x, age, d, np.asarray(np.inf)))


def _alive(params: Params, x: Floats, t_x: Floats, n: Floats) -> Floats:
    total, alive = log_paths(params.shapes, x, t_x, n)
    return np.asarray(np.minimum(np.exp(alive - total), 1.0))


def _living(params: Params, x: Floats, n: Floats, rate: Floats, count: Floats) -> Floats:
    """Discounted purchases at the next `count` opportunities of a customer alive at n: a sum of sBG's survival."""
    buys = (params.alpha + x) / (params.alpha + params.beta + n)
    one_more = (params.delta + n) / (params.gamma + params.delta + n) / (1.0 + rate)
    return np.asarray(buys * one_more * discounted_survival(params.staying, n + 1.0, rate, count))

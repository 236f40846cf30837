"""Log-normal spend: what an order is worth where a few are worth very much more than the rest.

1. A customer's orders are log-normal: ln(value) is normal(m, sigma) around a mean of one's own.
2. Those means are normal(ln(median), tau) across customers.
3. What one spends does not depend on how often one buys, and does not change with time.

Likelihood of the mean and the scatter of n orders' logarithms: normal(m, sigma) for each order, over the mixture.

With sigma and tau known, m given n orders is normal, and the next order is log-normal: exact. The three are estimated
by maximum likelihood of all orders and then taken as known (empirical Bayes). Every moment exists, so that no heavy
tail leaves a customer without a value; it needs the logarithm of each order, where Gamma-Gamma needs their sum.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from xlclv.checks import Check, Floats
from xlclv.models.likelihood.history import frequencies, paired, require_customers, same_shape, totals
from xlclv.models.likelihood.maximum import Fit, Limit, Problem, solve, validate
from xlclv.models.likelihood.newton import Surface

STARTS = ((1.0, 0.5, 0.5), (1.0, 1.0, 0.1), (1.0, 0.1, 1.0))
LIMITS = (
    Limit({"sigma": -1}, "sigma tends to 0, a customer's orders are all worth the same", ("sigma",)),
    Limit({"tau": -1}, "tau tends to 0, every customer spends the same on average", ("tau",)),
)
_LOG_TWO_PI = float(np.log(2.0 * np.pi))


@dataclass(frozen=True, slots=True)
class Params:
    """ln(order value) is normal(m, sigma) for a customer, m is normal(ln(median), tau) across them; all above 0.

    >>> Params(40.0, 0.7, 0.9)
    Params(median=40.0, sigma=0.7, tau=0.9)
    """

    median: float
    sigma: float
    tau: float

    def __post_init__(self) -> None:
        validate(self)


def fit(orders: Any, mean_log: Any, scatter: Any, *, weights: Any = None) -> Fit[Params]:
    """Maximum likelihood estimates from each customer's orders: how many, the mean of ln(value), and `scatter`, the sum
    of squared deviations from it. Rows without orders or weight are left out.

    Raises InputError for numbers of orders that are not whole, a negative scatter or fewer than 20 customers.

    >>> n, mean, scatter = [1, 2, 3, 4, 1], [2.9, 3.4, 3.1, 4.2, 3.9], [0, 0.2, 0.5, 0.9, 0]
    >>> found = fit(n, mean, scatter, weights=[9, 8, 7, 6, 9])
    >>> found.status, [round(getattr(found.params, name), 4) for name in ("median", "sigma", "tau")]
    ('converged', [33.2863, 0.4861, 0.3554])
    """
    check = Check()
    n, mean, within, count = _rows(check, orders, mean_log, scatter, 1.0 if weights is None else weights)
    check.done()
    used = (n > 0) & (count > 0)
    n, mean, within, count = n[used], mean[used], within[used], count[used]
    customers = float(count.sum())
    require_customers(customers)
    middle = float(count @ mean / customers)
    problem = Problem(Params, ("median",), STARTS, LIMITS)
    constant = -float((count * n) @ mean) - 0.5 * _LOG_TWO_PI * float(count @ n)
    return solve(problem, surface(n, mean - middle, within, count), None, float(np.exp(middle)), constant, customers)


def log_likelihood(params: Params, orders: Any, mean_log: Any, scatter: Any) -> Floats:
    """ln of the density of each customer's order values, no constant left out. Arguments broadcast.

    Raises InputError for no orders (there is nothing to judge then) or a negative scatter.

    >>> print(f"{float(log_likelihood(Params(40.0, 0.7, 0.9), 2, 3.4, 0.2)):.6f}")
    -8.898178
    """
    check = Check()
    n, mean, within = _history(check, orders, mean_log, scatter)
    check.rule(n == 0, "orders", n, "must be above 0", "without orders there is nothing to judge")
    check.done()
    one, all_ = params.sigma**2, params.sigma**2 + n * params.tau**2
    off = mean - np.log(params.median)
    value = -n * mean - 0.5 * n * _LOG_TWO_PI - (n - 1.0) * np.log(params.sigma) - 0.5 * np.log(all_)
    return check.finite("params", value - 0.5 * within / one - 0.5 * n * off * off / all_)


def expected_spend(params: Params, orders: Any, mean_log: Any) -> Floats:
    """Expected value of the next order of each customer; the population's mean where there are no orders yet.

    Raises InputError for numbers of orders that are not whole.

    >>> expected_spend(Params(40.0, 0.7, 0.9), [0, 2], [0, 3.4]).round(4).tolist()
    [76.6216, 44.9764]
    """
    check = Check()
    middle, wide = _next(check, params, orders, mean_log)
    return check.finite("mean_log", np.exp(middle + 0.5 * wide))


def spend_quantile(params: Params, probability: float, orders: Any, mean_log: Any) -> Floats:
    """What the next order of each customer does not exceed with a probability: exact, sigma and tau taken as known.

    Raises InputError as expected_spend does, or for a probability not between 0 and 1.

    >>> spend_quantile(Params(40.0, 0.7, 0.9), 0.9, [0, 2], [0, 3.4]).round(4).tolist()
    [172.4441, 92.0568]
    """
    from statistics import NormalDist

    check = Check()
    check.take("confidence", probability)
    middle, wide = _next(check, params, orders, mean_log)
    return check.finite("mean_log", np.exp(middle + NormalDist().inv_cdf(probability) * np.sqrt(wide)))


def population_mean(params: Params) -> float:
    """Expected value of an order of a customer of whom nothing is known.

    >>> print(f"{population_mean(Params(40.0, 0.7, 0.9)):.6f}")
    76.621633
    """
    return float(expected_spend(params, 0, 0.0))


def surface(n: Floats, mean: Floats, scatter: Floats, count: Floats) -> Surface:
    """The total log-likelihood, but for what no parameter moves, with its exact derivatives by the three logarithms."""
    values, which = frequencies(n)
    customers = totals(which, count)
    first, second = totals(which, count * mean), totals(which, count * mean * mean)
    within, free = float(count @ scatter), float(customers @ (values - 1.0))

    def at(point: Floats) -> tuple[float, Floats, Floats]:
        middle, one, between = float(point[0]), float(np.exp(2 * point[1])), values * float(np.exp(2 * point[2]))
        wide = one + between
        off, square = first - middle * customers, second - middle * (2.0 * first - middle * customers)
        value = -0.5 * (free * np.log(one) + customers @ np.log(wide) + within / one + (values * square) @ (1 / wide))
        slope = 0.5 * (values * square / wide - customers) / wide
        bend = (0.5 * customers - values * square / wide) / wide**2
        turn = -2.0 * values * off / wide**2
        gradient = np.array([
            (values * off) @ (1 / wide), within / one - free + 2 * one * slope.sum(), 2 * slope @ between
        ])  # fmt: skip
        hessian = np.empty((3, 3))
        hessian[0] = -(values * customers) @ (1 / wide), one * turn.sum(), turn @ between
        hessian[1, 1:] = 4 * one * (one * bend + slope).sum() - 2 * within / one, 4 * one * (bend @ between)
        hessian[2, 2] = 4 * between @ (bend * between + slope)
        hessian[1, 0], hessian[2, 0], hessian[2, 1] = hessian[0, 1], hessian[0, 2], hessian[1, 2]
        return float(value), gradient, hessian

    return at


def _next(check: Check, params: Params, orders: Any, mean_log: Any) -> tuple[Floats, Floats]:
    """Mean and variance of ln(next order)."""
    n, mean, _ = _history(check, orders, mean_log, 0.0)
    check.done()
    one, between = params.sigma**2, params.tau**2
    trust = n * between / (one + n * between)
    middle = np.log(params.median) + trust * np.where(n > 0, mean - np.log(params.median), 0.0)
    return np.asarray(middle), np.asarray(one + between * one / (one + n * between))


def _history(check: Check, orders: Any, mean_log: Any, scatter: Any) -> tuple[Floats, Floats, Floats]:
    n = check.take("frequency", orders, name="orders")
    mean, within = check.take("mean_log", mean_log), check.take("scatter", scatter)
    same_shape(check, orders=n, mean_log=mean, scatter=within)
    return n, mean, within


def _rows(check: Check, orders: Any, mean_log: Any, scatter: Any, weights: Any) -> tuple[Floats, ...]:
    n, mean, within = _history(check, orders, mean_log, scatter)
    return paired(check, orders=n, mean_log=mean, scatter=within, weights=check.take("weights", weights, blank=1.0))

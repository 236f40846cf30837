"""Fitting Gamma-Gamma: its log-likelihood with exact derivatives, eight sums over customers a step (note 025)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, TypeVar

import numpy as np

from xlclv.checks import Check, Floats
from xlclv.errors import NUM, Fault, InputError
from xlclv.models.likelihood.history import MIN_CUSTOMERS, frequencies, paired, require_customers, totals
from xlclv.models.likelihood.maximum import Fit, Limit, Problem, solve
from xlclv.models.likelihood.newton import Surface
from xlclv.models.likelihood.prior import SPEND
from xlclv.models.numerics.gammas import digamma_difference, log_beta, trigamma, trigamma_difference
from xlclv.models.spend import limits, pooled, price
from xlclv.models.spend import moments as spend_moments
from xlclv.models.spend.moments import Moments, log_spend, points

P = TypeVar("P")
_CHUNK = 8192  # rows that stay in the cache, and too few for BLAS to start threads, which cost more than they save
_SAMPLE = 5000
LEAST_PAYERS = 3  # with whom a fit that leans on a prior means something
STARTS = ((4.0, 3.0, 0.5), (1.0, 3.0, 2.0), (20.0, 5.0, 0.2))
LIMITS = (
    Limit({"p": 1}, "p grows without bound, a customer's orders are all worth the same", ("p", "gamma")),
    Limit({"q": 1}, "q and gamma grow without bound, every customer spends the same on average", ("q", "gamma")),
)


@dataclass(frozen=True, slots=True)
class SpendFit(Fit[P]):
    """A Fit with the correlation of frequency and mean order value; None where one of them does not vary."""

    correlation: float | None = None


def fit(kind: type[P], frequency: Any, monetary_value: Any, weights: Any) -> SpendFit[P]:
    """The maximum likelihood estimates of `kind` from the rows with a repeat purchase worth something."""
    x, m, count = _rows(frequency, monetary_value, weights)
    problem = Problem(kind, ("gamma",), STARTS, LIMITS)
    customers = float(count.sum())
    require_customers(customers)
    if not price.spread(m, count):
        values, which = frequencies(x)
        return _at_price(kind, values, totals(which, count), float(np.clip(count @ (m / customers), m.min(), m.max())))
    with np.errstate(over="ignore"):
        unit = float(count @ m / customers)
    if not np.isfinite(unit) or (m / unit == 0).any():
        raise _too_far()
    stride = len(x) // _SAMPLE
    rough = surface(x[::stride], m[::stride] / unit, count[::stride]) if stride > 1 else None
    try:
        values, which = frequencies(x)
        ends = limits.of_rows(x, m / unit, count, values, totals(which, count))
        climbed = surface(x, m / unit, count)
        found = solve(problem, climbed, rough, unit, -customers * float(np.log(unit)), customers, ends=_ends(ends))
    except InputError as error:  # gamma is money: of amounts near the largest number it is none
        raise (_too_far() if any(fault.argument == "gamma" for fault in error.faults) else error) from None
    if found.log_likelihood is not None and not np.isfinite(found.log_likelihood):
        raise _too_far()
    return _with(found, correlation(x, m, count))


def _too_far() -> InputError:
    rule, fix = "spans more orders of magnitude than a computer can hold", "look for an amount typed wrongly"
    return InputError((Fault("monetary_value", rule, NUM, fix=fix),))


def fit_moments(kind: type[P], found: Moments, prior: bool = False) -> SpendFit[P]:
    """The same from the moments of all customers, however many; with a `prior` few lean on what other shops show."""
    problem = Problem(kind, ("gamma",), STARTS, LIMITS)
    customers = float(found.customers.sum())
    require_customers(customers, LEAST_PAYERS if prior else MIN_CUSTOMERS)
    unit = found.mean / customers
    if not spend_moments.spread(found):
        return _at_price(kind, found.x, found.customers, float(np.clip(unit, found.least, found.most)))
    constant = -customers * float(np.log(unit))
    leaning = SPEND if prior else None
    ends = _ends(_sums_of(found))
    fitted = solve(problem, _of_moments(found), None, unit, constant, customers, leaning, ends)
    return _with(fitted, spend_moments.correlation(found))


def fit_pooled(kind: type[P], found: Moments) -> SpendFit[P]:
    """The same with the population's mean held to the one seen: see xlclv.models.spend.pooled."""
    customers = float(found.customers.sum())
    mean = found.mean / customers
    variance = max(0.0, found.square / customers / mean / mean - 1.0)
    constant = -customers * float(np.log(mean))
    held = pooled.Held(_of_moments(found), mean, variance, constant, customers)
    return _with(pooled.fit(kind, held), spend_moments.correlation(found))


def _of_moments(found: Moments) -> Surface:
    """The log-likelihood of the moments' customers, in money of which the mean is 1."""
    spent, weights = points(found)
    constant = log_spend(found) - float(found.customers @ np.log(found.x))
    return _surface(found.x, found.customers, spent, weights, constant)


def _sums_of(found: Moments) -> limits.Sums:
    spent, weights = points(found)
    n, log_x = found.customers, np.log(found.x)
    return limits.Sums(
        found.x,
        n,
        log_spend(found) - float(n @ log_x),
        log_spend(found, by=1) - float((n * found.x) @ log_x),
        float(weights[1] @ (1.0 / spent)),
        found.cross / found.unit,
    )


def _ends(sums: limits.Sums) -> tuple[tuple[Limit, Floats], ...]:
    """The two limits, each with the best point on it."""
    return (LIMITS[0], limits.no_end_of_p(sums)), (LIMITS[1], limits.no_end_of_q(sums))


def fit_price(kind: type[P], worth: float, customers: float) -> SpendFit[P]:
    """The fit of customers, however few, all of whose orders are worth the same."""
    return _at_price(kind, np.ones(1), np.array([customers]), worth)


def _at_price(kind: type[P], x: Floats, customers: Floats, worth: float) -> SpendFit[P]:
    """The fit of customers, so many of each frequency, all of whose orders are worth the same."""
    found = price.parameters(kind, worth)
    point = np.log([getattr(found, field.name) for field in fields(kind)])  # type: ignore[arg-type]
    value, *_ = surface(x, np.full(x.shape, worth), customers)(point)
    return _with(price.fixed(found, value, float(customers.sum())), None)


def correlation(x: Floats, m: Floats, count: Floats) -> float | None:
    """Pearson's correlation of frequency and mean order value, each row `count` customers."""
    if np.ptp(x) == 0 or not price.spread(m, count):
        return None
    share = count / count.sum()
    dx, dm = x - share @ x, m - share @ m
    return float((share * dx) @ dm / np.sqrt((share @ dx**2) * (share @ dm**2)))


def surface(x: Floats, m: Floats, count: Floats) -> Surface:
    """The total log-likelihood with its exact derivatives by ln p, ln q, ln gamma."""
    values, which = frequencies(x)
    constant = float(count @ np.log(m))
    return _surface(values, totals(which, count), m * x, np.stack([count, count * x]), constant)


def _surface(values: Floats, customers: Floats, spent: Floats, weights: Floats, constant: float) -> Surface:
    """From the customers of each frequency, and spend with its weights by 1 and by x."""

    def at(point: Floats) -> tuple[float, Floats, Floats]:
        p, q, gamma = np.exp(point).tolist()
        value, gradient, hessian = _by_frequency(p, q, values, customers)
        sums = _sums(gamma, spent, weights)
        return _combine(p, q, value - constant, gradient, hessian, sums, float(customers.sum()))

    return at


def _sums(gamma: float, spent: Floats, weights: Floats) -> Floats:
    """Sums, weighted by 1 and by x, of ln(1 + spent/gamma), ln(1 + gamma/spent), w, w (1 - w); w = gamma's share."""
    total = np.zeros((4, 2))
    for start in range(0, len(spent), _CHUNK):
        part = slice(start, start + _CHUNK)
        ratio = spent[part] / gamma
        share = 1.0 / (1.0 + ratio)
        up = np.log1p(ratio)
        total += np.stack([up, up - np.log(ratio), share, share * ratio * share]) @ weights[:, part].T
    return total


def _by_frequency(p: float, q: float, x: Floats, count: Floats) -> tuple[float, Floats, Floats]:
    """The part of the log-likelihood that depends on the frequency alone: -ln B(p x, q)."""
    shape = p * x
    value = -count @ log_beta(shape, q)
    by_shape, by_q = digamma_difference(shape, q), digamma_difference(q, shape)
    gradient = np.array([count @ (shape * by_shape), q * (count @ by_q), 0.0])
    hessian = np.diag(gradient)
    hessian[0, 0] += count @ (shape * shape * trigamma_difference(shape, q))
    hessian[1, 1] += q * q * (count @ trigamma_difference(q, shape))
    hessian[0, 1] = hessian[1, 0] = q * (count @ (shape * trigamma(shape + q)))
    return float(value), gradient, hessian


def _combine(
    p: float, q: float, value: float, gradient: Floats, hessian: Floats, sums: Floats, customers: float
) -> tuple[float, Floats, Floats]:
    """Add the part with gamma: -p x ln(1 + gamma/spent) - q ln(1 + spent/gamma)."""
    up, down, share, bend = sums
    value -= p * down[1] + q * up[0]
    gradient = gradient - np.array([p * down[1], q * up[0], p * share[1] + q * share[0] - q * customers])
    hessian = hessian.copy()
    hessian[0, 0] -= p * down[1]
    hessian[1, 1] -= q * up[0]
    hessian[0, 2] = hessian[2, 0] = -p * share[1]
    hessian[1, 2] = hessian[2, 1] = q * (customers - share[0])
    hessian[2, 2] = -(p * bend[1] + q * bend[0])
    return float(value), gradient, hessian


def _rows(frequency: Any, monetary_value: Any, weights: Any) -> tuple[Floats, Floats, Floats]:
    """Checked, flat rows with a repeat purchase worth something."""
    check = Check()
    x, m = check.take("frequency", frequency), check.take("monetary_value", monetary_value)
    count = check.take("weights", 1.0 if weights is None else weights, blank=1.0)
    x, m, count = paired(check, frequency=x, monetary_value=m, weights=count)
    check.rule((m < 0) & (x > 0), "monetary_value", m, "must not be negative where frequency is above 0")
    check.done()
    used = (x > 0) & (m != 0) & (count > 0)
    return x[used], m[used], count[used]


def _with(found: Fit[Any], related: float | None) -> SpendFit[Any]:
    return SpendFit(**{f.name: getattr(found, f.name) for f in fields(found)}, correlation=related)

"""Fitting sBG and BdW: their log-likelihood with exact derivatives (Fader & Hardie 2007; Fader et al. 2018)."""

from __future__ import annotations

from typing import Any, NamedTuple, TypeVar

import numpy as np

from xlclv.checks import Check, Floats
from xlclv.errors import NA, NUM, Fault, InputError
from xlclv.models.contracts.beta_churn import outcomes, take_survivors
from xlclv.models.contracts.curve import CAP, Curve, log_loss, log_power, powers
from xlclv.models.likelihood.maximum import Fit, Problem, not_identified, solve
from xlclv.models.likelihood.newton import Surface
from xlclv.models.numerics.gamma_cross import digamma_cross, trigamma_cross
from xlclv.models.numerics.gammas import digamma_difference, trigamma, trigamma_difference

P = TypeVar("P")


def fit(problem: Problem, survivors: Any) -> Fit[Any]:
    """The maximum likelihood estimates of a problem whose parameters are alpha, beta and, under BdW, c."""
    check, free = Check(), len(problem.names)
    table = take_survivors(check, survivors)
    check.done()
    longest = int((~np.isnan(table)).sum(axis=0).max(initial=0)) if table.size else 0
    if longest < free + 1:
        rule = f"has {longest} points in its longest cohort; a fit needs at least {free + 1}"
        raise InputError((Fault("survivors", rule, NA),))
    lost, stayed = (column.sum(axis=1) for column in outcomes(table))
    return fit_outcomes(problem, lost, stayed, float(np.nansum(table[0])), "survivors")


def fit_outcomes(
    problem: Problem, lost: Floats, stayed: Floats, customers: float, argument: str = "renewals"
) -> Fit[Any]:
    """The same from the customers lost at and kept through each renewal; `argument` is what messages speak of."""
    free = len(problem.names)
    if not np.any(lost > 0):
        raise InputError((Fault(argument, "shows no loss; a fit needs customers who left", NA),))
    if why := _why_not(lost, stayed, free):
        return not_identified(problem, why, customers)
    try:
        return solve(problem, surface(lost, stayed, free), None, 1.0, 0.0, customers)
    except InputError:  # it speaks of customers' histories
        raise InputError((Fault(argument, "describe customers to whom the fit did not converge", NUM),)) from None


def _why_not(lost: Floats, stayed: Floats, free: int) -> str:
    """Why no curve of `free` parameters follows from this; empty when one may."""
    watched = lost + stayed > 0
    if not stayed.any():
        return "every customer left in the first period, so nothing tells how churn changes afterwards"
    if watched.sum() < free:
        return f"customers were left to renew in {watched.sum()} periods only, and {free} parameters need as many"
    if free > 2 and not lost[1:].any():
        return "nobody left after the first period, so nothing tells how churn moves with time"
    if free > 2 and (lost > 0).sum() == 1:
        return "all who left did so in one period, so nothing tells how churn moves with time"
    return ""


def surface(lost: Floats, stayed: Floats, free: int) -> Surface:
    """The total log-likelihood with its exact derivatives by ln alpha, ln beta and, when three are free, ln c."""
    start, ahead, lost, stayed = _steps(lost, stayed)

    def at(point: Floats) -> tuple[float, Floats, Floats]:
        with np.errstate(over="ignore", under="ignore", divide="ignore", invalid="ignore"):
            curve = Curve(*np.exp([*point, 0.0][:3]).tolist())
            loss = log_loss(curve, start, ahead)
            slope, bend = _loss_derivatives(curve, start, ahead)
            slope, bend = slope[:free], bend[:free, :free]
            leaving = np.where(lost > 0, np.log(-np.expm1(-loss)), 0.0)
            odds = np.where(lost > 0, lost / np.expm1(loss), 0.0)
            by_loss = odds - stayed
            by_loss_twice = np.where(lost > 0, odds / np.expm1(-loss), 0.0)
            hessian = (slope * by_loss_twice) @ slope.T + bend @ by_loss
            return float(lost @ leaving - stayed @ loss), slope @ by_loss, hessian

    return at


def _steps(lost: Floats, stayed: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Where each step starts, how many periods it spans, and who was lost and kept: periods without a loss are one.

    ln S of a step is the sum of its periods'; one customer of 100,000 renewals costs no more than one of ten.

    >>> [part.tolist() for part in _steps(np.array([2.0, 0.0, 0.0, 0.0, 1.0]), np.array([7.0, 7.0, 7.0, 5.0, 4.0]))]
    [[0.0, 1.0, 3.0, 4.0], [1.0, 2.0, 1.0, 1.0], [2.0, 0.0, 0.0, 1.0], [7.0, 7.0, 5.0, 4.0]]
    """
    quiet = (lost[1:] == 0) & (lost[:-1] == 0) & (stayed[1:] == stayed[:-1])
    begin = np.flatnonzero(np.append(True, ~quiet))
    ahead = np.diff(np.append(begin, len(lost)))
    watched = (lost + stayed)[begin] > 0
    begin, ahead = begin[watched], ahead[watched]
    return begin.astype(np.float64), ahead.astype(np.float64), lost[begin], stayed[begin]


class _Moment(NamedTuple):
    """Derivatives of ln Gamma(a + b + u) - ln Gamma(b + u), u = t^c, by ln c and another, at one end of each step."""

    by_c: Floats
    by_a_and_c: Floats
    by_b_and_c: Floats
    by_c_twice: Floats


def _moment(curve: Curve, t: Floats) -> _Moment:
    a, b, c = curve
    full = log_power(c, t)
    u, capped = np.exp(np.minimum(full, CAP)), full > CAP
    log_u = np.where(t > 0, full, 0.0)
    moved = u * log_u  # du / d(ln c)
    p, q = digamma_difference(b + u, a), _trigamma_difference(b + u, a)
    return _Moment(
        np.where(capped, a * log_u, p * moved),
        np.where(capped, log_u, trigamma(a + b + u) * moved),
        np.where(capped, 0.0, q * moved),
        np.where(capped, a * log_u, (q * moved) * moved + p * moved * (1.0 + log_u)),
    )


def _loss_derivatives(curve: Curve, begin: Floats, ahead: Floats) -> tuple[Floats, Floats]:
    """First (3, steps) and second (3, 3, steps) derivatives of ln S(begin) - ln S(begin + ahead) by ln a, b and c."""
    a, b, c = curve
    start, end = _moment(curve, begin), _moment(curve, begin + ahead)
    used, more, beyond = powers(c, begin, ahead)
    by_a = digamma_difference(a + b + used, more) + beyond
    by_a_twice = _trigamma_difference(a + b + used, more)
    by_b, by_b_twice = digamma_cross(b + used, a, more), trigamma_cross(b + used, a, more)
    slope = np.stack([a * by_a, b * by_b, end.by_c - start.by_c])
    bend = np.empty((3, 3, len(begin)))
    bend[0, 0] = a * by_a + a * a * by_a_twice
    bend[1, 1] = b * by_b + b * b * by_b_twice
    bend[2, 2] = end.by_c_twice - start.by_c_twice
    bend[0, 1] = bend[1, 0] = a * b * by_a_twice
    bend[0, 2] = bend[2, 0] = a * (end.by_a_and_c - start.by_a_and_c)
    bend[1, 2] = bend[2, 1] = b * (end.by_b_and_c - start.by_b_and_c)
    return slope, bend


def _trigamma_difference(z: Floats, d: Floats | float) -> Floats:
    """psi'(z + d) - psi'(z), also where d is so small beside z that their values hardly differ."""
    high, product = z + d, z * (z + d)
    far = d / product * (1.0 + (z + high) / (2.0 * product) + (1.0 / z**2 + 1.0 / product + 1.0 / high**2) / 6.0)
    return np.where(z < 1e3, trigamma_difference(z, d), -far)

"""What running customers are still worth: coming renewals within the horizon, survived and discounted.

Renewal j of a customer who has made k is paid with the chance S(k+j)/S(k), on its date (timing 1) or a period later
(timing 0). From the next renewal's date on, every customer of one curve, period and k is worth the same a unit of fee:
a factor of the table below. What lies before that date discounts it, a customer each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from xlclv.checks import Check, Floats
from xlclv.contracts.data import Ints
from xlclv.contracts.periods import Period, whole_periods
from xlclv.contracts.relationships import Relationships
from xlclv.contracts.retention import Fitted, log_survival
from xlclv.discounting import DAYS_PER_YEAR
from xlclv.places import places
from xlclv.valuation.intervals import Interval, around
from xlclv.valuation.settings import DEFAULTS
from xlclv.valuation.uncertainty import CONFIDENCE

_FOR_EVER = 1200  # years, in which a sum "for ever" has ended wherever it ends
_MOST = 60_000  # renewals of a table
STEP = 1e-4  # of ln(parameter)
_SLIGHT = 1e-6  # a weight that changes nothing


@dataclass(frozen=True, slots=True)
class Terms:
    """Annual rates of discount and of fee growth, share of margin, years ahead (infinite: for ever), timing 1 or 0.

    Raises InputError for one out of bounds.
    """

    rate: float = DEFAULTS.rate
    margin: float = DEFAULTS.margin
    horizon: float = DEFAULTS.horizon
    growth: float = 0.0
    timing: float = 1.0

    def __post_init__(self) -> None:
        check = Check()
        check.take("annual_rate", self.rate, name="rate")
        check.take("margin_share", self.margin, name="margin")
        if self.horizon != np.inf:
            check.take("horizon_years", self.horizon, name="horizon")
        check.take("annual_rate", self.growth, name="growth")
        check.done()


@dataclass(frozen=True, slots=True)
class Group:
    """Running relationships that share a curve and a billing period."""

    curve: Fitted
    place: int  # of the curve among all; 0 is fitted to everyone
    period: Period
    at: Ints  # places among the relationships
    renewals: Ints
    ahead: Ints  # renewals that can still come within the horizon, and before the end of one given notice
    weight: Floats  # fee x margin, discounted to today from the next renewal's date


def group(
    them: Relationships, at: Ints, curve: Fitted, length: Period, terms: Terms, today: int, dated: bool,
    place: int = 0,
) -> Group:  # fmt: skip
    """The running relationships at `at`, ready to be valued."""
    renewals, coming = them.renewals[at], them.next[at]
    wait = (coming - today) / DAYS_PER_YEAR if dated else np.zeros(len(at))
    within = due_within(wait, terms.horizon, length)
    if dated:
        within = np.minimum(within, before_end(them, at, length, within))
    moved = np.exp(wait * (np.log1p(terms.growth) - np.log1p(terms.rate)))
    fee = them.mrr[at] * length.in_months / 1e6
    return Group(curve, place, length, at, renewals, within, fee * terms.margin * moved)


def groups_of(
    them: Relationships, at: Ints, curves: Sequence[Fitted], follows: Ints, known: Sequence[Period], terms: Terms,
    today: int, dated: bool,
) -> list[Group]:  # fmt: skip
    """The running relationships at `at` by the curve that each follows, a place among `curves`, and billing period."""
    out = []
    for number, curve in enumerate(curves):
        for place, length in enumerate(known):
            mine = at[(follows[at] == number) & (them.period[at] == place)]
            if len(mine):
                out.append(group(them, mine, curve, length, terms, today, dated, number))
    return out


def due_within(wait: Floats, horizon: float, length: Period) -> Ints:
    """Renewals whose date lies no later than the horizon; the next one is `wait` years away, at most one period.

    >>> from xlclv.contracts.periods import MONTH, YEAR
    >>> due_within(np.array([0.02, 0.0849]), 3.0, MONTH).tolist(), due_within(np.array([0.4, 0.6]), 2.5, YEAR).tolist()
    ([36, 36], [3, 2])
    """
    if not np.isfinite(horizon):
        return np.full(len(wait), min(_MOST, round(_FOR_EVER / length.years)), dtype=np.int64)
    # A long month is no more than a period, and where no date is known the next one is still ahead.
    part = np.clip(wait / length.years, 1e-6, 1.0)
    ahead = np.floor(horizon / length.years - part + 1e-9) + 1
    return np.asarray(np.clip(ahead, 0, _MOST), dtype=np.int64)


def before_end(them: Relationships, at: Ints, length: Period, within: Ints) -> Ints:
    """Renewals strictly before the end of those given notice; `within` for the others."""
    out = within.copy()
    told = them.notice[at]
    left = whole_periods(them.start[at][told], them.end[at][told] - 1, length) - them.renewals[at][told]
    out[told] = np.minimum(out[told], left)
    return out


def values(found: Group, terms: Terms) -> Floats:
    """The remaining value of each of the group."""
    factor, _ = _factors(found, terms, list(found.curve.params.values()))
    return factor * found.weight


def expected_payments(found: Group) -> Floats:
    """How many further fees are expected, undiscounted."""
    return _factors(found, Terms(rate=0.0), list(found.curve.params.values()))[0]


def alive_ahead(curve: Fitted, made: int, ahead: int) -> Floats:
    """The chance of each coming renewal of customers who have made so many."""
    log_s = log_survival(curve.name, list(curve.params.values()), np.arange(made + ahead + 1, dtype=np.float64))
    return np.exp(log_s[made + 1 :] - log_s[made]) if np.isfinite(log_s[made]) else np.zeros(ahead)


def of_more_retention(groups: list[Group], terms: Terms, points: float) -> float:
    """What all groups would be worth were the retention at every renewal so many points higher, up to all.

    >>> from xlclv.contracts.periods import YEAR
    >>> flat = Fitted("constant churn", {"churn": 0.2}, (None,), np.zeros((1, 1)), 0.0, "converged")
    >>> one = Group(flat, 0, YEAR, np.array([0]), np.array([0]), np.array([2]), np.array([100.0]))
    >>> round(of_more_retention([one], Terms(rate=0.0), 0.1), 6)  # 90, then 81
    171.0
    """
    return sum(
        float(_factors(one, terms, list(one.curve.params.values()), points=points)[0] @ one.weight) for one in groups
    )


def worth_with_losses(one: Group, terms: Terms, losses: float) -> float:
    """What a group is worth were whom it loses at every renewal so many times as many.

    >>> from xlclv.contracts.periods import YEAR
    >>> flat = Fitted("constant churn", {"churn": 0.2}, (None,), np.zeros((1, 1)), 0.0, "converged")
    >>> one = Group(flat, 0, YEAR, np.array([0]), np.array([0]), np.array([2]), np.array([100.0]))
    >>> round(worth_with_losses(one, Terms(rate=0.0), 0.5), 6)  # 90, then 81
    171.0
    """
    return float(_factors(one, terms, list(one.curve.params.values()), losses=losses)[0] @ one.weight)


def survival_with_losses(name: str, params: Sequence[float], size: int, losses: float, points: float = 0.0) -> Floats:
    """Ln of a curve's survival up to so many renewals, were whom it loses at each so many times as many, and the
    retention so many points higher."""
    log_s = log_survival(name, params, np.arange(size + 1, dtype=np.float64))
    if points or losses != 1.0:
        before = log_s[:-1]  # where nobody is left, nobody stays
        steps = np.subtract(log_s[1:], before, out=np.full(size, -np.inf), where=np.isfinite(before))
        left = np.clip(losses * -np.expm1(steps), 0.0, 1.0 - 1e-12)
        kept = np.minimum(1.0, 1.0 - left + points)
        log_s = np.append(0.0, np.cumsum(np.log(kept)))
    return np.asarray(log_s)


def _factors(
    found: Group, terms: Terms, params: Any, squares: bool = False, points: float = 0.0, losses: float = 1.0
) -> tuple[Floats, Floats]:
    """Sums of S(k+j)/S(k) growth^(j-1) / (1+rate)^(j-timing), and the mean of the squared sum where asked for."""
    key = found.renewals * (_MOST + 1) + found.ahead
    kinds, back = np.unique(key, return_inverse=True)
    made, ahead = kinds // (_MOST + 1), kinds % (_MOST + 1)
    size = int((made + ahead).max(initial=0))
    log_s = survival_with_losses(found.curve.name, params, size, losses, points)
    years, force = found.period.years, np.log1p(terms.rate)
    log_growth = np.log1p(terms.growth)
    first, second = np.zeros(len(kinds)), np.zeros(len(kinds))
    for i, (k, n) in enumerate(zip(made.tolist(), ahead.tolist(), strict=True)):
        j = np.arange(1.0, n + 1.0)
        pay = np.exp((j - 1.0) * years * log_growth - (j - terms.timing) * years * force)
        alive = np.exp(log_s[k + 1 : k + n + 1] - log_s[k]) if np.isfinite(log_s[k]) else np.zeros(n)
        first[i] = pay @ alive
        if squares:
            second[i] = (alive * pay) @ (2.0 * np.cumsum(pay) - pay)
    at = places(back.reshape(-1))
    return first[at], second[at]


def intervals(
    groups: list[Group], terms: Terms, rivals: Sequence[Sequence[Fitted]]
) -> tuple[Interval, Interval] | tuple[None, None]:
    """The equity with its interval from parameters and choice of curve, and with chance added; None without a value.

    Where those who run are expected to pay nothing more, 0 is that value, and both intervals are of no width.

    The delta method on ln(parameters), as valuation.uncertainty has it; curves are fitted apart and independent.
    `rivals` are, for each curve by its place, all that could be fitted to the same.
    """
    equity, by_curve, by_chance = 0.0, 0.0, 0.0
    done: dict[int, list[Group]] = {}
    for one in groups:
        done.setdefault(one.place, []).append(one)
        mean, square = _factors(one, terms, list(one.curve.params.values()), squares=True)
        equity += float(mean @ one.weight)
        by_chance += float(np.maximum(square - mean**2, 0.0) @ one.weight**2)
    if not groups:
        return None, None
    if equity == 0.0:
        nothing = Interval(0.0, 0.0, 0.0, 0.0, CONFIDENCE)
        return nothing, nothing
    for place, mine in done.items():
        by_curve += _spread(mine, terms, rivals[place])
    errors = np.sqrt([by_curve, by_curve + by_chance]) / abs(equity)
    made = []
    for error in errors.tolist():
        low, value, high, confidence = _around(equity, error)
        made.append(Interval(low, value, high, error, confidence))
    return made[0], made[1]


def _spread(groups: list[Group], terms: Terms, rivals: Sequence[Fitted]) -> float:
    """The variance of the groups' value about that of the curve used: each curve's own, and how far it lies away.

    Weighted by Akaike's weights (Burnham & Anderson 2002, 4.3): a choice by a test on part of the time can miss the
    curve that the whole of it favours.
    """
    used = sum(float(values(one, terms).sum()) for one in groups)
    total = 0.0
    for share, curve in weighed(rivals):
        moved = [replace(one, curve=curve) for one in groups]
        slope = _slope(moved, terms)
        away = sum(float(values(one, terms).sum()) for one in moved) - used
        total += share * (float(slope @ curve.covariance @ slope) + away**2)
    return total


def weighed(rivals: Sequence[Fitted]) -> list[tuple[float, Fitted]]:
    """Curves with Akaike's weights, those left out that change nothing."""
    least = min(curve.aic for curve in rivals)
    weights = np.exp([(least - curve.aic) / 2.0 for curve in rivals])
    shares = (weights / weights.sum()).tolist()
    return [(share, curve) for share, curve in zip(shares, rivals, strict=True) if share >= _SLIGHT]


def bounds(value: float, error: float) -> tuple[float, float]:
    """The interval of a value with a standard error that is a share of it."""
    low, _, high, _ = _around(value, error)
    return low, high


def _around(value: float, error: float) -> tuple[float, float, float, float]:
    found = around(np.array([value]), np.array([error]), CONFIDENCE)
    return float(found.low[0]), value, float(found.high[0]), CONFIDENCE


def _slope(groups: list[Group], terms: Terms) -> Floats:
    """The derivative of the groups' value by each parameter of their curve."""
    params = np.array(list(groups[0].curve.params.values()))
    out = np.zeros(len(params))
    for i, value in enumerate(params.tolist()):
        step = value * STEP
        for sign in (1.0, -1.0):
            moved = params.copy()
            moved[i] = value + sign * step
            for one in groups:
                out[i] += sign * float(_factors(one, terms, moved.tolist())[0] @ one.weight) / (2.0 * step)
    return out

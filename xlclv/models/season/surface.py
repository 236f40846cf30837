"""The log-likelihood of BG/NBD and MBG/NBD on a season clock, by the models' parameters and the twelve weights at once.

The likelihood sees times through A = alpha + SUM w_m days_m(T) and B, the same at the last purchase, both linear in
(alpha, w). So with f = ln(odds of being dead) each row's part is -(r + x) ln A + ln(1 + e^f), and its derivatives by
ln alpha and ln w are shares of A and of B. Each repeat order in month m adds ln w_m (the density in calendar time).
"""

from __future__ import annotations

import numpy as np

from xlclv.checks import Floats
from xlclv.models.dropout.fit import by_frequency
from xlclv.models.likelihood.collapse import Ints, Rows
from xlclv.models.likelihood.history import frequencies, totals
from xlclv.models.likelihood.newton import Surface
from xlclv.models.season.clock import DAYS, month_ends

_CHUNK = 4096
PSEUDO = 1.0  # orders a month, at the month's share of the days, that keep a month without orders from standing still
_SHARE = 12.0 * DAYS / DAYS.sum()


def month_days(now: int, oldest: int) -> Floats:
    """Row k: how many of the last k days up to `now` each month of the year has, January first; k = 0, ..., oldest."""
    knots, month = month_ends(now - oldest, now)
    starts, ends = knots[:-1], knots[1:]
    back = now - np.arange(oldest + 1.0)[:, None]
    inside = np.clip(np.minimum(ends, now) - np.maximum(starts, back), 0.0, None)
    out = np.zeros((oldest + 1, 12))
    for m in range(12):
        out[:, m] = inside[:, month == m].sum(axis=1)
    return out


def surface(x: Floats, customers: Floats, recency: Ints, age: Ints, spent: Floats, counts: Floats,
            first_chance: int) -> Surface:  # fmt: skip
    """By ln r, ln alpha, ln a, ln b and the logarithms of the twelve weights, with the pseudo-orders.

    Rows of customers, `recency` and `age` in days; `spent` is month_days in the fit's unit of time, `counts` the repeat
    orders by month.
    """
    values, which = frequencies(x)
    people = totals(which, customers)
    whole = float(customers.sum())

    def at(point: Floats) -> tuple[float, Floats, Floats]:
        with np.errstate(over="ignore", under="ignore"):
            r, alpha, a, b = np.exp(point[:4]).tolist()
            speeds = np.exp(point[4:])
            value, few, bent = by_frequency(r, a, b, values, values + first_chance, people)
            gradient, hessian = np.zeros(16), np.zeros((16, 16))
            gradient[:4], hessian[:4, :4] = few, bent
            for start in range(0, len(x), _CHUNK):
                part = slice(start, start + _CHUNK)
                rows = Rows(x[part], recency[part], age[part], customers[part])  # type: ignore[arg-type]
                v, g, h = _by_row(r, a, b, np.append(alpha, speeds), rows, spent, first_chance)
                value, gradient, hessian = value + v, gradient + g, hessian + h
        value += whole * r * point[1]
        gradient[0] += whole * r * point[1]
        gradient[1] += whole * r
        hessian[0, 0] += whole * r * point[1]
        hessian[0, 1] += whole * r
        hessian[1, 0] += whole * r
        value += float(counts @ point[4:] + PSEUDO * _SHARE @ (point[4:] - speeds))
        gradient[4:] += counts + PSEUDO * _SHARE * (1.0 - speeds)
        hessian[np.arange(4, 16), np.arange(4, 16)] -= PSEUDO * _SHARE * speeds
        return value, gradient, hessian

    return at


def pseudo(weights: Floats) -> float:
    """What the pseudo-orders add to the log-likelihood."""
    return float(PSEUDO * _SHARE @ (np.log(weights) - weights))


def _by_row(
    r: float, a: float, b: float, speeds: Floats, rows: Rows, spent: Floats, first_chance: int
) -> tuple[float, Floats, Floats]:
    """The part that depends on recency and age; `speeds` are alpha and the twelve weights."""
    x, recency, age, count = rows
    since = spent[age]
    upto = since - spent[age - recency]
    A = np.concatenate([np.full((len(x), 1), speeds[0]), since * speeds[1:]], axis=1)
    B = np.concatenate([np.full((len(x), 1), speeds[0]), upto * speeds[1:]], axis=1)
    now, last = A.sum(axis=1), B.sum(axis=1)
    A /= now[:, None]
    B /= last[:, None]
    shape, log_now = r + x, np.log(now)
    survived = x + first_chance
    chances = np.where(survived > 0, b + (survived - 1.0), np.inf)
    delta = log_now - np.log(last)
    log_odds = np.log(a) - np.log(chances) + shape * delta
    small = np.exp(-np.abs(log_odds))
    dead = np.where(log_odds > 0, 1.0, small) / (1.0 + small)
    value = float(count @ (np.maximum(log_odds, 0.0) + np.log1p(small) - shape * log_now))

    slope = np.zeros((len(x), 16))  # of log_odds
    slope[:, 0], slope[:, 2], slope[:, 3] = r * delta, 1.0, -b / chances
    times = [1, *range(4, 16)]
    slope[:, times] = shape[:, None] * (A - B)
    weight, living = count * dead, count * (1.0 - dead)
    gradient = weight @ slope
    gradient[times] -= (count * shape) @ A
    gradient[0] -= r * float(count @ log_now)

    hessian = slope.T @ (slope * (weight * (1.0 - dead))[:, None])
    inner = (A * (living * shape)[:, None]).T @ A + (B * (weight * shape)[:, None]).T @ B
    inner -= np.diag((living * shape) @ A + (weight * shape) @ B)
    hessian[np.ix_(times, times)] += inner
    cross = -r * (living @ A + weight @ B)
    hessian[0, times] += cross
    hessian[times, 0] += cross
    hessian[0, 0] += r * float(weight @ delta - count @ log_now)
    hessian[3, 3] += float(weight @ (slope[:, 3] * (1.0 + slope[:, 3])))
    return value, gradient, hessian

"""The log-likelihood of (M)BG/CNBD-k for one k, with exact derivatives (Reutterer, Platzer & Schroeder 2021, eq. 7).

With s = r + k x stages behind and u = (T - t_x) / (alpha + T), a living customer may have finished 0 to k - 1 stages
since the last purchase: S = SUM over j < k of (s)_j / j! u^j. So a row's part is that of the plain model with k x in
place of x among the stages, and ln(S + odds of being dead) in place of ln(1 + odds).
"""

from __future__ import annotations

import numpy as np

from xlclv.checks import Floats
from xlclv.models.dropout.fit import by_frequency
from xlclv.models.likelihood.collapse import Rows
from xlclv.models.likelihood.history import frequencies, totals
from xlclv.models.likelihood.newton import Surface
from xlclv.models.numerics.gammas import digamma_difference, log_gamma_ratio, trigamma_difference

_CHUNK = 8192  # rows that stay in the cache


def surface(rows: Rows, first_chance: int, k: int) -> Surface:
    """By ln r, ln alpha, ln a, ln b, without what k alone adds: (k - 1) SUM ln gaps - SUM x ln Gamma(k)."""
    values, which = frequencies(rows.x)
    customers = totals(which, rows.customers)
    stages = k * values

    def at(point: Floats) -> tuple[float, Floats, Floats]:
        with np.errstate(over="ignore", under="ignore"):
            r, alpha, a, b = np.exp(point).tolist()
            value, gradient, hessian = by_frequency(r, a, b, values, values + first_chance, customers)
            # by_frequency counts x stages; there are k x
            value += float(customers @ (log_gamma_ratio(r, stages) - log_gamma_ratio(r, values)))
            one = r * float(customers @ (digamma_difference(r, stages) - digamma_difference(r, values)))
            two = r * r * float(customers @ (trigamma_difference(r, stages) - trigamma_difference(r, values)))
            gradient[0] += one
            hessian[0, 0] += one + two
            for start in range(0, len(rows.x), _CHUNK):
                part = Rows(*(column[start : start + _CHUNK] for column in rows))
                v, g, h = _by_row(r, alpha, a, b, part, first_chance, k)
                value, gradient, hessian = value + v, gradient + g, hessian + h
        return value, gradient, hessian

    return at


def stage_sums(s: Floats, u: Floats, k: int) -> tuple[Floats, Floats, Floats, Floats, Floats, Floats]:
    """S and, over S: dS/ds, d2S/ds2, u dS/du, u d(u dS/du)/du, u d2S/ds du."""
    term = np.ones(np.broadcast_shapes(np.shape(s), np.shape(u)))
    total, by_s, by_ss, by_u, by_uu, by_su = term.copy(), *(np.zeros_like(term) for _ in range(5))
    first, second = np.zeros_like(term), np.zeros_like(term)
    for j in range(1, k):
        term = term * (s + (j - 1.0)) / j * u
        first = first + 1.0 / (s + (j - 1.0))
        second = second + 1.0 / (s + (j - 1.0)) ** 2
        total += term
        by_s += term * first
        by_ss += term * (first * first - second)
        by_u += j * term
        by_uu += j * j * term
        by_su += j * term * first
    return total, by_s / total, by_ss / total, by_u / total, by_uu / total, by_su / total


def _by_row(
    r: float, alpha: float, a: float, b: float, rows: Rows, first_chance: int, k: int
) -> tuple[float, Floats, Floats]:
    x, t_x, T, count = rows
    s, age, last = r + k * x, alpha + T, alpha + t_x
    share, gone = alpha / age, alpha / last
    log_age, delta, shift = np.log1p(T / alpha), np.log1p((T - t_x) / last), share - gone
    survived = x + first_chance
    chances = np.where(survived > 0, b + (survived - 1.0), np.inf)
    log_odds = np.log(a) - np.log(chances) + s * delta
    total, by_s, by_ss, by_u, by_uu, by_su = stage_sums(s, (T - t_x) / age, k)
    log_total = np.log(total)
    both = np.logaddexp(log_total, log_odds)
    dead = np.exp(log_odds - both)
    live = np.exp(log_total - both)
    value = float(count @ (both - r * log_age - k * x * np.log(age)))

    slope = np.zeros((4, len(x)))  # of log_odds
    slope[0], slope[1], slope[2], slope[3] = r * delta, s * shift, 1.0, -b / chances
    inner = np.zeros((4, len(x)))  # of ln S
    inner[0], inner[1] = r * by_s, -share * by_u
    gradient = slope @ (count * dead) + inner @ (count * live)
    apart = slope - inner
    hessian = (apart * (count * dead * live)) @ apart.T
    weight, rest = count * dead, count * live
    hessian[0, 0] += weight @ slope[0] + rest @ (inner[0] + r * r * (by_ss - by_s * by_s))
    cross = weight @ (r * shift) - rest @ (share * r * (by_su - by_s * by_u))
    bend = share * share * (by_uu - by_u * by_u) - share * (1.0 - share) * by_u
    hessian[1, 1] += weight @ (s * (shift - (share * share - gone * gone))) + rest @ bend
    hessian[3, 3] += weight @ (slope[3] * (1.0 + slope[3]))
    # -r ln(1 + T / alpha) - k x ln(alpha + T)
    gradient[0] -= r * (count @ log_age)
    gradient[1] += r * count.sum() - count @ (s * share)
    hessian[0, 0] -= r * (count @ log_age)
    cross += r * (count @ (T / age))
    hessian[1, 1] -= count @ (s * share * (1.0 - share))
    hessian[0, 1] += cross
    hessian[1, 0] += cross
    return value, gradient, hessian

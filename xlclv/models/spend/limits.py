"""The two ends of Gamma-Gamma, in closed form but for one root: where p, or q and gamma, grow without bound.

- p without bound, p gamma = g: a customer's orders are all worth the same, and that price is inverse gamma(q, g).
- q and gamma without bound: every customer spends the same mean M, and m is gamma of shape p x around it.

Either is found from a few sums, to the last digit, where climbing towards infinity ends wherever rounding stops it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from xlclv.checks import Floats
from xlclv.models.likelihood.maximum import LARGEST, SMALLEST
from xlclv.models.numerics.gammas import log_less_digamma, trigamma

_ROUNDS = 60
_LAST = 1e-15  # of ln(root)


class Sums(NamedTuple):
    """Customers by frequency, and the sums of ln m, x ln m, 1/m and x m over all, in money of which the mean is 1."""

    x: Floats
    customers: Floats
    log: float
    x_log: float
    inverse: float
    spent: float


def of_rows(x: Floats, m: Floats, count: Floats, values: Floats, customers: Floats) -> Sums:
    """The sums of rows of `count` customers each; `values` are the frequencies, with so many customers."""
    log, bought = np.log(m), count * x
    return Sums(values, customers, float(count @ log), float(bought @ log), float(count @ (1.0 / m)), float(bought @ m))


def no_end_of_p(sums: Sums) -> Floats:
    """ln p, ln q, ln gamma at the first end."""
    n = float(sums.customers.sum())
    mean = sums.inverse / n
    q = _root(np.ones(1), np.array([n]), sums.log + n * float(np.log(mean)))
    return np.log([LARGEST, q, q / mean / LARGEST])


def no_end_of_q(sums: Sums) -> Floats:
    """ln p, ln q, ln gamma at the second end."""
    bought = float(sums.customers @ sums.x)
    mean = sums.spent / bought
    p = _root(sums.x, sums.customers, bought * float(np.log(mean)) - sums.x_log)
    return np.log([p, LARGEST, LARGEST * mean / p])


def _root(x: Floats, count: Floats, wanted: float) -> float:
    """The s at which SUM count x (ln(s x) - psi(s x)) is `wanted`; ln z - psi(z) lies between 1 / 2z and 1 / z."""
    n = float(count.sum())
    if not wanted > 0.5 * n / LARGEST:
        return LARGEST
    low, high = np.log([0.5 * n / wanted, n / wanted])
    at = low
    for _ in range(_ROUNDS):
        z = float(np.exp(at)) * x
        off = float((count * x) @ log_less_digamma(z)) - wanted
        slope = float((count * x) @ (1.0 - z * trigamma(z)))
        step = off / slope if slope < 0 else 0.0
        new = min(max(at - step, low), high)
        if abs(new - at) < _LAST:
            break
        at = new
    return float(np.clip(np.exp(at), SMALLEST, LARGEST))

"""What Gamma-Gamma has to know of any number of customers: a few hundred sums, which add up across parts of a base.

Its likelihood depends on a customer's repeat spend z = m x through ln(1 + z / gamma), smooth in ln z: within a bin of
width 1 a polynomial of degree 12 is the function to 1e-15. So the moments of ln z up to 12, weighted by 1 and by x,
recover the likelihood; they are turned into 13 weighted points a bin, and fitted as customers are.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from xlclv.checks import Floats
from xlclv.models.likelihood.collapse import Ints, pieces
from xlclv.models.likelihood.history import frequencies, totals
from xlclv.models.spend import price

DEGREE = 12


class Moments(NamedTuple):
    """Sums over the customers whose repeat purchases are worth something.

    `power[i, w, k]` is the sum in bin i, e^bin[i] to e^(bin[i] + 1), of t^k, t = 2 (ln z - bin) - 1, weighted by 1
    (w = 0) and x (w = 1), with z in money of which `unit` is 1: the mean, so that a fit sees the same numbers whatever
    the currency. `x` are the frequencies and `customers` how many have each. `mean`, `square` and `cross`
    are the sums of m, m^2 and x m; `least` and `most` the extremes of m.
    """

    unit: float
    bin: Ints
    power: Floats
    x: Floats
    customers: Floats
    mean: float
    square: float
    cross: float
    least: float
    most: float


def moments(x: Floats, m: Floats) -> Moments:
    """The moments of customers, one row each; x and m above 0."""
    values, which = frequencies(x)
    unit = float(m.mean()) if m.size else 1.0
    z = np.log(m / unit * x)
    low = int(np.floor(z.min(initial=0.0)))
    count = int(np.floor(z.max(initial=0.0))) - low + 1
    power = np.zeros((count, 2, DEGREE + 1))
    for part in pieces(len(x)):
        bins = np.floor(z[part]).astype(np.int64)
        t = 2.0 * (z[part] - bins) - 1.0
        at, one, times = bins - low, np.ones_like(t), x[part].astype(np.float64)
        for k in range(DEGREE + 1):
            power[:, 0, k] += totals(at, one, count)
            power[:, 1, k] += totals(at, times, count)
            one, times = one * t, times * t
    used = power[:, 0, 0] > 0
    return Moments(
        unit,
        np.flatnonzero(used) + low,
        power[used],
        values,
        totals(which, np.ones(len(x))),
        float(m.sum()),
        float(m @ m),
        float(x @ m),
        float(m.min(initial=np.inf)),
        float(m.max(initial=-np.inf)),
    )


def points(found: Moments) -> tuple[Floats, Floats]:
    """Spend in units of the mean, and weights (by 1 and by x, in rows), of the points that stand for all customers."""
    nodes = np.cos(np.pi * (np.arange(DEGREE + 1) + 0.5) / (DEGREE + 1))
    basis = nodes ** np.arange(DEGREE + 1)[:, None]  # a row a power
    weights = np.linalg.solve(basis, found.power.reshape(-1, DEGREE + 1).T).T.reshape(found.power.shape)
    spent = np.exp(found.bin[:, None] + 0.5 * (nodes + 1.0))
    return spent.ravel(), np.ascontiguousarray(weights.transpose(1, 0, 2).reshape(2, -1))


def log_spend(found: Moments, by: int = 0) -> float:
    """The sum of ln z in units of the mean, weighted by 1, or by x with `by` = 1."""
    return float(((found.bin + 0.5) * found.power[:, by, 0] + 0.5 * found.power[:, by, 1]).sum())


def spread(found: Moments) -> bool:
    """Whether mean order values differ by more than a fixed price's rounding."""
    n = float(found.customers.sum())
    return price.varies(found.mean / n, found.square / n)


def correlation(found: Moments) -> float | None:
    """Pearson's correlation of frequency and mean order value; None where one does not vary."""
    n = float(found.customers.sum())
    if len(found.x) < 2 or not spread(found):
        return None
    x = float(found.customers @ found.x) / n
    m = found.mean / n
    var_x = float(found.customers @ (found.x - x) ** 2)
    related = float((found.cross - x * found.mean) / np.sqrt(var_x * (found.square - m * found.mean)))
    return min(1.0, max(-1.0, related))

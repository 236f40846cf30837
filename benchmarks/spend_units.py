"""Whether a spend fit depends on the currency, or on the route its sums came by: random small bases, to 1e-9.

    python -m benchmarks.spend_units [BASES] [FIRST]

Each base of 20 to 59 repeat buyers is drawn from one of five kinds of shop (Gamma-Gamma, log-normal, near one price,
evenly spread, heavy-tailed), in cents, and fitted in its own money, in tenths, in hundreds and in a currency drawn by
lot: from rows as a worksheet has them, and from the moments that reports and databases have. Status and p, q, gamma
(in the base's own money) must be the same; no fit may end with an error. Written to RESULTS.md by hand.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from xlclv.checks import Floats
from xlclv.errors import InputError
from xlclv.models import gamma_gamma
from xlclv.models.spend.fit import SpendFit
from xlclv.models.spend.moments import moments

CLOSE = 1e-9


class Base(NamedTuple):
    """Repeat buyers: frequencies and mean order values, and a currency drawn by lot."""

    x: Floats
    m: Floats
    currency: float


class Found(NamedTuple):
    """Of so many bases and fits: those that ended in an error, whose status or parameters were another's; the largest
    relative difference of a parameter, and the bases with a fault."""

    bases: int
    fits: int
    refused: int
    otherwise: int
    worst: float
    faulty: tuple[int, ...]


def base(seed: int) -> Base:
    """One random small base."""
    rng = np.random.default_rng(seed)
    n, kind = int(rng.integers(20, 60)), int(rng.integers(5))
    x = rng.geometric(rng.uniform(0.25, 0.9), n).astype(float)
    if kind == 0:
        nu = rng.gamma(rng.uniform(0.8, 6), 1 / 30, n)
        m = rng.gamma(5 * x, 1 / (nu * x))
    elif kind == 1:
        m = np.array([np.exp(rng.normal(3, 0.8) + rng.normal(0, 0.5, int(k))).mean() for k in x])
    elif kind == 2:
        m = rng.normal(50, rng.uniform(1, 12), n)
    elif kind == 3:
        m = rng.uniform(5, 100, n)
    else:
        m = np.exp(rng.normal(3, rng.uniform(0.1, 2.2), n))
    return Base(x, np.maximum(np.round(m, 2), 0.01), float(np.exp(rng.uniform(-9, 9))))


def study(seeds: Iterable[int], currencies: tuple[float, ...] = (0.1, 100.0)) -> Found:
    """What the bases of these seeds show."""
    bases = fits = refused = otherwise = 0
    worst, faulty = 0.0, []
    for seed in seeds:
        bases += 1
        x, m, own = base(seed)
        first, said = None, []
        for unit in (1.0, *currencies, own):
            try:
                both = gamma_gamma.fit(x, m * unit), gamma_gamma.fit_moments(moments(x, m * unit))
            except InputError:
                refused += 1
                said.append(1.0)
                continue
            fits += 2
            first = first or both[0]
            said += [apart(first, found, unit) for found in both]
        otherwise += sum(each == np.inf for each in said)
        worst = max(worst, *(each for each in said if np.isfinite(each)))
        if max(said) > CLOSE:
            faulty.append(seed)
    return Found(bases, fits, refused, otherwise, worst, tuple(faulty))


def apart(one: SpendFit[gamma_gamma.Params], other: SpendFit[gamma_gamma.Params], unit: float) -> float:
    """The largest relative difference of a parameter; infinite where the status is another."""
    if one.status != other.status:
        return float("inf")
    if one.params is None or other.params is None:
        return 0.0
    a, b = one.params, other.params
    return max(abs(b.p / a.p - 1.0), abs(b.q / a.q - 1.0), abs(b.gamma / unit / a.gamma - 1.0))


if __name__ == "__main__":
    count, begin = (int(sys.argv[i]) if len(sys.argv) > i else other for i, other in ((1, 1000), (2, 0)))
    found = study(range(begin, begin + count))
    print(
        f"{found.bases} bases, {found.fits} fits: {found.refused} refused, {found.otherwise} with another status, "
        f"largest difference {found.worst:.1e}; faulty: {found.faulty or 'none'}"
    )

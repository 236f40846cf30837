"""How often the 80% interval holds for 15, 30 and 50 customers, with the weak priors and without: simulated bases.

    python -m benchmarks.small_bases [BASES]

Each base is drawn from one of three shops under BG/NBD and Gamma-Gamma; what comes within half a year is simulated on.
A base that no model can be fitted to, or that has no interval, is counted apart. Written to RESULTS.md by hand.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from xlclv.errors import XlclvError
from xlclv.orders.aggregates import of_histories
from xlclv.orders.summary import WEEK
from xlclv.simulation import SimulatedOrders, World, orders
from xlclv.validation.backtest.days import Days, day_table, past
from xlclv.valuation.customers import fit_aggregates
from xlclv.valuation.histories import worth
from xlclv.valuation.settings import Settings

AHEAD = 182
SHOPS = (
    World(),
    World(r=0.3, alpha=30.0, a=0.8, b=2.5, p=6.0, q=3.7, gamma=15.0),
    World(r=1.5, alpha=60.0, a=0.6, b=4.0, p=3.0, q=3.0, gamma=40.0),
)


def by_day(made: SimulatedOrders, start: int, end: int) -> Days:
    """Simulated orders as the back-test has them, those of one customer and day merged; day 0 is `start`."""
    span = int(made.day.max()) + 1
    key, which = np.unique(made.customer * span + made.day, return_inverse=True)
    cents = np.bincount(which, made.cents.astype(np.float64))
    return day_table(key // span, start + key % span, cents, np.ones(len(key), dtype=bool), 2, end)


class Held(NamedTuple):
    """Of so many bases: intervals that held what came, that lay above it, that lay below; those without one."""

    bases: int
    held: int
    above: int
    below: int
    none: int
    bias: float

    @property
    def share(self) -> float:
        """Of the intervals there were, those that held."""
        return self.held / max(1, self.bases - self.none)


def study(customers: int, bases: int, prior: bool, seed: int = 0) -> Held:
    """The coverage of the interval of what will come."""
    held = above = below = none = 0
    expected = truth = 0.0
    for low, value, high, came in _trials(customers, bases, prior, seed):
        if low is None:
            none += 1
            continue
        held += low <= came <= high
        above += came < low
        below += came > high
        expected, truth = expected + value, truth + came
    return Held(bases, held, above, below, none, expected / truth - 1.0 if truth else 0.0)


def _trials(customers: int, bases: int, prior: bool, seed: int) -> Iterator[tuple[float | None, float, float, float]]:
    for i in range(bases):
        world = SHOPS[i % len(SHOPS)]
        made = orders(customers, replace(world, days=world.days + AHEAD), seed=seed + i)
        whole = by_day(made, 0, world.days - 1)
        known = past(whole, world.days - 1)
        came = float(whole.between(world.days - 1, world.days - 1 + AHEAD)[1].sum())
        try:
            found = of_histories(known.frequency, known.recency, known.T, known.monetary_value, WEEK)
            fits = fit_aggregates(found, "BG/NBD", prior=prior)
            told = worth(found, fits, Settings(rate=0.0, horizon=AHEAD / 365.25)).coming
        except XlclvError:
            told = None
        if told is None:
            yield None, 0.0, 0.0, came
        else:
            yield told.low, told.value, told.high, came


def main() -> None:
    bases = int(sys.argv[1]) if len(sys.argv) > 1 else 600
    for prior in (True, False):
        for customers in (15, 30, 50, 150):
            found = study(customers, bases, prior)
            print(
                f"{'with' if prior else 'without'} priors, {customers} customers: held {found.share:.1%} of "
                f"{found.bases - found.none} (too high {found.above}, too low {found.below}), none for {found.none}, "
                f"bias {found.bias:+.1%}",
                flush=True,
            )


if __name__ == "__main__":
    main()

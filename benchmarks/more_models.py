"""CPU seconds of the larger models on 1,000,000 simulated customers: a season, regular buyers, five covariates.

    python -m benchmarks.more_models [CUSTOMERS]

Histories and counts are at hand, as an engine hands them over; what is timed is the fit and every customer's expected
orders. Aim: 15 CPU s each. Written to RESULTS.md by hand.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import numpy as np

from benchmarks.small_bases import by_day
from xlclv.models import by_name
from xlclv.models.covariates.fit import fit as fit_covariates
from xlclv.models.likelihood.collapse import collapse
from xlclv.models.regular import cnbd
from xlclv.models.regular.gaps import gaps
from xlclv.models.season.choice import purchases
from xlclv.simulation import World, orders
from xlclv.validation.backtest.days import past

WORLD = World(days=1096, arrivals=900)
AHEAD = 52.0


def _timed(name: str, job: Callable[[], str]) -> None:
    start = time.process_time()
    said = job()
    print(f"{name}: {time.process_time() - start:.2f} CPU s; {said}", flush=True)


def main() -> None:
    customers = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    made = orders(customers, WORLD)
    days = by_day(made, 19_000, 19_000 + WORLD.days - 1)
    known = past(days, days.end)
    used = known.T > 0
    x, t_x, T = known.frequency[used], known.recency[used], known.T[used]
    rows = collapse(x, t_x, T, np.ones(len(x)))
    kernel = by_name("BG/NBD")

    def season() -> str:
        found = purchases("BG/NBD", rows, known.months)
        history = found.clock.history(t_x, T)
        total = kernel.expected_purchases(found.fit.params, found.clock.ahead(AHEAD), x, *history).sum()
        return f"{found.sentence}; {total:,.0f} orders"

    def regular() -> str:
        seen = gaps(days.customer, days.day)
        found = cnbd.fit("BG/NBD", rows.x, rows.t_x, rows.T, seen.log_total, weights=rows.customers)
        k2 = cnbd.fit("BG/NBD", rows.x, rows.t_x, rows.T, seen.log_total, weights=rows.customers, k=2)
        total = cnbd.expected_purchases("BG/NBD", k2.fit.params, AHEAD, rows.x, rows.t_x, rows.T) @ rows.customers
        return f"k {found.k}; with k = 2 {total:,.0f} orders"

    def covariates() -> str:
        z = np.random.default_rng(1).integers(0, 2, (len(x), 5))
        found = fit_covariates("BG/NBD", x, t_x, T, z, ["A", "B", "C", "D", "E"])
        return f"{found.status}, smallest p {min(test.p for test in found.tests):.3f}"

    print(f"{customers:,} customers, {len(rows.x):,} histories")
    _timed("plain fit", lambda: kernel.fit(rows.x, rows.t_x, rows.T, weights=rows.customers).status)
    _timed("season: fit and expected orders of each", season)
    _timed("regular buyers: k = 1, 2, 3 tried, expected orders with k = 2", regular)
    _timed("five covariates, with their tests", covariates)


if __name__ == "__main__":
    main()

"""What regularity (k) is worth in forecasts: orders ahead, with it and without.

    python -m benchmarks.regular_orders [BASES]

BG/NBD and MBG/NBD, each beside its own Erlang-k (k by likelihood), on the splits and in some worlds of the race.
Judged: orders of known customers, total and MAE. CDNOW is its tenth unless XLCLV_CDNOW names the whole file, as for
`python -m benchmarks.race`. Written to RESULTS.md by hand.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np

from benchmarks.race.shops import shops
from benchmarks.race.worlds import WORLDS, YEAR, simulate
from xlclv.checks import Floats
from xlclv.models import by_name
from xlclv.models.regular import cnbd
from xlclv.models.regular.gaps import gaps
from xlclv.orders.summary import WEEK
from xlclv.validation.backtest.days import Days, Past, past

NAMES = ("as the model says", "regular buyers, k = 3", "cohorts that get worse")
MODELS = ("BG/NBD", "MBG/NBD")


def judged(days: Days, cutoff: int, ahead: int) -> Iterator[tuple[str, str, Floats]]:
    """Each model plain and regular: which, what k, and bias, MAE over the mean that came."""
    known = past(days, cutoff)
    came = days.between(cutoff, cutoff + ahead)[0][known.who]
    older = known.T > 0
    for name in MODELS:
        plain = by_name(name).fit(known.frequency[older], known.recency[older], known.T[older]).params
        orders = by_name(name).expected_purchases(plain, ahead / WEEK, known.frequency, known.recency, known.T)
        yield name, "1", _off(orders, came)
        found = _regular(days, known, name)
        if found.k > 1:
            history = known.frequency, known.recency, known.T
            orders = cnbd.expected_purchases(name, found.fit.params, ahead / WEEK, *history)
        yield f"{name}, k by likelihood", str(found.k), _off(orders, came)


def _regular(days: Days, known: Past, name: str) -> cnbd.RegularFit:
    bought = (days.day <= known.cutoff) & days.bought
    told = gaps(days.customer[bought], days.day[bought])
    older = known.T > 0
    return cnbd.fit(name, known.frequency[older], known.recency[older], known.T[older], told.log_total)


def _off(predicted: Floats, came: Floats) -> Floats:
    return np.array([predicted.sum() / came.sum() - 1.0, np.abs(predicted - came).sum() / came.sum()])


def _rows(label: str, found: list[list[tuple[str, str, Floats]]]) -> None:
    for each in zip(*found, strict=True):
        off = np.array([one[2] for one in each])
        stages = ", ".join(dict.fromkeys(one[1] for one in each))
        figures = f"{off[:, 0].mean():+.1%} | {np.abs(off[:, 0]).mean():.1%} | {off[:, 1].mean():.1%}"
        print(f"| {label} | {each[0][0]} | {stages} | {figures} |", flush=True)


if __name__ == "__main__":
    bases = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    print("| shop or world | model | k | bias | miss | MAE |\n|---|---|---|---|---|---|")
    for shop in shops():
        for split in shop.splits if shop.days is not None else ():
            assert shop.days is not None, "a shop without orders is not run"
            cutoff = shop.days.begin + split.known - 1
            _rows(f"{shop.name} {split.known} / {split.ahead}", [list(judged(shop.days, cutoff, split.ahead))])
    for world in WORLDS:
        if world.name in NAMES:
            made = [simulate(world, seed) for seed in range(1, bases + 1)]
            _rows(f"{world.name} ({bases} bases)", [list(judged(base.days, base.cutoff, YEAR)) for base in made])

"""Gamma-Gamma beside log-normal spend: what each says of order values to come, in worlds and on a shop.

    python -m benchmarks.heavy_spend [BASES]

The orders that came in the time ahead are taken as known, so that order values alone are judged: each customer's
expected order value times the orders that came, beside their money. Both models learn from repeat orders.
XLCLV_ONLINE_RETAIL names the file of Online Retail. Written to RESULTS.md by hand.
"""

from __future__ import annotations

import sys
from typing import NamedTuple

import numpy as np

from benchmarks.race.shops import shops
from benchmarks.race.worlds import WORLDS, YEAR, simulate
from xlclv.checks import Floats
from xlclv.models import gamma_gamma, log_normal
from xlclv.models.spend.moments import moments
from xlclv.validation.backtest.days import Days, past
from xlclv.valuation.customers import LEAST_SPEND, orders_seen

NAMES = ("as the model says", "log-normal spend, sigma 1.2", "150 business customers, sigma 1.8")


class Off(NamedTuple):
    """Predicted over came, less 1, and the mean size of a customer's error over the mean that came."""

    bias: float
    mae: float


def judged(days: Days, cutoff: int, ahead: int) -> tuple[Off, Off]:
    """Gamma-Gamma as a report fits it, and log-normal."""
    known = past(days, cutoff)
    orders, money = (column[known.who] for column in days.between(cutoff, cutoff + ahead))
    told, mean = orders_seen(False, known.frequency, known.monetary_value, known.spent)
    paid = (told > 0) & (mean > LEAST_SPEND)
    plain = gamma_gamma.fit_expected(moments(told[paid], mean[paid])).params
    n, log, scatter = logs(days, cutoff)
    heavy = log_normal.fit(n[known.who], log[known.who], scatter[known.who]).params
    both = (
        gamma_gamma.expected_spend(plain, told, mean),
        log_normal.expected_spend(heavy, n[known.who], log[known.who]),
    )
    first, second = (_off(each * orders, money) for each in both)
    return first, second


def logs(days: Days, cutoff: int) -> tuple[Floats, Floats, Floats]:
    """Of each customer's paid repeat orders up to the cut-off: their number, mean and scatter of ln(value)."""
    used = (days.day <= cutoff) & (days.day > days.first[days.customer]) & days.bought & (days.amount > 0)
    who, size = days.customer[used], len(days.first)
    log = np.log(days.amount[used] / 10.0**days.scale)
    n = np.bincount(who, minlength=size).astype(np.float64)
    mean = np.bincount(who, log, size) / np.maximum(n, 1.0)
    return n, mean, np.bincount(who, (log - mean[who]) ** 2, size)


def _off(predicted: Floats, came: Floats) -> Off:
    return Off(float(predicted.sum() / came.sum() - 1.0), float(np.abs(predicted - came).sum() / came.sum()))


def _row(name: str, found: list[tuple[Off, Off]]) -> str:
    cells = []
    for i in range(2):
        bias = np.array([each[i].bias for each in found])
        cells.append(f"{bias.mean():+.1%} | {np.abs(bias).mean():.1%} | {np.mean([each[i].mae for each in found]):.1%}")
    return f"| {name} | {len(found)} | {cells[0]} | {cells[1]} |"


if __name__ == "__main__":
    bases = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    print("| world or shop | bases or days | Gamma-Gamma: bias | miss | MAE | log-normal: bias | miss | MAE |")
    print("|---|---|---|---|---|---|---|---|")
    for world in WORLDS:
        if world.name in NAMES:
            made = [simulate(world, seed) for seed in range(1, bases + 1)]
            print(_row(world.name, [judged(base.days, base.cutoff, YEAR) for base in made]), flush=True)
    for shop in shops():
        if shop.days is not None:
            begin = shop.days.begin - 1
            print(_row(shop.name, [judged(shop.days, begin + split.known, split.ahead) for split in shop.splits]))

"""Small bases drawn from real shops, with the weak priors and without: how far off the total and the customers are.

    python -m benchmarks.small_shops [DRAWS]

Customers are drawn at random from the bases of the race, so many at a time, fitted to what was known at its cut-offs
and set against what they then brought. Figures are of the bases that both ways could be fitted to, the interval's of
all that have one. BG/NBD, no season, no level. Written to RESULTS.md by hand.
"""

from __future__ import annotations

import sys
from typing import NamedTuple

import numpy as np

from benchmarks.race.shops import Shop, shops
from xlclv.checks import Floats
from xlclv.validation.backtest.days import Days, day_table, past, until
from xlclv.validation.backtest.modelled import fitted

SIZES = (15, 30, 50, 100, 150)
WAYS = (True, False)  # with priors, without


class One(NamedTuple):
    """Of one base: predicted, came, the customers' errors added up, whether the interval held (None: there is none)."""

    predicted: float
    came: float
    off: float
    held: bool | None


def drawn(days: Days, who: Floats) -> Days:
    """The days of some customers alone."""
    mine = np.isin(days.customer, who)
    number = np.searchsorted(who, days.customer[mine])
    return day_table(number, days.day[mine], days.amount[mine], days.bought[mine], days.scale, days.end)


def tried(days: Days, cutoff: int, ahead: int, prior: bool) -> One | None:
    """How one base would have been forecast; None where nothing can be fitted."""
    found = fitted("BG/NBD", past(until(days, cutoff), cutoff), season=False, prior=prior)
    if found.fits is None:
        return None
    money, coming = found.predict(ahead).money, found.coming(ahead)
    came = days.between(cutoff, cutoff + ahead)[1][found.known.who]
    held = None if coming is None else coming.low <= came.sum() <= coming.high
    return One(float(money.sum()), float(came.sum()), float(np.abs(money - came).sum()), held)


def study(shop: Shop, size: int, draws: int) -> dict[bool, list[One | None]]:
    """Both ways over the same draws, at each of the shop's splits."""
    rng, found = np.random.default_rng(size), dict[bool, list[One | None]]((way, []) for way in WAYS)
    assert shop.days is not None, "a shop without orders is left out"
    for known, ahead in shop.splits:
        cutoff = shop.days.begin + known - 1
        people = np.flatnonzero(shop.days.first <= cutoff)
        for _ in range(draws):
            days = drawn(shop.days, np.sort(rng.choice(people, size, replace=False)))
            for way in WAYS:
                found[way].append(tried(days, cutoff, ahead, way))
    return found


def row(name: str, size: int, found: dict[bool, list[One | None]]) -> str:
    """Over the bases that both ways have a forecast for; where one way has none, over the other's."""
    cells = [f"{name} | {size} | {len(found[True])}"]
    both = [i for i, two in enumerate(zip(found[True], found[False], strict=True)) if all(two)]
    for way in WAYS:
        every = [one for one in found[way] if one is not None]
        mine = [one for one in (found[way][i] for i in both) if one is not None] if both else every
        held = [one.held for one in every if one.held is not None]
        cells.append(f"{len(found[way]) - len(every)} | {_figures(mine)} | {sum(held)} of {len(held)}")
    return f"| {' | '.join(cells)} |"


def _figures(mine: list[One]) -> str:
    """Bias of the sums, the median miss as a factor less 1, customers' errors over what came."""
    came = sum(one.came for one in mine)
    if not came:
        return "- | - | -"
    misses = [abs(np.log(one.predicted / one.came)) for one in mine if min(one.predicted, one.came) > 0]
    bias, off = sum(one.predicted for one in mine) / came - 1, sum(one.off for one in mine) / came
    return f"{bias:+.0%} | {np.expm1(np.median(misses)):.0%} | {off:.2f}"


def main() -> None:
    draws = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    side = "not fitted | bias | median miss | off | interval held"
    print(f"| shop | customers | bases | with priors: {side} | without: {side} |\n|" + "---|" * 13)
    for shop in shops():
        for size in SIZES if shop.days is not None else ():
            print(row(shop.name, size, study(shop, size, draws)), flush=True)


if __name__ == "__main__":
    main()

"""Why easy rules rank customers better than models, and what the mean of both would do.

    python -m benchmarks.means

On the splits of the race, BG/NBD with first orders among the order values: ranked otherwise, and averaged with each
rule, whose total is brought to the model's. "Inner" is the same at up to three past days before the cut-off, which is
all that a choice could rest on. Written to RESULTS.md by hand.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from benchmarks.race.shops import Shop, Split, shops
from xlclv.checks import Floats
from xlclv.validation.backtest.baselines import RULES
from xlclv.validation.backtest.cuts import few_cuts
from xlclv.validation.backtest.days import Days, Past, past, until
from xlclv.validation.backtest.judging import nearness
from xlclv.validation.backtest.modelled import fitted

WEIGHTS = (0.25, 0.5, 0.75)
HEAD = "| shop | forecast | MAE | off | Spearman | inner off |\n|---|---|---|---|---|---|"


def forecasts(days: Days, known: Past, ahead: int) -> dict[str, Floats]:
    """The model ranked in three ways, every rule, and the means of both."""
    told = fitted("BG/NBD", known, first=True, season=False).predict(ahead)
    found = {"BG/NBD": told.money, "expected orders alone": told.orders}
    found["chance of an order x value"] = -np.expm1(-told.orders) * told.money / np.maximum(told.orders, 1e-12)
    whole = float(told.money.sum())
    for name, rule in RULES.items():
        own = rule(days, known, ahead)
        if own is not None and own.money.sum() > 0:
            level = own.money * (whole / float(own.money.sum()))
            found[name] = own.money
            found |= {f"{w:.0%} {name}": (1 - w) * told.money + w * level for w in WEIGHTS}
    return found


def rows(shop: Shop, split: Split) -> Iterator[str]:
    """A row a forecast at one split."""
    assert shop.days is not None, "a shop without orders is not run"
    cutoff = shop.days.begin + split.known - 1
    seen = until(shop.days, cutoff)
    known, inner = past(seen, cutoff), _inner(seen, split.ahead)
    came = shop.days.between(cutoff, cutoff + split.ahead)[1][known.who]
    for name, money in forecasts(seen, known, split.ahead).items():
        near, before = nearness(money, came), inner.get(name)
        told = "-" if not before else f"{np.mean(before):.3f}"
        figures = f"{near.mae:,.1f} | {_off(money, came):.3f} | {near.spearman or 0.0:.3f} | {told}"
        yield f"| {shop.name} {split.known} / {split.ahead} | {name} | {figures} |"


def _inner(seen: Days, ahead: int) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for cut in few_cuts(seen.begin, seen.end, ahead, 6)[-3:]:
        known = past(seen, cut.day)
        came = seen.between(cut.day, cut.day + cut.horizons[-1])[1][known.who]
        for name, money in forecasts(until(seen, cut.day), known, cut.horizons[-1]).items():
            found.setdefault(name, []).append(_off(money, came))
    return found


def _off(predicted: Floats, came: Floats) -> float:
    return float(np.abs(predicted * (came.sum() / predicted.sum()) - came).sum() / came.sum())


if __name__ == "__main__":
    print(HEAD)
    for one in shops():
        for at in one.splits if one.days is not None else ():
            print("\n".join(rows(one, at)), flush=True)

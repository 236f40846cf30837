"""What wider models are worth in forecasts of money: regular buyers, cohorts, log-normal spend, half own rates.

    python -m benchmarks.variants [BASES]

BG/NBD beside its variants (xlclv.validation.backtest.variants), on the splits of the race and in some of its worlds, a
year ahead. Judged: customers' money; "off" is the mean size of a customer's error over the mean that came, the total
being brought to that which came. CDNOW is its tenth unless XLCLV_CDNOW names the whole file.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np

from benchmarks.race.shops import shops
from benchmarks.race.worlds import WORLDS, YEAR, simulate
from xlclv.checks import Floats
from xlclv.validation.backtest.days import Days, past, until
from xlclv.validation.backtest.judging import nearness
from xlclv.validation.backtest.modelled import fitted
from xlclv.validation.backtest.variants import tried

NAMES = ("as the model says", "regular buyers, k = 3", "cohorts that get worse", "log-normal spend, sigma 1.2")
HEAD = """| shop or world | model | bias | miss | MAE | off | Spearman |
|---|---|---|---|---|---|---|"""


def judged(days: Days, cutoff: int, ahead: int) -> Iterator[tuple[str, Floats]]:
    """The plain model and each variant: bias, its size, MAE, how far off at the right total, Spearman."""
    seen = until(days, cutoff)
    plain = fitted("BG/NBD", past(seen, cutoff), season=False)
    came = days.between(cutoff, cutoff + ahead)[1][plain.known.who]
    yield "BG/NBD", _figures(plain.predict(ahead).money, came)
    for variant in tried(seen, plain):
        if variant.predict is not None:
            yield variant.name, _figures(variant.predict(ahead).money, came)


def _figures(predicted: Floats, came: Floats) -> Floats:
    near = nearness(predicted, came)
    bias = near.bias or 0.0
    off = float(np.abs(predicted * (came.sum() / predicted.sum()) - came).sum() / came.sum())
    return np.array([bias, abs(bias), near.mae, off, near.spearman or 0.0])


def rows(label: str, found: list[dict[str, Floats]]) -> Iterator[str]:
    """A row a model, the mean over the bases at which it could be fitted."""
    for name in found[0]:
        each = np.array([base[name] for base in found if name in base])
        bias, miss, mae, off, rank = each.mean(axis=0)
        yield f"| {label} | {name} | {bias:+.1%} | {miss:.1%} | {mae:,.1f} | {off:.3f} | {rank:.3f} |"


def main(bases: int) -> None:
    print(HEAD)
    for shop in shops():
        for split in shop.splits if shop.days is not None else ():
            assert shop.days is not None, "a shop without orders is not run"
            cutoff = shop.days.begin + split.known - 1
            found = dict(judged(shop.days, cutoff, split.ahead))
            print("\n".join(rows(f"{shop.name} {split.known} / {split.ahead}", [found])), flush=True)
    for world in WORLDS:
        if world.name in NAMES:
            made = [simulate(world, seed) for seed in range(1, bases + 1)]
            told = [dict(judged(base.days, base.cutoff, YEAR)) for base in made]
            print("\n".join(rows(f"{world.name} ({bases} bases)", told)), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)

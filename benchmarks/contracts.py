"""How often the intervals of contracts hold: `python -m benchmarks.contracts --bases 300`; `--seed`: other bases.

`--only "sBG (0.7, 3.8)" --size 200` looks at one cell of the table alone.

Bases are simulated from a known curve and cut at a day. The 80% interval of customer equity should hold the value
under the true curve, and the wider one what really comes, in 75% to 85% of them. Which curve is used is left to the
product, as for a user.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from xlclv.contracts.build import build
from xlclv.contracts.data import Contracts, Spans
from xlclv.contracts.periods import FOREVER, MONTH, anniversary
from xlclv.contracts.report import Report
from xlclv.contracts.retention import BDW, SBG, Fitted
from xlclv.contracts.values import Terms, due_within, group, values
from xlclv.orders.ledger import Ledger

TERMS = Terms(rate=0.1, margin=0.6, horizon=3.0)
TODAY, WINDOW = np.datetime64("2026-06-30").astype(np.int64), 1095  # days of starts
SIZES = (200, 1000, 5000)


@dataclass(frozen=True, slots=True)
class Truth:
    """A curve by name and parameters."""

    name: str
    params: dict[str, float]

    def __str__(self) -> str:
        return f"{self.name} ({', '.join(f'{value:g}' for value in self.params.values())})"


TRUTHS = (
    Truth(SBG, {"alpha": 0.7, "beta": 3.8}),
    Truth(SBG, {"alpha": 2.0, "beta": 30.0}),
    Truth(BDW, {"alpha": 0.8, "beta": 3.0, "c": 1.3}),
    Truth(BDW, {"alpha": 1.5, "beta": 12.0, "c": 0.8}),
)


class Base(NamedTuple):
    """One simulated base as it is known at the day, and the renewal at which each customer will be lost."""

    contracts: Contracts
    life: np.ndarray


def simulate(truth: Truth, size: int, seed: int) -> Base:
    """Monthly contracts started over three years."""
    rng = np.random.default_rng(seed)
    chance = rng.beta(truth.params["alpha"], truth.params["beta"], size)
    c = truth.params.get("c", 1.0)
    with np.errstate(divide="ignore"):
        life = np.ceil((np.log(rng.random(size)) / np.log1p(-chance)) ** (1.0 / c)).clip(1, 12_000).astype(np.int64)
    start = TODAY - rng.integers(1, WINDOW, size)
    gone = anniversary(start, life)
    money = (20 + 10 * (np.arange(size) % 3)) * 1_000_000
    spans = Spans(
        np.arange(size), start, np.where(gone <= TODAY, gone, FOREVER), money, money, np.zeros(size, dtype=np.int64)
    )
    ledger = Ledger((), size, Decimal(0), size, Decimal(0))
    day = TODAY.astype("datetime64[D]").item()
    found = Contracts([f"{i:06d}" for i in range(size)], spans, None, (MONTH,), (), (), ledger, day, "")
    return Base(found, life)


class Held(NamedTuple):
    """Whether each interval held, how wide they were, and the curve used."""

    equity: bool
    outcome: bool
    model: str


def judge(truth: Truth, size: int, seed: int) -> Held | None:
    """One base; None where no curve follows from it."""
    base = simulate(truth, size, seed)
    made = build(base.contracts, TERMS)
    if made.equity is None or made.outcome is None or made.model is None or made.running is None:
        return None
    worth = true_value(made, truth)
    came = what_came(made, base.life)
    return Held(
        made.equity.low <= worth <= made.equity.high, made.outcome.low <= came <= made.outcome.high, made.model.name
    )


def true_value(made: Report, truth: Truth) -> float:
    """What the running customers are worth under the true curve."""
    assert made.running is not None
    curve = Fitted(truth.name, truth.params, (), np.zeros((0, 0)), 0.0, "true")
    one = group(made.them, made.running.at, curve, MONTH, TERMS, int(TODAY), True)
    return float(values(one, TERMS).sum())


def what_came(made: Report, life: np.ndarray) -> float:
    """The margin of renewals that were paid within the horizon, discounted to the day."""
    assert made.running is not None
    at = made.running.at
    wait = (made.them.next[at] - int(TODAY)) / 365.25
    paid = np.minimum(life[made.them.customer[at]] - 1 - made.them.renewals[at], due_within(wait, 3.0, MONTH))
    v = 1.1 ** (-1.0 / 12.0)
    fee = made.them.mrr[at] / 1e6 * TERMS.margin * 1.1**-wait
    return float(fee @ ((1.0 - v ** np.maximum(paid, 0)) / (1.0 - v)))


def main() -> None:
    """Print a table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--bases", type=int, default=300, help="simulated bases of each kind and size")
    asked.add_argument("--seed", type=int, default=0, help="that of the first base; the next ones follow")
    asked.add_argument("--only", choices=[str(truth) for truth in TRUTHS], help="one truth alone")
    asked.add_argument("--size", type=int, choices=SIZES, help="bases of so many customers alone")
    given = asked.parse_args()
    seeds = range(given.seed, given.seed + given.bases)
    print("| truth | customers | bases | equity held | outcome held | curve used: constant, sBG, BdW |")
    print("|---|---|---|---|---|---|")
    for truth in TRUTHS:
        for size in SIZES:
            if given.only not in (None, str(truth)) or given.size not in (None, size):
                continue
            held = [one for seed in seeds if (one := judge(truth, size, seed)) is not None]
            used = ", ".join(
                f"{np.mean([one.model == name for one in held]):.0%}" for name in ("constant churn", SBG, BDW)
            )
            print(
                f"| {truth} | {size:,} | {len(held)} | {np.mean([h.equity for h in held]):.1%} | "
                f"{np.mean([h.outcome for h in held]):.1%} | {used} |",
                flush=True,
            )


if __name__ == "__main__":
    main()

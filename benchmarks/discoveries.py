"""How often sheets By ... and Profiles name a difference that is luck: `python -m benchmarks.discoveries [BASES]`.

Each base has customers of its own (simulated orders), one column with an effect that was put there, a quarter of
customers who spend twice as much, and four columns that say nothing. Beside that, how often a smaller effect is found.
"""

from __future__ import annotations

import sys
from typing import NamedTuple

import numpy as np

from xlclv.checks import Bools, Floats
from xlclv.companions import luck
from xlclv.companions.levels import Levels
from xlclv.companions.profiles import profiles
from xlclv.companions.resemblance import best_fifth
from xlclv.models.likelihood.collapse import Ints
from xlclv.simulation import orders

CUSTOMERS, NULLS = 400, (3, 4, 5, 8)  # levels of the columns that say nothing
FIRST = 1.0 / 4  # of customers are of the level that is worth more
MORE = 2.0
SIZES, EFFECTS = (400, 4_000), (1.25, 1.5, 2.0)  # of the effects that are looked for, one a base


class Found(NamedTuple):
    """Of one base: null columns whose sheet named a level, false and true rows of Profiles, whether By found it."""

    columns: int
    false: int
    true: int
    there: bool


def base(seed: int) -> Found:
    """One base, judged as the sheets judge it."""
    rng, group, worth = _customers(seed, CUSTOMERS, MORE)
    columns = [group, *(rng.integers(0, many, CUSTOMERS) for many in NULLS)]
    named = [_named(worth, of) for of in columns]
    best = best_fifth(worth)
    exceed = (worth >= worth.mean()).astype(np.float64)
    told = [Levels(str(i), "customers", tuple(map(str, range(of.max() + 1))), of) for i, of in enumerate(columns)]
    rows = profiles(told, best, exceed, 1 - exceed)
    false, true = (sum(row.differs for row in rows if (row.column == "0") is mine) for mine in (False, True))
    return Found(sum(named[1:]), false, true, named[0])


def _customers(seed: int, many: int, more: float) -> tuple[np.random.Generator, Ints, Floats]:
    """Who is of the level that spends so many times as much, and what each customer spent."""
    rng = np.random.default_rng([20261129, seed])
    made = orders(many, seed=seed)
    group = (rng.random(many) < FIRST).astype(np.int64)
    worth = np.bincount(made.customer, weights=made.cents / 100, minlength=many)
    return rng, group, np.where(group == 1, more, 1.0) * worth


def power(bases: int, many: int, more: float) -> float:
    """In which share of the bases the sheet By ... names a quarter of the customers who spend so many times as much."""
    return float(
        np.mean([_named(worth, group) for _, group, worth in (_customers(s, many, more) for s in range(bases))])
    )


def _named(worth: Floats, of: Ints) -> bool:
    groups: list[Bools] = [of == level for level in range(int(of.max()) + 1)]
    return any(luck.discoveries([luck.chance(worth, group) for group in groups]))


def table(bases: int) -> str:
    """What so many bases showed, in words."""
    found = [base(seed) for seed in range(bases)]
    columns = sum(one.columns for one in found) / (bases * len(NULLS))
    shares = [one.false / (one.false + one.true) if one.false + one.true else 0.0 for one in found]
    return (
        f"| {bases} bases of {CUSTOMERS:,} customers | By ...: a column without an effect names a level "
        f"| {columns:.1%} | 5% |\n"
        f"| the same | Profiles: of the differences named, share that is luck | {np.mean(shares):.1%} | 5% |\n"
        f"| the same | the effect that was put there is named by By ...; by Profiles "
        f"| {np.mean([one.there for one in found]):.1%}; {np.mean([one.true > 0 for one in found]):.1%} | - |\n"
        + "\n".join(
            f"| {bases} bases of {many:,} customers | a quarter spends {more:g} times as much: named by By ... "
            f"| {power(bases, many, more):.1%} | - |"
            for many in SIZES
            for more in EFFECTS
        )
    )


if __name__ == "__main__":
    print(table(int(sys.argv[1]) if len(sys.argv) > 1 else 200))

"""Simulated worlds: one that keeps the models' rules, and others that break one rule each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from benchmarks.race.shops import by_day
from xlclv.checks import Floats
from xlclv.validation.backtest.days import Days, Ints

YEAR = 365
_MONTHS = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
_START = 18628  # 2021-01-01


@dataclass(frozen=True, slots=True)
class World:
    """How customers buy. Purchase rates are gamma(r, alpha) a day, chances to leave after an order beta(a, b).

    `regular`: gaps are gamma of this shape. `season`: how many times as much is sold in November and December.
    `worse`: rates of the later two thirds of newcomers, times this. `prices`: growth of order values a year.
    `spread`: order values are log-normal, this wide, in place of Gamma-Gamma. `before`: years of business that the file
    does not have. `every`: payments of one price come after so many days, until the customer leaves. `rising`: growth
    of purchase rates a year. `note`: words of the note that the reader should get.
    """

    name: str
    customers: int = 1000
    days: int = 3 * YEAR
    r: float = 0.55
    alpha: float = 45.0
    a: float = 0.8
    b: float = 3.0
    regular: int = 1
    season: float = 1.0
    worse: tuple[float, float] = (1.0, 1.0)
    prices: float = 0.0
    rising: float = 0.0
    spread: float = 0.0
    before: int = 0
    every: int = 0
    note: str = ""


WORLDS = (
    World("as the model says"),
    World("regular buyers, k = 3", regular=3),
    World("season: 4 times in Nov, Dec", season=4.0),
    World("cohorts that get worse", worse=(0.5, 0.25), note="came later"),
    World("prices +10% a year", prices=0.10, note="order values"),
    World("prices +25% a year", prices=0.25, note="order values"),
    World("purchase rates +40% a year", rising=0.4, note="came later"),
    World("log-normal spend, sigma 1.2", spread=1.2),
    World("150 business customers, sigma 1.8", customers=150, alpha=20.0, b=8.0, spread=1.8, note="of all sales"),
    World("file begins in mid-business", customers=3000, days=YEAR, before=5, note="are new in the first"),
    World("monthly payments of fixed price", every=30, note="contracts"),
)


class Base(NamedTuple):
    """Orders up to `cutoff` and a year beyond."""

    days: Days
    cutoff: int


def simulate(world: World, seed: int) -> Base:
    """One base; the same seed gives the same orders."""
    rng = np.random.default_rng(seed)
    unseen, last = world.before * YEAR, (world.before * YEAR) + world.days + YEAR
    clock = _clock(world, last)
    first = _invert(clock, rng.uniform(0, clock[unseen + world.days - 30], world.customers))
    who, when = _payments(world, rng, first, last) if world.every else _orders(world, rng, first, clock)
    money = _money(world, rng, who, when)
    seen = when >= unseen
    who, day, money = who[seen], np.floor(when[seen]).astype(np.int64) - unseen + _START, money[seen]
    cutoff = _START + world.days - 1
    kept = np.isin(who, np.unique(who[day <= cutoff]))  # nobody is judged who came after the cut-off
    return Base(by_day(who[kept], day[kept], money[kept], cutoff + YEAR), cutoff)


def _orders(world: World, rng: np.random.Generator, first: Floats, clock: Floats) -> tuple[Ints, Floats]:
    """Customers in rounds, an order each: stay or leave, then wait, in the season's time."""
    n = world.customers
    rate = rng.gamma(world.r, 1 / world.alpha, n) * _by_cohort(world, first)
    leaves = rng.beta(world.a, world.b, n)
    alive, now = np.arange(n), np.interp(first, np.arange(len(clock)), clock)
    who, when = [alive], [first]
    while alive.size:
        stays = rng.random(alive.size) >= leaves[alive]
        alive, now = alive[stays], now[stays]
        now = now + rng.gamma(world.regular, 1.0, alive.size) / np.maximum(rate[alive] * world.regular, 1e-9)
        seen = now < clock[-1]
        alive, now = alive[seen], now[seen]
        who.append(alive)
        when.append(_invert(clock, now))
    return np.concatenate(who), np.concatenate(when)


def _payments(world: World, rng: np.random.Generator, first: Floats, last: int) -> tuple[Ints, Floats]:
    """A payment every so many days, each the last one with the customer's own chance."""
    number = rng.geometric(np.maximum(rng.beta(1, 9, world.customers), 0.01))
    number = np.minimum(number, ((last - first) // world.every + 1).astype(np.int64))
    who = np.repeat(np.arange(world.customers), number)
    turn = np.arange(len(who)) - np.repeat(np.cumsum(number) - number, number)
    return who, first[who] + world.every * turn


def _money(world: World, rng: np.random.Generator, who: Ints, when: Floats) -> Floats:
    if world.every:
        return np.asarray(rng.choice([9.99, 19.99, 49.99], world.customers)[who])
    if world.spread:
        own = rng.normal(4.0, world.spread * 0.8, world.customers)
        value = np.exp(own[who] + rng.normal(0.0, world.spread * 0.6, len(who)))
    else:
        value = rng.gamma(5.0, 1.0, len(who)) / rng.gamma(4.0, 1 / 30.0, world.customers)[who]
    return np.asarray(np.maximum(value, 0.01) * (1 + world.prices) ** (when / YEAR))


def _by_cohort(world: World, first: Floats) -> Floats:
    third = np.minimum((3 * first / (world.days - 30)).astype(np.int64), 2)
    return np.array([1.0, *world.worse])[third]


def _clock(world: World, last: int) -> Floats:
    """How much time, in the season's measure, has gone by at the start of each day: on average a day a day."""
    month = np.repeat(np.arange(12), _MONTHS)[np.arange(last) % YEAR]
    speed = np.where(month >= 10, world.season, 1.0) * (1 + world.rising * np.arange(last) / YEAR)
    return np.append(0.0, np.cumsum(speed / (speed.mean() if not world.rising else 1.0)))


def _invert(clock: Floats, at: Floats) -> Floats:
    return np.asarray(np.interp(at, clock, np.arange(len(clock), dtype=np.float64)))

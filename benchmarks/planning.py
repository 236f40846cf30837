"""Whether movement and budget hold: simulated bases under the true parameters, opened and closed, and followed.

    python -m benchmarks.planning movement|budget [--bases 200] [--customers 2000] [--model BG/NBD] [--seed 1]
    python -m benchmarks.planning cutoffs --orders orders.csv [--orders more.csv]

`movement` counts the mean of "experience: behaviour" and of the period's margin less what was expected of it, in
standard errors: both are 0 where value and margin are a martingale, which they are under the true parameters. `budget`
fits each base and counts how many of the twelve months' intervals of 80% hold what came. `cutoffs` does so for real
orders on their past days, the report made with what was known on each, its back-test included.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from benchmarks import contracts
from benchmarks.calibration import PARAMS, SPEND
from xlclv.checks import Floats
from xlclv.contracts import statement as of_contracts
from xlclv.contracts.build import build as of_contracts_made
from xlclv.contracts.periods import anniversary
from xlclv.contracts.relationships import Grace
from xlclv.contracts.retention import SBG, Fitted
from xlclv.errors import NotIdentifiedError
from xlclv.formulas.equity_movement import BEHAVIOUR
from xlclv.orders.aggregates import of_histories
from xlclv.orders.reading import read
from xlclv.orders.summary import WEEK
from xlclv.planning.budget import ahead, rows_of
from xlclv.planning.months import months_ahead
from xlclv.planning.movement import LINES, Basis, Period, movement
from xlclv.planning.plan import Asked
from xlclv.planning.worth import Base, Belief
from xlclv.report import build
from xlclv.validation.backtest.cuts import cuts
from xlclv.validation.backtest.days import of_orders
from xlclv.valuation.customers import fit_aggregates
from xlclv.valuation.settings import Settings

OBSERVED, ARRIVALS, PERIOD = 78.0, 78.0, 26.0  # weeks: open, all have come, and close so much later
SETTINGS = Settings(rate=0.1, margin=0.4, horizon=1.0)


class Events(NamedTuple):
    """Repeat orders of customers who first bought at `first`; times in weeks."""

    first: Floats
    who: Any
    when: Floats
    paid: Floats

    def base(self, day: float) -> Base:
        """The histories as of a day, of all customers who had come."""
        n = len(self.first)
        seen = self.when <= day
        who = self.who[seen]
        x = np.bincount(who, minlength=n).astype(np.float64)
        last = self.first.copy()
        np.maximum.at(last, who, self.when[seen])
        spent = np.bincount(who, self.paid[seen], n)
        return Base(x, last - self.first, day - self.first, np.where(x > 0, spent / np.maximum(x, 1.0), 0.0), spent)

    def came(self, start: float, end: float) -> Floats:
        """Each customer's money after one day up to another."""
        inside = (self.when > start) & (self.when <= end)
        return np.bincount(self.who[inside], self.paid[inside], len(self.first))


def simulate(model: str, customers: int, until: float, rng: np.random.Generator, arrivals: float = ARRIVALS) -> Events:
    """Customers who come over the first weeks, in continuous time: stay or leave, wait, pay."""
    params, n = PARAMS[model], customers
    first = arrivals * rng.random(n)
    buying = np.maximum(rng.gamma(params.r, 1.0 / params.alpha, n), 1e-300)
    gone, drops = np.full(n, np.inf), np.zeros(n)
    if model == "Pareto/NBD":
        gone = first + rng.exponential(1.0, n) / rng.gamma(params.s, 1.0 / params.beta, n)
    else:
        drops = rng.beta(params.a, params.b, n)
    spread = rng.gamma(SPEND.q, 1.0 / SPEND.gamma, n)
    at = np.flatnonzero(rng.random(n) >= drops) if model == "MBG/NBD" else np.arange(n)
    now, who, when = first.copy(), [], []
    while at.size:
        now[at] += rng.exponential(1.0, at.size) / buying[at]
        at = at[now[at] <= np.minimum(gone[at], until)]
        who.append(at)
        when.append(now[at])
        at = at[rng.random(at.size) >= drops[at]]
    people = np.concatenate(who)
    paid = rng.gamma(SPEND.p, 1.0, people.size) / spread[people]
    return Events(first, people, np.concatenate(when), paid)


def moved(model: str, customers: int, seed: int) -> tuple[float, float, float]:
    """Behaviour, the margin's difference and the opening of one base under the true parameters."""
    found = simulate(model, customers, OBSERVED + PERIOD, np.random.default_rng([seed, customers]))
    then, now = found.base(OBSERVED), found.base(OBSERVED + PERIOD)
    basis = Basis(Belief(model, PARAMS[model], SPEND), SETTINGS)
    period = Period(then, now, np.arange(customers), found.came(OBSERVED, OBSERVED + PERIOD), PERIOD)
    day = dt.date(2026, 1, 1)
    told = movement(period, basis, basis, day, day + dt.timedelta(weeks=PERIOD))
    return told.lines[LINES.index(BEHAVIOUR)], told.came_from_old - told.margin_expected, told.lines[0]


def moved_contracts(truth: contracts.Truth, customers: int, seed: int) -> tuple[float, float, float]:
    """The same of a base of monthly contracts under its true curve; who came in the period is new."""
    base = contracts.simulate(truth, customers, seed).contracts
    assert base.as_of is not None
    curve = Fitted(truth.name, truth.params, (), np.zeros((0, 0)), 0.0, "true")
    basis = of_contracts.Basis((curve,), ("all",), contracts.TERMS)
    opened = of_contracts.known_on(base, base.as_of - dt.timedelta(weeks=PERIOD))
    then, now = (of_contracts.stand(one, Grace(), False) for one in (opened, base))
    told = of_contracts.movement(then, now, basis, basis)
    return told.lines[LINES.index(BEHAVIOUR)], told.came_from_old - told.margin_expected, told.lines[0]


def held(model: str, customers: int, seed: int) -> tuple[float, float]:
    """The share of twelve months whose interval holds what came of one base, and all months over what came."""
    rng = np.random.default_rng([seed, customers, 1])
    months = months_ahead(dt.date(2026, 6, 30), 12)
    found = simulate(model, customers, OBSERVED + months[-1].end / WEEK, rng)
    seen = found.base(OBSERVED)
    known = of_histories(*seen[:4], WEEK)
    fits = fit_aggregates(known, model)
    told = ahead(rows_of(known, fits), fits, months, np.zeros(len(known.histories.x), dtype=np.int64), 1, None)
    ends = OBSERVED + np.array([0.0, *(month.end / WEEK for month in months)])
    came = np.array([found.came(*two).sum() for two in pairwise(ends)])
    return float(((told.low <= came) & (came <= told.high)).mean()), float(told.sales.sum() / came.sum())


def held_contracts(truth: contracts.Truth, customers: int, seed: int) -> tuple[float, float]:
    """The same of a base of monthly contracts, its curve chosen and fitted as for a user."""
    base = contracts.simulate(truth, customers, seed)
    made = of_contracts_made(base.contracts, contracts.TERMS, planning=Asked(12))
    assert made.budget is not None
    them, at, told = made.them, made.them.running, made.budget
    start, renewals, life = them.start[at], them.renewals[at], base.life[them.customer[at]]
    ends = np.array([month.end for month in told.months])
    came = np.zeros(len(ends))
    for j in range(1, 16):
        month = np.searchsorted(ends, anniversary(start, renewals + j) - base.contracts.day)
        paid = (renewals + j < life) & (month < len(ends))
        came += np.bincount(month[paid], them.mrr[at][paid] / 1e6, len(ends))
    return float(((told.low <= came) & (came <= told.high)).mean()), float(told.total.sum() / came.sum())


class Seen(NamedTuple):
    """A past day, the whole months after it that are known, those whose interval holds what came, and all months'
    forecast over what came."""

    day: dt.date
    months: int
    held: int
    ratio: float


def looked_back(path: str) -> Iterator[Seen]:
    """The budget made at each past day of a file of orders, against what its customers then brought month by month."""
    days = of_orders(read(path))
    for cut in cuts(days.begin, days.end):
        day = dt.date(1970, 1, 1) + dt.timedelta(days=cut.day)
        try:
            said = build(read(path, until=day, as_of=day), as_of=day, budget=Asked(12)).budget
        except NotIdentifiedError:  # nobody had bought again by then
            yield Seen(day, 0, 0, float("nan"))
            continue
        assert said is not None
        months = [i for i, month in enumerate(said.months) if cut.day + month.end <= days.end and month.share == 1]
        known = days.first <= cut.day
        came = np.array(
            [days.between(cut.day + said.months[i].start, cut.day + said.months[i].end)[1][known].sum() for i in months]
        )
        inside = (said.low[months] <= came) & (came <= said.high[months])
        yield Seen(day, len(months), int(inside.sum()), float(said.total[months].sum() / came.sum()))


def standing(numbers: Sequence[float]) -> tuple[float, float]:
    """A mean and its standard error."""
    held = np.asarray(numbers, dtype=np.float64)
    return float(held.mean()), float(held.std(ddof=1) / np.sqrt(len(held)))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table of one study."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.planning", description=__doc__.split(":")[0])
    parser.add_argument("study", choices=["movement", "budget", "cutoffs"])
    parser.add_argument("--orders", action="append", default=[], help="a file of orders, for cutoffs")
    parser.add_argument("--bases", type=int, default=200)
    parser.add_argument("--customers", type=int, default=2000)
    parser.add_argument("--model", default="all")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    if given.study == "cutoffs":
        print("| orders | past day | months known | in the interval | forecast over came |\n|---|---|---|---|---|")
        for path in given.orders:
            for one in looked_back(path):
                print(f"| {Path(path).name} | {one.day} | {one.months} | {one.held} | {one.ratio:.3f} |", flush=True)
        return 0
    models = [*PARAMS, SBG] if given.model == "all" else [given.model]
    if given.study == "budget":
        print("| model | bases | months held | standard error | predicted over came |\n|---|---|---|---|---|")
        for model in models:
            seeds = range(given.seed, given.seed + given.bases)
            if model == SBG:
                both = [held_contracts(contracts.TRUTHS[0], given.customers, seed) for seed in seeds]
            else:
                both = [held(model, given.customers, seed) for seed in seeds]
            share, error = standing([row[0] for row in both])
            bias = float(np.mean([row[1] for row in both]))
            print(f"| {model} | {given.bases} | {share:.1%} | {error:.1%} | {bias:.3f} |", flush=True)
        return 0
    print("| model | bases | opening | behaviour, mean | standard errors | margin less expected | standard errors |")
    print("|---|---|---|---|---|---|---|")
    for model in models:
        seeds = range(given.seed, given.seed + given.bases)
        if model == SBG:
            told = [moved_contracts(contracts.TRUTHS[0], given.customers, seed) for seed in seeds]
        else:
            told = [moved(model, given.customers, seed) for seed in seeds]
        (behaviour, by), (margin, mine) = (standing([row[i] for row in told]) for i in (0, 1))
        opening = float(np.mean([row[2] for row in told]))
        print(f"| {model} | {given.bases} | {opening:,.0f} | {behaviour:,.1f} | {behaviour / by:.2f} | "
              f"{margin:,.1f} | {margin / mine:.2f} |", flush=True)  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())

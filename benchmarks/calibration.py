"""How often the intervals hold: customer bases simulated from known parameters, fitted, valued and compared.

    python -m benchmarks.calibration [--bases 1000] [--customers 1500] [--model BG/NBD] [--confidence 0.8] [--seed 1]

Each base is one draw of customers who buy, leave and spend as the models say, observed for a while and then followed
to the horizon. Progress goes to stderr; interrupted, it reports what it has. A share counted over n bases is itself
uncertain by sqrt(c (1 - c) / n): 1.3% for 1,000 bases at 80%. Customers of one base share its parameters, so their
share is averaged over bases and its error taken between them.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from xlclv.checks import Floats
from xlclv.discounting import WEEKS_PER_YEAR
from xlclv.models import bg_nbd, by_name, full_name, gamma_gamma, mbg_nbd, pareto_nbd
from xlclv.valuation.predictive import money_interval, order_interval
from xlclv.valuation.residual import residual_clv
from xlclv.valuation.uncertainty import intervals

PARAMS: dict[str, Any] = {  # CDNOW's, but customers who buy more often, as in most shops
    "BG/NBD": bg_nbd.Params(0.55, 8.0, 0.8, 3.0),
    "MBG/NBD": mbg_nbd.Params(0.7, 8.0, 0.8, 3.0),
    "Pareto/NBD": pareto_nbd.Params(0.55, 8.0, 0.8, 20.0),
}
SPEND = gamma_gamma.Params(5.0, 4.0, 30.0)

_FOLLOWED = 100  # customers of a base whose own orders and money are looked at

EQUITY = "equity_interval: expected equity, parameters known"
OUTCOME = "outcome_interval: money realised by the base"
CLV = "clv_interval: a customer's expected CLV"
ORDERS = "order_interval: a customer's realised orders"
MONEY = "money_interval: a customer's realised money"


@dataclass(frozen=True, slots=True)
class World:
    """The truth, in weeks and money: customers arrive over the first `arrivals` of the weeks `observed`."""

    model: str = "BG/NBD"
    customers: int = 1500
    observed: float = 104.0
    arrivals: float = 78.0
    horizon: float = 104.0
    rate: float = 0.1
    confidence: float = 0.8

    @property
    def params(self) -> Any:
        return PARAMS[self.model]


@dataclass(frozen=True, slots=True)
class Base:
    """One simulated base: histories, and what each customer did later (money discounted)."""

    x: Floats
    t_x: Floats
    T: Floats
    m: Floats
    later_orders: Floats
    later_money: Floats


def simulate(world: World, rng: np.random.Generator) -> Base:
    """Customers in continuous time, a round an order: stay or leave, wait, pay."""
    n = world.customers
    T = world.observed - world.arrivals * rng.random(n)
    buying = rng.gamma(world.params.r, 1.0 / world.params.alpha, n)
    stays_until, drops = _dropout(world, rng, n)
    spread = rng.gamma(SPEND.q, 1.0 / SPEND.gamma, n)
    x, t_x, spent, later, money = (np.zeros(n) for _ in range(5))
    now = np.zeros(n)
    at = np.flatnonzero(rng.random(n) >= drops) if world.model == "MBG/NBD" else np.arange(n)
    while at.size:
        now[at] += rng.exponential(1.0, at.size) / np.maximum(buying[at], 1e-300)
        at = at[now[at] <= np.minimum(stays_until[at], T[at] + world.horizon)]
        value = rng.gamma(SPEND.p, 1.0, at.size) / spread[at]
        seen = now[at] <= T[at]
        old, new = at[seen], at[~seen]
        x[old] += 1
        t_x[old] = now[old]
        spent[old] += value[seen]
        later[new] += 1
        money[new] += value[~seen] * np.exp(-np.log1p(world.rate) * (now[new] - T[new]) / WEEKS_PER_YEAR)
        at = at[rng.random(at.size) >= drops[at]]
    return Base(x, t_x, T, np.where(x > 0, spent / np.maximum(x, 1), 0.0), later, money)


def _dropout(world: World, rng: np.random.Generator, n: int) -> tuple[Floats, Floats]:
    """When each customer leaves at the latest, and the chance of leaving after an order."""
    params = world.params
    if world.model == "Pareto/NBD":
        return rng.exponential(1.0, n) / rng.gamma(params.s, 1.0 / params.beta, n), np.zeros(n)
    return np.full(n, np.inf), rng.beta(params.a, params.b, n)


def trial(world: World, seed: int) -> dict[str, float]:
    """One base: 1 or 0 where an interval for the base holds or not, the share of customers where it is theirs."""
    base = simulate(world, np.random.default_rng([seed, world.customers]))
    kernel, c = by_name(world.model), world.confidence
    fits = kernel.fit(base.x, base.t_x, base.T), gamma_gamma.fit(base.x, base.m)
    history, terms = (base.x, base.t_x, base.T), (world.rate, world.horizon)
    truth = residual_clv(world.model, world.params, SPEND, *terms, *history, base.m)
    equity, outcome, clv = intervals(world.model, *fits, *terms, *history, base.m, confidence=c)
    params, spend = fits[0].params, fits[1].params
    few = slice(_FOLLOWED)
    their = tuple(column[few] for column in history)
    orders = order_interval(world.model, params, world.horizon, *their, confidence=c)
    money = money_interval(world.model, params, spend, *terms, *their, base.m[few], confidence=c)
    bought, paid, realised = base.later_orders[few], base.later_money[few], base.later_money.sum()
    return {
        EQUITY: float(equity.low <= truth.sum() <= equity.high),
        OUTCOME: float(outcome is not None and outcome.low <= realised <= outcome.high),
        CLV: float(((clv.low <= truth) & (truth <= clv.high)).mean()),
        ORDERS: float(((orders.low <= bought) & (bought <= orders.high)).mean()),
        MONEY: float(((money.low <= paid) & (paid <= money.high)).mean()),
    }


def coverage(world: World, bases: int, seed: int, progress: bool = False) -> dict[str, Floats]:
    """The results of `bases` trials by interval; fewer when interrupted."""
    held: dict[str, list[float]] = {name: [] for name in (EQUITY, OUTCOME, CLV, ORDERS, MONEY)}
    try:
        for done in range(bases):
            for name, result in trial(world, seed + done).items():
                held[name].append(result)
            if progress and (done + 1) % 10 == 0:
                print(f"\r{done + 1:,} of {bases:,} bases", end="", file=sys.stderr, flush=True)
    except KeyboardInterrupt:
        print("\ninterrupted; what follows is what was counted so far", file=sys.stderr)
    if progress:
        print(file=sys.stderr)
    shortest = min(len(results) for results in held.values())
    return {name: np.array(results[:shortest]) for name, results in held.items()}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table of coverage."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.calibration", description=__doc__.split(":")[0])
    parser.add_argument("--bases", type=int, default=1000)
    parser.add_argument("--customers", type=int, default=1500)
    parser.add_argument("--model", default="BG/NBD")
    parser.add_argument("--confidence", type=float, default=0.8)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    world = World(full_name(given.model), given.customers, confidence=given.confidence)
    started = time.perf_counter()
    found = coverage(world, given.bases, given.seed, progress=True)
    bases = len(found[EQUITY])
    print(f"{world.model}, {bases:,} bases of {world.customers:,} customers, intervals of {world.confidence:.0%}, "
          f"{time.perf_counter() - started:.0f} s")  # fmt: skip
    for name, results in found.items():
        error = float(results.std(ddof=1) / np.sqrt(bases)) if bases > 1 else 0.0
        print(f"{name:<55} {results.mean() if bases else 0.0:7.1%} +- {error:.1%}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

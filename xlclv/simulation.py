"""Simulated orders: customers who buy, leave and spend as BG/NBD and Gamma-Gamma say, for demo, tests, benchmarks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xlclv.checks import Floats


@dataclass(frozen=True, slots=True)
class World:
    """The truth behind simulated orders. Times are in days, money in currency units.

    r, alpha: gamma of the purchase rates; a, b: beta of the dropout probabilities (BG/NBD); p, q, gamma: order
    values (Gamma-Gamma). `arrivals`: days over which customers place their first order; `days`: days observed.
    """

    r: float = 0.55
    alpha: float = 45.0
    a: float = 0.8
    b: float = 3.0
    p: float = 5.0
    q: float = 4.0
    gamma: float = 30.0
    arrivals: int = 540
    days: int = 730


@dataclass(frozen=True, slots=True)
class SimulatedOrders:
    """One row an order: customer number from 0, day from 0, amount in cents; and each customer's true orders a day."""

    customer: NDArray[np.int64]
    day: NDArray[np.int64]
    cents: NDArray[np.int64]
    rate: Floats


def orders(customers: int, world: World | None = None, seed: int = 1) -> SimulatedOrders:
    """Orders of `customers` customers, first orders included, sorted by day; the same seed gives the same orders.

    >>> len(set(orders(50).customer.tolist()))
    50
    """
    world = world or World()
    rng = np.random.default_rng(seed)
    first = rng.integers(0, world.arrivals, customers)
    rate = rng.gamma(world.r, 1 / world.alpha, customers)
    dropout = rng.beta(world.a, world.b, customers)
    who, when = [np.arange(customers)], [first.astype(np.float64)]
    alive, now = np.arange(customers), first.astype(np.float64)
    while alive.size:  # one round a purchase: flip the coin of leaving, then wait for the next order
        stays = rng.random(alive.size) >= dropout[alive]
        alive, now = alive[stays], now[stays]
        now = now + rng.exponential(1, alive.size) / np.maximum(rate[alive], 1e-300)
        seen = now < world.days
        alive, now = alive[seen], now[seen]
        who.append(alive)
        when.append(now)
    customer, day = np.concatenate(who), np.floor(np.concatenate(when)).astype(np.int64)
    cents = _amounts(rng, world, customers, customer)
    order = np.lexsort((customer, day))
    return SimulatedOrders(customer[order], day[order], cents[order], rate)


def _amounts(rng: np.random.Generator, world: World, customers: int, customer: NDArray[np.int64]) -> NDArray[np.int64]:
    """Order values: gamma with shape p around a rate that is gamma(q, gamma) across customers; at least a cent."""
    spread: Floats = rng.gamma(world.q, 1 / world.gamma, customers)
    values = rng.gamma(world.p, 1, customer.size) / spread[customer]
    return np.maximum(np.rint(values * 100), 1).astype(np.int64)

"""Customers simulated one purchase at a time under each model, in continuous time, with the truth kept."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class Base(NamedTuple):
    """Histories as a fit takes them, and `until`, the age at which each customer really leaves."""

    x: Array
    t_x: Array
    T: Array
    until: Array


def base(
    model: Any, params: Any, customers: int, rng: np.random.Generator, ages: tuple[float, float] = (20.0, 60.0)
) -> Base:
    """`customers` of ages drawn evenly: gamma purchase rates; dropout as the model's parameters say."""
    T = rng.uniform(*ages, customers)
    rate = rng.gamma(params.r, 1.0 / params.alpha, customers)
    if hasattr(params, "beta"):
        return _observed(rate, rng.exponential(1.0 / rng.gamma(params.s, 1.0 / params.beta, customers)), T, rng)
    drops = np.clip(rng.beta(params.a, params.b, customers), 1e-12, 1.0 - 1e-12)
    first = getattr(model, "FIRST_CHANCE", 0)
    lasts = (
        np.floor(np.log(rng.random(customers)) / np.log1p(-drops)) + 1 - first
    )  # the purchase after which they leave
    return _observed(rate, lasts, T, rng, by_purchases=True)


def histories(rng: np.random.Generator, customers: int) -> tuple[Array, Array, Array]:
    """Possible histories, of no model in particular."""
    x = rng.integers(0, 12, customers).astype(float)
    T = rng.uniform(1, 150, customers)
    return x, np.where(x > 0, T * rng.uniform(0.05, 1, customers), 0.0), T


def _observed(rate: Array, limit: Array, T: Array, rng: np.random.Generator, by_purchases: bool = False) -> Base:
    """Follow everyone to T, and to the end of those who leave at a purchase; `limit` is a number of them, or an age."""
    x, t_x, now = np.zeros_like(T), np.zeros_like(T), np.zeros_like(T)
    until = np.where(limit < 1, 0.0, np.inf) if by_purchases else limit
    here = np.flatnonzero(until > 0)
    made = np.zeros_like(T)
    far = 3.0 * T.max()
    while here.size:
        now[here] += rng.exponential(1.0, here.size) / np.maximum(rate[here], 1e-12)
        here = here[(now[here] < far) & (now[here] < until[here])]
        made[here] += 1
        seen = here[now[here] <= T[here]]
        x[seen] += 1
        t_x[seen] = now[seen]
        if by_purchases:
            leaves = here[made[here] >= limit[here]]
            until[leaves] = now[leaves]
            here = here[made[here] < limit[here]]
        else:
            here = here[now[here] <= T[here]]
    return Base(x, t_x, T, until)

"""Histories of a shop with a season: the clock added up day by day, the models' textbook forms on it."""

from __future__ import annotations

import datetime as dt
import json
import random
from typing import Any

from mpmath import beta, hyp2f1, log, loggamma, mp, mpf, quad

mp.dps = 40
ORIGIN = dt.date(1970, 1, 1)
MEAN_DAYS = [31, mpf("28.25"), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


def clock(weights: list[Any], now: int, days: float) -> Any:
    """Weeks on the clock in so many days after `now`; before it, where negative."""
    whole = int(days // 1)
    steps = range(1, whole + 1) if days >= 0 else range(whole + 1, 1)
    total = mpf(0)
    for step in steps:
        total += weights[(ORIGIN + dt.timedelta(days=now + step)).month - 1]
    if days < 0:
        return -total / 7
    part = mpf(days) - whole
    return (total + part * weights[(ORIGIN + dt.timedelta(days=now + whole + 1)).month - 1]) / 7


def likelihood(p: list[Any], first: int, x: int, t_x: Any, T: Any) -> tuple[Any, Any]:
    """ln L and P(alive): equation (6) of Fader, Hardie & Lee (2005a), and the same with a first chance."""
    r, alpha, a, b = p
    chances = x + first
    buys = loggamma(r + x) - loggamma(r) + r * log(alpha)
    alive = beta(a, b + chances) / beta(a, b) * (alpha + T) ** -(r + x)
    dead = beta(a + 1, b + chances - 1) / beta(a, b) * (alpha + t_x) ** -(r + x) if chances else mpf(0)
    return buys + log(alive + dead), alive / (alive + dead)


def living(p: list[Any], first: int, x: int, T: Any, h: Any) -> Any:
    """Expected purchases of a living customer: the mean of (1 - (1 + c q)^-(r + x)) / q over q ~ Beta(a, b')."""
    r, alpha, a, b = p
    stay, c = b + x + first, h / (alpha + T)
    # (1 - (1 + c q)^-s) / q = s c INTEGRAL over u from 0 to 1 of (1 + c q u)^-(s + 1) du, and over q that is a 2F1
    return (r + x) * c * quad(lambda u: hyp2f1(r + x + 1, a, a + stay, -c * u), [0, 1])


def main() -> None:
    random.seed(16)
    found = []
    for i in range(80):
        model, first = ("BG/NBD", 0) if i % 2 else ("MBG/NBD", 1)
        raw = [random.lognormvariate(0, random.choice([0.1, 0.6, 1.2])) for _ in range(12)]
        mean = sum(mpf(w) * d for w, d in zip(raw, MEAN_DAYS, strict=True)) / mpf("365.25")
        weights = [float(f"{float(w / mean):.17g}") for w in raw]
        now = random.randrange(14_000, 22_000)
        age = random.randrange(30, 2500)
        x = random.choice([0, 0, 1, 2, 5, 30])
        recency = random.randrange(min(x, age), age + 1) if x else 0
        horizon = random.choice([1.0, 4.5, 13.0, 52.0, 156.25])
        p = [float(f"{random.lognormvariate(m, 0.7):.4g}") for m in (-0.7, 1.8, -0.2, 0.9)]
        exact = [mpf(w) for w in weights]
        T = -clock(exact, now, -age)
        t_x = T + clock(exact, now, -(age - recency)) if x else mpf(0)
        ahead = clock(exact, now, horizon * 7)
        value, alive = likelihood([mpf(v) for v in p], first, x, t_x, T)
        orders = alive * living([mpf(v) for v in p], first, x, T, ahead)
        found.append(
            {
                "model": model,
                "params": p,
                "weights": weights,
                "now": now,
                "frequency": x,
                "recency": recency,
                "age": age,
                "horizon": horizon,
                "log_likelihood": mp.nstr(value, 20),
                "p_alive": mp.nstr(alive, 20),
                "expected": mp.nstr(orders, 20),
            }
        )
    print("[\n" + ",\n".join(json.dumps(case) for case in found) + "\n]")


if __name__ == "__main__":
    main()

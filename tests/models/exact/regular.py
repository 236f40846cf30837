"""(M)BG/CNBD-k by its definition: gamma and beta mixtures of Erlang-k times, added up stage by stage."""

from __future__ import annotations

import json
import random
from typing import Any

from mpmath import beta, factorial, gamma, log, mp, mpf

mp.dps = 60


def rising(s: Any, j: int) -> Any:
    out = mpf(1)
    for i in range(j):
        out *= s + i
    return out


def parts(p: list[Any], k: int, first: int, x: int, t_x: Any, T: Any) -> tuple[list[Any], Any]:
    """The likelihood's terms without the gaps: alive with j stages done, and dead."""
    r, alpha, a, b = p
    n = x + first
    common = gamma(r + k * x) / gamma(r) * alpha**r / gamma(k) ** x
    stay = beta(a, b + n) / beta(a, b)
    alive = [
        common * stay * rising(r + k * x, j) / factorial(j) * (T - t_x) ** j * (alpha + T) ** -(r + k * x + j)
        for j in range(k)
    ]
    dead = common * beta(a + 1, b + n - 1) / beta(a, b) * (alpha + t_x) ** -(r + k * x) if n else mpf(0)
    return alive, dead


def numbers(p: list[Any], k: int, first: int, x: int, done: int, T: Any, h: Any, most: int) -> tuple[Any, list[Any]]:
    """Expected purchases and P(0), ..., P(most) of a living customer with `done` stages, stages counted one by one."""
    r, alpha, a, b = p
    shape, reach, b = r + k * x + done, h / (alpha + T + h), b + x + first
    chance = (1 - reach) ** shape  # of no stage
    still, left = mpf(1), mpf(1)  # E[(1 - p)^(n - 1)], P(N >= m)
    total, spread, block, n, m = mpf(0), [], mpf(0), 0, 0
    at_least = []
    while True:
        block += chance
        left -= chance
        m += 1
        chance *= (shape + m - 1) / m * reach
        if (m + done) % k == 0:
            n += 1
            spread.append(block)
            at_least.append(left)
            block = mpf(0)
            total += still * left
            still *= (b + n - 1) / (a + b + n - 1)
            if n > most + 1 and left < mpf(10) ** -18 * total:
                break
    d = [beta(a, b + i) / beta(a, b) for i in range(most + 2)]
    found = [spread[0]]
    for i in range(1, most + 1):
        found.append(d[i] * spread[i] + (d[i - 1] - d[i]) * at_least[i - 1])
    return total, found


def main() -> None:
    random.seed(61)
    cases = []
    for i in range(80):
        model, first = ("BG/NBD", 0) if i % 2 else ("MBG/NBD", 1)
        k = random.choice([1, 2, 2, 3, 4, 6])
        p = [float(f"{random.lognormvariate(m, 0.8):.4g}") for m in (-0.4, 1.2, -0.2, 0.9)]
        T = float(f"{random.uniform(1, 150):.4g}")
        x = random.choice([0, 0, 1, 2, 6, 40])
        t_x = float(f"{T * random.uniform(0.2, 1):.4g}") if x else 0.0
        h = float(f"{random.choice([0.01, 0.3, 2, 8, 38, 55]) * random.uniform(0.7, 1.04) * (p[1] + T):.4g}")
        gaps = float(f"{x * log(mpf(t_x) / x) - random.uniform(0, 0.3) * x:.6g}") if x else 0.0
        exact, T_, t_, h_ = [mpf(v) for v in p], mpf(T), mpf(t_x), mpf(h)
        alive, dead = parts(exact, k, first, x, t_, T_)
        whole = sum(alive) + dead
        value = log(whole) + (k - 1) * mpf(gaps)
        living, counts = mpf(0), [mpf(0)] * 6
        for done, part in enumerate(alive):
            total, found = numbers(exact, k, first, x, done, T_, h_, 5)
            living += part / whole * total
            counts = [c + part / whole * f for c, f in zip(counts, found, strict=True)]
        counts[0] += dead / whole
        cases.append({
            "model": model, "params": [*p, k], "frequency": x, "recency": t_x, "T": T, "horizon": h, "log_gaps": gaps,
            "log_likelihood": mp.nstr(value, 20), "p_alive": mp.nstr(sum(alive) / whole, 20),
            "expected": mp.nstr(living, 20), "counts": [mp.nstr(c, 20) for c in counts],
        })  # fmt: skip
    print("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]")


if __name__ == "__main__":
    main()

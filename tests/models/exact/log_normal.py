"""Log-normal spend by its definition: each order's density, integrated over what the customer's own mean may be.

python -m tests.models.exact.log_normal > tests/models/log_normal_cases.json
"""

from __future__ import annotations

import json
import random
from typing import Any

from mpmath import exp, log, mp, mpf, ncdf, npdf, quad, sqrt

mp.dps = 22


def over_means(p: list[Any], logs: list[Any], of: Any) -> Any:
    """The integral over m of `of`(m), the densities of the orders and of m itself."""
    middle, sigma, tau = log(p[0]), p[1], p[2]

    def at(m: Any) -> Any:
        out = npdf(m, middle, tau)
        for each in logs:
            out *= npdf(each, m, sigma) * exp(-each)
        return of(m) * out

    n = len(logs)
    trust = n * tau**2 / (sigma**2 + n * tau**2)
    centre = middle + trust * ((sum(logs) / n if n else middle) - middle)
    width = 1 / sqrt(1 / tau**2 + n / sigma**2)
    reach = [centre + width * i for i in range(-12, 17, 2)]
    top = at(centre)  # quad stops by the absolute error, and a density of 30 orders is tiny
    return top * quad(lambda m: at(m) / top, reach, method="gauss-legendre")


def case(rng: random.Random) -> dict[str, Any]:
    p = [round(10 ** rng.uniform(*ends), 4) for ends in ((-1, 4), (-1.2, 0.4), (-1.2, 0.4))]
    given = [mpf(repr(each)) for each in p]
    n = rng.choice([1, 1, 2, 3, 5, 9, 30])
    own = float(log(given[0])) + rng.gauss(0, p[2])
    logs = [mpf(repr(round(own + rng.gauss(0, p[1]), 6))) for _ in range(n)]
    mean = sum(logs) / n
    whole = over_means(given, logs, lambda m: mpf(1))
    none = rng.random() < 0.15
    known = [] if none else logs
    norm = mpf(1) if none else whole
    expected = over_means(given, known, lambda m: exp(m + given[1] ** 2 / 2)) / norm
    far = float(sqrt(given[1] ** 2 + (given[2] ** 2 if none else 0))) * rng.uniform(-2, 2)
    value = mpf(repr(float(f"{float(given[0] if none else exp(mean)) * 2.718281828**far:.6g}")))
    reached = over_means(given, known, lambda m: ncdf((log(value) - m) / given[1])) / norm
    return {
        "params": p, "orders": n, "mean_log": float(mean), "scatter": float(sum((each - mean) ** 2 for each in logs)),
        "known": 0 if none else n, "log_likelihood": mp.nstr(log(whole), 18), "expected": mp.nstr(expected, 18),
        "probability": mp.nstr(reached, 18), "quantile": float(value),
    }  # fmt: skip


if __name__ == "__main__":
    rng = random.Random(16)
    print(json.dumps([case(rng) for _ in range(40)], indent=None))

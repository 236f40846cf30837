"""Random extreme draws through every public function of every model: nothing may come out that is not a finite number.

    python -m benchmarks.stress [--draws 100000] [--seed 1]

Parameters spread over 24 powers of ten, times over 12, frequencies up to 10,000. An InputError is an answer (it names
the argument) and is counted apart. NaN, infinity, a probability outside 0 to 1, a count or value below 0, a warning or
another exception is an offence: they are listed, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from xlclv.checks import Floats
from xlclv.errors import InputError
from xlclv.models import bdw, bg_bb, bg_nbd, full_name, gamma_gamma, mbg_nbd, nbd, pareto_nbd, purchase_counts, sbg
from xlclv.valuation import residual

ROWS = 5  # histories, and so draws, of one call
_SHOWN = 10


class Draw(NamedTuple):
    """Random arguments of one call."""

    x: Floats
    t_x: Floats
    T: Floats
    horizon: Floats
    rate: Floats
    money: Floats
    n: Floats
    k: Floats
    last: Floats
    survivors: Floats


class Function(NamedTuple):
    """A public function: its name, its call, and the bounds of an answer."""

    name: str
    params: Any
    call: Callable[[Any, Draw], Any]
    low: float = 0.0
    high: float = np.inf


def draw(rng: np.random.Generator) -> Draw:
    """Histories that can be, at any scale."""
    T = 10.0 ** rng.uniform(-6, 6, ROWS)
    x = np.floor(10.0 ** rng.uniform(-0.5, 4, ROWS))
    n = np.floor(10.0 ** rng.uniform(0, 3.5, ROWS))
    k = np.floor(n * rng.random(ROWS))
    return Draw(
        x, np.where(x > 0, T * rng.choice([1e-9, 0.5, 1 - 1e-12, 1.0], ROWS), 0.0), T,
        10.0 ** rng.uniform(-6, 9, ROWS), 10.0 ** rng.uniform(-9, 0, ROWS), 10.0 ** rng.uniform(-9, 12, ROWS),
        n, k, np.where(k > 0, np.floor(k + (n - k) * rng.random(ROWS)), 0.0),
        np.sort(np.floor(10.0 ** rng.uniform(0, 9, 6)))[::-1],
    )  # fmt: skip


def functions() -> list[Function]:
    """Everything a model module offers but its fit, whose answers tests judge."""
    out: list[Function] = []
    for model in (bg_nbd, mbg_nbd, pareto_nbd):
        name = model.__name__.rpartition(".")[2]
        full = full_name(name.replace("_", ""))
        out += [
            Function(f"{name}.log_likelihood", model.Params, lambda p, d, m=model: m.log_likelihood(p, d.x, d.t_x, d.T),
                     -np.inf),
            Function(f"{name}.p_alive", model.Params, lambda p, d, m=model: m.p_alive(p, d.x, d.t_x, d.T), 0, 1),
            Function(f"{name}.p_alive ahead", model.Params,
                     lambda p, d, m=model: m.p_alive(p, d.x, d.t_x, d.T, d.horizon), 0, 1),
            Function(f"{name}.expected_purchases", model.Params,
                     lambda p, d, m=model: m.expected_purchases(p, d.horizon, d.x, d.t_x, d.T)),
            Function(f"{name}.expected_purchases_new", model.Params,
                     lambda p, d, m=model: m.expected_purchases_new(p, d.horizon)),
            Function(f"{name}.purchases_if_alive", model.Params,
                     lambda p, d, m=model: m.purchases_if_alive(p, d.horizon, d.x, d.T)),
            Function(f"{name}.dert", model.Params, lambda p, d, m=model: m.dert(p, d.rate, d.x, d.t_x, d.T)),
            Function(f"purchase_counts.purchase_distribution {full}", model.Params,
                     lambda p, d, f=full: purchase_counts.purchase_distribution(f, p, d.horizon, 6), 0, 1),
            Function(f"purchase_counts.future_distribution {full}", model.Params,
                     lambda p, d, f=full: purchase_counts.future_distribution(f, p, d.horizon, d.x, d.t_x, d.T, 6),
                     0, 1),
            Function(f"residual.discounted_orders {full}", model.Params,
                     lambda p, d, f=full: residual.discounted_orders(f, p, 0.1, 52, d.x, d.t_x, d.T)),
        ]  # fmt: skip
    out += [
        Function("nbd.log_likelihood", nbd.Params, lambda p, d: nbd.log_likelihood(p, d.x, d.T), -np.inf),
        Function("nbd.expected_purchases", nbd.Params, lambda p, d: nbd.expected_purchases(p, d.horizon, d.x, d.T)),
        Function("gamma_gamma.log_likelihood", gamma_gamma.Params,
                 lambda p, d: gamma_gamma.log_likelihood(p, np.maximum(d.x, 1), d.money), -np.inf),
        Function("gamma_gamma.expected_spend", gamma_gamma.Params,
                 lambda p, d: gamma_gamma.expected_spend(p, d.x, d.money)),
        Function("gamma_gamma.population_mean", gamma_gamma.Params, lambda p, d: gamma_gamma.population_mean(p)),
        Function("bg_bb.log_likelihood", bg_bb.Params, lambda p, d: bg_bb.log_likelihood(p, d.k, d.last, d.n), -np.inf),
        Function("bg_bb.p_alive", bg_bb.Params, lambda p, d: bg_bb.p_alive(p, d.k, d.last, d.n, d.x), 0, 1),
        Function("bg_bb.expected_purchases", bg_bb.Params,
                 lambda p, d: bg_bb.expected_purchases(p, d.x, d.k, d.last, d.n)),
        Function("bg_bb.expected_purchases_new", bg_bb.Params, lambda p, d: bg_bb.expected_purchases_new(p, d.x)),
        Function("bg_bb.purchase_probability", bg_bb.Params,
                 lambda p, d: bg_bb.purchase_probability(p, d.k, d.n), 0, 1),
        Function("bg_bb.dert", bg_bb.Params, lambda p, d: bg_bb.dert(p, d.rate, d.k, d.last, d.n)),
    ]  # fmt: skip
    for model in (sbg, bdw):
        name = model.__name__.rpartition(".")[2]
        out += [
            Function(f"{name}.log_likelihood", model.Params, lambda p, d, m=model: m.log_likelihood(p, d.survivors),
                     -np.inf),
            Function(f"{name}.survival", model.Params, lambda p, d, m=model: m.survival(p, d.T), 0, 1),
            Function(f"{name}.retention_rate", model.Params, lambda p, d, m=model: m.retention_rate(p, d.n), 0, 1),
            Function(f"{name}.contract_value", model.Params,
                     lambda p, d, m=model: m.contract_value(p, d.rate, d.k, d.n, 0.5, 1)),
            Function(f"{name}.discounted_lifetime", model.Params,
                     lambda p, d, m=model: m.discounted_lifetime(p, np.maximum(d.rate, 1e-4))),
            Function(f"{name}.derl", model.Params, lambda p, d, m=model: m.derl(p, np.maximum(d.rate, 1e-4), d.k)),
        ]  # fmt: skip
    return out


def offence(function: Function, numbers: Sequence[float], given: Draw) -> str | None:
    """What is wrong with the answer of one call; None when nothing is. InputError passes through."""
    try:
        answer = np.asarray(function.call(function.params(*numbers), given), dtype=np.float64)
    except InputError:
        raise
    except Exception as error:  # whatever it is, it is an offence
        return f"{type(error).__name__}: {error}"
    if not np.isfinite(answer).all():
        return f"not finite: {answer}"
    if (answer < function.low).any() or (answer > function.high * (1 + 1e-12)).any():
        return f"outside {function.low:g} to {function.high:g}: {answer}"
    return None


def main(arguments: Sequence[str] | None = None) -> int:
    """Count the offences and name them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stress", description=__doc__.split("\n\n")[0])
    parser.add_argument("--draws", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    rng, offered = np.random.default_rng(given.seed), functions()
    done, refused, offences = 0, Counter[str](), Counter[str]()
    started = time.perf_counter()
    warnings.simplefilter("error")
    try:
        while done < given.draws:
            function = offered[done // ROWS % len(offered)]
            numbers = (10.0 ** rng.uniform(-12, 12, len(function.params.__slots__))).tolist()
            arguments_of_call = draw(rng)
            done += ROWS
            try:
                wrong = offence(function, numbers, arguments_of_call)
            except InputError:
                refused[function.name] += ROWS
                continue
            if wrong:
                offences[function.name] += ROWS
                if sum(offences.values()) <= _SHOWN * ROWS:
                    print(f"draws {done - ROWS:,} to {done:,}: {function.name}, params {numbers}: {wrong}")
            if done % 5000 == 0:
                print(f"\r{done:,} of {given.draws:,} draws", end="", file=sys.stderr, flush=True)
    except KeyboardInterrupt:
        print("\ninterrupted; what follows is what was counted so far", file=sys.stderr)
    print(file=sys.stderr)
    seconds = time.perf_counter() - started
    print(f"{done:,} draws through {len(offered)} functions in {seconds:.0f} s: "
          f"{sum(offences.values()):,} offences, {sum(refused.values()):,} refused with a reason.")  # fmt: skip
    for title, found in (("offences", offences), ("refused", refused)):
        for name, count in found.most_common():
            print(f"{title}: {name} {count:,}")
    return 1 if offences else 0


if __name__ == "__main__":
    sys.exit(main())

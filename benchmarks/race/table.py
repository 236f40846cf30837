"""The race run: contestants and easy rules at every cut-off, and the tables of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from benchmarks.race.contestants import CONTESTANTS, DEFAULT
from benchmarks.race.shops import Shop
from benchmarks.race.worlds import YEAR, World, simulate
from xlclv.checks import Floats
from xlclv.validation.backtest.baselines import RULES
from xlclv.validation.backtest.cuts import HALF_YEAR, QUARTER
from xlclv.validation.backtest.days import Days, past
from xlclv.validation.backtest.judging import Nearness, nearness

_FROM, _APART = 120, 28  # days of history before the first cut-off, and between two
SPLIT_HEAD = """| shop, days known then ahead (customers) | method | bias | MAE | Spearman | best tenth | held |
|---|---|---|---|---|---|---|"""
HELD_HEAD = """| shop, days ahead | cut-offs | method | mean miss | over 15% | interval held |
|---|---|---|---|---|---|"""
WORLD_HEAD = """| world | method | bases | mean bias | mean miss | interval held | the note it should have |
|---|---|---|---|---|---|---|"""


class Result(NamedTuple):
    """One method at one cut-off. `held` is None without an interval, `near` without a forecast."""

    method: str
    near: Nearness | None
    held: bool | None
    notes: tuple[str, ...] = ()

    @property
    def miss(self) -> float:
        return abs(self.near.bias) if self.near is not None and self.near.bias is not None else float("nan")


def at(days: Days, cutoff: int, ahead: int, rules: bool = True) -> list[Result]:
    """All contestants, and the rules, of the customers known at a cut-off."""
    known = past(days, cutoff)
    came = days.between(cutoff, cutoff + ahead)[1][known.who]
    out = []
    for name, contestant in CONTESTANTS.items():
        said = contestant(days, cutoff, ahead)
        held = None if said.interval is None else bool(said.interval.low <= came.sum() <= said.interval.high)
        out.append(Result(name, None if said.money is None else nearness(said.money, came), held, said.notes))
    for name, rule in RULES.items() if rules else ():
        told = rule(days, known, ahead)
        if told is not None:
            out.append(Result(name, nearness(told.money, came), None))
    return out


def splits(shop: Shop) -> Iterator[tuple[str, list[Result]]]:
    """The shop's splits of the table."""
    assert shop.days is not None, "a shop without orders is not run"
    for known, ahead in shop.splits:
        cutoff = shop.days.begin + known - 1
        people = len(past(shop.days, cutoff).who)
        yield f"{shop.name} {known} / {ahead} ({people:,})", at(shop.days, cutoff, ahead)


def split_rows(label: str, found: Sequence[Result]) -> Iterator[str]:
    """The contestants, and the rule that was best by each measure."""
    rules = [r for r in found if r.method in RULES and r.near is not None]
    for result in found:
        if result.method in CONTESTANTS:
            yield f"| {label} | {result.method} | {_figures(result)} |"
    for words, best in best_of(rules).items():
        yield f"| | best {words}: {best.method} | {_figures(best)} |"


def best_of(rules: Sequence[Result]) -> dict[str, Result]:
    """The rule nearest in total, the one of least MAE, and the one that ranked best."""
    return {
        "total": min(rules, key=lambda r: r.miss),
        "MAE": min(rules, key=lambda r: r.near.mae if r.near else np.inf),
        "ranking": max(rules, key=lambda r: (r.near.spearman or 0.0) if r.near else 0.0),
    }


def rolling(shop: Shop) -> Iterator[tuple[str, list[list[Result]]]]:
    """Cut-offs four weeks apart, a quarter and half a year ahead."""
    assert shop.days is not None, "a shop without orders is not run"
    days = shop.days
    for ahead in (QUARTER, HALF_YEAR):
        cuts = range(days.begin + _FROM - 1, days.end - ahead + 1, _APART)
        yield f"{shop.name}, {ahead}", [at(days, cut, ahead) for cut in cuts]


def rolling_rows(label: str, found: Sequence[Sequence[Result]]) -> Iterator[str]:
    """Each method that has figures at all cut-offs; of the rules the nearest."""
    by_method: dict[str, list[Result]] = {}
    for cut in found:
        for result in cut:
            by_method.setdefault(result.method, []).append(result)
    whole = {m: rs for m, rs in by_method.items() if len(rs) == len(found)}
    rules = {m: float(np.nanmean([r.miss for r in rs])) for m, rs in whole.items() if m in RULES}
    for method in [*CONTESTANTS, *([min(rules, key=lambda m: rules[m])] if rules else [])]:
        results = whole[method]
        misses = np.array([r.miss for r in results])
        yield (
            f"| {label} | {len(found)} | {method} | {np.nanmean(misses):.1%} | "
            f"{int((misses > 0.15).sum())} | {_held(results)} |"
        )


def world_rows(world: World, bases: int) -> Iterator[str]:
    """Each contestant over simulated bases, a year ahead."""
    by_method: dict[str, list[Result]] = {}
    for seed in range(1, bases + 1):
        made = simulate(world, seed)
        for result in at(made.days, made.cutoff, YEAR, rules=False):
            by_method.setdefault(result.method, []).append(result)
    for method, results in by_method.items():
        bias = np.array([r.near.bias for r in results if r.near is not None and r.near.bias is not None])
        said = sum(any(world.note in note for note in r.notes) for r in results)
        yield (
            f"| {world.name} | {method} | {len(results)} | {_mean(bias)} | {_mean(np.abs(bias))} | "
            f"{_held(results)} | {f'{said} of {len(results)}' if world.note else '-'} |"
        )


def sentences(found: Sequence[Sequence[Result]], rolled: Sequence[Sequence[Result]]) -> Iterator[str]:
    """The aims, and whether the default meets them."""
    own = [next(r for r in split if r.method == DEFAULT) for split in found]
    best = [best_of([r for r in split if r.method in RULES and r.near]) for split in found]
    near = sum(r.miss <= 0.15 for r in own)
    behind = sum(r.miss > b["total"].miss + 0.05 for r, b in zip(own, best, strict=True))
    pairs = [(r.near, b["MAE"].near, b["ranking"].near) for r, b in zip(own, best, strict=True)]
    mae = sum(bool(r and m and r.mae <= m.mae) for r, m, _ in pairs)
    rank = sum(bool(r and s and (r.spearman or 0) >= (s.spearman or 0)) for r, _, s in pairs)
    n = len(own)
    yield f"{DEFAULT}, the default: within 15% of the total on {near} of {n} splits (aim: all)."
    yield f"More than 5 points behind the rule that happened to be nearest on {behind} of {n} (aim: none)."
    yield f"MAE at least as good as the best rule's on {mae}, Spearman on {rank} of {n} (aim: all but one)."
    held = [r.held for cut in rolled for r in cut if r.method == DEFAULT and r.held is not None]
    share = sum(held) / len(held)
    met = "met" if len(held) >= 30 and 0.7 <= share <= 0.9 else "missed"
    words = f"held at {sum(held)} of {len(held)} cut-offs, {share:.0%} (aim: 70% to 90%; {met})"
    yield f"The 80% interval of what will come {words}."


def _figures(result: Result) -> str:
    near = result.near
    if near is None:
        return "no model | | | |"
    bias = "-" if near.bias is None else f"{near.bias:+.1%}"
    held = "" if result.held is None else "yes" if result.held else "no"
    return f"{bias} | {near.mae:,.1f} | {_number(near.spearman)} | {_number(near.best_tenth)} | {held}"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _mean(values: Floats) -> str:
    return f"{values.mean():+.1%}" if values.size else "-"


def _held(results: Iterable[Result]) -> str:
    held = [r.held for r in results if r.held is not None]
    return f"{sum(held)} of {len(held)} ({sum(held) / len(held):.0%})" if held else "none"

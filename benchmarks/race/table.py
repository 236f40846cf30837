"""The race run: contestants and easy rules at every cut-off, and the tables of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from benchmarks.race.contestants import CONTESTANTS
from benchmarks.race.kept import Kept, Result
from benchmarks.race.shops import Shop
from benchmarks.race.worlds import YEAR, World, simulate
from xlclv.checks import Floats
from xlclv.validation.backtest.baselines import RULES
from xlclv.validation.backtest.cuts import HALF_YEAR, QUARTER
from xlclv.validation.backtest.days import Days, past
from xlclv.validation.backtest.judging import nearness

_FROM, _APART = 120, 28  # days of history before the first cut-off, and between two
SPLIT_HEAD = """| shop, days known then ahead (customers) | method | bias | MAE | Spearman | best tenth | held |
|---|---|---|---|---|---|---|"""
HELD_HEAD = """| shop, days ahead | cut-offs | method | mean miss | over 15% | interval held |
|---|---|---|---|---|---|"""
WORLD_HEAD = """| world | method | bases | mean bias | mean miss | interval held | the note it should have |
|---|---|---|---|---|---|---|"""


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


def splits(shop: Shop, kept: Kept) -> Iterator[tuple[str, list[Result]]]:
    """The shop's splits of the table."""
    assert shop.days is not None, "a shop without orders is not run"
    for known, ahead in shop.splits:
        cutoff = shop.days.begin + known - 1
        people = len(past(shop.days, cutoff).who)
        yield f"{shop.name} {known} / {ahead} ({people:,})", _kept_at(shop, kept, cutoff, ahead)


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


def rolling(shop: Shop, kept: Kept) -> Iterator[tuple[str, list[list[Result]]]]:
    """Cut-offs four weeks apart, a quarter and half a year ahead."""
    assert shop.days is not None, "a shop without orders is not run"
    days = shop.days
    for ahead in (QUARTER, HALF_YEAR):
        cuts = range(days.begin + _FROM - 1, days.end - ahead + 1, _APART)
        yield f"{shop.name}, {ahead}", [_kept_at(shop, kept, cut, ahead) for cut in cuts]


def _kept_at(shop: Shop, kept: Kept, cutoff: int, ahead: int) -> list[Result]:
    days = shop.days
    assert days is not None, "a shop without orders is not run"
    key = f"{shop.name} ({len(days.day)} days of customers): day {cutoff - days.begin + 1}, {ahead} ahead"
    return kept.of(key, lambda: at(days, cutoff, ahead))


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


def world(of: World, bases: int, kept: Kept) -> list[list[Result]]:
    """The contestants over simulated bases, a year ahead."""

    def run(seed: int) -> list[Result]:
        made = simulate(of, seed)
        return at(made.days, made.cutoff, YEAR, rules=False)

    return [kept.of(f"{of!r}: {seed}", lambda seed=seed: run(seed)) for seed in range(1, bases + 1)]  # type: ignore[misc]


def world_rows(of: World, found: Sequence[Sequence[Result]]) -> Iterator[str]:
    """Each contestant over the bases of a world."""
    for method in CONTESTANTS:
        results = [result for base in found for result in base if result.method == method]
        bias = np.array([r.near.bias for r in results if r.near is not None and r.near.bias is not None])
        said = sum(any(of.note in note for note in r.notes) for r in results)
        yield (
            f"| {of.name} | {method} | {len(results)} | {_mean(bias)} | {_mean(np.abs(bias), '')} | "
            f"{_held(results)} | {f'{said} of {len(results)}' if of.note else '-'} |"
        )


def world_sentences(found: Sequence[Sequence[Sequence[Result]]]) -> Iterator[str]:
    """In how many worlds and bases the interval held; `found` is by world and base."""
    for method in CONTESTANTS:
        by_world = [[r.held for base in bases for r in base if r.method == method and r.held is not None]
                    for bases in found]  # fmt: skip
        flat = [held for one in by_world for held in one]
        if flat:
            shares = [sum(one) / len(one) for one in by_world if one]
            yield (
                f"{method}: the interval held in {sum(flat)} of {len(flat)} bases, {sum(flat) / len(flat):.0%}; in "
                f"{sum(0.7 <= share <= 0.9 for share in shares)} of {len(shares)} worlds in 70% to 90% of them (aim: "
                f"every world), in {sum(share < 0.7 for share in shares)} in fewer."
            )


def sentences(
    method: str, found: Sequence[Sequence[Result]], rolled: Sequence[Sequence[Result]], words: str
) -> Iterator[str]:
    """The aims, and whether a contestant meets them."""
    own = [next(r for r in split if r.method == method) for split in found]
    best = [best_of([r for r in split if r.method in RULES and r.near]) for split in found]
    near = sum(r.miss <= 0.15 for r in own)
    behind = sum(r.miss > b["total"].miss + 0.05 for r, b in zip(own, best, strict=True))
    pairs = [(r.near, b["MAE"].near, b["ranking"].near) for r, b in zip(own, best, strict=True)]
    mae = sum(bool(r and m and r.mae <= m.mae) for r, m, _ in pairs)
    rank = sum(bool(r and s and (r.spearman or 0) >= (s.spearman or 0)) for r, _, s in pairs)
    n, miss = len(own), float(np.nanmean([r.miss for r in own]))
    yield f"{method}, {words}: within 15% of the total on {near} of {n} splits (aim: all), mean miss {miss:.1%}."
    yield f"More than 5 points behind the rule that happened to be nearest on {behind} of {n} (aim: none)."
    yield f"MAE at least as good as the best rule's on {mae}, Spearman on {rank} of {n} (aim: all but one)."
    held = [r.held for cut in rolled for r in cut if r.method == method and r.held is not None]
    if held:
        share = sum(held) / len(held)
        met = "met" if len(held) >= 30 and 0.7 <= share <= 0.9 else "missed"
        said = f"held at {sum(held)} of {len(held)} cut-offs, {share:.0%} (aim: 70% to 90%; {met})"
        yield f"Its 80% interval of what will come {said}."


def _figures(result: Result) -> str:
    near = result.near
    if near is None:
        return "no model | | | |"
    bias = "-" if near.bias is None else f"{near.bias:+.1%}"
    held = "" if result.held is None else "yes" if result.held else "no"
    return f"{bias} | {near.mae:,.1f} | {_number(near.spearman)} | {_number(near.best_tenth)} | {held}"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _mean(values: Floats, sign: str = "+") -> str:
    return format(float(values.mean()), f"{sign}.1%") if values.size else "-"


def _held(results: Iterable[Result]) -> str:
    held = [r.held for r in results if r.held is not None]
    return f"{sum(held)} of {len(held)} ({sum(held) / len(held):.0%})" if held else "none"

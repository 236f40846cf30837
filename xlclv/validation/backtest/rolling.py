"""The back-test itself: at each cut-off every model is fitted to what was known, and set beside the easy rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from xlclv.errors import InputError
from xlclv.models import MODULES
from xlclv.validation.backtest.baselines import RULES, Predicted
from xlclv.validation.backtest.cuts import Cut, cuts
from xlclv.validation.backtest.days import Days, Past, past, until
from xlclv.validation.backtest.judging import Trial, judge
from xlclv.validation.backtest.modelled import Fitted, Memory, fitted
from xlclv.validation.backtest.told import Told
from xlclv.validation.backtest.variants import tried

Progress = Callable[[str, int, int], None]
_LEAST = 3  # customers of whom an order can be told


@dataclass(frozen=True, slots=True)
class Backtest:
    """Every trial of every method, by cut-off, and the days from which and up to which orders were known."""

    begin: int
    end: int
    cuts: tuple[Cut, ...]
    trials: tuple[Trial, ...]

    def of(self, method: str, ahead: int) -> tuple[Trial, ...]:
        """The trials of one method for one stretch of days that have figures."""
        return tuple(t for t in self.trials if t.method == method and t.ahead == ahead and t.money is not None)

    @property
    def horizons(self) -> tuple[int, ...]:
        """The stretches of days ahead that were judged, the shortest first."""
        return tuple(sorted({t.ahead for t in self.trials}))

    @property
    def methods(self) -> tuple[str, ...]:
        """All methods, models first."""
        return tuple(dict.fromkeys(t.method for t in self.trials))

    @property
    def models(self) -> tuple[str, ...]:
        """The models among the methods."""
        return tuple(dict.fromkeys(t.method for t in self.trials if t.is_model))


def backtest(
    days: Days,
    models: Sequence[str] = tuple(MODULES),
    where: Sequence[Cut] | None = None,
    progress: Progress = lambda words, done, whole: None,
    first: bool = False,
    season: bool = True,
    wider: bool = False,
    prior: bool = False,
    told: Sequence[Told] = (),
    memory: Memory | None = None,
) -> Backtest:
    """The trials of the models by name and of all rules, at the cut-offs given or those the history leaves room for.

    With `first`, first orders tell of order values too; with `season` a model stands on a season clock where what was
    known shows one; `prior` as the fits have it. With `wider` the variants of each model are tried beside
    it, and with columns `told` of customers those as covariates. `memory` as `fitted` has it.

    Raises InputError where the history is too short.
    """
    chosen = tuple(cuts(days.begin, days.end) if where is None else where)
    if not chosen:
        length = days.end - days.begin + 1
        rule = f"the orders span {length} days; a back-test needs at least 56, to know something and to judge it"
        raise InputError(text=f"{rule}: give a longer history")
    found: list[Trial] = []
    whole = len(chosen) * (len(models) + 1)
    for i, cut in enumerate(chosen):
        known = past(days, cut.day)
        if len(known.who) < _LEAST:
            continue
        came = {ahead: _came(days, known, ahead) for ahead in cut.horizons}
        for j, name in enumerate(models):
            progress(f"Fitting {name} as of a past day", i * (len(models) + 1) + j, whole)
            made = fitted(name, known, first, season, prior, memory)
            found += _of_model(made, came)
            if wider and made.fits is not None:
                found += _of_variants(until(days, cut.day), made, came, told)
        progress("Trying the easy rules", i * (len(models) + 1) + len(models), whole)
        found += _of_rules(days, known, came)
    if not found:
        raise InputError(text="fewer than three customers bought before any cut-off: nothing can be back-tested")
    return Backtest(days.begin, days.end, chosen, tuple(sorted(found, key=lambda t: not t.is_model)))


def _came(days: Days, known: Past, ahead: int) -> Predicted:
    orders, money = days.between(known.cutoff, known.cutoff + ahead)
    return Predicted(orders[known.who], money[known.who])


def _of_model(found: Fitted, came: dict[int, Predicted]) -> Iterator[Trial]:
    cutoff, people = found.known.cutoff, len(found.known.who)
    for ahead, truth in came.items():
        if found.fits is None:
            yield Trial(found.name, True, cutoff, ahead, people, None, None, refusal=found.refusal)
        else:
            yield judge(found.name, cutoff, ahead, found.predict(ahead), truth, found.coming(ahead), model=True)


def _of_variants(seen: Days, plain: Fitted, came: dict[int, Predicted], told: Sequence[Told]) -> Iterator[Trial]:
    cutoff, people = plain.known.cutoff, len(plain.known.who)
    for variant in tried(seen, plain, told):
        for ahead, truth in came.items():
            if variant.predict is None:
                yield Trial(variant.name, True, cutoff, ahead, people, None, None, refusal=variant.refusal)
            else:
                yield judge(variant.name, cutoff, ahead, variant.predict(ahead), truth, None, model=True)


def _of_rules(days: Days, known: Past, came: dict[int, Predicted]) -> Iterator[Trial]:
    for name, rule in RULES.items():
        for ahead, truth in came.items():
            predicted = rule(days, known, ahead)
            if predicted is not None:
                yield judge(name, known.cutoff, ahead, predicted, truth, None, model=False)

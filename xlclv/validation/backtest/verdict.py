"""What a back-test says, in figures over all its cut-offs and in words."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from xlclv.terms.options import option_name
from xlclv.validation.backtest.judging import Nearness, Trial
from xlclv.validation.backtest.rolling import Backtest

FAR_OFF = 0.10  # a bias that is said in a note
TWICE = 2.0  # from here on a share says less than a multiple
CLOSER = 0.02  # of the total, by which a rule must be closer before a note says so
RANKS_BETTER = 0.02  # of Spearman's correlation
HOLDS = 0.60  # share of cut-offs in which an 80% interval has to hold, below which a note says so
PERIODS = {91: "a quarter", 182: "half a year", 364: "a year"}


@dataclass(frozen=True, slots=True)
class Row:
    """One method over all cut-offs for one stretch of days; means over them, of money unless `orders` is said.

    bias_orders and bias are of the sums over all cut-offs, `miss` is the mean size of the bias at each, `held` counts
    the cut-offs whose money lay in the interval, of `with_interval`.
    """

    method: str
    is_model: bool
    ahead: int
    cuts: int
    bias_orders: float | None
    bias: float | None
    miss: float | None
    mae: float
    spearman: float | None
    best_tenth: float | None
    held: int
    with_interval: int


class Missed(NamedTuple):
    """A total of money that a model missed by more than a reader may be left to find out alone.

    `bias` is predicted over came, less 1, over so many days `ahead`; `left` is what the level of the values leaves.
    `said` tells that level too, where they are taken at one.
    """

    bias: float
    ahead: int
    left: float
    said: str
    then: str

    @property
    def words(self) -> str:
        """What was missed, and what follows from it."""
        return f"back-test: {self.said}; {self.then}"

    @property
    def ratio(self) -> str:
        """Predicted over came, in a word."""
        over = self.bias + 1.0
        return f"{over:.1f} times" if over >= TWICE else f"{over:.0%} predicted"


def rows(found: Backtest, ahead: int) -> tuple[Row, ...]:
    """Every method that has figures for so many days ahead, models first.

    A rule is judged at the cut-offs at which the history reaches back far enough for it.
    """
    tried = ((method, found.of(method, ahead)) for method in found.methods)
    return tuple(_row(method, trials) for method, trials in tried if trials)


def period(ahead: int) -> str:
    """A stretch of days in words.

    >>> period(91), period(40)
    ('a quarter', '40 days')
    """
    return PERIODS.get(ahead, f"{ahead} days")


def nearest(found: Backtest, ahead: int) -> str:
    """The model whose totals missed least over so many days; the first where none could be fitted."""
    misses = [(_row(name, found.of(name, ahead)).miss, name) for name in found.models if found.of(name, ahead)]
    known = [(miss, name) for miss, name in misses if miss is not None]
    return min(known, key=lambda one: one[0])[1] if known else found.models[0]


def sentence(found: Backtest, model: str, ahead: int) -> str:
    """How near the model came, beside repeating the last year (or the last period), in one sentence."""
    mine = _same_cuts(found, model, ahead)
    if not mine:
        return f"{model} could not be fitted as of any past day: {_refusal(found, model)}"
    own = _row(model, mine)
    where = f"{own.cuts} cut-off{'' if own.cuts == 1 else 's'}"
    said = f"Over {period(ahead)}, at {where}, {model} missed the money of known customers by {_percent(own.miss)}"
    for rule in ("last year again", "last period again"):
        pairs = _pairs(found, model, rule, ahead)
        if pairs:
            own, other = (_row("", side) for side in pairs)
            break
    else:
        return said + " on average"
    if other.miss is None or own.miss is None:
        return said + " on average"
    closer = f"{model} was closer" if own.miss < other.miss else f"{rule} was closer"
    return f"{said} on average; {rule}: {_percent(other.miss)} ({closer})"


def notes(found: Backtest, model: str, ahead: int, level: float = 1.0) -> tuple[str, ...]:
    """What to know before believing the model's forecasts over so many days; empty when nothing is amiss.

    The forecasts were made without the `level` at which values are taken today.
    """
    mine = _same_cuts(found, model, ahead)
    if not mine:
        return (sentence(found, model, ahead),)
    own = _row(model, mine)
    far = _far_off(own, level)
    said = [note for note in (far.words if far else "", _not_held(own)) if note]
    said += _beaten(found, own)
    return tuple(said)


def missed(found: Backtest, model: str, ahead: int, level: float = 1.0) -> Missed | None:
    """The total of money over so many days, where it was missed by more than `FAR_OFF`; values are taken at a level."""
    mine = _same_cuts(found, model, ahead)
    return _far_off(_row(model, mine), level) if mine else None


def _far_off(own: Row, level: float) -> Missed | None:
    if own.bias is None or abs(own.bias) <= FAR_OFF:
        return None
    many = "much" if own.bias > 0 else "little"
    size = (
        f"{abs(own.bias):.0%} too {many} money" if own.bias <= 1 else f"{own.bias + 1:,.1f} times the money that came"
    )
    came = "less" if own.bias > 0 else "more"
    orders = "" if own.bias_orders is None or own.bias > 1 else f" (orders {own.bias_orders:+.0%})"
    said = f"{own.method} predicted {size}{orders} over {period(own.ahead)}"
    then = f"expect {came} than the report says, or shorten {option_name('horizon')}"
    if level != 1.0:
        said += f"; values are taken times {level:.2f} for it"
        then = "they may still be off: plan with the interval"
    return Missed(own.bias, own.ahead, (own.bias + 1.0) * level - 1.0, said, then)


def _not_held(own: Row) -> str:
    if not own.with_interval or own.held >= HOLDS * own.with_interval:
        return ""
    return (
        f"back-test: what came lay in {own.method}'s 80% interval at {own.held} of {own.with_interval} cut-offs over "
        f"{period(own.ahead)}; the model leaves out more than chance does, such as a season"
    )


def _beaten(found: Backtest, own: Row) -> list[str]:
    """Which rule was closer in total, and which ranked customers better, at the cut-offs both were tried at."""
    rules = [m for m in found.methods if m not in found.models]
    pairs = [(rule, _pairs(found, own.method, rule, own.ahead)) for rule in rules]
    both = [
        (rule, _row(rule, two[0]), _row(rule, two[1])) for rule, two in pairs if two and len(two[0]) * 2 >= own.cuts
    ]
    said = []
    closer = [(r.miss, rule, m) for rule, m, r in both if r.miss is not None and m.miss is not None
              and r.miss < m.miss - CLOSER]  # fmt: skip
    if closer:
        miss, rule, mine = min(closer, key=lambda one: one[0] - (one[2].miss or 0.0))
        said.append(
            f"back-test: {rule} was closer in total over {period(own.ahead)}: off by {miss:.0%} where {own.method} was "
            f"by {_percent(mine.miss)}; compare it with the report before a budget rests on either"
        )
    ranked = [(r.spearman, rule, m) for rule, m, r in both if r.spearman is not None and m.spearman is not None
              and r.spearman > m.spearman + RANKS_BETTER]  # fmt: skip
    if ranked:
        value, rule, mine = max(ranked, key=lambda one: one[0] - (one[2].spearman or 0.0))
        said.append(
            f"back-test: {rule} ranked customers better over {period(own.ahead)}: Spearman {value:.2f} where "
            f"{own.method} has {mine.spearman:.2f}; a list of whom to call may rather follow it"
        )
    return said


def _row(method: str, trials: Sequence[Trial]) -> Row:
    money = [t.money for t in trials if t.money is not None]
    orders = [t.orders for t in trials if t.orders is not None]
    held = [t.held for t in trials if t.held is not None]
    return Row(
        method,
        trials[0].is_model,
        trials[0].ahead,
        len(trials),
        _bias(orders),
        _bias(money),
        _mean([abs(m.bias) if m.bias is not None else None for m in money]),
        math.fsum(m.mae for m in money) / len(money),
        _mean([m.spearman for m in money]),
        _mean([m.best_tenth for m in money]),
        sum(held),
        len(held),
    )


def _bias(found: Sequence[Nearness]) -> float | None:
    came = math.fsum(m.came for m in found)
    return math.fsum(m.predicted for m in found) / came - 1.0 if came > 0 else None


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return math.fsum(known) / len(known) if known else None


def _same_cuts(found: Backtest, method: str, ahead: int, at: Callable[[int], bool] = lambda _: True) -> list[Trial]:
    return [trial for trial in found.of(method, ahead) if at(trial.cutoff)]


def _pairs(found: Backtest, model: str, rule: str, ahead: int) -> tuple[list[Trial], list[Trial]] | None:
    """Trials of a model and a rule at the cut-offs at which both have figures."""
    mine, theirs = ({t.cutoff for t in found.of(name, ahead)} for name in (model, rule))
    both = mine & theirs
    if not both:
        return None
    return _same_cuts(found, model, ahead, both.__contains__), _same_cuts(found, rule, ahead, both.__contains__)


def _refusal(found: Backtest, model: str) -> str:
    return next((t.refusal for t in found.trials if t.method == model and t.refusal), "the history is too short")


def _percent(share: float | None) -> str:
    return "an unknown share" if share is None else f"{share:.0%}"

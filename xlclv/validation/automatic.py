"""The model of a report: the one asked for, or under `auto` the one that past days speak for, else the likeliest."""

from __future__ import annotations

from typing import NamedTuple

from xlclv.models import full_name
from xlclv.models.likelihood.collapse import Rows
from xlclv.validation.backtest.choosing import METHODS, Decision, decide
from xlclv.validation.backtest.rolling import Backtest
from xlclv.validation.backtest.short import Looked, short_backtest
from xlclv.validation.comparison import Candidate, choose, compare
from xlclv.validation.counted import CountedSplit
from xlclv.valuation.settings import AUTO


class Chosen(NamedTuple):
    """A model by name, whether first orders tell of order values, the level of values, and what it rests on.

    `sentence` and `candidates` are empty where nobody asked for a choice; `tried` is the model's own back-test.
    """

    model: str
    first: bool = False
    level: float = 1.0
    sentence: str = ""
    candidates: tuple[Candidate, ...] = ()
    tried: Backtest | None = None


def chosen(model: str, rows: Rows, split: CountedSplit | None, seen: Looked, *, first: bool = True) -> Chosen:
    """What the report is made with; `rows` are the histories of all customers, `first` whether first orders may count.

    Raises NotIdentifiedError where no model can be fitted.
    """
    if model != AUTO:
        return Chosen(full_name(model), tried=short_backtest(seen, full_name(model)))
    candidates = compare(*rows[:3], weights=rows.customers, holdout=split)
    found = _decided(candidates, seen, first)
    if found is not None:
        method, level = found.method, found.level.factor
        return Chosen(method.model, method.first, level, found.sentence, candidates, found.tried)
    likeliest = choose(candidates)
    name = likeliest.best.name
    return Chosen(name, False, 1.0, likeliest.sentence, candidates, short_backtest(seen, name))


def _decided(candidates: tuple[Candidate, ...], seen: Looked, first: bool) -> Decision | None:
    """What past days say, among the models that can be fitted today; None where there are no days to ask."""
    aic = {c.name: c.aic for c in candidates if c.aic is not None}
    if seen.days is None or not aic:
        return None
    methods = [method for method in METHODS if first or not method.first]
    return decide(seen.days, seen.cuts, aic, methods, seen.season)

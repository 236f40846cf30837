"""What `summarize` would have said on a past day: the money of each customer, the interval of all, and its notes."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from xlclv.checks import Floats
from xlclv.errors import InputError
from xlclv.validation import oddities
from xlclv.validation.backtest.choosing import decide
from xlclv.validation.backtest.cuts import few_cuts
from xlclv.validation.backtest.days import Days, Past, past, until
from xlclv.validation.backtest.modelled import fitted
from xlclv.validation.backtest.rolling import backtest
from xlclv.validation.backtest.short import model_error, widened
from xlclv.validation.backtest.verdict import notes
from xlclv.validation.comparison import compare
from xlclv.valuation.intervals import Interval
from xlclv.valuation.settings import DEFAULTS

_CUTS = 6  # as the short back-test of a report has for so few orders


class Said(NamedTuple):
    """Of the customers known on the day; `refusal` says why there is nothing."""

    money: Floats | None
    interval: Interval | None
    notes: tuple[str, ...]
    refusal: str = ""


Contestant = Callable[[Days, int, int], Said]


def one_model(name: str) -> Contestant:
    """A model by name, its interval widened by what a short back-test shows, as a report has it."""

    def said(days: Days, cutoff: int, ahead: int) -> Said:
        seen = until(days, cutoff)
        found = fitted(name, past(seen, cutoff))
        if found.fits is None:
            return Said(None, None, (), found.refusal)
        whole = found.worth(ahead)
        try:
            tried = backtest(seen, (name,), few_cuts(seen.begin, seen.end, ahead, _CUTS))
        except InputError:
            tried = None
        error = model_error(tried, name)
        lost = () if tried is None else notes(tried, name, tried.horizons[-1])
        wide = whole.coming if error is None else widened(whole.coming or whole.expected, error, ahead)
        return Said(found.predict(ahead).money, wide, (*oddities.notes(seen), *lost))

    return said


def automatic(days: Days, cutoff: int, ahead: int) -> Said:
    """`--model auto`."""
    seen = until(days, cutoff)
    aic = {c.name: c.aic for c in compare(*_history(past(seen, cutoff))) if c.aic is not None}
    found = decide(seen, few_cuts(seen.begin, seen.end, ahead, _CUTS), aic)
    if found is None:
        return one_model("BG/NBD")(days, cutoff, ahead)
    (model, first), level = found.method, found.level.factor
    made = fitted(model, past(seen, cutoff), first)
    whole, error = made.worth(ahead), model_error(found.tried, model, level)
    wide = whole.coming if error is None else widened(whole.coming or whole.expected, error, ahead)
    lost = notes(found.tried, model, found.tried.horizons[-1])
    money = made.predict(ahead).money * level
    return Said(money, None if wide is None else wide.times(level), (*oddities.notes(seen), *lost, found.why.sentence))


def _history(known: Past) -> tuple[Floats, Floats, Floats]:
    return known.frequency, known.recency, known.T


CONTESTANTS: dict[str, Contestant] = {"BG/NBD": one_model("BG/NBD"), "auto": automatic}
DEFAULT = DEFAULTS.model  # what summarize does where nobody says otherwise

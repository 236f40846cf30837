"""What `summarize` would have said on a past day: the money of each customer, the interval of all, and its notes."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from xlclv.checks import Floats
from xlclv.errors import InputError
from xlclv.validation import oddities
from xlclv.validation.backtest.cuts import few_cuts
from xlclv.validation.backtest.days import Days, past, until
from xlclv.validation.backtest.modelled import fitted
from xlclv.validation.backtest.rolling import backtest
from xlclv.validation.backtest.short import model_error, widened
from xlclv.validation.backtest.verdict import notes
from xlclv.valuation.intervals import Interval

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
        coming = found.coming(ahead)
        try:
            tried = backtest(seen, (name,), few_cuts(seen.begin, seen.end, ahead, _CUTS))
        except InputError:
            tried = None
        error = model_error(tried, name)
        lost = () if tried is None else notes(tried, name, tried.horizons[-1])
        wide = coming if coming is None or error is None else widened(coming, error)
        return Said(found.predict(ahead).money, wide, (*oddities.notes(seen), *lost))

    return said


CONTESTANTS: dict[str, Contestant] = {"BG/NBD": one_model("BG/NBD")}
DEFAULT = "BG/NBD"  # what summarize does where nobody says otherwise

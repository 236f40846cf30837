"""How sure the values are, in plain words: five points of evidence, each with a measure and a grade."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xlclv.models.spend.price import WORDS as FIXED_PRICE
from xlclv.orders.accounting import NO_CUSTOMER
from xlclv.orders.ledger import Exclusion, Ledger
from xlclv.validation import headline
from xlclv.validation.backtest.verdict import Missed, period
from xlclv.validation.data_warnings import LONGEST_REACH, REPEAT_BUYERS
from xlclv.validation.holdout import Assessment

HOLDS, WEAK, FAILS = "holds", "weak", "fails"
GRADES = (FAILS, WEAK, HOLDS)
SOUND, FAIR, ROUGH, UNPROVEN = "Well supported", "Fair", "Rough", "Unreliable"
SHARE, COUNT, TIMES = "share", "count", "times"
BACK_TEST, FIT, HORIZON, BUYERS, MONEY = "back-test", "fit", "horizon", "repeat buyers", "money left out"
ROWS = "rows left out"  # in the place of money, where orders are counted
TOLD = 0.01  # money left out is said on page 1 from this share on
_FAR_OFF, _FEW, _MUCH = 0.25, 30, 0.25  # beyond these a point fails: bias, repeat buyers, money left out
_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Point:
    """One point: what was looked at, the measure (None where there is none) and its kind, what it is, and the grade."""

    name: str
    measure: float | None
    kind: str
    words: str
    grade: str


def evidence(
    past: tuple[Assessment | None, Missed | None],
    statuses: Sequence[str],
    horizon: float,
    days: tuple[dt.date, dt.date],
    repeat: int,
    ledger: Ledger,
) -> tuple[Point, ...]:
    """The five points. `past` is how the model did in orders, and by how much it missed the money; `statuses` are those
    of the fits, `horizon` years, `days` the first order and the as-of date, `repeat` the customers who bought again.
    """
    edge = [status for status in statuses if status not in ("converged", FIXED_PRICE)]
    history = ((days[1] - days[0]).days + 1) / _YEAR
    reach, left = horizon / history, ledger.share_left_out or 0.0
    return (
        _back_test(*past),
        Point(FIT, float(len(edge)), COUNT, "models fitted on a boundary of what they can say", _grade(not edge)),
        Point(HORIZON, reach, TIMES, "the horizon over the history observed", _grade(reach <= LONGEST_REACH)),
        Point(BUYERS, float(repeat), COUNT, "customers who bought on more than one day",
              _grade(repeat >= REPEAT_BUYERS, repeat < _FEW)),
        Point(MONEY if ledger.money else ROWS, left, SHARE,
              "money read that has no value here" if ledger.money else "rows read that are not orders here",
              _grade(left <= TOLD, left > _MUCH)),
    )  # fmt: skip


def _back_test(told: Assessment | None, missed: Missed | None) -> Point:
    """The graver of two: orders of the last third of the history, and money over the longest stretch tried."""
    far = told is not None and abs(told.predicted - told.came) > _FAR_OFF * told.came
    if missed is not None:
        words = f"money predicted over that which came, over {period(missed.ahead)}, less 1"
        return Point(BACK_TEST, missed.bias, SHARE, words, _grade(False, far or abs(missed.left) > _FAR_OFF))
    if told is None:
        return Point(BACK_TEST, None, SHARE, "no part of the history could be held back", WEAK)
    off = told.predicted / told.came - 1 if told.came else None
    grade = _grade(not headline.wide(told.came, told.predicted), far)
    return Point(BACK_TEST, off, SHARE, "orders predicted over those that came after the cut-off, less 1", grade)


def _grade(holds: bool, fails: bool = False) -> str:
    return HOLDS if holds else FAILS if fails else WEAK


def how_sure(points: Iterable[Point]) -> str:
    """The grade of all points together; empty without points.

    >>> weak, good = Point(FIT, 1.0, COUNT, "", WEAK), Point(BUYERS, 900.0, COUNT, "", HOLDS)
    >>> how_sure([good]), how_sure([good, weak]), how_sure([weak, weak]), how_sure([])
    ('Well supported', 'Fair', 'Rough', '')
    """
    grades = [point.grade for point in points]
    if not grades:
        return ""
    if FAILS in grades:
        return UNPROVEN
    return (SOUND, FAIR)[grades.count(WEAK)] if grades.count(WEAK) <= 1 else ROUGH


def left_out(ledger: Ledger) -> tuple[str, ...]:
    """A sentence for each reason that took more than `TOLD` of the money away, but for those the user gave.

    >>> from decimal import Decimal
    >>> gone = Exclusion("no customer", 3, Decimal("1447682.12"))
    >>> left_out(Ledger((), 9, Decimal("9747747.93"), 6, Decimal("8300065.81"), (gone,)))
    ('1.45m of 9.75m (15%) has no customer and no value here',)
    """
    whole = float(abs(ledger.amount_asked))
    heavy = [e for e in ledger.missing if abs(float(e.amount)) > TOLD * whole]
    return tuple(f"{brief(float(e.amount))} of {brief(whole)}{_share(e, whole)} {_why(e)}" for e in heavy)


def _share(left: Exclusion, whole: float) -> str:
    return f" ({abs(float(left.amount)) / whole:.0%})" if whole else ""


def _why(left: Exclusion) -> str:
    return "has no customer and no value here" if left.reason == NO_CUSTOMER else f"is left out: {left.reason}"


def brief(amount: float) -> str:
    """An amount in a few letters.

    >>> brief(1447682.12), brief(-9747.9), brief(2.5e9)
    ('1.45m', '-9,748', '2.50bn')
    """
    for size, unit in ((1e9, "bn"), (1e6, "m")):
        if abs(amount) >= size:
            return f"{amount / size:,.2f}{unit}"
    return f"{amount:,.0f}"

"""Where a movement opens: a past day, whose valuation is made again, or an earlier report's JSON."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from xlclv.errors import InputError
from xlclv.models import by_name, gamma_gamma
from xlclv.models.season.clock import STEADY, Clock, Seasonal
from xlclv.orders.source import refusal
from xlclv.planning.movement import Basis
from xlclv.planning.worth import Belief
from xlclv.segments.tiers import DEFAULT_LABELS
from xlclv.terms.options import option_name
from xlclv.valuation.settings import Settings

OPTION = "opening"
Rests = TypeVar("Rests")  # what a valuation rests on: parameters and assumptions, of orders or of contracts


@dataclass(frozen=True, slots=True)
class Opening(Generic[Rests]):
    """A day, and of an earlier report what it rested on and said: customer equity by tier, its currency and basis."""

    day: dt.date
    source: str = ""
    basis: Rests | None = None
    stated: tuple[float, ...] | None = None
    currency: str = ""
    measured: str = ""


def opening(text: str) -> Opening[Basis]:
    """An opening of orders as it is typed: 2025-12-31, or the name of a report's JSON.

    Raises InputError for a file that is not such a report.

    >>> opening("2025-12-31").day
    datetime.date(2025, 12, 31)
    """
    return opened(text, _of_report, "summarize")


def opened(text: str, of_report: Callable[[dict[str, Any], str], Opening[Rests]], command: str) -> Opening[Rests]:
    """The same of any report, whose JSON `command` writes and `of_report` reads."""
    try:
        return Opening(dt.date.fromisoformat(text.strip()))
    except ValueError:
        path = Path(text)
    if not path.is_file():
        raise refusal(
            f"{option_name(OPTION)} {text}", "is neither a date nor a file", "type 2025-12-31, or name a report's JSON"
        )
    try:
        told = json.loads(path.read_text(encoding="utf-8-sig"))
        if not isinstance(told, dict) or told.get("model") is None:
            raise ValueError("it has no model")
        return of_report(told, path.name)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, ArithmeticError, InputError) as error:
        # no JSON, UTF-8, number, end; another shape; numbers that no model or setting has
        said = f"lacks {error}" if isinstance(error, KeyError) else str(error)
        raise refusal(
            f"{option_name(OPTION)} {path.name}",
            f"is not the JSON of a report ({said})",
            f"write one with xlclv {command} --json",
        ) from error


def _of_report(told: dict[str, Any], name: str) -> Opening[Basis]:
    if told["customer_equity"] is None:
        raise ValueError("it counts orders, without their money")
    parameters = told["parameters"]
    held = by_name(told["model"]).Params
    purchases = held(*(number(parameters[key]) for key in held.__slots__))
    spend = gamma_gamma.Params(*(number(parameters[key]) for key in ("p", "q", "gamma")))
    rate, margin, horizon = (number(told[key]) for key in ("rate", "margin", "horizon"))
    settings = Settings(rate, margin, horizon, told["model"])
    stated = by_tier(told)
    day = dt.date.fromisoformat(told["as_of"])
    basis = Basis(Belief(told["model"], purchases, spend, _clock(told, day), *_valued(told)), settings)
    return Opening(day, name, basis, stated, told["currency"], told["basis"])


def by_tier(told: dict[str, Any]) -> tuple[float, ...]:
    """The customer equity of each tier that a report tells."""
    totals = {each["segment"]: number(each["total"]) for each in told["segments"]}
    stated = tuple(totals[label] for label in DEFAULT_LABELS)
    if not math.isclose(sum(stated), number(told["customer_equity"]), rel_tol=1e-6, abs_tol=1e-6):
        raise ValueError("its segments do not add up to its customer equity")
    return stated


def _clock(told: dict[str, Any], day: dt.date) -> Clock:
    """The season that the report tells, if it reckons with one."""
    months = (told.get("season") or {}).get("months") or ()
    weights = tuple(number(month["rate"]) for month in months)
    return Seasonal(weights, (day - dt.date(1970, 1, 1)).days) if weights else STEADY


def _valued(told: dict[str, Any]) -> tuple[bool, float]:
    """Whether first orders told of order values, and the level these were brought to."""
    level = number(told.get("level", 1.0))
    if not 0 < level < math.inf:
        raise ValueError(f"its level is {level:g}")
    return told.get("order_values_of") == "all orders", level


def number(value: Any) -> float:
    """A number of a report's JSON; raises ValueError for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{value!r} is not a number")
    return float(value)


def agreeing(opened: Opening[Any], currency: str, by_line: bool, whose: str = "orders") -> None:
    """Raise InputError for an earlier report that cannot be set beside this one of `whose`."""
    if opened.basis is None:
        return
    if opened.currency != currency:
        stated = opened.currency or "no stated currency"
        rule = f"its amounts are in {stated}, those of the {whose} in {currency or 'none'}"
        fix = f"give both reports the same {option_name('currency')}"
        raise refusal(f"{option_name(OPTION)} {opened.source}", rule, fix)
    if (opened.measured == "margin by line") != by_line:
        rule = "one report's values are margin line by line, the other's are not"
        fix = f"give both the same {option_name('cost')} or {option_name('margin-column')}"
        raise refusal(f"{option_name(OPTION)} {opened.source}", rule, fix)


def in_order(
    openings: tuple[Opening[Rests], ...], first: dt.date, end: dt.date, what: str = "order"
) -> tuple[Opening[Rests], ...]:
    """The openings by day; raises InputError for a day before the `first` of what there is, not before the closing, or
    given twice."""
    ordered = tuple(sorted(openings, key=lambda each: each.day))
    for at, each in enumerate(ordered):
        where = f"{option_name(OPTION)} {each.source or each.day}"
        if not first <= each.day < end:
            rule = f"{each.day} is not between the first {what}, {first}, and the day before the closing, {end}"
            raise refusal(where, rule, "give a day in between")
        if at and ordered[at - 1].day == each.day:
            raise refusal(where, f"{each.day} is given twice", "give each day once")
    return ordered


@contextmanager
def named(each: Opening[Any]) -> Iterator[None]:
    """What numbers of an earlier report cannot value is told with its name: no row or cell of today's is at fault."""
    try:
        yield
    except (InputError, ArithmeticError) as reason:
        if not each.source or str(reason).startswith(option_name(OPTION)):
            raise
        rule = f"its numbers do not value these customers ({str(reason).split('. ')[0]})"
        raise refusal(f"{option_name(OPTION)} {each.source}", rule, "write the report again") from reason


def unfit(each: Opening[Any], reason: Exception) -> InputError:
    """The refusal of a day on which no model can be fitted."""
    return refusal(f"{option_name(OPTION)} {each.day}", str(reason), "choose a later day")

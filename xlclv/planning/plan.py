"""The plan of customers to be won: a number a month, a file of months, or what the last twelve months brought."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np

from xlclv.checks import Floats
from xlclv.orders.source import refusal
from xlclv.planning.months import Month
from xlclv.planning.plan_file import MOST, OPTION, number, read
from xlclv.terms.options import option

_PAST = 12  # months of which the mean is planned, where nobody says
_LATELY = 3  # months that tell whether that mean still holds


class Asked(NamedTuple):
    """What is asked of a budget: whole months, customers to be won (a number a month, or by month; None: as before),
    fixed costs a month, the plan's file, and what is said of it."""

    months: int = 24
    plan: float | dict[str, float] | None = None
    fixed_costs: float = 0.0
    source: str = ""
    notes: tuple[str, ...] = ()


class Plan(NamedTuple):
    """Customers to be won by month; whence; and, in words, that the last months speak against it ("": they do not)."""

    customers: Floats
    source: str
    doubt: str = ""


class Won(NamedTuple):
    """The plan as it is typed: customers a month, or by month; the name of its file, and what is said of that."""

    plan: float | dict[str, float]
    source: str = ""
    notes: tuple[str, ...] = ()


def new_customers(text: str, secret: bool = False) -> Won:
    """The plan as it is typed, a number or a file.

    Raises InputError for a file that cannot be read as months and numbers; `secret`: no message quotes its cells.

    >>> new_customers("400").plan
    400.0
    """
    typed = number(text, ",")
    if typed is None:
        found = read(Path(text), secret)
        return Won(found.plan, Path(text).name, found.notes)
    if not 0 <= typed <= MOST:
        raise refusal(f"{OPTION} {text}", f"must be from 0 to {MOST:,}", "give customers a month")
    return Won(typed)


def planned(asked: Asked, months: tuple[Month, ...], won: Mapping[str, float], last_whole: str) -> Plan:
    """Customers to be won by month, those of a month begun by the share that is left.

    `won` are customers won in past months, `last_whole` is the last month that is known to its end.

    Raises InputError for a file that lacks a month.
    """
    share = np.array([month.share for month in months])
    if isinstance(asked.plan, dict):
        missing = [month.label for month in months if month.label not in asked.plan]
        if missing:
            rule = f"lacks {', '.join(missing[:3])}{' and more' if len(missing) > 3 else ''}"
            raise refusal(
                f"{OPTION} {asked.source}", rule, "name every month of the budget, with 0 where nobody is won"
            )
        used = "" if len(asked.plan) == len(months) else f", {len(months)} of {len(asked.plan)} months"
        return Plan(np.array([asked.plan[month.label] for month in months]) * share, asked.source + used)
    if asked.plan is not None:
        return Plan(asked.plan * share, "given")
    known = [label for label in _back(last_whole, _PAST) if label >= min(won)]
    mean = sum(won.get(label, 0) for label in known) / len(known) if known else 0.0
    source = f"mean of the last {len(known)} whole months" if known else "no whole month is known"
    return Plan(mean * share, source, _doubt([won.get(label, 0) for label in known], known, mean))


def _doubt(won: list[float], months: list[str], mean: float) -> str:
    """That a plan of `mean` customers a month is more than twice what the last months brought.

    >>> year = ["2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06"]
    >>> _doubt([5.0, 5.0, 5.0, 1.0, 0.0, 0.0], year, 16 / 6)
    'the budget plans 3 new customers a month, the mean of the last 6 months, but the last 3 (2026-04 to 2026-06) \
brought 1 in all; --new-customers plans your own'
    >>> _doubt([5.0, 5.0, 5.0, 4.0, 3.0, 2.0], year, 4.0)
    ''
    """
    lately = sum(won[-_LATELY:])
    if len(won) <= _LATELY or lately >= _LATELY * mean / 2 or mean < 1:
        return ""
    return (
        f"the budget plans {mean:,.0f} new customers a month, the mean of the last {len(won)} months, but the last "
        f"{_LATELY} ({months[-_LATELY]} to {months[-1]}) brought {f'{lately:,.0f} in all' if lately else 'none'}; "
        f"{option('new-customers')} plans your own"
    )


def last_whole(day: dt.date) -> str:
    """The last month known to its end on a day."""
    later = day + dt.timedelta(days=1)
    return f"{later.replace(day=1) - dt.timedelta(days=1):%Y-%m}"


def _back(label: str, count: int) -> list[str]:
    """A month and those before it.

    >>> _back("2026-01", 2)
    ['2025-12', '2026-01']
    """
    last = int(label[:4]) * 12 + int(label[5:]) - 1
    return [f"{at // 12:04d}-{at % 12 + 1:02d}" for at in range(last - count + 1, last + 1)]

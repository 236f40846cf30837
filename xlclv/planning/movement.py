"""The movement of customer equity between two days, line by line, as insurers audit the value of their contracts.

Old customers are those who had bought by the opening day. The lines add up to the closing because `experience:
behaviour` is what remains between two valuations under the opening's own parameters; that it is 0 on average while
these are true is a law (value and margin together are a martingale), which tests and a study hold.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from xlclv.checks import Floats
from xlclv.discounting import DAYS_PER_YEAR, WEEKS_PER_YEAR
from xlclv.formulas.equity_movement import (
    ASSUMPTIONS,
    BEHAVIOUR,
    CLOSING,
    DATA,
    INTEREST,
    LONGER,
    MARGIN,
    MODEL,
    NEW,
    OPENING,
)
from xlclv.places import places
from xlclv.planning.worth import Base, Belief, sales, value
from xlclv.segments import tiers
from xlclv.valuation.buckets import bucket_edges
from xlclv.valuation.settings import Settings

BY_RATE, BY_MARGIN, BY_HORIZON = (f"{ASSUMPTIONS}: {name}" for name in ("rate", "margin", "horizon"))
LINES = (
    OPENING, DATA, LONGER, INTEREST, MARGIN, BEHAVIOUR, NEW, MODEL, BY_RATE, BY_MARGIN, BY_HORIZON, CLOSING,
)  # fmt: skip
NEWCOMERS = "New customers"
WEEK = 7.0


class Basis(NamedTuple):
    """What a valuation rests on: parameters, and rate, margin and horizon."""

    belief: Belief
    settings: Settings


class Period(NamedTuple):
    """Customers at the end of a period and those among them known at its start, by `old`, their places in `now`.

    `came` is each customer's sales in the period (of `now`, refunds included), `weeks` how long it was.
    """

    then: Base
    now: Base
    old: NDArray[np.int64]
    came: Floats
    weeks: float


@dataclass(frozen=True, slots=True)
class Group:
    """One segment of the opening's customers, or those new: its lines, and the period's margin."""

    name: str
    customers: int
    lines: tuple[float, ...]
    margin_expected: float
    margin_came: float


@dataclass(frozen=True, slots=True)
class Movement:
    """The statement of one period; `groups` are the opening's tiers, best first, then the new customers.

    `margin_expected` and `margin_came` are undiscounted, at the opening's margin; `source` says whence the opening is;
    `names` are those of the lines, the closing the last.
    """

    start: dt.date
    end: dt.date
    groups: tuple[Group, ...]
    source: str = ""
    names: tuple[str, ...] = LINES

    @property
    def lines(self) -> tuple[float, ...]:
        """The amount of each of the names."""
        return tuple(sum(column) for column in zip(*(group.lines for group in self.groups), strict=True))

    @property
    def closing(self) -> float:
        """Customer equity at the end."""
        return self.lines[-1]

    @property
    def margin_expected(self) -> float:
        """What old customers were expected to leave in the period."""
        return sum(group.margin_expected for group in self.groups)

    @property
    def came_from_old(self) -> float:
        """What they left."""
        return sum(group.margin_came for group in self.groups[:-1])

    @property
    def came_from_new(self) -> float:
        """What those left who first bought in the period."""
        return self.groups[-1].margin_came


def movement(
    period: Period,
    opening: Basis,
    closing: Basis,
    start: dt.date,
    end: dt.date,
    stated: Sequence[float] | None = None,
    source: str = "",
) -> Movement:
    """The statement of a period, from the opening's basis to the closing's.

    `stated` is the opening by tier as an earlier report told it; what the orders say now differs by the line `data`.

    >>> from xlclv.models import bg_nbd, gamma_gamma
    >>> held = Belief("BG/NBD", bg_nbd.Params(0.243, 4.414, 0.793, 2.426), gamma_gamma.Params(6.25, 3.74, 15.44))
    >>> one = [np.array([number]) for number in (2.0, 30.0, 38.0, 22.0, 66.0)]
    >>> then = Base(*one)
    >>> now = then._replace(T=then.T + 4)
    >>> basis = Basis(held, Settings(margin=0.4))
    >>> found = movement(Period(then, now, np.array([0]), np.zeros(1), 4.0), basis, basis, dt.date(2026, 1, 1),
    ...                  dt.date(2026, 1, 29))
    >>> abs(sum(found.lines[:-1]) - found.closing) < 1e-12, found.lines[LINES.index(BEHAVIOUR)] < 0
    (True, True)
    """
    told = _told(period, opening, closing._replace(belief=closing.belief.on(end)), opening.belief.on(end))
    return stated_by_tier(told, period.old, LINES, (start, end), stated, source)


def stated_by_tier(
    told: dict[str, Floats],
    old: NDArray[np.int64],
    names: tuple[str, ...],
    days: tuple[dt.date, dt.date],
    stated: Sequence[float] | None,
    source: str,
    gone: NDArray[np.bool_] | None = None,
) -> Movement:
    """The statement of all customers' lines, those of `old` by their tier at the opening, the others as new ones.

    `told` holds an entry a customer for each of `names`, and for the margin `expected` and that which `came`; whoever
    is `gone` had left before the opening, has nothing in any of them, and is no new customer.
    """
    count = len(tiers.DEFAULT_LABELS)
    group = np.full(len(told["came"]), count)
    group[old] = tiers.places(told[OPENING][old]) if old.size else 0
    sums = {name: np.bincount(places(group), column, count + 1) for name, column in told.items()}
    people = np.bincount(places(group if gone is None else group[~gone]), minlength=count + 1)
    if stated is not None:
        before = np.append(np.asarray(stated, dtype=np.float64), 0.0)
        sums[DATA], sums[OPENING] = sums[OPENING] - before, before
    groups = tuple(
        Group(
            name,
            int(people[at]),
            tuple(float(sums[line][at]) for line in names),
            float(sums["expected"][at]),
            float(sums["came"][at]),
        )
        for at, name in enumerate((*tiers.DEFAULT_LABELS, NEWCOMERS))
    )
    return Movement(*days, groups, source, names)


def _told(period: Period, opening: Basis, closing: Basis, later: Belief) -> dict[str, Floats]:
    """Every line of every customer of the closing; `later` is what the opening believes, on the closing day."""
    old, settings = period.old, opening.settings
    is_old = np.zeros(len(period.came), dtype=bool)
    is_old[old] = True

    def placed(column: Floats) -> Floats:
        whole = np.zeros(len(period.came))
        whole[old] = column
        return whole

    begun, rolled, inside, expected = (placed(column) for column in _opened(period, opening))
    up = (1.0 + settings.rate) ** (period.weeks * WEEK / DAYS_PER_YEAR)
    held = value(later, period.now, settings)
    refitted = value(closing.belief, period.now, settings)
    steps = [refitted]
    for name in ("rate", "margin", "horizon"):
        settings = replace(settings, **{name: getattr(closing.settings, name)})
        same = settings == replace(settings, **{name: getattr(opening.settings, name)})
        steps.append(steps[-1] if same else value(closing.belief, period.now, settings))
    return {
        OPENING: begun,
        DATA: np.zeros(len(period.came)),
        LONGER: rolled - begun,
        INTEREST: rolled * (up - 1.0),
        MARGIN: -inside * up,
        BEHAVIOUR: np.where(is_old, held, 0.0) - (rolled - inside) * up,
        NEW: np.where(is_old, 0.0, held),
        MODEL: refitted - held,
        BY_RATE: steps[1] - steps[0],
        BY_MARGIN: steps[2] - steps[1],
        BY_HORIZON: steps[3] - steps[2],
        CLOSING: steps[3],
        "expected": expected,
        "came": period.came * opening.settings.margin,
    }


def _opened(period: Period, opening: Basis) -> tuple[Floats, Floats, Floats, Floats]:
    """Of each old customer at the opening: its value, that with the horizon a period longer, what of it falls in the
    period, and the same undiscounted.

    The longer horizon's weeks begin again on the closing day, so that both valuations discount alike.
    """
    held, settings = opening
    ahead = bucket_edges(settings.horizon * WEEKS_PER_YEAR)
    first = bucket_edges(period.weeks)
    edges, within = np.concatenate([first, period.weeks + ahead[1:]]), len(first) - 1
    margin = settings.margin
    return (
        value(held, period.then, settings),
        margin * sales(held, period.then, edges, settings.rate),
        margin * sales(held, period.then, edges, settings.rate, within),
        margin * sales(held, period.then, edges, 0.0, within),
    )

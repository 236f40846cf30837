"""MRR at a day, its movement from month end to month end by customer, and what of it is kept over months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from xlclv.contracts.data import Ints
from xlclv.contracts.periods import FOREVER, Days, month_end, month_of, months_before
from xlclv.places import places


class Month(NamedTuple):
    """One month of the bridge, money in millionths; `complete` is False for the month of the day of valuation."""

    month: int
    opening: int
    new: int
    reactivated: int
    expansion: int
    contraction: int
    churned: int
    closing: int
    customers: int  # with MRR at its end
    came_and_left: int  # contracts that came and left between two month ends
    came_and_left_fees: int
    complete: bool = True


_FLOWS = ("new", "reactivated", "expansion", "contraction", "churned", "came_and_left", "came_and_left_fees")


class Retained(NamedTuple):
    """Shares of what was there; None where nothing was."""

    nrr: float | None
    grr: float | None
    logos: float | None
    then: int  # MRR then
    customers: int  # who had MRR then


@dataclass(frozen=True, slots=True)
class _Steps:
    """Each change of a customer's MRR at a month end; `known`: there was a contract in a month before."""

    month: Ints
    before: Ints
    after: Ints
    known: NDArray[np.bool_]


def at(customer: Ints, start: Days, end: Days, mrr: Ints, day: int, count: int) -> Ints:
    """The MRR of each customer at a day, in the units of `mrr`."""
    runs = (start <= day) & (day < end)
    out = np.zeros(count, dtype=np.int64)
    np.add.at(out, places(customer[runs]), mrr[runs])
    return out


def movement(
    customer: Ints, start: Days, end: Days, mrr: Ints, fees: Ints, as_of: int, last: int | None = None
) -> list[Month]:
    """The bridge of every month from the first start on; `fees` are what each contract paid in all.

    The month of `as_of` is measured at that day, and complete where it is the month's last.
    """
    final = int(month_of(as_of)) if last is None else last
    begun, over = _month_place(start, as_of, final), _month_place(end, as_of, final)
    seen = (begun < over) & (begun <= final)
    steps = _steps(customer[seen], begun[seen], over[seen], mrr[seen], _first_month(customer, start), final)
    first = int(month_of(start.min())) if len(start) else final
    size = final - first + 1

    def total(which: NDArray[np.bool_], amount: Ints) -> Ints:
        out = np.zeros(size, dtype=np.int64)
        np.add.at(out, places(steps.month[which] - first), amount[which])
        return out

    rise = steps.after - steps.before
    gone, came = steps.after == 0, steps.before == 0
    moved = [
        total(came & ~steps.known, rise),
        total(came & steps.known, rise),
        total(~came & (rise > 0), rise),
        total(~came & ~gone & (rise < 0), rise),
        total(gone, rise),
    ]
    closing = np.cumsum(sum(moved))
    heads = np.cumsum(total(came, np.ones_like(rise)) - total(gone, np.ones_like(rise)))
    short = (begun == over) & (month_of(start) <= final)
    brief, paid = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    np.add.at(brief, places(month_of(start[short]) - first), 1)
    np.add.at(paid, places(month_of(start[short]) - first), fees[short])
    done = int(month_end(final)) == as_of or final < int(month_of(as_of))
    rows = []
    for i in range(size):
        parts = [int(part[i]) for part in moved]
        new, back, more, less, gone_money = parts
        opening = int(closing[i]) - sum(parts)
        complete = done or i < size - 1
        rows.append(
            Month(
                first + i, opening, new, back, more, less, gone_money, int(closing[i]), int(heads[i]), int(brief[i]),
                int(paid[i]), complete,
            )
        )  # fmt: skip
    return rows


def together(rows: Sequence[Month]) -> Month:
    """Months that follow each other as one: opening of the first, closing of the last, what moved between added up."""
    first, last = rows[0], rows[-1]
    sums = {name: sum(getattr(row, name) for row in rows) for name in _FLOWS}
    return last._replace(month=first.month, opening=first.opening, **sums)


def _month_place(day: Days, as_of: int, final: int) -> Ints:
    """The first month whose end (of the last month: the day of valuation) has come at this day."""
    known = np.minimum(day, FOREVER)
    month = month_of(np.where(known >= FOREVER, 0, known))
    late = (month == final) & (known > as_of)
    return np.asarray(np.where(known >= FOREVER, final + 1, month + late), dtype=np.int64)


def _first_month(customer: Ints, start: Days) -> Ints:
    """The calendar month of each customer's first contract, by place: one that ended on its first day counts too."""
    out = np.full(int(customer.max(initial=-1)) + 1, FOREVER, dtype=np.int64)
    np.minimum.at(out, places(customer), month_of(start))
    return out


def _steps(customer: Ints, begun: Ints, over: Ints, mrr: Ints, first: Ints, final: int) -> _Steps:
    """Changes at month ends: contracts that begin and end within one month end of each other cancel out."""
    ended = over <= final
    who = np.concatenate([customer, customer[ended]])
    when = np.concatenate([begun, over[ended]])
    change = np.concatenate([mrr, -mrr[ended]])
    order = np.lexsort((when, who))
    who, when, change = who[order], when[order], change[order]
    if not len(who):
        none = np.zeros(0, dtype=np.int64)
        return _Steps(none, none, none, none > 0)
    new = np.ones(len(who), dtype=bool)
    new[1:] = (who[1:] != who[:-1]) | (when[1:] != when[:-1])
    heads = np.flatnonzero(new)
    change = np.add.reduceat(change, places(heads))
    who, when = who[heads], when[heads]
    running = np.cumsum(change)  # every customer's own changes start from 0 again below
    starts = np.ones(len(who), dtype=bool)
    starts[1:] = who[1:] != who[:-1]
    base = np.where(starts, running - change, 0)
    at_start = np.flatnonzero(starts)
    lengths = np.diff(np.append(at_start, len(who)))
    after = running - np.repeat(base[at_start], places(lengths))
    before = after - change
    moved = (change != 0) & ((before > 0) | (after > 0))
    return _Steps(when[moved], before[moved], after[moved], first[who[moved]] < when[moved])


def retained(then: Ints, now: Ints) -> Retained:
    """NRR, GRR (each customer capped at then) and logo retention, from each customer's MRR then and now."""
    had = then > 0
    base = int(then[had].sum())
    if not base:
        return Retained(None, None, None, 0, 0)
    kept = now[had]
    capped = np.minimum(kept, then[had])
    return Retained(int(kept.sum()) / base, int(capped.sum()) / base, float((kept > 0).mean()), base, int(had.sum()))


def over_months(customer: Ints, start: Days, end: Days, mrr: Ints, as_of: int, months: int, count: int) -> Retained:
    """Retention of those who had MRR so many months before."""
    then = at(customer, start, end, mrr, months_before(as_of, months), count)
    return retained(then, at(customer, start, end, mrr, as_of, count))

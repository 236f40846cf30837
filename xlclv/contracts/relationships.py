"""Contracts of one customer that overlap, or follow within the grace, are one relationship."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from xlclv.contracts.data import Contracts, Ints, Signed, Spans
from xlclv.contracts.periods import FOREVER, Days, Period, later, whole_periods
from xlclv.places import places

_OF_SIGNED = tuple(one.name for one in fields(Signed))
_AS_DEAR = 0.999  # of today's fee: cents rounded by period


@dataclass(frozen=True, slots=True)
class Grace:
    """How long after a contract's end the next one still continues it: days, or periods where days are None."""

    days: int | None = None
    periods: int = 1

    def until(self, end: Days, period: Ints, known: tuple[Period, ...]) -> Days:
        """The last day on which a start continues what ended."""
        if self.days is not None:
            return np.where(end >= FOREVER, FOREVER, end + self.days)
        out = np.full(end.shape, FOREVER, dtype=np.int64)
        for place, length in enumerate(known):
            mine = (period == place) & (end < FOREVER)
            out[mine] = later(end[mine], self.periods, length)
        return out


@dataclass(frozen=True, slots=True)
class Relationships:
    """One entry a relationship, sorted by customer and start; days are 0 where only tenures are known.

    `renewals` are those made up to the day of valuation or the end, `lost` says that it has ended by then. `mrr` is
    what it pays a month on that day, `next` the day of the next renewal. `returned` says that the customer had left
    before it began: all earlier contracts had ended, and the grace after them. By contract that is the same, so a
    second line beside the first, or a change of plan, is no return. `goes_on` says that a contract which is signed but
    not begun moved its end; None where there is none.
    """

    customer: Ints
    start: Days
    end: Days
    period: Ints
    renewals: Ints
    lost: NDArray[np.bool_]
    mrr: Ints
    next: Days
    levels: tuple[Ints, ...]
    returned: NDArray[np.bool_]
    goes_on: NDArray[np.bool_] | None = None

    @property
    def running(self) -> NDArray[np.bool_]:
        """Those that have not ended."""
        return ~self.lost

    @property
    def notice(self) -> NDArray[np.bool_]:
        """Those that run but whose end is known."""
        return ~self.lost & (self.end < FOREVER)

    def __len__(self) -> int:
        return len(self.customer)


def relationships(found: Contracts, grace: Grace, by_contract: bool = False) -> Relationships:
    """The relationships of what was read; with `by_contract` every contract is one."""
    if found.tenures is not None:
        return _of_tenures(found)
    spans = found.spans
    assert spans is not None
    order, fresh, apart = _begun(spans, grace, by_contract, found.periods)
    them = _joined(spans, order, fresh, apart, found)
    if found.signed is None or by_contract:
        return them
    later_on = _ends(spans, _as_dear(found.signed, them, len(found.ids)), grace, found)
    return replace(them, end=np.where(them.running, later_on, them.end), goes_on=them.running & (later_on > them.end))


def _as_dear(signed: Signed, them: Relationships, count: int) -> Signed:
    """What brings each customer as much as today: values stand at today's fee, which an option signed beside is not."""
    today = np.bincount(places(them.customer), weights=them.mrr, minlength=count)
    then = np.bincount(places(signed.customer), weights=signed.mrr, minlength=count)
    kept = (then >= _AS_DEAR * today)[places(signed.customer)]
    return Signed(*(getattr(signed, name)[kept] for name in _OF_SIGNED))


def _ends(spans: Spans, signed: Signed, grace: Grace, found: Contracts) -> Days:
    """The end of each relationship that has begun, with what is signed to follow it."""
    pairs = ((getattr(spans, name), getattr(signed, name)) for name in _OF_SIGNED)
    every = Signed(*(np.concatenate(pair) for pair in pairs))
    order, fresh, _ = _begun(every, grace, False, found.periods)
    first = np.flatnonzero(fresh)
    ends = np.maximum.reduceat(every.end[order], places(first))
    return np.asarray(ends[every.start[order][first] <= found.day], dtype=np.int64)


def belonging(found: Contracts, grace: Grace, by_contract: bool = False) -> Ints:
    """The place of each contract's relationship among those of `relationships`."""
    assert found.spans is not None, "tenures are relationships themselves"
    order, fresh, _ = _begun(found.spans, grace, by_contract, found.periods)
    out = np.zeros(len(order), dtype=np.int64)
    out[order] = np.cumsum(fresh) - 1
    return out


def owners(spans: Spans, them: Relationships) -> Ints:
    """The place of each contract's relationship, by customer and start."""
    order = np.lexsort((them.start, them.customer))
    size = np.int64(1) << 32
    keys = them.customer[order] * size + them.start[order]
    found = np.searchsorted(keys, spans.customer * size + spans.start, side="right") - 1
    return np.asarray(order[found], dtype=np.int64)


def _begun(
    spans: Spans | Signed, grace: Grace, by_contract: bool, known: tuple[Period, ...]
) -> tuple[Ints, NDArray[np.bool_], NDArray[np.bool_]]:
    """The contracts in order of customer and start; which begin a relationship; which begin when nothing runs."""
    order = np.lexsort((spans.end, spans.start, spans.customer))
    customer, start, end = spans.customer[order], spans.start[order], spans.end[order]
    apart = np.ones(len(order), dtype=bool)
    reach = _running_maximum(customer, grace.until(end, spans.period[order], known))
    apart[1:] = (customer[1:] != customer[:-1]) | (start[1:] > reach[:-1])
    return order.astype(np.int64), np.ones(len(order), dtype=bool) if by_contract else apart, apart


def _running_maximum(customer: Ints, reach: Days) -> Days:
    """The farthest reach so far of each customer's contracts."""
    base = customer * (2 * FOREVER)  # customers ascend, so that a later one is always farther
    return np.asarray(np.maximum.accumulate(base + reach) - base, dtype=np.int64)


def _joined(
    spans: Spans, order: Ints, fresh: NDArray[np.bool_], apart: NDArray[np.bool_], found: Contracts
) -> Relationships:
    first = np.flatnonzero(fresh)
    today = found.day
    customer, start = spans.customer[order][first], spans.start[order][first]
    end = np.maximum.reduceat(spans.end[order], places(first))
    runs = (spans.start <= today) & (today < spans.end)
    mrr = np.add.reduceat(np.where(runs, spans.mrr, 0)[order], places(first))
    period = spans.period[order][first]
    lost = end <= today
    renewals, coming = counted(start, end, period, today, found.periods)
    returned = np.zeros(len(first), dtype=bool)
    returned[1:] = (customer[1:] == customer[:-1]) & apart[first][1:]
    levels = tuple(level[order][first] for level in spans.levels)
    return Relationships(customer, start, end, period, renewals, lost, mrr, coming, levels, returned)


def renewals_made(start: Days, end: Days, period: Ints, today: int, known: tuple[Period, ...]) -> Ints:
    """Renewals made up to a day, or strictly before an end that has come."""
    made, upto = np.zeros(len(start), dtype=np.int64), np.minimum(end - 1, today)
    for place, length in enumerate(known):
        mine = period == place
        made[mine] = whole_periods(start[mine], upto[mine], length)
    return made


def counted(start: Days, end: Days, period: Ints, today: int, known: tuple[Period, ...]) -> tuple[Ints, Days]:
    """Renewals made, and the day of the next one."""
    made, coming = renewals_made(start, end, period, today, known), np.zeros(len(start), dtype=np.int64)
    for place, length in enumerate(known):
        mine = period == place
        coming[mine] = later(start[mine], made[mine] + 1, length)
    return made, coming


def payments_made(found: Contracts) -> Ints:
    """How many payments each contract has brought: one at its start, and one at each renewal; contracts with days."""
    spans = found.spans
    assert spans is not None, "tenures have no payments by contract"
    return renewals_made(spans.start, spans.end, spans.period, found.day, found.periods) + 1


def _of_tenures(found: Contracts) -> Relationships:
    """A leaver with tenure n was lost at renewal n; a running customer with tenure n has made n renewals."""
    tenures = found.tenures
    assert tenures is not None
    none = np.zeros(len(tenures.customer), dtype=np.int64)
    made = np.where(tenures.left, tenures.tenure - 1, tenures.tenure)
    end = np.where(tenures.left, 0, FOREVER)
    mrr = np.where(tenures.left, 0, tenures.mrr)
    return Relationships(
        tenures.customer, none, end, tenures.period, made, tenures.left, mrr, none, tenures.levels, tenures.left & False
    )

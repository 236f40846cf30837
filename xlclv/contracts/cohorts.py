"""Relationships by the month of their start: what each starter paid so far, and by months since the start."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import numpy as np

from xlclv.checks import Floats
from xlclv.contracts.data import Ints, Spans
from xlclv.contracts.periods import MONTH, Period, anniversary, month_end, month_of, whole_periods
from xlclv.contracts.relationships import owners, payments_made
from xlclv.contracts.report import Report
from xlclv.places import places

EPOCH = dt.date(1970, 1, 1)


class Cohort(NamedTuple):
    """Those who started in one month; money a starter."""

    name: str
    first: dt.date
    last: dt.date
    starters: int
    paid: float  # fees of every billing period begun
    age: int  # months that all of them could have stayed
    cumulative: tuple[float, ...]  # fees begun by 0, 1, ... months after the start, up to the age
    running: float  # MRR of those who run


def of(report: Report, months: int) -> list[Cohort]:
    """The cohorts of dated contracts, the earliest first."""
    them, today = report.them, report.contracts.day
    since = whole_periods(them.start, np.full(len(them), today), MONTH)
    starts, group = np.unique(month_of(them.start), return_inverse=True)
    group, size = group.reshape(-1).astype(np.int64), len(starts)
    paid = paid_by_months(report, months, group, size)
    count = np.bincount(places(group), minlength=size)
    so_far = np.bincount(places(group), weights=paid_so_far(report), minlength=size) / count
    running = np.bincount(places(group), weights=them.mrr / 1e6, minlength=size) / count
    age = np.full(size, months, dtype=np.int64)
    np.minimum.at(age, places(group), since)
    found = []
    for i, start in enumerate(starts.tolist()):
        first = EPOCH + dt.timedelta(days=int(month_end(np.int64(start - 1))) + 1)
        last = EPOCH + dt.timedelta(days=int(month_end(np.int64(start))))
        cumulative = tuple((paid[: age[i] + 1, i] / count[i]).tolist())
        name = str(np.datetime64(start, "M"))
        found.append(
            Cohort(name, first, last, int(count[i]), float(so_far[i]), int(age[i]), cumulative, float(running[i]))
        )
    return found


def first_mrr(report: Report) -> float:
    """The mean MRR at the start of those who started in the last twelve months, of all where nobody did."""
    them, spans, owner = report.them, _spans(report), owners(_spans(report), report.them)
    mine = spans.start == them.start[owner]
    fees = np.bincount(places(owner[mine]), weights=spans.mrr[mine] / 1e6, minlength=len(them))
    late = them.start > report.contracts.day - 365
    return float(fees[late if late.any() else late | True].mean())


def paid_so_far(report: Report) -> Floats:
    """Fees of every relationship so far: each contract's, for every billing period begun."""
    fees = _spans(report).fee / 1e6 * payments_made(report.contracts)
    owner = owners(_spans(report), report.them)
    return np.asarray(np.bincount(places(owner), weights=fees, minlength=len(report.them)), dtype=np.float64)


def paid_by_months(report: Report, months: int, group: Ints, size: int) -> Floats:
    """The same by 0, 1, ... months after each relationship's start, a row a month, for groups of relationships."""
    spans, them, paid = _spans(report), report.them, payments_made(report.contracts)
    owner = owners(spans, them)
    out = np.zeros((months + 1, size))
    for length, all_of_it in _by_period(report, spans):
        # One that starts with its relationship has its payments on whole months since; the others take a day each.
        with_it = (spans.start[all_of_it] == them.start[owner[all_of_it]]) & (length.months > 0)
        mine, rest = all_of_it[with_it], all_of_it[~with_it]
        for month in range(months + 1):
            fees = spans.fee[mine] / 1e6 * np.minimum(paid[mine], month // max(length.months, 1) + 1)
            out[month] += np.bincount(places(group[owner[mine]]), weights=fees, minlength=size)
            until = np.minimum(anniversary(them.start[owner[rest]], month), report.contracts.day)
            begun = spans.start[rest] <= until  # one that ends on its first day has paid for a period too
            last = np.minimum(spans.end[rest] - 1, until)
            fees = spans.fee[rest] / 1e6 * np.where(begun, whole_periods(spans.start[rest], last, length) + 1, 0)
            out[month] += np.bincount(places(group[owner[rest]]), weights=fees, minlength=size)
    return out


def _spans(report: Report) -> Spans:
    assert report.contracts.spans is not None, "tenures have no months of start"
    return report.contracts.spans


def _by_period(report: Report, spans: Spans) -> list[tuple[Period, Ints]]:
    return [
        (length, np.flatnonzero(spans.period == place).astype(np.int64))
        for place, length in enumerate(report.contracts.periods)
    ]

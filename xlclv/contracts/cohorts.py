"""Relationships by the month of their start: what each starter paid so far, and by months since the start."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import numpy as np

from xlclv.checks import Floats
from xlclv.contracts.data import Ints, Spans
from xlclv.contracts.periods import MONTH, Period, anniversary, month_end, month_of, whole_periods
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
    month = month_of(them.start)
    since = whole_periods(them.start, np.full(len(them), today), MONTH)
    paid = paid_by_months(report, months)
    so_far = paid_so_far(report)
    found = []
    for start in np.unique(month).tolist():
        mine = month == start
        age = min(int(since[mine].min()), months)
        count = int(mine.sum())
        found.append(
            Cohort(
                str(np.datetime64(start, "M")),
                EPOCH + dt.timedelta(days=int(month_end(np.int64(start - 1))) + 1),
                EPOCH + dt.timedelta(days=int(month_end(np.int64(start)))),
                count,
                float(so_far[mine].sum()) / count,
                age,
                tuple((paid[: age + 1, mine].sum(axis=1) / count).tolist()),
                float(them.mrr[mine].sum()) / 1e6 / count,
            )
        )
    return found


def first_mrr(report: Report) -> float:
    """The mean MRR at the start of those who started in the last twelve months, of all where nobody did."""
    them, spans, owner = report.them, _spans(report), owners(report)
    fees = np.zeros(len(them))
    mine = spans.start == them.start[owner]
    np.add.at(fees, places(owner[mine]), spans.mrr[mine] / 1e6)
    late = them.start > report.contracts.day - 365
    return float(fees[late if late.any() else late | True].mean())


def paid_so_far(report: Report) -> Floats:
    """Fees of every relationship so far: each contract's, for every billing period begun."""
    spans, today = _spans(report), report.contracts.day
    out = np.zeros(len(report.them))
    for length, mine in _by_period(report, spans):
        made = whole_periods(spans.start[mine], np.minimum(spans.end[mine] - 1, today), length) + 1
        np.add.at(out, places(owners(report)[mine]), spans.fee[mine] / 1e6 * made)
    return out


def paid_by_months(report: Report, months: int) -> Floats:
    """The same by 0, 1, ... months after each relationship's start: a row a month."""
    spans, them, owner, today = _spans(report), report.them, owners(report), report.contracts.day
    out = np.zeros((months + 1, len(them)))
    for month in range(months + 1):
        until = np.minimum(anniversary(them.start, month), today)
        for length, mine in _by_period(report, spans):
            begun = spans.start[mine] <= until[owner[mine]]  # one that ends on its first day has paid for a period too
            last = np.minimum(spans.end[mine] - 1, until[owner[mine]])
            made = np.where(begun, whole_periods(spans.start[mine], last, length) + 1, 0)
            np.add.at(out[month], places(owner[mine]), spans.fee[mine] / 1e6 * made)
    return out


def owners(report: Report) -> Ints:
    """The place of each contract's relationship."""
    spans, them = _spans(report), report.them
    order = np.lexsort((them.start, them.customer))
    size = np.int64(1) << 32
    keys = them.customer[order] * size + them.start[order]
    return np.asarray(
        order[np.searchsorted(keys, spans.customer * size + spans.start, side="right") - 1], dtype=np.int64
    )


def _spans(report: Report) -> Spans:
    assert report.contracts.spans is not None, "tenures have no months of start"
    return report.contracts.spans


def _by_period(report: Report, spans: Spans) -> list[tuple[Period, np.ndarray]]:
    return [(length, np.flatnonzero(spans.period == place)) for place, length in enumerate(report.contracts.periods)]

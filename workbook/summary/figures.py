"""The values that the workbook's formulas will give, worked out from the report so that every cell carries them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlclv.errors import OutputError
from xlclv.report import MOST_LISTED, TENTHS, Report, Rest

TOP_SHARE = 0.1

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Figures:
    """Cached values by week bucket, by segment (before margin) and by customer listed, and the totals of all."""

    start: Floats
    end: Floats
    inside: Floats
    factor: Floats
    factor_exported: Floats
    present_value: Floats
    rate_factor: Floats
    clv: Floats
    sales: Floats
    years: Floats
    rest: tuple[Rest, ...]
    counts: NDArray[np.int64]
    medians: Floats
    alive: Floats
    summed: Floats
    whole: Whole
    tenths: Tenths

    @property
    def listed(self) -> int:
        """How many customers have a row of their own."""
        return len(self.clv)


@dataclass(frozen=True, slots=True)
class Whole:
    """All customers, listed or not: how many, and their sums; `outside` of them have a P(alive) that none can have."""

    customers: int
    clv: float
    sales: float
    active: float
    median: float
    outside: int
    last_order: dt.date


@dataclass(frozen=True, slots=True)
class Tenths:
    """All customers by falling value in tenths: the last place of each, the value there, the sum up to there and of
    the tenth alone; and the place at which the average unit of value lies."""

    upto: list[int]
    floor: list[float]
    running: list[float]
    own: list[float]
    mean_place: float


def figures(report: Report) -> Figures:
    """Everything derived, or OutputError when the report cannot be shown faithfully."""
    _refuse_unfit(report)
    given, flows, customers = report.assumptions, report.flows, report.customers
    start, end = _edges(flows.midpoint)
    inside = np.clip((given.horizon - start) / (end - start), 0, 1)
    years = start + inside * (flows.midpoint - start)
    factor = inside * (1 + given.rate) ** -years
    clv = customers.expected_spend * customers.discounted_orders * given.margin
    sales = customers.realised / given.margin
    return Figures(
        start=start,
        end=end,
        inside=inside,
        factor=factor,
        factor_exported=(1 + given.rate) ** -flows.midpoint,
        present_value=factor @ flows.sales,
        # The exported present value is the live one at the exported inputs: the factor is 1 until an input moves.
        rate_factor=np.ones(len(report.segments)),
        clv=clv,
        sales=sales,
        years=years,
        rest=report.unlisted.rest if report.unlisted else (),
        **_by_segment(report, clv),
        whole=_whole(report, clv, sales),
        tenths=_tenths(report, clv),
    )


def _by_segment(report: Report, clv: Floats) -> dict[str, Any]:
    """Customers, median before margin, mean P(alive) and value of each segment, of those listed and all others."""
    people, size, margin = report.customers, len(report.segments), report.assumptions.margin
    counts = np.bincount(people.segment, minlength=size)
    medians, alive, summed = np.zeros(size), np.zeros(size), np.zeros(size)
    for i in np.flatnonzero(counts):
        mine = people.segment == i
        medians[i] = np.median(people.expected_spend[mine] * people.discounted_orders[mine])
        alive[i], summed[i] = people.p_alive[mine].mean(), clv[mine].sum()
    for rest in report.unlisted.rest if report.unlisted else ():
        i, before = rest.segment, counts[rest.segment]
        counts[i] += rest.customers
        alive[i] = (alive[i] * before + rest.p_alive * rest.customers) / counts[i]
        medians[i] = report.segments[i].median / margin
        summed[i] += rest.clv
    return {"counts": counts, "medians": medians, "alive": alive, "summed": summed}


def _whole(report: Report, clv: Floats, sales: Floats) -> Whole:
    people, rest = report.customers, report.unlisted.rest if report.unlisted else ()
    alive = people.p_alive
    return Whole(
        customers=report.customer_count,
        clv=float(clv.sum()) + sum(r.clv for r in rest),
        sales=float(sales.sum()) + sum(r.sales for r in rest),
        active=float(alive.sum()) + sum(r.p_alive * r.customers for r in rest),
        median=report.median_clv if rest else float(np.median(clv)),
        outside=int(((alive < 0) | (alive > 1)).sum()),
        last_order=max([people.last_order.max().astype("datetime64[D]").item(), *(r.last_order for r in rest)]),
    )


def _tenths(report: Report, clv: Floats) -> Tenths:
    """Counted on the list, or where that is not of all, as the report has them."""
    count, told = report.customer_count, report.unlisted
    upto = [i * count // TENTHS for i in range(TENTHS + 1)]
    if told is not None:
        reached = told.reached.tolist()
        own = np.diff(told.reached, prepend=0.0).tolist()
        return Tenths(upto[1:], told.floors.tolist(), reached, own, told.mean_place)
    falling = np.sort(clv)[::-1]
    total = float(clv.sum())
    return Tenths(
        upto[1:],
        [float(falling[max(1, last) - 1]) for last in upto[1:]],
        [float(falling[:last].sum()) for last in upto[1:]],
        [float(falling[first:last].sum()) for first, last in pairwise(upto)],
        float(falling @ np.arange(1.0, count + 1.0)) / total if total else 0.0,
    )


def _edges(midpoint: Floats) -> tuple[Floats, Floats]:
    """Where each bucket starts and ends: all are one week wide but the last, which the horizon cuts."""
    half = midpoint[0]
    start = np.concatenate([[0.0], midpoint[:-1] + half])
    end = np.append(start[1:], 2 * midpoint[-1] - start[-1])
    return start, end


def _refuse_unfit(report: Report) -> None:
    count = len(report.customers.id)
    if not count or not report.segments or not len(report.flows.midpoint):
        raise OutputError("the report has no customers, no segments or no expected sales: nothing to write")
    if count > MOST_LISTED:
        raise OutputError(
            f"the report lists {count:,} customers, more than a sheet holds; list the best {MOST_LISTED:,}"
        )
    if report.assumptions.margin == 0:
        raise OutputError("the margin is 0, so every value is 0: give a margin to write a workbook")
    if _repeated(report.customers.id):
        raise OutputError("a customer's id stands twice in the report")
    if report.flows.sales.shape != (len(report.flows.midpoint), len(report.segments)):
        raise OutputError("the report's expected sales do not have one column a segment")
    for name, values in _numbers(report):
        bad = np.flatnonzero(~np.isfinite(np.asarray(values, dtype=float)))
        if len(bad):
            raise OutputError(f"the report holds a value that is no number: {name}, row {bad[0] + 1}")


def _repeated(ids: list[str]) -> bool:
    """Whether an id stands twice. A set of a million ids takes 100 MB for a moment, their hashes 8."""
    hashes = np.fromiter(map(hash, ids), dtype=np.int64, count=len(ids))
    hashes.sort()
    return bool((hashes[1:] == hashes[:-1]).any()) and len(set(ids)) != len(ids)


def _numbers(report: Report) -> list[tuple[str, Floats]]:
    customers, given = report.customers, report.assumptions
    columns = (
        "recency",
        "T",
        "monetary_value",
        "p_alive",
        "expected_orders",
        "expected_spend",
        "discounted_orders",
        "realised",
        "residual_clv",
    )
    found = [(name, getattr(customers, name)) for name in columns]
    for name in ("clv_low", "clv_high", "attainment"):
        if getattr(customers, name) is not None:
            found.append((name, getattr(customers, name)))
    found += [("midpoint", report.flows.midpoint), ("expected sales", report.flows.sales.ravel())]
    found += [("revenue of cohorts", report.cohorts.revenue[report.cohorts.active >= 0])]
    single = (given.rate, given.margin, given.horizon, given.cac or 0.0, report.customer_equity, report.expected_active)
    return [*found, ("assumptions and totals", np.array(single))]

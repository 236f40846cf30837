"""The values that the workbook's formulas will give, worked out from the report so that every cell carries them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xlclv.errors import OutputError
from xlclv.report import Report

MAX_LISTED = 1_048_000  # a worksheet has 1,048,576 rows; ours opens with a title and ends with the rest
TOP_SHARE = 0.1

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Figures:
    """Cached values by week bucket, by segment (before margin) and by customer."""

    start: Floats
    end: Floats
    inside: Floats
    factor: Floats
    factor_exported: Floats
    present_value: Floats
    rate_factor: Floats
    clv: Floats
    sales: Floats
    counts: NDArray[np.int64]
    years: Floats
    listed: int
    rest: tuple[Rest, ...]


@dataclass(frozen=True, slots=True)
class Rest:
    """The customers of one segment who stand on no row of their own: sums, but P(alive) a mean.

    `spend` is weighted by discounted orders, so that spend x discounted orders is their value here too.
    """

    segment: int
    customers: int
    first_order: dt.date
    last_order: dt.date
    orders: int
    frequency: int
    p_alive: float
    expected_orders: float
    spend: float
    discounted: float
    sales: float
    clv: float


def figures(report: Report) -> Figures:
    """Everything derived, or OutputError when the report cannot be shown faithfully."""
    _refuse_unfit(report)
    given, flows, customers = report.assumptions, report.flows, report.customers
    start, end = _edges(flows.midpoint)
    inside = np.clip((given.horizon - start) / (end - start), 0, 1)
    years = start + inside * (flows.midpoint - start)
    factor = inside * (1 + given.rate) ** -years
    present_value = factor @ flows.sales
    # The exported present value is the live one at the exported inputs: the factor is 1 until an input moves.
    rate_factor = np.ones(len(report.segments))
    clv = customers.expected_spend * customers.discounted_orders * given.margin
    sales = customers.realised / given.margin
    listed = min(len(clv), MAX_LISTED)
    return Figures(
        start=start,
        end=end,
        inside=inside,
        factor=factor,
        factor_exported=(1 + given.rate) ** -flows.midpoint,
        present_value=present_value,
        rate_factor=rate_factor,
        clv=clv,
        sales=sales,
        counts=np.bincount(customers.segment, minlength=len(report.segments)),
        years=years,
        listed=listed,
        rest=tuple(_rest(report, sales, clv, listed)),
    )


def _rest(report: Report, sales: Floats, clv: Floats, listed: int) -> Iterator[Rest]:
    """Those beyond the last row, by segment: each segment has a rate factor of its own."""
    people, place = report.customers, np.arange(len(clv))
    for segment in range(len(report.segments)):
        mine = np.flatnonzero((place >= listed) & (people.segment == segment))
        if len(mine):
            orders, spend = people.discounted_orders[mine], people.expected_spend[mine]
            discounted = float(orders.sum())
            yield Rest(
                segment=segment,
                customers=len(mine),
                first_order=people.first_order[mine].min().astype("datetime64[D]").item(),
                last_order=people.last_order[mine].max().astype("datetime64[D]").item(),
                orders=int(people.orders[mine].sum()),
                frequency=int(people.frequency[mine].sum()),
                p_alive=float(people.p_alive[mine].mean()),
                expected_orders=float(people.expected_orders[mine].sum()),
                spend=float(spend @ orders) / discounted if discounted else float(spend.mean()),
                discounted=discounted,
                sales=float(sales[mine].sum()),
                clv=float(clv[mine].sum()),
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

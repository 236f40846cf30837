"""The budget as lines, a month each, at the margin: what JSON and page tell."""

from __future__ import annotations

from typing import NamedTuple

from xlclv.planning.budget import Budget
from xlclv.segments.tiers import DEFAULT_LABELS


class Line(NamedTuple):
    """A month: `brought` are the orders or payments of today's customers, `low` and `high` the ends of their margin."""

    month: str
    days: int
    brought: float
    margin: float
    low: float
    high: float
    discounted: float
    by_segment: dict[str, float]
    new_customers: float
    new_margin: float
    acquisition: float
    fixed_costs: float
    cash_flow: float


class Totals(NamedTuple):
    """What all months of a budget come to."""

    margin: float
    new_customers: float
    new_margin: float
    acquisition: float
    fixed_costs: float
    cash_flow: float


def totals(found: Budget, rate: float, margin: float, cac: float | None) -> Totals:
    """The sums of the lines."""
    each = lines(found, rate, margin, cac)
    return Totals(*(sum(getattr(line, name) for line in each) for name in Totals._fields))


def lines(found: Budget | None, rate: float, margin: float, cac: float | None) -> list[Line]:
    """The months ahead; none without a budget. `rate` is annual, `cac` what a customer to be won costs."""
    if found is None:
        return []
    each = cac or 0.0
    low, high = sorted((found.low * margin, found.high * margin), key=lambda ends: float(ends.sum()))
    columns = zip(
        found.months, found.orders.tolist(), (found.total * margin).tolist(), low.tolist(), high.tolist(),
        (found.tiers * margin).tolist(), found.plan.tolist(), (found.new_sales * margin).tolist(), strict=True,
    )  # fmt: skip
    return [
        Line(
            month.label, month.end - month.start, orders, own, least, most, own * (1.0 + rate) ** -month.middle,
            dict(zip(DEFAULT_LABELS, tiers, strict=True)), won, new, won * each, found.fixed_costs * month.share,
            own + new - won * each - found.fixed_costs * month.share,
        )
        for month, orders, own, least, most, tiers, won, new in columns
    ]  # fmt: skip

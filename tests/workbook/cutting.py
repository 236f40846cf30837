"""A report that lists all its customers, cut to the best: an oracle in NumPy for those that engines add up."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np

from xlclv.report import SERVICES, TENTHS, Customers, Report, Rest, Unlisted


def shortened(report: Report, listed: int) -> Report:
    """The same report, of which only the best so many customers are listed."""
    people = report.customers
    kept = {f.name: getattr(people, f.name) for f in fields(people) if getattr(people, f.name) is not None}
    best = replace(people, **{name: column[:listed] for name, column in kept.items()})
    left = Customers(**{**{f.name: None for f in fields(people)}, **{name: c[listed:] for name, c in kept.items()}})
    ranked, count = people.remaining, len(people.id)
    upto = [i * count // TENTHS for i in range(1, TENTHS + 1)]
    shares = [max(1, int(i * count / 100 + 0.5)) for i in range(1, 101)]
    unlisted = Unlisted(
        rest=tuple(_rest(left, k) for k in np.unique(left.segment).tolist()),
        floors=np.array([ranked[max(1, i) - 1] for i in upto]),
        reached=np.array([ranked[:i].sum() for i in upto]),
        mean_place=float(ranked @ np.arange(1, count + 1) / ranked.sum()),
        sound=True,
        services=_served(left),
        steps=tuple((i, float(ranked[i - 1]), float(ranked[:i].sum())) for i in shares),
    )
    return replace(report, customers=best, unlisted=unlisted)


def _served(left: Customers) -> np.ndarray | None:
    if left.service is None:
        return None
    counts = np.zeros((4, len(SERVICES)), dtype=np.int64)
    np.add.at(counts, (left.segment, left.service), 1)
    return counts


def _rest(left: Customers, segment: int) -> Rest:
    mine = left.segment == segment
    orders = left.discounted_orders[mine]
    return Rest(
        segment=segment,
        customers=int(mine.sum()),
        first_order=left.first_order[mine].min().astype("datetime64[D]").item(),
        last_order=left.last_order[mine].max().astype("datetime64[D]").item(),
        orders=int(left.orders[mine].sum()),
        frequency=int(left.frequency[mine].sum()),
        p_alive=float(left.p_alive[mine].mean()),
        expected_orders=float(left.expected_orders[mine].sum()),
        spend=float(left.expected_spend[mine] @ orders / orders.sum()),
        discounted=float(orders.sum()),
        sales=float(left.sales[mine].sum()),
        remaining=float(left.remaining[mine].sum()),
    )

"""What cannot be written: reports that a workbook would not show faithfully."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from xlclv.errors import OutputError
from xlclv.report import MOST_LISTED, Report

Floats = NDArray[np.float64]


def refuse_unfit(report: Report) -> None:
    """OutputError when the report cannot be written."""
    count = len(report.customers.id)
    if not count or not report.segments or not len(report.flows.midpoint):
        raise OutputError("the report has no customers, no segments or no expected sales: nothing to write")
    if count > MOST_LISTED:
        raise OutputError(
            f"the report lists {count:,} customers, more than a sheet holds; list the best {MOST_LISTED:,}"
        )
    if _repeated(report.customers.id):
        raise OutputError("a customer's id stands twice in the report")
    if report.flows.sales.shape != (len(report.flows.midpoint), len(report.segments)):
        raise OutputError("the report's expected sales do not have one column a segment")
    for name, values in _numbers(report):
        bad = np.flatnonzero(~np.isfinite(np.asarray(values, dtype=float)))
        if len(bad):
            raise OutputError(f"the report holds a value that is not a number: {name}, row {bad[0] + 1}")


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
        "sales",
        "remaining",
    )
    found = [(name, getattr(customers, name)) for name in columns]
    for name in ("low", "high", "attainment"):
        if getattr(customers, name) is not None:
            found.append((name, getattr(customers, name)))
    found += [("midpoint", report.flows.midpoint), ("expected sales", report.flows.sales.ravel())]
    found += [("revenue of cohorts", report.cohorts.revenue[report.cohorts.active >= 0])]
    single = (given.rate, given.margin, given.horizon, given.cac or 0.0, report.customer_equity, report.expected_active)
    return [*found, ("assumptions and totals", np.array(single))]

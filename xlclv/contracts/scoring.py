"""Every running customer's numbers as a table, for a program."""

from __future__ import annotations

from typing import Any

import numpy as np

from xlclv.contracts.periods import FOREVER
from xlclv.contracts.report import Report
from xlclv.errors import NotIdentifiedError
from xlclv.orders.engine import connect
from xlclv.segments.tiers import DEFAULT_LABELS


def scores(report: Report) -> Any:
    """An Arrow table, a row a running relationship, the most valuable first."""
    import pyarrow as pa

    running, them = report.running, report.them
    if running is None:
        raise NotIdentifiedError(report.why)
    at, periods = running.at, report.contracts.periods
    lengths = np.array([length.in_months for length in periods])[them.period[at]]
    columns: dict[str, Any] = {"customer": [report.contracts.ids[i] for i in them.customer[at].tolist()]}
    if report.as_of is not None:
        ends = them.end[at]
        columns["start"] = pa.array(them.start[at].astype("datetime64[D]"))
        columns["next_renewal"] = pa.array(them.next[at].astype("datetime64[D]"))
        columns["end_known"] = pa.array(np.minimum(ends, 10**6).astype("datetime64[D]"), mask=ends >= FOREVER)
    columns |= {
        "period": [str(periods[i]) for i in them.period[at].tolist()],
        "curve": [report.curve_names[i] for i in running.curve.tolist()],
        "renewals": them.renewals[at],
        "mrr": them.mrr[at] / 1e6,
        "fee": them.mrr[at] / 1e6 * lengths,
        "p_next_renewal": running.next_chance,
        "expected_payments": running.payments,
        "remaining_clv": running.value,
        "tier": [DEFAULT_LABELS[i] for i in running.tier.tolist()],
    }
    for by, names, level in zip(report.contracts.by, report.contracts.levels, them.levels, strict=True):
        columns[by] = [names[i] for i in level[at].tolist()]
    return pa.table(columns)


def table(report: Report) -> Any:
    """The same as an Ibis table, which can be written to any file."""
    backend = connect()
    backend.con.register("scores", scores(report))
    return backend.table("scores")

"""Order functions as cells: the customer summary and the cohort table of a worksheet range."""

from __future__ import annotations

from typing import Any

import numpy as np

from xlclv.cells.read import unify
from xlclv.checks import Check, Floats
from xlclv.errors import NA, counted
from xlclv.orders.cohorts import cohort_table as cohorts_of
from xlclv.orders.ranges import summarise
from xlclv.serials import UNIX_DAY, date_of

HEADERS = ["id", "frequency", "recency", "T", "monetary_value"]


def rfm_summary(
    ids: Any, dates: Floats, amounts: Floats, as_of: float | None, unit_days: float, headers: float
) -> list[list[Any]]:
    """The rows of CLV_RFM_SUMMARY; a customer without a purchase day has #N/A beside the id."""
    check = Check()
    _same_length(check, ids, dates=dates, amounts=amounts)
    unit = check.take("unit_days", unit_days)
    wanted = check.take("headers", headers)
    day = float(dates.max()) if as_of is None else as_of
    late = dates > day
    if late.any():
        rule, fix = f"lies after as_of ({date_of(int(day))})", "give a later as_of, or leave those rows out"
        check.rule(late, "dates", np.array([date_of(int(date)) for date in dates], dtype=np.object_), rule, fix)
    check.done()
    found = summarise(unify(ids), dates.astype(np.int64), amounts, int(day), float(unit))
    columns = (found.frequency, found.recency, found.T, found.monetary_value)
    rows: list[list[Any]] = [list(HEADERS)] if wanted else []
    for name, bought, *numbers in zip(found.id, found.bought, *(c.tolist() for c in columns), strict=True):
        rows.append([name, *numbers] if bought else [name, NA, NA, NA, NA])
    return rows


def cohort_table(ids: Any, dates: Floats, amounts: Floats | None, metric: str, period: str) -> list[list[Any]]:
    """The rows of CLV_COHORT_TABLE: label, customers, then the metric by periods since; "" beyond the last date."""
    check = Check()
    shown = check.option("metric", metric)
    calendar = check.option("period", period)
    _same_length(check, ids, dates=dates, **({} if amounts is None else {"amounts": amounts}))
    needs_money = shown in ("revenue", "cumulative") and amounts is None
    check.rule(needs_money, "amounts", None, f"are needed for {shown}", "give the column of amounts", NA)
    check.done()
    money = None if amounts is None else np.where(np.isnan(amounts), 0.0, amounts)  # a blank amount counts as 0
    days = (dates.astype(np.int64) - UNIX_DAY).astype("datetime64[D]")
    found = cohorts_of(unify(ids), days, money, calendar)
    check.rule(not found.labels, "amounts", None, "hold no purchase: every day is a refund", code=NA)
    check.done()
    cells = found.metric(shown)
    whole = shown == "customers"
    return [
        [label, int(size), *("" if np.isnan(v) else int(v) if whole else v for v in row)]
        for label, size, row in zip(found.labels, found.customers, cells.tolist(), strict=True)
    ]


def _same_length(check: Check, ids: Any, **others: Floats) -> None:
    for name, values in others.items():
        if len(values) != len(ids):
            rule = f"has {counted(len(values), 'row')}; must have {len(ids)}, as many as ids"
            check.rule(True, name, None, rule, code=NA)
            check.done()

"""Contracts in cells: renewals made, fits to tenures, the movement of MRR and what of it is kept."""

from __future__ import annotations

from typing import Any

import numpy as np

from xlclv.cells.contracts import kernel
from xlclv.cells.fits import block
from xlclv.cells.read import unify
from xlclv.checks import Check, Floats
from xlclv.contracts import movement
from xlclv.contracts.data import Ints
from xlclv.contracts.periods import FOREVER, period, whole_periods
from xlclv.errors import NA, counted
from xlclv.models.contracts import tenures
from xlclv.places import places
from xlclv.serials import UNIX_DAY

_MICRO = 1_000_000
_MOST = 1e12  # of all fees: their sums in millionths, of any period a month's, are whole numbers that a computer holds


def made(start: Any, end: Any, as_of: Any, length: Any) -> Floats:
    """Renewals made up to `as_of`, or strictly before an end that has come."""
    check = Check()
    begun, over = (
        check.take("contract_start", start, name="start_date"),
        check.take("contract_end", end, name="end_date", blank=np.nan),
    )
    today = check.take("contract_as_of", as_of, name="as_of")
    name = check.option("billing_period", length, name="period")
    with np.errstate(invalid="ignore"):
        check.rule(over < begun, "end_date", over, "must not be before the start", "correct one of them")
        check.rule(today < begun, "as_of", today, "must not be before the start", "give a later as_of")
    check.done()
    with np.errstate(invalid="ignore"):
        upto = np.where(over <= today, over - 1.0, today)
    known = period(name)
    assert known is not None
    days = [np.floor(np.asarray(column)).astype(np.int64) - UNIX_DAY for column in np.broadcast_arrays(begun, upto)]
    return np.asarray(whole_periods(days[0], days[1], known), dtype=np.float64)


def fit_block(renewals: Floats, left: Floats, model: str, weights: Floats | None) -> list[list[Any]]:
    """The block of CLV_TENURE_FIT."""
    check = Check()
    name = check.option("contract_model", model, name="model")
    renewals, left = check.take("renewals_made", renewals, name="renewals"), check.take("churned", left, name="left")
    weights = None if weights is None else check.take("tenure_weights", weights, name="weights", blank=np.nan)
    _same(check, "renewals", len(renewals), left=left, **({} if weights is None else {"weights": weights}))
    check.done()
    heavy = np.ones(len(renewals)) if weights is None else np.where(np.isnan(weights), 1.0, weights)
    size = int(renewals.max()) + 1
    at = renewals.astype(np.int64)
    gone, stay = (np.bincount(places(at), weights=heavy * part, minlength=size) for part in (left, 1.0 - left))
    module = kernel(name)
    return block(name, module.Params, tenures.fit(module, gone, stay))


def bridge(ids: Any, starts: Floats, ends: Floats | None, fees: Floats, length: str, months: float) -> list[list[Any]]:
    """The rows of CLV_MRR."""
    check = Check()
    name = check.option("billing_period", length, name="period")
    shown = check.take("bridge_months", months, name="months")
    customer, start, end, fee = _spans(check, ids, starts, ends, fees)
    known = period(name)
    assert known is not None
    mrr = np.rint(fee / known.in_months * _MICRO).astype(np.int64)
    last = int(max(start.max(), end[end < FOREVER].max(initial=0)))
    rows = movement.movement(customer, start, end, mrr, mrr, last)[-int(shown) :]
    return [[str(np.datetime64(row.month, "M")), *(part / _MICRO for part in row[1:8]), row.customers] for row in rows]


def kept(ids: Any, starts: Floats, ends: Floats | None, fees: Floats, as_of: float, months: float) -> list[list[Any]]:
    """The row of CLV_NRR; fees of one period, whatever it is, as their shares do not hang on it."""
    check = Check()
    back = check.take("months_back", months, name="months")
    customer, start, end, fee = _spans(check, ids, starts, ends, fees)
    mrr = np.rint(fee * _MICRO).astype(np.int64)
    found = movement.over_months(customer, start, end, mrr, int(as_of) - UNIX_DAY, int(back), int(customer.max()) + 1)
    check.rule(found.nrr is None, "as_of", None, "has nobody who paid so many months before", "give fewer months", NA)
    check.done()
    return [[found.nrr, found.grr, found.logos]]


def _spans(
    check: Check, ids: Any, starts: Floats, ends: Floats | None, fees: Floats
) -> tuple[Ints, Ints, Ints, Floats]:
    """Customers by place, starts and ends as days since 1970, fees; faults raised."""
    over = np.full(len(starts), np.nan) if ends is None else ends
    if len(over) < len(starts):  # blank at the foot
        over = np.append(over, np.full(len(starts) - len(over), np.nan))
    _same(check, "ids", len(ids), starts=starts, ends=over, fees=fees)
    fees = check.take("contract_fee", fees, name="fees")
    check.rule(np.nansum(fees) > _MOST, "fees", None, f"must not be more than {_MOST:,.0f} together")
    with np.errstate(invalid="ignore"):
        check.rule(over < starts, "ends", over, "must not be before the start", "correct one of them")
    check.done()
    _, customer = np.unique(np.array([str(i) for i in unify(ids)]), return_inverse=True)
    end = np.where(np.isnan(over), float(FOREVER), np.floor(over) - UNIX_DAY).astype(np.int64)
    start = np.floor(starts).astype(np.int64) - UNIX_DAY
    return customer.reshape(-1).astype(np.int64), start, end, fees


def _same(check: Check, first: str, size: int, **others: Floats) -> None:
    for name, values in others.items():
        rule = f"has {counted(len(values), 'row')}; must have {size}, as many as {first}"
        check.rule(len(values) != size, name, None, rule, code=NA)
    check.done()

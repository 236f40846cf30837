"""Payments as contracts: one runs from a payment to the next, while the gap stays within one and a half periods."""

from __future__ import annotations

import datetime as dt

import numpy as np

from xlclv.contracts.data import MRR_DECIMALS, Contracts, Spans
from xlclv.contracts.periods import FOREVER, Days, Period, later
from xlclv.errors import InputError
from xlclv.orders.reading import Orders
from xlclv.places import places

_GAP = 1.5  # periods without a payment after which a contract has ended, a period after the last one
_EPOCH = dt.date(1970, 1, 1)


def of_orders(orders: Orders, length: Period) -> Contracts:
    """Each customer's days with a payment as spans that follow each other; days paid back in all are none."""
    found = orders.days.select("customer", "day", "amount").order_by("customer", "day").to_pyarrow()
    day = found["day"].cast("date32").cast("int32").to_numpy().astype(np.int64)
    units = found["amount"].to_numpy().astype(np.int64)
    names, customer = np.unique(
        np.array(found["customer"].cast("string").to_pylist(), dtype=object), return_inverse=True
    )
    paid = units > 0
    if not paid.any():
        raise InputError(text="no customer has paid anything, so no contract follows from these payments")
    customer, day, units = customer.reshape(-1).astype(np.int64)[paid], day[paid], units[paid]
    order = np.lexsort((day, customer))
    customer, day, units = customer[order], day[order], units[order]
    today = (orders.as_of - _EPOCH).days
    keep = np.unique(customer)
    end = ends(customer, day, length, today)
    money = units.astype(np.float64) / 10**orders.scale * 10**MRR_DECIMALS
    return Contracts(
        ids=[str(names[i]) for i in places(keep)],
        spans=Spans(
            np.searchsorted(keep, customer).astype(np.int64),
            day,
            end,
            np.rint(money / length.in_months).astype(np.int64),
            np.rint(money).astype(np.int64),
            np.zeros(len(day), dtype=np.int64),
        ),
        tenures=None,
        periods=(length,),
        by=(),
        levels=(),
        ledger=orders.ledger,
        as_of=orders.as_of,
        currency=orders.currency,
    )


def ends(customer: Days, day: Days, length: Period, today: int) -> Days:
    """Where each payment's contract ends: at the next payment, a period later where none follows in time, or not yet.

    >>> days = np.array([0, 31, 59, 200])
    >>> ends(np.zeros(4, dtype=np.int64), days, Period(1), 210).tolist()[:3]
    [31, 59, 90]
    """
    half = later(day, 1, length) + np.asarray((later(day, 1, length) - day) * (_GAP - 1.0), dtype=np.int64)
    follows = np.append(customer[1:] == customer[:-1], False)
    following = np.append(day[1:], FOREVER)
    open_end = np.where(today <= half, FOREVER, later(day, 1, length))
    return np.where(follows & (following <= half), following, np.where(follows, later(day, 1, length), open_end))

"""Payments as contracts: one runs from a payment to the next, while the gap stays within one and a half periods.

Money taken back comes off the payments it takes back (`taken_back`), so that a refund tells the same in a row of its
own, on the day of its payment or later, as where a column or a status says it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np

from xlclv.checks import Bools
from xlclv.contracts.data import MRR_DECIMALS, Contracts, Ints, Spans
from xlclv.contracts.periods import FOREVER, Days, Period, later
from xlclv.contracts.same_day import on_the_day
from xlclv.contracts.taken_back import Kept, kept
from xlclv.errors import InputError, counted
from xlclv.orders.ledger import Exclusion, Ledger, exact
from xlclv.orders.reading import Orders
from xlclv.orders.source import SHOWN
from xlclv.orders.summary import accounts
from xlclv.places import places

_GAP = 1.5  # periods without a payment after which a contract has ended, a period after the last one
NO_PAYMENT = "refund without an earlier payment of the customer"
_EPOCH = dt.date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class _Paid:
    """Days with money of customers who ever bought, by customer and day: what came in, less what went back that day.

    `came` is what came in, `part` what went back that day of payments in part.
    """

    names: list[str]
    customer: Ints  # place in `names`
    day: Days
    units: Ints
    rows: Ints
    came: Ints
    part: Ints


def of_orders(orders: Orders, length: Period) -> Contracts:
    """Each customer's days with a payment as spans that follow each other; payments taken back in full are none."""
    found = _paid(orders)
    left = kept(found.customer, found.units)
    paid = left.units > 0
    if not paid.any():
        again = " that was not taken back" if left.matched else ""
        raise InputError(text=f"no customer has paid anything{again}, so no contract follows from these payments")
    customer, day = found.customer[paid], found.day[paid]
    today = (orders.as_of - _EPOCH).days
    keep = np.unique(customer)
    end = ends(customer, day, length, today)
    ledger = _told(accounts(orders), found, left, orders.scale)
    came = found.came > 0
    if (came & (left.units == 0)).any():
        before = found.customer[came][ends(found.customer[came], found.day[came], length, today) > today]
        ledger = _stopped(ledger, len(np.setdiff1d(np.intersect1d(before, keep), customer[end > today])))
    money = left.units[paid].astype(np.float64) / 10**orders.scale * 10**MRR_DECIMALS
    return Contracts(
        ids=[found.names[i] for i in places(keep)],
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
        ledger=_lowered(ledger, _taken(found, left, paid), end > today, orders.scale),
        as_of=orders.as_of,
        currency=orders.currency,
    )


def _paid(orders: Orders) -> _Paid:
    """The days with money; of customers without a purchase, whom the ledger leaves out, none."""
    columns = ("customer", "day", "amount", "rows", "bought")
    found = orders.days.select(*columns).order_by("customer", "day").to_pyarrow()
    day = found["day"].cast("date32").cast("int32").to_numpy().astype(np.int64)
    units, rows = (found[name].to_numpy().astype(np.int64) for name in ("amount", "rows"))
    names, back = np.unique(np.array(found["customer"].cast("string").to_pylist(), dtype=object), return_inverse=True)
    customer = back.reshape(-1).astype(np.int64)
    called = [str(name) for name in names]
    on_day = on_the_day(orders, called, customer, day, units)
    came = np.isin(customer, customer[found["bought"].to_numpy().astype(bool)]) & ((units != 0) | (on_day.came > 0))
    order = np.flatnonzero(came)[np.lexsort((day[came], customer[came]))]
    return _Paid(called, *(each[order] for each in (customer, day, units, rows, on_day.came, on_day.part)))


def _told(ledger: Ledger, found: _Paid, left: Kept, scale: int) -> Ledger:
    """The ledger with what was taken back said, and what takes back no payment left out."""
    if left.matched:
        money = exact(-left.units_matched, scale)
        whole = f"{counted(left.whole, 'payment')} taken back in full and no payment" if left.whole else ""
        part = f"{counted(left.part, 'payment')} in part, of which what was kept counts" if left.part else ""
        said = f"{counted(left.matched, 'refund')} ({money:,f}) off earlier payments of the customer: "
        said += ", ".join(filter(None, (whole, part)))
        ledger = replace(ledger, assumed=(*ledger.assumed, said))
    at = np.flatnonzero(left.open)
    if not len(at):
        return ledger
    alone = at[left.open[at] == found.units[at]]  # of a refund that takes something back, the row is used
    rows, amount = int(found.rows[alone].sum()), exact(int(left.open.sum()), scale)
    named = tuple(
        f"customer {found.names[found.customer[i]]}, {_EPOCH + dt.timedelta(days=int(found.day[i]))} "
        f"({exact(int(left.open[i]), scale):,f})"
        for i in at[:SHOWN].tolist()
    )
    more = f" and {len(at) - SHOWN:,} more" if len(at) > SHOWN else ""
    warned = (
        f"{counted(len(at), 'refund')} {'takes' if len(at) == 1 else 'take'} back {-amount:,f} that no earlier payment "
        f"of the customer has: {'; '.join(named)}{more}; left out, no payment is lower for it; if those payments are "
        "in another file, give that one too"
    )
    return replace(
        ledger,
        rows_used=ledger.rows_used - rows,
        amount_used=ledger.amount_used - amount,
        excluded=(*ledger.excluded, Exclusion(NO_PAYMENT, rows, amount, named)),
        warnings=(*ledger.warnings, warned),
    )


def _stopped(ledger: Ledger, many: int) -> Ledger:
    """The ledger with a warning where customers would run but for what was taken back."""
    if not many:
        return ledger
    several = f"{many:,} customers count as gone whose last payments were"
    who = "1 customer counts as gone whose last payment was" if many == 1 else several
    warned = f"{who} taken back in full; where an earlier one was meant and the fee goes on, leave out these refunds"
    return replace(ledger, warnings=(*ledger.warnings, warned))


def _taken(found: _Paid, left: Kept, paid: Bools) -> Ints:
    """What was taken back of each payment: since, and on its day where what is left is not what was paid before it.

    Who has a discount in a line of its own pays the same each time: nothing was taken back of that.
    """
    units, customer = left.units[paid], found.customer[paid]
    same = np.append(False, (customer[1:] == customer[:-1]) & (units[1:] == units[:-1]))
    return np.asarray(found.units[paid] - units + np.where(same, 0, found.part[paid]))


def _lowered(ledger: Ledger, taken: Ints, runs: Bools, scale: int) -> Ledger:
    """The ledger with a warning where what is left of a payment is the fee of a customer who runs."""
    lower = runs & (taken > 0)
    if not lower.any():
        return ledger
    many, money = int(lower.sum()), exact(int(taken[lower].sum()), scale)
    warned = (
        f"of the last payment of {counted(many, 'running customer')} a part was taken back ({money:,f} in all), so "
        f"{'their' if many > 1 else 'the'} MRR is of what was kept; if the fee stays as it was, leave out these refunds"
    )
    return replace(ledger, warnings=(*ledger.warnings, warned))


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

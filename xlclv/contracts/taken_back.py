"""Money taken back, matched to the payments of the customer that it takes back."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby

import numpy as np

from xlclv.contracts.data import Ints


@dataclass(frozen=True, slots=True)
class Kept:
    """What is left of every day's money; of a refund: what no payment matches, as a number below 0."""

    units: Ints  # 0 for a payment taken back in full, and for a refund
    open: Ints  # 0 but for refunds of which something matches no payment
    matched: int  # days of refunds of which all or a part takes a payment back
    units_matched: int
    whole: int  # payments taken back in full
    part: int  # and in part


@dataclass(frozen=True, slots=True)
class _Paid:
    """A customer's payments so far, the latest last, some taken back since: all, and those of each amount."""

    last: list[int] = field(default_factory=list)
    of: dict[int, list[int]] = field(default_factory=dict)


def kept(customer: Ints, units: Ints) -> Kept:
    """Each customer's days, by customer and day, once money taken back is off the payments before it.

    A refund takes back the customer's last payment of just its amount, however old: disputes come months later. Where
    there is none it takes the latest payments, one after the other, until it is used up. What was taken back once is
    not taken back again.

    >>> found = kept(np.zeros(5, dtype=np.int64), np.array([20, 30, -20, 30, -75]))
    >>> found.units.tolist(), found.open.tolist(), (found.matched, found.units_matched, found.whole, found.part)
    ([0, 0, 0, 0, 0], [0, 0, 0, 0, -15], (2, 80, 3, 0))
    """
    left = np.maximum(units, 0)
    unmatched = np.minimum(units, 0)
    of_refunds = np.flatnonzero(np.isin(customer, customer[units < 0]))
    for _, mine in groupby(of_refunds.tolist(), key=customer.__getitem__):
        paid = _Paid()
        for at in mine:
            if units[at] > 0:
                paid.last.append(at)
                paid.of.setdefault(int(units[at]), []).append(at)
            elif units[at] < 0:
                unmatched[at] = -_take(paid, left, -int(units[at]))
    gone, taken = (units > 0) & (left == 0), (units > 0) & (left < units)
    matched = units < unmatched
    return Kept(
        left, unmatched, int(matched.sum()), int((unmatched - units)[matched].sum()), int(gone.sum()),
        int((taken & ~gone).sum()),
    )  # fmt: skip


def _take(paid: _Paid, left: Ints, wanted: int) -> int:
    """Take so much off the payments, the latest of which is the last; gives what is left to take."""
    alike = paid.of.get(wanted, [])
    while alike:
        if left[at := alike.pop()] == wanted:  # else something of it was taken back since
            left[at] = 0
            return 0
    while wanted and paid.last:
        at = paid.last[-1]
        off = min(wanted, int(left[at]))
        left[at] -= off
        wanted -= off
        if left[at]:
            paid.of.setdefault(int(left[at]), []).append(at)  # all later ones are taken back: it is the last there too
        else:
            paid.last.pop()
    return wanted

"""In which month a group of customers has paid back what it cost: as seen, else as predicted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from xlclv.checks import Bools, Floats
from xlclv.companions.everyone import Everyone
from xlclv.places import places

DAYS_A_MONTH = 365.25 / 12
PAID = 1 - 1e-9  # of the cost counts as all of it: a sum of fees may fall short by its rounding, and only by that


@dataclass(frozen=True, slots=True)
class Ahead:
    """Money to come by tier, as report.Flows has it: what a group has to expect is its share of each tier's."""

    years: Floats
    money: Floats  # times x tiers

    def of(self, people: Everyone, mine: Bools) -> Floats:
        """What the group is expected to bring at each time, undiscounted."""
        tiers = self.money.shape[1]
        of = places(people.tier.astype(np.int64))
        whole = np.bincount(places(of), weights=people.remaining, minlength=tiers)
        own = np.bincount(places(of[mine]), weights=people.remaining[mine], minlength=tiers)
        share = np.divide(own, whole, out=np.zeros(tiers), where=whole != 0)
        return np.asarray(self.money @ share)


def payback(
    cost: float, seen: Floats, through: int, people: Everyone, mine: Bools, ahead: Ahead, months_old: float
) -> tuple[float | None, bool | None]:
    """The month, counted from 1, and whether it was seen; None where the horizon does not reach it.

    `seen` is money a customer at the margin, added up by months since the first purchase; `through` so many of them
    enough of the group have been customers. What is predicted starts from all that it has brought, at its mean age.
    """
    if cost <= 0:
        return 0.0, True
    reached = np.flatnonzero(seen[:through] >= PAID * cost)
    if len(reached):
        return float(reached[0] + 1), True
    count = int(mine.sum())
    so_far = float(people.sales[mine].sum()) / count
    coming = np.cumsum(ahead.of(people, mine)) / count
    later = np.flatnonzero(so_far + coming >= PAID * cost)
    if so_far >= PAID * cost:
        return float(np.ceil(months_old)) or 1.0, False
    if not len(later):
        return None, None
    return float(np.ceil(months_old + 12 * ahead.years[later[0]])), False

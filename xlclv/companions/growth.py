"""Money a customer by months since the first purchase, for any groups: what acquisition is paid back from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from xlclv.checks import Bools, Floats
from xlclv.companions.base import Base
from xlclv.models.likelihood.collapse import Ints
from xlclv.orders.arrow import as_numpy
from xlclv.places import places

MONTHS = 60  # shown and looked at, at most


@dataclass(frozen=True, slots=True)
class Growth:
    """Money by customer (its place) and whole months since the first purchase; `seen`: months a customer is known for.

    Money of a month that is not over yet for its customer is not here: months are compared whole.
    """

    who: Ints
    month: Ints
    money: Floats
    seen: Ints

    def of_levels(self, of: Ints, count: int) -> Floats:
        """Levels x months: money a customer, added up; each month's mean is of the customers known for all of it.

        NaN from the first month that nobody has been seen through.
        """
        months = int(min(MONTHS, self.seen.max(initial=0)))
        if not months:
            return np.empty((count, 0))
        inside = self.month < months
        at = of[places(self.who[inside])] * months + self.month[inside]
        money = np.bincount(places(at), weights=self.money[inside], minlength=count * months).reshape(count, months)
        last = np.minimum(self.seen, months)
        ends = np.bincount(places(of * (months + 1) + last), minlength=count * (months + 1)).reshape(count, months + 1)
        known = ends[:, ::-1].cumsum(axis=1)[:, ::-1][:, 1:]  # customers seen through month k
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(np.cumsum(np.where(known > 0, money / known, np.nan), axis=1))

    def through(self, of: Ints, level: int) -> int:
        """Months through which at least half of the level has been seen; newcomers do not hide the rest."""
        mine = np.sort(self.seen[of == level])
        return min(MONTHS, int(mine[len(mine) // 2])) if len(mine) else MONTHS

    def only(self, those: Bools) -> Growth:
        """The same of some customers, counted again."""
        turn = np.cumsum(those) - 1
        mine = those[places(self.who)]
        return Growth(turn[places(self.who[mine])], self.month[mine], self.money[mine], self.seen[those])


def growth(base: Base, as_of: dt.date) -> Growth:
    """From the customer-days."""
    months = f"SELECT date_sub('month', first_day, DATE '{as_of}' + 1)::INTEGER AS seen FROM {base.people}"
    seen = as_numpy(base.arrow(f"{months} ORDER BY place"), "seen")
    days = base.days
    over = (days.month >= 0) & (days.month < seen[places(days.place)])
    return Growth(days.place[over], days.month[over], days.units[over] / 10.0**base.scale, seen)

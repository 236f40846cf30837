"""What was spent to win customers, by period and perhaps by a column of --by; who came, when it is paid back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from xlclv.checks import Bools
from xlclv.companions.data import Acquisition, CohortCost, Dimension
from xlclv.companions.everyone import Everyone
from xlclv.companions.growth import Growth
from xlclv.companions.payback import Ahead, payback
from xlclv.companions.spend import Spend, label, periods_of
from xlclv.errors import counted, listed
from xlclv.orders.headers import plain


@dataclass(frozen=True, slots=True)
class Costs:
    """What groups are asked with: customers, their growth, what is to come, the margin and the day."""

    people: Everyone
    growth: Growth
    ahead: Ahead
    margin: float
    as_of: dt.date

    def payback(self, mine: Bools, cac: float) -> tuple[float | None, bool | None]:
        """The month in which these customers have paid back so much each."""
        group = self.growth.only(mine)
        none = np.zeros(int(mine.sum()), dtype=np.int64)
        seen = group.of_levels(none, 1)[0] * self.margin
        people = self.people
        scaled = replace(people, sales=people.sales * self.margin, remaining=people.remaining * self.margin)
        age = (np.datetime64(self.as_of) - people.first_day[mine]).astype(np.int64).mean() / (365.25 / 12)
        ahead = Ahead(self.ahead.years, self.ahead.money * self.margin)
        return payback(cac, seen, group.through(none, 0), scaled, mine, ahead, float(age))


def acquisition(spend: Spend, costs: Costs) -> Acquisition:
    """What each cohort cost, and when it has paid that back; spend without customers is kept, and named."""
    first = periods_of(costs.people.first_day, spend.kind)
    known = sorted({*first.tolist(), *spend.period.tolist()})
    made = []
    for number in known:
        mine, paid = first == number, spend.period == number
        count = int(mine.sum())
        money = float(spend.money[paid].sum()) if paid.any() else None
        cac = money / count if money is not None and count else None
        months, seen = costs.payback(mine, cac) if cac is not None else (None, None)
        made.append(CohortCost(label(number, spend.kind), money, count, cac, months, seen))
    new = sum(one.customers for one in made if one.spend is not None)
    return Acquisition(spend.name, len(spend.money), float(spend.money.sum()), new, tuple(made))


def by_level(found: Dimension, spend: Spend, costs: Costs, everyone: float | None) -> tuple[Dimension, list[str]]:
    """The dimension with what its levels cost, where the file has its column; else at the one cost of `everyone`."""
    column = next((cells for header, cells in spend.others.items() if plain(header) == plain(found.name)), None)
    if column is None:
        return at_one_cost(found, costs, everyone), []
    first = periods_of(costs.people.first_day, spend.kind)
    paid = np.isin(first, spend.period)
    labels, made = np.array([cell or "(blank)" for cell in column]), []
    for place, level in enumerate(found.levels):
        mine = (found.of == place) & paid
        money = spend.money[labels == level.level]
        if not len(money) or not mine.any():
            made.append(level)
            continue
        cac = float(money.sum()) / int(mine.sum())
        months, seen = costs.payback(found.of == place, cac)
        made.append(replace(level, cac=cac, payback_months=months, observed=seen))
    lost = sorted(set(labels) - {level.level for level in found.levels})
    money = float(spend.money[np.isin(labels, lost)].sum())
    said = (
        [f"{spend.name}: spend of {money:,.2f} is for {found.name} of nobody who bought: {listed(lost)}"]
        if lost
        else []
    )
    return replace(found, levels=tuple(made)), said


def at_one_cost(found: Dimension, costs: Costs, cac: float | None) -> Dimension:
    """Every level at the same cost of a customer, where one is given."""
    if not cac:
        return found
    made = []
    for place, level in enumerate(found.levels):
        months, seen = costs.payback(found.of == place, cac)
        made.append(replace(level, cac=cac, payback_months=months, observed=seen))
    return replace(found, levels=tuple(made))


def without_customers(found: Acquisition) -> Sequence[str]:
    """What to say of spend that won nobody, and of customers without spend."""
    idle = [one for one in found.by_cohort if one.spend and not one.customers]
    free = [one for one in found.by_cohort if one.spend is None]
    said = []
    if idle:
        money = sum(one.spend or 0.0 for one in idle)
        when = listed([one.cohort for one in idle])
        said.append(f"{found.name}: spend of {money:,.2f} in {when} won no customer; kept in the sum")
    if free:
        many = sum(one.customers for one in free)
        said.append(
            f"{found.name}: {counted(many, 'customer')} came in periods without spend, first {free[0].cohort}; "
            "they have no cost, not 0"
        )
    return said

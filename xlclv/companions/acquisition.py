"""What was spent to win customers, by period and perhaps by a column of --by; who came, when it is paid back."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from xlclv.checks import Bools, Floats
from xlclv.companions.base import Base
from xlclv.companions.data import Acquisition, CohortCost, Dimension
from xlclv.companions.everyone import Everyone
from xlclv.companions.file import Opened, dropped, refuse_other, staged
from xlclv.companions.growth import Growth
from xlclv.companions.payback import Ahead, payback
from xlclv.errors import counted
from xlclv.models.likelihood.collapse import Ints
from xlclv.orders.engine import rows
from xlclv.orders.files import amounts
from xlclv.orders.files.cells import distinct
from xlclv.orders.headers import plain
from xlclv.orders.source import Options

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FORMS: tuple[tuple[str, str, Callable[[re.Match[str]], tuple[int, int, int]]], ...] = (
    ("day", r"(\d{4})-(\d{1,2})-(\d{1,2})([ T].*)?", lambda m: (int(m[1]), int(m[2]), int(m[3]))),
    ("month", r"(\d{4})[-/.](\d{1,2})", lambda m: (int(m[1]), int(m[2]), 1)),
    ("month", r"(\d{1,2})[-/.](\d{4})", lambda m: (int(m[2]), int(m[1]), 1)),
    ("month", r"([A-Za-z]{3})[a-z]*[ -](\d{4})", lambda m: (int(m[2]), 1 + _NAMES.index(m[1].lower()), 1)),
    ("quarter", r"(\d{4})[ -]?Q([1-4])", lambda m: (int(m[1]), 3 * int(m[2]) - 2, 1)),
    ("quarter", r"Q([1-4])[ -/]?(\d{4})", lambda m: (int(m[2]), 3 * int(m[1]) - 2, 1)),
    ("year", r"(\d{4})", lambda m: (int(m[1]), 1, 1)),
)
_MONTHS = {"day": 1, "month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Spend:
    """The file read: the kind of its periods, each row's period (a number), money, and its other columns' cells."""

    name: str
    kind: str
    period: Ints
    money: Floats
    others: dict[str, list[str]]
    notes: tuple[str, ...]


def read(base: Base, opened: Opened, options: Options) -> Spend:
    """The file; InputError for a period or an amount that is none."""
    connection, source = base.connection, opened.source
    found, notes = staged(connection, opened, options)
    distinct(found["spend"])
    money = amounts.convert(found["spend"], options.decimal)
    refuse_other(base.currency, found["spend"], money)
    roles = [role for role in found if role.startswith("c")]
    cells = "".join(f", trim(r.{role})" for role in roles)
    got = rows(
        connection,
        f"SELECT r.row, trim(r.period), m.value{cells} FROM raw AS r JOIN {money.table} AS m ON m.text = r.spend "
        f"ORDER BY r.row",
    )
    kind, days = "", []
    for row, text, *_ in got:
        one = _period(text)
        if one is None or (kind and one[0] != kind):
            rule = f'"{text}" is not a period' if one is None else f'"{text}" is a {one[0]} where others are a {kind}'
            fix = "write months as 2026-03, quarters as 2026-Q1, years as 2026 or days as 2026-03-01"
            raise source.refuse(rule, row=source.row(row), column=found["period"].called, fix=fix)
        kind, day = one
        days.append(day)
    if kind == "day" and all(day.day == 1 for day in days):
        kind = "month"
        notes = (*notes, f"{source.where}: every day is the first of a month, so the periods are months")
    dropped(connection, found)
    within = [options.until is None or day.isoformat() <= options.until for day in days]
    if not all(within):
        scale, gone = 10.0**money.scale, [line[2] for line, kept in zip(got, within, strict=True) if not kept]
        rest = f"{counted(len(gone), 'row')}, {sum(gone) / scale:,.2f} in all"
        notes = (*notes, f"{source.where}: left out, after {options.until}, the last day that counts: {rest}")
        got = [line for line, kept in zip(got, within, strict=True) if kept]
        days = [day for day, kept in zip(days, within, strict=True) if kept]
    return Spend(
        opened.name,
        kind,
        np.array([_number(day, kind) for day in days], dtype=np.int64),
        np.array([value for _, _, value, *_ in got], dtype=np.float64) / 10.0**money.scale,
        {opened.columns.headers[role]: [line[3 + i] for line in got] for i, role in enumerate(roles)},
        (*notes, f"{source.where}: spend by {kind}, {len(got):,} rows"),
    )


def _period(text: str) -> tuple[str, dt.date] | None:
    for kind, pattern, parts in _FORMS:
        if found := re.fullmatch(pattern, text, re.IGNORECASE):
            try:
                return kind, dt.date(*parts(found))
            except ValueError:
                return None
    return None


def _number(day: dt.date, kind: str) -> int:
    """A period as a number: months since year 0, by as many as the kind has."""
    return (day.year * 12 + day.month - 1) // _MONTHS[kind]


def label(number: int, kind: str) -> str:
    """A period as it is shown.

    >>> label(24315, "month"), label(8105, "quarter"), label(2026, "year")
    ('2026-04', '2026-Q2', '2026')
    """
    year, part = divmod(number, 12 // _MONTHS[kind])
    return {1: f"{year}-{part + 1:02d}", 3: f"{year}-Q{part + 1}", 12: str(year)}[_MONTHS[kind]]


def periods_of(days: NDArray[np.datetime64], kind: str) -> Ints:
    """The period in which each day lies."""
    months = days.astype("datetime64[M]").astype(np.int64) + 1970 * 12
    return np.asarray(months // _MONTHS[kind])


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
        return payback(cac, seen, group.whole(none, 0), scaled, mine, ahead, float(age))


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
        [f"{spend.name}: spend of {money:,.2f} is for {found.name} of nobody who bought: {', '.join(lost[:5])}"]
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
        said.append(
            f"{found.name}: spend of {money:,.2f} in {', '.join(one.cohort for one in idle[:5])} won no customer; "
            f"kept in the sum"
        )
    if free:
        many = sum(one.customers for one in free)
        said.append(
            f"{found.name}: {counted(many, 'customer')} came in periods without spend, first {free[0].cohort}; "
            "they have no cost, not 0"
        )
    return said

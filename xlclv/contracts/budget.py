"""The budget of contracts: payments and money by calendar month, of those who run and of those yet to be won.

A payment falls on its own day of the calendar: renewal j of who has made k comes with the chance S(k+j)/S(k), strictly
before the end of who has given notice. Where fees fall due at the end of their periods, that of the period which runs
(renewal 0) is sure to come. The interval is of what will really come: the parameters' error and the choice
of curve, as values.intervals has them, and chance. Who is to be won starts in the middle of a month.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from xlclv.checks import Floats
from xlclv.contracts.data import Contracts, Ints
from xlclv.contracts.periods import later, month_of, whole_periods
from xlclv.contracts.relationships import Relationships, owners
from xlclv.contracts.retention import Fitted
from xlclv.contracts.values import STEP, Group, Terms, before_end, bounds, survival_with_losses, weighed
from xlclv.discounting import DAYS_PER_YEAR
from xlclv.places import places
from xlclv.planning.budget import Budget, NewOnes
from xlclv.planning.months import Month, months_ahead
from xlclv.planning.plan import Asked, last_whole, planned
from xlclv.segments.tiers import DEFAULT_LABELS

_SHOWN = 36  # months of history beside the budget
_FAR = 1 << 20  # renewals that nobody makes
_YEAR = 365  # days in which those were won whose first fees are planned


class Due(NamedTuple):
    """One entry a payment to come of alike relationships: its month, renewals made now and by then, the sum of their
    fees and of their squares, the row that it belongs to and its place among this row's payments of the month."""

    month: Ints
    made: Ints
    renewal: Ints
    money: Floats
    square: Floats
    number: Floats
    row: Ints
    place: Ints


@dataclass(frozen=True, slots=True)
class Stream:
    """The payments to come of all who share a curve and a billing period, and the tier and year of each row."""

    place: int
    curve: Fitted
    due: Due
    tier: Ints
    year: Ints

    def chance(self, curve: Fitted, params: Sequence[float] | None = None, losses: float = 1.0) -> Floats:
        """The chance of each payment under a curve, with other parameters where they are given, or other losses."""
        size = int(self.due.renewal.max(initial=0))
        held = list(curve.params.values()) if params is None else params
        log_s = survival_with_losses(curve.name, held, size, losses)
        before = log_s[self.due.made]
        known = np.isfinite(before)
        chance = np.where(known, np.exp(log_s[self.due.renewal] - np.where(known, before, 0.0)), 0.0)
        return np.where(self.due.renewal == self.due.made, 1.0, chance)  # renewal 0: they are in that period


def budget(
    asked: Asked,
    found: Contracts,
    them: Relationships,
    valued: tuple[Ints, Ints],
    groups: Sequence[Group],
    terms: Terms,
    rivals: Sequence[Sequence[Fitted]],
) -> Budget:
    """The budget from the day after the contracts' on; `valued` are the running relationships and their tiers."""
    assert found.as_of is not None, "tenures have no months"
    months = months_ahead(found.as_of, asked.months)
    tier = np.zeros(len(them), dtype=np.int64)
    tier[valued[0]] = valued[1]
    start_year = _year(them.start)
    years = tuple(range(int(start_year.min()), int(_year(np.array([found.day]))[0]) + 1))
    streams = [stream(one, them, tier, start_year - years[0], found.day, months, terms) for one in groups]
    count = len(months)
    payments = np.zeros(count)
    by_year, by_tier = np.zeros((count, len(years))), np.zeros((count, len(DEFAULT_LABELS)))
    chance_of = np.zeros(count)
    for one in streams:
        due, alive = one.due, one.chance(one.curve)
        payments += np.bincount(places(due.month), due.number * alive, count)
        np.add.at(by_year, (places(due.month), places(one.year[due.row])), due.money * alive)
        np.add.at(by_tier, (places(due.month), places(one.tier[due.row])), due.money * alive)
        chance_of += _spread(due, alive, count)
    total = by_year.sum(axis=1)
    low, high = _ends(total, chance_of + _of_curves(streams, rivals, count))
    won = _won(them)
    plan = planned(asked, months, won, last_whole(found.as_of))
    return Budget(
        months, payments, years, by_year, by_tier, low, high, *plan,
        new_ones(found, them, groups, terms, count), np.ones(count), asked.fixed_costs,
        _history(found, them, start_year - years[0], len(years), terms),
    )  # fmt: skip


def money_by_month(
    groups: Sequence[Group], them: Relationships, today: int, months: Sequence[Month], terms: Terms, losses: float
) -> Floats:
    """Money of those who run, were whom they lose at every renewal so many times as many."""
    total, none = np.zeros(len(months)), np.zeros(len(them), dtype=np.int64)
    for one in groups:
        due = stream(one, them, none, none, today, months, terms)
        total += np.bincount(places(due.due.month), due.due.money * due.chance(one.curve, losses=losses), len(months))
    return total


def stream(
    one: Group, them: Relationships, tier: Ints, year: Ints, today: int, months: Sequence[Month], terms: Terms
) -> Stream:
    """The payments to come of a group, alike relationships in one row."""
    limit = before_end(them, one.at, one.period, np.full(len(one.at), _FAR))
    fee = them.mrr[one.at] * one.period.in_months / 1e6
    keys = np.stack([them.start[one.at], limit, tier[one.at], year[one.at], one.renewals])
    kinds, back = np.unique(keys, axis=1, return_inverse=True)
    group, size = places(back.reshape(-1)), kinds.shape[1]
    sums = [np.bincount(places(group), weight, size) for weight in (fee, fee * fee, np.ones(len(fee)))]
    start, most, tiers, years, made = kinds
    ends = np.array([month.end for month in months])
    seen = np.zeros((size, len(months)), dtype=np.int64)
    parts: list[tuple[Ints | Floats, ...]] = []
    for j in range(1 if terms.timing else 0, _FAR):
        date = later(start, made + j, one.period)
        paid = date if terms.timing else later(start, made + j + 1, one.period)
        at = np.flatnonzero((paid - today <= ends[-1]) & (j <= most))
        if not (paid - today <= ends[-1]).any():
            break
        month = np.searchsorted(ends, paid[at] - today)
        seen[at, month] += 1
        grown = np.exp(np.maximum(date[at] - today, 0) / DAYS_PER_YEAR * np.log1p(terms.growth))
        parts.append((month, made[at], made[at] + j, sums[0][at] * grown, sums[1][at] * grown**2, sums[2][at], at,
                      seen[at, month]))  # fmt: skip
    empty = tuple(np.zeros(0, dtype=np.int64 if i not in (3, 4, 5) else np.float64) for i in range(8))
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)] if parts else list(empty)
    return Stream(one.place, one.curve, Due(*columns), tiers, years)


def _sales(one: Stream, count: int, curve: Fitted, params: Sequence[float] | None = None) -> Floats:
    """Money by month under a curve."""
    money = np.bincount(places(one.due.month), one.due.money * one.chance(curve, params), count)
    return money.astype(np.float64)


def _spread(due: Due, alive: Floats, count: int) -> Floats:
    """The variance by chance of each month: of payments of one row in one month the later needs the earlier one."""
    rows = int(due.row.max(initial=-1)) + 1
    cell = places(due.row * count + due.month)
    square = np.bincount(places(cell), (2.0 * due.place - 1.0) * alive * due.square, rows * count)
    mean = np.bincount(places(cell), alive * np.sqrt(due.square), rows * count)
    return np.asarray((square - mean**2).clip(0.0).reshape(rows, count).sum(axis=0))


def _of_curves(streams: Sequence[Stream], rivals: Sequence[Sequence[Fitted]], count: int) -> Floats:
    """The variance of each month about the curves used: each curve's own, and how far its rivals lie away."""
    total = np.zeros(count)
    for place in {one.place for one in streams}:
        mine = [one for one in streams if one.place == place]
        used = sum((_sales(one, count, one.curve) for one in mine), np.zeros(count))
        for share, curve in weighed(rivals[place]):
            slope = _slope(mine, curve, count)
            away = sum((_sales(one, count, curve) for one in mine), np.zeros(count)) - used
            total += share * (np.einsum("mi,ij,mj->m", slope, curve.covariance, slope) + away**2)
    return total


def _slope(streams: Sequence[Stream], curve: Fitted, count: int) -> Floats:
    """The derivative of each month's money by each parameter of a curve."""
    params = np.array(list(curve.params.values()))
    out = np.zeros((count, len(params)))
    for i, value in enumerate(params.tolist()):
        for sign in (1.0, -1.0):
            moved = params.copy()
            moved[i] = value * (1.0 + sign * STEP)
            for one in streams:
                out[:, i] += sign * _sales(one, count, curve, moved.tolist()) / (2.0 * STEP * value)
    return out


def _ends(total: Floats, variance: Floats) -> tuple[Floats, Floats]:
    """The intervals around the months' money."""
    low, high = total.copy(), total.copy()
    for at in np.flatnonzero(total > 0).tolist():
        low[at], high[at] = bounds(float(total[at]), float(np.sqrt(variance[at]) / total[at]))
    return low, high


def _won(them: Relationships) -> dict[str, float]:
    """How many relationships began in each month."""
    begun, number = np.unique(month_of(them.start), return_counts=True)
    return {str(np.datetime64(month, "M")): float(many) for month, many in zip(begun.tolist(), number, strict=True)}


def new_ones(
    found: Contracts, them: Relationships, groups: Sequence[Group], terms: Terms, count: int, losses: float = 1.0
) -> NewOnes:
    """What one who starts brings by month of age: the first fees of those who began in the last year, on the pooled
    curve, whose losses are so many times as many."""
    spans, curve = found.spans, next(one.curve for one in sorted(groups, key=lambda one: one.place))
    assert spans is not None
    owner = owners(spans, them)
    mine = spans.start == them.start[owner]
    late = mine & (spans.start > found.day - _YEAR)
    taken = late if late.any() else mine
    each, first, number = np.zeros(count), 0.0, len(np.unique(owner[taken]))
    for place, length in enumerate(found.periods):
        fee = float(spans.fee[taken & (spans.period == place)].sum()) / 1e6 / number
        j = np.arange(int(count / length.in_months) + 2, dtype=np.float64)
        month = np.floor(0.5 + (j + 1.0 - terms.timing) * length.in_months + 1e-9).astype(np.int64)
        alive = survival_with_losses(curve.name, list(curve.params.values()), len(j) - 1, losses)
        paid = fee * np.exp(alive + j * length.years * np.log1p(terms.growth))
        inside = month < count
        each += np.bincount(places(month[inside]), paid[inside], count)
        first += fee if terms.timing else 0.0
    usual = float(spans.fee[taken].sum()) / 1e6 / number
    each[0] -= first
    return NewOnes(first, usual, each / usual if usual else each)


def _history(
    found: Contracts, them: Relationships, year: Ints, years: int, terms: Terms
) -> tuple[tuple[str, Floats], ...]:
    """Money of past months by year of start, the last so many up to the day's."""
    spans = found.spans
    assert spans is not None
    last = int(month_of(np.array([found.day]))[0])
    first = max(last - _SHOWN + 1, int(month_of(them.start).min()))
    opened = int(np.datetime64(first, "M").astype("datetime64[D]").astype(np.int64))
    table = np.zeros((last - first + 1, years))
    of_year = year[owners(spans, them)]
    for place, length in enumerate(found.periods):
        at = np.flatnonzero(spans.period == place)
        # Payment j falls on renewal j, or a period later; those before the first month shown are passed over.
        skipped = np.maximum(whole_periods(spans.start[at], np.full(len(at), opened), length) - 1, 0)
        for j in range(_FAR):
            date = later(spans.start[at], skipped + j, length)
            paid = date if terms.timing else later(spans.start[at], skipped + j + 1, length)
            falls = (paid >= opened) & (paid <= found.day) & ((date < spans.end[at]) | (skipped + j == 0))
            np.add.at(table, (places(month_of(paid[falls]) - first), places(of_year[at[falls]])),
                      spans.fee[at[falls]] / 1e6)  # fmt: skip
            goes_on = (date < spans.end[at]) & (date <= found.day)  # of what has ended no later payment is looked for
            at, skipped = at[goes_on], skipped[goes_on]
            if not len(at):
                break
    labels = (str(np.datetime64(month, "M")) for month in range(first, last + 1))
    return tuple(zip(labels, table, strict=True))


def _year(day: Ints) -> Ints:
    return np.asarray(day.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970)

"""The budget: orders and margin by calendar month, of today's customers and of those yet to be won.

What today's customers bring is each model's expected purchases between the month's ends; its interval is of what will
really come: the parameters' error by the delta method, chance by its variance, and the model's error that the
back-test shows. Customers yet to be won come in the middle of a month, with a first order of the mean first order, and
then follow the model's curve of a new customer, in months of equal length.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np

from xlclv.checks import Floats
from xlclv.discounting import WEEKS_PER_YEAR
from xlclv.models import by_name, gamma_gamma
from xlclv.models.purchase_counts import living_buyers
from xlclv.orders.aggregates import Aggregates
from xlclv.orders.summary import WEEK
from xlclv.places import places
from xlclv.planning.months import Month
from xlclv.planning.worth import belief
from xlclv.validation.backtest.short import ModelError, widened
from xlclv.valuation.buckets import discounted, flows
from xlclv.valuation.customers import LEAST_SPEND, Fits
from xlclv.valuation.intervals import Interval, normal_quantile
from xlclv.valuation.uncertainty import CONFIDENCE, axes, spend_slopes

_STEP = 1e-3  # of ln(parameter)
_KNOTS = np.array([0, 2, 6, 18, 48, 121])  # months between which what changes slowly is worked out
MONTH = WEEKS_PER_YEAR / 12.0  # weeks of a month of equal length


class Rows(NamedTuple):
    """Customers who share a history, `number` of them, their mean spend `m` over the orders `bought` that
    tell of it, and the scatter of (gamma + bought m)^2."""

    x: Floats
    t_x: Floats
    T: Floats
    m: Floats
    number: Floats
    scatter: Floats
    bought: Floats


@dataclass(frozen=True, slots=True)
class Budget:
    """The budget in sales, before margin. Months are rows; `sales` has a column for each of `years` of first purchase,
    `tiers` one for each value tier, and both add up to the same. `low` and `high` are of the sum.

    `plan` are customers to be won by month, `plan_source` whence, `doubt` what speaks against it; `history` are months
    past, as label and sales by `years`, `season` how much faster than on average each month buys.
    """

    months: tuple[Month, ...]
    orders: Floats
    years: tuple[int, ...]
    sales: Floats
    tiers: Floats
    low: Floats
    high: Floats
    plan: Floats
    plan_source: str
    doubt: str
    ones: NewOnes
    season: Floats
    fixed_costs: float
    history: tuple[tuple[str, Floats], ...]

    @property
    def total(self) -> Floats:
        """Sales of today's customers by month."""
        return np.asarray(self.sales.sum(axis=1))

    @property
    def new_sales(self) -> Floats:
        """Sales by month of customers yet to be won."""
        return sales_of_new(self.plan, self.ones, self.season)


def moved(found: Budget, kept: Floats, ones: NewOnes, won: float) -> Budget:
    """A budget of which today's customers bring, month by month, so many times as much, and so many times as many new
    ones are won, each of whom brings what `ones` say."""
    by_month = kept[:, None]
    return replace(
        found, orders=found.orders * kept, sales=found.sales * by_month, tiers=found.tiers * by_month,
        low=found.low * kept, high=found.high * kept, plan=found.plan * won, ones=ones,
    )  # fmt: skip


class Ahead(NamedTuple):
    """Today's customers by month (rows): expected orders, sales by year of first purchase (columns), the interval."""

    orders: Floats
    sales: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True)
class NewOnes:
    """What one customer to be won brings: the first order, the spend of those that follow, and their number by month
    of age, won in the middle of month 0."""

    first_order: float
    spend: float
    curve: Floats


def rows_of(known: Aggregates, fits: Fits) -> Rows:
    """The rows of a base, as valuation.histories.worth values them; times are on the clock of the fits."""
    histories, spent = known.histories, known.spent
    n = histories.customers
    mean = (spent.total + spent.refunded * LEAST_SPEND) / n
    square = (spent.square + spent.refunded * LEAST_SPEND**2) / n
    gamma = fits.spend.params.gamma  # type: ignore[union-attr]
    x = histories.x + fits.first
    t_x, age = fits.clock.history(histories.t_x, histories.T)
    scatter = (gamma * gamma + 2.0 * gamma * x * mean + x * x * square) / (gamma + x * mean) ** 2
    return Rows(histories.x, t_x, age, mean, n, scatter, x)


def ahead(
    rows: Rows, fits: Fits, months: tuple[Month, ...], groups: Any, count: int, error: ModelError | None
) -> Ahead:
    """What today's customers bring by month; `groups` (of `count`) are the rows' years of first purchase."""
    ends = fits.clock.ahead(np.array([0.0, *(month.end for month in months)]) / WEEK)
    believed = belief(fits)
    engine, params = by_name(fits.name), believed.params
    alive = engine.p_alive(params, rows.x, rows.t_x, rows.T)
    spend = believed.level * gamma_gamma.expected_spend(believed.spend, rows.bought, rows.m)
    orders, variance = np.zeros(len(months)), np.zeros(len(months))
    sales = np.zeros((len(months), count))
    chance = _Chance(rows, fits, alive, spend, ends)
    before = np.zeros(len(rows.x))
    for at, end in enumerate(ends[1:]):
        reached = discounted(engine, params, np.array([end]), np.ones(1), rows.x, rows.T)
        bought = alive * (reached - before)
        orders[at] = rows.number @ bought
        sales[at] = np.bincount(places(groups), rows.number * bought * spend, count)
        variance[at] = chance.variance(at, bought)
        before = reached
    total = sales.sum(axis=1)
    days = tuple(month.end for month in months)
    low, high = _ends(total, _errors(rows, fits, alive, spend, ends), variance, error, days)
    return Ahead(orders, sales, low, high)


class _Chance:
    """The variance of what all customers bring in a month: the rule of valuation.predictive, of a window of time.

    How fast those buy again who have bought once more is taken as steady between two knots.
    """

    def __init__(self, rows: Rows, fits: Fits, alive: Floats, spend: Floats, ends: Floats) -> None:
        self.rows, self.name, self.params, self.spend = rows, fits.name, fits.purchases.params, spend
        held: Any = fits.spend.params
        shape = held.p * rows.bought + held.q
        self.known = bool((shape > 2.0).all())
        money = fits.level * (held.gamma + rows.bought * rows.m)
        square = money * money / np.where(shape > 2.0, (shape - 1.0) * (shape - 2.0), 1.0)
        now = living_buyers(fits.name, self.params, rows.x, rows.T)
        again = now.r / now.alpha * (1.0 if now.timed else now.stay / (now.leave + now.stay))
        weight = rows.number * rows.scatter * square * held.p
        self.once, self.pairs = weight * (1.0 + held.p), weight * alive * held.p * 2.0 * again
        self.ends, self.knots = ends, np.unique(np.minimum(_KNOTS, len(ends) - 1))
        self._known: dict[int, Floats] = {0: np.zeros(len(rows.x))}

    def variance(self, month: int, bought: Floats) -> float:
        """Of a month's orders one by one and, over the pairs of them, of half the month times those who buy again."""
        if not self.known:
            return float("nan")
        rows, at = self.rows, int(np.searchsorted(self.knots, month + 1))
        width = float(self.ends[month + 1] - self.ends[month])
        first, last = self.ends[self.knots[at - 1]], self.ends[self.knots[at]]
        share = width / float(last - first)
        pairs = 0.5 * width * share * (self._reached(at) - self._reached(at - 1))
        own = bought * self.spend
        return float(self.once @ bought + self.pairs @ pairs - (rows.number * rows.scatter) @ (own * own))

    def _reached(self, at: int) -> Floats:
        """Purchases up to a knot of living customers who have bought once more."""
        if at not in self._known:
            time, rows = self.ends[self.knots[at]], self.rows
            engine = by_name(self.name)
            self._known[at] = discounted(engine, self.params, np.array([time]), np.ones(1), rows.x + 1.0, rows.T)
        return self._known[at]


def _errors(rows: Rows, fits: Fits, alive: Floats, spend: Floats, ends: Floats) -> Floats:
    """The standard error of ln(sales) by month, of the parameters' uncertainty.

    It is worked out for a few stretches of months, over each of which it hardly changes.
    """
    engine = by_name(fits.name)
    knots = np.unique(np.minimum(_KNOTS, len(ends) - 1))
    every, ends = ends, ends[knots]
    believed, x = belief(fits), rows.x
    held: Any = believed.params

    def by_month(params: Any, weight: Floats) -> Floats:
        group = np.zeros(len(x), dtype=np.int64)
        return np.diff(flows(engine, params, ends, x, rows.T, weight, group, 1)[:, 0])

    mass = rows.number * spend
    total = by_month(held, mass * alive)
    squares = np.zeros(len(total))
    for axis in axes(fits.purchases):
        step = _STEP / float(np.abs(axis).max())
        both = []
        for side in (1.0, -1.0):
            moved = (
                getattr(held, name) * float(np.exp(side * step * d))
                for name, d in zip(held.__slots__, axis, strict=True)
            )
            there = type(held)(*moved)
            both.append(by_month(there, mass * engine.p_alive(there, x, rows.t_x, rows.T)))
        squares += ((np.log(both[0]) - np.log(both[1])) / (2.0 * step)) ** 2
    slopes = [
        by_month(held, mass * alive * slope) / total for slope in spend_slopes(believed.spend, rows.bought, rows.m)
    ]
    for axis in axes(fits.spend):
        squares += sum(part * slope for part, slope in zip(axis, slopes, strict=True)) ** 2
    return np.sqrt(squares)[np.searchsorted(knots, np.arange(1, len(every))) - 1]


def _ends(
    total: Floats, errors: Floats, variance: Floats, error: ModelError | None, days: Sequence[float]
) -> tuple[Floats, Floats]:
    """Log-normal intervals around the sales of months that end so many days ahead; chance leaves the mean where it is.

    Where order values have no variance, chance has none either, and only the model's error can stand for it.
    """
    low, high = np.zeros(len(total)), np.zeros(len(total))
    known = zip(total.tolist(), errors.tolist(), variance.tolist(), strict=True)
    for at, (value, own, spread) in enumerate(known):
        chance = float(np.log1p(spread / (value * value))) if value > 0 and np.isfinite(spread) else 0.0
        both = float(np.sqrt(own * own + chance))
        reach = normal_quantile(CONFIDENCE) * both
        low_end, high_end = (value * float(np.exp(side * reach - 0.5 * chance)) for side in (-1.0, 1.0))
        found = Interval(low_end, value, high_end, both, CONFIDENCE)
        found = found if error is None else widened(found, error, days[at])
        low[at], high[at] = found.low, found.high
    return low, high


def new_ones(fits: Fits, first_order: float, count: int) -> NewOnes:
    """A customer to be won, through `count` months."""
    spend: Any = fits.spend.params
    edges = np.maximum(0.0, np.arange(count + 1) - 0.5) * MONTH
    bought = by_name(fits.name).expected_purchases_new(fits.purchases.params, edges)
    return NewOnes(first_order, fits.level * float(gamma_gamma.expected_spend(spend, 0.0, 0.0)), np.diff(bought))


def sales_of_new(won: Floats, ones: NewOnes, season: Floats) -> Floats:
    """Sales by month of customers won month by month: first orders, and what follows as fast as the month buys.

    >>> sales_of_new(np.array([2.0, 1.0]), NewOnes(10.0, 5.0, np.array([0.1, 0.3])), np.ones(2)).tolist()
    [21.0, 13.5]
    """
    following = np.convolve(won, ones.curve)[: len(won)]
    return np.asarray(won * ones.first_order + following * ones.spend * season)


def pace(fits: Fits, months: tuple[Month, ...]) -> Floats:
    """How much faster than on average each month buys."""
    ends = np.array([0.0, *(month.end for month in months)]) / WEEK
    return np.asarray(np.diff(fits.clock.ahead(ends)) / np.diff(ends))

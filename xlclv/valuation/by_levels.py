"""Covariates from columns that tell customers apart: each level's own rates of buying and leaving, and order values.

Every level but the commonest of its column has a coefficient in each process, drawn to 0 by a ridge, so that what a
thin level cannot tell yet is left as all are. Whether the columns tell anything is tested, each as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from xlclv.checks import Floats
from xlclv.errors import InputError, NotIdentifiedError
from xlclv.models import by_name, gamma_gamma
from xlclv.models.covariates.fit import DROPOUT, PURCHASE, SPEND, CovariateFit, Test, fit, fit_spend
from xlclv.models.likelihood.collapse import Ints
from xlclv.places import places
from xlclv.valuation.customers import LEAST_SPEND
from xlclv.valuation.residual import discounted_orders

RIDGE = 1.0  # an observation that found a level to be as all are, as cohorts have it
THIN = 20  # customers: levels of fewer go together
MOST = 20  # levels of a column
FEW = "(few)"


class Column(NamedTuple):
    """A column by name, its labels, and each customer's label by its place."""

    name: str
    labels: tuple[str, ...]
    of: Ints


class Effect(NamedTuple):
    """What a level does to buying, leaving and order values: coefficients, and their standard errors (None: unknown).

    A coefficient of 0.1 buys (leaves, spends) e^0.1 = 1.105 times as fast as the column's commonest level; in models
    where customers leave after an order, the odds to leave then are 1.105 times that level's.
    """

    column: str
    level: str
    customers: int
    purchase: tuple[float, float | None]
    dropout: tuple[float, float | None]
    spend: tuple[float, float | None] | None


@dataclass(frozen=True, slots=True)
class ByLevels:
    """A base told apart: parameters of each pattern of levels and every customer's pattern; `tests` are a column each.

    Where Akaike's criterion does not speak for the columns, `used` is False and all customers have the plain
    parameters; `spend` is None where it does not for order values.
    """

    model: str
    params: tuple[Any, ...]
    spend: tuple[gamma_gamma.Params, ...] | None
    which: Ints
    used: bool
    effects: tuple[Effect, ...]
    tests: tuple[Test, ...]
    commonest: tuple[tuple[str, str], ...]
    aic: float | None
    plain_aic: float
    spend_aic: tuple[float, float] | None

    def expected(self, horizon: float, x: Floats, t_x: Floats, T: Floats) -> Floats:
        """Orders expected of each customer within the horizon."""
        kernel = by_name(self.model)
        return self._each(lambda p, i: kernel.expected_purchases(p, horizon, x[i], t_x[i], T[i]))

    def p_alive(self, x: Floats, t_x: Floats, T: Floats) -> Floats:
        """Each customer's P(alive)."""
        kernel = by_name(self.model)
        return self._each(lambda p, i: kernel.p_alive(p, x[i], t_x[i], T[i]))

    def discounted(self, rate: float, horizon: float, x: Floats, t_x: Floats, T: Floats) -> Floats:
        """The same orders as `expected`, each discounted to today."""
        return self._each(lambda p, i: discounted_orders(self.model, p, rate, horizon, x[i], t_x[i], T[i]))

    def order_value(self, bought: Floats, mean: Floats, plain: Floats) -> Floats:
        """What the next orders are worth; `plain` where order values are not told apart."""
        if self.spend is None:
            return plain
        own = self.spend
        out = np.empty(len(self.which))
        for number, mine in self._patterns():
            out[mine] = gamma_gamma.expected_spend(own[number], bought[mine], mean[mine])
        return out

    def _each(self, call: Callable[[Any, Ints], Floats]) -> Floats:
        out = np.empty(len(self.which))
        for number, mine in self._patterns():
            out[mine] = call(self.params[number], mine)
        return out

    def _patterns(self) -> list[tuple[int, Ints]]:
        order = np.argsort(self.which, kind="stable")
        ends = np.cumsum(np.bincount(places(self.which), minlength=len(self.params)))
        return [(number, mine) for number, mine in enumerate(np.split(order, ends[:-1])) if len(mine)]


def by_levels(
    model: str, x: Floats, t_x: Floats, T: Floats, columns: Sequence[Column], spent: tuple[Floats, Floats] | None = None
) -> ByLevels:
    """The model with each column's levels as covariates, times in weeks, one entry a customer.

    `spent` are the orders that tell what a customer's are worth, and their mean: order values are told apart too.

    Raises InputError where no column tells customers apart, NotIdentifiedError where the data support no fit.
    """
    kept = [one for one in map(_thick, columns) if len(one.labels) > 1]
    if not kept:
        named = ", ".join(one.name for one in columns)
        rule = f"{named}: fewer than two levels, those of under {THIN} customers taken as one"
        raise InputError(text=f"--covariates: {rule}; name another --by")
    older, table, names = T > 0, *_table(kept)
    history = x[older], t_x[older], T[older]
    found = fit(model, *history, table[older], names, ridge=RIDGE, tests=False)
    plain = found.plain
    if plain.params is None or plain.aic is None:
        raise NotIdentifiedError(f"{model} is {plain.status}")
    used = found.params is not None and found.aic is not None and found.aic < plain.aic
    rows, which = np.unique(table, axis=0, return_inverse=True)
    worth = None if spent is None else _spend(spent, table, names)
    better = worth is not None and worth.aic is not None and worth.plain.aic is not None and worth.aic < worth.plain.aic
    return ByLevels(
        model=model,
        params=tuple(found.of(row) if used else plain.params for row in rows),
        spend=tuple(worth.of(row) for row in rows) if better and worth is not None else None,
        which=np.ravel(which).astype(np.int64),
        used=used,
        effects=_effects(kept, found, worth),
        tests=tuple(_test(model, history, table[older], names, one, found) for one in kept),
        commonest=tuple((one.name, one.labels[0]) for one in kept),
        aic=found.aic,
        plain_aic=plain.aic,
        spend_aic=None if worth is None or worth.aic is None else (worth.aic, worth.plain.aic or 0.0),
    )


def _thick(one: Column) -> Column:
    """The commonest level first; those of few customers, and those beyond MOST, together as one."""
    count = np.bincount(places(one.of), minlength=len(one.labels))
    order = np.argsort(-count, kind="stable")
    kept = [at for at in order.tolist() if count[at] >= THIN][: MOST - 1]
    place = np.full(len(one.labels), len(kept), dtype=np.int64)
    place[kept] = np.arange(len(kept))
    of = place[places(one.of)]
    labels, few = tuple(one.labels[at] for at in kept), FEW
    while few in labels:  # a level of the user's own may be called so
        few = f"({few})"
    return Column(one.name, (*labels, few) if (of == len(kept)).any() else labels, of)


def _named(one: Column, label: str) -> str:
    return f"{one.name}: {label}"


def _table(kept: Sequence[Column]) -> tuple[Floats, list[str]]:
    """A column of 0 and 1 for each level but the first."""
    parts = [np.eye(len(one.labels))[places(one.of)][:, 1:] for one in kept]
    return np.hstack(parts), [_named(one, label) for one in kept for label in one.labels[1:]]


def _spend(spent: tuple[Floats, Floats], table: Floats, names: list[str]) -> CovariateFit | None:
    """Order values told apart; None where nobody of a level has brought money, or nothing can be fitted.

    Customers who got more back than they bought are no evidence of order values, as in the plain fit; they are valued.
    """
    orders, mean = spent
    try:
        found = fit_spend(orders, np.where(mean > LEAST_SPEND, mean, 0.0), table, names, ridge=RIDGE, tests=False)
    except (InputError, NotIdentifiedError):
        return None
    return found if found.params is not None else None


def _effects(kept: Sequence[Column], found: CovariateFit, worth: CovariateFit | None) -> tuple[Effect, ...]:
    told = {(c.process, c.column): (c.value, c.error) for c in found.coefficients}
    paid = {} if worth is None else {(c.process, c.column): (c.value, c.error) for c in worth.coefficients}
    return tuple(
        Effect(
            one.name,
            label,
            int((one.of == at).sum()),
            told[PURCHASE, said],
            told[DROPOUT, said],
            paid.get((SPEND, said)),
        )
        for one in kept
        for at, label in enumerate(one.labels)
        if at
        for said in [_named(one, label)]
    )


def _test(
    model: str,
    history: tuple[Floats, Floats, Floats],
    table: Floats,
    names: list[str],
    one: Column,
    whole: CovariateFit,
) -> Test:
    """The likelihood-ratio test of a column, all its levels in buying and leaving at 0.

    Both fits are drawn to 0 by the ridge, so the test is a little harder to pass than that of free fits.
    """
    from scipy.special import gammaincc

    mine = {_named(one, label) for label in one.labels[1:]}
    left = [at for at, name in enumerate(names) if name not in mine]
    other = whole.plain.log_likelihood
    if left:
        rest = fit(model, *history, table[:, left], [names[at] for at in left], ridge=RIDGE, tests=False)
        other = rest.log_likelihood
    freedom = 2 * len(mine)
    if whole.log_likelihood is None or other is None:
        return Test(one.name, 0.0, freedom, 1.0)
    statistic = max(0.0, 2.0 * (whole.log_likelihood - other))
    return Test(one.name, statistic, freedom, float(gammaincc(0.5 * freedom, 0.5 * statistic)))

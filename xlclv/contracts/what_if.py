"""Scenarios of contracts: what running customers are worth under other drivers, each as a run with them would say.

`spend` scales every fee to come, `retention` whom the base loses: at +10% a tenth fewer leave at every renewal than the
curve expects, of those to be won too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from xlclv.checks import Floats
from xlclv.contracts.budget import money_by_month, new_ones
from xlclv.contracts.data import Contracts, Ints
from xlclv.contracts.endless import refuse_endless
from xlclv.contracts.relationships import Relationships
from xlclv.contracts.retention import Fitted
from xlclv.contracts.values import Group, Terms, groups_of, worth_with_losses
from xlclv.planning.budget import Budget, NewOnes, moved
from xlclv.planning.scenario import OPTION, Drivers, Keys, Told, all_told, scenarios
from xlclv.terms.options import option_name

KEYS = Keys(("rate", "margin", "horizon", "growth", "cac"), ("spend", "retention", "new-customers"))
# Losses, times, at which the budget is told besides the scenarios; denser at the ends, where a polynomial strays.
LOSSES = (0.0, 0.25, 0.5, 1.0, 1.5, 1.75, 2.0)
_STEP = 1e-4  # of growth


class Steps(NamedTuple):
    """The budget at several `losses`, times those expected, and then in each of the scenarios `told`, the base first:
    money of today's customers by month, and what follows the first fee of one to be won, by month of age, a column
    each; and how many years of growth are in either, in the mean of a month's payments."""

    losses: tuple[float, ...]
    told: tuple[Drivers, ...]
    own: Floats
    new: Floats
    own_years: Floats
    new_years: Floats


def what_if(
    texts: Iterable[str],
    found: Contracts,
    them: Relationships,
    curves: tuple[Fitted, ...],
    follows: Ints,
    terms: Terms,
    cac: float | None,
    budget: Budget | None,
) -> tuple[tuple[Told, ...], Steps | None]:
    """The base and each scenario as typed, and the steps of the budget; nothing where none was asked for.

    Raises InputError for what cannot be read, a driver out of bounds, or a value for ever that has no end.
    """
    base = Drivers(terms.rate, terms.margin, terms.horizon, cac, growth=terms.growth)
    asked = scenarios(texts, base, KEYS)
    if not asked:
        return (), None
    at = np.flatnonzero(them.running).astype(np.int64)
    dated = found.as_of is not None

    def groups(moved: Terms) -> list[Group]:
        return groups_of(them, at, curves, follows, found.periods, moved, found.day, dated)

    def equity(drivers: Drivers) -> float:
        moved = _terms(terms, drivers)
        return drivers.spend * sum(worth_with_losses(one, moved, drivers.losses) for one in groups(moved))

    for each in asked:
        moved = _terms(terms, each.drivers)
        refuse_endless(groups(moved), moved, f"{option_name(OPTION)} {each.name}", each.drivers.losses)

    ahead = None if budget is None else _Ahead(budget, found, them, groups(terms), terms)
    told = all_told(base, asked, equity, None if ahead is None else ahead.under)
    return told, None if ahead is None else ahead.steps(tuple(each.drivers for each in told))


def _terms(terms: Terms, drivers: Drivers) -> Terms:
    return replace(terms, rate=drivers.rate, margin=drivers.margin, horizon=drivers.horizon, growth=drivers.growth)


class _Ahead(NamedTuple):
    """What the months ahead are worked out from again."""

    budget: Budget
    found: Contracts
    them: Relationships
    groups: list[Group]
    terms: Terms

    def both(self, growth: float, losses: float) -> tuple[Floats, NewOnes]:
        """Money of today's customers by month, and what one to be won brings."""
        terms, months = replace(self.terms, growth=growth), self.budget.months
        own = money_by_month(self.groups, self.them, self.found.day, months, terms, losses)
        return own, new_ones(self.found, self.them, self.groups, terms, len(months), losses)

    def under(self, drivers: Drivers) -> Budget:
        """The budget under the drivers."""
        own, ones = self.both(drivers.growth, drivers.losses)
        total = self.budget.total
        kept = drivers.spend * np.where(total > 0, own / np.where(total > 0, total, 1.0), 1.0)
        new = NewOnes(ones.first_order * drivers.spend, ones.spend * drivers.spend, ones.curve)
        return moved(self.budget, kept, new, drivers.won)

    def steps(self, told: tuple[Drivers, ...]) -> Steps:
        """The budget at some losses and in the scenarios told."""
        growth = self.terms.growth
        at = [self.both(growth, each) for each in LOSSES] + [self.both(each.growth, each.losses) for each in told]
        sides = [self.both(growth + side * _STEP, 1.0) for side in (1.0, -1.0)]
        width = np.log1p(growth + _STEP) - np.log1p(growth - _STEP)

        def years(above: Floats, below: Floats) -> Floats:
            known = (above > 0) & (below > 0)
            return np.where(known, np.log(np.where(known, above, 1.0) / np.where(known, below, 1.0)) / width, 0.0)

        return Steps(
            LOSSES, told, np.column_stack([own for own, _ in at]), np.column_stack([ones.curve for _, ones in at]),
            years(sides[0][0], sides[1][0]), years(sides[0][1].curve, sides[1][1].curve),
        )  # fmt: skip

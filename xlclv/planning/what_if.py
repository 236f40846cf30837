"""Scenarios of orders: what today's customers are worth under other drivers, and what the budget is.

Whom the base loses is measured by how far expected sales fall below those of the first week, the season apart.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from xlclv.checks import Floats
from xlclv.discounting import DAYS_PER_YEAR, WEEKS_PER_YEAR
from xlclv.models.season.clock import Clock
from xlclv.planning.budget import Budget, NewOnes, moved
from xlclv.planning.scenario import Drivers, Scenario, Told, all_told
from xlclv.valuation.new_customer import NewCustomer
from xlclv.valuation.residual import Flows


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The scenarios of a report, what they start from, and its weekly sales; `steady` are the sales of a day of each
    week as they would be without a season."""

    base: Drivers
    scenarios: tuple[Scenario, ...]
    weekly: Flows
    steady: Floats
    budget: Budget | None = None

    @property
    def told(self) -> tuple[Told, ...]:
        """The base, then each scenario."""
        ahead = None if self.budget is None else self.ahead
        return all_told(self.base, self.scenarios, lambda drivers: float(self.equity(drivers).sum()), ahead)

    def kept(self, drivers: Drivers, steady: Floats | None = None) -> Floats:
        """What is left of each week's sales, as a share of them: orders, spend, and whom the base loses; or of other
        stretches of time, by their own steady sales."""
        first, now = self.steady[0], self.steady if steady is None else steady
        stays = np.maximum(0.0, first - drivers.losses * (first - now))
        return np.asarray(stays / now * drivers.orders * drivers.spend)

    @property
    def by_month(self) -> Floats:
        """Sales of a day of each month of the budget as they would be without a season."""
        assert self.budget is not None
        days = np.array([month.end - month.start for month in self.budget.months])
        return np.asarray(np.maximum(self.budget.total / days / self.budget.season, 1e-300))

    def ahead(self, drivers: Drivers) -> Budget:
        """The budget under the drivers; whom the base loses are today's customers."""
        assert self.budget is not None
        ones = self.budget.ones
        new = NewOnes(ones.first_order * drivers.spend, ones.spend * drivers.spend, ones.curve * drivers.orders)
        return moved(self.budget, self.kept(drivers, self.by_month), new, drivers.won)

    def equity(self, drivers: Drivers) -> Floats:
        """Customer equity by tier under the drivers.

        Of the week that a shorter horizon cuts, sales are those of a rate that changes steadily: within 1e-7 of a
        report with that horizon.
        """
        return np.asarray(drivers.margin * ((self._factors(drivers) * self.kept(drivers)) @ self.weekly.amounts))

    def newcomer(self, drivers: Drivers, found: NewCustomer) -> float:
        """A customer yet to be won under the drivers, as in `ahead`: losses are of today's customers."""
        following = float(self._factors(drivers) @ np.array(found.weekly))
        return drivers.margin * drivers.spend * (found.first_order + drivers.orders * following)

    def _factors(self, drivers: Drivers) -> Floats:
        """By week, its share within the horizon times the discount factor of that share's middle."""
        widths = self.widths
        start = self.weekly.years - 0.5 * widths
        inside = np.clip((drivers.horizon - start) / widths, 0.0, 1.0)
        share = inside + self.slopes * (inside * inside - inside) / 2.0
        return np.asarray(share * (1.0 + drivers.rate) ** -(start + 0.5 * inside * widths))

    @property
    def slopes(self) -> Floats:
        """How much of itself each week's sales change in it; the last, which a horizon may cut, as before it."""
        total = self.weekly.amounts.sum(axis=1)
        if len(total) < 4:
            return np.zeros(len(total))
        out = np.gradient(total) / np.where(total > 0, total, 1.0)
        out[-2:] = out[-3]
        return np.asarray(out)

    @property
    def widths(self) -> Floats:
        """The weeks' lengths in years."""
        return weeks_of(self.weekly.years)


def what_if(
    found: tuple[Scenario, ...], base: Drivers, weekly: Flows, clock: Clock, budget: Budget | None = None
) -> WhatIf | None:
    """The scenarios with all that their values take; None where none was asked for."""
    if not found:
        return None
    widths = weeks_of(weekly.years)
    ends = np.append(0.0, np.cumsum(widths)) * WEEKS_PER_YEAR
    pace = np.diff(clock.ahead(ends)) / np.diff(ends)
    a_day = weekly.amounts.sum(axis=1) / (widths * DAYS_PER_YEAR)
    return WhatIf(base, found, weekly, np.maximum(a_day / pace, 1e-300), budget)


def weeks_of(middles: Floats) -> Floats:
    """The lengths in years of a report's weeks with these middles: all alike but the last, which the horizon cuts."""
    week = 2.0 * middles[0]
    starts = np.append(0.0, middles[:-1] + 0.5 * week)
    return np.asarray(2.0 * (middles - starts))

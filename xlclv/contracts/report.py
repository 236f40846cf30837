"""The report of contracts as plain data: every number that terminal, JSON or workbook will show."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from xlclv.checks import Floats
from xlclv.companions.data import Beside
from xlclv.contracts import movement as moves
from xlclv.contracts.choice import Test
from xlclv.contracts.data import Contracts, Ints
from xlclv.contracts.ends_ahead import customers_go, taken_as_notice
from xlclv.contracts.periods import Period
from xlclv.contracts.relationships import Grace, Relationships
from xlclv.contracts.retention import Counts, Fitted
from xlclv.contracts.values import Terms
from xlclv.contracts.what_if import Steps
from xlclv.orders.ledger import Ledger
from xlclv.places import places
from xlclv.planning.budget import Budget
from xlclv.planning.movement import Movement
from xlclv.planning.scenario import Told
from xlclv.segments import tiers
from xlclv.valuation.intervals import Interval


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a column of --by."""

    by: str
    name: str
    relationships: int
    lost: int
    running: int
    mrr: int
    curve: Fitted | None
    own: bool  # its curve is fitted to it alone
    equity: float | None
    moved: moves.Month | None = None  # its MRR over the last twelve months, of contracts whose relationship is of it


@dataclass(frozen=True, slots=True)
class Running:
    """One row a running relationship, the most valuable first; `curve` is a place in Report.curves."""

    at: Ints
    curve: Ints
    next_chance: Floats
    payments: Floats
    sales: Floats  # what is still to come of each, discounted, before margin
    margin: float
    tier: NDArray[np.intp]

    @property
    def value(self) -> Floats:
        """What each is still worth."""
        return self.sales * self.margin


@dataclass(frozen=True, slots=True)
class Report:
    """Everything about one base of contracts; money of MRR and movement is in millionths, values in money."""

    version: str
    command: str
    contracts: Contracts
    them: Relationships
    grace: Grace
    by_contract: bool
    terms: Terms
    cac: float | None
    currency: str
    given: frozenset[str] | None
    counts: Counts
    candidates: dict[str, Fitted | str]
    model: Fitted | None
    why: str
    test: Test | None
    curves: tuple[Fitted, ...]  # the pooled one first
    curve_names: tuple[str, ...]
    levels: tuple[Level, ...]
    movement: tuple[moves.Month, ...]
    retained: moves.Retained | None
    mrr: int
    customers: int
    running: Running | None
    expected: Interval | None  # before margin, of the curve's uncertainty alone
    coming: Interval | None  # the same with chance
    cautions: tuple[str, ...]
    retention_point: float | None = None  # equity gained by one point more of retention at every renewal
    beside: Beside | None = None
    statements: tuple[Movement, ...] = ()  # how customer equity moved
    budget: Budget | None = None
    what_if: tuple[Told, ...] = ()  # the base, then each scenario
    budget_steps: Steps | None = None  # the budget under other losses, where scenarios were asked for
    failing: tuple[str, ...] = ()  # the checks of its workbook that do not hold
    plan_notes: tuple[str, ...] = ()  # what is said of the file of customers to be won

    @property
    def ledger(self) -> Ledger:
        """Read, used and left out, with what is said of later contracts and of the files beside the contracts."""
        accounts, beside = self.contracts.ledger, self.beside
        assumed, warnings = (*accounts.assumed, *self.plan_notes), accounts.warnings
        go_on = 0 if self.them.goes_on is None else int(self.them.goes_on.sum())
        if go_on:
            valued = f"on by a contract that starts after {self.as_of}: valued until that one ends, at today's fee"
            assumed = (*assumed, f"{customers_go(go_on)} {valued}")
        if self.contracts.ahead is not None:
            warnings = (*warnings, taken_as_notice(self.contracts.ahead, go_on))
        if beside is not None:
            assumed, warnings = (*assumed, *beside.notes), (*warnings, *beside.warnings)
        return replace(accounts, assumed=assumed, warnings=warnings)

    @property
    def as_of(self) -> dt.date | None:
        return self.contracts.as_of

    @property
    def equity(self) -> Interval | None:
        """The interval of customer equity, of the curve's uncertainty alone."""
        return None if self.expected is None else self.expected.times(self.terms.margin)

    @property
    def outcome(self) -> Interval | None:
        """The interval of what those who run will really turn out to be worth."""
        return None if self.coming is None else self.coming.times(self.terms.margin)

    @property
    def scale(self) -> float:
        """What rounding is a share of: customer equity, or at a margin of 0 what it is before margin."""
        told = self.equity or self.expected
        return 0.0 if told is None or self.expected is None else told.value or self.expected.value

    @property
    def basis(self) -> str:
        """Revenue basis unless a margin was given."""
        return "revenue" if self.terms.margin == 1.0 else "margin"

    @property
    def mean_clv(self) -> float | None:
        """Remaining value of a running customer."""
        return None if self.equity is None or not self.customers else self.equity.value / self.customers

    @property
    def segments(self) -> tuple[tuple[str, int, float], ...]:
        """Each tier by name, its running relationships and what they are worth."""
        if self.running is None:
            return ()
        count, tier = len(tiers.DEFAULT_LABELS), self.running.tier
        people = np.bincount(places(tier), minlength=count).tolist()
        worth = np.bincount(places(tier), weights=self.running.value, minlength=count).tolist()
        return tuple(zip(tiers.DEFAULT_LABELS, people, worth, strict=True))

    @property
    def constant_churn(self) -> float | None:
        """Losses over renewals that fell due."""
        return self.counts.losses / self.counts.exposed if self.counts.exposed else None

    @property
    def period(self) -> Period:
        """The billing period that most relationships have."""
        return self.contracts.periods[int(np.bincount(places(self.them.period)).argmax())]

    @property
    def checks(self) -> list[tuple[str, bool]]:
        """What must hold of these numbers, in words, and whether it does."""
        told = [("read = used + excluded, in rows and money", self.ledger.reconciles)]
        told.append(("lost + running = relationships", self.counts.everyone == len(self.them) == len(self.them.lost)))
        for row in self.movement:
            parts = row.new + row.reactivated + row.expansion + row.contraction + row.churned
            if row.opening + parts != row.closing:
                told.append((f"MRR of month {row.month} moves from opening to closing", False))
        if self.movement:
            told.append(
                ("the last month closes at the MRR of the day of valuation", self.movement[-1].closing == self.mrr)
            )
        told.append(("MRR of running relationships is the MRR", int(self.them.mrr.sum()) == self.mrr))
        if self.running is not None and self.equity is not None:
            total = float(self.running.value.sum())
            told.append(("values add up to customer equity", abs(total - self.equity.value) <= 1e-9 * abs(total)))
        return told

    @property
    def checks_ok(self) -> bool:
        """Whether all of them hold, and its workbook's own."""
        return all(holds for _, holds in self.checks) and not self.failing


def describe(model: Fitted | None) -> str:
    """The model's name and parameters in words."""
    if model is None:
        return "none"
    return f"{model.name} ({', '.join(f'{name} {value:.4f}' for name, value in model.params.items())})"

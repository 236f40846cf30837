"""Contracts as they were read, before anything is counted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from xlclv.contracts.periods import Days, Period
from xlclv.orders.ledger import Ledger

Ints = NDArray[np.int64]
MRR_DECIMALS = 6  # MRR is held in millionths, so that a table of its movement adds up exactly


@dataclass(frozen=True, slots=True)
class Spans:
    """One entry a contract that pays: days since 1970, the end exclusive (FOREVER where there is none)."""

    customer: Ints  # place in Contracts.ids
    start: Days
    end: Days
    mrr: Ints  # a month, in millionths
    fee: Ints  # a billing period, in millionths
    period: Ints  # place in Contracts.periods
    levels: tuple[Ints, ...] = ()  # place in Contracts.levels, one array for each column of --by


@dataclass(frozen=True, slots=True)
class Signed:
    """One entry a contract that starts after the day of valuation, of customers who have others."""

    customer: Ints  # place in Contracts.ids
    start: Days
    end: Days
    mrr: Ints  # a month, in millionths
    period: Ints


@dataclass(frozen=True, slots=True)
class Tenures:
    """One entry a customer of whom only whole periods and whether they left are known."""

    customer: Ints
    tenure: Ints
    left: NDArray[np.bool_]
    mrr: Ints
    fee: Ints
    period: Ints
    levels: tuple[Ints, ...] = ()


@dataclass(frozen=True, slots=True)
class EndsAhead:
    """So many of the contracts that run on the day have an end ahead that it may be their term's."""

    told: int
    running: int
    day: dt.date


@dataclass(frozen=True, slots=True)
class Contracts:
    """What was read: spans or tenures, whose customers are `ids`, in order of their ids."""

    ids: list[str]
    spans: Spans | None
    tenures: Tenures | None
    periods: tuple[Period, ...]
    by: tuple[str, ...]
    levels: tuple[tuple[str, ...], ...]
    ledger: Ledger
    as_of: dt.date | None
    currency: str
    not_started: int = 0
    trials: int = 0  # customers who tried
    converted: int = 0  # and paid later
    signed: Signed | None = None  # None where there is none
    ahead: EndsAhead | None = None  # what a report is to warn of
    notes: tuple[str, ...] = field(default_factory=tuple)

    @property
    def day(self) -> int:
        """The day of valuation since 1970; 0 where only tenures are known."""
        return 0 if self.as_of is None else (self.as_of - dt.date(1970, 1, 1)).days

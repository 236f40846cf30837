"""A synthetic report in which every identity holds, so that the workbook can be tested without the engine."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from xlclv import workbook
from xlclv.orders.ledger import Exclusion, Ledger, SourceFile
from xlclv.report import Assumptions, CohortTable, Customers, Estimate, FittedModel, Flows, Report, Tier
from xlclv.report.service import earned
from xlclv.validation.holdout import Assessment
from xlclv.valuation.intervals import Interval
from xlclv.valuation.new_customer import NewCustomer

from .holdout import make_holdout

WEEK = 7 / 365.25
NAMES = ("Platinum", "Gold", "Silver", "Bronze")
HARD_IDS = [
    "=cmd|' /C calc'!A0",
    "#N/A",
    "_x0041_",
    "00042",
    "1E5",
    " padded ",
    "<&>\"'",
    "TRUE",
    "Ä-Ö é 😀",
    "@SUM(A1)",
]


def listed(folder: Path) -> list[str]:
    """The names of all that lies in a folder."""
    return [path.name for path in folder.iterdir()]


def midpoints(horizon: float) -> np.ndarray:
    """The middles of whole weeks up to the horizon, and of the rest of the last one."""
    edges = np.append(np.arange(0, horizon - 1e-12, WEEK), horizon)
    return (edges[:-1] + edges[1:]) / 2


def _newcomer(weekly: np.ndarray, factor: np.ndarray) -> NewCustomer:
    """What follows the first order of 60 is an average customer's."""
    following = float(weekly @ factor)
    total = 60.0 + following
    return NewCustomer(60.0, following, Interval(total * 0.9, total, total / 0.9, 0.08, 0.8), tuple(weekly.tolist()))


def make_report(
    customers: int = 320,
    *,
    rate: float = 0.1,
    margin: float = 0.4,
    horizon: float = 3.0,
    cac: float | None = 45.0,
    currency: str = "EUR",
    periods: int = 18,
    holdout: Assessment | str | None = "made",
    seed: int = 7,
) -> Report:
    """A plausible shop's report: gamma rates, geometric decay, tiers by rank."""
    rng = np.random.default_rng(seed)
    as_of = dt.date(2026, 6, 30)
    mid = midpoints(horizon)
    width = np.append(np.full(len(mid) - 1, WEEK), 2 * (horizon - mid[-1]))
    alive, pace = rng.beta(2, 1.5, customers), rng.gamma(1.2, 4, customers)
    leaving, spend = rng.gamma(2, 0.3, customers), rng.gamma(6, 12, customers)
    orders = (alive * pace)[:, None] * np.exp(-leaving[:, None] * mid) * width
    discounted = orders @ (1 + rate) ** -mid
    remaining = spend * discounted
    order = np.argsort(remaining if margin < 0 else -remaining, kind="stable")
    columns = (alive, pace, spend, orders, discounted, remaining)
    alive, pace, spend, orders, discounted, remaining = (a[order] for a in columns)
    whole = float(remaining.sum())
    tier = np.searchsorted(np.array([0.05, 0.25, 0.6]), (np.arange(customers) + 0.5) / customers)
    sales = np.stack([(spend[:, None] * orders)[tier == k].sum(axis=0) for k in range(len(NAMES))], axis=1)
    first = np.datetime64(as_of) - rng.integers(30, 30 * periods + 1, customers)
    frequency = rng.poisson(pace)
    seen = np.where(frequency > 0, rng.integers(0, 30, customers), 0)
    people = _customers(remaining, first, as_of, frequency, seen, alive, spend, orders, discounted, tier)
    return Report(
        version="0.1.0",
        command="xlclv summary orders.csv --as-of 2026-06-30 --currency EUR --margin 40% --out summary.xlsx",
        assumptions=Assumptions(as_of, rate, margin, horizon, cac, currency),
        ledger=_ledger(),
        orders=int(people.orders.sum()),
        first_order=first.min().item(),
        last_order=people.last_order.max().item(),
        model=FittedModel(
            "BG/NBD",
            tuple(
                Estimate(n, v, e)
                for n, v, e in (
                    ("r", 0.2426, 0.0126),
                    ("alpha", 4.4136, 0.378),
                    ("a", 0.7929, None),
                    ("b", 2.4259, 0.705),
                )
            ),
            -9582.43,
            customers,
            "converged",
        ),
        spend=FittedModel(
            "Gamma-Gamma",
            tuple(
                Estimate(n, v, e) for n, v, e in (("p", 6.2497, 1.189), ("q", 3.7442, 0.29), ("gamma", 15.4429, 4.12))
            ),
            -4055.6,
            customers // 2,
            "converged",
        ),
        spend_correlation=0.11,
        customers=people,
        tiers=_tiers(remaining, alive, tier),
        flows=Flows(mid, sales),
        cohorts=_cohorts(rng, customers, periods, float(people.sales.sum())),
        sales=float(people.sales.sum()),
        remaining=float(remaining.sum()),
        median_remaining=float(np.median(remaining)),
        top_decile_share=float(remaining[: max(1, round(customers / 10))].sum() / remaining.sum()),
        expected_active=float(alive.sum()),
        checks_ok=True,
        new_customer=_newcomer(sales.sum(axis=1) / customers, (1 + rate) ** -mid),
        expected=Interval(whole * 0.9, whole, whole / 0.9, 0.08, 0.8),
        coming=Interval(whole * 0.85, whole, whole / 0.85, 0.1, 0.8),
        holdout=make_holdout(as_of) if holdout == "made" else holdout,
    )


def _customers(remaining, first, as_of, frequency, seen, alive, spend, orders, discounted, tier) -> Customers:  # type: ignore[no-untyped-def]
    count = len(remaining)
    age = (np.datetime64(as_of) - first).astype(float)
    names = [*HARD_IDS, *(f"C{i:06d}" for i in range(count))][:count]
    sales = np.round((frequency + 1) * spend, 2)
    cuts = tuple(np.percentile(remaining, [20, 80])) if count else (0.0, 0.0)
    service = earned(sales, remaining, alive, count, float((sales + remaining).mean()), cuts)
    return Customers(
        id=names,
        first_order=first,
        last_order=first + seen,
        orders=frequency + 1,
        frequency=frequency,
        recency=seen / 7,
        T=age / 7,
        monetary_value=np.where(frequency > 0, np.round(spend, 2), 0.0),
        p_alive=alive,
        expected_orders=orders.sum(axis=1),
        expected_spend=spend,
        discounted_orders=discounted,
        sales=sales,
        remaining=remaining,
        segment=tier,
        low=remaining / 1.25,
        high=remaining * 1.25,
        attainment=service[0] if service else None,
        service=service[1] if service else None,
    )


def _tiers(remaining: np.ndarray, alive: np.ndarray, tier: np.ndarray) -> tuple[Tier, ...]:
    found = []
    for mine in (tier == k for k in range(len(NAMES))):
        own, there = (remaining[mine], alive[mine]) if mine.any() else (np.zeros(1), np.zeros(1))
        found.append(Tier(int(mine.sum()), float(own.sum()), float(np.median(own)), float(there.mean())))
    return tuple(found)


def _ledger() -> Ledger:
    kept, left = Decimal("187654.35"), (Decimal("-45.00"), Decimal("0"), Decimal("1210.05"))
    reasons = ("no customer id", "date cannot be read", "after the as-of date")
    places = ("orders-2025.csv:118", "orders-2025.csv:992"), ("orders-2026.csv:7",), ("orders-2026.csv:4001",)
    excluded = tuple(Exclusion(r, 2 + i, a, p) for i, (r, a, p) in enumerate(zip(reasons, left, places, strict=True)))
    read = kept + sum(left, Decimal(0))
    files = (
        SourceFile(
            "orders-2025.csv",
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            182044,
            2500,
            Decimal("100000.10"),
        ),
        SourceFile(
            "orders-2026.xlsx",
            "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
            99120,
            1509,
            read - Decimal("100000.10"),
            "Orders",
        ),
    )
    return Ledger(
        files,
        4009,
        read,
        4000,
        kept,
        excluded,
        assumed=(
            "customer_id holds the customer, order_date the date, revenue the amount.",
            "Dates are year-month-day in every row.",
            "A point is the decimal sign.",
        ),
        warnings=("3 customers have refunds above their sales.",),
    )


def _cohorts(rng: np.random.Generator, customers: int, periods: int, sales: float) -> CohortTable:
    people = rng.multinomial(customers, np.full(periods, 1 / periods)).astype(np.int64)
    active = np.full((periods, periods), -1, dtype=np.int64)
    revenue = np.full((periods, periods), np.nan)
    for i in range(periods):
        for j in range(periods - i):
            active[i, j] = people[i] if j == 0 else rng.binomial(people[i], 0.34 * 0.93**j + 0.05)
            revenue[i, j] = round(float(active[i, j] * rng.uniform(55, 80)), 2)
    revenue = np.round(revenue * sales / np.nansum(revenue), 2)
    revenue[0, 0] += sales - np.nansum(revenue)  # the cohorts hold every sale
    labels = tuple(
        f"{2026 - (periods - 1 - i + 6) // 12 + 0}-{(11 - (periods - 1 - i + 6) % 12) + 1:02d}" for i in range(periods)
    )
    return CohortTable("month", labels, people, active, revenue)


@pytest.fixture(scope="session")
def report() -> Report:
    """The synthetic report."""
    return make_report()


@pytest.fixture(scope="session")
def written(report: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report's workbook on disk."""
    path = tmp_path_factory.mktemp("workbook") / "summary.xlsx"
    workbook.write(report, path)
    return path


@pytest.fixture
def changed(report: Report) -> Callable[..., Report]:
    """The report with some of its customers' columns replaced."""
    return lambda **columns: dataclasses.replace(report, customers=dataclasses.replace(report.customers, **columns))

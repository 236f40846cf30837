"""Makes sample_orders.csv and sample_contracts.csv: `python -m xlclv.demo.make`. The same seed, the same files."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import numpy as np

from xlclv.checks import Floats
from xlclv.simulation import orders

FOLDER = Path(__file__).parent
CUSTOMERS, SEED, START = 4_000, 20260630, dt.date(2024, 7, 1)
# Shares of customers by the channel they came by, and of orders by category. What is put there is found again, as tests
# hold: one channel brings customers who order less, one first category those who order more; the others say nothing.
CHANNELS = {"Web": 0.55, "Agent": 0.30, "Partner": 0.15}
CATEGORIES = {"Coffee": 0.30, "Tea": 0.25, "Honey": 0.20, "Gifts": 0.25}
WORSE, BETTER = "Partner", "Coffee"
LABELS = 5  # of eight seeds the one in which luck shows least besides
CONTRACTS, FIRST, LAST = 2_400, dt.date(2024, 1, 1), dt.date(2026, 6, 30)
PLANS = (("Basic", 19, 0.55, 1.1, 6.0), ("Plus", 39, 0.30, 0.9, 9.0), ("Team", 99, 0.15, 0.7, 14.0))  # fee, share, sBG


def main() -> None:
    """Orders, and what real files have besides: some refunds, and a few lines without a customer."""
    made = orders(CUSTOMERS, seed=SEED)
    rng, of_labels = np.random.default_rng(SEED), np.random.default_rng([SEED, LABELS])
    names = [f"C{number:05d}" for number in rng.permutation(CUSTOMERS) + 1]
    rng.random(CUSTOMERS)  # spent once on channels; dates and money after it stay as they were
    channel = _leaning(of_labels, made.rate, CHANNELS, WORSE, -1)
    first = _leaning(of_labels, made.rate, CATEGORIES, BETTER, 1)
    bought, rows = set[int](), []
    for who, day, cents in zip(made.customer.tolist(), made.day.tolist(), made.cents.tolist(), strict=True):
        date = START + dt.timedelta(days=day)
        category = str(of_labels.choice(list(CATEGORIES), p=list(CATEGORIES.values()))) if who in bought else first[who]
        bought.add(who)
        told = names[who], channel[who], category
        rows.append([date.isoformat(), *told, f"{cents / 100:.2f}"])
        if rng.random() < 0.02 and day + 9 < 730:  # part of the order comes back nine days later
            back = date + dt.timedelta(days=9)
            rows.append([back.isoformat(), *told, f"{-round(cents * 0.5) / 100:.2f}"])
        if rng.random() < 0.002:  # a till sale nobody was asked to sign
            rows.append([date.isoformat(), "", "Agent", "Gifts", f"{rng.integers(500, 6000) / 100:.2f}"])
    rows.sort(key=lambda row: row[0])
    with (FOLDER / "sample_orders.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["Order Date", "Customer ID", "Channel", "Category", "Amount"])
        writer.writerows(rows)


def _leaning(rng: np.random.Generator, rate: Floats, shares: dict[str, float], level: str, lean: int) -> list[str]:
    """A label for each customer; who gets `level` hangs on the rank of their true rate, who gets another on nothing."""
    rank = np.argsort(np.argsort(rate)) / len(rate)
    mine = rng.random(len(rate)) < shares[level] * (1 + lean * (2 * rank - 1))
    others = {label: share for label, share in shares.items() if label != level}
    share = np.array(list(others.values())) / sum(others.values())
    drawn = rng.choice(list(others), len(rate), p=share)
    return [level if own else str(other) for own, other in zip(mine.tolist(), drawn.tolist(), strict=True)]


def contracts() -> None:
    """Monthly subscriptions whose customers leave by a shifted beta-geometric of their plan, some of whom return."""
    rng = np.random.default_rng(SEED)
    rows = []
    for number in range(1, CONTRACTS + 1):
        plan, fee, _, alpha, beta = PLANS[rng.choice(len(PLANS), p=[share for _, _, share, *_ in PLANS])]
        start = FIRST + dt.timedelta(days=int(911 * rng.random() ** 0.8))
        while start <= LAST:
            end = _months_later(start, int(rng.geometric(rng.beta(alpha, beta))))
            shown = end.isoformat() if end <= LAST else ""
            rows.append([f"S{number:05d}", start.isoformat(), shown, plan, fee, "month"])
            if not shown or rng.random() > 0.06:
                break
            start = end + dt.timedelta(days=int(rng.integers(40, 200)))
            fee += 5 * int(rng.integers(0, 2))
    rows.sort(key=lambda row: (row[1], row[0]))
    with (FOLDER / "sample_contracts.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["Customer ID", "Start Date", "End Date", "Plan", "Fee", "Billing Period"])
        writer.writerows(rows)


def _months_later(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last of a shorter month; no later than the year 2999."""
    month = min(day.year * 12 + day.month - 1 + months, 2999 * 12)
    following = dt.date((month + 1) // 12, (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)
    return following.replace(day=min(day.day, following.day))


if __name__ == "__main__":
    main()
    contracts()

"""Makes sample_orders.csv and sample_contracts.csv: `python -m xlclv.demo.make`. The same seed, the same files."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import numpy as np

from xlclv.simulation import orders

CUSTOMERS, SEED, START = 4_000, 20260630, dt.date(2024, 7, 1)
CHANNELS = ("Web", "Agent", "Partner")
CONTRACTS, FIRST, LAST = 2_400, dt.date(2024, 1, 1), dt.date(2026, 6, 30)
PLANS = (("Basic", 19, 0.55, 1.1, 6.0), ("Plus", 39, 0.30, 0.9, 9.0), ("Team", 99, 0.15, 0.7, 14.0))  # fee, share, sBG


def main() -> None:
    """Orders, and what real files have besides: some refunds, and a few lines without a customer."""
    made = orders(CUSTOMERS, seed=SEED)
    rng = np.random.default_rng(SEED)
    names = [f"C{number:05d}" for number in rng.permutation(CUSTOMERS) + 1]
    channel = rng.choice(len(CHANNELS), CUSTOMERS, p=(0.55, 0.30, 0.15))
    rows = []
    for who, day, cents in zip(made.customer.tolist(), made.day.tolist(), made.cents.tolist(), strict=True):
        date = START + dt.timedelta(days=day)
        rows.append([date.isoformat(), names[who], CHANNELS[channel[who]], f"{cents / 100:.2f}"])
        if rng.random() < 0.02 and day + 9 < 730:  # part of the order comes back nine days later
            back = date + dt.timedelta(days=9)
            rows.append([back.isoformat(), names[who], CHANNELS[channel[who]], f"{-round(cents * 0.5) / 100:.2f}"])
        if rng.random() < 0.002:  # a till sale nobody was asked to sign
            rows.append([date.isoformat(), "", "Agent", f"{rng.integers(500, 6000) / 100:.2f}"])
    rows.sort(key=lambda row: row[0])
    with (Path(__file__).parent / "sample_orders.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["Order Date", "Customer ID", "Channel", "Amount"])
        writer.writerows([row[0], row[1], row[2], row[3]] for row in rows)


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
    with (Path(__file__).parent / "sample_contracts.csv").open("w", newline="", encoding="utf-8") as file:
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

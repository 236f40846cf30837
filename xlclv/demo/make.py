"""Makes sample_orders.csv: `python -m xlclv.demo.make`. The same seed gives the same file."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import numpy as np

from xlclv.simulation import orders

CUSTOMERS, SEED, START = 4_000, 20260630, dt.date(2024, 7, 1)
CHANNELS = ("Web", "Agent", "Partner")


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


if __name__ == "__main__":
    main()

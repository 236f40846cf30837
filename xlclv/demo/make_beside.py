"""Makes the files beside sample_orders.csv: `python -m xlclv.demo.make_beside`. The same seed gives the same files.

What is put there can be found again, and tests hold that it is: the best have the newsletter twice as often as others,
contacts before an order were resolved more often (RESOLVED), regions and birth years say nothing.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

SEED, END, WINDOW = 20261129, dt.date(2026, 6, 30), 90
NEWSLETTER = (0.35, 0.70)  # how often others have it, and how often the best fifth by orders
RESOLVED = (0.62, 0.85)  # resolved at once, of contacts without and with an order in the WINDOW days after
SPEND = {"Web": 18, "Agent": 34, "Partner": 22}  # a new customer
PROSPECTS, CONTACTS = 300, 1.5
FOLDER = Path(__file__).parent


def main() -> None:
    """The three files, from the orders as they are."""
    rng = np.random.default_rng(SEED)
    days, channel = _orders()
    _customers(rng, days)
    _contacts(rng, days)
    _acquisition(days, channel)


def _orders() -> tuple[dict[str, list[dt.date]], dict[str, str]]:
    """Each customer's purchase days and channel."""
    days = defaultdict[str, set[dt.date]](set)
    channel: dict[str, str] = {}
    with (FOLDER / "sample_orders.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["Customer ID"] and float(row["Amount"]) > 0:
                days[row["Customer ID"]].add(dt.date.fromisoformat(row["Order Date"]))
                channel.setdefault(row["Customer ID"], row["Channel"])
    return {name: sorted(found) for name, found in sorted(days.items())}, channel


def _customers(rng: np.random.Generator, days: dict[str, list[dt.date]]) -> None:
    often = np.quantile([len(found) for found in days.values()], 0.8)
    people = [(name, bool(len(found) > often)) for name, found in days.items()]
    people += [(f"P{number:04d}", False) for number in range(1, PROSPECTS + 1)]
    rows = []
    for name, best in people:
        news = "yes" if rng.random() < NEWSLETTER[best] else "no"
        rows.append([name, news, str(rng.choice(["North", "South", "East", "West"])), int(rng.integers(1945, 2006))])
    _write("sample_customers.csv", ("Customer ID", "Newsletter", "Region", "Birth Year"), rows)


def _contacts(rng: np.random.Generator, days: dict[str, list[dt.date]]) -> None:
    rows = []
    for name, found in days.items():
        for _ in range(rng.poisson(CONTACTS)):
            day = found[0] + dt.timedelta(days=int(rng.integers(0, (END - found[0]).days + 1)))
            soon = any(day < bought <= day + dt.timedelta(days=WINDOW) for bought in found)
            resolved = "yes" if rng.random() < RESOLVED[soon] else "no"
            seconds = int(rng.gamma(3, 110)) + 20
            how = str(rng.choice(["Phone", "Chat", "E-mail"], p=[0.6, 0.3, 0.1]))
            why = str(rng.choice(["Order", "Delivery", "Invoice", "Return"]))
            rows.append([day.isoformat(), name, how, why, seconds, resolved])
    rows.sort()
    _write("sample_contacts.csv", ("Day", "Customer ID", "Channel", "Reason", "Handle Seconds", "Resolved"), rows)


def _acquisition(days: dict[str, list[dt.date]], channel: dict[str, str]) -> None:
    new = defaultdict[tuple[str, str], int](int)
    for name, found in days.items():
        new[f"{found[0]:%Y-%m}", channel[name]] += 1
    rows = [[month, how, SPEND[how] * count] for (month, how), count in sorted(new.items())]
    _write("sample_acquisition.csv", ("Month", "Channel", "Spend"), rows)


def _write(name: str, header: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    with (FOLDER / name).open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])


if __name__ == "__main__":
    main()

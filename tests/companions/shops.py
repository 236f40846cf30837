"""Small shops whose numbers can be worked out by hand, and simulated ones large enough to be valued."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from click.testing import CliRunner, Result

from xlclv.cli.program import xlclv as program
from xlclv.simulation import orders as simulated

START = dt.date(2024, 7, 1)
Rows = list[list[Any]]


def write(path: Path, header: Sequence[str], rows: Sequence[Sequence[Any]]) -> Path:
    """A file of comma-separated cells."""
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def shop(customers: int = 400, seed: int = 5) -> Rows:
    """Lines of day, customer, channel, category, amount, cost: channel and category say nothing of worth."""
    made = simulated(customers, seed=seed)
    rng = np.random.default_rng(seed + 1_000)  # not the draws that made the orders
    channel = rng.choice(["Web", "Agent", "Partner"], customers)
    rows: Rows = []
    for who, day, cents in zip(made.customer.tolist(), made.day.tolist(), made.cents.tolist(), strict=True):
        date = START + dt.timedelta(days=day)
        cost = round(cents * rng.uniform(0.4, 0.7)) / 100
        category = str(rng.choice(["Bikes", "Clothing"]))
        rows.append([date.isoformat(), f"C{who:04d}", channel[who], category, f"{cents / 100:.2f}", f"{cost:.2f}"])
    return sorted(rows, key=lambda row: row[0])


HEADER = ("Date", "Customer", "Channel", "Category", "Amount", "Cost")


def orders_file(folder: Path, rows: Rows | None = None) -> Path:
    """The shop's orders."""
    return write(folder / "orders.csv", HEADER, shop() if rows is None else rows)


def run(*typed: str | Path) -> Result:
    """The command, in this process."""
    return CliRunner().invoke(program, [str(word) for word in typed])


def told(*typed: str | Path) -> dict[str, Any]:
    """What summarize prints as JSON."""
    done = run("summarize", *typed, "--json")
    assert done.exit_code == 0, done.output or done.exception
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def level(found: dict[str, Any], dimension: str, name: str) -> dict[str, Any]:
    """One level of one dimension."""
    levels = next(d["levels"] for d in found["dimensions"] if d["name"] == dimension)
    one: dict[str, Any] = next(one for one in levels if one["level"] == name)
    return one

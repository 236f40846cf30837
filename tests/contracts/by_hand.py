"""The example worked by hand on docs/contracts.md, and small files of contracts simulated here."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import numpy as np

HEADERS = ("customer_id", "start_date", "end_date", "fee", "billing_period")
BY_HAND = (
    ("A", "2026-01-31", "", "30", "month"),
    ("B", "2026-01-15", "2026-04-15", "30", "month"),
    ("C", "2026-03-10", "2026-03-20", "30", "month"),
    ("D", "2026-05-31", "2026-09-30", "30", "month"),
    ("E", "2026-07-04", "", "30", "month"),
)
AS_OF = dt.date(2026, 6, 30)


def written(path: Path, rows: object, headers: tuple[str, ...] = HEADERS) -> Path:
    """The rows as a CSV file."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(headers)
        writer.writerows(rows)  # type: ignore[arg-type]
    return path


def simulated(count: int, alpha: float, beta: float, c: float, seed: int) -> list[tuple[str, str, str, str, str]]:
    """Monthly contracts, started over two years to 2026-06-30, whose customers leave by a beta-discrete-Weibull."""
    rng = np.random.default_rng(seed)
    end = dt.date(2026, 6, 30)
    rows = []
    chance = rng.beta(alpha, beta, count)
    life = np.ceil((np.log(rng.random(count)) / np.log1p(-chance)) ** (1.0 / c)).clip(1, 10_000)
    for i, (age, periods) in enumerate(zip(rng.integers(1, 730, count).tolist(), life.tolist(), strict=True)):
        start = end - dt.timedelta(days=age)
        month = start.year * 12 + start.month - 1 + int(periods)
        gone = dt.date(month // 12, month % 12 + 1, min(start.day, 28)) if month < 12 * 3000 else dt.date.max
        shown = gone.isoformat() if gone <= end else ""
        rows.append((f"C{i:05d}", start.isoformat(), shown, str(20 + 10 * (i % 3)), "month"))
    return rows

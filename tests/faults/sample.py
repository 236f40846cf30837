"""Orders of simulated customers, as lines of a file and as a report."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

from xlclv import report as reports
from xlclv.orders.reading import read
from xlclv.report import Report
from xlclv.simulation import orders

ROOT = Path(__file__).parents[2]
HEADER = "Customer ID,Order Date,Amount"


def lines(customers: int = 300, seed: int = 3) -> list[str]:
    """Rows of customer, day and amount; their order is that of the simulation."""
    made, first = orders(customers, seed=seed), dt.date(2024, 7, 1)
    return [
        f"C{who:04d},{first + dt.timedelta(days=day)},{cents / 100:.2f}"
        for who, day, cents in zip(made.customer.tolist(), made.day.tolist(), made.cents.tolist(), strict=True)
    ]


def write(path: Path) -> Path:
    """The orders as a file."""
    path.write_text("\n".join([HEADER, *lines()]) + "\n", encoding="utf-8")
    return path


def listed(folder: Path) -> list[str]:
    """All names in a folder, hidden ones too."""
    return sorted(path.name for path in folder.iterdir())


def report() -> Report:
    """What is known of them."""
    with tempfile.TemporaryDirectory() as folder:
        return reports.build(read(write(Path(folder) / "orders.csv")), margin=0.4, cac=25.0, currency="EUR")

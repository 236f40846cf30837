"""The two ways to a report agree on bases of every sort, small ones and fits on a boundary included."""

from __future__ import annotations

import datetime as dt
import os
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from tests.orders.tables.cdnow_tables import duckdb_url
from tests.orders.tables.same_report import same_report
from xlclv.orders.tables.reading import read_table

MODELS = ("BG/NBD", "MBG/NBD", "Pareto/NBD")
FLAT = 1e-9  # the likelihood of spend is flat on small bases: where it is, the last digits depend on the order of sums


def simulated(seed: int) -> pa.Table:
    """120 to 600 customers, in every third base none of whom ever leaves; spend of very heavy tails to light ones."""
    rng = np.random.default_rng(seed)
    r, days_apart = rng.uniform(0.3, 3), rng.uniform(20, 120)
    leaves = rng.uniform(0.05, 0.6) if seed % 3 else 0.0
    rows: list[tuple[str, dt.date, Decimal]] = []
    for who in range(int(rng.integers(120, 600))):
        rate, day = rng.gamma(r) / days_apart, int(rng.integers(0, 200))
        chance, mean = rng.beta(1, 1 / leaves - 1) if leaves else 0.0, 20 * rng.gamma(3) / rng.gamma(4)
        while day <= 640:
            cents = round(100 * mean * rng.gamma(5) / 5) + 1
            rows.append((f"k{who}", dt.date(2025, 1, 1) + dt.timedelta(day), Decimal(cents) / 100))
            if rng.random() < chance:
                break
            day += 1 + int(rng.exponential(1 / rate))
    return pa.table({name: [row[k] for row in rows] for k, name in enumerate(("customer", "date", "amount"))})


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(int(os.environ.get("XLCLV_BASES", "6"))))  # 50 for docs/scale.md
def test_both_ways_agree(seed: int, tmp_path: Path) -> None:
    """docs/scale.md: every figure to nine digits, whatever the model."""
    orders = read_table(duckdb_url(tmp_path, simulated(seed)), "orders", as_of=dt.date(2026, 12, 31))
    same_report(orders, 25, FLAT, margin=0.4, model=MODELS[seed % 3])

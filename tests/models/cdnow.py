"""The CDNOW 1/10 sample (2,357 customers) from the data folder of the lifetimes wheel (MIT), which is not imported.

Two summaries of the same orders: `rounded`, Hardie's file whose weeks are rounded to 0.01, and `exact`, computed here
from the transactions in days / 7 with the calibration ending on 1997-09-30.
"""

from __future__ import annotations

import csv
import datetime as dt
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

END = dt.date(1997, 9, 30)


class Customers(NamedTuple):
    x: NDArray[np.float64]
    t_x: NDArray[np.float64]
    T: NDArray[np.float64]
    m: NDArray[np.float64]


def folder() -> Path:
    spec = find_spec("lifetimes")
    assert spec is not None, "pip install xlclv[test] brings lifetimes, whose wheel carries the data"
    assert spec.submodule_search_locations
    return Path(next(iter(spec.submodule_search_locations))) / "datasets"


@cache
def rounded() -> Customers:
    """cdnow_customers_summary_with_transactions.csv: x, t_x, T, zbar."""
    with (folder() / "cdnow_customers_summary_with_transactions.csv").open(encoding="utf-8") as file:
        rows = [[float(row[key]) for key in ("x", "t_x", "T", "zbar")] for row in csv.DictReader(file)]
    return Customers(*np.array(rows).T)


@cache
def exact() -> Customers:
    """CDNOW_sample.txt to customers: orders of one day are one purchase; zero orders count (notes 004 and 025)."""
    days: dict[int, dict[dt.date, float]] = {}
    for line in (folder() / "CDNOW_sample.txt").read_text(encoding="utf-8").splitlines():
        _, customer, date, _, dollars = line.split()
        day = dt.date(int(date[:4]), int(date[4:6]), int(date[6:]))
        bought = days.setdefault(int(customer), {})
        if day <= END:
            bought[day] = bought.get(day, 0.0) + float(dollars)
    rows = []
    for customer in sorted(days):
        first, *later = sorted(days[customer])
        spent = [days[customer][day] for day in later]
        last = later[-1] if later else first
        mean = sum(spent) / len(spent) if spent else 0.0
        rows.append([len(later), (last - first).days / 7, (END - first).days / 7, mean])
    return Customers(*np.array(rows, dtype=np.float64).T)

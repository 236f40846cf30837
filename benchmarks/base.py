"""The customers that benchmarks run on: CDNOW, or a simulated base of any size, the same for both sides of a race."""

from __future__ import annotations

import csv
import datetime as dt
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np

from xlclv.checks import Floats
from xlclv.simulation import World, orders

# CDNOW again, any size: its parameters in days, first orders within 12 weeks, watched for 39; 1.9 orders a customer
WORLD = World(r=0.2426, alpha=30.9, a=0.7929, b=2.4259, p=6.25, q=3.74, gamma=15.44, arrivals=84, days=273)
CDNOW_END = dt.date(1997, 9, 30)
_PIECE = 1_000_000


class Base(NamedTuple):
    """One row a customer: repeat purchases, weeks of the last one and of today since the first, mean repeat spend."""

    x: Floats
    t_x: Floats
    T: Floats
    m: Floats


def simulated(customers: int, folder: Path) -> Base:
    """`customers` customers, kept in `folder` once they have been made."""
    kept = folder / f"{customers}.npy"
    if not kept.exists():
        pieces = [min(_PIECE, customers - start) for start in range(0, customers, _PIECE)]
        made = np.concatenate([_piece(size, seed) for seed, size in enumerate(pieces, 1)], axis=1)
        partial = folder / f"{customers}.partial.npy"
        np.save(partial, made)
        partial.replace(kept)
    return Base(*np.load(kept))


def cdnow() -> Base:
    """The CDNOW sample of 2,357 customers in exact days, from the folder of the lifetimes wheel (MIT)."""
    spec = find_spec("lifetimes")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("pip install lifetimes==0.11.3 brings the peer, and the CDNOW data")
    path = Path(next(iter(spec.submodule_search_locations))) / "datasets" / "CDNOW_sample.txt"
    days: dict[int, dict[dt.date, float]] = {}
    with path.open(encoding="utf-8") as file:
        for _, customer, date, _, dollars in csv.reader(file, delimiter=" ", skipinitialspace=True):
            day = dt.date(int(date[:4]), int(date[4:6]), int(date[6:]))
            bought = days.setdefault(int(customer), {})
            if day <= CDNOW_END:
                bought[day] = bought.get(day, 0.0) + float(dollars)
    rows = []
    for bought in days.values():
        first, *later = sorted(bought)
        last = later[-1] if later else first
        mean = sum(bought[day] for day in later) / len(later) if later else 0.0
        rows.append([len(later), (last - first).days / 7, (CDNOW_END - first).days / 7, mean])
    return Base(*np.array(rows, dtype=np.float64).T)


def _piece(customers: int, seed: int) -> Floats:
    """x, t_x, T, m of simulated orders; those of one customer and day are one purchase."""
    made = orders(customers, WORLD, seed)
    key, which = np.unique(made.customer * WORLD.days + made.day, return_inverse=True)
    spent = np.bincount(which, weights=made.cents)
    customer, day = np.divmod(key, WORLD.days)
    first = np.flatnonzero(np.diff(customer, prepend=-1))
    count = np.diff(first, append=len(key))
    x = count - 1.0
    money = np.add.reduceat(spent, first) - spent[first]
    began, ended = day[first], day[first + count - 1]
    mean = np.divide(money / 100, x, out=np.zeros(customers), where=x > 0)
    return np.stack([x, (ended - began) / 7, (WORLD.days - began) / 7, mean])

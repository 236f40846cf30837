"""The CDNOW sample's orders (lifetimes wheel, MIT) as lists, and as the engine reads them from a file."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tests.models import cdnow
from xlclv.orders.reading import Orders, read
from xlclv.validation.split import Split, day_number, split

CUTOFF, END = day_number(cdnow.END), day_number(dt.date(1998, 6, 30))


class Lists(NamedTuple):
    ids: list[int]
    days: NDArray[np.int64]
    amounts: NDArray[np.float64]


@cache
def lists() -> Lists:
    rows = [line.split() for line in (cdnow.folder() / "CDNOW_sample.txt").read_text(encoding="utf-8").splitlines()]
    days = [day_number(dt.date(int(d[:4]), int(d[4:6]), int(d[6:]))) for _, _, d, _, _ in rows]
    return Lists([int(row[1]) for row in rows], np.array(days), np.array([float(row[4]) for row in rows]))


@cache
def halves() -> Split:
    """39 weeks of calibration, 39 of holdout, as in the paper."""
    return split(*lists(), CUTOFF, END)


def read_back(folder: Path) -> Orders:
    """The same orders through a file."""
    data = lists()
    path = folder / "cdnow.csv"
    origin = dt.date(1970, 1, 1)
    text = [
        f"{who},{origin + dt.timedelta(days=int(day))},{money:.2f}"
        for who, day, money in zip(data.ids, data.days, data.amounts, strict=True)
    ]
    path.write_text("customer,date,amount\n" + "\n".join(text) + "\n", encoding="utf-8")
    return read(path, as_of=dt.date(1998, 6, 30))

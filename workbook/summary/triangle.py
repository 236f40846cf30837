"""The cohorts as the sheets show them: the earliest folded into one row, and which cells the lines below may count."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xlclv.orders.cohorts import period_index
from xlclv.report import Report
from xlclv.report.described import Described
from xlclv.terms.money import words_of

MOST = 36  # cohorts shown one by one: three years of months; more cannot be read
SMALLEST = 30  # customers of a cohort that can be read on its own: below, one customer more or less moves it by 3%


@dataclass(frozen=True, slots=True)
class Triangle:
    """What is shown: the latest cohorts, and the earlier ones folded into one first row."""

    labels: list[str]
    customers: list[int]
    active: NDArray[np.int64]
    revenue: NDArray[np.float64]
    note: str
    complete: NDArray[np.bool_]  # cells of periods that were over on the day of valuation
    hidden: float = 0.0  # revenue of periods that are not shown

    @property
    def partial(self) -> bool:
        """Whether the newest period was not over."""
        return bool((self.complete != (self.active >= 0)).any())

    @property
    def least(self) -> int:
        """How many customers a cohort in the lines must have: 1 where most customers are in smaller ones."""
        people = np.array(self.customers)[self.complete[:, 0]]
        return SMALLEST if 2 * people[people >= SMALLEST].sum() >= people.sum() else 1

    @property
    def counted(self) -> NDArray[np.bool_]:
        """The cells that the lines below count."""
        return self.complete & (np.array(self.customers) >= self.least)[:, None]

    @property
    def periods(self) -> int:
        """How many periods since the first order any counted cell has reached."""
        return int(np.flatnonzero(self.counted.any(axis=0))[-1]) + 1


def triangle(report: Report | Described) -> Triangle:
    """The latest cohorts as they are; earlier ones in one row, so that every customer is still counted."""
    table, over = report.cohorts, _over(report.assumptions.as_of, report.last_order, report.cohorts.period)
    early = max(0, len(table.labels) - MOST)
    columns = min(table.active.shape[1], MOST + 1) if early else table.active.shape[1]
    labels, customers = list(table.labels[early:]), table.customers[early:].tolist()
    active, revenue = table.active[early:, :columns], table.revenue[early:, :columns]
    if not early:
        return Triangle(labels, customers, active, revenue, "", _complete(active, over))
    # Every earlier cohort is older than any column shown, so each cell of their sum has been reached by all.
    late = table.active[:, columns:]
    hidden = float(np.where(late >= 0, table.revenue[:, columns:], 0).sum())
    active = np.vstack([table.active[:early, :columns].sum(axis=0), active])
    return Triangle(
        [f"earlier, from {table.labels[0]}", *labels],
        [int(table.customers[:early].sum()), *customers],
        active,
        np.vstack([table.revenue[:early, :columns].sum(axis=0), revenue]),
        f'Cohorts before {labels[0]} are one row, "earlier"; the {words_of(report).revenue} of periods not shown '
        "stands below.",
        _complete(active, over),
        hidden,
    )


def _over(as_of: dt.date, last: dt.date, period: str) -> bool:
    """Whether the period of the last order was over at the end of the day of valuation."""
    next_day, newest = ((day - dt.date(1970, 1, 1)).days + more for day, more in ((as_of, 1), (last, 0)))
    return bool(period_index(np.int64(next_day), period) > period_index(np.int64(newest), period))


def _complete(active: NDArray[np.int64], over: bool) -> NDArray[np.bool_]:
    """Each row's last cell is of the newest period; of a history of one period there is no other."""
    reached = active >= 0
    if over or active.shape[1] == 1:
        return reached
    return np.hstack([reached[:, 1:], np.zeros((len(active), 1), dtype=bool)])


def in_words(shape: Triangle, report: Report | Described) -> str:
    """What is grey in the triangle, and whether the lines count it; nothing where nothing is."""
    period, day = report.cohorts.period, report.assumptions.as_of
    small, said = min(shape.customers) < SMALLEST, []
    if shape.partial:
        said.append(f"the newest {period}, not over on {day:%Y-%m-%d}, is not counted in these lines")
    if small and shape.least == SMALLEST:
        said.append(f"cohorts of fewer than {SMALLEST} customers are not counted either" if said else
                    f"cohorts of fewer than {SMALLEST} customers are not counted in these lines")  # fmt: skip
    elif small:
        said.append(f"cohorts of fewer than {SMALLEST} customers are counted all the same: most customers are in them")
    return f"Grey: {'; '.join(said)}." if said else ""

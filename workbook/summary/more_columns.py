"""Columns of the customer table that come from files beside the orders: levels, stage, contacts, likeness."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbook.styles import DECIMAL, WHOLE, money
from workbook.summary import by_dimension
from xlclv.places import places
from xlclv.report import Report
from xlclv.segments.stages import stage


@dataclass(frozen=True, slots=True)
class More:
    """One column: its header, number format, and numbers, or names with each customer's place among them."""

    header: str
    fmt: str
    values: NDArray[Any]
    names: Sequence[str] = ()


def plan(report: Report, dimensions: Sequence[by_dimension.By]) -> list[More]:
    """The columns, where something stands beside the orders."""
    beside, place = report.beside, report.customers.place
    if beside is None or place is None:
        return []
    at, cents = places(place), money(report.assumptions.currency, cents=True)
    made = [
        More(one.header, "@", one.dimension.of[at], [level.level for level in one.dimension.levels])
        for one in dimensions
    ]
    made += _stage(report)
    if beside.contacts is not None:
        served = beside.contacts.served
        made.append(More("Contacts, 12 months", WHOLE, served.contacts_year[at].astype(np.int64)))
        if beside.contacts.cost is not None:
            made.append(More("Cost to serve, 12 months", cents, served.cost_year[at]))
    if beside.resemblance is not None:
        made.append(More("Likeness", DECIMAL, beside.resemblance.of[at]))
    return made


def _stage(report: Report) -> list[More]:
    """Where each customer stands, by the typical gap: the median of the customers' mean days between orders."""
    people = report.customers
    again = people.frequency > 0
    if not again.any():
        return []
    gap = float(np.median(people.recency[again] * 7 / people.frequency[again]))
    if gap <= 0:
        return []
    quiet = (np.datetime64(report.assumptions.as_of) - people.last_order).astype(np.int64)
    attained = people.attainment if people.attainment is not None else 0.0
    names, of = np.unique(stage(people.orders, quiet, gap, attainment=attained).astype(str), return_inverse=True)
    return [More("Stage", "@", of.astype(np.int64), [str(name) for name in names])]

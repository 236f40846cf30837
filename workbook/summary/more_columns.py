"""Columns of the customer table that come from files beside the orders: levels, stage, contacts, likeness."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from xlclv.places import places
from xlclv.report import Report
from xlclv.segments.stages import NAMES
from xlclv.workbook.styles import DECIMAL, WHOLE, money
from xlclv.workbook.summary import by_dimension
from xlclv.workbook.summary.more import More


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
    if beside.stages is not None:
        made.append(More("Stage", "@", beside.stages.of[at], NAMES))
    if beside.contacts is not None:
        served = beside.contacts.served
        made.append(More("Contacts, 12 months", WHOLE, served.contacts_year[at].astype(np.int64)))
        if beside.contacts.cost is not None:
            made.append(More("Cost to serve, 12 months", cents, served.cost_year[at]))
    if beside.resemblance is not None:
        made.append(More("Likeness", DECIMAL, beside.resemblance.of[at]))
    return made

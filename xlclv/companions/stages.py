"""Where customers stood at the month ends, between awareness and loyalty, and who moved in the last month.

The rule is CLV_STAGE's, with one typical gap for all months. People who never bought are known by a contact
(Consideration, from then on) or by the customers file, which says no day: they are aware at every month end.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
from numpy.typing import NDArray

from xlclv.checks import Bools, Floats
from xlclv.companions.base import Base, Days
from xlclv.companions.contacts import OTHERS, TABLE
from xlclv.companions.customers import TABLE as FILE
from xlclv.companions.data import Stages
from xlclv.companions.everyone import Everyone
from xlclv.models.likelihood.collapse import Ints
from xlclv.orders.arrow import as_numpy
from xlclv.orders.engine import rows
from xlclv.places import places
from xlclv.segments.stages import NAMES, stage_places

MONTHS = 12  # month ends shown before the day of valuation
MOST_SATISFIED = 5  # of another scale than this the stages know nothing
_NOBODY = -1  # the stage of whoever is not known yet


def stages(base: Base, people: Everyone, contacts: bool, aware: int) -> Stages | None:
    """The stages of everybody; `aware` are people of the customers file who never bought."""
    gap = typical_gap(base.days, people.count)
    if gap is None:
        return None
    ends = month_ends(base.as_of, base.days)
    first_contact = _first_contacts(base, people.count) if contacts else None
    satisfied = _satisfaction(base, ends, people.count) if contacts else None
    expected = float((people.sales + people.remaining).mean())
    at = []
    for number, end in enumerate(ends.tolist()):
        rated = None if satisfied is None else satisfied[number]
        at.append(_at(base, people.count, end, gap, expected, first_contact, rated))
    counts = np.stack([np.bincount(places(one[one >= 0]), minlength=len(NAMES)) for one in at])
    if contacts or aware:
        counts += _never_bought(base, ends, contacts, aware)
    moved = None
    if len(at) > 1:
        before, now = (places(np.where(one < 0, len(NAMES), one)) for one in at[-2:])
        table = np.bincount(places(before * (len(NAMES) + 1) + now), minlength=(len(NAMES) + 1) ** 2)
        moved = table.reshape(len(NAMES) + 1, len(NAMES) + 1)[:, : len(NAMES)]
    days = tuple(dt.date(1970, 1, 1) + dt.timedelta(days=end) for end in ends.tolist())
    return Stages(gap, days, counts, moved, at[-1].astype(np.int8))


def typical_gap(days: Days, count: int) -> float | None:
    """The median of the customers' mean days between purchases; None where nobody came back."""
    place, day = days.place[days.bought], days.day[days.bought]
    orders = np.bincount(places(place), minlength=count)
    ends = np.cumsum(orders)
    again = orders > 1
    if not again.any():
        return None
    span = day[ends[again] - 1] - day[ends[again] - orders[again]]
    return float(np.median(span / (orders[again] - 1)))


def month_ends(as_of: dt.date, days: Days) -> Ints:
    """The last month ends before the day of valuation that saw a purchase, and that day."""
    month = np.datetime64(as_of, "M")
    ends = np.array([(month - k).astype("datetime64[D]").astype(np.int64) - 1 for k in range(MONTHS)][::-1])
    today = np.datetime64(as_of, "D").astype(np.int64)
    first = int(days.day[days.bought].min())
    return np.append(ends[(ends >= first) & (ends < today)], today)


def _at(
    base: Base, count: int, end: int, gap: float, expected: float, contact: Ints | None, satisfied: Floats | None
) -> NDArray[np.int8]:
    """Each customer's stage on a day, from what was known by then."""
    days = base.days
    known = days.day <= end
    bought = known & days.bought
    orders = np.bincount(places(days.place[bought]), minlength=count)
    last = np.full(count, end, dtype=np.int64)
    last[places(days.place[bought])] = days.day[bought]  # sorted: the last one stays
    money = np.bincount(places(days.place[known]), weights=days.units[known], minlength=count) / 10.0**base.scale
    asked = np.zeros(count) if contact is None else (contact <= end).astype(np.float64)
    reached = money / expected if expected > 0 else np.zeros(count)
    found = stage_places(orders, end - last, gap, asked, satisfied, np.maximum(reached, 0.0)).astype(np.int8)
    found[(orders == 0) & (asked == 0)] = _NOBODY
    return found


def _first_contacts(base: Base, count: int) -> Ints:
    """The day of each customer's first contact; of whoever had none, never."""
    found = base.arrow(f"SELECT place, min(day) AS day FROM {TABLE} WHERE place IS NOT NULL GROUP BY place")
    out = np.full(count, np.iinfo(np.int64).max)
    out[places(as_numpy(found, "place"))] = as_numpy(found, "day").astype(np.int64)
    return out


def _satisfaction(base: Base, ends: Ints, count: int) -> list[Floats] | None:
    """Each customer's mean satisfaction by each day, 1 where nobody asked; None where the log has none of 1 to 5."""
    rated = f"FROM {TABLE} WHERE place IS NOT NULL AND satisfaction IS NOT NULL"
    found = base.arrow(f"SELECT place, day, satisfaction {rated}")
    who, day, score = as_numpy(found, "place"), as_numpy(found, "day").astype(np.int64), as_numpy(found, "satisfaction")
    if not len(score) or score.min() < 1 or score.max() > MOST_SATISFIED:
        return None
    made = []
    for end in ends.tolist():
        mine: Bools = day <= end
        at = who[mine]
        many = np.bincount(places(at), minlength=count)
        sums = np.bincount(places(at), weights=score[mine], minlength=count)
        made.append(np.divide(sums, many, out=np.ones(count), where=many > 0))
    return made


def _never_bought(base: Base, ends: Ints, contacts: bool, aware: int) -> Ints:
    """People who never bought, by day and stage: in contact by then, else known from the file."""
    out = np.zeros((len(ends), len(NAMES)), dtype=np.int64)
    out[:, NAMES.index("Awareness")] = aware
    if not contacts:
        return out
    in_file = f"other IN (SELECT other FROM {FILE} WHERE other IS NOT NULL)" if aware else "FALSE"
    found = rows(base.connection, f"SELECT min(day), any_value({in_file}) FROM {OTHERS} GROUP BY other")
    first = np.array([(day - dt.date(1970, 1, 1)).days for day, _ in found], dtype=np.int64)
    filed = np.array([known for _, known in found], dtype=bool)
    by_then = first[None, :] <= ends[:, None]
    out[:, NAMES.index("Consideration")] = by_then.sum(axis=1)
    out[:, NAMES.index("Awareness")] -= (by_then & filed).sum(axis=1)
    return out

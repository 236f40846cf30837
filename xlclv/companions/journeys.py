"""The first steps of customers: orders, contacts, refunds and silences as paths; how long the second order takes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xlclv.checks import Floats
from xlclv.companions.base import Base
from xlclv.companions.contacts import TABLE
from xlclv.companions.data import Journey, SecondOrders
from xlclv.companions.everyone import Everyone
from xlclv.models.likelihood.collapse import Ints
from xlclv.orders.arrow import as_numpy
from xlclv.places import places
from xlclv.segments import attainment

STEPS, MOST = 3, 25  # events of a path, paths shown
SILENCE = 90  # days without anything that are an event of their own
ENDS = (30, 60, 90, 180, 365)  # of classes of days to the second order


def journeys(base: Base, people: Everyone, cell: str | None, contacts: bool) -> tuple[Journey, ...]:
    """The most frequent paths. `cell` is the orders' column that says which order it is; its largest line speaks."""
    events, names = _events(base, cell, contacts)
    of, paths = _paths(_steps(events, base), names)
    lifetime, (exceed, miss) = people.sales + people.remaining, standing(people)
    columns = [
        np.bincount(places(of), weights=w, minlength=len(paths)) for w in (np.ones(len(of)), lifetime, exceed, miss)
    ]
    ranked = sorted(range(len(paths)), key=lambda i: (-columns[0][i], paths[i]))[:MOST]
    return tuple(
        Journey(
            paths[i], round(columns[0][i]), columns[1][i], columns[2][i] / columns[0][i], columns[3][i] / columns[0][i]
        )
        for i in ranked
    )


def standing(people: Everyone) -> tuple[Floats, Floats]:
    """Who has brought what the average customer brings in all, and who less than nine tenths of it: 1 or 0."""
    expected = float((people.sales + people.remaining).mean())
    attained = people.sales / expected if expected > 0 else np.zeros(people.count)
    miss = attained < attainment.ON_TRACK_FROM
    return (attained >= 1).astype(np.float64), miss.astype(np.float64)


@dataclass(frozen=True, slots=True)
class _Events:
    """Events sorted by customer and time: whose, when, and what, a place among the names."""

    place: NDArray[np.integer]
    day: NDArray[np.integer]
    what: NDArray[np.integer]


_QUIET = 0  # the place of the silence among the names of events


def _events(base: Base, cell: str | None, contacts: bool) -> tuple[_Events, list[str]]:
    """All events and their names. Of one day an order comes before a refund, and both before a contact."""
    days, names = base.days, [f"Silence of {SILENCE} days", "Refund"]
    if cell is None:
        what, names = np.where(days.bought, 2, 1), [*names, "Order"]
    else:
        texts, at = base.texts(f"SELECT {cell} AS cell FROM {base.lines} ORDER BY place, day")
        what = np.where(days.bought, at + 2, 1)
        names += [f"Order {text or '(blank)'}" for text in texts]
    place, day, turn = days.place, days.day.astype(np.int32), np.where(days.bought, 0, 1).astype(np.int8)
    what = what.astype(np.int32)  # there may be millions, and each of them is held more than once below
    if contacts:
        known = f"SELECT place, day, coalesce(channel, '') AS cell FROM {TABLE} WHERE place IS NOT NULL"
        rows = base.arrow(f"{known} ORDER BY place, turn, row")
        told = rows["cell"].combine_chunks().dictionary_encode()
        what = np.concatenate([what, np.from_dlpack(told.indices).astype(np.int32) + len(names)])
        names += [f"Contact {text}".strip() for text in told.dictionary.to_pylist()]
        place = np.concatenate([place, as_numpy(rows, "place")])
        day = np.concatenate([day, as_numpy(rows, "day").astype(np.int32)])
        turn = np.concatenate([turn, np.full(len(rows), 2, dtype=np.int8)])
    key = place.astype(np.int64) << 24
    key |= (day - day.min(initial=0)) << 2
    key |= turn
    order = places(np.argsort(key, kind="stable"))
    return _Events(place[order], day[order], what[order]), names


def _steps(events: _Events, base: Base) -> NDArray[np.int32]:
    """Customers x STEPS: what came first, second, third; -1 where nothing did. A long silence is an event too."""
    many = int(base.days.place.max()) + 1
    first = np.searchsorted(events.place, np.arange(many))
    turn = np.arange(len(events.place)) - first[places(events.place)]
    kept = turn < STEPS
    place, day, what, turn = events.place[kept], events.day[kept], events.what[kept], turn[kept]
    waited = np.diff(day, prepend=day[:1])
    quiet = (turn > 0) & (waited > SILENCE)
    count = np.bincount(places(place), minlength=many)
    last = day[np.cumsum(count) - 1]
    end = int(np.datetime64(base.as_of, "D").astype(np.int64))
    still = np.flatnonzero((count < STEPS) & (end - last > SILENCE))
    who = np.concatenate([place, place[quiet], still])
    when = np.concatenate([2 * turn + 1, 2 * turn[quiet], 2 * count[still]])
    names = np.concatenate([what, np.full(int(quiet.sum()) + len(still), _QUIET)])
    order = np.argsort(who.astype(np.int64) * (2 * STEPS + 2) + when, kind="stable")
    who, names = who[order], names[order]
    nth = np.arange(len(who)) - np.searchsorted(who, np.arange(many))[places(who)]
    out = np.full((many, STEPS), -1, dtype=np.int32)
    early = nth < STEPS
    out[places(who[early]), places(nth[early])] = names[early]
    return out


def _paths(steps: NDArray[np.int32], names: list[str]) -> tuple[Ints, list[str]]:
    """Each customer's path, and what the paths are called."""
    powers = (len(names) + 1) ** np.arange(STEPS)
    known, of = np.unique((steps + np.int64(1)) @ powers, return_inverse=True)
    told = (known[:, None] // powers) % (len(names) + 1) - 1
    return of, [" > ".join(names[at] for at in row if at >= 0) for row in told.tolist()]


def second_orders(base: Base, people: Everyone) -> SecondOrders:
    """How long those took who came back, and what each class is worth."""
    days = base.days
    place, day = days.place[days.bought], days.day[days.bought]
    first = np.searchsorted(place, np.arange(people.count))
    following = np.minimum(first + 1, len(place) - 1)
    came = (first + 1 < len(place)) & (place[following] == np.arange(people.count))
    gap = np.where(came, day[following] - day[first], 0)
    lifetime = people.sales + people.remaining
    at = np.where(came, np.searchsorted(ENDS, gap, side="left"), len(ENDS) + 1)
    starts = (0, *ENDS)
    names = [f"{low + 1} to {high} days" for low, high in zip(starts, ENDS, strict=False)]
    names += [f"more than {ENDS[-1]} days", "no second order yet"]
    classes = tuple((name, int((at == i).sum()), float(lifetime[at == i].sum())) for i, name in enumerate(names))
    return SecondOrders(float(np.median(gap[came])) if came.any() else None, classes)

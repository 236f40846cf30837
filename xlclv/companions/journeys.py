"""The first steps of customers: orders, contacts, refunds and silences as paths; how long the second order takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlclv.checks import Floats
from xlclv.companions.base import AT_ONCE, Base
from xlclv.companions.contacts import TABLE
from xlclv.companions.data import Journey, SecondOrders
from xlclv.companions.everyone import Everyone
from xlclv.companions.levels import BLANK
from xlclv.models.likelihood.collapse import Ints
from xlclv.orders.arrow import as_numpy, coded
from xlclv.places import places
from xlclv.segments import attainment

STEPS, MOST = 3, 25  # events of a path, paths shown
SILENCE = 90  # days without anything that are an event of their own
ENDS = (30, 60, 90, 180, 365)  # of classes of days to the second order


def journeys(base: Base, people: Everyone, cell: str | None, contacts: bool) -> tuple[Journey, ...]:
    """The most frequent paths. `cell` is the orders' column that says which order it is; its largest line speaks."""
    names = _Names.of(base, cell, contacts)
    taken = np.empty(people.count, dtype=np.int64)
    for low in range(0, people.count, AT_ONCE):
        high = min(low + AT_ONCE, people.count)
        taken[low:high] = names.numbered(_steps(_events(base, names, low, high), base, high - low))
    known, of = np.unique(taken, return_inverse=True)
    paths = names.paths(known)
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


_QUIET, _REFUND, _ORDER = 0, 1, 2  # places among the names of events: a silence, a refund, the first kind of order


@dataclass(frozen=True, slots=True)
class _Names:
    """What events are called, the same for everybody: the names, and the place among them of a cell and a channel."""

    names: list[str]
    cell: str | None
    orders: dict[str | None, int]
    channels: dict[str | None, int] | None

    @classmethod
    def of(cls, base: Base, cell: str | None, contacts: bool) -> _Names:
        """Those that occur."""
        names, orders, channels = [f"Silence of {SILENCE} days", "Refund"], dict[str | None, int](), None
        if cell is None:
            names.append("Order")
        else:
            texts = base.texts(f"SELECT DISTINCT coalesce({cell}, '') AS cell FROM {base.lines} ORDER BY ALL")[0]
            orders = {text: at for at, text in enumerate(texts, len(names))}
            names += [f"Order {text or BLANK}" for text in texts]
        if contacts:
            found = f"SELECT DISTINCT coalesce(channel, '') AS cell FROM {TABLE} WHERE place IS NOT NULL ORDER BY ALL"
            texts = base.texts(found)[0]
            channels = {text: at for at, text in enumerate(texts, len(names))}
            names += [f"Contact {text}".strip() for text in texts]
        return cls(names, cell, orders, channels)

    def numbered(self, steps: NDArray[np.int32]) -> Ints:
        """Each customer's path as one number."""
        return np.asarray((steps + np.int64(1)) @ self._powers)

    def paths(self, known: Ints) -> list[str]:
        """What paths of those numbers are called."""
        told = (known[:, None] // self._powers) % (len(self.names) + 1) - 1
        return [" > ".join(self.names[at] for at in row if at >= 0) for row in told.tolist()]

    @property
    def _powers(self) -> Ints:
        return (len(self.names) + np.int64(1)) ** np.arange(STEPS, dtype=np.int64)


def _events(base: Base, names: _Names, low: int, high: int) -> _Events:
    """All events of customers from place `low` to before `high`, who are counted from 0 here.

    Of one day an order comes before a refund, and both before a contact.
    """
    days, those = base.days, slice(*np.searchsorted(base.days.place, [low, high]).tolist())
    bought, within = days.bought[those], f"place >= {low} AND place < {high}"
    place, day, turn = days.place[those], days.day[those].astype(np.int32), np.where(bought, 0, 1).astype(np.int8)
    what = np.where(bought, np.int32(_ORDER), np.int32(_REFUND))
    if names.cell is not None:
        asked = f"SELECT coalesce({names.cell}, '') AS cell FROM {base.lines} WHERE {within}"
        cells = base.arrow(f"{asked} ORDER BY place, day")
        what = np.where(bought, _placed(cells, names.orders), what)
    if names.channels is not None:
        known = f"SELECT place, day, coalesce(channel, '') AS cell FROM {TABLE} WHERE {within}"
        rows = base.arrow(f"{known} ORDER BY place, turn, row")
        what = np.concatenate([what, _placed(rows, names.channels)])
        place = np.concatenate([place, as_numpy(rows, "place")])
        day = np.concatenate([day, as_numpy(rows, "day").astype(np.int32)])
        turn = np.concatenate([turn, np.full(len(rows), 2, dtype=np.int8)])
    key = place.astype(np.int64) << 24
    key |= (day - day.min(initial=0)) << 2
    key |= turn
    order = places(np.argsort(key, kind="stable"))
    return _Events(place[order] - low, day[order], what[order])


def _placed(rows: Any, at: dict[str | None, int]) -> NDArray[np.int32]:
    """The place of each row's cell among the names."""
    texts, told = coded(rows, "cell")
    return np.asarray(np.array([at[text] for text in texts], dtype=np.int32)[places(told)])


def _steps(events: _Events, base: Base, many: int) -> NDArray[np.int32]:
    """Customers x STEPS: what came first, second, third; -1 where nothing did. A long silence is an event too."""
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

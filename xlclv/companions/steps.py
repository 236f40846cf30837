"""What those who exceed do on their way and those who miss do not: early steps, and whether luck explains them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from xlclv.checks import Bools
from xlclv.companions import luck
from xlclv.companions.base import Base
from xlclv.companions.contacts import TABLE
from xlclv.companions.data import Dimension, Step, Steps
from xlclv.companions.everyone import Everyone
from xlclv.companions.journeys import standing
from xlclv.companions.profiles import overlap
from xlclv.models.likelihood.collapse import Ints
from xlclv.orders.arrow import as_numpy, coded
from xlclv.places import places

WINDOW = 90  # days after the first order in which a step counts: everybody compared has had as many
SOON = 30  # days after which a second order was quick
MOST, CHANNELS = 20, 6  # steps shown; channels of contact that are steps of their own, the most frequent ones


def steps(base: Base, people: Everyone, dimensions: Sequence[Dimension], contacts: bool) -> Steps:
    """Each early step's customers among those who exceed and those who miss, the most telling first.

    Of customers known for less than WINDOW days it is not yet known what they do in them: they are left out.
    """
    first = people.first_day.astype("datetime64[D]").astype(np.int64)
    known = first + WINDOW <= int(np.datetime64(base.as_of, "D").astype(np.int64))
    exceed, miss = (one.astype(bool) & known for one in standing(people))
    up, down = int(exceed.sum()), int(miss.sum())
    if not up or not down:
        return Steps(WINDOW, up, down, ())
    taken = [*_first_orders(dimensions), *_orders(base, first)]
    if contacts:
        taken += _contacts(base, people.count)
    counted = [(name, int((has & exceed).sum()), int((has & miss).sum())) for name, has in taken]
    counted = [one for one in counted if one[1] + one[2]]
    named = luck.discoveries([overlap(over, over + under, up, up + down) for _, over, under in counted])
    found = [Step(*one, differs) for one, differs in zip(counted, named, strict=True)]
    ranked = sorted(found, key=lambda one: (not one.differs, -abs(one.exceed / up - one.miss / down)))
    return Steps(WINDOW, up, down, tuple(ranked[:MOST]))


def _first_orders(dimensions: Sequence[Dimension]) -> Iterator[tuple[str, Bools]]:
    """What the first order was: each level of each column of the orders that tells the first one."""
    for one in dimensions:
        if one.origin == "orders, first":
            for at, level in enumerate(one.levels):
                yield f"First order: {one.name} {level.level}", one.of == at


def _orders(base: Base, first: Ints) -> Iterator[tuple[str, Bools]]:
    """Who came back soon, and who gave something back."""
    days = base.days
    since = days.day - first[places(days.place)]

    def who(those: Bools) -> Bools:
        return _marked(len(first), days.place[those])

    for window in (SOON, WINDOW):
        yield f"Second order within {window} days", who(days.bought & (since > 0) & (since <= window))
    yield f"Refund within {WINDOW} days", who(~days.bought & (since >= 0) & (since <= WINDOW))


def _contacts(base: Base, count: int) -> Iterator[tuple[str, Bools]]:
    """Who was in contact before the first order, and after it: by channel, resolved at once or not."""
    rows = base.arrow(
        f"SELECT l.place, coalesce(l.channel, '') AS cell, l.day >= p.first_day AS later, "
        f"coalesce(bool_or(l.solved), FALSE) AS solved, coalesce(bool_or(NOT l.solved), FALSE) AS unsolved FROM "
        f"{TABLE} AS l JOIN {base.people} AS p ON p.place = l.place WHERE l.day <= p.first_day + {WINDOW} GROUP BY ALL"
    )
    place, later, solved, unsolved = (as_numpy(rows, name) for name in ("place", "later", "solved", "unsolved"))
    names, channel = coded(rows, "cell")
    yield "Contact before the first order", _marked(count, place[~later])
    after = f"Contact within {WINDOW} days"
    yield after, _marked(count, place[later])
    if len(names) > 1:
        for at in _frequent(channel[later], names):
            called = names[at] or "no channel named"
            yield f"{after}: {called}", _marked(count, place[later & (channel == at)])
    yield f"{after}: resolved at once", _marked(count, place[later & solved])
    yield f"{after}: not resolved at once", _marked(count, place[later & unsolved])


def _frequent(channel: Ints, names: Sequence[str]) -> Iterable[int]:
    """The most frequent channels by their names' places; of equals the first by name."""
    many = np.bincount(places(channel), minlength=len(names)).tolist()
    return sorted(range(len(names)), key=lambda at: (-many[at], names[at]))[:CHANNELS]


def _marked(count: int, who: Ints) -> Bools:
    """Everybody by place: among them or not."""
    out = np.zeros(count, dtype=bool)
    out[places(who)] = True
    return out

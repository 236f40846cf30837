"""What contacts say: resolution, handle time and cost a customer; do those who were helped at once buy again?"""

from __future__ import annotations

from dataclasses import fields

import numpy as np
from numpy.typing import NDArray

from xlclv.checks import Bools, Floats
from xlclv.companions.base import AT_ONCE, Base, Days
from xlclv.companions.contacts import TABLE, Log
from xlclv.companions.data import CONFIDENCE, After, Contacts, Pilot, Served
from xlclv.companions.everyone import Everyone
from xlclv.companions.told import Told
from xlclv.models.likelihood.collapse import Ints
from xlclv.orders.arrow import as_numpy
from xlclv.orders.engine import arrow, one, rows
from xlclv.places import places
from xlclv.segments import tiers

POWER = 0.80  # of a pilot: how sure it finds the difference that is there
YEAR = 365
SHARE = 0.05  # of what a customer is still worth that may be spent on contacts; a convention


def contacts(base: Base, log: Log, told: Told, people: Everyone) -> Contacts:
    """The log's figures, of the customers who have bought."""
    known, solved, handle, cost, apart = one(
        base.connection,
        "SELECT count(solved) FILTER (place IS NOT NULL), count(*) FILTER (solved AND place IS NOT NULL), avg(handle) "
        "FILTER "
        f"(place IS NOT NULL), fsum(cost) FILTER (place IS NOT NULL), fsum(cost) FILTER (place IS NULL) FROM {TABLE}",
    )
    served = _served(base, people.count)
    year = float(served.cost_year.sum()) if log.priced else None
    could = people.count if people.ran is None else int(people.ran.sum())  # have been in contact over the year
    return Contacts(
        name=log.name,
        read=log.read,
        used=log.used,
        of_non_customers=log.of_others,
        excluded=log.excluded,
        known=int(known),
        resolved=int(solved),
        handle_seconds=None if handle is None else float(handle),
        cost=float(cost or 0.0) if log.priced else None,
        cost_of_non_customers=float(apart or 0.0) if log.priced else None,
        cost_to_serve_a_year=None if year is None or not could else year / could,
        fcr_days=told.fcr_days,
        has=tuple(sorted(log.has)),
        after=_after(base, told),
        served=served,
        channels=_channels(base, log.priced),
    )


def _served(base: Base, count: int) -> Served:
    """Each customer's contacts, in columns by place."""
    year = f"(WHERE day > DATE '{base.as_of}' - {YEAR})"
    asked = (
        "SELECT place, count(*)::DOUBLE AS contacts, coalesce(sum(handle), 0) AS handle, count(handle)::DOUBLE AS "
        "timed, count(solved)::DOUBLE AS known, (count(*) FILTER (solved))::DOUBLE AS solved, coalesce(fsum(cost), 0) "
        "AS cost, coalesce(sum(satisfaction), 0) AS satisfaction, count(satisfaction)::DOUBLE AS rated, "
        f"(count(*) FILTER {year})::DOUBLE AS contacts_year, coalesce(fsum(cost) FILTER {year}, 0) AS cost_year "
        f"FROM {TABLE} WHERE place >= ? AND place < ? GROUP BY place"
    )
    columns = {one_field.name: np.zeros(count) for one_field in fields(Served)}
    for low in range(0, count, AT_ONCE):
        found = arrow(base.connection, asked, (low, low + AT_ONCE))
        at = places(as_numpy(found, "place"))
        for name, column in columns.items():
            column[at] = as_numpy(found, name)
    return Served(**columns)


def seconds_allowed(served: Served, people: Everyone, margin: float) -> Floats:
    """Seconds that a contact may take, by tier: SHARE of its remaining value over the contacts and their price to come.

    NaN where the tier's contacts do not say what a second costs.
    """
    tier = places(people.tier.astype(np.int64))

    def total(values: Floats | Ints) -> Floats:
        return np.asarray(np.bincount(places(tier), weights=values), dtype=np.float64)

    with np.errstate(invalid="ignore", divide="ignore"):
        coming = total(served.contacts) / total(people.orders) * total(people.discounted_orders)
        second = total(served.cost) / total(served.handle)
        found = np.maximum(0.0, total(people.remaining) * margin) * SHARE / coming / second
    return np.where(np.isfinite(found), found, np.nan)


def _channels(base: Base, priced: bool) -> tuple[tuple[str, int, float | None, float | None, float | None], ...]:
    """Contacts of customers by channel, most first: how many, mean seconds, share resolved, cost."""
    found = rows(
        base.connection,
        "SELECT coalesce(channel, '(blank)'), count(*), avg(handle), avg(solved::INT), fsum(cost) FROM "
        f"{TABLE} WHERE place IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20",
    )
    return tuple((name, int(n), time, solved, cost if priced else None) for name, n, time, solved, cost in found)


def _after(base: Base, told: Told) -> After:
    """Who bought within some days after a contact, where it was resolved and where not; raw, and held equal by tier.

    The tier is that of the money until the contact, among those who were in contact.
    """
    limit, window = base.as_of, told.after_days
    found = base.arrow(
        f"SELECT place, day - DATE '1970-01-01' AS day, solved FROM {TABLE} WHERE place IS NOT NULL AND "
        f"solved IS NOT NULL AND day + {window} <= DATE '{limit}' ORDER BY place, turn, row"
    )
    place, day, solved = (as_numpy(found, name) for name in ("place", "day", "solved"))
    bought, before = _around_contacts(base.days, place, day, window)
    tier = tiers.places(before).astype(np.int8) if len(before) else np.zeros(0, dtype=np.int8)
    del found, day, before
    return compared(window, place, solved, bought, tier)


def _around_contacts(days: Days, place: Ints, day: Ints, window: int) -> tuple[Floats, Floats]:
    """For each contact, whether (1 or 0) a purchase followed within the window, and the money until its day."""
    early = min(int(days.day.min(initial=0)), int(day.min(initial=0)))

    def key(who: Ints, when: Ints) -> Ints:
        return (who.astype(np.int64) << 24) | (when - early)

    every = key(days.place, days.day)
    sums = np.concatenate([[0], np.cumsum(days.units)])
    purchases = every[days.bought]
    bought, before = np.empty(len(place)), np.empty(len(place))
    for low in range(0, len(place), AT_ONCE):
        those = slice(low, low + AT_ONCE)
        who, when = place[those], day[those].astype(np.int64)
        start = np.searchsorted(days.place, who, side="left")
        before[those] = sums[np.searchsorted(every, key(who, when), side="right")] - sums[start]
        soon = np.searchsorted(purchases, key(who, when + window), side="right")
        bought[those] = soon > np.searchsorted(purchases, key(who, when), side="right")
    return bought, before


def compared(window: int, who: Ints, yes: Bools, bought: Floats, tier: NDArray[np.integer]) -> After:
    """The two shares, their difference, and the same held equal by tier (Mantel and Haenszel), one row a contact.

    The intervals know that contacts of one customer are not independent: what is added up is a customer's.
    """
    n1, n0 = int(yes.sum()), int((~yes).sum())
    p1 = float(bought[yes].mean()) if n1 else None
    p0 = float(bought[~yes].mean()) if n0 else None
    if p1 is None or p0 is None:
        return After(window, n1, n0, p1, p0, None, None, None)
    pull = np.where(yes, (bought - p1) / n1, (p0 - bought) / n0)
    low, high = _around(p1 - p0, _variance(who, pull))
    equal = _held_equal(who, yes, bought, tier)
    return After(window, n1, n0, p1, p0, p1 - p0, low, high, *equal, pilot(p1, p0))


def _held_equal(
    who: Ints, yes: Bools, bought: Floats, tier: NDArray[np.integer]
) -> tuple[float | None, float | None, float | None]:
    """The difference where contacts are compared with those of their own tier alone, and its interval."""
    weight, total, pull = 0.0, 0.0, np.zeros(len(bought))
    for one_tier in np.unique(tier):
        a, b = yes & (tier == one_tier), ~yes & (tier == one_tier)
        m1, m0 = int(a.sum()), int(b.sum())
        if not m1 or not m0:
            continue
        w, q1, q0 = m1 * m0 / (m1 + m0), float(bought[a].mean()), float(bought[b].mean())
        weight, total = weight + w, total + w * (q1 - q0)
        pull[a], pull[b] = w * (bought[a] - q1) / m1, w * (q0 - bought[b]) / m0
    if not weight:
        return None, None, None
    return total / weight, *_around(total / weight, _variance(who, pull / weight))


def _variance(who: Ints, pull: Floats) -> float:
    return float((np.bincount(places(who), weights=pull) ** 2).sum())


def _around(value: float, variance: float) -> tuple[float, float]:
    from scipy.special import ndtri

    half = float(ndtri(0.5 + CONFIDENCE / 2)) * float(np.sqrt(variance))
    return value - half, value + half


def pilot(p1: float, p0: float) -> Pilot | None:
    """Customers a group that a pilot needs to find such a difference.

    >>> pilot(0.5, 0.4)
    Pilot(customers=385, power=0.8)
    """
    from scipy.special import ndtri

    if p1 == p0:
        return None
    z = float(ndtri(0.5 + CONFIDENCE / 2) + ndtri(POWER))
    return Pilot(int(np.ceil(z * z * (p1 * (1 - p1) + p0 * (1 - p0)) / (p1 - p0) ** 2)), POWER)

"""The first steps of customers: orders, contacts, refunds and silences as paths; how long the second order takes."""

from __future__ import annotations

import numpy as np

from xlclv.checks import Floats
from xlclv.companions.base import Base
from xlclv.companions.contacts import TABLE
from xlclv.companions.data import Journey, SecondOrders
from xlclv.companions.everyone import Everyone
from xlclv.orders.engine import arrow
from xlclv.places import places
from xlclv.segments import attainment

STEPS, MOST = 3, 25  # events of a path, paths shown
SILENCE = 90  # days without anything that are an event of their own
ENDS = (30, 60, 90, 180, 365)  # of classes of days to the second order


def journeys(base: Base, people: Everyone, cell: str | None, contacts: bool) -> tuple[Journey, ...]:
    """The most frequent paths. `cell` is the orders' column that says which order it is; its largest line speaks."""
    found = base.arrow(_paths(base, cell, contacts))
    texts = found["path"].combine_chunks().dictionary_encode()
    of = np.asarray(texts.indices.to_numpy(zero_copy_only=False), dtype=np.int64)
    names, lifetime = texts.dictionary.to_pylist(), people.sales + people.remaining
    exceed, miss = standing(people)
    columns = [
        np.bincount(places(of), weights=w, minlength=len(names)) for w in (np.ones(len(of)), lifetime, exceed, miss)
    ]
    ranked = sorted(range(len(names)), key=lambda i: (-columns[0][i], names[i]))[:MOST]
    return tuple(
        Journey(
            names[i], round(columns[0][i]), columns[1][i], columns[2][i] / columns[0][i], columns[3][i] / columns[0][i]
        )
        for i in ranked
    )


def standing(people: Everyone) -> tuple[Floats, Floats]:
    """Who has brought what the average customer brings in all, and who less than nine tenths of it: 1 or 0."""
    expected = float((people.sales + people.remaining).mean())
    attained = people.sales / expected if expected > 0 else np.zeros(people.count)
    miss = attained < attainment.ON_TRACK_FROM
    return (attained >= 1).astype(np.float64), miss.astype(np.float64)


def _paths(base: Base, cell: str | None, contacts: bool) -> str:
    """SQL: the path of each customer by place. Of one day an order comes before a refund, and both before a contact."""
    days, end = base.orders.days.get_name(), base.orders.as_of
    if cell is None:
        lines = "SELECT p.place, d.day, IF(d.bought, 0, 1) AS turn, IF(d.bought, 'Order', 'Refund') AS what FROM "
        lines += f"{days} AS d JOIN {base.people} AS p USING (customer)"
    else:
        lines = (
            f"SELECT p.place, d.day, IF(d.bought, 0, 1) AS turn, IF(d.bought, 'Order ' || coalesce(nullif(o.what, ''), "
            f"'(blank)'), 'Refund') AS what FROM {days} AS d JOIN {base.people} AS p USING (customer) LEFT JOIN "
            f"(SELECT customer, "
            f"day, first({cell} ORDER BY amount DESC, part, row) AS what FROM orders GROUP BY ALL) AS o USING "
            f"(customer, day)"
        )
    calls = (
        f" UNION ALL SELECT place, day, 2 AS turn, 'Contact' || coalesce(' ' || channel, '') AS what FROM {TABLE} "
        "WHERE place IS NOT NULL"
        if contacts
        else ""
    )
    return (
        f"WITH events AS ({lines}{calls}), known AS (SELECT *, row_number() OVER w AS n, lag(day) OVER w AS before "
        f"FROM "
        f"events WINDOW w AS (PARTITION BY place ORDER BY day, turn)), first_ones AS (SELECT * FROM known WHERE n <= "
        f"{STEPS}), "
        f"quiet AS (SELECT place, before + 1 AS day, 3 AS turn, 'Silence of {SILENCE} days' AS what FROM first_ones "
        f"WHERE "
        f"day - before > {SILENCE} UNION ALL SELECT place, max(day) + 1, 3, 'Silence of {SILENCE} days' FROM "
        f"first_ones GROUP BY "
        f"place HAVING count(*) < {STEPS} AND DATE '{end}' - max(day) > {SILENCE}), every AS (SELECT place, day, "
        f"turn, what "
        "FROM first_ones UNION ALL SELECT * FROM quiet), kept AS (SELECT place, what, row_number() OVER (PARTITION BY "
        "place "
        f"ORDER BY day, turn) AS n FROM every) SELECT string_agg(what, ' > ' ORDER BY n) AS path FROM kept WHERE n <= "
        f"{STEPS} "
        "GROUP BY place ORDER BY place"
    )


def second_orders(base: Base, people: Everyone) -> SecondOrders:
    """How long those took who came back, and what each class is worth."""
    days = base.orders.days.get_name()
    found = arrow(
        base.connection,
        f"SELECT p.place, min(d.day) FILTER (d.day > p.first_day) - p.first_day AS gap FROM {base.people} AS p JOIN "
        f"{days} AS d "
        "USING (customer) WHERE d.bought GROUP BY p.place, p.first_day ORDER BY p.place",
    )
    gap = found["gap"].to_numpy(zero_copy_only=False).astype(np.float64)
    lifetime, came = people.sales + people.remaining, np.isfinite(gap)
    at = np.where(came, np.searchsorted(ENDS, np.where(came, gap, 0), side="left"), len(ENDS) + 1)
    starts = (0, *ENDS)
    names = [f"{low + 1} to {high} days" for low, high in zip(starts, ENDS, strict=False)]
    names += [f"more than {ENDS[-1]} days", "no second order yet"]
    classes = tuple((name, int((at == i).sum()), float(lifetime[at == i].sum())) for i, name in enumerate(names))
    return SecondOrders(float(np.median(gap[came])) if came.any() else None, classes)

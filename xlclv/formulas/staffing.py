"""Staffing: agents for a service level by Erlang C (Erlang 1917; Gans, Koole & Mandelbaum 2003)."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from xlclv.checks import Check, Floats
from xlclv.errors import DIV0

LARGEST_LOAD = 1e6  # erlangs: more agents than any centre has, and the recursion still takes only seconds
MOST_AGENTS = 1e8  # more would be a mistyped occupancy
_FORGETS = 20.0
_ROUND_UP = 9  # digits that count when agents are rounded up: 32/(1-0.2) is 40, not 41


class Staff(NamedTuple):
    """Agents needed, the service level they reach, their occupancy, and how many to schedule."""

    agents: Floats
    service_level: Floats
    occupancy: Floats
    scheduled: Floats


def agents(
    contacts: Any,
    aht_seconds: Any,
    service_level: Any,
    target_seconds: Any,
    interval: Any = 1800.0,
    shrinkage: Any = 0.0,
    max_occupancy: Any = 1.0,
) -> Staff:
    """The smallest number of agents N above the load A that answers `service_level` of contacts within the target.

    A = contacts x AHT / interval (seconds); 1 - C(N,A) e^(-(N-A) t/AHT) >= service level and A/N <= max_occupancy;
    C = B/(1 - (A/N)(1-B)), B by the Erlang B recursion. Callers wait for ever, so it errs on the safe side.
    scheduled = agents/(1-shrinkage), rounded up. No contacts: 0, 1, 0, 0.

    Raises InputError: service_level 1 or more, AHT, interval or max_occupancy <= 0, shrinkage 1 (code #DIV/0!), a
    load above 1,000,000 erlangs.

    >>> [round(float(v), 6) for v in agents(200, 240, 0.80, 20, 1800, 0.30)]
    [32.0, 0.848512, 0.833333, 46.0]
    """
    check = Check()
    count, aht = check.take("interval_contacts", contacts, name="contacts"), check.take("aht_seconds", aht_seconds)
    goal, target = check.take("service_level", service_level), check.take("target_seconds", target_seconds)
    length, away = check.take("interval", interval), check.take("shrinkage", shrinkage)
    busiest = check.take("max_occupancy", max_occupancy)
    check.rule(away == 1, "shrinkage", away, "must stay below 100%: nobody is there", code=DIV0)
    with np.errstate(over="ignore", invalid="ignore"):
        load = count * aht / length
        rule = f"times aht_seconds / interval it must be at most {LARGEST_LOAD:,.0f} erlangs"
        check.rule(load > LARGEST_LOAD, "contacts", count, rule, "give the contacts of one interval")
        crowd = (load <= LARGEST_LOAD) & (load / busiest > MOST_AGENTS)
        check.rule(crowd, "max_occupancy", busiest, f"asks for more than {MOST_AGENTS:,.0f} agents", "type 85% or 0.85")
    check.done()
    shape = np.broadcast_shapes(*map(np.shape, (load, goal, target, away, busiest)))
    with np.errstate(over="ignore"):
        patience = np.minimum(target / aht, np.finfo(np.float64).max)
    flat = [np.broadcast_to(v, shape).ravel() for v in (load, goal, patience, busiest)]
    needed, level = _search(*flat)
    n, reached, load = needed.reshape(shape), level.reshape(shape), np.broadcast_to(load, shape)
    busy = np.divide(load, n, out=np.zeros(shape), where=n > 0)
    scheduled = np.ceil(np.round(n / (1 - away), _ROUND_UP))
    return Staff(n, reached, busy, scheduled)


def _search(load: Floats, goal: Floats, patience: Floats, busiest: Floats) -> tuple[Floats, Floats]:
    """All rows together: one more agent a round, rows that have enough step out.

    1/B(n) = 1 + (n/A)/B(n-1) forgets where it started by n/A a step, so a large centre need not start at one agent:
    from 20 standard deviations below the load any start gives the same digits.
    """
    needed, level = np.zeros(load.size), np.ones(load.size)
    rows = np.flatnonzero(load > 0)
    n = np.maximum(0.0, np.floor(load[rows] - _FORGETS * (np.sqrt(load[rows]) + 1)))
    blocked = np.where(n == 0, 1.0, 1 - n / load[rows])
    while rows.size:
        n = n + 1
        a = load[rows]
        blocked = a * blocked / (n + a * blocked)  # Erlang B for n agents
        reached = np.full(rows.size, -1.0)
        busy = n > a  # with fewer agents than erlangs the queue never ends
        waits = blocked[busy] / (1 - a[busy] / n[busy] * (1 - blocked[busy]))
        reached[busy] = 1 - waits * np.exp(-(n[busy] - a[busy]) * patience[rows[busy]])
        enough = busy & (reached >= goal[rows]) & (a <= busiest[rows] * n)
        needed[rows[enough]], level[rows[enough]] = n[enough], reached[enough]
        sure = busy & (reached == 1) & ~enough  # nobody waits any more: occupancy alone asks for agents
        needed[rows[sure]], level[rows[sure]] = np.ceil(np.round(a[sure] / busiest[rows[sure]], _ROUND_UP)), 1.0
        going = ~(enough | sure)
        rows, blocked, n = rows[going], blocked[going], n[going]
    return needed, level
